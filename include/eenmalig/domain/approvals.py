"""When a campaign may be sent: policies that fail closed, over signed records only.

1. Every authority of the dossier has answered, and its last answer approves.
2. Each answer is bound to the digest of exactly this dossier.
3. Each answer came from a person whom the dossier lists for that authority.
4. Nobody answered for two authorities, and who asked the campaign did not answer at all.
5. Each answer came before the approvals' last moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AUTHORITIES = ("police", "municipality", "public_prosecutor")


class Decision(StrEnum):
    """What an authority can answer."""

    APPROVE = "approve"
    REJECT = "reject"


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

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Answer:
        """Return the answer held by a record's data. Fails when it is malformed."""
        return cls(
            authority=data["authority"],
            staff_id=data["staff_id"],
            decision=Decision(data["decision"]),
            dossier=data["dossier"],
            at=datetime.fromisoformat(data["at"]),
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
    approve_by = datetime.fromisoformat(dossier["approve_by"])
    last = {each.authority: each for each in answers}
    for authority in AUTHORITIES:
        answer = last.get(authority)
        if answer is None:
            found.append(f"{authority}: no answer on record")
            continue
        if answer.decision is not Decision.APPROVE:
            found.append(f"{authority}: did not approve")
        if answer.dossier != dossier["digest"]:
            found.append(f"{authority}: approved another dossier")
        if answer.staff_id not in dossier["authorities"].get(authority, ()):
            found.append(f"{authority}: answered by somebody not listed for it")
        if answer.at >= approve_by:
            found.append(f"{authority}: answered too late")
    if any(each.staff_id == dossier["requested_by"] for each in answers):
        found.append("who asked for the campaign answered")
    answered_for = {(each.staff_id, each.authority) for each in answers}
    if len(answered_for) != len({staff_id for staff_id, _ in answered_for}):
        found.append("one person answered for two authorities")
    return found
