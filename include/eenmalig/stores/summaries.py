"""What the list of campaigns shows of each: a row a campaign, changed with its committed lines.

It is display. A line that is committed unsays the summary in the same transaction, whoever commits
it, so that none can be older than its lines; whoever summarises comes after.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from eenmalig.stores import schema
from eenmalig.stores.engine import JsonOrNone, MomentOrOdd
from eenmalig.stores.reading_campaigns import known

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from eenmalig.domain.campaign import Campaign

_TABLE = schema.summaries


class ListedCampaign(NamedTuple):
    """A campaign with its summary, if there is one, and when it was last looked at, if it was."""

    campaign: Campaign
    said: Mapping[str, Any] | None
    looked_at: datetime | None


def unsay(connection: sa.Connection, campaign: str) -> None:
    """Forget what is said of a campaign: its lines change."""
    connection.execute(_TABLE.update().where(_TABLE.c.campaign == campaign).values(said=None))


def say(connection: sa.Connection, campaign: str, said: Mapping[str, Any]) -> None:
    """Keep what is said of a campaign as of its last line."""
    where = _TABLE.c.campaign == campaign
    changed = connection.execute(_TABLE.update().where(where).values(said=dict(said)))
    if not changed.rowcount:
        connection.execute(_TABLE.insert().values(campaign=campaign, said=dict(said)))


def note_looks(connection: sa.Connection, campaigns: Collection[str], at: datetime) -> None:
    """Keep when these campaigns were last looked at."""
    known = set(connection.execute(sa.select(_TABLE.c.campaign)).scalars())
    fresh = [{"campaign": campaign} for campaign in campaigns if campaign not in known]
    if fresh:
        connection.execute(_TABLE.insert(), fresh)
    if campaigns:
        one = _TABLE.update().where(_TABLE.c.campaign == sa.bindparam("its")).values(looked_at=at)
        connection.execute(one, [{"its": campaign} for campaign in campaigns])


def listed(connection: sa.Connection, cities: Collection[str] | None) -> list[ListedCampaign]:
    """Return the campaigns of these cities, or of all, oldest first.

    What cannot be read is left out: of a summary there is then none. Whether one holds what it
    should, ``eenmalig.evidence.summary`` knows.
    """
    of = schema.campaigns.c
    where = sa.true() if cities is None else of.city.in_(cities)
    columns = (
        _TABLE.c.campaign,
        sa.type_coerce(_TABLE.c.said, JsonOrNone).label("said"),
        sa.type_coerce(_TABLE.c.looked_at, MomentOrOdd).label("looked_at"),
    )
    query = sa.select(*columns).join(schema.campaigns, of.id == _TABLE.c.campaign).where(where)
    rows = {row.campaign: row for row in connection.execute(query)}
    return [
        ListedCampaign(campaign, row.said, _moment(row.looked_at))
        if row
        else ListedCampaign(campaign, None, None)
        for campaign in known(connection, where).campaigns
        for row in [rows.get(campaign.id)]
    ]


def _moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None
