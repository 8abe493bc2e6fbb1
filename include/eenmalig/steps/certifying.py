"""Closing a campaign: report and certificate from the signed ledger, then its last record."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from eenmalig.documents.certificate_pdf import render_certificate
from eenmalig.documents.report_html import render_report
from eenmalig.domain.campaign import Campaign, State
from eenmalig.domain.canonical import canonical
from eenmalig.errors import EenmaligError
from eenmalig.evidence.certificate import certificate_of
from eenmalig.evidence.ledger import CERTIFIED, CLOSED, LEDGER, head
from eenmalig.evidence.reading import ending_of, latest, spent_nothing
from eenmalig.evidence.report import report_of
from eenmalig.settings.software import software
from eenmalig.steps.approval import sign_answers
from eenmalig.steps.installation import Stopwatch, Stores, now
from eenmalig.steps.publishing import publish_after
from eenmalig.steps.reconciling import opening

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.stores.leases import Lease

log = logging.getLogger(__name__)


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
            end = {"by": by, **_end(campaign, commit.records), **watch.so_far()}
            commit.record(CERTIFIED, end, now(), once=True)
    records = evidence.records()
    if records[-1].kind != CLOSED:
        _write_documents(stores, campaign, records)
    with evidence.commit(lease, destroys=True) as commit:
        commit.close({"ending": ending_of(records)}, now())
        if commit.changes.get(campaign.id).open:
            nothing = spent_nothing(commit.records)
            commit.update(state=State.CLOSED, closed_at=now(), spent_nothing=nothing)
    publish_after(stores, campaign.id)


def _end(campaign: Campaign, records: Sequence[Record]) -> dict[str, Any]:
    """Return what the documents tell and no record before holds.

    A ledger that an earlier program began says nowhere how the campaign began: then this does.
    """
    extracted = latest(records, "extracted")
    told = extracted.data if extracted else {}
    end = {
        "ending": ending_of(records),
        "software": software(campaign.city),
        "display_name": told.get("display_name", campaign.city.title()),
        "language": told.get("language", "nl"),
        "edition": 2,
    }
    if latest(records, "opened") is None:
        end["opened"] = dict(opening(campaign))
    return end


def _write_documents(stores: Stores, campaign: Campaign, records: Sequence[Record]) -> None:
    evidence = stores.evidence(campaign.id)
    if latest(records, "dossier") is None:
        for name in ("dossier.json", "dossier.html"):
            evidence.drop_file(name)
    try:
        dossier = stores.dossier(campaign.id) if latest(records, "dossier") else {}
    except EenmaligError:  # a dossier that was tampered with must not hold up the certificate
        dossier = {}
    certificate = certificate_of(records, head(evidence.folder / LEDGER))
    report = report_of(records, dossier)
    evidence.write_file("certificate.json", canonical(certificate) + b"\n")
    evidence.write_file("certificate.pdf", render_certificate(certificate))
    evidence.write_file("report.json", canonical(report) + b"\n")
    evidence.write_file("report.html", render_report(report).encode())
