"""The industry page: the plan's system of technologies, who works on what where, and where the two sides part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from g60.ask.permalink import to_query
from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.checks.citations import Documents
from g60.contract.i18n import counted, text
from g60.contract.translations import beside
from g60.evidence.facts import Fact
from g60.evidence.wording import drawn, symbol
from g60.review import industry
from g60.review.industry import Box, Mention
from g60.ui.documents_at_hand import load_documents
from g60.ui.page import Page

Block = dict[str, Any]
Cell = dict[str, Any] | None
SHADES = 5
# Of a long list, as many as a reader looks through; the map shows them all.
NAMED_AT_MOST = 40


def show(page: Page) -> None:
    """Draws the page."""
    blocks = [*system(page), *matrix(page), *gaps(page)]
    with page.container(key="atlas_industry"):
        page.draw("report", "industry", {"blocks": blocks})


def _heading(code: str, lang: str) -> list[Block]:
    return [
        {"type": "heading", "text": text(f"industry_{code}", lang)},
        {"type": "words", "text": text(f"industry_{code}_text", lang)},
    ]


def _short(catalog: Catalog, codes: Sequence[str], lang: str) -> str:
    return text("comma", lang).join(catalog.industries.loc[list(codes), f"short_{lang}"])


# The system ----------------------------------------------------------------------------------


def system(page: Page) -> list[Block]:
    """The plan's 3+N system: a box in each row, with its part of the system, its industries and its technologies."""
    lang, catalog, at_hand = page.lang, page.catalog, load_documents(page.catalog)
    rows, group = [], ""
    for box in industry.boxes(catalog):
        part = {
            "text": text(f"group_{box.group}", lang) if box.group not in (group, industry.NO_PART) else "",
            "quiet": True,
        }
        group = box.group
        title = drawn(catalog, at_hand, box.title, lang, label=box.box)
        named = {"text": _short(catalog, box.industries, lang)}
        rows.append({"label": box.box, "cells": [part, title, named, _technologies(page, box)]})
    head = [text(f"column_{column}", lang) for column in ("box", "group", "title_zh", "industries", "technologies")]
    table = {"type": "table", "look": "compact system", "head": head, "rows": rows}
    without = catalog.industries.index[catalog.industries["box"] == ""]
    words = text("without_box", lang, names=_short(catalog, list(without), lang))
    system = industry.system(catalog)
    whole: list[Block] = [{"type": "facts", "facts": [drawn(catalog, at_hand, system, lang)]}] if system else []
    return [*_heading("system", lang), *whole, table, {"type": "words", "quiet": True, "text": words}]


def _technologies(page: Page, box: Box) -> dict[str, Any]:
    """How many key technologies a box names; opened, all of them under their headings, as written."""
    entry = drawn(page.catalog, {}, box.number, page.lang, label=box.box)
    items = [
        {"name": beside(heading.name, page.lang), "sub": "、".join(heading.technologies)} for heading in box.headings
    ]
    return entry | {"opens": {"items": items}, "code": box.box}


# The matrix ----------------------------------------------------------------------------------


def matrix(page: Page) -> list[Block]:
    """Industries by units: in each cell how many entities, opened who they are and through which words."""
    lang, catalog = page.lang, page.catalog
    found = industry.mentions(catalog)
    units = [
        *catalog.unit_codes,
        *([industry.UNKNOWN_UNIT] if any(_unplaced(entry) for entry in found.values()) else []),
    ]
    most = max((len(industry.cell(entry, unit)) for entry in found.values() for unit in units), default=0)
    rows: list[Block] = []
    for code, entry in found.items():
        cells = [_cell(page, industry.cell(entry, unit), unit=unit, code=code, most=most) for unit in units]
        cells.append(_cell(page, entry, code=code))
        rows.append({"label": catalog.industries.at[code, f"short_{lang}"], "cells": cells})
    everyone: list[Cell] = [
        _cell(page, industry.entities_of(catalog, unit), unit=unit, formula="matrix_all") for unit in units
    ]
    label, note = text("matrix_all", lang), text("matrix_all_note", lang)
    rows.append({"label": label, "note": note, "cells": [*everyone, None]})
    head = [text("facet_industry", lang), *(_unit(catalog, unit, lang) for unit in units), text("matrix_total", lang)]
    return [*_heading("matrix", lang), {"type": "table", "look": "compact matrix", "head": head, "rows": rows}]


def _unplaced(found: Sequence[Mention]) -> bool:
    return bool(industry.cell(found, industry.UNKNOWN_UNIT))


def _unit(catalog: Catalog, unit: str, lang: str) -> str:
    return str(catalog.units.at[unit, f"short_{lang}"]) if unit else text("matrix_unknown", lang)


