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
    """Return how many numbers were taken in and chosen; that all are gone, only if they are."""
    numbers = document.get("numbers") or {}
    if numbers.get("values") is None:
        return wording.say("common", "unknown")
    parts = {
        "values": counted(numbers["values"], "taken_in", wording),
        "list_entries": counted(numbers["list_entries"], "list_entry", wording),
    }
    if numbers["recipients"]:
        parts["recipients"] = counted(numbers["recipients"], "recipient", wording)
    told = "numbers_value" if numbers["recipients"] else "numbers_of_nobody"
    sentences = [wording.say("certificate", told, **parts)]
    if is_all_gone(document):
        sentences.append(wording.say("certificate", "unused_destroyed"))
    return " ".join(sentences)


def numbers_label(document: Data, wording: Words) -> str:
    """Return what ``how_many`` tells of: what was destroyed, or only what was taken in."""
    label = "numbers" if is_all_gone(document) else "numbers_taken_in"
    return wording.say("certificate", label)


def is_all_gone(document: Data) -> bool:
    """Whether no number can be read any more, and nothing of them was lost or given up.

    ``document`` is a certificate, or a report, which tells of its destruction apart.
    """
    destroyed = document.get("destruction") or document
    lost = any("what" in finding for finding in document.get("findings") or [])
    return bool(destroyed.get("numbers_unreadable")) and not lost


def may_have_been_sent(document: Data) -> bool:
    """Whether anything may have reached anybody, known or not. ``document`` is as above."""
    beyond = (document.get("destruction") or document).get("beyond_reach") or []
    return any(remnant["what"] == "recipients_phones" for remnant in beyond)


def without_outcomes(document: Data, wording: Words) -> str:
    """Return what is said of messages where no outcomes are on record."""
    unknown = not document.get("outcomes") and may_have_been_sent(document)
    return wording.say("report", "delivery_unknown" if unknown else "no_delivery")


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
