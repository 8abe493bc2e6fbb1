"""Whether dossier, certificate and report say what the ledger says, field by field."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.domain.approvals import CLOCKS_MAY_DIFFER
from eenmalig.domain.canonical import canonical
from eenmalig.evidence.certificate import certificate_of
from eenmalig.evidence.checks.case import at
from eenmalig.evidence.report import report_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eenmalig.evidence.checks.case import Case

_ALWAYS = ("report.json", "report.html", "certificate.json", "certificate.pdf")


def check(case: Case) -> Iterator[str]:
    """Tell which fields of certificate and report are not those that follow from the ledger."""
    closed = case.records[-1]
    for name in _ALWAYS:
        if name not in closed.data["files"]:
            yield f"the ledger's end does not name {name}"
    before = case.records[:-1]
    follows = {
        "certificate.json": certificate_of(before, closed.prev),
        "report.json": report_of(before, case.dossier),
    }
    for name, document in follows.items():
        if name in case.documents:
            yield from _differences(name, case.documents[name], document)


def check_dossier(case: Case) -> Iterator[str]:
    """Tell which fields of the dossier are not those of the records that it was made of."""
    signed = case.last("dossier")
    if (signed is not None) != ("dossier.json" in case.records[-1].data["files"]):
        yield "dossier.json is there without its record, or its record without it"
    if signed is None:
        return
    # A page is made by the program of its day, and no other makes it again: its digest was signed.
    if case.records[-1].data["files"].get("dossier.html") != signed.data.get("page"):
        yield "dossier.html is not the page that was signed with the dossier"
    if not case.dossier:
        yield "the dossier is not the one signed"
        return
    for name, value in _of_records(case).items():
        if case.dossier.get(name) != value:
            yield f"dossier.json: {name} is not what the records say"
    created = datetime.fromisoformat(case.dossier["created_at"])
    if abs(created - at(signed)) > _LONGEST_COMMIT:
        yield "dossier.json: created_at is not when it was signed"
    if datetime.fromisoformat(case.dossier["approve_by"]) <= created:
        yield "dossier.json: approve_by is not after created_at"


# One commit writes and signs it; the database may keep that waiting.
_LONGEST_COMMIT = 5 * CLOCKS_MAY_DIFFER


def _of_records(case: Case) -> Mapping[str, Any]:
    """Return what a dossier repeats of the records before it."""
    opened, extracted = case.all("opened")[0].data, case.all("extracted")[0].data
    normalized = case.all("normalized")[0].data
    return {
        "campaign": case.records[0].campaign,
        "rehearsal": case.records[0].rehearsal,
        "city": opened["city"],
        "case_reference": opened["case_reference"],
        "requested_by": opened["requested_by"],
        "deadline": opened["deadline"],
        "gateway": opened["gateway"],
        "criterion": extracted["criterion"],
        "legal_basis": extracted["legal_basis"],
        "handover_digest": extracted["hand_over_digest"],
        "follows": extracted["follows"],
        "display_name": extracted["display_name"],
        "language": extracted["language"],
        "lists": extracted.get("lists"),
        "responsible": extracted.get("responsible"),
        "measures": extracted.get("measures"),
        "counts": normalized["counts"],
        "recipient_set": normalized["recipient_set"],
        "sources": [
            {**declared, **counted}
            for declared, counted in zip(extracted["sources"], normalized["sources"], strict=True)
        ],
    }


def _differences(name: str, content: bytes, document: Mapping[str, Any]) -> Iterator[str]:
    """Name the fields that differ, never what stands in them."""
    if content == canonical(document) + b"\n":
        return
    said = json.loads(content)
    if not isinstance(said, dict) or canonical(said) + b"\n" != content:
        yield f"{name} was rewritten"
        return
    for field, value in document.items():
        if field not in said:
            yield f"{name}: {field} is missing"
        elif canonical({field: said[field]}) != canonical({field: value}):
            yield f"{name}: {field} is not what follows from the ledger"
    if said.keys() - document.keys():
        yield f"{name} holds a field of no name"