def _cell(
    page: Page,
    found: Sequence[Mention],
    *,
    unit: str | None = None,
    code: str = "",
    most: int = 0,
    formula: str = "matrix",
) -> dict[str, Any]:
    """One number of the matrix; `unit` and `code` say what it is restricted to, `most` is the darkest cell's number."""
    catalog, lang = page.catalog, page.lang
    where = text("gap_city", lang) if unit is None else _unit(catalog, unit, lang)
    what = str(catalog.industries.at[code, f"short_{lang}"]) if code else text("matrix_all", lang)
    label = text("matrix_cell", lang, unit=where, industry=what)
    entry = drawn(catalog, {}, industry.number(found, formula=formula), lang, label=label)
    areas, bodies = industry.split(found)
    asked = {key: value for key, value in (("unit", unit), ("industry", code)) if value}
    followed = [_way(page, asked, len(found))] if found and unit != industry.UNKNOWN_UNIT else []
    return entry | {
        "code": f"{unit or 'all'}-{code or 'all'}",
        "split": f"{areas} + {bodies}" if found else "",
        "shade": -(-SHADES * len(found) // most) if most else 0,
        "opens": {"items": _named(catalog, found, lang), "actions": followed},
    }


def _way(page: Page, asked: dict[str, str], count: int) -> dict[str, Any]:
    """The way to the map with only these shown: an event here, and an address for a tab of its own."""
    selection = Selection.from_query({key: [value] for key, value in asked.items()})
    address = "./?" + urlencode(to_query(selection, page.view), doseq=True)
    return {"label": counted("matrix_open", count, page.lang), "href": address, "event": {"type": "open", **asked}}


def _named(catalog: Catalog, found: Sequence[Mention], lang: str) -> list[dict[str, str]]:
    """Who they are, each with its own words for the industry."""
    names = catalog.entities[f"name_{lang}"]
    comma = text("comma", lang)
    items = [
        {
            "mark": symbol(mention.kind, mention.plan),
            "name": str(names[mention.id]),
            "sub": text("matrix_through", lang, words=comma.join(mention.words)) if mention.words else "",
        }
        for mention in found[:NAMED_AT_MOST]
    ]
    more = len(found) - len(items)
    return [*items, {"name": "", "sub": text("matrix_more", lang, count=f"{more:,}")}] if more > 0 else items


# The gaps ------------------------------------------------------------------------------------


def gaps(page: Page) -> list[Block]:
    """Each industry's areas beside its carriers; and unit by unit, what one side has and the other has not."""
    lang, catalog = page.lang, page.catalog
    sides: dict[str, Callable[[Sequence[Mention]], list[Mention]]] = {
        "areas": industry.areas_of,
        "listed": industry.listed_of,
        "others": industry.others_of,
    }
    rows = []
    for code, found in industry.mentions(catalog).items():
        cells = [_side(page, side(found), code, name) for name, side in sides.items()]
        rows.append({"label": catalog.industries.at[code, f"name_{lang}"], "cells": cells})
    head = [text("facet_industry", lang), *(text(f"column_{name}", lang) for name in sides)]
    whole = [industry.gap(catalog, side) for side in ("carrier", "area")]
    facts = {"type": "facts", "facts": [_gap(page, fact) for fact in whole]}
    listed = industry.with_listed(catalog)
    by_unit = [
        {
            "label": catalog.units.at[unit, f"short_{lang}"],
            "note": "" if unit in listed else text("gap_no_listed", lang),
            "cells": [_gap(page, industry.gap(catalog, side, unit)) for side in ("carrier", "area")],
        }
        for unit in catalog.unit_codes
    ]
    unit_head = [text("facet_unit", lang), *(text(f"gap_without_{side}", lang) for side in ("carrier", "area"))]
    return [
        *_heading("gaps", lang),
        facts,
        {"type": "table", "look": "compact sides", "head": head, "rows": rows},
        {"type": "heading", "level": 3, "text": text("gap_by_unit", lang)},
        {"type": "table", "look": "compact gaps", "head": unit_head, "rows": by_unit},
    ]


def _side(page: Page, found: Sequence[Mention], code: str, side: str) -> dict[str, Any]:
    """How many of one side have an industry; opened, who."""
    catalog, lang = page.catalog, page.lang
    name = str(catalog.industries.at[code, f"short_{lang}"])
    label = text("matrix_cell", lang, unit=text(f"column_{side}", lang), industry=name)
    entry = drawn(catalog, {}, industry.number(found, formula=side), lang, label=label)
    return entry | {"code": f"{side}-{code}", "opens": {"items": _named(catalog, found, lang)}}


def _gap(page: Page, fact: Fact) -> dict[str, Any]:
    """The industries of one side alone, by their short names."""
    lang = page.lang
    value = _short(page.catalog, fact.value, lang) if isinstance(fact.value, tuple) else text("gap_none", lang)
    at_hand: Documents = {}
    return drawn(page.catalog, at_hand, Fact(fact.field, value, fact.citation), lang)
