"""A whole Airflow of our own on one machine: set up, started, watched and stopped by us."""
