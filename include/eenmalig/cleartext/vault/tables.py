"""The tables of a vault, all of them: whoever makes a vault makes every one.

Cells as they were read, where candidates stood that were not used, and recipients with their
sealed number are written by an attempt of a step, and exist once the inventory names that attempt.
Of who is sent to no more the sealed number is removed; who the recipients are can still be told.
The journal of attempts to send, each with the provider's sealed message id (SID), counts at once,
and so does what the provider's list shows besides; ``holder`` says who may write it.
"""

from __future__ import annotations

import sqlalchemy as sa

from eenmalig.stores.engine import Moment

# What stands in place of a sealed number that nothing needs any more.
REMOVED = b""

metadata = sa.MetaData()
cells = sa.Table(
    "cells",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
unused = sa.Table(
    "unused",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("source", sa.Integer, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
recipients = sa.Table(
    "recipients",
    metadata,
    sa.Column("attempt", sa.Integer, primary_key=True),
    sa.Column("ref", sa.String, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("attempt", "position"),
)
journal = sa.Table(
    "journal",
    metadata,
    sa.Column("ref", sa.String, primary_key=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("attempted_at", Moment, nullable=False),
    sa.Column("sealed_sid", sa.LargeBinary),
    sa.Column("found", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("status", sa.String),
    sa.Column("error_code", sa.Integer),
    sa.Column("deleted_at", Moment),
    sa.Column("listed", sa.String),
)
# Messages that the provider lists as this campaign's, and that answer to no attempt: ``ref`` is of
# whoever has got another one already, and ``ours`` whether it is no stranger's for sure.
strays = sa.Table(
    "strays",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sealed_sid", sa.LargeBinary, nullable=False),
    sa.Column("ref", sa.String),
    sa.Column("ours", sa.Boolean, nullable=False),
    sa.Column("deleted_at", Moment),
)
# One row: whose vault it is, the fencing token of who may write, and how often it was claimed for
# a call, attempts that were taken back included.
holder = sa.Table(
    "holder",
    metadata,
    sa.Column("campaign", sa.String, primary_key=True),
    sa.Column("token", sa.Integer, nullable=False),
    sa.Column("claims", sa.Integer, nullable=False),
)


def complete(connection: sa.Connection) -> None:
    """Add what the vault of an earlier program has no place for, so that it can be destroyed."""
    metadata.create_all(connection, tables=[holder, strays])
    known = sa.inspect(connection)
    if not known.has_table(journal.name):
        return
    columns = {column["name"] for column in known.get_columns(journal.name)}
    if journal.c.listed.name not in columns:
        connection.exec_driver_sql("ALTER TABLE journal ADD COLUMN listed VARCHAR")
