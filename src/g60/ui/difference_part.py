"""What changed between two versions or days: counts, filters by county and dataset, and each changed cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from g60.contract.codes import UNITS
from g60.contract.i18n import counted, text
from g60.evidence.changes import ChangeWording, cut, dataset_label, whole_reports
from g60.evidence.difference import CAME, CHANGED, GONE, STATES, Difference
from g60.record.history import Change
from g60.record.versions import Version, local_time
from g60.record.visible import Seen
from g60.ui.page import Page

Block = dict[str, Any]
# As many changed cells are listed on the page; the files hold all.
SHOWN = 400
NAMES_AT_MOST = 60
FILES = ("xlsx", "csv")


def blocks(page: Page, between: Difference, known: Sequence[Version], dataset: str) -> list[Block]:
    """The whole part; of the changes of one dataset, where it is named."""
    lang = page.lang
    changes = between.among(page.selection.units, dataset)
    by_number = {version.number: version for version in known}
    sides = [_side(by_number[catalog.version], lang) for catalog in (between.before, between.after)]
    found: list[Block] = [
        {"type": "heading", "text": text("diff_title", lang, before=sides[0], after=sides[1])},
        {"type": "words", "text": _counts(between, lang)},
        _ways(page, between, dataset),
    ]
    if not between.changes:
        return [*found, {"type": "words", "text": text("diff_same", lang)}]
    return [*found, *_entities(between, lang), *_filters(page, between, dataset), *_cells(between, changes, lang)]


def _side(version: Version, lang: str) -> str:
    when = local_time(version.at) if version.at else text("versions_kind_shipped", lang)
    return text("diff_side", lang, version=version.number, at=when)


def _counts(between: Difference, lang: str) -> str:
    numbers = {state: len(found) for state, found in between.states.items()}
    return text("diff_counts", lang, cells=f"{_count(between.seen(between.changes)):,}", **numbers)


def _count(changes: Iterable[Seen[Change]]) -> int:
    return sum(one.counts for one in changes)


def _ways(page: Page, between: Difference, dataset: str) -> Block:
    """The ways on: to the map, to the files, the other way round, back to the list alone."""
    lang, before, after = page.lang, between.before.version, between.after.version
    query = {"since": before, "at": after, "lang": lang, "unit": sorted(page.selection.units)}
    asked = urlencode(query | ({"dataset": dataset} if dataset else {}), doseq=True)
    turned = {"type": "version", "since": str(after), "at": str(before)}
    return {
        "type": "actions",
        "actions": [
            {"label": text("diff_on_map", lang), "page": "./"},
            *({"label": text(f"diff_{form}", lang), "href": f"./record/diff.{form}?{asked}"} for form in FILES),
            {"label": text("diff_turned", lang), "event": turned},
            {"label": text("diff_closed", lang), "event": {"type": "version", "since": "", "at": ""}},
        ],
    }


def _entities(between: Difference, lang: str) -> list[Block]:
    """The areas and carriers that came, changed and went, each leading to its card."""
    wording = ChangeWording(between, lang)
    found: list[Block] = []
    for state in STATES:
        names = between.states[state]
        if not names:
            continue
        label = text("compare_group", lang, title=text(f"diff_{state}", lang), count=len(names))
        shown = names[:NAMES_AT_MOST]
        more = text("diff_more", lang, count=len(names) - len(shown)) if len(names) > len(shown) else ""
        if state == GONE:
            words = text("enumeration", lang).join(wording.name(one) for one in shown)
            found.append({"type": "words", "lead": label, "text": words + more})
            continue
        acts = [{"label": wording.name(one), "event": {"type": "card", "id": one}} for one in shown]
        found.append({"type": "actions", "label": label, "actions": acts})
        if more:
            found.append({"type": "words", "text": more, "quiet": True})
    return found


def _filters(page: Page, between: Difference, dataset: str) -> list[Block]:
    """Datasets and counties to choose from, each with the number of its changes."""
    lang, units = page.lang, page.selection.units
    every = between.seen(between.changes)
    counted_ones = [one.cell for one in every if one.counts]
    datasets = Counter(change.dataset for change in counted_ones)
    by_unit = Counter(unit for change in counted_ones for unit in between.units(change))
    if len(datasets) < 2 and len(by_unit) < 2 and not dataset and not units:
        return []
    total = len(counted_ones)
    sets = [("", text("diff_all", lang), total)]
    sets += [(name, dataset_label(name, lang), count) for name, count in datasets.items()]
    counties = [("", text("whole_city", lang), total)]
    names = page.catalog.units[f"short_{lang}"]
    counties += [(unit, str(names[unit]), by_unit[unit]) for unit in UNITS if by_unit[unit] or unit in units]
    return [
        {
            "type": "actions",
            "label": text("diff_by_dataset", lang),
            "actions": [
                _choice(title, count, {"type": "dataset", "code": code}, on=code == dataset)
                for code, title, count in sets
            ],
        },
        {
            "type": "actions",
            "label": text("diff_by_unit", lang),
            "actions": [
                _choice(
                    title,
                    count,
                    {"type": "toggle", "selected": {"unit": [code] if code else []}},
                    on=code in units if code else not units,
                )
                for code, title, count in counties
            ],
        },
    ]


def _choice(title: str, count: int, event: dict[str, Any], *, on: bool) -> dict[str, Any]:
    return {"label": f"{title} {count:,}", "event": event, "on": on}


def _cells(between: Difference, changes: Sequence[Change], lang: str) -> list[Block]:
    """Each changed cell: whose, of what, the old value and the new one, who, when, why, and the source."""
    if not changes:
        return [{"type": "words", "text": text("diff_none_left", lang)}]
    columns = ("name", "field", "before", "after", "version", "why", "source")
    wording = ChangeWording(between, lang)
    found, about = whole_reports(between.seen(changes), wording.value, lang)
    caption = counted("diff_cells", _count(found), lang)
    if len(found) > SHOWN:
        caption += text("diff_cut", lang, shown=SHOWN)
    return [
        {
            "type": "table",
            "look": "changes",
            "caption": caption,
            "head": [text(f"change_column_{name}", lang) for name in columns],
            "rows": [_cell(between, wording, change, about) for change in found[:SHOWN]],
        }
    ]


def _cell(
    between: Difference, wording: ChangeWording, one: Seen[Change], about: Mapping[tuple[str, str], str]
) -> Block:
    words, change, lang = wording.seen(one), one.cell, wording.lang
    made = " · ".join(part for part in (str(words.version), words.at, words.who) if part)
    row: Block = {
        "label": words.name,
        "note": words.dataset,
        "cells": [
            {"text": words.field},
            _value(words.before, about, lang, change, there=change.before is not None),
            _value(words.after, about, lang, change, there=change.after is not None),
            {"text": made, "quiet": True},
            {"text": words.why, "quiet": True},
            {"text": words.source, "quiet": True},
        ],
    }
    entities = [entity for entity in between.about(change) if between.state(entity) in (CAME, CHANGED)]
    return row | ({"event": {"type": "card", "id": entities[0]}} if entities else {})


def _value(words: str, about: Mapping[tuple[str, str], str], lang: str, change: Change, *, there: bool) -> Block:
    """A value, and below it what its report says of it."""
    if not there:
        return {"text": text("diff_absent", lang), "quiet": True}
    more = about.get((change.dataset, change.subject), "")
    return {"text": cut(f"{words}\n{more}" if more else words)}
