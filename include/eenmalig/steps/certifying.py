"""Closing a campaign: report and certificate from the signed ledger, then its last record."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.documents.certificate_pdf import render_certificate
from eenmalig.documents.report_html import render_report
from eenmalig.domain.campaign import Campaign, State
from eenmalig.domain.canonical import canonical
from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import CLOSED, LEDGER, head
from eenmalig.evidence.reading import ended_by, ending_of, findings, latest, spent_nothing
from eenmalig.settings.software import software
from eenmalig.steps.approval import sign_answers
from eenmalig.steps.installation import Stopwatch, Stores, now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.stores.leases import Lease

log = logging.getLogger(__name__)

# What the provider's own documents give as the longest time until each is gone everywhere:
# https://www.twilio.com/docs/glossary/what-is-data-deletion and the Messages resource's page.
_PROVIDER_RESIDUE_DAYS = {"provider_bodies": 30, "provider_alerts": 30, "provider_addresses": 120}
_NEVER_OURS = ("carriers", "recipients_phones", "case_evidence")
_FROM_DOSSIER = ("text", "sender_id", "segments", "gateway", "digest")
_STEPS = {
    "extracted": "extract",
    "normalized": "normalize",
    "sent": "send",
    "outcomes": "collect_delivery_reports",
    "certified": "destroy",
}


def close(stores: Stores, campaign: Campaign, by: str, watch: Stopwatch, lease: Lease) -> None:
    """Write ``report`` and ``certificate`` and end the ledger. Safe to call again."""
    evidence = stores.evidence(campaign.id)
    # What was taken in until now still counts; from here on nothing is told to be taken in.
    try:
        sign_answers(stores, campaign, destroys=True)
    except EenmaligError as error:
        log.warning("Answers cannot be signed any more (%s).", error.code)
    with evidence.commit(lease, destroys=True) as commit:
        if not commit.closed:
            ending = ending_of(commit.records)
            data = {"by": by, "ending": ending, **watch.so_far()}
            commit.record("certified", data, now(), once=True)
    records = evidence.records()
    if records[-1].kind != CLOSED:
        _write_documents(stores, campaign, records)
    with evidence.commit(lease, destroys=True) as commit:
        commit.close({"ending": ending_of(records)}, now())
        if commit.changes.get(campaign.id).open:
            nothing = spent_nothing(commit.records)
            commit.update(state=State.CLOSED, closed_at=now(), spent_nothing=nothing)


def _write_documents(stores: Stores, campaign: Campaign, records: Sequence[Record]) -> None:
    evidence = stores.evidence(campaign.id)
    certified = next(record for record in records if record.kind == "certified")
    ending = certified.data["ending"]
    common = _common(campaign, records)
    destroyed = _destroyed(records)
    certificate = {
        **common,
        **destroyed,
        "case_reference": campaign.case_reference,
        "ground": "promise_of_destruction",
        "taken_in_at": campaign.taken_in_at.isoformat(),
        "deadline": campaign.deadline.isoformat(),
        "destroyed_at": certified.at,
        "destroyed_by": certified.data["by"],
        "ending": ending,
        "findings": findings(records),
        "ledger_head": head(evidence.folder / LEDGER),
    }
    report = {
        **common,
        **_told(stores, campaign, records),
        "destruction": {**destroyed, "completed_at": certified.at},
        "ending": ending,
    }
    evidence.write_file("certificate.json", canonical(certificate) + b"\n")
    evidence.write_file("certificate.pdf", render_certificate(certificate))
    evidence.write_file("report.json", canonical(report) + b"\n")
    evidence.write_file("report.html", render_report(report).encode())


def _common(campaign: Campaign, records: Sequence[Record]) -> dict[str, Any]:
    extracted = latest(records, "extracted")
    held: Mapping[str, Any] = extracted.data if extracted else {}
    outcomes = latest(records, "outcomes")
    return {
        "campaign": campaign.id,
        "city": campaign.city,
        "display_name": held.get("display_name", campaign.city.title()),
        "language": held.get("language", "nl"),
        "rehearsal": True,
        "requested_by": campaign.requested_by,
        "outcomes": outcomes.data["outcomes"] if outcomes else None,
        "software": software(campaign.city),
        "ended_by": ended_by(records),
    }


def _destroyed(records: Sequence[Record]) -> dict[str, Any]:
    """Return the items destroyed, and what is beyond our reach with its dates."""
    items = [dict(each.data) for each in records if each.kind == "destroyed"]
    beyond: list[dict[str, Any]] = [{"what": what, "until": None} for what in _NEVER_OURS]
    outcomes = latest(records, "outcomes")
    if outcomes is not None:
        beyond += [
            {"what": what, "until": (now() + timedelta(days=days)).date().isoformat()}
            for what, days in _PROVIDER_RESIDUE_DAYS.items()
        ]
        if outcomes.data["in_doubt"]["unknown"]:
            beyond.append({"what": "messages_in_doubt", "until": None})
    return {"items": items, "beyond_reach": beyond}


def _told(stores: Stores, campaign: Campaign, records: Sequence[Record]) -> dict[str, Any]:
    """Return what the report tells besides what it shares with the certificate."""
    normalized, outcomes = latest(records, "normalized"), latest(records, "outcomes")
    try:
        dossier = stores.dossier(campaign.id) if latest(records, "dossier") else {}
    except EenmaligError:  # a dossier that was tampered with must not hold up the certificate
        dossier = {}
    return {
        **{name: dossier[name] for name in _FROM_DOSSIER if name in dossier},
        "started_at": campaign.taken_in_at.isoformat(),
        "ended_at": records[-1].at,
        "counts": normalized.data["counts"] if normalized else None,
        "sources": dossier.get("sources") or (normalized.data["sources"] if normalized else []),
        "failed_by_code": outcomes.data["failed_by_code"] if outcomes else {},
        "in_doubt": outcomes.data["in_doubt"] if outcomes else None,
        "accepted": outcomes.data["accepted"] if outcomes else 0,
        "sending_ended_early": _ended_early(records),
        "waited_seconds": outcomes.data.get("waited_seconds", 0) if outcomes else 0,
        "approvals": [
            {name: each.data[name] for name in ("authority", "staff_id", "decision", "at")}
            for each in records
            if each.kind == "approval_answered"
        ],
        "steps": [
            _step(campaign, record)
            for record in records
            if record.kind in _STEPS and "seconds" in record.data
        ],
    }


def _ended_early(records: Sequence[Record]) -> dict[str, Any] | None:
    """Return why sending ended before everybody was tried, and by which code of the provider's."""
    sent = latest(records, "sent")
    if sent is None or not sent.data["ended_early"]:
        return None
    return {"reason": sent.data["ended_early"], "code": sent.data.get("provider_code")}


def _step(campaign: Campaign, record: Record) -> dict[str, Any]:
    """Return when a step began and how long it took: one that waits, from when it had to."""
    began, seconds = record.data["started_at"], record.data["seconds"]
    if "waited_seconds" in record.data and campaign.sending_ended_at is not None:
        began = campaign.sending_ended_at.isoformat(timespec="milliseconds")
        seconds = record.data["waited_seconds"]
    return {"step": _STEPS[record.kind], "started_at": began, "seconds": seconds}
