"""Who decided what about a campaign, how that stands now, and what somebody may still decide."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.domain.approvals import AUTHORITIES, Decision, Standing, answer_by
from eenmalig.evidence.endings import as_read
from eenmalig.evidence.reading import answers, latest
from eenmalig.steps.taking_answers import question_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from eenmalig.domain.approvals import Reason
    from eenmalig.evidence.records import Record
    from eenmalig.stores.answers import GivenAnswer


class Decided(NamedTuple):
    """What one person decided for an authority: signed, or taken in and signed by the next step."""

    authority: str
    staff_id: str
    decision: Decision
    at: datetime
    reason: Reason | None

    @property
    def approves(self) -> bool:
        """Whether it is a yes."""
        return self.decision is Decision.APPROVE


class Course(StrEnum):
    """Where a campaign stands, for whoever decides about it."""

    UNREADY = "unready"
    ASKING = "asking"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    REJECTED = "rejected"
    TAKEN_BACK = "taken_back"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    LAPSED = "lapsed"
    DESTROYING = "destroying"
    CLOSED = "closed"


class Standings(NamedTuple):
    """All that decides what may be decided now. ``records`` are checked, moments are in UTC."""

    records: Sequence[Record]
    decided: Sequence[Decided]
    stopped: bool
    now: datetime

    def asked_of(self, authority: str) -> Mapping[str, Any] | None:
        """Return the latest signed question to an authority."""
        return question_to(self.records, authority)

    def has_answered(self, authority: str) -> bool:
        """Whether an authority decided."""
        return any(answer.authority == authority for answer in self.decided)

    @property
    def unanswered(self) -> str | None:
        """The first authority that has not decided yet; each is asked when it is its turn."""
        return next((each for each in AUTHORITIES if not self.has_answered(each)), None)

    def until(self, authority: str, dossier: Mapping[str, Any] | None) -> datetime | None:
        """Return the last moment of an authority: as it was asked, or else will be."""
        question = self.asked_of(authority)
        if question is not None:
            return datetime.fromisoformat(question["answer_by"])
        return answer_by(dossier, authority) if dossier else None


def decided(records: Sequence[Record], given: Iterable[GivenAnswer]) -> list[Decided]:
    """Return every decision, the first first: those signed, and those taken in that will be.

    What was taken in from somebody who was not asked is none, nor is an approval behind another,
    or of somebody who is not asked any more.
    """
    found = [_decided(answer) for answer in answers(records)]
    for answer in given:
        known = any(
            (one.authority, one.decision) == (answer.authority, answer.decision)
            and (one.approves or one.staff_id == answer.staff_id)
            for one in found
        )
        if not known and _was_asked(records, answer):
            found.append(_decided(answer))
    return sorted(found, key=lambda one: one.at)


def takes_back(answer: Decided, among: Iterable[Decided]) -> bool:
    """Whether a no takes back what its authority had approved."""
    return not answer.approves and any(
        one.approves and one.authority == answer.authority for one in among
    )


def _was_asked(records: Sequence[Record], answer: GivenAnswer) -> bool:
    """Whether a signed question was put to who answered; for an approval, the latest one."""
    asked = [
        is_asked(record.data, answer.staff_id, answer.user_id)
        for record in records
        if record.kind == "approval_requested" and record.data["authority"] == answer.authority
    ]
    return any(asked[-1:] if answer.decision is Decision.APPROVE else asked)


def _decided(answer: Any) -> Decided:
    return Decided(answer.authority, answer.staff_id, answer.decision, answer.at, answer.reason)


def course(standings: Standings, dossier: Mapping[str, Any] | None) -> Course:
    """Return where a campaign stands; a no and a stop count before they are signed."""
    kinds = {record.kind for record in standings.records}
    if "closed" in kinds:  # maybe of a format in which nothing below can be read
        return Course.CLOSED
    gate = latest(standings.records, "gate")
    begun = "sending_began" in kinds
    stopped = standings.stopped and "sent" not in kinds  # one that is not signed came too late
    for holds, there in (
        ("destruction_began" in kinds, Course.DESTROYING),
        ("dossier" not in kinds, Course.UNREADY),
        (bool(kinds & {"stopped", "withdrawn"}) or stopped, Course.STOPPED),
        (_is_rejected(standings) and begun, Course.WITHDRAWN),
        (_is_taken_back(standings), Course.TAKEN_BACK),
        (_is_rejected(standings), Course.REJECTED),
        ("sent" in kinds, Course.SENT),
        (begun, Course.SENDING),
        (gate is not None and gate.data["standing"] != Standing.APPROVED, Course.LAPSED),
        (standings.unanswered is None, Course.APPROVED),
        (_is_late(standings, dossier), Course.LAPSED),
    ):
        if holds:
            return there
    return Course.ASKING


def _is_rejected(standings: Standings) -> bool:
    return any(not answer.approves for answer in standings.decided)


def _is_taken_back(standings: Standings) -> bool:
    """Whether what ended it, before anything was sent, is an approval that was taken back."""
    rejected = _is_rejected(standings)
    return rejected and as_read(Standing.REJECTED, standings.decided) != Standing.REJECTED


def _is_late(standings: Standings, dossier: Mapping[str, Any] | None) -> bool:
    until = standings.until(standings.unanswered, dossier) if standings.unanswered else None
    return until is not None and standings.now >= until


class May(NamedTuple):
    """What somebody may do: for which authority, and if nothing, why not (a key of the words)."""

    authority: str | None = None
    approve: bool = False
    reject: bool = False
    withdraw: bool = False
    why_not: str = ""


def authority_of(records: Sequence[Record], staff_id: str, user_id: str) -> str | None:
    """Return the authority for which somebody is asked, by its latest signed question."""
    for authority in AUTHORITIES:
        question = question_to(records, authority)
        if question is not None and is_asked(question, staff_id, user_id):
            return authority
    return None


def is_asked(question: Mapping[str, Any], staff_id: str, user_id: str) -> bool:
    """Whether a signed question was put to somebody. One of the first format names no users."""
    asked = question["asked"]
    return isinstance(asked, dict) and asked.get(staff_id) == user_id


def may(
    standings: Standings, dossier: Mapping[str, Any] | None, staff_id: str, user_id: str
) -> May:
    """Return what somebody may decide now. Without the signed ``dossier`` nobody may approve."""
    authority = authority_of(standings.records, staff_id, user_id)
    stands = course(standings, dossier)
    if authority is None:
        listed = (dossier or {}).get("authorities", {}).values()
        if not any(staff_id in members for members in listed):
            return May(why_not="why_not_asked")
        return May(why_not="why_not_yet" if stands in _OPEN else "why_over")
    if stands not in _OPEN:
        return May(authority, why_not="why_over")
    if standings.has_answered(authority):
        return May(authority, withdraw=True)
    return May(authority, approve=dossier is not None, reject=True)


_OPEN = (Course.ASKING, Course.APPROVED, Course.SENDING)
