"""The tables of a vault, all of them: whoever makes a vault makes every one.

Cells as they were read, where candidates stood that were not used, recipients with their sealed
number, and the journal of attempts, each with the provider's sealed message id (SID).
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()
cells = sa.Table(
    "cells",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
unused = sa.Table(
    "unused",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("source", sa.Integer, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
recipients = sa.Table(
    "recipients",
    metadata,
    sa.Column("ref", sa.String, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False, unique=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
journal = sa.Table(
    "journal",
    metadata,
    sa.Column("ref", sa.String, primary_key=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("attempted_at", sa.String, nullable=False),
    sa.Column("sealed_sid", sa.LargeBinary),
    sa.Column("found", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("status", sa.String),
    sa.Column("error_code", sa.Integer),
    sa.Column("deleted_at", sa.String),
)
