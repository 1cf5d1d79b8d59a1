"""What a county sees of its last imports: what was taken, what was asked and answered, what was published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from g60.contract.codes import UNITS
from g60.contract.i18n import counted, text
from g60.evidence.changes import who_words
from g60.evidence.sentence import list_name
from g60.record import imports
from g60.record.imports import Import
from g60.record.people import Person
from g60.record.versions import local_time
from g60.ui.asked import catalogs
from g60.ui.import_answered import answer_words, kind
from g60.ui.import_steps import Block, field_words, words
from g60.ui.page import Page

ASKED_SHOWN = 60
COUNTS = ("rows", "good", "added", "changed", "removed", "same")


def units_of(person: Person) -> list[str]:
    """The counties and zones whose imports a person may see: a clerk's own, for the others all."""
    return sorted(person.units) if person.roles == {"clerk"} else list(UNITS)


def last(page: Page, person: Person, unit: str) -> list[Block]:
    """The last import of each list with rows of a county; the county is chosen where a person may see several."""
    lang, known = page.lang, units_of(person)
    unit = unit if unit in known else known[0] if len(known) == 1 else ""
    blocks: list[Block] = [{"type": "heading", "level": 3, "text": text("importing_county", lang)}]
    names = [(one, str(page.catalog.units.at[one, f"name_{lang}"])) for one in known if one in page.catalog.units.index]
    if len(known) > 1:
        options = [("", text("importing_county_choose", lang)), *names]
        setting = {"key": "county", "label": text("importing_setting_county", lang), "hint": "", "options": options}
        blocks.append({"type": "settings", "settings": [{**setting, "value": unit, "event": {"type": "county"}}]})
    if not unit:
        return blocks
    found = imports.last_of(person, unit, catalogs().url)
    if not found:
        return [*blocks, words(text("importing_county_none", lang), quiet=True)]
    return [*blocks, *(_import(page, one, unit) for one in found)]


def _import(page: Page, one: Import, unit: str) -> Block:
    """One import, closed: its file, its list, when; inside what was taken, asked, published."""
    lang, told = page.lang, one.told
    name = list_name(page.catalog, one.list, lang) if one.list in page.catalog.lists else one.list
    label = text("importing_county_label", lang, list=name, file=one.file_name, at=local_time(one.changed_at))
    counts: Mapping[str, int] = told.get("by_unit", {}).get(unit, {})
    comma = text("comma", lang)
    taken = comma.join(
        counted(f"importing_county_{part}", counts.get(part, 0), lang) for part in COUNTS if part in counts
    )
    columns = comma.join(
        f"{column} → {field_words(str(field or ''), lang)}"
        for sheet in told.get("sheets", [])
        for column, field in sheet["columns"].items()
    )
    blocks = [
        words(taken) | {"lead": text("importing_county_taken", lang)},
        words(columns, quiet=True) | {"lead": text("importing_county_columns", lang)},
        *_asked(told, unit, lang),
        *_removed(told, unit, lang),
        words(fate_words(one, lang)) | {"lead": text("importing_county_published", lang)},
        *fate_ways(one, lang),
    ]
    return {"type": "fold", "key": f"county-{one.number}", "label": label, "blocks": blocks}


def _asked(told: Mapping[str, Any], unit: str, lang: str) -> list[Block]:
    """The questions about the county's rows and about the whole file, each with its answer."""
    asked = [one for one in told.get("asked", []) if one["unit"] in ("", unit)]
    if not asked:
        return [words(text("importing_county_none_asked", lang)) | {"lead": text("importing_county_asked", lang)}]
    rows = []
    for one in asked[:ASKED_SHOWN]:
        where = " ".join(part for part in (one["sheet"], one["cell"] or str(one["row"] or "")) if part)
        said = answer_words(one["code"], one["answer"], lang)
        remembered = text("importing_remembered", lang) if one["remembered"] else ""
        cells = [
            {"text": one["value"] or "–"},
            {"text": f"{said} {remembered}".strip()},
            {"text": where, "quiet": True},
        ]
        rows.append({"label": kind(one["code"], lang), "cells": cells})
    head = [text(f"importing_asked_{part}", lang) for part in ("what", "value", "answer", "where")]
    caption = counted("importing_questions_answered", len(asked), lang)
    return [{"type": "table", "head": head, "rows": rows, "caption": caption, "look": "answered"}]


def _removed(told: Mapping[str, Any], unit: str, lang: str) -> list[Block]:
    gone = [one for one in told.get("removed", []) if one["unit"] in ("", unit)]
    names = text("enumeration", lang).join(
        text("importing_county_gone", lang, name=one["name_zh"], reason=one["reason"])
        if one["reason"]
        else one["name_zh"]
        for one in gone
    )
    return [words(names) | {"lead": text("importing_county_removed_lead", lang)}] if gone else []


def fate_words(one: Import, lang: str) -> str:
    """What became of the draft."""
    fate = one.fate
    if fate is None or one.draft is None:
        return "–"
    if fate.state == "published":
        return text(
            "importing_fate_published",
            lang,
            version=fate.version,
            at=local_time(fate.at),
            who=who_words(fate.who, lang) or "–",
            why=fate.why,
        )
    return text(f"importing_fate_{fate.state}", lang, draft=one.draft)


def fate_ways(one: Import, lang: str) -> list[Block]:
    """To what was published, or to the draft that waits."""
    fate = one.fate
    if fate is None or one.draft is None:
        return []
    if fate.state == "published" and fate.version:
        href = f"./versions?since={fate.version - 1}&at={fate.version}&lang={lang}"
        return [{"type": "actions", "actions": [{"label": text("importing_fate_see", lang), "href": href}]}]
    if fate.state == "open":
        href = f"./edit?draft={one.draft}&lang={lang}"
        return [{"type": "actions", "actions": [{"label": text("importing_fate_draft", lang), "href": href}]}]
    return []
