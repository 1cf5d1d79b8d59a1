"""Where the documents name an area or a carrier, and which of those lines no citation of it touches."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from g60.checks.citations import Documents
from g60.contract.codes import split
from g60.contract.schema import AREA_DATASETS

Tables = dict[str, pd.DataFrame]
Place = tuple[str, str, int]
# A name of two letters, as 一核, is a word of its own everywhere.
SHORTEST_NAME = 3


def names(tables: Tables) -> dict[str, set[str]]:
    """The names that the documents may call each area and carrier by."""
    found: dict[str, set[str]] = {}
    for name in (*(dataset.name for dataset in AREA_DATASETS), "carriers"):
        table = tables[name]
        for key, own, aliases in zip(table["id"], table["name_zh"], table["aliases"], strict=True):
            found[key] = {part for part in (own, *split(aliases)) if len(part) >= SHORTEST_NAME}
    return found


def cited(tables: Tables) -> set[Place]:
    """Each (subject, source, line) that a citation of the subject touches, or one of what is said about it."""
    about: dict[str, set[str]] = {}
    for name, fields in {
        "targets": ("subject",),
        "figures": ("subject",),
        "relations": ("subject", "object"),
        "conflicts": ("subject",),
    }.items():
        for row in tables[name].to_dict("records"):
            about[row["id"]] = {part for field in fields for part in split(row[field])}
    touched = set()
    for row in tables["citations"].to_dict("records"):
        sources, lines = split(row["source"]), split(row["line"])
        count = max(len(sources), len(lines))
        if not sources or not lines:
            continue
        pairs = zip(
            sources * count if len(sources) == 1 else sources, lines * count if len(lines) == 1 else lines, strict=False
        )
        subjects = about.get(row["subject"], {row["subject"]})
        touched |= {(subject, source, int(line)) for source, line in pairs for subject in subjects}
    return touched


def named(lines: tuple[str, ...], name: str) -> Iterator[int]:
    """The lines (from 1) on which a name begins; white space aside, it may run over into the next ones."""
    starts, whole = [], ""
    for line in lines:
        starts.append(len(whole))
        whole += re.sub(r"\s", "", line)
    for match in re.finditer(re.escape(name), whole):
        yield max(number for number, start in enumerate(starts, start=1) if start <= match.start())


def untouched(tables: Tables, at_hand: Documents) -> set[Place]:
    """The places that name a subject and that no citation of it touches."""
    found = {
        (subject, source, line)
        for subject, own in names(tables).items()
        for name in own
        for source, lines in at_hand.items()
        for line in named(lines, name)
    }
    return found - cited(tables)
