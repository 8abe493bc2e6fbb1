"""Taking an answer in where it is given: checked against the signed question, then kept.

This runs in Airflow's API server, before the giver's browser hears anything. It reads what is
committed and trusted keys, writes to ``answers/`` alone, and knows nothing of vaults or numbers.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from eenmalig.domain.approvals import Decision
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import committed_ledger
from eenmalig.evidence.signing import Trust
from eenmalig.stores.answers import Taken
from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.stores.answers import Answers, GivenAnswer
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)

# What ends every answer's meaning, and what ends an approval's, by the record that says so.
OVER = {
    "sent": "its sending is over",
    "destruction_began": "it is being destroyed",
    "closed": "it is destroyed",
}
_DECIDED = {
    **OVER,
    "gate": "it is decided on",
    "stopped": "it was stopped",
    "withdrawn": "an approval of it was withdrawn",
}
# What is wrong with the store and not with the answer.
_OF_THE_STORE = (Code.ANSWERS_DAMAGED, Code.KEY_EXPOSED)
_STANDS = {
    Taken.APPROVED_ALREADY: "this authority has approved already",
    Taken.REJECTED_ALREADY: "somebody has rejected already, and that stands",
}


def take_answer(home: Home, answers: Answers, run: str, given: GivenAnswer) -> Taken:
    """Keep an answer durably and tell whether it was new. ``run`` is a ``run_key``.

    Fails when the giver was not asked (``APPROVAL_NOT_YOURS``), when the answer can no longer
    count (``ANSWER_TOO_LATE``), when another one stands (``ANSWER_STANDS``), and when it could
    not be checked or kept (``ANSWER_NOT_KEPT``). Then nothing is on record.
    """
    records = records_of(home, run)
    asked = _question_to(records, given)
    try:
        approves = given.decision is Decision.APPROVE
        if answers.holds(run, given) and not (approves and answers.rejected(run)):
            return Taken.BEFORE
        if approves:
            _require_going_on(answers, run)
        _require_in_time(records, given, datetime.fromisoformat(asked["answer_by"]))
        taken = answers.take(run, given, asked["asked"])
    except (SQLAlchemyError, OSError):
        raise EenmaligError(Code.ANSWER_NOT_KEPT) from None
    except EenmaligError as error:
        if error.code in _OF_THE_STORE:
            raise EenmaligError(Code.ANSWER_NOT_KEPT) from None
        raise
    if not taken.stands:
        raise EenmaligError(Code.ANSWER_STANDS, _STANDS[taken])
    if _ended_meanwhile(records_meanwhile(home, run), given):
        raise EenmaligError(Code.ANSWER_TOO_LATE, "it was destroyed at that moment")
    return taken


def _ended_meanwhile(records: Sequence[Record], given: GivenAnswer) -> bool:
    """Whether the last signing of answers is past, and this one is not among them."""
    signed = any(
        record.kind == "approval_answered"
        and (record.data["authority"], record.data["staff_id"], record.data["decision"])
        == (given.authority, given.staff_id, given.decision)
        for record in records
    )
    return not signed and any(record.kind in ("certified", "closed") for record in records)


def nothing_to_ask(records: Sequence[Record]) -> bool:
    """Whether a campaign's signed records say that nobody need answer any more."""
    return any(record.kind in _DECIDED for record in records)


def records_of(home: Home, run: str) -> Sequence[Record]:
    """Return the checked records of a run's campaign; none when it has taken nothing in.

    They are read where they are committed: a step that died before it made their copy has decided
    all the same. Fails when they cannot be read (``ANSWER_NOT_KEPT``).
    """
    try:
        inventory = Inventory(home)
        campaign = inventory.of_run_key(run)
        if campaign is None:
            return []
        return committed_ledger(inventory, campaign.id, Trust(home.trust))
    except (EenmaligError, SQLAlchemyError, OSError):
        raise EenmaligError(Code.ANSWER_NOT_KEPT) from None


def records_meanwhile(home: Home, run: str) -> Sequence[Record]:
    """Return the checked records once more, after something was kept; none if unreadable.

    What was kept counts, so its giver is not told that it is not because of a second look.
    """
    try:
        return records_of(home, run)
    except EenmaligError as error:
        log.warning("It is kept, and nobody could look what ended meanwhile (%s).", error.code)
        return []


def question_to(records: Sequence[Record], authority: str) -> Mapping[str, Any] | None:
    """Return what an authority's latest signed question says; None when it was not asked yet."""
    asked = [
        record.data
        for record in records
        if record.kind == "approval_requested" and record.data["authority"] == authority
    ]
    return asked[-1] if asked else None


def was_asked(records: Sequence[Record], given: GivenAnswer) -> bool:
    """Whether a signed question was ever put to who answered."""
    return any(
        record.data["authority"] == given.authority
        and record.data["asked"].get(given.staff_id) == given.user_id
        for record in records
        if record.kind == "approval_requested"
    )


def _question_to(records: Sequence[Record], given: GivenAnswer) -> Mapping[str, Any]:
    """Return the latest signed question to the giver's authority. Fails when it was not theirs."""
    asked = question_to(records, given.authority)
    if asked is None:
        raise EenmaligError(Code.APPROVAL_NOT_YOURS, f"{given.authority}: nobody was asked yet")
    if asked["asked"].get(given.staff_id) != given.user_id:
        raise EenmaligError(Code.APPROVAL_NOT_YOURS, f"{given.authority}: somebody else was asked")
    return asked


def _require_going_on(answers: Answers, run: str) -> None:
    """Fails when somebody stopped it on a page; no step may have signed that yet."""
    if answers.stopped(run) is not None:
        raise EenmaligError(Code.ANSWER_TOO_LATE, _DECIDED["stopped"])


def _require_in_time(records: Sequence[Record], given: GivenAnswer, until: datetime) -> None:
    """Fails when the answer can no longer count: an approval sooner than a rejection."""
    ends = _DECIDED if given.decision is Decision.APPROVE else OVER
    for record in reversed(records):
        if record.kind in ends:
            raise EenmaligError(Code.ANSWER_TOO_LATE, ends[record.kind])
    if given.decision is Decision.APPROVE and given.at >= until:
        raise EenmaligError(Code.ANSWER_TOO_LATE, "the last moment to answer has passed")
