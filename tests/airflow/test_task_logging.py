from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from standalone.environment import airflow_environment

if TYPE_CHECKING:
    from pathlib import Path

    from standalone.running import Airflow

DAG = "sms_campaign_anderstad"
WAYS = ("standard", "arguments", "event", "printed", "error output", "warned", "written", "caught")

COMPONENT = """
import logging, structlog
import airflow.settings
airflow.settings.initialize()
number = "06" + "12345678"
logging.getLogger("airflow.task").info("one %s", number)
logging.getLogger("other").info("two %s", number)
logging.getLogger("other").info("three " + number + " %d %d", "misfit")
structlog.get_logger("events").info("four", number=number)
try:
    int(number + "x")
except ValueError:
    logging.getLogger("other").exception("five")
    structlog.get_logger("events").exception("six")
"""


@pytest.fixture(scope="module")
def leaked(airflow: Airflow) -> tuple[str, str]:
    """A run whose tasks logged a number in every way there is, and the number's last digits."""
    run = str(airflow.client("data-team-anderstad").trigger(DAG, {}).body["dag_run_id"])
    police = airflow.client("police-anderstad")
    until = time.monotonic() + 60
    while not police.pending_approvals(DAG, run):
        assert time.monotonic() < until
        time.sleep(0.2)
    police.answer(DAG, run, "ask", "Approve")
    police.wait_for_run(DAG, run, 60)
    planted = airflow.home.root / "leaked"
    number = planted.read_text(encoding="utf-8")
    planted.unlink()
    return run, number[-7:]


def test_a_tasks_log_tells_that_it_leaked_but_never_the_number(
    airflow: Airflow, leaked: tuple[str, str]
) -> None:
    run, digits = leaked
    text = airflow.client("compliance").log(DAG, run, "leak")
    assert all(way in text for way in WAYS)
    assert text.count("[masked]") >= 7
    assert digits not in re.sub(r"\D", "", text)


def test_the_number_is_in_no_file_that_airflow_left(
    airflow: Airflow, leaked: tuple[str, str]
) -> None:
    _, digits = leaked
    spaced = re.compile(rb"[\s-]?".join(digit.encode() for digit in digits))
    found = [file for file in _files(airflow.home.root) if spaced.search(file.read_bytes())]
    assert found == []


def test_the_schedulers_own_output_copies_the_lines_with_the_number_masked(
    airflow: Airflow, leaked: tuple[str, str]
) -> None:
    run, _ = leaked
    text = (airflow.home.airflow / "logs/components/scheduler.log").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "[masked]" in line]
    assert run in text
    assert all(any(way in line for line in lines) for way in ("printed", "arguments", "written"))


def test_what_a_component_itself_writes_is_masked_before_any_pipe(airflow: Airflow) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", COMPONENT],
        env=airflow_environment(airflow.home, airflow.port),
        capture_output=True,
        text=True,
        check=True,
    )
    told = shown.stdout + shown.stderr
    assert told.count("[masked]") == 6
    assert [
        each for each in ("one", "two", "three", "four", "five", "six") if each not in told
    ] == []
    assert "12345678" not in told


def _files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]
