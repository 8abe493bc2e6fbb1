"""Working copies known by their place and by what they hold, and not by their name alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from eenmalig.stores.engine import Moment

revision, down_revision = "4", "3"


def upgrade() -> None:
    """Bring the names along with their deadlines: each is looked at when it is seen next."""
    op.rename_table("working_copies", "working_copies_before")
    table = op.create_table(
        "working_copies",
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
    )
    before = sa.table(
        "working_copies_before",
        sa.column("city", sa.String),
        sa.column("name", sa.String),
        sa.column("deadline", Moment),
    )
    rows = op.get_bind().execute(sa.select(before)).mappings().all()
    unseen = {"place": "", "key": b"", "listing": "", "contents": [], "files": []}
    if rows:
        op.bulk_insert(table, [{**row, **unseen} for row in rows])
    op.drop_table("working_copies_before")
