"""Runs migrations within the transaction that ``stores.engine.upgrade`` opened: all or none."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
