"""The journal of attempts, written before each call: it makes "once" survive a crash.

A recipient without a row was never tried. A row is committed as ``attempting`` before the
provider is called; if the process dies there, it reads ``in_doubt`` at the next start and is
never sent again, only looked for in the provider's list.

With the answer to a call the recipient's sealed number goes, in the same transaction. Nothing
needs it any more: whoever is sent to no more is recognised by the keyed hash.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from eenmalig.cleartext.vault import tables
from eenmalig.cleartext.vault.listed_messages import ListedMessages, ListStanding
from eenmalig.cleartext.vault.seal import Seal
from eenmalig.domain.delivery import Attempt, Outcome, outcome_of
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.keys import KeyName, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from eenmalig.cleartext.vault.vault import Vault

TRIED = sa.select(tables.journal.c.ref)


def anybody_tried(vault: Vault) -> bool:
    """Whether a vault knows of an attempt, or of a message. It is read only, and by no key.

    A vault of an earlier program has no place for messages without an attempt.
    """
    with vault.engine.connect() as connection:
        return any(
            connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
            for table in (tables.journal, tables.strays)
        )


@dataclass(frozen=True)
class Report:
    """The provider's last word on one accepted message."""

    ref: str
    status: str
    error_code: int | None


class Journal:
    """Reads and writes the journal in a campaign's vault. Each write is durable on return."""

    def __init__(self, vault: Vault, purpose: Purpose = Purpose.CAMPAIGN) -> None:
        self._vault = vault
        self._seal = Seal(vault.keys.open(KeyName.JOURNAL, vault.now, purpose))
        self.listed = ListedMessages(vault, self._seal)

    def attempt(self, ref: str, now: datetime) -> int:
        """Record, before the call, that a recipient is being sent to; return how many ever were.

        Fails the second time, and when another process holds the vault by now (``LEASE_LOST``).
        """
        row = {"ref": ref, "state": str(Attempt.ATTEMPTING), "attempted_at": now}
        claims = tables.holder.c.claims
        try:
            with self._vault.writing() as connection:
                connection.execute(tables.journal.insert().values(**row))
                connection.execute(tables.holder.update().values(claims=claims + 1))
                return int(connection.execute(sa.select(claims)).scalar_one())
        except sa.exc.IntegrityError:
            raise EenmaligError(
                Code.STEP_OUT_OF_ORDER, "a recipient would have been sent to twice"
            ) from None

    def accepted(self, ref: str, sid: str, status: str) -> None:
        """Record that the provider accepted the message."""
        self._end(ref, Attempt.ACCEPTED, sealed_sid=self._sealed(ref, sid), status=status)

    def refused(self, ref: str, code: int) -> None:
        """Record that the provider created no message and never will: final under "once"."""
        self._end(ref, Attempt.REFUSED, error_code=code)

    def in_doubt(self, ref: str) -> None:
        """Record that nobody knows whether the provider accepted: never sent again."""
        self._end(ref, Attempt.IN_DOUBT)

    def not_processed(self, ref: str) -> None:
        """Take an attempt back that the provider surely did not process."""
        with self._vault.writing() as connection:
            connection.execute(tables.journal.delete().where(tables.journal.c.ref == ref))

    def doubt_unfinished(self) -> int:
        """Put attempts that a dead process left in doubt; return how many.

        No number of anybody who was tried is left after it.
        """
        unfinished = tables.journal.c.state == str(Attempt.ATTEMPTING)
        with self._vault.writing() as connection:
            changed = connection.execute(
                tables.journal.update().where(unfinished).values(state=str(Attempt.IN_DOUBT))
            )
            self._remove_number(connection, tables.recipients.c.ref.in_(TRIED))
            return int(changed.rowcount)

    def found(self, ref: str, sid: str) -> None:
        """Record that a message in doubt was found in the provider's list."""
        self._end(ref, Attempt.ACCEPTED, sealed_sid=self._sealed(ref, sid), found=True)

    def clear_answers(self, count: int) -> list[int | None]:
        """Return up to ``count`` of the provider's last clear answers, newest first.

        A refusal's code, or None for a message that was accepted. Recipients are tried in their
        order, so the last one is the newest.
        """
        mine = tables.recipients.c.attempt == self._vault.attempt
        attempts = tables.journal.join(
            tables.recipients, (tables.recipients.c.ref == tables.journal.c.ref) & mine
        )
        query = (
            sa.select(tables.journal.c.state, tables.journal.c.error_code)
            .select_from(attempts)
            .where(tables.journal.c.state.in_([str(Attempt.ACCEPTED), str(Attempt.REFUSED)]))
            .order_by(tables.recipients.c.position.desc())
            .limit(count)
        )
        with self._vault.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [row.error_code if row.state == Attempt.REFUSED else None for row in rows]

    def anybody_accepted(self) -> bool:
        """Whether the provider is known to have accepted any message."""
        accepted = tables.journal.c.state == str(Attempt.ACCEPTED)
        query = sa.select(tables.journal.c.ref).where(accepted).limit(1)
        with self._vault.engine.connect() as connection:
            return connection.execute(query).first() is not None

    def doubtful(self) -> dict[str, datetime]:
        """Return the refs in doubt and when each was tried."""
        return self._tried(Attempt.IN_DOUBT)

    def tried(self) -> set[str]:
        """Return the refs of whoever was tried."""
        return set(self._tried(*Attempt))

    def holds(self, token: int, claims: int) -> bool:
        """Whether the vault holds at least what the inventory knows of it."""
        table = tables.holder.c
        with self._vault.engine.connect() as connection:
            row = connection.execute(sa.select(table.token, table.claims)).one_or_none()
        return row is not None and row.token >= token and row.claims >= claims

    def unsettled(self) -> dict[str, datetime]:
        """Return the refs of whom it is not known yet which message is theirs, if any is."""
        return self._tried(Attempt.ATTEMPTING, Attempt.IN_DOUBT)

    def messages(self) -> dict[str, str]:
        """Return the accepted messages, SID to ref."""
        query = sa.select(tables.journal.c.ref, tables.journal.c.sealed_sid).where(
            tables.journal.c.sealed_sid.is_not(None)
        )
        with self._vault.engine.connect() as connection:
            rows = connection.execute(query).all()
        return {self._seal.open(sealed, f"sid/{ref}").decode(): ref for ref, sealed in rows}

    def report(self, reports: Iterable[Report]) -> None:
        """Record the provider's last word on many messages at once, where it is a new one."""
        known = self._reported()
        fresh = [report for report in reports if known.get(report.ref) != report]
        if not fresh:
            return
        with self._vault.writing() as connection:
            for report in fresh:
                connection.execute(
                    tables.journal.update()
                    .where(tables.journal.c.ref == report.ref)
                    .values(status=report.status, error_code=report.error_code)
                )

    def statuses(self) -> dict[str, str | None]:
        """Return the last known status of each accepted message, by ref."""
        query = sa.select(tables.journal.c.ref, tables.journal.c.status).where(
            tables.journal.c.state == str(Attempt.ACCEPTED)
        )
        with self._vault.engine.connect() as connection:
            return {row.ref: row.status for row in connection.execute(query)}

    def summary(self, recipients: int) -> Summary:
        """Return what became of ``recipients`` recipients, in counts."""
        outcomes: Counter[Outcome] = Counter()
        codes: Counter[str] = Counter()
        summary = Summary(outcomes, codes)
        with self._vault.engine.connect() as connection:
            for row in connection.execute(sa.select(tables.journal)):
                attempt = Attempt(row.state)
                never_listed = row.listed == ListStanding.MISSING
                if never_listed:  # an id that stands for no message is as good as no answer
                    attempt = Attempt.IN_DOUBT
                outcome = outcome_of(attempt, row.status)
                outcomes[outcome] += 1
                if outcome is Outcome.FAILED:
                    codes[str(row.error_code or "none")] += 1
                summary.accepted += attempt is Attempt.ACCEPTED
                summary.found += bool(row.found) and not never_listed
                summary.never_listed += never_listed
                summary.in_doubt += attempt in (Attempt.IN_DOUBT, Attempt.ATTEMPTING)
        outcomes[Outcome.NOT_SENT] = recipients - outcomes.total()
        return summary

    def _tried(self, *states: Attempt) -> dict[str, datetime]:
        query = sa.select(tables.journal.c.ref, tables.journal.c.attempted_at).where(
            tables.journal.c.state.in_(map(str, states))
        )
        with self._vault.engine.connect() as connection:
            return {row.ref: row.attempted_at for row in connection.execute(query)}

    def _sealed(self, ref: str, sid: str) -> bytes:
        return self._seal.seal(sid.encode(), f"sid/{ref}")

    def _reported(self) -> dict[str, Report]:
        columns = (tables.journal.c.ref, tables.journal.c.status, tables.journal.c.error_code)
        with self._vault.engine.connect() as connection:
            rows = connection.execute(sa.select(*columns)).all()
        return {row.ref: Report(row.ref, row.status, row.error_code) for row in rows}

    def _end(self, ref: str, state: Attempt, **values: object) -> None:
        """Record what an attempt came to, and remove the number that nothing needs any more."""
        with self._vault.writing() as connection:
            self._set(connection, ref, state=str(state), **values)
            self._remove_number(connection, tables.recipients.c.ref == ref)

    def _set(self, connection: sa.Connection, ref: str, **values: object) -> None:
        connection.execute(
            tables.journal.update().where(tables.journal.c.ref == ref).values(**values)
        )

    def _remove_number(self, connection: sa.Connection, whose: sa.ColumnElement[bool]) -> None:
        table = tables.recipients
        mine = (table.c.attempt == self._vault.attempt) & (table.c.sealed != tables.REMOVED)
        connection.execute(table.update().where(mine & whose).values(sealed=tables.REMOVED))


@dataclass
class Summary:
    """Counts of outcomes, of failures per provider's code, and of what is in doubt.

    ``never_listed`` of the latter were accepted, but the provider's list never showed them.
    """

    outcomes: Counter[Outcome]
    failed_by_code: Counter[str]
    accepted: int = 0
    found: int = 0
    in_doubt: int = 0
    never_listed: int = 0

    def counts(self) -> dict[str, int]:
        """Return the outcomes by name, in the order in which they are read."""
        return {str(outcome): self.outcomes[outcome] for outcome in Outcome}
