"""The scripts that containers run, and the one that makes their secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[1]
SECRETS = yaml.safe_load((PROJECT / "docker-compose.yaml").read_text())["secrets"]


def _make_secrets(folder: Path) -> dict[str, str]:
    made = subprocess.run(
        [sys.executable, PROJECT / "docker/make_secrets.py", folder],
        check=True,
        capture_output=True,
        text=True,
    )
    held = {path.name: path.read_text() for path in folder.iterdir()}
    told = made.stdout + made.stderr
    assert not any(value.strip() in told for value in held.values() if value)
    return held


def test_the_secrets_made_are_those_that_the_file_names(tmp_path: Path) -> None:
    made = _make_secrets(tmp_path / "secrets")
    assert {name: f"./secrets/{name}" for name in made} == {
        name: each["file"] for name, each in SECRETS.items()
    }


def test_secrets_are_behind_a_closed_door_fit_together_and_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    made = _make_secrets(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o444}
    assert f":{made['postgres_password']}@postgres/" in made["airflow_database"]
    assert f":{made['redis.conf'].split()[1]}@redis:" in made["airflow_broker"]
    connection = json.loads(made["gateway_connection"])
    assert connection["password"] == made["rehearsal_token"]
    assert connection["extra"]["base_url"].startswith("http://127.0.0.1:")
    assert _make_secrets(folder) == made
    # Which mail server it is, only a person can say.
    assert set(_make_secrets(tmp_path / "others").values()) & set(made.values()) == {""}


@pytest.mark.parametrize("status", [0, 1])
def test_the_timer_is_healthy_only_if_nothing_overdue_is_left(tmp_path: Path, status: int) -> None:
    command = tmp_path / "eenmalig"
    command.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\nexit {status}\n')
    command.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(tmp_path)}
    timer = subprocess.Popen(
        ["bash", PROJECT / "docker/destruction-timer.sh"],
        env=environment | {"EENMALIG_TIMER_SECONDS": "0.2"},
    )
    try:
        until = time.monotonic() + 60
        asked = tmp_path / "asked"
        while time.monotonic() < until and not (asked.exists() and len(asked.read_text()) > 50):
            time.sleep(0.05)
    finally:
        timer.terminate()
        timer.wait(30)
    assert set(asked.read_text().splitlines()) == {"destroy --overdue"}
    assert len(asked.read_text().splitlines()) > 2
    assert (tmp_path / "nothing-overdue").exists() == (status == 0)
