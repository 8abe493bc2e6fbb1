"""Taking a stop in where it is given on a page: checked against signed records, then kept.

This runs in Airflow's API server, as taking answers does, and writes to ``answers/`` alone. From
the moment it is kept nothing more is sent: every step looks there before every call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from eenmalig.domain.approvals import Decision
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import refused_by
from eenmalig.steps.taking_answers import OVER, records_meanwhile, records_of, was_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from eenmalig.evidence.records import Record
    from eenmalig.stores.answers import Answers, GivenAnswer, GivenStop
    from eenmalig.stores.home import Home

_REFUSED = "it is decided already that nothing is sent"


def take_stop(home: Home, answers: Answers, run: str, given: GivenStop) -> GivenStop:
    """Keep a stop durably; return the first of this run. ``run`` is a ``run_key``.

    Fails when there is nothing left to stop, or it stands that nothing is sent
    (``ANSWER_TOO_LATE``), and when it could not be
    checked or kept (``ANSWER_NOT_KEPT``): then nobody knows of it.
    """
    before = records_of(home, run)
    _require_going_on(before, given)
    try:
        first = None
        if not is_refused(before, answers.of_run(run), given.at):
            first = answers.stop(run, given)
    except (EenmaligError, SQLAlchemyError, OSError):
        raise EenmaligError(Code.ANSWER_NOT_KEPT) from None
    if first is None:
        raise EenmaligError(Code.ANSWER_TOO_LATE, _REFUSED)
    # What ended meanwhile may have looked for a stop just before.
    _require_going_on(records_meanwhile(home, run), first)
    return first


def is_refused(records: Sequence[Record], given: Iterable[GivenAnswer], moment: datetime) -> bool:
    """Whether it stood by a moment that nothing is sent, so that a stop is not needed.

    A rejection of somebody who was asked counts before it is signed. None does once sending began.
    """
    if refused_by(records, moment):
        return True
    return not any(record.kind == "sending_began" for record in records) and any(
        answer.decision is Decision.REJECT and answer.at <= moment and was_asked(records, answer)
        for answer in given
    )


def _require_going_on(records: Sequence[Record], given: GivenStop) -> None:
    for record in reversed(records):
        if record.kind == "stopped":
            return  # it holds since then
        if record.kind in OVER:
            raise EenmaligError(Code.ANSWER_TOO_LATE, OVER[record.kind])
    if refused_by(records, given.at):
        raise EenmaligError(Code.ANSWER_TOO_LATE, _REFUSED)
