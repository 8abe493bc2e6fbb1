"""An Airflow plugin: what people answer is kept in the API server before they hear that it is."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from eenmalig_airflow.answers.taking_in import KeepAnswers


class EenmaligAnswers(AirflowPlugin):
    """Registers the middleware with the API server."""

    name = "eenmalig_answers"
    fastapi_root_middlewares = [  # noqa: RUF012 - Airflow's own way to declare it
        {"middleware": KeepAnswers, "args": [], "kwargs": {}, "name": "keep answers"}
    ]
