"""The whole address of a campaign's gateway, and whether a campaign spent nothing of its case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "3", "2"


def upgrade() -> None:
    """Add both. Of campaigns of before no address is known, and each has spent its case."""
    op.add_column(
        "campaigns", sa.Column("gateway_address", sa.String, nullable=False, server_default="")
    )
    op.add_column(
        "campaigns",
        sa.Column("spent_nothing", sa.Boolean, nullable=False, server_default=sa.false()),
    )
