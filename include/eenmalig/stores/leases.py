"""Leases: who may work on what, as rows with an owner, an end and a fencing token.

A lease ends by itself, so a process that stands still for too long has lost it without knowing.
That is what the token is for: it grows with each holder, and whoever writes under a lease has its
write refused once a later holder's token was seen. The lease of a process of this machine that is
dead is free at once.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores import schema
from eenmalig.stores.engine import writing

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

LASTS = timedelta(seconds=120)
_RENEWED_EVERY = 20.0
_SHORTEST_LOOK, _LONGEST_LOOK = 0.02, 0.5


@dataclass
class Lease:
    """One holding of a lease. ``token`` is greater than that of every earlier holder."""

    name: str
    token: int
    _engine: sa.Engine = field(repr=False)
    _until: datetime = field(repr=False)
    _until_ticks: float = field(repr=False)

    def remaining(self) -> float:
        """Return for how many seconds it is surely still ours, by the wall and by a clock that
        nobody sets.
        """  # noqa: D205 - one sentence
        by_wall = (self._until - datetime.now(UTC)).total_seconds()
        return min(by_wall, self._until_ticks - _ticks())

    def require(self, seconds: float = 0.0) -> None:
        """Fail unless it is ours for more than ``seconds``; it is renewed for that if need be.

        Fails when somebody else holds it, or may (``LEASE_LOST``).
        """
        if self.remaining() <= seconds:
            self.renew()
        if self.remaining() <= seconds:
            raise EenmaligError(Code.LEASE_LOST)

    def renew(self) -> None:
        """Begin its time anew. Fails when somebody else took it (``LEASE_LOST``)."""
        until, ticks = _end()
        with writing(self._engine) as connection:
            self.check(connection)
            ours = schema.leases.c.name == self.name
            connection.execute(schema.leases.update().where(ours).values(expires_at=until))
        self._until, self._until_ticks = until, ticks

    def check(self, connection: sa.Connection) -> None:
        """Fail, within a transaction of the inventory, when somebody else took it."""
        query = sa.select(schema.leases.c.token, schema.leases.c.owner).where(
            schema.leases.c.name == self.name
        )
        row = connection.execute(query).one_or_none()
        if row is None or row.token != self.token or row.owner is None:
            raise EenmaligError(Code.LEASE_LOST)


@contextmanager
def held(engine: sa.Engine, name: str, wait: float = 0.0) -> Iterator[Lease]:
    """Hold a lease for a block, renewed in the background as long as this process runs.

    ``wait`` is in seconds. Fails when another process holds it (``VAULT_BUSY``).
    """
    lease = _taken(engine, name, wait)
    over = threading.Event()
    renewing = threading.Thread(target=_keep, args=(lease, over), daemon=True)
    renewing.start()
    try:
        yield lease
    finally:
        over.set()
        renewing.join()
        _let_go(engine, lease)


def _taken(engine: sa.Engine, name: str, wait: float) -> Lease:
    give_up = time.monotonic() + wait
    pause = _SHORTEST_LOOK
    while True:
        lease = _take(engine, name)
        if lease is not None:
            return lease
        if time.monotonic() + pause > give_up:
            raise EenmaligError(Code.VAULT_BUSY)
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_LOOK)


def _take(engine: sa.Engine, name: str) -> Lease | None:
    """Take a lease that is free, has ended, or whose holder is dead; None when it is held."""
    where = schema.leases.c.name == name
    until, ticks = _end()
    with writing(engine) as connection:
        row = connection.execute(sa.select(schema.leases).where(where)).one_or_none()
        if row is None:
            token = 1
            values = {"name": name, "token": token, "owner": _this(), "expires_at": until}
            connection.execute(schema.leases.insert().values(**values))
        elif row.owner is None or row.expires_at <= datetime.now(UTC) or _is_dead(row.owner):
            token = row.token + 1
            values = {"token": token, "owner": _this(), "expires_at": until}
            connection.execute(schema.leases.update().where(where).values(**values))
        else:
            return None
    return Lease(name, token, engine, until, ticks)


def _let_go(engine: sa.Engine, lease: Lease) -> None:
    ours = (schema.leases.c.name == lease.name) & (schema.leases.c.token == lease.token)
    try:
        with writing(engine) as connection:
            connection.execute(schema.leases.update().where(ours).values(owner=None))
    except (EenmaligError, sa.exc.SQLAlchemyError):
        log.warning("A lease could not be given back; it ends by itself.")


def _keep(lease: Lease, over: threading.Event) -> None:
    while not over.wait(_RENEWED_EVERY):
        try:
            lease.renew()
        except (EenmaligError, sa.exc.SQLAlchemyError):
            # Whoever works under it meets the same error where it matters: before the next write.
            log.warning("A lease could not be renewed.")


def _end() -> tuple[datetime, float]:
    return datetime.now(UTC) + LASTS, _ticks() + LASTS.total_seconds()


def _ticks() -> float:
    """Return seconds that go on while the machine sleeps, and that nobody sets."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


def _this() -> str:
    """Return this process's name: its machine and numbering of processes, number and start."""
    return f"{_machine()} {_process('self')}"


def _is_dead(owner: str) -> bool:
    """Whether an owner was a process of this very machine and numbering, and runs no more."""
    machine, _, process = owner.partition(" ")
    return machine == _machine() != "" and _process(process.partition("-")[0]) != process


def _machine() -> str:
    """Return what tells this running system from others; nothing where it does not say."""
    try:
        booted = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{booted}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _process(pid: str) -> str:
    """Return a running process's number and start; nothing when there is none, or it is dead."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    number, _, rest = stat.partition(" ")
    state, *fields = rest.rpartition(")")[2].split()
    return "" if state in "ZX" else f"{number}-{fields[18]}"
