"""What is shown as the groups of the list, and their rows by the window: the browser gets only what is seen.

A rerun sends the address of the list. The browser fetches what it shows by that address, which holds the data's version
and the selection, so it need never ask twice; and after a click it knows the address before the server has told it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from g60.ask.query import Query
from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.contract.schema import AREA_KINDS, CARRIER, KINDS, PLAN_LIST
from g60.evidence.sentence import list_name

WINDOW = 50  # rows of one answer; the browser knows this number too (rows.js)
ADDRESS = "./rows/"


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of area, or one list of carriers: its title, how many are shown, and which profiles these have."""

    title: str
    count: int
    profiles: np.ndarray


def groups(picked: Catalog, lang: str) -> list[Group]:
    """What is picked as the groups of the list, empty ones left out."""
    profiles = picked.profiles
    found = [(text(f"kind_{kind}", lang), profiles.kind == KINDS.index(kind)) for kind in AREA_KINDS]
    carriers = profiles.kind == KINDS.index(CARRIER)
    found += [(list_name(code, lang), carriers & (profiles.list == place)) for place, code in enumerate(profiles.lists)]
    counted = [Group(title, int(picked.numbers[members].sum()), members) for title, members in found]
    return [group for group in counted if group.count]


def address(catalog: Catalog, selection: Selection, lang: str) -> str:
    """Where the rows of a selection are; who is chosen or compared makes no difference to them."""
    query = replace(selection, focus="", compared=()).to_query() | {"lang": [lang]}
    return f"{ADDRESS}{catalog.fingerprint}?{urlencode(query, doseq=True)}"


def rows(catalog: Catalog, query: Query) -> bytes:
    """What an address names, as JSON: a window of one group (`group`, `from`), or each group with its first one."""
    asked = {key: list(values) for key, values in query.items()}
    selection = Selection.from_query(asked).known_to((), catalog.lists)
    lang = next((code for code in asked.get("lang", ()) if code in LANGUAGES), DEFAULT_LANGUAGE)
    picked = catalog.pick(selection)
    found = groups(picked, lang)
    if "group" in asked:
        number, start = _number(asked, "group"), _number(asked, "from")
        content: Any = windows(picked, found[number : number + 1], start, lang)
        content = content[0] if content else []
    else:
        firsts = windows(picked, found, 0, lang)
        content = [[group.title, group.count, rows] for group, rows in zip(found, firsts, strict=True)]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _number(asked: dict[str, list[str]], key: str) -> int:
    raw = "".join(asked.get(key, [])[:1])
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else 0


def windows(picked: Catalog, found: list[Group], start: int, lang: str) -> list[list[dict[str, Any]]]:
    """The rows of each group from one on, as many as a window holds."""
    # One number per profile says whose group it is: a long list is looked through once for all groups.
    group_of = np.full(len(picked.profiles.numbers), -1, dtype=np.int8)
    for number, group in enumerate(found):
        group_of[group.profiles] = number
    members = group_of[picked.profiles.of]
    if picked.shown is not None:
        members = np.where(picked.shown, members, -1)
    places = [np.flatnonzero(members == number)[start : start + WINDOW] for number in range(len(found))]
    drawn = items(picked, (picked.whole or picked).entities.iloc[np.concatenate([*places, []]).astype(int)], lang)
    ends = np.cumsum([len(part) for part in places])
    return [drawn[end - len(part) : end] for end, part in zip(ends, places, strict=True)]


def items(catalog: Catalog, entities: pd.DataFrame, lang: str) -> list[dict[str, Any]]:
    """Rows of the list: id, symbol, name, and the unit with the industries below it."""
    short = catalog.units[f"short_{lang}"].to_dict()
    names = catalog.industries[f"short_{lang}"].to_dict()
    found = []
    for entity_id, row in zip(entities.index, entities.to_dict("records"), strict=True):
        citation = catalog.citation(entity_id, "unit")
        unit = short.get(row["unit"], "")
        if unit and citation is not None and citation.evidence == "inferred":
            unit += text("inferred_mark", lang)
        industries = text("comma", lang).join(names[code] for code in row["industries"])
        words = [part for part in (unit, industries) if part]
        found.append({"id": entity_id, "name": row[f"name_{lang}"], "sub": " · ".join(words), "mark": mark(row)})
    return found


def mark(row: dict[Any, Any]) -> str:
    """The symbol of a row: its kind, or "other" for a carrier that is not of the plan's list."""
    return str(row["kind"]) if row["kind"] != CARRIER or row["list"] == PLAN_LIST else "other"
