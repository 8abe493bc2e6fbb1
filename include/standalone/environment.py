"""The environment that Airflow's components and its set-up run in. No secret stands in it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eenmalig.stores.home import Home

LOOPBACK = "127.0.0.1"
SLOTS = 16
_SECONDS_BETWEEN_LOOKS = "0.1"


def airflow_environment(
    home: Home, port: int, dags: Path | None = None, slots: int = SLOTS
) -> dict[str, str]:
    """Return every variable a component needs, on top of nothing but the shell's own.

    ``port`` is the API server's on the loopback address; ``dags`` is another folder of DAGs than
    the project's, for tests; ``slots`` is how many tasks run at once. Settings of an Airflow that
    the shell knows are left out, so that no other installation's settings leak in; its
    connections stay.
    """
    settings = {
        **_core(home, dags or PROJECT / "dags"),
        "CORE__PARALLELISM": str(slots),
        **_servers(port),
        **_logging(home),
        **_scheduling(),
    }
    return {
        **_inherited(os.environ),
        **_places(home),
        **{f"AIRFLOW__{name}": value for name, value in settings.items()},
    }


def _inherited(environ: Mapping[str, str]) -> dict[str, str]:
    foreign = ("AIRFLOW__", "AIRFLOW_HOME", "AIRFLOW_CONFIG", "_AIRFLOW")
    return {name: value for name, value in environ.items() if not name.startswith(foreign)}


def _places(home: Home) -> dict[str, str]:
    local = ",".join(filter(None, [os.environ.get("NO_PROXY", ""), LOOPBACK, "localhost"]))
    return {
        "AIRFLOW_HOME": str(home.airflow),
        "EENMALIG_HOME": str(home.root),
        "HOME": str(home.airflow),  # whatever a library keeps "at home" stays with us
        "NO_PROXY": local,
        "no_proxy": local,
        "NO_COLOR": "1",
        "PYTHONPATH": os.pathsep.join([str(PROJECT / "include"), str(PROJECT / "plugins")]),
        "PYTHONUNBUFFERED": "1",
        "SCARF_ANALYTICS": "false",
    }


def _core(home: Home, dags: Path) -> dict[str, str]:
    return {
        "CORE__AUTH_MANAGER": "eenmalig_airflow.auth.strict_manager.StrictFabAuthManager",
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "CORE__DAGS_FOLDER": str(dags),
        "CORE__DEFAULT_TIMEZONE": "Europe/Amsterdam",
        "CORE__EXECUTOR": "eenmalig_airflow.executor.CountingLocalExecutor",
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        # The button beside a connection. Only who may make connections sees it: the admin.
        "CORE__TEST_CONNECTION": "Enabled",
        "DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": str(home.airflow / "bundles"),
        "DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home.airflow / 'airflow.db'}",
        "EMAIL__DEFAULT_EMAIL_ON_FAILURE": "False",
        "EMAIL__DEFAULT_EMAIL_ON_RETRY": "False",
        "FAB__CONFIG_FILE": str(PROJECT / "plugins" / "eenmalig_airflow/auth/fab_settings.py"),
        # Roles come from our own code at set-up; the server adds none at its start.
        # Colleagues behind one address share it, and those who know their password count too.
        "FAB__AUTH_RATE_LIMIT": "20 per 60 second",
        # People decide on telephones, which get lost: an hour of nobody, or a day of work.
        "FAB__SESSION_LIFETIME_MINUTES": "60",
        "FAB__SESSION_MAX_LIFETIME_MINUTES": "600",
        "FAB__UPDATE_FAB_PERMS": "False",
        "USAGE_DATA_COLLECTION__ENABLED": "False",
    }


def _servers(port: int) -> dict[str, str]:
    url = f"http://{LOOPBACK}:{port}"
    return {
        "API__BASE_URL": url,
        "API__HOST": LOOPBACK,
        "API__INSTANCE_NAME": "Eenmalig (OEFENING)",
        "API__PORT": str(port),
        "API__WORKERS": "1",
        "API__EXPOSE_CONFIG": "False",
        "API__EXPOSE_STACKTRACE": "False",
        "CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        # Nothing listens there; if something ever does, it is not reached from elsewhere.
        "SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_HOST": LOOPBACK,
    }


def _logging(home: Home) -> dict[str, str]:
    logs = home.airflow / "logs"
    return {
        "LOGGING__BASE_LOG_FOLDER": str(logs),
        "LOGGING__COLORED_CONSOLE_LOG": "False",
        "LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(logs / "dag_processor"),
        "LOGGING__FILE_TASK_HANDLER_NEW_FILE_PERMISSIONS": "0o600",
        "LOGGING__FILE_TASK_HANDLER_NEW_FOLDER_PERMISSIONS": "0o700",
        "LOGGING__LOGGING_CONFIG_CLASS": "eenmalig_airflow.task_logging.LOGGING_CONFIG",
    }


def _scheduling() -> dict[str, str]:
    bundle = {
        "name": "dags-folder",
        "classpath": "airflow.dag_processing.bundles.local.LocalDagBundle",
        "kwargs": {"refresh_interval": 5},
    }
    return {
        "DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps([bundle]),
        "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "30",
        "DAG_PROCESSOR__REFRESH_INTERVAL": "5",
        "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": _SECONDS_BETWEEN_LOOKS,
        "SCHEDULER__JOB_HEARTBEAT_SEC": "5",
        # So long a task's supervisor may sleep when it has just missed the task's end.
        "WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
    }
