"""The real thing: ``python -m standalone``, its end, and its set-up."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil
import pytest

from eenmalig.settings.loading import CAMPAIGNS
from eenmalig.stores.home import PROJECT, Home
from standalone.environment import airflow_environment
from standalone.setup import set_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 150


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("standalone") / "home")


@pytest.fixture(scope="module")
def passwords(home: Home) -> dict[str, str]:
    return set_up(home)


def test_the_first_set_up_makes_users_and_the_second_does_nothing(
    home: Home, passwords: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {"admin", "compliance", "police-lelystad", "data-team-utrecht"} <= passwords.keys()
    monkeypatch.setattr(subprocess, "run", None)
    assert set_up(home) == {}


@pytest.mark.usefixtures("passwords")
def test_a_new_city_file_brings_its_people_and_keeps_the_others(home: Home, tmp_path: Path) -> None:
    campaigns = shutil.copytree(CAMPAIGNS, tmp_path / "campaigns")
    text = (CAMPAIGNS / "utrecht.yaml").read_text(encoding="utf-8")
    own = text.replace("utrecht", "proefstad").replace("Utrecht", "Proefstad")
    (campaigns / "proefstad.yaml").write_text(own, encoding="utf-8")
    made = set_up(home, campaigns)
    assert made
    assert all(each.endswith("-proefstad") for each in made)
    assert "police-proefstad" in home.staff.read_text(encoding="utf-8")
    set_up(home)
    assert "police-proefstad" not in home.staff.read_text(encoding="utf-8")


@pytest.mark.usefixtures("passwords")
def test_only_the_owner_reads_what_the_set_up_wrote(home: Home) -> None:
    # Public keys are for everybody who verifies.
    others = [path for path in home.root.rglob("*") if home.trust not in (path, *path.parents)]
    modes = {path: path.stat().st_mode & 0o077 for path in others}
    assert len(modes) > 5
    assert not any(modes.values())


@pytest.mark.usefixtures("passwords")
def test_airflow_loads_none_of_our_modules_by_its_stem(home: Home) -> None:
    look = (
        "import sys\n"
        "from airflow import plugins_manager\n"
        "plugins_manager._get_plugins()\n"
        "from pathlib import Path\n"
        "stems = {each.stem for each in Path(sys.argv[1]).rglob('*.py')} - {'__init__'}\n"
        "print('found', sorted(stems & set(sys.modules)), len(stems) > 3)\n"
        "from eenmalig_airflow.auth import strict_manager\n"
        "from eenmalig_airflow.hooks import twilio\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", look, str(PROJECT / "plugins" / "eenmalig_airflow")],
        env=airflow_environment(home, 8080),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "found [] True" in shown.stdout


@pytest.mark.usefixtures("passwords")
def test_sigterm_leaves_no_process_behind(home: Home) -> None:
    with _standalone(home) as (process, printed):
        assert re.search(r"http://127\.0\.0\.1:\d+", printed)
        below = psutil.Process(process.pid).children(recursive=True)
        assert len(below) > 5
        assert all(address == "127.0.0.1" for address in _listening(below))
        _refuses_a_second(home)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert _running(below) == []


@pytest.mark.usefixtures("passwords")
def test_when_a_component_dies_everything_stops_and_its_log_is_named(home: Home) -> None:
    with _standalone(home) as (process, _):
        below = psutil.Process(process.pid).children(recursive=True)
        scheduler = next(each for each in below if "scheduler" in " ".join(each.cmdline()))
        scheduler.kill()
        _, told = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "airflow-unhealthy" in told
        assert "scheduler.log" in told
        assert _running(below) == []


@pytest.mark.usefixtures("passwords")
def test_what_a_killed_supervisor_left_is_stopped_by_the_next(home: Home) -> None:
    with _standalone(home) as (process, _):
        orphans = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait()
    with _standalone(home) as (process, _):
        assert _running(orphans) == []
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


@contextmanager
def _standalone(home: Home) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start ``python -m standalone`` and wait until it says that it is ready."""
    with _start(home) as process:
        assert process.stdout is not None
        printed = ""
        for line in process.stdout:
            printed += line
            if "Ctrl-C" in line:
                break
        assert "Airflow is ready" in printed, _told(process)
        try:
            yield process, printed
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(60)


def _start(home: Home) -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(PROJECT / "include"), str(PROJECT / "plugins")])
    return subprocess.Popen(
        [sys.executable, "-m", "standalone", "--port", "0"],
        env={**os.environ, "EENMALIG_HOME": str(home.root), "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _told(process: subprocess.Popen[str]) -> str:
    return process.stderr.read() if process.stderr else ""


def _refuses_a_second(home: Home) -> None:
    with _start(home) as second:
        _, told = second.communicate(timeout=60)
        assert second.returncode == 1
        assert "already runs" in told


def _listening(processes: list[psutil.Process]) -> set[str]:
    found = set()
    for each in processes:
        found |= {
            str(connection.laddr[0])
            for connection in each.net_connections(kind="tcp")
            if connection.status == psutil.CONN_LISTEN
        }
    assert found
    return found


def _running(processes: list[psutil.Process]) -> list[psutil.Process]:
    def runs(process: psutil.Process) -> bool:
        try:
            return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    return [each for each in processes if runs(each)]
