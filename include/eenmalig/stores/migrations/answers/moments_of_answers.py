"""When an answer was given as a moment; so far it stood there as text."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from eenmalig.stores.engine import Moment

revision, down_revision = "2", "1"

_COLUMNS = ("id", "run", "authority", "user_id", "staff_id", "decision", "at")


def upgrade() -> None:
    """Bring every row along whose moment is one; no other could ever be signed."""
    op.rename_table("answers", "answers_before")
    op.drop_index("ix_answers_run", table_name="answers_before", if_exists=True)
    answers = op.create_table(
        "answers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run", sa.String, nullable=False, index=True),
        sa.Column("authority", sa.String, nullable=False),
        sa.Column("user_id", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("decision", sa.String, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.UniqueConstraint("run", "authority", "user_id", "decision"),
    )
    before = sa.table("answers_before", *(sa.column(name) for name in _COLUMNS))
    rows = op.get_bind().execute(sa.select(before)).mappings().all()
    kept = [{**row, "at": moment} for row in rows if (moment := _moment(row["at"])) is not None]
    if kept:
        op.bulk_insert(answers, kept)
    op.drop_table("answers_before")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
