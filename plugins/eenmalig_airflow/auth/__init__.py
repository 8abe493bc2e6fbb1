"""Who may do what in Airflow."""
