"""Airflow's own command, on the home of an installation."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("asked", "said"),
    [(["version"], "there is no Airflow below EENMALIG_HOME"), (["standalone"], "no command of")],
)
def test_nothing_is_made_where_no_airflow_is_and_none_without_our_rights_is_started(
    tmp_path: Path, asked: list[str], said: str
) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "standalone.airflow", *asked],
        env={**os.environ, "EENMALIG_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 1
    assert said in shown.stderr
    assert list(tmp_path.iterdir()) == []
