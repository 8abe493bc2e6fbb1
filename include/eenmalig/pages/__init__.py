"""What people see of campaigns in Airflow's interface: pages made of evidence and counts only.

Nothing here knows Airflow or HTTP, and nothing here may import what sees numbers.
"""
