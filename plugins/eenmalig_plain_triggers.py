"""An Airflow plugin: a note that could hold a telephone number never reaches Airflow."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from eenmalig_airflow.plain_triggers import RefuseNumbers


class EenmaligPlainTriggers(AirflowPlugin):
    """Registers the middleware with the API server."""

    name = "eenmalig_plain_triggers"
    fastapi_root_middlewares = [  # noqa: RUF012 - Airflow's own way to declare it
        {"middleware": RefuseNumbers, "args": [], "kwargs": {}, "name": "refuse numbers"}
    ]
