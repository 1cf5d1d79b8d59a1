"""The one sentence that says what is shown: above the list, and at the head of every file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.codes import CARRIER
from g60.contract.i18n import counted, text
from g60.contract.schema import AREA_KINDS, DISTRICT_KINDS, KINDS

OTHER_CARRIER = "other_carrier"
# A sentence begins with what is asked for most: carriers, then the kinds with several areas.
SPOKEN = (
    *(CARRIER, *DISTRICT_KINDS),
    *(*(kind for kind in reversed(AREA_KINDS) if kind not in DISTRICT_KINDS), OTHER_CARRIER),
)

# A permalink's centre is rounded to ten metres.
SAME_PLACE_KM = 0.02


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a kind are shown. The carriers of a plan's own list and the other bodies count apart."""

    kind: str
    count: int
    unit_inferred: bool


def counts(picked: Catalog) -> list[Count]:
    """How many of each kind a picked catalog holds, in the order of the plan, zeros included."""
    profiles = picked.profiles
    groups = [(kind, profiles.kind == KINDS.index(kind)) for kind in AREA_KINDS]
    is_carrier = profiles.kind == KINDS.index(CARRIER)
    in_plan = profiles.plan >= 0
    groups += [(CARRIER, is_carrier & in_plan), (OTHER_CARRIER, is_carrier & ~in_plan)]
    return [_count(kind, picked.numbers[members], profiles.inferred[members]) for kind, members in groups]


def _count(kind: str, numbers: np.ndarray, inferred: np.ndarray) -> Count:
    total = int(numbers.sum())
    # Where the unit of every one is inferred, the sentence says so.
    return Count(kind, total, bool(total) and not numbers[~inferred].any())


def conditions(catalog: Catalog, selection: Selection, lang: str) -> list[str]:
    """The words of what restricts a selection, in the order of the filters."""
    short = f"short_{lang}"
    units = [str(catalog.units.at[code, short]) for code in catalog.unit_codes if code in selection.units]
    industries = [
        str(catalog.industries.at[code, short]) for code in catalog.industry_codes if code in selection.industries
    ]
    kinds = [text(f"kind_{code}", lang) for code in KINDS if code in selection.kinds]
    lists = [list_name(catalog, code, lang) for code in sorted(selection.lists)]
    plans = [plan_name(catalog, code, lang) for code in sorted(selection.plans)]
    groups = [text("or", lang).join(names) for names in (units, industries, kinds, lists, plans) if names]
    quoted = [text("quoted", lang, words=selection.query)] if selection.query else []
    return groups + quoted + _drawn(catalog, selection, lang)


def _drawn(catalog: Catalog, selection: Selection, lang: str) -> list[str]:
    """The words of what is drawn on the map, as in 鹃湖国际科技城周围 5 km."""
    words = []
    if selection.near:
        name = centre_name(catalog, selection, lang)
        km = f"{selection.near.km:g}"
        words.append(text("near_named", lang, name=name, km=km) if name else text("near_point", lang, km=km))
    if selection.within:
        words.append(text("within_ring", lang))
    return words


def centre_name(catalog: Catalog, selection: Selection, lang: str) -> str:
    """The name of what stands at the centre of a selection's circle, the chosen one first; empty where nothing does."""
    if selection.near is None:
        return ""
    entities = (catalog.whole or catalog).entities
    ids = list(entities.index[selection.near._replace(km=SAME_PLACE_KM).holds(*catalog.points)])
    if not ids:
        return ""
    chosen = selection.focus if selection.focus in ids else ids[0]
    return str(entities[f"name_{lang}"].iat[catalog.places[chosen]])


def list_name(catalog: Catalog, code: str, lang: str) -> str:
    """The name of a list of carriers; its code where the table of lists does not have it."""
    return _name_in(catalog.tables.lists, code, lang)


def plan_name(catalog: Catalog, code: str, lang: str) -> str:
    """The name of a plan; its code where the table of plans does not have it."""
    return _name_in(catalog.tables.plans, code, lang)


def _name_in(table: pd.DataFrame, code: str, lang: str) -> str:
    return str(table.at[code, f"name_{lang}"]) if code in table.index else code


def sentence(catalog: Catalog, picked: Catalog, selection: Selection, lang: str) -> str:
    """What is shown, in one sentence, as in 海宁 · 半导体：2 个载体、1 个科创湖区（归属推断）."""
    shown = sorted((entry for entry in counts(picked) if entry.count), key=lambda entry: SPOKEN.index(entry.kind))
    named_units = bool(selection.units)
    parts = []
    for entry in shown:
        part = counted(f"count_{entry.kind}", entry.count, lang)
        if named_units and entry.unit_inferred:
            part += text("unit_inferred", lang)
        parts.append(part)
    what = text("enumeration", lang).join(parts) if parts else text("nothing_shown", lang)
    left_out = catalog.left_out(selection)
    if left_out:
        what += counted("left_out", left_out, lang)
    where = " · ".join(conditions(catalog, selection, lang)) or text("whole_city", lang)
    return text("sentence", lang, where=where, what=what)
