"""Changes to the inventory in one transaction: a campaign's state, its ledger lines, and the rest.

Either all of it holds afterwards or none. This is the one commit point of every step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from eenmalig.domain.campaign import FOLLOWS, Campaign, State
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores import schema, summaries
from eenmalig.stores.reading_campaigns import as_row, case_was_sent, select
from eenmalig.stores.working_copies import drop_copy, keep_check, keep_copy

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from eenmalig.stores.working_copies import WorkingCopy


@dataclass(frozen=True)
class Unsigned:
    """A record that waits for its signature."""

    id: int
    kind: str
    at: datetime
    data: Mapping[str, Any]


class Changes:
    """What may be read and changed within one transaction of the inventory."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def get(self, campaign: str) -> Campaign:
        """Return a campaign. Fails when there is none of this id (``CAMPAIGN_UNKNOWN``)."""
        found = select(self.connection, schema.campaigns.c.id == campaign)
        if not found:
            raise EenmaligError(Code.CAMPAIGN_UNKNOWN)
        return found[0]

    def take_in(self, campaign: Campaign) -> None:
        """Record a new campaign before its first byte is taken in.

        Fails when the run has a campaign, another open campaign has the hand-over, or anything may
        have been sent for the city and case reference.
        """
        if case_was_sent(self.connection, campaign.city, campaign.case_reference):
            raise EenmaligError(Code.CASE_ALREADY_SENT)
        table = schema.campaigns.c
        same = (table.city == campaign.city) & (table.handover == campaign.handover)
        if select(self.connection, same & (table.state != State.CLOSED)):
            raise EenmaligError(Code.HANDOVER_CLAIMED)
        if select(self.connection, table.run == campaign.run):
            raise EenmaligError(Code.RUN_REFUSED, "this run has already taken a hand-over in")
        self.bring_in(campaign)

    def bring_in(self, campaign: Campaign) -> None:
        """Record a campaign that is known from elsewhere, as it is."""
        self.connection.execute(schema.campaigns.insert().values(**as_row(campaign)))

    def make_anew(self, campaign: Campaign) -> None:
        """Write a campaign's row anew, whatever stands there. It is of the same id."""
        where = schema.campaigns.c.id == campaign.id
        self.connection.execute(schema.campaigns.update().where(where).values(**as_row(campaign)))
        summaries.unsay(self.connection, campaign.id)

    def begin_sending(self, campaign: str, now: datetime) -> None:
        """Record, before the first call, that sending begins: from here on the case is spent.

        Fails when another campaign of the same city and case began before, unless it has ended and
        surely sent nothing.
        """
        this = self.get(campaign)
        if this.sending_began_at is None and case_was_sent(
            self.connection, this.city, this.case_reference
        ):
            raise EenmaligError(Code.CASE_ALREADY_SENT)
        began = this.sending_began_at or now
        self.update(campaign, state=State.SENDING, sending_began_at=began)

    def stop(self, campaign: str, reason: str, now: datetime) -> None:
        """Record that nothing more may be sent. The first reason stays."""
        if self.get(campaign).stopped_at is None:
            self.update(campaign, stopped_at=now, stop_reason=reason)

    def update(self, campaign: str, **changes: State | datetime | str | int | None) -> None:
        """Change what is known of a campaign.

        Fails when its state cannot follow the one that it is in (``STEP_OUT_OF_ORDER``).
        """
        state = changes.get("state")
        if isinstance(state, State):
            before = self.get(campaign).state
            if state not in FOLLOWS[before]:
                raise EenmaligError(Code.STEP_OUT_OF_ORDER, f"the campaign is {before}")
        where = schema.campaigns.c.id == campaign
        self.connection.execute(schema.campaigns.update().where(where).values(**changes))

    def keep_copy(self, copy: WorkingCopy) -> WorkingCopy:
        """Record what is known of a working copy; return it as it is on record."""
        return keep_copy(self.connection, copy)

    def keep_check(self, copy: WorkingCopy, checked: Mapping[str, Any]) -> bool:
        """Record what came of trying a working copy; return whether it is still as it was then."""
        return keep_check(self.connection, copy, checked)

    def drop_copy(self, copy: WorkingCopy) -> None:
        """Forget a working copy that is gone, with its key."""
        drop_copy(self.connection, copy)

    def lines(self, campaign: str, file: str) -> list[bytes]:
        """Return the committed lines of a file of evidence, in order, without line feeds."""
        table = schema.lines.c
        where = (table.campaign == campaign) & (table.file == file)
        query = sa.select(table.line).where(where).order_by(table.seq)
        return list(self.connection.execute(query).scalars())

    def add_lines(self, campaign: str, file: str, lines: Sequence[bytes], after: int) -> None:
        """Commit lines that follow the ``after`` ones that are committed already."""
        rows = [
            {"campaign": campaign, "file": file, "seq": seq, "line": line}
            for seq, line in enumerate(lines, start=after + 1)
        ]
        if rows:
            self.connection.execute(schema.lines.insert(), rows)
            summaries.unsay(self.connection, campaign)

    def drop_lines(self, campaign: str, file: str) -> None:
        """Forget the lines of a file of evidence that was set aside."""
        for table in (schema.lines, schema.copies):
            where = (table.c.campaign == campaign) & (table.c.file == file)
            self.connection.execute(table.delete().where(where))
        summaries.unsay(self.connection, campaign)

    def keep_summary(self, campaign: str, said: Mapping[str, Any]) -> None:
        """Keep what the list of campaigns shows of one, as of its last committed line."""
        summaries.say(self.connection, campaign, said)

    def note_looks(self, campaigns: Collection[str], at: datetime) -> None:
        """Keep when campaigns were last looked at."""
        summaries.note_looks(self.connection, campaigns, at)

    def copied(self, campaign: str, file: str) -> int:
        """Return how many lines are known to have reached a file of evidence."""
        table = schema.copies.c
        query = sa.select(table.seq).where((table.campaign == campaign) & (table.file == file))
        return self.connection.execute(query).scalar() or 0

    def set_copied(self, campaign: str, file: str, seq: int) -> None:
        """Record how many lines have reached a file of evidence, synced."""
        table = schema.copies
        where = (table.c.campaign == campaign) & (table.c.file == file)
        changed = self.connection.execute(table.update().where(where).values(seq=seq))
        if not changed.rowcount:
            row = {"campaign": campaign, "file": file, "seq": seq}
            self.connection.execute(table.insert().values(**row))

    def unsigned(self, campaign: str) -> list[Unsigned]:
        """Return the records that wait for their signature, in order."""
        table = schema.unsigned
        query = sa.select(table).where(table.c.campaign == campaign).order_by(table.c.id)
        rows = self.connection.execute(query).all()
        return [Unsigned(row.id, row.kind, row.at, row.data) for row in rows]

    def leave_unsigned(
        self, campaign: str, kind: str, data: Mapping[str, Any], now: datetime
    ) -> None:
        """Keep a record that cannot be signed now, unless it waits already."""
        what = data.get("what")
        if any(
            (each.kind, each.data.get("what")) == (kind, what) for each in self.unsigned(campaign)
        ):
            return
        row = {"campaign": campaign, "kind": kind, "at": now, "data": dict(data)}
        self.connection.execute(schema.unsigned.insert().values(**row))

    def now_signed(self, records: Sequence[Unsigned]) -> None:
        """Drop records that were signed since."""
        table = schema.unsigned
        ids = [record.id for record in records]
        self.connection.execute(table.delete().where(table.c.id.in_(ids)))

    def hold_vault(self, campaign: str, token: int, claims: int) -> None:
        """Record what a vault holds by now: whoever finds less there has an older copy."""
        table = schema.vaults
        where = table.c.campaign == campaign
        changed = self.connection.execute(
            table.update().where(where).values(token=token, claims=claims)
        )
        if not changed.rowcount:
            row = {"campaign": campaign, "token": token, "claims": claims}
            self.connection.execute(table.insert().values(**row))
