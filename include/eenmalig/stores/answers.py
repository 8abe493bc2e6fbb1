"""Answers of people, durable from before their giver hears that they were taken.

One small database below ``answers/``, the only store that Airflow's API server writes. A row says
who answered what, for which run and authority, and when. Steps read it, check each row again and
sign it into the ledger. It holds no recipient's data.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from eenmalig.domain.approvals import AUTHORITIES, Decision, Option, Reason
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores import schema
from eenmalig.stores.engine import engine, is_exposed, writing

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from pathlib import Path

    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class GivenAnswer:
    """What a person answered for an authority. ``at`` is in UTC."""

    authority: str
    user_id: str
    staff_id: str
    decision: Decision
    at: datetime
    reason: Reason | None = None

    @property
    def option(self) -> Option:
        """What was decided, and why."""
        return Option(self.decision, self.reason)


@dataclass(frozen=True)
class GivenStop:
    """Who stopped a campaign from a page, and when, in UTC."""

    user_id: str
    staff_id: str
    at: datetime


def answers_file(home: Home) -> Path:
    """Return where the answers stand."""
    return home.answers / "answers.db"


class Taken(StrEnum):
    """What became of an answer that was handed in."""

    NOW = "now"
    BEFORE = "before"
    APPROVED_ALREADY = "approved_already"
    REJECTED_ALREADY = "rejected_already"

    @property
    def stands(self) -> bool:
        """Whether the answer is on record."""
        return self in (Taken.NOW, Taken.BEFORE)


class Answers:
    """The answers of one installation, which ``eenmalig install`` makes room for.

    Whatever is asked of it fails when that is not there or damaged (``ANSWERS_DAMAGED``), and when
    others could have written it (``KEY_EXPOSED``).
    """

    def __init__(self, home: Home) -> None:
        self._file = answers_file(home)
        self._made = engine(self._file, Code.ANSWERS_DAMAGED)

    @property
    def _engine(self) -> sa.Engine:
        if is_exposed(self._file):
            raise EenmaligError(Code.KEY_EXPOSED, "the answers")
        return self._made

    def take(self, run: str, answer: GivenAnswer, listed: Collection[str]) -> Taken:
        """Keep an answer durably, if it can count; return what became of it.

        ``run`` is a ``run_key``; ``listed`` are the staff ids that may answer for the authority
        now. An authority's first approval stands, and none is taken after a rejection. A
        rejection is always taken. The same answer of the same person is one answer. What
        somebody gave who is no longer listed stands in nobody's way.

        Fails with an error of the database when the answer could not be kept.
        """
        with writing(self._engine) as connection:
            before = _of_run(connection, run)
            approves = answer.decision is Decision.APPROVE
            if approves and any(row.decision is Decision.REJECT for row in before):
                return Taken.REJECTED_ALREADY
            if any(_same(answer, given) for given in before):
                return Taken.BEFORE
            if approves and any(
                row.authority == answer.authority and row.staff_id in listed for row in before
            ):
                return Taken.APPROVED_ALREADY
            connection.execute(schema.answers.insert().values(run=run, **_as_row(answer)))
        return Taken.NOW

    def holds(self, run: str, answer: GivenAnswer) -> bool:
        """Whether this person gave this answer for this authority before, whenever that was."""
        return any(_same(answer, given) for given in self.of_run(run))

    def of_run(self, run: str) -> list[GivenAnswer]:
        """Return every answer given for a run, oldest first. ``run`` is a ``run_key``."""
        with self._engine.begin() as connection:
            return _of_run(connection, run)

    def rejected(self, run: str) -> bool:
        """Whether anybody rejected. Looked at before every call to the provider."""
        return any(answer.decision is Decision.REJECT for answer in self.of_run(run))

    def stop(self, run: str, given: GivenStop) -> GivenStop:
        """Keep durably that somebody stopped a run's campaign; return the first stop of it.

        Fails with an error of the database when it could not be kept.
        """
        with writing(self._engine) as connection:
            before = _stop(connection, run)
            if before is None:
                connection.execute(schema.stops.insert().values(run=run, **asdict(given)))
        return before or given

    def stopped(self, run: str) -> GivenStop | None:
        """Return who stopped a run's campaign from a page, if somebody did.

        Looked at before every call to the provider.
        """
        with self._engine.begin() as connection:
            return _stop(connection, run)


def _stop(connection: sa.Connection, run: str) -> GivenStop | None:
    query = sa.select(schema.stops).where(schema.stops.c.run == run)
    row = connection.execute(query).one_or_none()
    return GivenStop(row.user_id, row.staff_id, row.at) if row else None


def _same(one: GivenAnswer, other: GivenAnswer) -> bool:
    return (one.authority, one.user_id, one.decision) == (
        other.authority,
        other.user_id,
        other.decision,
    )


def _of_run(connection: sa.Connection, run: str) -> list[GivenAnswer]:
    table = schema.answers.c
    ids = connection.execute(sa.select(table.id).where(table.run == run).order_by(table.id))
    read = [_answer(connection, row.id) for row in ids.all()]
    return [answer for answer in read if answer is not None]


def _answer(connection: sa.Connection, number: int) -> GivenAnswer | None:
    """Return an answer; None where its row is none that :meth:`Answers.take` wrote."""
    query = sa.select(schema.answers).where(schema.answers.c.id == number)
    try:
        row = connection.execute(query).one()
        decision = Decision(row.decision)
        reason = Reason(row.reason) if row.reason else None
    except ValueError:
        row, decision, reason = None, None, None
    if row is None or decision is None or row.authority not in AUTHORITIES:
        log.warning("A row of the answers is malformed, and is passed over.")
        return None
    return GivenAnswer(row.authority, row.user_id, row.staff_id, decision, row.at, reason)


def _as_row(answer: GivenAnswer) -> dict[str, str | datetime | None]:
    return {
        "authority": answer.authority,
        "user_id": answer.user_id,
        "staff_id": answer.staff_id,
        "decision": str(answer.decision),
        "at": answer.at,
        "reason": answer.reason and str(answer.reason),
    }
