"""What stands in a folder that nobody declared yet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.handover.gathering import exports_in
from eenmalig.handover.writing import write_new

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = b"SQLite format 3\0" + bytes(84)


def mistakes(folder: Path) -> tuple[str, ...]:
    with pytest.raises(EenmaligError) as raised:
        exports_in(folder)
    assert raised.value.code is Code.HANDOVER_INVALID
    assert "Jansen" not in str(raised.value)
    return tuple(raised.value.mistakes)


def test_what_stands_beside_a_database_belongs_to_it_and_nothing_else_does(tmp_path: Path) -> None:
    for name in ("a.db", "a.db-wal", "a.db-shm", "a.db-journal", "a.db-wal2"):
        (tmp_path / name).write_bytes(DATABASE if name == "a.db" else b"x")
    for name in ("b.csv", "b.csv-wal", "c.db-wal"):
        (tmp_path / name).write_bytes(b"x")
    found = exports_in(tmp_path)
    assert {each.path.name: [one.name for one in each.companions] for each in found} == {
        "a.db": ["a.db-journal", "a.db-shm", "a.db-wal"],
        "a.db-wal2": [],
        "b.csv": [],
        "b.csv-wal": [],
        "c.db-wal": [],
    }
    assert [each.path.name for each in found] == sorted(each.path.name for each in found)


def test_what_cannot_be_declared_is_refused_by_count_and_without_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "Jansen").mkdir()
    (tmp_path / "Jansen.link").symlink_to(tmp_path / "a.csv")
    os.mkfifo(tmp_path / "Jansen.pipe")
    (tmp_path / "Jansen\n.csv").write_bytes(b"x")
    assert mistakes(tmp_path) == (
        "the folder holds folders: put their files beside the others, or leave them out (1 found)",
        "the folder holds links or special files: copy the file itself (2 found)",
        (
            "the folder holds names with signs that cannot be written down: rename those files "
            "(1 found)"
        ),
    )


def test_a_file_that_has_a_second_name_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "Jansen.csv").write_bytes(b"x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.csv").hardlink_to(tmp_path / "Jansen.csv")
    assert mistakes(folder)[0].endswith("(1 found)")


def test_a_name_in_no_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"Jansen\xff.csv")).write_bytes(b"x")
    assert "names with signs that cannot be written down" in mistakes(tmp_path)[0]


def test_a_folder_without_a_file_or_with_a_declaration_is_refused(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == ("there is no file in the folder",)
    (tmp_path / "handover.yaml").symlink_to("/nowhere")
    assert mistakes(tmp_path) == ("handover.yaml: is there already, and was left as it is",)


def test_a_new_file_is_readable_by_us_alone_and_never_takes_anothers_place(tmp_path: Path) -> None:
    path = tmp_path / "handover.yaml"
    write_new(path, "één")
    assert path.read_text(encoding="utf-8") == "één"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(EenmaligError) as raised:
        write_new(path, "twee")
    assert raised.value.mistakes == ("handover.yaml: is there already, and was left as it is",)
    assert path.read_text(encoding="utf-8") == "één"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("broken", [OSError, KeyboardInterrupt])
def test_nothing_half_written_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: type[BaseException]
) -> None:
    def full(_: int) -> None:
        raise broken

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EenmaligError if broken is OSError else broken):
        write_new(tmp_path / "handover.yaml", "x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_cannot_be_written_in(tmp_path: Path) -> None:
    with pytest.raises(EenmaligError) as raised:
        write_new(tmp_path / "nowhere" / "handover.yaml", "x")
    assert raised.value.mistakes == ("the folder cannot be written in",)
