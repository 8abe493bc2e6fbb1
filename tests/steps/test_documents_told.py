"""Certificate and report say what this campaign saw, and nothing of what it did not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from tests.bench import APPROVERS, RECIPIENTS, STAFF

from eenmalig.documents.certificate_pdf import render_certificate
from eenmalig.documents.dossier_page import render_dossier_page
from eenmalig.documents.report_html import render_report
from eenmalig.domain.approvals import AUTHORITIES, Decision, Reason
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.certificate import certificate_of
from eenmalig.evidence.ledger import LEDGER, head
from eenmalig.evidence.report import report_of
from eenmalig.settings.loading import load_city
from eenmalig.steps.approval import answered
from eenmalig.steps.send import send
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import GivenAnswer

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


def test_the_certificate_names_who_decided_why_and_who_is_responsible(bench: Bench) -> None:
    bench.decide("police")
    assert bench.ask("municipality") is not None
    given = GivenAnswer(
        "municipality",
        str(STAFF[APPROVERS["municipality"]]),
        APPROVERS["municipality"],
        Decision.REJECT,
        datetime.now(UTC),
        Reason.EXCLUSIONS,
    )
    take_answer(bench.home, bench.stores.answers, bench.campaign.run, given)
    answered(bench.stores, bench.run, "municipality")
    bench.gate()
    bench.destroy()
    responsible = load_city(bench.city).responsible
    assert responsible is not None
    for name in ("certificate.json", "report.json"):
        told = bench.kept(name)
        decided = [(each["decision"], each.get("reason")) for each in told["approvals"]]
        assert decided == [("approve", None), ("reject", "exclusions"), ("not_asked", None)]
        assert told["responsible"] == responsible.model_dump()
        assert told["legal_basis"] == bench.kept("dossier.json")["legal_basis"]
        assert told["numbers"]["recipients"] == RECIPIENTS
        assert told["numbers"]["values"] == bench.records("extracted")[0].data["cells"]
    assert bench.look().wrong == []
    assert bench.verdict().ending == "rejected"


def test_what_an_earlier_edition_did_not_tell_is_not_asked_of_it(bench: Bench) -> None:
    bench.destroy()
    *records, closed = bench.stores.evidence(bench.campaign.id).records()
    *before, certified = records
    data = {name: value for name, value in certified.data.items() if name != "edition"}
    earlier = [*before, replace(certified, data=data)]
    new = certificate_of(records, closed.prev).keys() - certificate_of(earlier, closed.prev).keys()
    assert new == {"criterion", "legal_basis", "responsible", "numbers", "approvals"}
    # One that was certified and killed before an upgrade is closed by the program after it.
    assert render_certificate(certificate_of(earlier, closed.prev))
    assert render_report(report_of(earlier, {}))


def test_the_dossier_is_kept_as_a_page_that_was_signed_with_it(bench: Bench) -> None:
    page = (bench.evidence / "dossier.html").read_bytes()
    (signed,) = bench.records("dossier")
    assert sha256(page).hexdigest() == signed.data["page"]
    dossier = bench.kept("dossier.json") | {"digest": signed.data["digest"]}
    assert render_dossier_page(dossier).encode() == page
    bench.destroy()
    assert (bench.evidence / "dossier.html").read_bytes() == page
    assert bench.look().wrong == []


def test_another_page_than_the_one_that_was_signed_is_told(bench: Bench) -> None:
    (bench.evidence / "dossier.html").write_text("another text")
    bench.destroy()
    with pytest.raises(EenmaligError) as refused:
        bench.verdict()
    said = "dossier.html is not the page that was signed with the dossier"
    assert said in refused.value.mistakes


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
