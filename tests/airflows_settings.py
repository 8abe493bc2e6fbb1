"""What Airflow can be told by variables of the environment, as its own file describes it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import yaml


def options_of_airflow() -> set[str]:
    """Return the variable of every option."""
    airflow = find_spec("airflow")
    assert airflow is not None
    assert airflow.origin is not None
    described = Path(airflow.origin).parent / "config_templates" / "config.yml"
    return {
        f"AIRFLOW__{section}__{option}".upper()
        for section, its in yaml.safe_load(described.read_text(encoding="utf-8")).items()
        for option in its["options"] or ()
    }
