"""Meetings: which version a meeting saw, marked by a person, so that "since the last meeting" is the same for all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE = "meetings"


def upgrade() -> None:
    """Create the table, whose rows are never changed or removed."""
    op.create_table(
        TABLE,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("version", sa.Integer, sa.ForeignKey("versions.number"), nullable=False, index=True),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {TABLE} are never changed or removed'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {TABLE}_never BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION g60_never()"
    )


def downgrade() -> None:
    """Nothing that people entered is dropped: there is no way back but a backup."""
    raise NotImplementedError
