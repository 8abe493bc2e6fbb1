"""The pages as an application of Airflow's API server: who sees them, how they are posted."""
