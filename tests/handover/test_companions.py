from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.handover import load
from eenmalig.handover.write_ahead import UNSTATED

if TYPE_CHECKING:
    from collections.abc import Callable

    Folder = Any

WRITES_AHEAD = b"SQLite format 3\0" + bytes([16, 0, 2, 2]) + bytes(80)
CLOSED = b"SQLite format 3\0" + bytes([16, 0, 1, 1]) + bytes(80)


def put(folder: Folder, name: str, content: bytes) -> dict[str, Any]:
    """Write a file; return its entry."""
    (folder.path / name).write_bytes(content)
    return {"file": name, "sha256": hashlib.sha256(content).hexdigest()}


def declare(folder: Folder, content: bytes, **more: Any) -> dict[str, Any]:
    """Put a database in the place of source 2; return its entry."""
    (folder.path / folder.declared["sources"][1]["file"]).unlink()
    entry = put(folder, "Jansen.db", content) | {"kind": "contacts", "device": "dealer_phone"}
    folder.declared["sources"][1] = entry | more
    written: dict[str, Any] = folder.declared["sources"][1]
    return written


def mistakes(folder: Folder) -> tuple[str, ...]:
    with pytest.raises(EenmaligError) as raised:
        load(folder.written(), "lelystad")
    assert raised.value.code is Code.HANDOVER_INVALID
    assert "Jansen" not in str(raised.value)
    return tuple(raised.value.mistakes)


def test_a_database_is_declared_with_the_files_that_belong_to_it(folder: Folder) -> None:
    beside = [
        put(folder, name, name.encode())
        for name in ("Jansen.db-wal", "Jansen.db-shm", "LID.sqlite", "LID.sqlite-wal")
    ]
    declare(folder, WRITES_AHEAD, companions=beside)
    source = load(folder.written(), "lelystad").sources[1]
    assert [each.name for each in source.companion_paths] == [each["file"] for each in beside]
    assert all(each.parent == folder.path for each in source.companion_paths)
    assert "Jansen" not in repr(source)
    assert load(folder.path, "lelystad").sources[0].companion_paths == ()


def test_a_database_that_writes_ahead_needs_its_companions_stated(folder: Folder) -> None:
    entry = declare(folder, WRITES_AHEAD)
    assert mistakes(folder) == (f"source 2: {UNSTATED}",)
    entry["companions"] = None
    assert mistakes(folder) == (f"source 2: {UNSTATED}",)
    entry["companions"] = []
    assert load(folder.written(), "lelystad").sources[1].companions == ()


def test_a_database_that_was_closed_needs_nothing_stated(folder: Folder) -> None:
    declare(folder, CLOSED)
    assert load(folder.written(), "lelystad").sources[1].companions is None


def test_a_file_beside_a_database_that_is_not_listed_is_extra(folder: Folder) -> None:
    put(folder, "Jansen.db-wal", b"x")
    declare(folder, CLOSED)
    assert mistakes(folder) == ("1 file in the folder is not listed in handover.yaml",)


def test_an_exclusion_list_may_have_companions(folder: Folder) -> None:
    (folder.path / folder.declared["exclusions"][0]["file"]).unlink()
    entry = put(folder, "Jansen.db", WRITES_AHEAD) | {"category": "privileged"}
    folder.declared["exclusions"] = [entry]
    assert mistakes(folder) == (f"exclusion list 1: {UNSTATED}",)
    entry["companions"] = [put(folder, "Jansen.db-wal", b"x")]
    assert len(load(folder.written(), "lelystad").exclusions[0].companion_paths) == 1


SPOILED: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda each: each.update(sha256="0" * 64), "source 2, companion 1: sha256 differs"),
    (
        lambda each: each.update(sha256="0"),
        "source 2: companion 1: sha256: must be 64 hexadecimal digits",
    ),
    (lambda each: each.pop("sha256"), "source 2: companion 1: sha256: is missing"),
    (
        lambda each: each.update(file="elders/Jansen.db-wal"),
        "source 2: companion 1: file: must be the plain name of a file in this folder, not a path",
    ),
    (
        lambda each: each.update(naam="Jansen"),
        "source 2: companion 1: an unknown key; allowed are file, sha256",
    ),
    (
        lambda each: each.update(file="Jansen.db"),
        "source 2, companion 1: the same file as source 2",
    ),
    (
        lambda each: each.update(file="anders.db"),
        "source 2, companion 1: the file is not in the folder",
    ),
    (
        lambda each: each.update(file="anders.db-wal"),
        "source 2: companions: one that ends in -wal has the name of no database",
    ),
]


@pytest.mark.parametrize(("spoil", "said"), SPOILED)
def test_a_wrong_companion_is_refused_with_its_place(
    spoil: Callable[[dict[str, Any]], object], said: str, folder: Folder
) -> None:
    companion = put(folder, "Jansen.db-wal", b"x")
    declare(folder, WRITES_AHEAD, companions=[companion])
    spoil(companion)
    assert said in mistakes(folder)


def test_a_companion_that_is_a_link_is_refused(folder: Folder) -> None:
    companion = put(folder, "Jansen.db-wal", b"x")
    (folder.path / "Jansen.db-wal").unlink()
    (folder.path / "Jansen.db-wal").symlink_to(folder.path / "klanten.csv")
    declare(folder, WRITES_AHEAD, companions=[companion])
    assert "source 2, companion 1: is a link or no plain file" in mistakes(folder)
