"""The tables of the inventory and of the answers, as the last migration leaves them."""

from __future__ import annotations

import sqlalchemy as sa

from eenmalig.stores.engine import Moment

# The last migration of each database: what this program reads and writes.
INVENTORY_REVISION = 6
ANSWERS_REVISION = 3

inventory = sa.MetaData()
answered = sa.MetaData()

campaigns = sa.Table(
    "campaigns",
    inventory,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("run", sa.String, unique=True, nullable=False),
    sa.Column("city", sa.String, nullable=False),
    sa.Column("case_reference", sa.String, nullable=False),
    sa.Column("handover", sa.String, nullable=False),
    sa.Column("requested_by", sa.String, nullable=False),
    sa.Column("gateway_host", sa.String, nullable=False),
    sa.Column("gateway_account", sa.String, nullable=False),
    sa.Column("taken_in_at", Moment, nullable=False),
    sa.Column("deadline", Moment, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("sending_began_at", Moment),
    sa.Column("sending_ended_at", Moment),
    sa.Column("stopped_at", Moment),
    sa.Column("stop_reason", sa.String),
    sa.Column("closed_at", Moment),
    # Which attempt's rows of the vault exist for the campaign, and their digest.
    sa.Column("staged", sa.Integer),
    sa.Column("staged_digest", sa.String),
    sa.Column("gateway_address", sa.String, nullable=False, server_default=""),
    sa.Column("spent_nothing", sa.Boolean, nullable=False, server_default=sa.false()),
)
# Working copies by their place on the disk and by what they hold: names are no proof.
working_copies = sa.Table(
    "working_copies",
    inventory,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("city", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("deadline", Moment, nullable=False),
    sa.Column("place", sa.String, nullable=False),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("listing", sa.String, nullable=False),
    sa.Column("contents", sa.JSON, nullable=False),
    sa.Column("files", sa.JSON, nullable=False),
    sa.Column("campaign", sa.String),
    # What came of trying it as it is listed: counts, and mistakes by position.
    sa.Column("checked", sa.JSON(none_as_null=True)),
)
# The lines of each campaign's ledger and later looks, as they stand in its evidence folder.
lines = sa.Table(
    "lines",
    inventory,
    sa.Column("campaign", sa.String, primary_key=True),
    sa.Column("file", sa.String, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("line", sa.LargeBinary, nullable=False),
)
# What the list of campaigns shows of each, as its last committed line leaves it: display only.
# Nothing is said where lines were committed that nobody has summarised yet. Whoever changes what
# a summary holds lets a migration unsay them all.
summaries = sa.Table(
    "summaries",
    inventory,
    sa.Column("campaign", sa.String, primary_key=True),
    sa.Column("said", sa.JSON(none_as_null=True)),
    # When the last verification ended that looked at it: an unchanged look adds no line.
    sa.Column("looked_at", Moment),
)
# How many lines of a file are known to have reached it, synced.
copies = sa.Table(
    "copies",
    inventory,
    sa.Column("campaign", sa.String, primary_key=True),
    sa.Column("file", sa.String, primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
)
# What the last guard did while nothing could be signed, in order.
unsigned = sa.Table(
    "unsigned",
    inventory,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("campaign", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
)
leases = sa.Table(
    "leases",
    inventory,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("owner", sa.String),
    sa.Column("token", sa.Integer, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)
# What a vault must at least hold: an older copy of it holds less.
vaults = sa.Table(
    "vaults",
    inventory,
    sa.Column("campaign", sa.String, primary_key=True),
    sa.Column("token", sa.Integer, nullable=False),
    sa.Column("claims", sa.Integer, nullable=False),
)
# The evidence keys that this installation drew: no other may stand in its trust folder.
evidence_keys = sa.Table(
    "evidence_keys",
    inventory,
    sa.Column("fingerprint", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("drawn_at", Moment, nullable=False),
)

answers = sa.Table(
    "answers",
    answered,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run", sa.String, nullable=False, index=True),
    sa.Column("authority", sa.String, nullable=False),
    sa.Column("user_id", sa.String, nullable=False),
    sa.Column("staff_id", sa.String, nullable=False),
    sa.Column("decision", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("reason", sa.String),
    sa.UniqueConstraint("run", "authority", "user_id", "decision"),
)
# Campaigns that somebody stopped from a page; each step looks, and signs it.
stops = sa.Table(
    "stops",
    answered,
    sa.Column("run", sa.String, primary_key=True),
    sa.Column("user_id", sa.String, nullable=False),
    sa.Column("staff_id", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
