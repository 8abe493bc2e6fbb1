"""Tampering: no byte can be changed and no record dropped, added or moved unseen."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import read_ledger, read_records
from eenmalig.evidence.records import START, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.evidence.conftest import Installation

FILES = ["ledger.jsonl", "verifications.jsonl", "certificate.json", "report.json"]
RECORDS = 4


def refused(campaign: Installation) -> None:
    with pytest.raises(EenmaligError) as caught:
        campaign.check()
    assert caught.value.code is Code.EVIDENCE_INVALID


@contextmanager
def changed(path: Path, content: bytes) -> Iterator[None]:
    """Put ``content`` in the file's place for a while."""
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def test_evidence_that_nobody_touched_holds(closed: Installation) -> None:
    assert len(closed.check()) == RECORDS + 1


@pytest.mark.parametrize("name", FILES)
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_no_byte_of_any_file_can_be_changed(
    closed: Installation, name: str, data: st.DataObject
) -> None:
    content = (closed.folder / name).read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[at]))
    with changed(closed.folder / name, content[:at] + bytes([other]) + content[at + 1 :]):
        refused(closed)


@pytest.mark.parametrize("name", FILES[:2])
def test_no_byte_at_the_end_of_a_line_can_be_changed_to_any_other(
    closed: Installation, name: str
) -> None:
    """The last characters of a signature and the line feed: there a change could mean nothing."""
    path = closed.folder / name
    content, end = path.read_bytes(), -1
    for line in lines(path):
        end += len(line)
        for at in (end, end - 3):
            for other in set(range(256)) - {content[at]}:
                with changed(path, content[:at] + bytes([other]) + content[at + 1 :]):
                    refused(closed)


@pytest.mark.parametrize("name", FILES)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_no_byte_can_be_added_or_taken_out(
    closed: Installation, name: str, data: st.DataObject
) -> None:
    content = (closed.folder / name).read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    extra = bytes([data.draw(st.integers(0, 255))])
    for spoilt in (content[:at] + extra + content[at:], content[:at] + content[at + 1 :]):
        with changed(closed.folder / name, spoilt):
            refused(closed)


@pytest.mark.parametrize("position", range(RECORDS))
def test_no_record_can_be_dropped_the_last_one_neither(closed: Installation, position: int) -> None:
    kept = lines(closed.ledger)
    del kept[position]
    with changed(closed.ledger, b"".join(kept)):
        refused(closed)
        with pytest.raises(EenmaligError):  # also for who has no later look to compare with
            read_ledger(closed.folder, closed.trust)


@pytest.mark.parametrize("keep", range(RECORDS))
def test_the_end_cannot_be_cut_off_anywhere(closed: Installation, keep: int) -> None:
    with changed(closed.ledger, b"".join(lines(closed.ledger)[:keep])):
        refused(closed)


@pytest.mark.parametrize("position", range(RECORDS))
def test_no_record_can_stand_there_twice(closed: Installation, position: int) -> None:
    held = lines(closed.ledger)
    for at in range(RECORDS + 1):
        twice = [*held[:at], held[position], *held[at:]]
        with changed(closed.ledger, b"".join(twice)):
            refused(closed)


@pytest.mark.parametrize(("one", "two"), [(0, 1), (1, 2), (0, 2), (2, 3), (0, 3)])
def test_records_cannot_change_places(closed: Installation, one: int, two: int) -> None:
    held = lines(closed.ledger)
    held[one], held[two] = held[two], held[one]
    with changed(closed.ledger, b"".join(held)):
        refused(closed)


@pytest.mark.parametrize("added", [b"\n", b"{}\n", b"[]\n", b"null\n", b'{"record":{}}\n', b"x"])
def test_nothing_can_be_added_at_the_end(closed: Installation, added: bytes) -> None:
    for path in (closed.ledger, closed.looks):
        with changed(path, path.read_bytes() + added):
            refused(closed)


