"""Answers to requests, in Airflow's API server: taken in durably, then passed on to Airflow."""
