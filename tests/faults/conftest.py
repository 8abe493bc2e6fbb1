from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench

_SCRIPT = Path(__file__).with_name("dying_step.py")
_INCLUDE = Path(__file__).parents[2] / "include"


@pytest.fixture
def step_process() -> Callable[..., subprocess.Popen[bytes]]:
    """Start one step as a process of its own; see dying_step."""

    def start(bench: Bench, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, str(_SCRIPT), *arguments],
            env={
                **os.environ,
                "PYTHONPATH": str(_INCLUDE),
                "EENMALIG_HOME": str(bench.home.root),
                "AIRFLOW_CONN_TWILIO_DEFAULT": bench.gateway.airflow_connection(),
            },
            stderr=subprocess.PIPE,
        )

    return start
