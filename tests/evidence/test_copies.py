"""The files of evidence are copies of what was committed: completed when they lag, else refused."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import read_records
from eenmalig.evidence.records import START
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evidence.conftest import Installation

TORN = b'{"record":{"at":"2026-05-0'


def refused(ours: Installation) -> Code:
    """Check that nobody reads or adds anything, and nothing changes; return why."""
    before = [ours.committed(), ours.ledger.exists() and ours.ledger.read_bytes()]
    codes = set()
    for does in (
        lambda: ours.again().records(),
        lambda: ours.again().bring_up_to_date(),
        lambda: ours.append("sent", {}, ours.now),
    ):
        with pytest.raises(EenmaligError) as caught:
            does()
        codes.add(caught.value.code)
    assert [ours.committed(), ours.ledger.exists() and ours.ledger.read_bytes()] == before
    (code,) = codes
    return code


def is_read(ours: Installation) -> None:
    ours.again().records()


def is_brought_up_to_date(ours: Installation) -> None:
    ours.again().bring_up_to_date()


def is_added_to(ours: Installation) -> None:
    ours.append("sent", {}, ours.now)


COMES_NEXT = [is_read, is_brought_up_to_date, is_added_to]


@pytest.mark.parametrize("comes_next", COMES_NEXT)
@pytest.mark.parametrize("reached", [0, 1, 20, -1])
def test_a_file_that_lags_behind_is_completed_by_whoever_comes_next(
    ours: Installation, comes_next: Callable[[Installation], None], reached: int
) -> None:
    first = ours.append("extracted", {}, ours.now)
    before = ours.ledger.read_bytes()
    with ours.dying_before_the_copy():
        second = ours.append("normalized", {}, ours.now)
    assert ours.ledger.read_bytes() == before
    ours.ledger.write_bytes(before + (ours.committed()[1] + b"\n")[:reached])
    comes_next(ours)
    assert read_records(ours.ledger, ours.trust, START)[:2] == [first, second]
    assert ours.ledger.read_bytes() == b"".join(line + b"\n" for line in ours.committed())


@pytest.mark.parametrize("comes_next", COMES_NEXT)
def test_a_file_that_was_never_made_is_made_by_whoever_comes_next(
    ours: Installation, comes_next: Callable[[Installation], None]
) -> None:
    with ours.dying_before_the_copy():
        first = ours.append("extracted", {}, ours.now)
    assert not ours.folder.exists()
    comes_next(ours)
    assert read_records(ours.ledger, ours.trust, START)[0] == first


def test_bringing_up_to_date_again_changes_nothing(ours: Installation) -> None:
    ours.close()
    before = (ours.ledger.read_bytes(), ours.looks.read_bytes())
    ours.evidence.bring_up_to_date()
    assert (ours.ledger.read_bytes(), ours.looks.read_bytes()) == before


def test_what_reads_reads_what_is_committed_and_not_what_the_file_lacks(ours: Installation) -> None:
    with ours.dying_before_the_copy():
        first = ours.append("extracted", {}, ours.now)
    assert ours.evidence.records() == [first]


@pytest.mark.parametrize("cut", [1, 20, 300])
def test_a_file_that_lost_an_end_it_had_is_refused(ours: Installation, cut: int) -> None:
    ours.append("extracted", {}, ours.now)
    ours.append("normalized", {}, ours.now)
    ours.ledger.write_bytes(ours.ledger.read_bytes()[:-cut])
    assert refused(ours) is Code.LEDGER_CUT


def test_a_file_or_a_folder_that_is_gone_is_refused_and_not_made_anew(ours: Installation) -> None:
    ours.append("extracted", {}, ours.now)
    ours.ledger.unlink()
    assert refused(ours) is Code.LEDGER_CUT
    ours.folder.rmdir()
    assert refused(ours) is Code.LEDGER_CUT


def test_a_folder_or_a_link_in_its_place_is_refused(ours: Installation) -> None:
    ours.append("extracted", {}, ours.now)
    kept = ours.root / "kept"
    ours.ledger.rename(kept)
    ours.ledger.mkdir()
    with pytest.raises(EenmaligError) as caught:
        ours.again().records()
    assert caught.value.code is Code.LEDGER_CUT


@pytest.mark.parametrize("torn", [b"", TORN])
def test_a_file_that_goes_on_shows_that_the_inventory_is_an_older_one(
    ours: Installation, torn: bytes
) -> None:
    ours.append("extracted", {}, ours.now)
    older = ours.root / "older.db"
    shutil.copy(inventory_file(ours.stores.home), older)
    ours.append("sending_began", {}, ours.now)
    older.replace(inventory_file(ours.stores.home))
    ours.ledger.write_bytes(ours.ledger.read_bytes() + torn)
    assert refused(ours) is Code.INVENTORY_OLDER


def test_a_file_that_was_changed_is_refused(ours: Installation) -> None:
    ours.append("extracted", {"count": 30}, ours.now)
    ours.ledger.write_bytes(ours.ledger.read_bytes().replace(b"30", b"31"))
    assert refused(ours) is Code.LEDGER_CHANGED


def test_a_part_of_a_line_that_nobody_committed_is_refused_and_left_there(
    ours: Installation,
) -> None:
    ours.append("extracted", {}, ours.now)
    ours.ledger.write_bytes(ours.ledger.read_bytes() + TORN)
    assert refused(ours) is Code.LEDGER_CHANGED


def test_the_very_first_line_may_be_half_written_but_not_otherwise(ours: Installation) -> None:
    with ours.dying_before_the_copy():
        ours.append("extracted", {}, ours.now)
    ours.folder.mkdir(parents=True)
    ours.ledger.write_bytes(ours.committed()[0][:30])
    ours.evidence.records()
    assert ours.ledger.read_bytes() == ours.committed()[0] + b"\n"


def test_who_checks_evidence_refuses_a_line_that_is_not_whole(ours: Installation) -> None:
    ours.append("extracted", {}, ours.now)
    ours.ledger.write_bytes(ours.ledger.read_bytes()[:-1])
    with pytest.raises(EenmaligError) as caught:
        read_records(ours.ledger, ours.trust, START)
    assert caught.value.code is Code.EVIDENCE_INVALID


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "jansen.new", "ledger.jsonl.bak"])
def test_nothing_is_added_while_something_stands_beside_the_ledger(
    ours: Installation, name: str
) -> None:
    ours.append("extracted", {}, ours.now)
    (ours.folder / name).write_bytes(b"")
    with pytest.raises(EenmaligError) as caught:
        ours.append("sent", {}, ours.now)
    assert caught.value.code is Code.LEDGER_CHANGED
    assert name not in str(caught.value)
    with ours.evidence.commit(destroys=True) as commit:
        commit.record("destruction_began", {}, ours.now)
    assert [each.kind for each in ours.evidence.records()] == ["extracted", "destruction_began"]


def test_a_draft_that_a_killed_process_left_is_nobodys(ours: Installation) -> None:
    ours.append("extracted", {}, ours.now)
    (ours.folder / ".report.json.0123456789abcdef.new").write_bytes(b"half")
    ours.append("sent", {}, ours.now)
    assert len(ours.evidence.records()) == 2


def test_looks_that_lag_behind_are_completed_too(ours: Installation) -> None:
    ours.close()
    before = ours.looks.read_bytes()
    with ours.dying_before_the_copy():
        look = ours.look({"look": 2}, ours.now)
    assert ours.looks.read_bytes() == before
    ours.look({"look": 3}, ours.now)
    assert [each.data for each in ours.check()[-2:]] == [look.data, {"look": 3}]


def test_an_end_that_did_not_reach_the_file_yet_is_an_end_and_is_completed(
    ours: Installation,
) -> None:
    ours.append("extracted", {}, ours.now)
    with ours.dying_before_the_copy():
        ours.end({"ending": "completed"})
    with pytest.raises(EenmaligError):
        ours.append("sent", {}, ours.now)
    ours.evidence.bring_up_to_date()
    ours.look({}, ours.now)
    ours.check()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda content: content[:-1], Code.LEDGER_CUT),
        (lambda content: content + content, Code.LEDGER_CHANGED),
        (lambda content: content.replace(b"left", b"felt"), Code.LEDGER_CHANGED),
        (lambda content: content + TORN, Code.LEDGER_CHANGED),
    ],
)
def test_looks_that_were_touched_are_added_to_by_nobody(
    ours: Installation, spoil: Callable[[bytes], bytes], code: Code
) -> None:
    ours.close()
    spoilt = spoil(ours.looks.read_bytes())
    ours.looks.write_bytes(spoilt)
    with pytest.raises(EenmaligError) as caught:
        ours.look({}, ours.now)
    assert caught.value.code is code
    assert ours.looks.read_bytes() == spoilt
