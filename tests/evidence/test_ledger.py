"""The ledger: what is appended is read back, in order, until the end is written."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import head, read_ledger
from eenmalig.evidence.reading import latest
from eenmalig.evidence.records import START

if TYPE_CHECKING:
    from tests.evidence.conftest import Installation


def test_records_are_numbered_chained_and_read_back(ours: Installation) -> None:
    first = ours.append("extracted", {"count": 3}, ours.now)
    second = ours.append("sent", {"count": 2}, ours.now + timedelta(seconds=1))
    assert ours.evidence.records() == [first, second]
    assert (first.seq, first.prev, first.kind, first.data) == (1, START, "extracted", {"count": 3})
    lines = ours.ledger.read_bytes().split(b"\n")
    assert (second.seq, second.prev) == (2, hashlib.sha256(lines[0]).hexdigest())
    assert head(ours.ledger) == hashlib.sha256(lines[1]).hexdigest()
    assert first.at == "2026-05-01T12:00:00.000+00:00"
    assert first.campaign == ours.folder.name
    assert first.rehearsal is True


def test_a_line_holds_a_record_and_its_signature_and_nothing_else(ours: Installation) -> None:
    ours.append("extracted", {"count": 3}, ours.now)
    held = json.loads(ours.ledger.read_bytes())
    assert set(held) == {"record", "signature"}
    assert set(held["record"]) == {
        "seq",
        "prev",
        "at",
        "campaign",
        "kind",
        "rehearsal",
        "data",
    }


def test_a_campaign_without_a_ledger_has_no_records(ours: Installation) -> None:
    assert ours.evidence.records() == []
    with pytest.raises(EenmaligError):
        read_ledger(ours.root, ours.trust)


def test_the_latest_of_a_kind_is_found(ours: Installation) -> None:
    for count in (1, 2):
        ours.append("outcomes", {"count": count}, ours.now)
    records = ours.evidence.records()
    found = latest(records, "outcomes")
    assert found is not None
    assert found.data == {"count": 2}
    assert latest(records, "sent") is None


def test_what_is_recorded_once_keeps_its_first_words(ours: Installation) -> None:
    first = ours.append("sending_began", {"dossier": "a"}, ours.now, once=True)
    assert ours.append("sending_began", {"dossier": "b"}, ours.now, once=True) == first
    assert ours.evidence.records() == [first]


def test_a_closed_ledger_holds_and_takes_nothing_more(ours: Installation) -> None:
    ours.close()
    before = ours.ledger.read_bytes()
    with pytest.raises(EenmaligError) as caught:
        ours.append("sent", {}, ours.now)
    assert caught.value.code is Code.EVIDENCE_INVALID
    ours.end({"ending": "another"})
    assert ours.ledger.read_bytes() == before
    assert [each.kind for each in ours.check()] == [
        "extracted",
        "sent",
        "destroyed",
        "closed",
        "verification",
    ]


def test_the_end_names_every_other_file_with_its_digest(ours: Installation) -> None:
    ours.close()
    assert ours.evidence.records()[-1].data == {
        "ending": "completed",
        "files": {
            name: hashlib.sha256((ours.folder / name).read_bytes()).hexdigest()
            for name in ("certificate.json", "report.json")
        },
    }


def test_a_document_is_written_whole_and_its_digest_returned(ours: Installation) -> None:
    found = ours.evidence.write_file("report.json", b"{}")
    assert found == hashlib.sha256(b"{}").hexdigest()
    assert ours.evidence.write_file("report.json", b"{ }") != found
    assert [each.name for each in ours.folder.iterdir()] == ["report.json"]


def test_a_document_that_was_half_written_is_no_part_of_what_is_closed(ours: Installation) -> None:
    ours.evidence.write_file("report.json", b"{}")
    draft = ours.folder / ".certificate.pdf.0123456789abcdef.new"
    draft.write_bytes(b"half")
    ours.end({})
    assert not draft.exists()
    assert read_ledger(ours.folder, ours.trust)[-1].data["files"].keys() == {"report.json"}


def test_an_untouched_copy_under_another_name_still_holds(ours: Installation) -> None:
    ours.close()
    ours.folder.rename(ours.root / "for-the-auditor")
    assert read_ledger(ours.root / "for-the-auditor", ours.trust)
