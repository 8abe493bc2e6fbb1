"""What people answered. What has this table already keeps it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "1", None


def upgrade() -> None:
    """Make the table where there is none: databases of this form bore no number."""
    if sa.inspect(op.get_bind()).has_table("answers"):
        return
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run", sa.String, nullable=False, index=True),
        sa.Column("authority", sa.String, nullable=False),
        sa.Column("user_id", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("decision", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.UniqueConstraint("run", "authority", "user_id", "decision"),
    )
