"""The tables of the database, as they are after all migrations.

Nothing in `versions`, `rows`, `steps` and `edits` is ever changed or removed: triggers in the database refuse it.
Times are texts in UTC (ISO 8601, `2026-11-27T08:00:00Z`), which sort the same in every database.
"""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()
TIME = sa.String(20)

PEOPLE = sa.Table(
    "people",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("account", sa.String(200), unique=True),  # empty after the person's data was blanked
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("roles", sa.String(200), nullable=False),  # codes, separated by ;
    sa.Column("units", sa.String(400), nullable=False),  # of a clerk: codes, separated by ;
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("made_at", TIME, nullable=False),
    sa.Column("blanked_at", TIME, nullable=False),  # empty: not blanked
)

VERSIONS = sa.Table(
    "versions",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", TIME, nullable=False, index=True),
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id")),  # none: the version that was shipped
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),  # shipped, published, restored
    sa.Column("restored", sa.Integer),
    sa.Column("draft", sa.Integer),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("added", "changed", "removed")),
)

# One row of a dataset as it stands since a version. Without cells: it was removed.
ROWS = sa.Table(
    "rows",
    METADATA,
    sa.Column("dataset", sa.String(40), primary_key=True),
    sa.Column("key", sa.String(300), primary_key=True),
    sa.Column("version", sa.Integer, sa.ForeignKey("versions.number"), primary_key=True, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("cells", sa.Text),
)

DRAFTS = sa.Table(
    "drafts",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("base", sa.Integer, sa.ForeignKey("versions.number"), nullable=False),
    sa.Column("owner", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("state", sa.String(20), nullable=False, index=True),  # open, published, discarded
    sa.Column("made_at", TIME, nullable=False),
    sa.Column("changed_at", TIME, nullable=False),
    sa.Column("version", sa.Integer),  # the version that it became
)

STEPS = sa.Table(
    "steps",
    METADATA,
    sa.Column("draft", sa.Integer, sa.ForeignKey("drafts.number"), primary_key=True),
    sa.Column("step", sa.Integer, primary_key=True),
    sa.Column("at", TIME, nullable=False),
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),  # edit, import, undo, rebase, hand_over
    sa.Column("undoes", sa.Integer),
    sa.Column("note", sa.Text, nullable=False),
)

# One change of a step. Without a field it is about the whole row, whose cells are JSON.
EDITS = sa.Table(
    "edits",
    METADATA,
    sa.Column("draft", sa.Integer, primary_key=True),
    sa.Column("step", sa.Integer, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),  # 0, 1, 2 … within the step
    sa.Column("dataset", sa.String(40), nullable=False),
    sa.Column("key", sa.String(300), nullable=False),
    sa.Column("field", sa.String(200), nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.ForeignKeyConstraint(["draft", "step"], ["steps.draft", "steps.step"]),
    sa.Index("ix_edits_row", "draft", "dataset", "key"),
)

# The text of a document that was added to the record; the document itself is a row of the dataset `sources`.
DOCUMENTS = sa.Table(
    "documents",
    METADATA,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("made_at", TIME, nullable=False),
)

# In characters: the longest text of each part of a correction.
CORRECTION_LENGTHS = {"proposed": 500, "reason": 2000, "source": 300, "signed": 80}

CORRECTIONS = sa.Table(
    "corrections",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("made_at", TIME, nullable=False, index=True),
    sa.Column("session", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("field", sa.String(200), nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("evidence", sa.String(20), nullable=False),
    sa.Column("page", sa.String(40), nullable=False),
    sa.Column("permalink", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in CORRECTION_LENGTHS),
    # By which the reader follows it; those from before the record have none.
    sa.Column("token", sa.String(64), nullable=False, server_default="", index=True),
)

# What was answered to a correction, in order; the last answer is its state.
ANSWERS = sa.Table(
    "answers",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("correction", sa.Integer, sa.ForeignKey("corrections.number"), nullable=False, index=True),
    sa.Column("at", TIME, nullable=False),
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id")),  # none: the reader who sent it, when asked back
    sa.Column("state", sa.String(20), nullable=False),  # taken, refused, asked, replied
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("draft", sa.Integer),
)

# Which version a meeting saw; the last row about a version says whether its mark holds.
MEETINGS = sa.Table(
    "meetings",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("version", sa.Integer, sa.ForeignKey("versions.number"), nullable=False, index=True),
    sa.Column("words", sa.String(200), nullable=False),
    sa.Column("held", sa.Boolean, nullable=False),
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("at", TIME, nullable=False),
)

# A county's file while it is looked at, and what became of it. The bytes are given up some time after it is closed.
IMPORTS = sa.Table(
    "imports",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("list", sa.String(40), nullable=False),
    sa.Column("units", sa.String(400), nullable=False),  # of its rows: codes, separated by ;
    sa.Column("file", sa.String(200), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary),  # none: given up
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("made_at", TIME, nullable=False),
    sa.Column("changed_at", TIME, nullable=False),
    sa.Column("state", sa.String(20), nullable=False, index=True),  # open, saved, cancelled
    sa.Column("answers", sa.Text, nullable=False),  # what the person has said so far: JSON
    sa.Column("told", sa.Text, nullable=False),  # what it came to: JSON
    sa.Column("draft", sa.Integer),
)

# What was answered to a question of a list, offered again with its next file.
IMPORT_ANSWERS = sa.Table(
    "import_answers",
    METADATA,
    sa.Column("list", sa.String(40), primary_key=True),
    sa.Column("unit", sa.String(20), primary_key=True),  # empty: for the files of all counties
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("asked", sa.String(200), primary_key=True),
    sa.Column("answer", sa.String(400), nullable=False),
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
    sa.Column("at", TIME, nullable=False),
)

# The tables whose rows are never changed or removed.
APPEND_ONLY = (VERSIONS, ROWS, STEPS, EDITS, DOCUMENTS, ANSWERS, MEETINGS)
