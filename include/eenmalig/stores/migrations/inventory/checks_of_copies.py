"""What came of trying a working copy before anybody triggered a campaign with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "6", "5"


def upgrade() -> None:
    """Add it. None was tried so that it was kept."""
    op.add_column("working_copies", sa.Column("checked", sa.JSON(none_as_null=True)))
