"""What exists and by when it must be gone, from the first byte taken in.

Destruction works from here, never from Airflow's state. It holds no recipient's data and is
kept: a city and case reference for which sending ever began stay refused for good.
"""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy import event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError

from eenmalig.domain.campaign import Campaign, State, run_key
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.stores.home import Home

_metadata = sa.MetaData()
_campaigns = sa.Table(
    "campaigns",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("run", sa.String, unique=True, nullable=False),
    sa.Column("city", sa.String, nullable=False),
    sa.Column("case_reference", sa.String, nullable=False),
    sa.Column("handover", sa.String, nullable=False),
    sa.Column("requested_by", sa.String, nullable=False),
    sa.Column("gateway_host", sa.String, nullable=False),
    sa.Column("gateway_account", sa.String, nullable=False),
    sa.Column("taken_in_at", sa.String, nullable=False),
    sa.Column("deadline", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("sending_began_at", sa.String),
    sa.Column("sending_ended_at", sa.String),
    sa.Column("stopped_at", sa.String),
    sa.Column("stop_reason", sa.String),
    sa.Column("closed_at", sa.String),
)
_working_copies = sa.Table(
    "working_copies",
    _metadata,
    sa.Column("city", sa.String, primary_key=True),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("deadline", sa.String, nullable=False),
)


def same_case(one: str, other: str) -> bool:
    """Tell whether two case references differ in nothing but case, spaces and punctuation."""
    return _letters_and_digits(one) == _letters_and_digits(other)


def _letters_and_digits(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in folded if each.isalnum())


class Inventory:
    """The inventory of one installation: SQLite below ``inventory/``."""

    def __init__(self, home: Home) -> None:
        self._folder = home.inventory
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._engine = sa.create_engine(
            f"sqlite:///{self._folder / 'inventory.db'}", hide_parameters=True
        )
        event.listen(self._engine, "connect", _pragmas)
        with FileLock(self._folder / "schema.lock"):
            _metadata.create_all(self._engine)

    @property
    def locks(self) -> Path:
        """The folder of leases and evidence locks."""
        return self._folder / "locks"

    @contextmanager
    def lease(self, campaign: str, wait: float = 0) -> Iterator[None]:
        """Hold the one lease on a campaign's vault; it ends with the process, however that dies.

        ``wait`` is in seconds. Fails when another process holds it.
        """
        self.locks.mkdir(mode=0o700, exist_ok=True)
        try:
            with FileLock(self.locks / f"{campaign}.lease.lock", timeout=wait):
                yield
        except Timeout:
            raise EenmaligError(Code.VAULT_BUSY) from None

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Hold the lock under which campaigns take in and compare numbers, one after another."""
        self.locks.mkdir(mode=0o700, exist_ok=True)
        with FileLock(self.locks / "comparing.lock"):
            yield

    def take_in(self, campaign: Campaign) -> None:
        """Record a new campaign before its first byte is taken in.

        Fails when the run has a campaign, another open campaign has the hand-over, or sending
        ever began for the city and case reference.
        """
        with self.one_at_a_time(), self._engine.begin() as connection:
            if self.case_was_sent(campaign.city, campaign.case_reference):
                raise EenmaligError(Code.CASE_ALREADY_SENT)
            for other in self.open_campaigns():
                if (other.city, other.handover) == (campaign.city, campaign.handover):
                    raise EenmaligError(Code.HANDOVER_CLAIMED)
            try:
                connection.execute(_campaigns.insert().values(**_as_row(campaign)))
            except IntegrityError:
                raise EenmaligError(
                    Code.RUN_REFUSED, "this run has already taken a hand-over in"
                ) from None

    def of_run(self, dag_id: str, run_id: str) -> Campaign | None:
        """Return the campaign of an Airflow run, if it took anything in."""
        where = _campaigns.c.run == run_key(dag_id, run_id)
        return next(iter(self._select(where)), None)

    def get(self, campaign: str) -> Campaign:
        """Return a campaign. Fails when there is none of this id."""
        found = self._select(_campaigns.c.id == campaign)
        if not found:
            raise EenmaligError(Code.CAMPAIGN_UNKNOWN)
        return found[0]

    def campaigns(self) -> list[Campaign]:
        """Return all campaigns there ever were, oldest first."""
        return self._select(sa.true())

    def open_campaigns(self) -> list[Campaign]:
        """Return the campaigns of which anything may still exist."""
        return self._select(_campaigns.c.state != State.CLOSED)

    def case_was_sent(self, city: str, case_reference: str) -> bool:
        """Whether sending ever began for this city and case reference, however it is spelled."""
        began = _campaigns.c.sending_began_at.is_not(None)
        return any(
            same_case(each.case_reference, case_reference)
            for each in self._select((_campaigns.c.city == city) & began)
        )

    def begin_sending(self, campaign: str, now: datetime) -> None:
        """Record, before the first call, that sending begins: from here on the case is spent.

        Fails when another campaign of the same city and case began before.
        """
        with self.one_at_a_time():
            this = self.get(campaign)
            if this.sending_began_at is None and self.case_was_sent(this.city, this.case_reference):
                raise EenmaligError(Code.CASE_ALREADY_SENT)
            began = this.sending_began_at or now
            self.update(campaign, state=State.SENDING, sending_began_at=began)

    def stop(self, campaign: str, reason: str, now: datetime) -> None:
        """Record that nothing more may be sent. The first reason stays."""
        this = (_campaigns.c.id == self.get(campaign).id) & _campaigns.c.stopped_at.is_(None)
        values = {"stopped_at": _as_text(now), "stop_reason": reason}
        with self._engine.begin() as connection:
            connection.execute(_campaigns.update().where(this).values(**values))

    def stop_reason(self, campaign: str) -> str | None:
        """Return why the campaign was stopped, if it was. Looked at before every call."""
        query = sa.select(_campaigns.c.stop_reason).where(_campaigns.c.id == campaign)
        with self._engine.connect() as connection:
            reason: str | None = connection.execute(query).scalar_one()
        return reason

    def update(self, campaign: str, **changes: State | datetime | str) -> None:
        """Change what is known of a campaign, durably."""
        values = {name: _as_text(value) for name, value in changes.items()}
        with self._engine.begin() as connection:
            connection.execute(
                _campaigns.update().where(_campaigns.c.id == campaign).values(**values)
            )

    def seen(self, city: str, name: str, deadline: datetime) -> datetime:
        """Give a working copy that nobody triggered a deadline, once; return it."""
        statement = insert(_working_copies).values(
            city=city, name=name, deadline=deadline.isoformat()
        )
        key = (_working_copies.c.city == city) & (_working_copies.c.name == name)
        with self._engine.begin() as connection:
            connection.execute(statement.on_conflict_do_nothing())
            held = connection.execute(sa.select(_working_copies.c.deadline).where(key))
            return datetime.fromisoformat(held.scalar_one())

    def forget_working_copy(self, city: str, name: str) -> None:
        """Drop the entry of a working copy that is gone or belongs to a campaign."""
        key = (_working_copies.c.city == city) & (_working_copies.c.name == name)
        with self._engine.begin() as connection:
            connection.execute(_working_copies.delete().where(key))

    def _select(self, where: sa.ColumnElement[bool]) -> list[Campaign]:
        query = sa.select(_campaigns).where(where).order_by(_campaigns.c.taken_in_at)
        with self._engine.connect() as connection:
            return [_from_row(row) for row in connection.execute(query).mappings()]


_TIMES = (
    "taken_in_at",
    "deadline",
    "sending_began_at",
    "sending_ended_at",
    "stopped_at",
    "closed_at",
)


def _as_text(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def _as_row(campaign: Campaign) -> dict[str, object]:
    return {name: _as_text(value) for name, value in vars(campaign).items()}


def _from_row(row: sa.RowMapping) -> Campaign:
    values: dict[str, Any] = dict(row)
    for name in _TIMES:
        if values[name] is not None:
            values[name] = datetime.fromisoformat(values[name])
    return Campaign(**{**values, "state": State(values["state"])})


def _pragmas(connection: Any, _: object) -> None:
    connection.execute("PRAGMA busy_timeout = 20000")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
