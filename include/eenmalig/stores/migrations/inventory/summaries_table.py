"""A summary of each campaign, for the list of all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from eenmalig.stores.engine import Moment

revision, down_revision = "5", "4"


def upgrade() -> None:
    """Make the table. Installing fills it: what it tells is read from signed lines."""
    op.create_table(
        "summaries",
        sa.Column("campaign", sa.String, primary_key=True),
        sa.Column("said", sa.JSON),
        sa.Column("looked_at", Moment),
    )
