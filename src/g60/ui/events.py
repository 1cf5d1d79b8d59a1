"""What a reader does in the page, as a new selection and view.

An event comes from a browser, so it is as hostile as a URL: every part is looked up in a code list or parsed,
and what fits nowhere changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from g60.ask.judging import OTHER_DOCUMENTS, Judging
from g60.ask.near_and_ring import parse_near, parse_ring
from g60.ask.selection import Selection, clean_text, fitting_compared
from g60.ask.view import View, asked_layers, parse_place, parse_weights
from g60.catalog.catalog import Catalog
from g60.contract.basemaps import CODES as BASEMAPS
from g60.contract.codes import CARRIER, COUNTIES
from g60.contract.i18n import LANGUAGES
from g60.contract.schema import AREA_KINDS, DISTRICT_KINDS, KINDS
from g60.contract.symbology import LAYERS
from g60.contract.themes import THEMES
from g60.evidence.sentence import OTHER_CARRIER
from g60.evidence.tasks import task_subjects
from g60.review.science_index import reweighted

# The checklists of the page, and the part of a selection that each fills.
PARTS = {"unit": "units", "industry": "industries", "kind": "kinds", "list": "lists", "plan": "plans"}

# Parts of a view that are one code each, and what they may be.
LOOKS: dict[str, tuple[str, ...]] = {"base": ("", *BASEMAPS), "lang": LANGUAGES, "theme": tuple(THEMES)}

# Parts of a view that say of which versions, and what of them, is shown.
VERSIONED = {"at": "at", "since": "since", "v": "version"}


def _of_kind(kind: str, catalog: Catalog) -> Iterable[str]:
    return list(catalog.areas.index[catalog.areas["kind"] == kind])


# What is compared at one click.
PRESETS: dict[str, Callable[[Catalog], Iterable[str]]] = {
    **{kind: partial(_of_kind, kind) for kind in DISTRICT_KINDS},
    "county": lambda catalog: [code for code in catalog.unit_codes if code in COUNTIES],
    "none": lambda _: (),
}


def happened(event: Any, catalog: Catalog, selection: Selection, view: View) -> tuple[Selection, View]:
    """The selection and view after an event; both as they were where the event says nothing that can be done."""
    if not isinstance(event, Mapping):
        return selection, view
    text = {key: value for key, value in event.items() if isinstance(value, str)}
    match text.get("type"):
        case "toggle" | "query" | "clear" | "suggested" as kind:
            selection = _asked(event, text, catalog, selection, cleared=kind == "clear")
        case "only":
            selection = _only(text.get("code") or text.get("id", ""), catalog, selection)
        case "choose" | "card" if text.get("id") in catalog.ids:
            selection = replace(selection, focus=text["id"])
        case "close":
            selection = replace(selection, focus="")
        case "near" | "within":
            selection = _drawn(text, selection)
        case "compare":
            selection = _compared(event, text, catalog, selection)
        case "open":
            selection = _opened(text, catalog, selection)
        case "space":
            selection, view = _space(text, catalog, selection), _seen(text, catalog, view)
        case _:
            view = _seen(text, catalog, view)
    return selection, view


def _seen(text: Mapping[str, str], catalog: Catalog, view: View) -> View:
    """The view after an event that changes how the reader sees it, and not what."""
    match text.get("type", ""):
        case "view":
            return replace(view, place=parse_place(text.get("view", "")) or view.place)
        case "layers":
            told = text.get("layers", "").split(",")
            shown = asked_layers(code.removeprefix(".") for code in told if code.startswith("."))
            return replace(view, hidden=frozenset(LAYERS).intersection(told), shown=shown)
        case "scene":
            return replace(view, scene=View.from_query({"scene": [text.get("scene", "")]}).scene)
        case ("listing" | "tasks" | "weight" | "judging" | "judge" | "version" | "changes" | "pair" | "space") as part:
            return VIEWS[part](text, catalog, view)
        case ("base" | "lang" | "theme") as part if text.get(part) in LOOKS[part]:
            chosen: dict[str, Any] = {part: text[part]}
            return replace(view, **chosen)
    return view


def _asked(
    event: Mapping[Any, Any], text: Mapping[str, str], catalog: Catalog, selection: Selection, *, cleared: bool
) -> Selection:
    """The selection of an event of the filters; it tells all that is on, as a second click may overtake the first.

    What the search line offered and is no filter is opened.
    """
    if cleared:
        return selection.cleared()
    selected = event.get("selected")
    codes = {
        **{"unit": catalog.unit_codes, "industry": catalog.industry_codes, "kind": KINDS},
        **{"list": catalog.lists, "plan": catalog.plans},
    }
    parts: dict[str, Any] = {}
    for field, part in PARTS.items():
        given = selected.get(field) if isinstance(selected, Mapping) else None
        if isinstance(given, list):
            parts[part] = frozenset(codes[field]).intersection(code for code in given if isinstance(code, str))
    if "q" in text:
        parts["query"] = clean_text(text["q"])
    if text["type"] == "query" and parts.get("query", "") not in ("", selection.query):
        parts["focus"] = ""  # the card would cover what the words find
    if text.get("id") in catalog.ids:
        parts["focus"] = text["id"]
    return replace(selection, **parts)


def _drawn(text: Mapping[str, str], selection: Selection) -> Selection:
    """The selection with a circle or a ring as drawn on the map, or without it where an empty one is sent."""
    near, within = text.get("near"), text.get("within")
    if text["type"] == "near" and near is not None and (near == "" or parse_near(near)):
        return replace(selection, near=parse_near(near))
    if text["type"] == "within" and within is not None and (within == "" or parse_ring(within)):
        return replace(selection, within=parse_ring(within))
    return selection


def _compared(event: Mapping[Any, Any], text: Mapping[str, str], catalog: Catalog, selection: Selection) -> Selection:
    """The selection with one more or one fewer to compare, or with these (`ids`), all of a kind, or none."""
    ids = event.get("ids")
    if isinstance(ids, list):
        known = [code for code in ids if isinstance(code, str) and code in catalog.ids]
        return replace(selection, compared=fitting_compared(known))
    entity_id, preset = text.get("id", ""), text.get("preset", "")
    if entity_id in selection.compared:
        return replace(selection, compared=tuple(code for code in selection.compared if code != entity_id))
    if entity_id in catalog.ids:
        return replace(selection, compared=fitting_compared((*selection.compared, entity_id)))
    if preset in PRESETS:
        return replace(selection, compared=fitting_compared(PRESETS[preset](catalog)))
    return selection


def _opened(text: Mapping[str, str], catalog: Catalog, selection: Selection) -> Selection:
    """The selection of a number that was followed to the map: what it counts, and nothing else."""
    query = {key: [text[key]] for key in PARTS if key in text}
    asked = Selection.from_query(query).without_unknown(catalog.held)
    return replace(asked, compared=selection.compared) if asked.restricts else selection


def _space(text: Mapping[str, str], catalog: Catalog, selection: Selection) -> Selection:
    """The selection of the space of one plan or of two; nothing else restricts it."""
    plans = frozenset(text.get("plans", "").split(".")).intersection(catalog.plans)
    return replace(selection.cleared(), plans=plans, focus="") if plans else selection


def _paired(text: Mapping[str, str], _: Catalog, view: View) -> View:
    """The view with other plans to compare, or with none; what has changed since a version is then not marked."""
    asked = View.from_query({"pair": [text.get("pair", "")]})
    return replace(view, pair=asked.pair, since="" if asked.pair else view.since)


def _tasks(text: Mapping[str, str], catalog: Catalog, view: View) -> View:
    """The view with other tasks: of a kind, a subject, a light, an owner, several of these, or all."""
    asked = View.from_query({key: [text.get(key, "")] for key in ("task", "about", "light", "owner")})
    about = asked.about if asked.about in task_subjects(catalog) else ""
    return replace(view, task=asked.task, about=about, light=asked.light, owner=asked.owner)


def _listed(text: Mapping[str, str], _: Catalog, view: View) -> View:
    """The view with the list grouped and sorted otherwise; "" for the default."""
    asked = View.from_query({key: [text.get(key, "")] for key in ("grouped", "sorted")})
    return replace(view, grouped=asked.grouped, sorted=asked.sorted)


def _versioned(text: Mapping[str, str], _: Catalog, view: View) -> View:
    """The view of another version, of what changed since one; "" for none."""
    asked = View.from_query({key: [text.get(key, "")] for key in VERSIONED})
    return replace(view, **{part: getattr(asked, part) for key, part in VERSIONED.items() if key in text})


def _weighed(text: Mapping[str, str], catalog: Catalog, view: View) -> View:
    """The view with another weight for one indicator of the trial index."""
    code, weight = text.get("id", ""), text.get("value", "")
    if code not in catalog.tables.indicators.index or not re.fullmatch("[0-9]", weight, re.ASCII):
        return view
    return replace(view, weights=parse_weights(reweighted(catalog, view.weights, code, int(weight))))


def _judged(text: Mapping[str, str], catalog: Catalog, view: View) -> View:
    """The view with another part of the evaluation, or another setting of its rules; "" for the default."""
    query = {key: [value] for key, value in view.judging.to_query().items()}
    query |= {key: [text[key]] for key in query if key in text}
    asked = Judging.from_query(query)
    asked_plans = {*map(str, catalog.tables.plans.index), OTHER_DOCUMENTS}
    return replace(view, judging=asked if asked.plan in asked_plans else replace(asked, plan=""))


# What changes a view, by the type of the event.
VIEWS: dict[str, Callable[[Mapping[str, str], Catalog, View], View]] = {
    **{"tasks": _tasks, "weight": _weighed, "listing": _listed},
    # "judge" leads to the evaluation from another page.
    **dict.fromkeys(("judging", "judge"), _judged),
    **dict.fromkeys(("version", "changes"), _versioned),
    **dict.fromkeys(("pair", "space"), _paired),
}


def _only(code: str, catalog: Catalog, selection: Selection) -> Selection:
    """The selection of one headline count: its kind alone, beside whatever else is filtered; so with a unit.

    A unit that is alone already is let go.
    """
    if code in catalog.unit_codes:
        return replace(selection, units=frozenset() if selection.units == {code} else frozenset({code}), focus="")
    if code == OTHER_CARRIER:
        others = frozenset(catalog.lists) - catalog.own_lists
        return replace(selection, kinds=frozenset({CARRIER}), lists=others, focus="")
    if code == CARRIER:
        own = catalog.own_lists.intersection(catalog.lists)
        return replace(selection, kinds=frozenset({CARRIER}), lists=own, focus="")
    if code in AREA_KINDS:
        return replace(selection, kinds=frozenset({code}), lists=frozenset(), focus="")
    return selection
