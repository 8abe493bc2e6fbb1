"""The software's digest: any source that can change what is sent changes it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from eenmalig import __version__
from eenmalig.settings.software import software
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CITY = "lelystad"
SOURCES = {
    "dags/sms_campaign.py": "a = 1\n",
    "include/eenmalig/cleartext/sender.py": "b = 1\n",
    "include/campaigns/lelystad.yaml": "city: lelystad\n",
    "include/eenmalig/documents/templates/report.html.j2": "<p>\n",
    "plugins/eenmalig_airflow/hook.py": "c = 1\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in SOURCES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["sqlalchemy"]\n')
    monkeypatch.setattr("eenmalig.settings.software.PROJECT", tmp_path)
    return tmp_path


def change(file: Path) -> None:
    file.write_text(file.read_text() + "#")


def move(file: Path) -> None:
    file.rename(file.with_stem("renamed"))


def remove(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("spoil", [change, move, remove])
@pytest.mark.parametrize("name", SOURCES)
def test_a_source_changed_moved_or_removed_is_another_software(
    project: Path, name: str, spoil: Callable[[Path], None]
) -> None:
    before = software(CITY)["digest"]
    spoil(project / name)
    assert software(CITY)["digest"] != before


def test_a_source_that_is_added_is_another_software(project: Path) -> None:
    before = software(CITY)["digest"]
    (project / "plugins" / "more.py").touch()
    assert software(CITY)["digest"] != before


def test_two_sources_that_swap_their_contents_are_another_software(project: Path) -> None:
    before = software(CITY)["digest"]
    one, two = project / "dags/sms_campaign.py", project / "plugins/eenmalig_airflow/hook.py"
    held = one.read_text()
    one.write_text(two.read_text())
    two.write_text(held)
    assert software(CITY)["digest"] != before


def test_what_running_leaves_behind_changes_nothing(project: Path) -> None:
    before = software(CITY)
    for name in ("dags/__pycache__/sms_campaign.pyc", "include/notes.txt", "var/any.py"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(b"x")
    assert software(CITY) == before
    assert before["version"] == __version__


def test_the_projects_own_sources_are_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = software(CITY)["digest"]
    for part in ("dags", "include", "plugins"):
        shutil.copytree(PROJECT / part, tmp_path / part)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    monkeypatch.setattr("eenmalig.settings.software.PROJECT", tmp_path)
    assert software(CITY)["digest"] == ours
    change(tmp_path / "include" / "eenmalig" / "cleartext" / "sending" / "sender.py")
    assert software(CITY)["digest"] != ours


@pytest.mark.parametrize(
    "name",
    [
        "include/campaigns/utrecht.yaml",
        "include/rehearsal/handovers.py",
        "include/standalone/running.py",
    ],
)
def test_what_cannot_change_this_campaign_changes_nothing(project: Path, name: str) -> None:
    before = software(CITY)
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("# a comment\n")
    assert software(CITY) == before


def test_another_version_of_a_package_is_another_software(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project.is_dir()
    before = software(CITY)["digest"]
    monkeypatch.setattr("eenmalig.settings.software.version", lambda _: "0.0.1")
    assert software(CITY)["digest"] != before
