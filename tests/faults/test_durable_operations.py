"""The library that counts durable operations, and what is told from them about power cuts."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.faults.kills.power_cuts import unsynced
from tests.faults.kills.tracing import Operation, build, preloaded, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PROGRAM = """
import os, shutil, sqlite3, sys
from pathlib import Path
from tests.faults.kills.tracing import Death, counted, watch
home, trace, dies_at, middle = sys.argv[1:5]
watch(Path(home), Path(trace), Death(int(dies_at), middle=bool(middle)))
os.chdir(home)
{body}
"""
EVERY_KIND = """
Path("a").write_bytes(b"1234")
Path("b").mkdir()
descriptor = os.open("a", os.O_RDWR)
os.pwrite(descriptor, b"5", 4)
os.writev(descriptor, [b"12", b"34"])
os.fsync(descriptor)
os.ftruncate(descriptor, 2)
os.fchmod(descriptor, 0o600)
Path("a").rename("b/c")
os.link("b/c", "b/d")
shutil.copyfile("b/c", "b/e")
Path("b/c").write_bytes(b"")
shutil.rmtree("b")
"""
NUMBERED = [
    ("create", "a"),
    ("write", "a"),
    ("mkdir", "b"),
    ("write", "a"),
    ("write", "a"),
    ("sync", "a"),
    ("truncate", "a"),
    ("chmod", "a"),
    ("rename", "b/c"),
    ("link", "b/d"),
    ("create", "b/e"),
    ("write", "b/e"),
    ("write", "b/e"),  # which finds that there is nothing more to copy
    ("empty", "b/c"),
]


def run(folder: Path, body: str, dies_at: int = 0, middle: str = "") -> tuple[int, Path]:
    """Run a program that is counted; return how it ended, and its trace."""
    (folder / "home").mkdir()
    trace = folder / "trace"
    arguments = [str(folder / "home"), str(trace), str(dies_at), middle]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(body=body), *arguments],
        env={**preloaded(build(folder)), "PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    return done.returncode, trace


def operations(*lines: tuple[str, str] | tuple[str, str, str]) -> Sequence[Operation]:
    return [
        Operation(number, line[0], line[1], 4, line[2] if len(line) > 2 else "")
        for number, line in enumerate(lines, start=1)
    ]


def test_every_kind_of_operation_is_counted_and_nothing_outside_the_folder(tmp_path: Path) -> None:
    code, trace = run(tmp_path, f"Path('../beside').touch()\n{EVERY_KIND}")
    traced = [(operation.what, operation.path) for operation in read(trace)]
    assert code == 0
    assert traced[: len(NUMBERED)] == NUMBERED
    removed = {("unlink", "b/c"), ("unlink", "b/d"), ("unlink", "b/e")}
    assert set(traced[len(NUMBERED) : -1]) == removed
    assert traced[-1] == ("rmdir", "b")


@pytest.mark.parametrize("files", [1, 2])
def test_one_file_more_is_one_operation_more(tmp_path: Path, files: int) -> None:
    code, trace = run(tmp_path, f"for name in range({files}): Path(str(name)).touch()")
    assert (code, len(read(trace))) == (0, files)


def test_what_a_database_writes_is_counted_too(tmp_path: Path) -> None:
    body = "sqlite3.connect('some.db').execute('CREATE TABLE some (thing)')"
    _, trace = run(tmp_path, body)
    synced = {operation.path for operation in read(trace) if operation.what == "sync"}
    assert {"some.db", "some.db-journal"} <= synced


@pytest.mark.parametrize(
    ("dies_at", "middle", "left"), [(3, "", b"1234"), (4, "", b"1234"), (4, "yes", b"123456")]
)
def test_a_process_dies_before_an_operation_or_in_the_middle_of_a_write(
    tmp_path: Path, dies_at: int, middle: str, left: bytes
) -> None:
    body = "file = open('a', 'wb', 0)\nfile.write(b'1234')\nos.mkdir('b')\nfile.write(b'5678')"
    code, _ = run(tmp_path, body, dies_at, middle)
    assert code == -signal.SIGKILL
    assert (tmp_path / "home" / "a").read_bytes() == left
    assert (tmp_path / "home" / "b").exists() is (dies_at == 4)


COMMIT = ("empty", "inventory/inventory.db-journal")
WHOLE = [("create", "keys/a"), ("write", "keys/a"), ("sync", "keys/a"), ("sync", "keys"), COMMIT]


@pytest.mark.parametrize(
    ("lines", "undone"),
    [
        (WHOLE, []),
        (WHOLE[:2] + WHOLE[3:], ["the content of keys/a"]),
        (WHOLE[:3] + WHOLE[4:], ["the name keys/a"]),
        ([*WHOLE[:4], ("unlink", "keys/a"), COMMIT], ["the name keys/a"]),
        ([("mkdir", "keys"), *WHOLE], ["the name keys"]),
        ([*WHOLE[:2], ("rename", "keys/b", "keys/a"), COMMIT], ["the content of keys/a"]),
        (
            [("write", "vault/a/vault.db"), ("empty", "vault/a/vault.db-journal")],
            ["the content of"],
        ),
        ([("write", "inventory/inventory.db"), COMMIT], ["the content of inventory/inventory.db"]),
        ([("create", "vault/a/scratch/b"), ("write", "vault/a/vault.db-journal"), COMMIT], []),
        ([("create", "evidence/a")], ["the name evidence/a"]),
    ],
)
def test_what_is_relied_on_before_it_is_synced_is_named(
    lines: list[tuple[str, str]], undone: list[str]
) -> None:
    told = [each.undone for each in unsynced("some step", operations(*lines))]
    assert len(told) >= len(undone)
    assert all(any(one.startswith(start) for one in told) for start in undone)
    assert bool(told) is bool(undone)


def test_what_a_dead_process_left_is_made_sure_of_when_the_step_ends_and_not_before() -> None:
    dead = operations(("create", "keys/a"), ("write", "keys/a"))
    assert [each.undone for each in unsynced("some step", operations(COMMIT), dead)] == [
        "the content of keys/a",
        "the name keys/a",
    ]
    synced = operations(COMMIT, ("sync", "keys/a"), ("sync", "keys"))
    assert unsynced("some step", synced, dead) == []
