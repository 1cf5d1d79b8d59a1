"""The record: versions, rows, drafts, people, documents, answers. Corrections from before it stay as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.String(20)
APPEND_ONLY = ("versions", "rows", "steps", "edits", "documents", "answers")


def upgrade() -> None:
    """Create the tables; the table of corrections may be there from an earlier release."""
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("account", sa.String(200), unique=True),
        *(sa.Column(name, sa.String(200), nullable=False) for name in ("name", "roles")),
        sa.Column("units", sa.String(400), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        *(sa.Column(name, TIME, nullable=False) for name in ("made_at", "blanked_at")),
    )
    _versions()
    _drafts()
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
    )
    _corrections()
    for table in APPEND_ONLY:
        _refuse_changes(table)


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", TIME, nullable=False, index=True),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id")),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("restored", sa.Integer),
        sa.Column("draft", sa.Integer),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("added", "changed", "removed")),
    )
    op.create_table(
        "rows",
        sa.Column("dataset", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(300), primary_key=True),
        sa.Column("version", sa.Integer, sa.ForeignKey("versions.number"), primary_key=True, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("cells", sa.Text),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("base", sa.Integer, sa.ForeignKey("versions.number"), nullable=False),
        sa.Column("owner", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        *(sa.Column(name, TIME, nullable=False) for name in ("made_at", "changed_at")),
        sa.Column("version", sa.Integer),
    )
    op.create_table(
        "steps",
        sa.Column("draft", sa.Integer, sa.ForeignKey("drafts.number"), primary_key=True),
        sa.Column("step", sa.Integer, primary_key=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "edits",
        *(sa.Column(name, sa.Integer, primary_key=True) for name in ("draft", "step", "place")),
        sa.Column("dataset", sa.String(40), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.ForeignKeyConstraint(["draft", "step"], ["steps.draft", "steps.step"]),
        sa.Index("ix_edits_row", "draft", "dataset", "key"),
    )


def _corrections() -> None:
    token = sa.Column("token", sa.String(64), nullable=False, server_default="", index=True)
    if sa.inspect(op.get_bind()).has_table("corrections"):
        op.add_column("corrections", token)  # with its index
    else:
        op.create_table(
            "corrections",
            sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
            sa.Column("made_at", TIME, nullable=False, index=True),
            sa.Column("session", sa.String(64), nullable=False),
            *(sa.Column(name, sa.String(200), nullable=False) for name in ("subject", "field")),
            sa.Column("value", sa.Text, nullable=False),
            sa.Column("evidence", sa.String(20), nullable=False),
            sa.Column("page", sa.String(40), nullable=False),
            sa.Column("permalink", sa.Text, nullable=False),
            sa.Column("version", sa.Integer, nullable=False),
            sa.Column("fingerprint", sa.String(64), nullable=False),
            *(sa.Column(name, sa.Text, nullable=False) for name in ("proposed", "reason", "source", "signed")),
            token,
        )
    op.create_table(
        "answers",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("correction", sa.Integer, sa.ForeignKey("corrections.number"), nullable=False, index=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id")),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("draft", sa.Integer),
    )


def _refuse_changes(table: str) -> None:
    """Triggers that refuse to change or remove a row of a table."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or removed'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION g60_never() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_never BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION g60_never()"
    )


def downgrade() -> None:
    """Nothing that people entered is dropped: there is no way back but a backup."""
    raise NotImplementedError
