"""Why somebody rejected, and who stopped a campaign from a page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from eenmalig.stores.engine import Moment

revision, down_revision = "3", "2"


def upgrade() -> None:
    """Add both. Of a rejection so far no reason is known."""
    op.add_column("answers", sa.Column("reason", sa.String))
    op.create_table(
        "stops",
        sa.Column("run", sa.String, primary_key=True),
        sa.Column("user_id", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
