"""From Airflow's connections to settings of ours."""
