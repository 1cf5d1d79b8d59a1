"""What a deck says, slide by slide: of one selection, or of the scenes of a presentation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from g60.ask.permalink import to_query
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.codes import UNITS
from g60.contract.i18n import text
from g60.contract.schema import AREA_KINDS
from g60.evidence import compare
from g60.evidence.sentence import conditions, sentence
from g60.evidence.task_states import USUAL
from g60.evidence.wording import Wording
from g60.export.evaluation_text import EvaluationText
from g60.export.imprint import day_in_jiaxing
from g60.export.office.sketch import Shown, bounds_of
from g60.export.office.slides import charts, tables
from g60.export.office.slides.evaluation import judged_slides
from g60.export.office.slides.model import UNNAMED, Cell, SlideContent, Table
from g60.export.office.subject_card import subject_card
from g60.export.office.subject_map import entity_map
from g60.meeting.scenes import Presentation, Scene
from g60.record.versions import day_of
from g60.review import task_rows
from g60.review.indicators import indicator_tables

MAPPED_AT_MOST = 3  # subjects of a comparison beside which a map has room
LOOKING_AHEAD, LOOKING_BACK = ("baseline", "target", "needed_growth"), ("target", "actual", "status_zh")


# One selection -----------------------------------------------------------------------------------


def selection_deck(catalog: Catalog, selection: Selection, view: View) -> list[SlideContent]:
    """The slides of one selection: its map and list, its counties, what can be charted, the sources."""
    wording, picked = Wording(catalog, view.lang), catalog.pick(selection)
    title = " · ".join(conditions(catalog, selection, view.lang)) or text("whole_city", view.lang)
    if selection.focus in catalog.ids and not selection.restricts:
        title = subject_card(wording, selection.focus).title
    found = [map_slide(wording, selection, view, title)]
    if picked.entities["unit"].nunique() > 1:
        found.append(_county_slide(wording, picked, found[0].query))
    chart = charts.lake_chart(wording, picked)
    if chart and found[0].chart != chart:
        found.append(SlideContent(chart.name, text("slides_chart_text", view.lang), chart=chart, query=found[0].query))
    return [*found, sources_slide(wording, text("sheet_sources", view.lang), found[0].sentence)]


def map_slide(wording: Wording, selection: Selection, view: View, title: str) -> SlideContent:
    """The map of a selection, and beside it what it shows."""
    catalog, lang = wording.catalog, wording.lang
    picked = catalog.pick(selection)
    table, notes = _table_of(wording, selection, picked)
    chart = None
    if selection.kinds == {"lake_district"}:
        chart = charts.lake_chart(wording, picked)
    elif not selection.restricts and not selection.focus:
        chart = charts.carrier_chart(wording, picked)
    shown, said = Shown(selection, view), sentence(catalog, picked, selection, lang)
    if selection.focus in catalog.ids and not selection.restricts:
        shown, said = entity_map(catalog, selection.focus, view), subject_card(wording, selection.focus).subtitle
    listed = [str(one) for one in picked.entities.index[: tables.LISTED_AT_MOST]]
    ids = text(
        "slides_ids", lang, count=f"{len(picked.entities):,}", ids=", ".join(listed) or text("nothing_shown", lang)
    )
    return SlideContent(
        title,
        said,
        shown,
        (table,) if table.rows else (),
        chart,
        (ids, *notes),
        () if table.rows else (text("slides_empty", lang),),
        query=query_of("", selection, view),
    )


def query_of(page: str, selection: Selection, view: View) -> str:
    """The address of a page of the app that shows a selection, behind the app's own."""
    query = urlencode(to_query(selection, view), doseq=True, safe="/,")
    return f"{page}?{query}" if query else page or "?"


