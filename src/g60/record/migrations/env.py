"""Runs the migrations over the connection that `database.prepare` has opened."""

from __future__ import annotations

from alembic import context

from g60.record.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, transaction_per_migration=False
)
context.run_migrations()
