"""An indicator or target as a row of a table: the same on the page and on the board of a meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from g60.contract.i18n import text
from g60.evidence.facts import Fact
from g60.evidence.wording import Entry, Wording
from g60.review.judged import Judged, name, spark, status_words, unit

Block = dict[str, Any]
Drawn = Callable[[Entry], Block]
COLUMNS = ("grade", "spark", "baseline", "target", "actual")
# How a grade is marked beside its word.
TONES = {
    **dict.fromkeys(("early", "reached", "on_course"), "good"),
    **{"nearly": "near", "missed": "bad", "behind": "bad"},
    **dict.fromkeys(("redefined", "no_data", "by_person"), "open"),
}


def heads(lang: str) -> list[str]:
    """The heads of the columns, the indicator's first."""
    codes = ("evaluation_column_spark" if code == "spark" else f"field_{code}" for code in COLUMNS)
    return [text("field_indicator", lang), *(text(code, lang) for code in codes)]


def table(wording: Wording, entries: Sequence[Judged], drawn: Drawn) -> Block:
    """Entries as a table; `drawn` is how its host draws a value with its evidence."""
    rows = [row(wording, entry, drawn) for entry in entries]
    return {"type": "table", "look": "evaluation", "head": heads(wording.lang), "rows": rows}


def row(wording: Wording, entry: Judged, drawn: Drawn) -> Block:
    """One indicator or target: its grade, which opens the reason; its line, baseline, target, newest value."""
    lang = wording.lang
    named = name(wording.catalog, entry, lang)
    line = spark(wording.catalog, entry, lang)
    verdict = value(wording, entry.verdict, named, drawn)
    return {
        "label": named,
        "note": unit(entry, lang),
        "cells": [
            verdict | {"tone": TONES[entry.grade.grade]},
            {"spark": line} if line else None,
            value(wording, entry.baseline, named, drawn) if entry.baseline.value is not None else None,
            value(wording, entry.target, named, drawn),
            _compared(wording, entry, named, drawn),
        ],
    }


def _compared(wording: Wording, entry: Judged, named: str, drawn: Drawn) -> Block:
    """The value that is judged, with its year and status below it; where none is known, it says so."""
    if entry.compared.value is None:
        return {"text": text("grade_no_data", wording.lang), "quiet": True}
    found = value(wording, entry.compared, named, drawn)
    return found | {"lines": [*found.get("lines", []), status_words(entry, wording.lang)]}


def value(wording: Wording, fact: Fact, named: str, drawn: Drawn) -> Block:
    """A value of an indicator with its evidence, labelled with the indicator's name."""
    label = text("of_indicator", wording.lang, name=named, field=wording.label(fact.field))
    return drawn(wording.entry(fact, label))