def _table_of(wording: Wording, selection: Selection, picked: Catalog) -> tables.Part:
    """The table beside a map: the facts of one, the areas of a kind, the counts of everything, or else the list."""
    ids = [str(one) for one in picked.entities.index]
    if len(ids) == 1:
        return tables.facts_table(wording, ids[0])
    if not selection.restricts:
        in_focus = selection.focus in wording.catalog.ids
        return tables.facts_table(wording, selection.focus) if in_focus else tables.counts_table(wording, picked)
    kinds = set(picked.entities["kind"])
    if len(kinds) == 1 and kinds <= set(AREA_KINDS):
        return tables.areas_table(wording, ids, kinds.pop())
    return tables.list_table(wording, picked)


def _county_slide(wording: Wording, picked: Catalog, query: str) -> SlideContent:
    table, notes = tables.county_table(wording, picked)
    title, words = text("slides_counties", wording.lang), text("slides_counties_text", wording.lang)
    chart = charts.carrier_chart(wording, picked)
    return SlideContent(title, words, tables=(table,), chart=chart, notes=tuple(notes), query=query)


def sources_slide(wording: Wording, title: str, words: str) -> SlideContent:
    """The documents, and what the codes beside values mean."""
    query = query_of("sources", Selection(), View(lang=wording.lang))
    return SlideContent(title, words, tables=tables.source_tables(wording), query=query)


# Scenes ------------------------------------------------------------------------------------------


def scene_deck(catalog: Catalog, presentation: Presentation, lang: str) -> list[SlideContent]:
    """The slides of a presentation: a cover, each scene in its turn, and the sources where no closing has them."""
    wording = Wording(catalog, lang)
    scenes = presentation.scenes
    found = [_of_scene(wording, presentation, scene) for scene in scenes]
    slides = [slide for several in found for slide in several]
    if not scenes or scenes[0].face != "opening":
        title = presentation.title.of(lang) or text("title", lang)
        slides.insert(0, _cover(wording, title, "", Selection(), View(lang=lang)))
    if all(scene.face != "closing" for scene in scenes):
        slides.append(sources_slide(wording, text("sheet_sources", lang), _whole(wording)))
    return slides


def _of_scene(wording: Wording, presentation: Presentation, scene: Scene) -> list[SlideContent]:
    """The slides of a scene, its notes before all others on the first of them."""
    lang = wording.lang
    view = replace(scene.view, lang=lang)
    title = scene.title.of(lang) or presentation.title.of(lang) or text("title", lang)
    faces: dict[str, Callable[[], list[SlideContent]]] = {
        "opening": lambda: [_cover(wording, title, presentation.title.of(lang), scene.selection, view)],
        "map": lambda: [map_slide(wording, scene.selection, view, title)],
        "compare": lambda: _comparison(wording, scene.selection, view, title),
        "indicators": lambda: _indicators(wording, title),
        "tasks": lambda: [_tasks(wording, scene.selection, view, title)],
        "evaluation": lambda: _evaluation(wording, view, title),
        "closing": lambda: [sources_slide(wording, title, _whole(wording))],
    }
    first, *rest = faces[scene.face]()
    said = scene.notes.of(lang)
    return [replace(first, notes=(*said.splitlines(), "", *first.notes)) if said else first, *rest]


def _whole(wording: Wording) -> str:
    catalog = wording.catalog
    return sentence(catalog, catalog.pick(Selection()), Selection(), wording.lang)


def _cover(wording: Wording, title: str, above: str, selection: Selection, view: View) -> SlideContent:
    """The first slide: title, what the presentation is, what it shows, and the map of it."""
    picked = wording.catalog.pick(selection)
    words = sentence(wording.catalog, picked, selection, wording.lang)
    named = (above,) if above and above != title else ()
    # Numbers beside marks say nothing where no list explains them.
    view = replace(view, hidden=view.hidden | UNNAMED)
    shown, query = Shown(selection, view), query_of("", selection, replace(view, hidden=view.hidden - UNNAMED))
    return SlideContent(title, words, shown, lines=(*named, words), is_cover=True, query=query)


