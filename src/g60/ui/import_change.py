"""What an import would change: bodies added, changed, removed, the same, by field and on a map; and saving it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from g60.contract.i18n import counted, text
from g60.contract.schema import CARRIERS
from g60.record.imports import Import
from g60.record.intake.bodies import Body
from g60.record.intake.difference import Changed
from g60.record.intake.examine import Outcome
from g60.record.intake.saving import REASON_LENGTH
from g60.record.people import Person, may
from g60.record.publishing import WHY_LENGTH
from g60.record.versions import JIAXING
from g60.ui import forms
from g60.ui.edit_form import names, outlines
from g60.ui.edit_words import field_name, value_words
from g60.ui.import_acts import SHOWN, industry_open, of_others
from g60.ui.import_answered import more
from g60.ui.import_county import fate_ways, fate_words
from g60.ui.import_steps import Block, step, words
from g60.ui.import_work import Job, Work
from g60.ui.page import Page

# Points that the small map draws; the counts stand above it.
POINTS_MOST = 2_000
TALLY = ("added", "changed", "removed", "same")
CELL_LENGTH, OTHERS_NAMED = 120, 10


def difference(page: Page, work: Work, outcome: Outcome) -> Block:
    """The step of what would change; where something is still open, it is of the rows that can be taken."""
    lang, found = page.lang, outcome.difference
    counts = found.as_json()
    comma = text("comma", lang)
    summary = comma.join(text(f"importing_count_{name}", lang, count=f"{counts[name]:,}") for name in TALLY)
    blocks: list[Block] = []
    if outcome.held:
        blocks.append(words(text("importing_difference_part", lang), quiet=True))
    tally = [
        {"count": f"{counts[name]:,}", "label": text(f"importing_tally_{name}", lang), "state": name} for name in TALLY
    ]
    blocks.append({"type": "tally", "figures": tally})
    blocks += _map(page, work, outcome)
    blocks += _added(page, work, found.added)
    blocks += _changed(page, work, outcome)
    blocks += _removed(page, work, outcome)
    title = text("importing_step_difference", lang)
    return step("difference", title, summary, "waiting" if outcome.held else "ready", blocks)


def _added(page: Page, work: Work, bodies: list[Body]) -> list[Block]:
    if not bodies:
        return []
    lang, most = page.lang, work.shown.get("added", SHOWN)
    head = [text(f"importing_added_{part}", lang) for part in ("name", "unit", "fields", "from")]
    rows = []
    for body in bodies[:most]:
        unit = _words(page, "unit", body.values.get("unit", ""))
        fields = body.values.get("fields_zh", "").replace(";", "、")
        cells = [
            {"text": unit},
            {"text": fields},
            {"text": " ".join((body.sheet, str(body.row))).strip(), "quiet": True},
        ]
        rows.append({"label": body.name, "cells": cells})
    label = counted("importing_list_added", len(bodies), lang)
    return folded("added", label, head, rows, len(bodies) - most, lang, look="added")


def _changed(page: Page, work: Work, outcome: Outcome) -> list[Block]:
    """Each changed field, old and new."""
    changes = outcome.difference.fields
    if not changes:
        return []
    lang, most = page.lang, work.shown.get("changed", SHOWN)
    head = [text(f"importing_changed_{part}", lang) for part in ("name", "field", "before", "after")]
    rows = [_change(page, work, one) for one in changes[:most]]
    bodies = counted("importing_bodies", len(outcome.difference.changed), lang)
    label = text("importing_list_changed", lang, values=counted("importing_cells", len(changes), lang), bodies=bodies)
    return folded("changed", label, head, rows, len(changes) - most, lang, look="changed")


def _change(page: Page, work: Work, one: Changed) -> Block:
    before, after = (_words(page, one.field, value) or "–" for value in (one.before, one.after))
    cells = [{"text": field_name(one.field, page.lang)}, {"text": before, "quiet": True}, {"text": after}]
    return {"label": _name(work, one.subject), "cells": cells}


def _removed(page: Page, work: Work, outcome: Outcome) -> list[Block]:
    """What the file does not have: nothing is removed but what is ticked; all at once only with a reason."""
    keys, lang = outcome.difference.removed, page.lang
    if not keys:
        return []
    most = work.shown.get("removed", SHOWN)
    head = [text(f"importing_removed_{part}", lang) for part in ("name", "unit", "tick", "why")]
    rows = []
    for key in keys[:most]:
        row = work.known.bodies[key] if work.known else {}
        label = text("importing_remove_of", lang, name=_name(work, key))
        tick = {"tick": {"label": label, "on": key in work.remove, "event": {"type": "remove", "id": key}}}
        unit = {"text": _words(page, "unit", row.get("unit", ""))}
        why = _why(work, key, lang) if key in work.remove else {"text": ""}
        rows.append({"label": _name(work, key), "note": key, "cells": [unit, tick, why]})
    ticked = len(work.remove)
    label = counted("importing_list_removed", len(keys), lang, ticked=ticked)
    found = folded("removed", label, head, rows, len(keys) - most, lang, look="removed")
    inner = found[0]["blocks"]
    inner.insert(0, words(text("importing_removed_about", lang)))
    typed = {
        "label": text("importing_remove_why", lang),
        "value": "",
        "hint": text("importing_remove_why_hint", lang),
        "act": text("importing_remove_all", lang, count=f"{len(keys):,}"),
        "event": {"type": "remove", "on": True},
    }
    none = [{"label": text("importing_remove_none", lang), "event": {"type": "remove", "on": False}}] if ticked else []
    inner.append({"type": "typed", "key": "remove-all", "typed": typed, "actions": none})
    return found


def _why(work: Work, key: str, lang: str) -> Block:
    """Where the reason for one removal is written; it may stay empty."""
    typed = {
        "key": f"why {key}",
        "label": text("importing_remove_why_of", lang, name=_name(work, key)),
        "value": work.remove[key],
        "hint": text("importing_remove_why_may", lang),
        "act": text("importing_remove_why_act", lang),
        "event": {"type": "remove", "id": key, "on": True},
    }
    return {"typed": typed}


def folded(key: str, label: str, head: list[str], rows: list[Block], rest: int, lang: str, *, look: str) -> list[Block]:
    """A long table, folded away, with what shows more of it."""
    inner: list[Block] = [{"type": "table", "head": head, "rows": rows, "look": look}]
    further = more(key, rest, lang)
    if further:
        inner.append({"type": "actions", "actions": [further]})
    return [{"type": "fold", "key": f"list-{key}", "label": label, "blocks": inner}]


def _name(work: Work, key: str) -> str:
    return work.known.bodies[key]["name_zh"] if work.known and key in work.known.bodies else key


def _words(page: Page, field: str, value: str) -> str:
    said = value_words(page.catalog, CARRIERS, field, value, page.lang)
    return said if len(said) <= CELL_LENGTH else f"{said[:CELL_LENGTH]}…"


# The map -----------------------------------------------------------------------------------------


def _map(page: Page, work: Work, outcome: Outcome) -> list[Block]:
    """A small map of what would change, where there is a point: added, changed, moved, removed."""
    points = list(_points(work, outcome))
    if not points:
        return []
    lang = page.lang
    states = [state for state in ("added", "changed", "removed") if any(point[2] == state for point in points)]
    legend = [{"state": state, "label": text(f"importing_tally_{state}", lang)} for state in states]
    note = text("importing_map_cut", lang, most=f"{POINTS_MOST:,}") if len(points) > POINTS_MOST else ""
    return [
        {
            "type": "map",
            "label": text("importing_map", lang),
            "counties": list(outlines(names(page))),
            "points": points[:POINTS_MOST],
            "legend": legend,
            "note": note,
        }
    ]


def _points(work: Work, outcome: Outcome) -> list[list[Any]]:
    """Longitude, latitude, state and name of each; of a body that moves, where it was too."""
    found, bodies = outcome.difference, work.known.bodies if work.known else {}
    points: list[list[Any]] = [[*at, "added", body.name] for body in found.added if (at := _at(body.values))]
    for key in found.changed:
        body = found.bodies[key]
        now, was = _at(body.values) or _at(bodies[key]), _at(bodies[key])
        if now:
            points.append([*now, "changed", body.name, *(was if was and was != now else ())])
    points += [[*at, "removed", bodies[key]["name_zh"]] for key in found.removed if (at := _at(bodies[key]))]
    return points


def _at(values: Any) -> list[float]:
    lon, lat = values.get("lon", ""), values.get("lat", "")
    return [round(float(lon), 5), round(float(lat), 5)] if lon and lat else []


def today() -> str:
    """Today in Jiaxing."""
    return (datetime.now(UTC) + JIAXING).strftime("%Y-%m-%d")


# Saving ------------------------------------------------------------------------------------------


def saving(page: Page, work: Work, outcome: Outcome, person: Person) -> Block:
    """The step that makes a draft of it: the document it is from, its date, and why."""
    lang, title = page.lang, text("importing_step_save", page.lang)
    held, found = len(outcome.held), outcome.difference
    if held:
        said = counted("importing_save_held", held, lang)
        return step("save", title, said, "waiting", [words(said)])
    others = of_others(work, person)
    if others:
        return step("save", title, counted("importing_others", len(others), lang), "current", _others(others, lang))
    if not found.added and not found.changed and not work.remove:
        return step(
            "save", title, text("importing_save_same", lang), "current", [words(text("importing_save_same", lang))]
        )
    count = len(found.added) + len(found.changed) + len(work.remove)
    summary = counted("importing_bodies", count, lang)
    fields = [
        forms.field(
            "source",
            text("importing_save_source", lang),
            value=work.about.source or PurePath(work.file).stem,
            hint=text("importing_save_source_hint", lang),
        ),
        forms.field("date", text("importing_save_date", lang), value=today()),
        forms.field("why", text("importing_save_why", lang, most=REASON_LENGTH), "area", rows=2),
    ]
    acts = [forms.action("save", text("importing_save_act", lang), lead=True)]
    form = {
        "type": "form",
        "key": "save",
        "turn": work.number,
        "title": "",
        "note": "",
        "fields": fields,
        "actions": acts,
    }
    left = len(industry_open(work))
    blocks = [words(counted("importing_save_industry", left, lang), quiet=True)] if left else []
    return step("save", title, summary, "ready" if left else "current", [*blocks, form])


def _others(others: list[Body], lang: str) -> list[Block]:
    """The rows that belong to counties of others, and the way to go on without them."""
    named = text("enumeration", lang).join(body.name for body in others[:OTHERS_NAMED])
    said = text("importing_others_text", lang, count=len(others), names=named)
    act = {"label": counted("importing_all_leave", len(others), lang), "event": {"type": "leave_others"}}
    return [words(said), {"type": "actions", "actions": [act]}]


def saved(page: Page, work: Work, held: Import, person: Person) -> list[Block]:
    """What came of it: the draft, with the ways to it, to the map, to publishing; and the way back while it is open."""
    lang, draft = page.lang, work.draft
    counts, comma = held.counts, text("comma", lang)
    told = comma.join(text(f"importing_count_{name}", lang, count=f"{counts.get(name, 0):,}") for name in TALLY[:2])
    gone = counted("importing_removals", counts.get("removed", 0), lang) if counts.get("removed") else ""
    another = {"label": text("importing_another", lang), "event": {"type": "another"}}
    version = held.fate.version if held.fate is not None and held.fate.state == "published" else None
    code = "importing_saved" if version is None else "importing_published_as"
    heading = {"type": "heading", "text": text(code, lang, draft=draft, file=work.file, version=version)}
    blocks = [heading, words(told), *([words(gone)] if gone else [])]
    if held.fate is None or held.fate.state != "open":
        see = {"label": text("importing_to_map", lang), "href": f"./?list={work.of_list}&lang={lang}"}
        acts = [*([see] if version is not None else []), another]
        blocks += [words(fate_words(held, lang)), *fate_ways(held, lang)]
        return [*blocks, {"type": "actions", "actions": acts}]
    acts = [
        {"label": text("importing_to_draft", lang), "event": {"type": "draft"}},
        {"label": text("importing_to_map", lang), "href": f"./?draft={draft}&list={work.of_list}&lang={lang}"},
        {"label": text("importing_unsave", lang), "event": {"type": "unsave"}},
        another,
    ]
    blocks += [words(text("importing_saved_next", lang)), {"type": "actions", "actions": acts}]
    return [*blocks, *publishing_form(work, person, lang)]


def publishing_form(work: Job[Any], person: Person, lang: str) -> list[Block]:
    """Where a draft that was made is published; who may not publish reads that it waits."""
    if not may(person, "publish"):
        return [words(text("importing_saved_waits", lang), quiet=True)]
    why = forms.field("why", text("importing_publish_why", lang, most=WHY_LENGTH), "area", work.why, rows=2)
    form = {"type": "form", "key": "publish", "turn": work.draft, "title": "", "note": "", "fields": [why]}
    return [{**form, "actions": [forms.action("publish", text("importing_publish", lang), lead=True)]}]
