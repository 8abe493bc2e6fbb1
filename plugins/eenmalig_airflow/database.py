"""How Airflow connects to its SQLite database: with patience, so that a busy disk fails nothing.

Named by ``[database] sql_alchemy_connect_args``. Python's default is five seconds; then Airflow
answers 500.
"""

from __future__ import annotations

CONNECT_ARGS = {"timeout": 60}  # seconds that a writer waits for another
