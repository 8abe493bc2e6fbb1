"""What the gateway remembers, in SQLite: in memory, or in one file that survives a restart.

A number is kept as long as its message. After deletion only a keyed hash and a count stay, so
that "how often was one number accepted" can still be answered.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import sqlite3
import threading
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Any

from rehearsal.gateway.messages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_COLUMNS = ", ".join(field.name for field in fields(Message))
_PLACES = ", ".join("?" for _ in fields(Message))
_SCHEMA = f"""
PRAGMA secure_delete = ON;
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY AUTOINCREMENT, {_COLUMNS});
CREATE UNIQUE INDEX IF NOT EXISTS by_sid ON messages (sid);
CREATE INDEX IF NOT EXISTS by_recipient ON messages (recipient);
CREATE TABLE IF NOT EXISTS deleted (sid PRIMARY KEY, seq INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS acceptances (number PRIMARY KEY, n INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS counters (name PRIMARY KEY, n INTEGER NOT NULL);
"""


@dataclass(frozen=True)
class ListFilter:
    """Which messages a list request asks for; moments in seconds, None where not asked.

    ``sent_from`` and ``sent_until`` bound the moment of sending: from <= sent < until.
    ``after`` and ``before`` are the SIDs beside which a page begins, in the order of the list.
    """

    recipient: str | None = None
    sender: str | None = None
    sent_from: float | None = None
    sent_until: float | None = None
    after: str | None = None
    before: str | None = None


class Store:
    """Messages and counters. Hold ``lock`` for what must happen as one."""

    def __init__(self, path: Path | None, key: bytes) -> None:
        if path is not None:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self.lock = threading.RLock()
        self._key = key
        self._db = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        self._db.executescript(_SCHEMA)

    def bump(self, counter: str) -> int:
        """Count one more of ``counter`` and return how many there are."""
        row = self._one(
            "INSERT INTO counters VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n",
            counter,
        )
        return int(row[0]) if row else 0

    def add(self, message: Message) -> None:
        """Remember an accepted message, and that its number was accepted once more."""
        with self.lock:
            insert = f"INSERT INTO messages ({_COLUMNS}) VALUES ({_PLACES})"  # noqa: S608 - our names
            self._db.execute(insert, astuple(message))
            self._db.execute(
                "INSERT INTO acceptances VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1",
                (self._keyed(message.recipient),),
            )

    def get(self, sid: str) -> Message | None:
        """Return the message, or None where it is not or no longer there."""
        query = f"SELECT {_COLUMNS} FROM messages WHERE sid = ?"  # noqa: S608 - our names
        row = self._one(query, sid)
        return Message(*row) if row else None

    def delete(self, sid: str) -> None:
        """Forget the message; its place in the list is kept, so that paging goes on."""
        with self.lock:
            self._db.execute(
                "INSERT INTO deleted SELECT sid, seq FROM messages WHERE sid = ?", (sid,)
            )
            self._db.execute("DELETE FROM messages WHERE sid = ?", (sid,))

    def redact(self, sid: str, now: float) -> None:
        """Empty the message's body."""
        with self.lock:
            self._db.execute(
                "UPDATE messages SET body = '', redacted = ? WHERE sid = ?", (now, sid)
            )

    def cancel(self, sid: str, now: float) -> None:
        """End the message before it is sent."""
        with self.lock:
            self._db.execute("UPDATE messages SET canceled = ? WHERE sid = ?", (now, sid))

    def place(self, sid: str) -> int | None:
        """Return the message's place in the order of creation, also after its deletion."""
        query = "SELECT seq FROM messages WHERE sid = ? UNION ALL SELECT seq FROM deleted"
        row = self._one(f"{query} WHERE sid = ?", sid, sid)
        return int(row[0]) if row else None

    def page(self, selection: ListFilter, *, now: float, lag: float, size: int) -> list[Message]:
        """Return up to ``size`` messages, newest first, that lists show at ``now``."""
        where, values = self._conditions(selection, now, lag)
        order = "ASC" if selection.before else "DESC"
        query = f"SELECT {_COLUMNS} FROM messages WHERE {where} ORDER BY seq {order} LIMIT ?"  # noqa: S608 - our names
        with self.lock:
            messages = [Message(*row) for row in self._db.execute(query, (*values, size))]
        return messages[::-1] if selection.before else messages

    def counts(self) -> dict[str, int]:
        """Return all counters and how often numbers were accepted; never a number."""
        with self.lock:
            counted = {str(name): int(n) for name, n in self._db.execute("SELECT * FROM counters")}
            distinct, most = self._db.execute(
                "SELECT count(*), coalesce(max(n), 0) FROM acceptances"
            ).fetchone()
            (remaining,) = self._db.execute("SELECT count(*) FROM messages").fetchone()
        known = {"posts": 0, "accepted": 0, "refused": 0, "throttled": 0, "deleted": 0}
        return (
            known
            | counted
            | {
                "distinct": distinct,
                "max_per_number": most,
                "remaining": remaining,
            }
        )

    def _conditions(
        self, selection: ListFilter, now: float, lag: float
    ) -> tuple[str, Sequence[object]]:
        conditions: list[tuple[str, object]] = [("created <= ?", now - lag)]
        if selection.recipient is not None:
            conditions.append(("recipient = ?", selection.recipient))
        if selection.sender is not None:
            conditions.append(("sender = ?", selection.sender))
        if selection.sent_from is not None or selection.sent_until is not None:
            conditions.append(("canceled IS NULL AND sent <= ?", now))
        if selection.sent_from is not None:
            conditions.append(("sent >= ?", selection.sent_from))
        if selection.sent_until is not None:
            conditions.append(("sent < ?", selection.sent_until))
        if selection.after is not None:
            conditions.append(("seq < ?", self.place(selection.after)))
        if selection.before is not None:
            conditions.append(("seq > ?", self.place(selection.before)))
        where = " AND ".join(condition for condition, _ in conditions)
        return where, [value for _, value in conditions]

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        with self.lock:
            row: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
        return row

    def _keyed(self, number: str) -> bytes:
        return hmac.digest(self._key, number.encode(), hashlib.sha256)
