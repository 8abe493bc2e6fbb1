"""A line that a killed process left half-written: dropped by the next writer, by nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import START, read_records

if TYPE_CHECKING:
    from tests.evidence.conftest import Installation

TORN = b'{"record":{"at":"2026-05-0'


def test_it_is_no_record_and_reading_leaves_the_file_alone(ours: Installation) -> None:
    first = ours.evidence.append("extracted", {}, ours.now)
    torn = ours.ledger.read_bytes() + TORN
    ours.ledger.write_bytes(torn)
    assert ours.evidence.records() == [first]
    assert ours.ledger.read_bytes() == torn


def test_who_checks_evidence_refuses_it(ours: Installation) -> None:
    ours.evidence.append("extracted", {}, ours.now)
    ours.ledger.write_bytes(ours.ledger.read_bytes() + TORN)
    with pytest.raises(EenmaligError):
        read_records(ours.ledger, ours.trust, START)


def test_the_next_append_drops_it_and_the_chain_goes_on(ours: Installation) -> None:
    first = ours.evidence.append("extracted", {}, ours.now)
    ours.ledger.write_bytes(ours.ledger.read_bytes() + TORN)
    second = ours.evidence.append("sent", {}, ours.now)
    assert second.seq == 2
    assert read_records(ours.ledger, ours.trust, START) == [first, second]
    assert TORN not in ours.ledger.read_bytes().replace(b"sent", b"")[-40:]


def test_the_very_first_line_may_be_torn(ours: Installation) -> None:
    ours.folder.mkdir(parents=True)
    ours.ledger.write_bytes(TORN)
    assert ours.evidence.records() == []
    assert ours.evidence.append("extracted", {}, ours.now).seq == 1
    assert len(read_records(ours.ledger, ours.trust, START)) == 1


@pytest.mark.parametrize("cut", [1, 20, 300])
def test_a_whole_record_that_lost_its_end_is_written_again(ours: Installation, cut: int) -> None:
    ours.evidence.append("extracted", {}, ours.now)
    ours.evidence.append("sent", {}, ours.now)
    ours.ledger.write_bytes(ours.ledger.read_bytes()[:-cut])
    assert [each.kind for each in ours.evidence.records()] == ["extracted"]
    ours.evidence.append("sent", {}, ours.now, once=True)
    assert [each.kind for each in read_records(ours.ledger, ours.trust, START)] == [
        "extracted",
        "sent",
    ]


def test_an_end_that_was_torn_is_no_end(ours: Installation) -> None:
    ours.close()
    ours.looks.unlink()
    ours.ledger.write_bytes(ours.ledger.read_bytes()[:-9])
    with pytest.raises(EenmaligError):
        ours.evidence.append_verification({}, ours.now)
    ours.evidence.close({"ending": "completed"}, ours.now)
    ours.evidence.append_verification({}, ours.now)
    ours.check()


def test_a_torn_look_is_dropped_by_the_next_one(ours: Installation) -> None:
    ours.close()
    (look,) = ours.evidence.verifications()
    torn = ours.looks.read_bytes() + TORN
    ours.looks.write_bytes(torn)
    assert ours.evidence.verifications() == [look]
    assert ours.looks.read_bytes() == torn
    ours.evidence.append_verification({"again": True}, ours.now)
    assert [each.data for each in ours.check()[-2:]] == [look.data, {"again": True}]