def _comparison(wording: Wording, selection: Selection, view: View, title: str) -> list[SlideContent]:
    """The compared side by side, beside a map where they are few; what is none is the map of its selection."""
    catalog = wording.catalog
    ids = [one for one in selection.compared if one in catalog.ids]
    if len(ids) < compare.AT_LEAST:
        return [map_slide(wording, selection, view, title)]
    found = compare.compare(catalog, ids, wording.lang)
    table, notes = tables.compare_table(wording, found)
    shown = None
    if len(ids) <= MAPPED_AT_MOST:
        units, known = frozenset(ids) & frozenset(UNITS), frozenset(ids) & frozenset(catalog.entities.index)
        shown = Shown(Selection(units=units), view, known, bounds_of(catalog, ids) if known else None)
    words = text("enumeration", wording.lang).join(wording.name(one) for one in ids)
    chart = charts.compare_chart(wording, found)
    query = query_of("compare", selection, view)
    first = SlideContent(title, words, shown, (table,), None, tuple(notes), query=query)
    second = [SlideContent(title, chart.name, chart=chart, query=query)] if chart else []
    return [first, *second]


def _indicators(wording: Wording, title: str) -> list[SlideContent]:
    """The tables that look ahead with the growth that they need, then those of what was reached."""
    lang, query = wording.lang, query_of("indicators", Selection(), View(lang=wording.lang))
    found: list[SlideContent] = []
    for entry in sorted(indicator_tables(wording.catalog), key=lambda entry: entry.looks_back):
        words = entry.title(wording.catalog, lang)
        table, notes = tables.indicator_table(wording, entry, LOOKING_BACK if entry.looks_back else LOOKING_AHEAD)
        chart = None if entry.looks_back else charts.growth_chart(wording, entry.entries)
        head, above = (words, text("slide_looking_back", lang)) if found else (title, words)
        slide = SlideContent(head, above, tables=(table,), chart=chart, notes=tuple(notes), query=query)
        found.append(replace(slide, beside=chart is not None))
    return found or [SlideContent(title, text("slides_empty", lang), query=query)]


def _tasks(wording: Wording, selection: Selection, view: View, title: str) -> SlideContent:
    """The tasks that a scene asks for: the counts by light, then the gravest first, each with its evidence."""
    lang, catalog, day = wording.lang, wording.catalog, day_of(view.at, day_in_jiaxing())
    found = task_rows.ordered(catalog, selection, view, day)
    label, number = wording.label("light"), text("tasks_count", lang)
    numbers = tuple((Cell(words), Cell(str(count), "＝")) for words, count in task_rows.counts(found, lang))
    rows = []
    for one in found:
        facts = (one.task.name(lang), task_rows.stands(one, lang), task_rows.whom(catalog, one, lang))
        rows.append(tuple(Cell(wording.words(fact), wording.code(fact)) for fact in facts))
    listed = Table("tasks", tuple(task_rows.heads(lang)), tuple(rows), (0.4, 0.36, 0.24), 3)
    told = text("light_rule_title", lang, today=day.isoformat(), soon=USUAL.soon_days, stale=USUAL.stale_days)
    lights = Table("lights", (label, number), numbers, (0.3, 0.7))
    shown = (lights, tables.in_common(listed, lang))
    return SlideContent(title, told, tables=shown, query=query_of("tasks", selection, view))


def _evaluation(wording: Wording, view: View, title: str) -> list[SlideContent]:
    """A plan judged by the usual thresholds, as on the board of the meeting."""
    asked = replace(view.judging, nearly="", about="", path="")
    found = judged_slides(EvaluationText.asked(wording.catalog, asked, wording.lang), asked.grade)
    query = query_of("evaluation", Selection(), view)
    if not found:
        return [SlideContent(title, text("evaluation_none", wording.lang), query=query)]
    return [replace(found[0], title=title, query=query), *(replace(one, query=query) for one in found[1:])]


__all__ = ["SlideContent", "Table", "scene_deck", "selection_deck"]