def test_a_record_of_another_campaign_cannot_be_added(
    ours: Installation, theirs: Installation
) -> None:
    ours.close()
    theirs.close()
    with changed(ours.ledger, theirs.ledger.read_bytes()):
        refused(ours)
    for position in range(RECORDS):
        mixed = lines(ours.ledger)
        mixed[position] = lines(theirs.ledger)[position]
        with changed(ours.ledger, b"".join(mixed)):
            refused(ours)


def test_a_record_of_another_history_by_the_same_key_does_not_fit_in(ours: Installation) -> None:
    ours.close()
    first, *others = lines(ours.ledger)
    held = ours.evidence.records()[1]
    other = replace(held, data={"count": 500})
    other_second = line_of(other, ours.evidence.keys.signer) + b"\n"
    with changed(ours.ledger, first + other_second):
        assert read_records(ours.ledger, ours.trust, START)[-1] == other
    with changed(ours.ledger, b"".join([first, other_second, *others[1:]])):
        refused(ours)
    ours.check()


def test_a_record_that_is_written_differently_is_refused_though_it_means_the_same(
    closed: Installation,
) -> None:
    for path in (closed.ledger, closed.looks):
        *before, last = lines(path)
        held = json.loads(last)
        turned = dict(reversed(held.items()))
        for other in (
            json.dumps(held, ensure_ascii=False),
            json.dumps(held, separators=(",", ":")),
            json.dumps(turned, separators=(",", ":"), ensure_ascii=False),
            " " + last.decode().strip(),
            last.decode().replace('"}', '=="}').strip(),
        ):
            if other.encode() + b"\n" != last:
                with changed(path, b"".join([*before, other.encode() + b"\n"])):
                    refused(closed)


def test_evidence_signed_by_an_unknown_key_is_refused(
    ours: Installation, theirs: Installation
) -> None:
    theirs.close()
    theirs.trust = ours.trust
    with pytest.raises(EenmaligError) as caught:
        theirs.check()
    assert "a key that is not in the trust folder used" in str(caught.value)


def test_a_rehearsals_key_cannot_sign_what_says_it_is_live(ours: Installation) -> None:
    record = ours.append("sent", {}, ours.now)
    live = line_of(replace(record, rehearsal=False), ours.evidence.keys.signer)
    ours.ledger.write_bytes(live + b"\n")
    with pytest.raises(EenmaligError) as caught:
        read_records(ours.ledger, ours.trust, START)
    assert "is no rehearsal" in str(caught.value)


def add_a_file(folder: Path) -> None:
    (folder / "notes.txt").write_bytes(b"")


def add_a_hidden_file(folder: Path) -> None:
    (folder / ".hidden").write_bytes(b"")


def add_a_folder(folder: Path) -> None:
    (folder / "more").mkdir()


def remove_a_file(folder: Path) -> None:
    (folder / "report.json").unlink()


def rename_a_file(folder: Path) -> None:
    (folder / "report.json").rename(folder / "report.old")


def swap_two_files(folder: Path) -> None:
    one, two = folder / "report.json", folder / "certificate.json"
    held = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(held)


def remove_the_ledger(folder: Path) -> None:
    (folder / "ledger.jsonl").unlink()


@pytest.mark.parametrize(
    "spoil",
    [
        add_a_file,
        add_a_hidden_file,
        add_a_folder,
        remove_a_file,
        rename_a_file,
        swap_two_files,
        remove_the_ledger,
    ],
)
def test_no_file_can_be_added_removed_or_swapped(
    ours: Installation, spoil: Callable[[Path], None]
) -> None:
    ours.close()
    ours.check()
    spoil(ours.folder)
    refused(ours)


def test_the_name_of_an_added_file_is_not_told(ours: Installation) -> None:
    ours.close()
    (ours.folder / "jansen.txt").write_bytes(b"")
    with pytest.raises(EenmaligError) as caught:
        ours.check()
    assert "jansen" not in str(caught.value)
