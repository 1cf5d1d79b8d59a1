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

from g60.ask.query import Query
from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.codes import CARRIER
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.contract.schema import AREA_KINDS, KINDS
from g60.evidence.sentence import list_name
from g60.evidence.tasks import found_through
from g60.evidence.wording import Wording
from g60.ui.suggested import SUGGESTED, suggested

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
    found += [
        (list_name(picked, code, lang), carriers & (profiles.list == place))
        for place, code in enumerate(profiles.lists)
    ]
    counted = [Group(title, int(picked.numbers[members].sum()), members) for title, members in found]
    return [group for group in counted if group.count]


def address(catalog: Catalog, selection: Selection, lang: str) -> str:
    """Where the rows of a selection are; who is chosen or compared makes no difference to them."""
    query = replace(selection, focus="", compared=()).to_query() | {"lang": [lang]}
    return f"{ADDRESS}{catalog.fingerprint}?{urlencode(query, doseq=True)}"


def rows(catalog: Catalog, query: Query) -> bytes:
    """What an address names, as JSON: a window of one group (`group`, `from`), or each group with its first one.

    With `suggest` it is what the words of the search line may stand for.
    """
    asked = {key: list(values) for key, values in query.items()}
    if SUGGESTED in asked:
        return suggested(catalog, asked)
    selection = Selection.from_query(asked).without_unknown(catalog.held)
    lang = next((code for code in asked.get("lang", ()) if code in LANGUAGES), DEFAULT_LANGUAGE)
    picked = catalog.pick(selection)
    found = groups(picked, lang)
    if "group" in asked:
        number, start = _number(asked, "group"), _number(asked, "from")
        content: Any = windows(picked, found[number : number + 1], start, lang, query=selection.query)
        content = content[0] if content else []
    else:
        firsts = windows(picked, found, 0, lang, query=selection.query)
        content = [[group.title, group.count, rows] for group, rows in zip(found, firsts, strict=True)]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _number(asked: dict[str, list[str]], key: str) -> int:
    raw = "".join(asked.get(key, [])[:1])
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else 0


def windows(
    picked: Catalog, found: list[Group], start: int, lang: str, *, query: str = ""
) -> list[list[dict[str, Any]]]:
    """The rows of each group from one on, as many as a window holds; each says by which other name it was found."""
    # One number per profile says whose group it is: a long list is looked through once for all groups.
    group_of = np.full(len(picked.profiles.numbers), -1, dtype=np.int8)
    for number, group in enumerate(found):
        group_of[group.profiles] = number
    members = group_of[picked.profiles.of]
    if picked.shown is not None:
        members = np.where(picked.shown, members, -1)
    places = [np.flatnonzero(members == number)[start : start + WINDOW] for number in range(len(found))]
    shown = (picked.whole or picked).entities.iloc[np.concatenate([*places, []]).astype(int)]
    drawn = [row._asdict() for row in Wording(picked, lang).rows_of(shown)]
    through = found_through(picked, query, lang)
    for row, unit in zip(drawn, shown["unit"], strict=True) if through else ():
        name = through.get(row["id"]) or through.get(unit)
        if name:
            row["sub"] = " · ".join(part for part in (text("found_through", lang, name=name), row["sub"]) if part)
    ends = np.cumsum([len(part) for part in places])
    return [drawn[end - len(part) : end] for end, part in zip(ends, places, strict=True)]
