"""The thin layer that knows Airflow."""
