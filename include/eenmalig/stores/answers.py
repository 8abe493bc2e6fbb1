"""Answers of people, durable from before their giver hears that they were taken.

One small database below ``answers/``, the only store that Airflow's API server writes. A row says
who answered what, for which run and authority, and when. Steps read it, check each row again and
sign it into the ledger. It holds no recipient's data.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event

from eenmalig.domain.approvals import AUTHORITIES, Decision

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)

_metadata = sa.MetaData()
_answers = sa.Table(
    "answers",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run", sa.String, nullable=False, index=True),
    sa.Column("authority", sa.String, nullable=False),
    sa.Column("user_id", sa.String, nullable=False),
    sa.Column("staff_id", sa.String, nullable=False),
    sa.Column("decision", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.UniqueConstraint("run", "authority", "user_id", "decision"),
)


@dataclass(frozen=True)
class GivenAnswer:
    """What a person answered for an authority. ``at`` is in UTC."""

    authority: str
    user_id: str
    staff_id: str
    decision: Decision
    at: datetime


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
    """The answers of one installation: SQLite below ``answers/``."""

    def __init__(self, home: Home) -> None:
        self._path = home.answers / "answers.db"
        self._opened: sa.Engine | None = None

    def take(self, run: str, answer: GivenAnswer, listed: Collection[str]) -> Taken:
        """Keep an answer durably, if it can count; return what became of it.

        ``run`` is a ``run_key``; ``listed`` are the staff ids that may answer for the authority
        now. An authority's first approval stands, and none is taken after a rejection. A
        rejection is always taken. The same answer of the same person is one answer. What
        somebody gave who is no longer listed stands in nobody's way.

        Fails with an error of the database when the answer could not be kept.
        """
        with self._writing() as connection:
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
            connection.execute(_answers.insert().values(run=run, **_as_row(answer)))
        return Taken.NOW

    def holds(self, run: str, answer: GivenAnswer) -> bool:
        """Whether this person gave this answer for this authority before, whenever that was."""
        return any(_same(answer, given) for given in self.of_run(run))

    def of_run(self, run: str) -> list[GivenAnswer]:
        """Return every answer given for a run, oldest first. ``run`` is a ``run_key``."""
        if not self._path.exists():
            return []
        with self._engine().connect() as connection:
            return _of_run(connection, run)

    def rejected(self, run: str) -> bool:
        """Whether anybody rejected. Looked at before every call to the provider."""
        return any(answer.decision is Decision.REJECT for answer in self.of_run(run))

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """Give a connection that holds the write lock from before its first look.

        So two answers at once cannot both see that nobody has answered.
        """
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._engine().connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _metadata.create_all(connection)
            yield connection
            connection.commit()

    def _engine(self) -> sa.Engine:
        if self._opened is None:
            self._opened = _engine(self._path)
        return self._opened


def _same(one: GivenAnswer, other: GivenAnswer) -> bool:
    return (one.authority, one.user_id, one.decision) == (
        other.authority,
        other.user_id,
        other.decision,
    )


def _engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{path}", hide_parameters=True)
    event.listen(engine, "connect", _pragmas)
    return engine


def _of_run(connection: sa.Connection, run: str) -> list[GivenAnswer]:
    query = sa.select(_answers).where(_answers.c.run == run).order_by(_answers.c.id)
    try:
        rows = connection.execute(query).all()
    except sa.exc.OperationalError:
        if sa.inspect(connection).has_table(_answers.name):
            raise
        return []  # made, but nobody has answered anything yet
    return [answer for row in rows if (answer := _from_row(row)) is not None]


def _from_row(row: Any) -> GivenAnswer | None:
    """Return an answer; None where a row is none that :meth:`Answers.take` wrote."""
    try:
        decision, at = Decision(row.decision), datetime.fromisoformat(row.at)
    except ValueError:
        log.warning("A row of the answers is malformed, and is passed over.")
        return None
    if at.tzinfo is None or row.authority not in AUTHORITIES:
        log.warning("A row of the answers is malformed, and is passed over.")
        return None
    return GivenAnswer(row.authority, row.user_id, row.staff_id, decision, at)


def _as_row(answer: GivenAnswer) -> dict[str, str]:
    return {
        "authority": answer.authority,
        "user_id": answer.user_id,
        "staff_id": answer.staff_id,
        "decision": str(answer.decision),
        "at": answer.at.astimezone(UTC).isoformat(),
    }


def _pragmas(connection: Any, _: object) -> None:
    connection.execute("PRAGMA busy_timeout = 20000")
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")
