"""Imports that can go on after an interruption, and the answers that a list remembers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables; their rows change until an import is closed."""
    op.create_table(
        "imports",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("list", sa.String(40), nullable=False),
        sa.Column("units", sa.String(400), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("made_at", sa.String(20), nullable=False),
        sa.Column("changed_at", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("draft", sa.Integer),
    )
    op.create_table(
        "import_answers",
        sa.Column("list", sa.String(40), primary_key=True),
        sa.Column("unit", sa.String(20), primary_key=True),
        sa.Column("code", sa.String(40), primary_key=True),
        sa.Column("asked", sa.String(200), primary_key=True),
        sa.Column("answer", sa.String(400), nullable=False),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
    )


def downgrade() -> None:
    """Nothing that people entered is dropped: there is no way back but a backup."""
    raise NotImplementedError
