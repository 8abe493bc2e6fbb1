"""Campaigns and working copies, with moments as text. What has these tables already keeps them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "1", None


def upgrade() -> None:
    """Make the tables where there are none: databases of this form bore no number."""
    if sa.inspect(op.get_bind()).has_table("campaigns"):
        return
    op.create_table(
        "campaigns",
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
    op.create_table(
        "working_copies",
        sa.Column("city", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("deadline", sa.String, nullable=False),
    )
