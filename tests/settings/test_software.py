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
    before = software()["digest"]
    spoil(project / name)
    assert software()["digest"] != before


def test_a_source_that_is_added_is_another_software(project: Path) -> None:
    before = software()["digest"]
    (project / "plugins" / "more.py").touch()
    assert software()["digest"] != before


def test_two_sources_that_swap_their_contents_are_another_software(project: Path) -> None:
    before = software()["digest"]
    one, two = project / "dags/sms_campaign.py", project / "plugins/eenmalig_airflow/hook.py"
    held = one.read_text()
    one.write_text(two.read_text())
    two.write_text(held)
    assert software()["digest"] != before


def test_what_running_leaves_behind_changes_nothing(project: Path) -> None:
    before = software()
    for name in ("dags/__pycache__/sms_campaign.pyc", "include/notes.txt", "var/any.py"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(b"x")
    assert software() == before
    assert before["version"] == __version__


def test_the_projects_own_sources_are_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = software()["digest"]
    for part in ("dags", "include", "plugins"):
        shutil.copytree(PROJECT / part, tmp_path / part)
    monkeypatch.setattr("eenmalig.settings.software.PROJECT", tmp_path)
    assert software()["digest"] == ours
    change(tmp_path / "include" / "eenmalig" / "cleartext" / "sending" / "sender.py")
    assert software()["digest"] != ours
