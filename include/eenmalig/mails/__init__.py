"""Being told by mail: what is due follows from signed records, and is sent from whichever process.

Nothing here knows Airflow, and nothing here may import what sees numbers. A mail holds the case,
moments and a link; no count, no name of a person, no word of the provider's.
"""
