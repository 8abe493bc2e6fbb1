"""Certificate and report say what this campaign saw, and nothing of what it did not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from eenmalig.domain.approvals import AUTHORITIES, Decision
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.certificate import certificate_of
from eenmalig.evidence.ledger import LEDGER, head
from eenmalig.evidence.report import report_of
from eenmalig.steps.send import send

if TYPE_CHECKING:
    from tests.bench import Bench

RESIDUE = {"provider_bodies", "provider_alerts", "provider_addresses"}


def beyond(bench: Bench) -> set[str]:
    told = bench.kept("certificate.json")["beyond_reach"]
    assert bench.kept("report.json")["destruction"]["beyond_reach"] == told
    return {remnant["what"] for remnant in told}


def test_where_nothing_was_sent_nothing_is_told_of_networks_and_telephones(bench: Bench) -> None:
    bench.decide("police")
    bench.decide("municipality", Decision.REJECT)
    bench.gate()
    bench.destroy()
    assert beyond(bench) == {"case_evidence"}
    approvals = bench.kept("report.json")["approvals"]
    assert [approval["authority"] for approval in approvals] == list(AUTHORITIES)
    assert [approval["decision"] for approval in approvals] == ["approve", "reject", "not_asked"]


def test_where_something_was_sent_all_that_may_be_left_is_told_with_its_dates(bench: Bench) -> None:
    bench.approve()
    bench.send()
    bench.collected()
    bench.destroy()
    assert beyond(bench) == {"case_evidence", "carriers", "recipients_phones", *RESIDUE}
    certificate = bench.kept("certificate.json")
    assert certificate["numbers_unreadable"] is True
    dated = {each["what"]: each["until"] for each in certificate["beyond_reach"] if each["until"]}
    assert set(dated) == RESIDUE
    assert all(until > certificate["destroyed_at"] for until in dated.values())


def test_one_who_was_asked_and_did_not_answer_is_told_apart(bench: Bench) -> None:
    bench.decide("police")
    assert bench.ask("municipality") is not None
    bench.put_forward(minutes=61)
    bench.gate()
    bench.destroy()
    decisions = [each["decision"] for each in bench.kept("report.json")["approvals"]]
    assert decisions == ["approve", "not_answered", "not_asked"]


def test_both_follow_from_ledger_and_dossier_whenever_they_are_made(bench: Bench) -> None:
    bench.approve()
    bench.send()
    bench.collected()
    bench.destroy()
    bench.put_forward(days=400)
    *records, closed = bench.stores.evidence(bench.campaign.id).records()
    assert certificate_of(records, closed.prev) == bench.kept("certificate.json")
    assert report_of(records, bench.kept("dossier.json")) == bench.kept("report.json")
    assert head(bench.evidence / LEDGER) != closed.prev


def test_a_dossier_that_is_written_otherwise_is_refused(bench: Bench) -> None:
    bench.approve()
    bench.gate()
    path = bench.evidence / "dossier.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()), sort_keys=True))
    with pytest.raises(EenmaligError) as refused:
        bench.send()
    assert refused.value.code is Code.DOSSIER_CHANGED
    assert bench.gateway.counts()["posts"] == 0


def test_nothing_is_sent_before_the_gate_is_on_record(bench: Bench) -> None:
    bench.approve()
    with pytest.raises(EenmaligError) as refused:
        send(bench.stores, bench.run, bench.settings)
    assert refused.value.code is Code.APPROVAL_MISSING
    assert bench.gateway.counts()["posts"] == 0
    bench.gate()
    bench.send()
