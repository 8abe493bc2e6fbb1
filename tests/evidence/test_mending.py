"""Mending, for destruction alone: what was found is said, and nothing is signed in its place."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import read_records
from eenmalig.evidence.mending import FOUND, mend
from eenmalig.evidence.records import START, line_of, link
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evidence.conftest import Installation

    from eenmalig.evidence.records import Record

COMMITTED = ["opened", "extracted", "normalized"]


@pytest.fixture
def begun(ours: Installation) -> Installation:
    """An installation with three records of a campaign on record, and in the file."""
    for kind in COMMITTED:
        ours.append(kind, {"count": 30}, ours.now)
    return ours


def mended(ours: Installation) -> list[Record]:
    """Mend; check that all agrees afterwards, and that mending again changes nothing."""
    taken_over = mend(ours.again(), ours.inventory, ours.now)
    assert read_records(ours.ledger, ours.trust, START) == ours.again().records()
    before = ours.ledger.read_bytes()
    assert mend(ours.again(), ours.inventory, ours.now) == []
    assert ours.ledger.read_bytes() == before
    ours.again().bring_up_to_date()
    return taken_over


def found(ours: Installation) -> dict[str, object]:
    """Return what the last record says that was found."""
    record = ours.evidence.records()[-1]
    assert record.kind == FOUND
    return dict(record.data)


def put_an_older_inventory(ours: Installation, *kinds: str) -> None:
    """Record these, and put the inventory back as it was before."""
    older = ours.root / "older.db"
    shutil.copy(inventory_file(ours.stores.home), older)
    for kind in kinds:
        ours.append(kind, {"count": 30}, ours.now)
    older.replace(inventory_file(ours.stores.home))


def test_where_they_agree_nothing_happens(begun: Installation) -> None:
    before = begun.ledger.read_bytes()
    assert mended(begun) == []
    assert begun.ledger.read_bytes() == before


def test_where_the_file_lags_behind_nothing_is_said(begun: Installation) -> None:
    with begun.dying_before_the_copy():
        begun.append("sent", {}, begun.now)
    assert mend(begun.evidence, begun.inventory, begun.now) == []
    assert [record.kind for record in begun.evidence.records()] == [*COMMITTED, "sent"]


def cut_the_last(lines: list[bytes]) -> bytes:
    return b"".join(lines[:-1])


def cut_within_the_last(lines: list[bytes]) -> bytes:
    return b"".join(lines)[:-9]


def empty(lines: list[bytes]) -> bytes:
    del lines
    return b""


def change_one(lines: list[bytes]) -> bytes:
    return b"".join(lines).replace(b"30", b"31", 1)


def swap_two(lines: list[bytes]) -> bytes:
    return b"".join([lines[1], lines[0], *lines[2:]])


def add_a_part(lines: list[bytes]) -> bytes:
    return b"".join(lines) + b'{"record"'


def garbage(lines: list[bytes]) -> bytes:
    return b"".join(b"x" * len(line) + b"\n" for line in lines)


@pytest.mark.parametrize(
    ("spoil", "was"),
    [
        (cut_the_last, "cut"),
        (cut_within_the_last, "cut"),
        (empty, "cut"),
        (change_one, "changed"),
        (swap_two, "changed"),
        (add_a_part, "changed"),
        (garbage, "changed"),
    ],
)
def test_a_file_that_was_cut_or_changed_is_written_again_as_committed_and_it_is_said(
    begun: Installation, spoil: Callable[[list[bytes]], bytes], was: str
) -> None:
    before = begun.committed()
    spoilt = spoil([line + b"\n" for line in before])
    begun.ledger.write_bytes(spoilt)
    assert mended(begun) == []
    assert begun.committed()[: len(before)] == before
    assert len(begun.committed()) == len(before) + 1
    assert found(begun) == {
        "found": was,
        "lines_in_file": spoilt.count(b"\n"),
        "lines_on_record": 3,
        "taken_over": 0,
        "files_beside": 0,
    }
    begun.append("destruction_began", {}, begun.now)


def test_a_folder_that_is_gone_is_made_again_from_what_is_committed(begun: Installation) -> None:
    shutil.rmtree(begun.folder)
    mended(begun)
    assert found(begun)["found"] == "cut"


def test_what_an_older_inventory_does_not_know_is_taken_over_from_the_file(
    begun: Installation,
) -> None:
    put_an_older_inventory(begun, "sending_began", "sent")
    before = begun.ledger.read_bytes()
    assert [record.kind for record in mended(begun)] == ["sending_began", "sent"]
    assert begun.ledger.read_bytes().startswith(before)
    told = found(begun)
    assert (told["found"], told["lines_in_file"], told["lines_on_record"]) == ("longer", 5, 3)
    assert told["taken_over"] == 2


def test_an_inventory_that_knows_no_line_takes_the_whole_file_over(ours: Installation) -> None:
    put_an_older_inventory(ours, *COMMITTED)
    assert [record.kind for record in mended(ours)] == COMMITTED
    assert found(ours)["taken_over"] == 3


def unsigned(record: Record, ours: Installation) -> bytes:
    return line_of(record, ours.evidence.keys.signer).replace(b"30", b"31")


def with_another_number(record: Record, ours: Installation) -> bytes:
    data = {**record.__dict__, "seq": record.seq + 1}
    return line_of(type(record)(**data), ours.evidence.keys.signer)


def with_another_link(record: Record, ours: Installation) -> bytes:
    data = {**record.__dict__, "prev": link(b"another")}
    return line_of(type(record)(**data), ours.evidence.keys.signer)


def nonsense(record: Record, ours: Installation) -> bytes:
    del record, ours
    return b"nonsense"


@pytest.mark.parametrize("forge", [unsigned, with_another_number, with_another_link, nonsense])
def test_of_what_goes_on_only_what_is_signed_and_follows_is_taken_over(
    begun: Installation, forge: Callable[[Record, Installation], bytes]
) -> None:
    put_an_older_inventory(begun, "sending_began", "sent")
    *kept, last = begun.ledger.read_bytes().splitlines(keepends=True)
    sent = read_records(begun.ledger, begun.trust, START)[-1]
    begun.ledger.write_bytes(b"".join([*kept, forge(sent, begun) + b"\n", last]))
    assert [record.kind for record in mended(begun)] == ["sending_began"]
    assert [record.kind for record in begun.evidence.records()] == [
        *COMMITTED,
        "sending_began",
        FOUND,
    ]
    assert (found(begun)["lines_in_file"], found(begun)["taken_over"]) == (6, 1)


def test_what_another_key_signed_is_not_taken_over(
    begun: Installation, theirs: Installation
) -> None:
    first = theirs.append("opened", {}, theirs.now)
    data = {**first.__dict__, "seq": 4, "prev": link(begun.committed()[-1])}
    forged = line_of(type(first)(**data), theirs.evidence.keys.signer)
    begun.ledger.write_bytes(begun.ledger.read_bytes() + forged + b"\n")
    assert mended(begun) == []
    assert forged not in begun.ledger.read_bytes()
    assert found(begun)["found"] == "longer"


def test_what_stands_beside_the_ledger_is_said_once_and_left_there(begun: Installation) -> None:
    (begun.folder / "notes.txt").write_bytes(b"")
    mended(begun)
    assert (found(begun)["found"], found(begun)["files_beside"]) == ("whole", 1)
    assert (begun.folder / "notes.txt").exists()
    with pytest.raises(EenmaligError):
        begun.append("sent", {}, begun.now)


def test_what_stands_beside_a_ledger_that_was_cut_is_said_once(begun: Installation) -> None:
    (begun.folder / "notes.txt").write_bytes(b"")
    begun.ledger.write_bytes(b"")
    mended(begun)
    assert (found(begun)["found"], found(begun)["files_beside"]) == ("cut", 1)
    assert len(begun.committed()) == len(COMMITTED) + 1


def test_one_more_that_is_put_beside_it_is_said_too(begun: Installation) -> None:
    for count, name in enumerate(("one.txt", "two.txt"), start=1):
        (begun.folder / name).write_bytes(b"")
        mended(begun)
        assert found(begun)["files_beside"] == count


def test_a_second_cut_is_a_second_finding(begun: Installation) -> None:
    for _ in range(2):
        begun.ledger.write_bytes(b"")
        mended(begun)
    assert [record.kind for record in begun.evidence.records()] == [*COMMITTED, FOUND, FOUND]


def test_a_closed_ledger_is_written_again_and_says_nothing_more(ours: Installation) -> None:
    ours.close()
    before = ours.ledger.read_bytes()
    ours.ledger.write_bytes(before[:100])
    assert mended(ours) == []
    assert ours.ledger.read_bytes() == before
    ours.check()


def test_what_waits_unsigned_is_signed_before_what_was_found(begun: Installation) -> None:
    with begun.inventory.changing() as changes:
        changes.leave_unsigned(begun.folder.name, "stopped", {}, begun.now)
    begun.ledger.write_bytes(b"")
    mended(begun)
    assert [record.kind for record in begun.evidence.records()] == [*COMMITTED, "stopped", FOUND]
