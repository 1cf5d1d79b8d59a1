"""Tasks as a workbook to take along: each with its light, state, owner and due date, and where all of it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.contract.translations import beside
from g60.evidence import task_states
from g60.evidence.codes import source_line
from g60.evidence.standings import Standing, asked_words, by_county, concerned, standings
from g60.evidence.task_states import USUAL, LightRule, light_reason, light_words
from g60.evidence.wording import Wording
from g60.export.imprint import Imprint, day_in_jiaxing, imprint, xml_text
from g60.export.tables.sheets import PAPER_A3, Sheet, book_of
from g60.record.versions import day_of

# The columns: their names, by which the workbook knows their width, and their headings.
COLUMNS = (
    *(("no", "field_no"), ("dataset", "field_kind"), ("name", "column_task"), ("subject", "column_task_subject")),
    *(("value", "field_light"), ("text", "light_reason"), ("kind", "field_state"), ("who", "field_owner_zh")),
    *(("date", "field_due"), ("at", "field_reported_on"), ("why", "field_evidence_zh"), ("before", "report_source")),
    *(("after", "column_text_zh"), ("place", "handout_column_place")),
)
# How many letters they are wide: together as much as A3 holds in type that can be read.
WIDTHS = {
    **{"no": 6, "dataset": 11, "name": 23, "subject": 24, "value": 9, "text": 18, "kind": 10, "who": 12, "date": 11},
    **{"at": 11, "why": 18, "before": 18, "after": 28, "place": 20},
}
EMPTY_LETTERS = 9.0


def tasks_to_xlsx(
    catalog: Catalog, selection: Selection, view: View, *, day: date | None = None, rule: LightRule = USUAL
) -> bytes:
    """The tasks of a view and a selection as a workbook: the tasks, then the rule of the lights with its counts."""
    lang, today = view.lang, day or day_of(view.at, day_in_jiaxing())
    found = standings(catalog, selection, view, today, rule)
    heads = [(name, text(label, lang), "value") for name, label in COLUMNS]
    notes = [text("light_rule_title", lang, today=today.isoformat(), soon=rule.soon_days, stale=rule.stale_days)]
    if not any(one.state.last for one in found):
        notes.append(text("tasks_unreported_short", lang, count=len(found)))
    rows = list(_rows(Wording(catalog, lang), found))
    sheets = [
        Sheet(text("tasks_sheet", lang), heads, rows, notes, PAPER_A3, 1, widths=_widths(rows)),
        _county_sheet(catalog, selection, found, lang),
        _rule_sheet(found, rule, today, lang),
    ]
    return book_of(head_of(catalog, selection, view), sheets, lang)


def _widths(rows: Sequence[Sequence[str]]) -> dict[str, float]:
    """The columns by what they hold: those that nobody has filled yet are narrow, and the sheet is one page wide."""
    filled = {name for at, (name, _) in enumerate(COLUMNS) if any(row[at] for row in rows)}
    return {name: WIDTHS[name] if name in filled else EMPTY_LETTERS for name, _ in COLUMNS}


def head_of(catalog: Catalog, selection: Selection, view: View) -> Imprint:
    """What a sheet of tasks says of itself."""
    head = imprint(catalog, catalog.pick(selection), selection, view.lang)
    words = text("tasks_sheet_of", view.lang, asked=asked_words(catalog, selection, view, view.lang))
    return replace(head, sentence=xml_text(words))


def _rows(wording: Wording, found: Sequence[Standing]) -> Iterator[list[str]]:
    lang, catalog, missing = wording.lang, wording.catalog, text("not_stated", wording.lang)
    for one in found:
        task, state, last = one.task, one.state, one.state.last
        name = task.name(lang)
        yield [
            str(task.facts["no"].value or ""),
            text(f"task_{task.code}", lang),
            str(name.value),
            text("enumeration", lang).join(concerned(catalog, task, lang)),
            light_words(state.light, lang),
            light_reason(state, lang),
            text(f"task_state_{state.state}", lang) if state.state else "",
            one.owner,
            state.due.due if state.due else "",
            last.day.isoformat() if last else "",
            last.evidence if last else "",
            last.source if last else "",
            beside(str(task.facts["text_zh"].value or missing), lang),
            source_line(catalog, task.facts["name_zh"].citation, lang),
        ]


def county_lines(catalog: Catalog, selection: Selection, found: Sequence[Standing], lang: str) -> list[list[str]]:
    """Each county with how many tasks concern it, and how many of these have which light."""
    counted = by_county(catalog, found, selection.units)
    return [
        [str(catalog.units.at[unit, f"name_{lang}"]), str(len(states)), task_states.tally_words(states, lang) or "–"]
        for unit, states in counted.items()
    ]


def county_heads(lang: str) -> list[str]:
    """The headings of the counties' lines."""
    return [text(code, lang) for code in ("tasks_county", "tasks_count", "tasks_by_light")]


def _county_sheet(catalog: Catalog, selection: Selection, found: Sequence[Standing], lang: str) -> Sheet:
    heads = [(name, label, "value") for name, label in zip(("name", "no", "text"), county_heads(lang), strict=True)]
    rows = county_lines(catalog, selection, found, lang)
    return Sheet(text("tasks_by_county", lang), heads, rows, [text("tasks_counted", lang)], pages_wide=1)


def _rule_sheet(found: Sequence[Standing], rule: LightRule, today: date, lang: str) -> Sheet:
    counts = task_states.tally([one.state for one in found])
    rows = [
        [light_words(light, lang), str(counts.get(light, 0)), words]
        for light, words in task_states.rule_lines(rule, today, lang)
    ]
    columns = [("name", "field_light"), ("no", "tasks_count"), ("meaning", "light_rule_head")]
    heads = [(name, text(label, lang), "value") for name, label in columns]
    return Sheet(text("light_rule_sheet", lang), heads, rows, pages_wide=1)
