"""Moments as moments; ledger lines, leases, what vaults must hold and evidence keys as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from eenmalig.stores.engine import Moment

revision, down_revision = "2", "1"

_MOMENTS = (
    "taken_in_at",
    "deadline",
    "sending_began_at",
    "sending_ended_at",
    "stopped_at",
    "closed_at",
)


def upgrade() -> None:
    """Bring both tables along, and make the new ones."""
    for name in ("campaigns", "working_copies"):
        op.rename_table(name, f"{name}_before")
    for table in (_campaigns(), _working_copies()):
        before = sa.table(f"{table.name}_before", *(sa.column(each) for each in _names(table)))
        rows = op.get_bind().execute(sa.select(before)).mappings().all()
        if rows:
            op.bulk_insert(table, [_with_moments(row) for row in rows])
        op.drop_table(f"{table.name}_before")
    _new_tables()


def _campaigns() -> sa.Table:
    return op.create_table(
        "campaigns",
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
        sa.Column("staged", sa.Integer),
        sa.Column("staged_digest", sa.String),
    )


def _working_copies() -> sa.Table:
    return op.create_table(
        "working_copies",
        sa.Column("city", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("deadline", Moment, nullable=False),
    )


def _new_tables() -> None:
    op.create_table(
        "lines",
        sa.Column("campaign", sa.String, primary_key=True),
        sa.Column("file", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("line", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "copies",
        sa.Column("campaign", sa.String, primary_key=True),
        sa.Column("file", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
    )
    op.create_table(
        "unsigned",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("campaign", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("owner", sa.String),
        sa.Column("token", sa.Integer, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
    )
    op.create_table(
        "vaults",
        sa.Column("campaign", sa.String, primary_key=True),
        sa.Column("token", sa.Integer, nullable=False),
        sa.Column("claims", sa.Integer, nullable=False),
    )
    op.create_table(
        "evidence_keys",
        sa.Column("fingerprint", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("drawn_at", Moment, nullable=False),
    )


def _names(table: sa.Table) -> list[str]:
    return [column.name for column in table.columns if not column.name.startswith("staged")]


def _with_moments(row: sa.RowMapping) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name in _MOMENTS and value else value
        for name, value in row.items()
    }
