"""Taking a stop in where it is given on a page: checked against signed records, then kept.

This runs in Airflow's API server, as taking answers does, and writes to ``answers/`` alone. From
the moment it is kept nothing more is sent: every step looks there before every call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.taking_answers import OVER, ledger_meanwhile, ledger_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.stores.answers import Answers, GivenStop
    from eenmalig.stores.home import Home


def take_stop(home: Home, answers: Answers, city: str, run: str, given: GivenStop) -> GivenStop:
    """Keep a stop durably; return the first of this run. ``run`` is a ``run_key``.

    Fails when there is nothing left to stop (``ANSWER_TOO_LATE``), and when it could not be
    checked or kept (``ANSWER_NOT_KEPT``): then nobody knows of it.
    """
    _require_going_on(ledger_of(home, city, run))
    try:
        first = answers.stop(run, given)
    except (EenmaligError, SQLAlchemyError, OSError):
        raise EenmaligError(Code.ANSWER_NOT_KEPT) from None
    # What ended meanwhile may have looked for a stop just before.
    _require_going_on(ledger_meanwhile(home, city, run))
    return first


def _require_going_on(records: Sequence[Record]) -> None:
    for record in reversed(records):
        if record.kind == "stopped":
            return  # it holds since then
        if record.kind in OVER:
            raise EenmaligError(Code.ANSWER_TOO_LATE, OVER[record.kind])
