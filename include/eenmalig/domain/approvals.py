"""When a campaign may be sent: policies that fail closed, over signed records only.

1. Every authority of the dossier has approved, and nobody has rejected: a no is always taken.
2. Each answer is bound to the digest of exactly this dossier.
3. Each answer came from a person whom the dossier lists for that authority.
4. Nobody answered for two authorities, and who asked the campaign did not answer at all.
5. Each approval came before the last moment for its authority.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AUTHORITIES = ("police", "municipality", "public_prosecutor")
# By how much the clocks of those who ask, answer and record may differ, or be set back.
CLOCKS_MAY_DIFFER = timedelta(minutes=1)


class Decision(StrEnum):
    """What an authority can answer."""

    APPROVE = "approve"
    REJECT = "reject"


class Reason(StrEnum):
    """Why an authority rejects: a closed list, so that nothing personal can be typed."""

    TEXT = "text"
    RECIPIENTS = "recipients"
    LEGAL_BASIS = "legal_basis"
    EXCLUSIONS = "exclusions"
    MOMENT = "moment"
    OTHER = "other"


class Option(NamedTuple):
    """What somebody decided, and why: a rejection of an earlier program says no reason."""

    decision: Decision
    reason: Reason | None = None


# The answers that an approver may choose from, and what each means.
OPTIONS: Mapping[str, Option] = {
    "Akkoord": Option(Decision.APPROVE),
    "Niet akkoord: de tekst": Option(Decision.REJECT, Reason.TEXT),
    "Niet akkoord: wie het bericht krijgen": Option(Decision.REJECT, Reason.RECIPIENTS),
    "Niet akkoord: de wettelijke grondslag": Option(Decision.REJECT, Reason.LEGAL_BASIS),
    "Niet akkoord: wie zijn uitgesloten": Option(Decision.REJECT, Reason.EXCLUSIONS),
    "Niet akkoord: het moment": Option(Decision.REJECT, Reason.MOMENT),
    "Niet akkoord: een andere reden": Option(Decision.REJECT, Reason.OTHER),
}


def wording_of(chosen: Option) -> str:
    """Return how an option is worded; a rejection without a reason as one for another reason."""
    worded = chosen if chosen in OPTIONS.values() else Option(chosen.decision, Reason.OTHER)
    return next(text for text, meaning in OPTIONS.items() if meaning == worded)


class Standing(StrEnum):
    """How the approvals of a campaign stand."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Answer:
    """One recorded answer of an authority."""

    authority: str
    staff_id: str
    decision: Decision
    dossier: str
    at: datetime
    reason: Reason | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Answer:
        """Return the answer held by a record's data. Fails when it is malformed."""
        return cls(
            authority=data["authority"],
            staff_id=data["staff_id"],
            decision=Decision(data["decision"]),
            dossier=data["dossier"],
            at=datetime.fromisoformat(data["at"]),
            reason=Reason(data["reason"]) if data.get("reason") else None,
        )


def standing(dossier: Mapping[str, Any], answers: Sequence[Answer], now: datetime) -> Standing:
    """Return how the approvals stand. A rejection counts from whoever may reject."""
    if any(each.decision is Decision.REJECT for each in answers):
        return Standing.REJECTED
    if not mistakes(dossier, answers):
        return Standing.APPROVED
    if now >= datetime.fromisoformat(dossier["approve_by"]):
        return Standing.LAPSED
    return Standing.WAITING


def require_approved(dossier: Mapping[str, Any], answers: Sequence[Answer]) -> None:
    """Fails unless every policy holds: then nothing is sent."""
    found = mistakes(dossier, answers)
    if found:
        raise EenmaligError(Code.APPROVAL_MISSING, *found)


def mistakes(dossier: Mapping[str, Any], answers: Sequence[Answer]) -> list[str]:
    """Return every policy that does not hold, in words; an empty list is assent."""
    found = []
    for authority in AUTHORITIES:
        its = [answer for answer in answers if answer.authority == authority]
        if not its:
            found.append(f"{authority}: no answer on record")
        if any(answer.decision is not Decision.APPROVE for answer in its):
            found.append(f"{authority}: did not approve")
        if any(answer.dossier != dossier["digest"] for answer in its):
            found.append(f"{authority}: approved another dossier")
        if any(answer.staff_id not in dossier["authorities"].get(authority, ()) for answer in its):
            found.append(f"{authority}: answered by somebody not listed for it")
        if any(answer.at >= answer_by(dossier, authority) for answer in its):
            found.append(f"{authority}: answered too late")
    if any(answer.staff_id == dossier["requested_by"] for answer in answers):
        found.append("who asked for the campaign answered")
    answered_for = {(answer.staff_id, answer.authority) for answer in answers}
    if len(answered_for) != len({staff_id for staff_id, _ in answered_for}):
        found.append("one person answered for two authorities")
    return found


def answer_by(dossier: Mapping[str, Any], authority: str) -> datetime:
    """Return the moment before which an authority must answer.

    They are asked one after another. Each must leave those after it the minimum of time that the
    dossier states, so that the last one asked is not left with the rest.
    """
    after = len(AUTHORITIES) - 1 - AUTHORITIES.index(authority)
    reserved = timedelta(minutes=after * dossier["minutes_for_each_authority"])
    return datetime.fromisoformat(dossier["approve_by"]) - reserved
