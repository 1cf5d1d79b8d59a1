"""Tasks as a Word document to print and take along: the rule of the lights, then each task on a line."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import docx

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.contract.translations import beside
from g60.evidence import task_states
from g60.evidence.codes import source_line
from g60.evidence.standings import Standing, concerned, standings
from g60.evidence.task_states import USUAL, LightRule, light_reason, state_words
from g60.export.imprint import day_in_jiaxing, xml_text
from g60.export.office.package import saved_document
from g60.export.office.table_document import LEAST_PT, common_table, footed, laid_out, paragraph, written_table
from g60.export.tables.task_sheet import county_heads, county_lines, head_of
from g60.record.versions import day_of

HEADS = (
    *("field_no", "field_kind", "column_task", "column_task_subject"),
    *("task_stands", "field_evidence_zh", "handout_column_place"),
)
WIDTHS_CM = (1.4, 2.3, 5.6, 3.9, 4.8, 3.9, 3.4)
COUNTY_WIDTHS_CM = (6.0, 2.4, 16.9)
# Whom a task concerns, named at most; the workbook names all.
NAMED = 4


def tasks_to_docx(
    catalog: Catalog, selection: Selection, view: View, *, day: date | None = None, rule: LightRule = USUAL
) -> bytes:
    """The tasks of a view and a selection as a Word document, A4 across."""
    lang, on = view.lang, day or day_of(view.at, day_in_jiaxing())
    found = standings(catalog, selection, view, on, rule)
    head = head_of(catalog, selection, view)
    document = docx.Document()
    laid_out(document)
    paragraph(document, head.sentence, size=18, bold=True)
    states = [one.state for one in found]
    counts = text("light_tally", lang, lights=task_states.tally_words(states, lang), today=on.isoformat())
    paragraph(document, text("tasks_document", lang, count=len(found), lights=counts), size=11)
    if not any(state.last for state in states):
        paragraph(document, text("tasks_unreported_short", lang, count=len(found)), size=10)
    rows = [_row(catalog, one, lang) for one in found]
    common_table(document, lang, [text(label, lang) for label in HEADS], rows, WIDTHS_CM)
    paragraph(document, text("tasks_counted", lang), size=10, bold=True, above=10)
    lines = county_lines(catalog, selection, found, lang)
    written_table(document, county_heads(lang), lines, COUNTY_WIDTHS_CM, size=LEAST_PT)
    title = text("light_rule_title", lang, today=on.isoformat(), soon=rule.soon_days, stale=rule.stale_days)
    paragraph(document, title, size=10, bold=True, above=10)
    for light, words in task_states.rule_lines(rule, on, lang):
        line = text("label_value", lang, label=task_states.light_words(light, lang), value=words)
        paragraph(document, line, size=LEAST_PT)
    footed(document, (f"{head.version} · {head.date} · {head.review}", head.attribution))
    known = document.core_properties
    known.title, known.author, known.comments = xml_text(head.sentence), head.title, ""
    known.created = known.modified = datetime.combine(day_in_jiaxing(), time(), UTC)
    return saved_document(document, lang)


def _row(catalog: Catalog, one: Standing, lang: str) -> tuple[str, ...]:
    """A task: number, kind, words, whom it concerns, how it stands and why, evidence and source, where it stands."""
    task, last = one.task, one.state.last
    names = concerned(catalog, task, lang)
    shown = text("enumeration", lang).join(names[:NAMED])
    more = text("brief_more", lang, names=shown, count=len(names) - NAMED) if len(names) > NAMED else shown
    reported = " · ".join(part for part in (last.evidence, last.source) if part) if last else ""
    return (
        str(task.facts["no"].value or ""),
        text(f"task_{task.code}", lang),
        "\n".join(beside(str(part), lang) for part in (task.name(lang).value, task.facts["text_zh"].value) if part),
        more,
        f"{state_words(one.state, lang)}\n{light_reason(one.state, lang)}",
        reported,
        source_line(catalog, task.facts["name_zh"].citation, lang),
    )
