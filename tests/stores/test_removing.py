"""Removing all that can be removed, past what cannot be."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import cannot_be_removed

from eenmalig.stores.removing import remove_all

if TYPE_CHECKING:
    import pytest

NOBODY = 65534


def test_everything_is_removed_and_no_link_is_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    place = tmp_path / "place"
    (place / "in" / "deep").mkdir(parents=True)
    (place / "in" / "file").touch()
    (place / "link").symlink_to(kept)
    os.mkfifo(place / "in" / "deep" / "pipe")
    assert remove_all(place) == 0
    assert not place.exists()
    assert list(kept.iterdir()) == [kept / "file"]
    assert remove_all(place) == 0


def test_folders_nested_without_end_are_removed(tmp_path: Path) -> None:
    place = folder = tmp_path / "d"
    for _ in range(1500):
        folder.mkdir()
        folder /= "d"
    assert remove_all(place) == 0
    assert not place.exists()


def test_folders_of_which_the_path_is_too_long_are_removed(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    folder = os.open(place, os.O_RDONLY)
    for _ in range(60):
        os.mkdir("d" * 100, dir_fd=folder)
        below = os.open("d" * 100, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    with os.fdopen(os.open("geheim", os.O_WRONLY | os.O_CREAT, dir_fd=folder), "w") as file:
        file.write("geheim")
    os.close(folder)
    assert remove_all(place) == 0
    assert not place.exists()


def test_what_cannot_be_removed_is_passed_by_and_counted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = tmp_path / "place" / "in" / "b"
    stuck.parent.mkdir(parents=True)
    for name in "abc":
        (stuck.parent / name).write_text("geheim")
    with monkeypatch.context() as patch:
        cannot_be_removed(patch, stuck)
        assert remove_all(tmp_path / "place") == 1
    assert list(stuck.parent.iterdir()) == [stuck]
    assert stuck.read_text() == ""
    assert remove_all(tmp_path / "place") == 0


def test_folders_that_shut_us_out_are_opened() -> None:
    with tempfile.TemporaryDirectory() as made:
        place = Path(made, "above", "place")
        (place / "in").mkdir(parents=True)
        (place / "in" / "file").touch()
        Path(made).chmod(0o755)
        folders = [place / "in", place, place.parent]
        child = os.fork()
        if not child:
            if os.geteuid() == 0:  # whom nothing shuts out
                for path in (*folders, place / "in" / "file"):
                    os.chown(path, NOBODY, NOBODY)
                os.setuid(NOBODY)
            for folder in folders:
                folder.chmod(0)
            os._exit(remove_all(place))
        assert os.waitpid(child, 0)[1] == 0
        assert not place.exists()


def test_a_file_with_another_name_elsewhere_is_not_emptied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").write_text("geheim")
    (tmp_path / "place").mkdir()
    os.link(tmp_path / "elsewhere", tmp_path / "place" / "file")
    cannot_be_removed(monkeypatch, tmp_path / "place" / "file")
    assert remove_all(tmp_path / "place") == 1
    assert (tmp_path / "elsewhere").read_text() == "geheim"
