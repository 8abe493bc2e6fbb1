"""Files of ours alone: whole or not at all, whatever kills the writer; new ones take no place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eenmalig.stores.private_files import (
    AS_THE_UMASK_SAYS,
    remove_drafts,
    write_new,
    write_private,
    write_whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OLD, NEW = b"old" * 9, b"new" * 50_000
WRITERS = [write_whole, write_new]
# Runs in a process of its own: at the call that is named, nothing more can be caught.
DYING = """
import os, pathlib, signal, sys
from eenmalig.stores.private_files import write_whole

place, moment, path = sys.argv[1:]
holder = os if place == "fsync" else pathlib.Path
real = getattr(holder, place)

def dying(*arguments):
    if moment == "after":
        real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(holder, place, dying)
write_whole(pathlib.Path(path), b"new" * 50_000)
"""


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def killed(path: Path, place: str, moment: str) -> None:
    """Have a process write ``path`` and die before or after it calls ``place``."""
    include = Path(__file__).parents[2] / "include"
    ended = subprocess.run(
        [sys.executable, "-c", DYING, place, moment, str(path)],
        env={**os.environ, "PYTHONPATH": str(include)},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.usefixtures("no_umask")
@pytest.mark.parametrize("write", WRITERS)
def test_a_file_is_ours_alone_from_its_first_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, bytes], None]
) -> None:
    seen = []
    real = os.open

    def watched(path: Path, flags: int, mode_asked: int = 0o777) -> int:
        descriptor = real(path, flags, mode_asked)
        if flags & os.O_CREAT:
            seen.append(os.fstat(descriptor).st_mode & 0o777)
        return descriptor

    monkeypatch.setattr(os, "open", watched)
    write(tmp_path / "secret", NEW)
    assert seen == [0o600]
    assert mode(tmp_path / "secret") == 0o600


@pytest.mark.usefixtures("no_umask")
def test_a_file_that_takes_the_place_of_an_open_one_is_ours_alone(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(OLD)
    assert mode(tmp_path / "secret") == 0o666
    write_whole(tmp_path / "secret", NEW)
    assert mode(tmp_path / "secret") == 0o600


@pytest.mark.parametrize("umask", [0o022, 0o027, 0o077])
def test_a_file_for_readers_keeps_to_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "report", NEW, AS_THE_UMASK_SAYS)
    finally:
        os.umask(before)
    assert mode(tmp_path / "report") == 0o666 & ~umask


def test_a_private_text_brings_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "airflow" / "words.json"
    write_private(path, "één\n")
    write_private(path, "twee\n")
    assert path.read_bytes() == b"twee\n"
    assert (mode(path.parent), mode(path)) == (0o700, 0o600)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("place", "moment", "left"),
    [
        ("fsync", "before", OLD),
        ("fsync", "after", OLD),
        ("replace", "before", OLD),
        ("replace", "after", NEW),
    ],
)
def test_a_killed_writer_leaves_the_old_file_or_the_new(
    tmp_path: Path, place: str, moment: str, left: bytes
) -> None:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    killed(path, place, moment)
    assert path.read_bytes() == left
    drafts = [each for each in tmp_path.iterdir() if each != path]
    assert len(drafts) == (left == OLD)
    assert all(mode(draft) == 0o600 for draft in drafts)
    remove_drafts(tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_killed_writer_of_a_file_that_was_not_there_leaves_none(tmp_path: Path) -> None:
    killed(tmp_path / "file", "replace", "before")
    assert not (tmp_path / "file").exists()


def test_a_draft_that_was_left_is_in_nobodys_way(tmp_path: Path) -> None:
    killed(tmp_path / "file", "replace", "before")
    write_whole(tmp_path / "file", NEW)
    assert (tmp_path / "file").read_bytes() == NEW


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("broken", [OSError, KeyboardInterrupt])
def test_a_writer_that_fails_leaves_nothing_of_its_own(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Path, bytes], None],
    broken: type[BaseException],
) -> None:
    def full(_: int) -> None:
        raise broken

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(broken):
        write(tmp_path / "file", NEW)
    assert list(tmp_path.iterdir()) == []


def test_the_old_file_stands_when_the_new_one_cannot_take_its_place(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "file", NEW)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_file_and_its_folder_are_on_the_disk_before_the_writer_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    real = os.fsync

    def watched(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    path = tmp_path / "file"
    for write in WRITERS:
        path.unlink(missing_ok=True)
        synced.clear()
        write(path, NEW)
        assert synced[0] == path.stat().st_ino
        assert synced[-1] == tmp_path.stat().st_ino


def test_a_new_file_takes_nobodys_place(tmp_path: Path) -> None:
    there = tmp_path / "there"
    write_new(there, OLD)
    to_nowhere = tmp_path / "to-nowhere"
    to_nowhere.symlink_to(tmp_path / "nowhere")
    for path in (there, to_nowhere):
        with pytest.raises(FileExistsError):
            write_new(path, NEW)
    assert there.read_bytes() == OLD
    assert not (tmp_path / "nowhere").exists()
    assert to_nowhere.is_symlink()


@pytest.mark.parametrize("write", WRITERS)
def test_no_folder_is_made_where_none_is_asked_for(
    tmp_path: Path, write: Callable[[Path, bytes], None]
) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "nowhere" / "file", NEW)
    assert list(tmp_path.iterdir()) == []


def test_of_two_who_write_a_new_file_one_does(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys; from eenmalig.stores.private_files import write_new;"
        "sys.stdin.read(1); write_new(pathlib.Path(sys.argv[1]), sys.argv[2].encode())"
    )
    include = Path(__file__).parents[2] / "include"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "file"), name],
            env={**os.environ, "PYTHONPATH": str(include)},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in ("one", "two")
    ]
    told = [writer.communicate(b"g")[1] for writer in writers]
    assert sorted(writer.returncode for writer in writers) == [0, 1]
    assert sum(b"FileExistsError" in error for error in told) == 1
    assert (tmp_path / "file").read_text() in ("one", "two")
