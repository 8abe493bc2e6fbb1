"""What certificate and report both tell of a case: on what ground, for whom, and who decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.documents.moments import counted, zoned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.documents.words import Words

    Data = Mapping[str, Any]


class ToldDecision(NamedTuple):
    """What one person decided for an authority, or that nobody did; ``code`` is no word."""

    authority: str
    staff_id: str
    words: str
    when: str
    code: str


def about_case(document: Data, wording: Words) -> list[tuple[str, str]]:
    """Return case, ground, criterion, requester and who is responsible, as labels and values."""
    responsible = document.get("responsible")
    unknown = wording.say("common", "unknown")
    return [
        (wording.say("common", "case_reference"), document.get("case_reference") or unknown),
        (wording.say("dossier", "basis"), _basis(document, wording) or unknown),
        (wording.say("common", "criterion"), document.get("criterion") or unknown),
        (wording.say("common", "requested_by"), document["requested_by"]),
        (
            wording.say("common", "responsible"),
            wording.say("common", "responsible_value", **responsible) if responsible else unknown,
        ),
    ]


def how_many(document: Data, wording: Words) -> str:
    """Return how many numbers were taken in and chosen, all of which are to be destroyed."""
    numbers = document.get("numbers") or {}
    if numbers.get("values") is None:
        return wording.say("common", "unknown")
    parts = {
        "values": counted(numbers["values"], "taken_in", wording),
        "list_entries": counted(numbers["list_entries"], "list_entry", wording),
    }
    if not numbers["recipients"]:
        return wording.say("certificate", "numbers_of_nobody", **parts)
    recipients = counted(numbers["recipients"], "recipient", wording)
    return wording.say("certificate", "numbers_value", recipients=recipients, **parts)


def decisions(document: Data, wording: Words) -> list[ToldDecision]:
    """Return what each authority decided and why, and which was not asked."""
    return [_decision(approval, wording) for approval in document.get("approvals") or []]


def _basis(document: Data, wording: Words) -> str:
    stated = document.get("legal_basis") or {}
    return "; ".join(f"{wording.name('basis', key)}: {value}" for key, value in stated.items())


def _decision(approval: Data, wording: Words) -> ToldDecision:
    said = wording.name("decision", approval["decision"])
    if approval["decision"] == "reject":
        reason = wording.name("rejection", approval.get("reason") or "unknown")
        said = wording.say("report", "rejected_because", decision=said, reason=reason)
    nothing = wording.say("common", "not_applicable")
    return ToldDecision(
        authority=wording.name("authority", approval["authority"]),
        staff_id=approval["staff_id"] or nothing,
        words=said,
        when=zoned(approval["at"], wording) if approval["at"] else nothing,
        code=approval["decision"],
    )
