"""An Airflow plugin: the scheduler imports what its tasks need before it forks them."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from eenmalig_airflow.preloading import SchedulerStarts


class EenmaligPreloading(AirflowPlugin):
    """Registers the listener."""

    name = "eenmalig_preloading"
    listeners = [SchedulerStarts()]  # noqa: RUF012 - Airflow's own way to declare it
