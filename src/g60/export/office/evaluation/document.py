"""The report of an evaluation as a Word document: text and charts that can be edited.

Each table has a last column that says where the numbers of its row come from; no number stands outside of such a row
but for the sum of a sentence, which ends in the sign of what is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from g60.ask.judging import Judging
from g60.catalog.catalog import Catalog
from g60.contract.codes import EVIDENCE, TARGET_GRADES
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.contract.themes import THEMES
from g60.evidence.codes import EVIDENCE_SIGNS, document_line, documents
from g60.export.evaluation_text import COMPARED, LEFT_OPEN, REGISTERED, EvaluationText, year_of
from g60.export.imprint import day_in_jiaxing, plain
from g60.export.office.charts import Bars, Lines, add_chart
from g60.export.office.evaluation.charted import COUNTED, counts_chart, ratio_chart, years_chart
from g60.export.office.package import saved_document
from g60.export.office.table_document import LEAST_PT, described, fitted_widths, repeated, ruled
from g60.export.office.theme import CHINESE, LATIN, RELATION, dress, without_previews
from g60.export.office.titles import title_room, words_of
from g60.review.evaluation import shown
from g60.review.judged import Judged, extent, unit
from g60.review.missing_values import by_reporter

MARGIN_MM, WIDE_MM = 22.0, 210.0 - 2 * 22.0
BODY_PT, SMALL_PT, TITLE_PT, HEAD_PT, PART_PT = 10.0, LEAST_PT, 20.0, 14.0, 11.0
BAR_MM, LINES_MM = 7.0, 52.0
LONGEST = 250  # letters of a property of a file

Tree = Any  # python-docx's own trees, which its types leave open
Row = Sequence[str]


def to_docx(catalog: Catalog, judging: Judging, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The report of a plan, the newest one where none is asked for."""
    said = EvaluationText.asked(catalog, judging, lang)
    page = _empty(said)
    _opening(page, said)
    _results(page, said)
    _each(page, said)
    _left_open(page, said)
    _missing(page, said)
    _method(page, said)
    _register(page, said)
    _documents(page, said)
    return saved_document(page, lang)


def _empty(said: EvaluationText) -> Tree:
    page: Tree = Document()
    without_previews(page.part.package.rels)
    without_previews(page.part.rels)
    dress(page.part.part_related_by(RELATION))
    section = page.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    for name, size in (("Normal", BODY_PT), ("Title", TITLE_PT), ("Heading 1", HEAD_PT), ("Heading 2", PART_PT)):
        _typeface(page.styles[name], size, bold=name != "Normal")
    page.styles["Normal"].paragraph_format.space_after = Pt(4)
    head, known = said.imprint, page.core_properties
    known.title, known.subject, known.author = said.title[:LONGEST], head.title[:LONGEST], text("title", said.lang)
    known.comments, known.last_modified_by = f"{head.version} · {head.date}", text("title", said.lang)
    known.created = known.modified = datetime.combine(day_in_jiaxing(), time())
    _run(section.footer.paragraphs[0], f"{said.title} · {head.version} · {head.date}", LEAST_PT, pale=True)
    return page


def _typeface(style: Tree, size: float, *, bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(THEMES["day"].ink.removeprefix("#"))
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{name}"), None)
    faces.set(qn("w:eastAsia"), CHINESE)


# Its parts ---------------------------------------------------------------------------------------


def _opening(page: Tree, said: EvaluationText) -> None:
    head = said.imprint
    title = page.add_paragraph(said.title, style="Title")
    room = title_room(said.title, WIDE_MM, TITLE_PT, words_of(said.catalog))
    title.paragraph_format.right_indent = Mm(WIDE_MM - room)
    _run(page.add_paragraph(style="Subtitle"), f"{head.version} · {head.date}", SMALL_PT, pale=True)
    _words(page, said.summary)
    _words(page, text("evaluation_file_text", said.lang))
    kinds = "  ".join(f"{EVIDENCE_SIGNS[kind]} {text(f'evidence_{kind}', said.lang)}" for kind in EVIDENCE)
    register = text("evaluation_file_register", said.lang, sign=EVIDENCE_SIGNS["reported"] + REGISTERED)
    _words(page, f"{text('sheet_marks', said.lang, kinds=kinds)}  {register}", pale=True)


def _results(page: Tree, said: EvaluationText) -> None:
    """How many there are of each grade, as a table and as bars."""
    _heading(page, said, "results")
    rows = [
        (said.grade(code), f"{count} {COUNTED}", text(f"grade_means_{code}", said.lang), COUNTED)
        for code, count in said.counts.items()
    ]
    _table(page, said, ("grade", "count", "meaning", "source"), rows, (26, 18, 92, 30))
    _words(page, f"{text('evaluation_counted_in', said.lang)} {COUNTED}", pale=True)
    if chart := counts_chart(said):
        _chart(page, said, chart, (WIDE_MM, 16 + BAR_MM * len(chart.bars)))
    if chart := ratio_chart(said):
        _chart(page, said, chart, (WIDE_MM, 16 + BAR_MM * len(chart.bars)))


def _each(page: Tree, said: EvaluationText) -> None:
    """Every indicator and target that a value judges: its numbers with their places, rule, formula, chart."""
    _heading(page, said, "each")
    found = said.of(COMPARED)
    if not found:
        _words(page, text("evaluation_file_none", said.lang))
    for entry in found:
        _heading_of(page, said, entry)
        _table(page, said, ("field", "value", "mark", "source"), _numbers(said, entry), (38, 44, 16, 68))
        if chart := years_chart(said, entry):
            _chart(page, said, chart, (WIDE_MM * 0.8, LINES_MM))


def _heading_of(page: Tree, said: EvaluationText, entry: Judged) -> None:
    about = (unit(entry, said.lang), extent(entry, said.lang))
    words = " · ".join(part for part in (said.name(entry), *about) if part)
    page.add_paragraph(plain(words), style="Heading 2")


def _numbers(said: EvaluationText, entry: Judged) -> list[Row]:
    """The rows of one indicator: target, baseline, each value by year, the grade with why it is so."""
    lang, missing = said.lang, text("not_stated", said.lang)
    dated = ((text("field_target", lang), entry.target), (text("field_baseline", lang), entry.baseline))
    rows = []
    for label, fact in dated:
        year = year_of(fact) or (str(entry.grade.target_year or "") if fact is entry.target else "")
        words = said.words(fact) if fact.value is not None else missing
        named = text("name_and_year", lang, name=label, year=year) if year else label
        rows.append((named, words, said.code(fact), said.place(fact) or missing))
    for report, fact in zip(entry.reports, entry.values, strict=True):
        label = text("name_and_year", lang, name=text("field_actual", lang), year=report.year)
        status = said.status(report)
        words = text("grade_value_status", lang, value=said.words(fact), status=status)
        if not report.counts:
            words = f"{words} {text('evaluation_superseded', lang)}"
        rows.append((label, words, said.code(fact, report), said.place(fact, report)))
    why = "\n".join(said.verdict_lines(entry))
    grade = text("field_grade", lang)
    return [
        *rows,
        (grade, said.grade(entry.grade.grade), said.verdict_code(entry), f"{said.verdict_place(entry)}\n{why}"),
    ]


def _left_open(page: Tree, said: EvaluationText) -> None:
    """What no value judges, and why."""
    _heading(page, said, "open")
    found = said.of(LEFT_OPEN)
    if not found:
        _words(page, text("evaluation_file_all", said.lang))
        return
    for (grade, why), alike in _by_reason(said, found).items():
        count = f"{said.grade(grade)} · {len(alike)} {COUNTED}"
        page.add_paragraph(count, style="Heading 2")
        _words(page, f"{why} {COUNTED}", pale=True)
        page.paragraphs[-1].paragraph_format.keep_with_next = True
        rows = [
            (
                said.name(entry),
                f"{said.words(entry.target)} {said.code(entry.target)}",
                f"{said.verdict_place(entry)} {said.place(entry.target)}",
            )
            for entry in alike
        ]
        _table(page, said, ("indicator", "target", "source"), rows, (58, 36, 72))


def _by_reason(said: EvaluationText, found: Sequence[Judged]) -> dict[tuple[str, str], list[Judged]]:
    """What no value judges by its grade and the reason, which is said once for all that have it."""
    alike: dict[tuple[str, str], list[Judged]] = {}
    for entry in found:
        alike.setdefault((entry.grade.grade, said.verdict_lines(entry)[0]), []).append(entry)
    return alike


def _missing(page: Tree, said: EvaluationText) -> None:
    """What is missing, and from whom it must come."""
    _heading(page, said, "missing")
    asked = by_reporter(said.missing)
    if not asked:
        _words(page, text("missing_none", said.lang))
        return
    _words(page, text("evaluation_file_missing", said.lang))
    rows = []
    for reporter, found in asked.items():
        numbers = (len(found), sum(max(len(gap.years), 1) for gap in found))
        basis = f"{COUNTED} {text(f'missing_basis_{reporter.basis}', said.lang)}"
        rows.append((plain(reporter.name(said.lang)), *(f"{number} {COUNTED}" for number in numbers), basis))
    _table(page, said, ("reporter", "indicators", "values", "source"), rows, (64, 24, 24, 54))
    for reporter, found in asked.items():
        page.add_paragraph(plain(reporter.name(said.lang)), style="Heading 2")
        listed = [
            (
                said.name(gap.entry),
                unit(gap.entry, said.lang),
                gap.years_text(said.lang),
                f"{said.code(gap.entry.target)} {said.place(gap.entry.target)}",
            )
            for gap in found
        ]
        _table(page, said, ("indicator", "unit", "years", "source"), listed, (66, 20, 28, 52))


def _method(page: Tree, said: EvaluationText) -> None:
    """The thresholds with where they come from, what the grades mean, and the rules that were used."""
    lang, setting = said.lang, said.setting
    _heading(page, said, "method")
    _words(page, text("evaluation_method_text", lang))
    given = f"{COUNTED} {text('evaluation_setting_from', lang)}"
    rows = [
        (text("evaluation_set_nearly", lang), f"{shown(setting.nearly)} %", given),
        (text("evaluation_set_about", lang), f"{shown(setting.about)} %", given),
        (text("evaluation_set_path", lang), text(f"evaluation_path_{setting.path}", lang), given),
    ]
    _table(page, said, ("setting", "value", "source"), rows, (74, 40, 52))
    rules = dict.fromkeys(entry.grade.rule for entry in said.entries)
    for code in TARGET_GRADES:
        _words(page, text("label_value", lang, label=said.grade(code), value=text(f"grade_means_{code}", lang)))
    _words(page, text("evaluation_rules_used", lang), bold=True)
    for rule in rules:
        _words(page, text(f"grade_rule_{rule}", lang))


def _register(page: Tree, said: EvaluationText) -> None:
    """Every value that was reported after the plan, with who reported it and in which document."""
    lang = said.lang
    _heading(page, said, "register")
    if not said.registered:
        _words(page, text("evaluation_file_no_register", lang))
        return
    rows = []
    for number, entry, report in said.registered:
        value = f"{shown(report.value)} {unit(entry, lang)}".rstrip()
        note = "" if report.counts else f" {text('evaluation_superseded', lang)}"
        words = text("grade_value_status", lang, value=value, status=said.status(report)) + note
        told = (report.reporter_zh, report.source_zh, report.known_on, report.definition_zh)
        source = text(
            "evaluation_register_row", lang, **dict(zip(("reporter", "source", "date", "own"), told, strict=True))
        )
        rows.append((f"{REGISTERED}{number}", said.name(entry), str(report.year), words, plain(source)))
    _table(page, said, ("row", "indicator", "year", "value", "source"), rows, (12, 46, 14, 34, 60))


def _documents(page: Tree, said: EvaluationText) -> None:
    _heading(page, said, "documents")
    for entry in documents(said.catalog, said.lang):
        page.add_paragraph(plain(document_line(entry)), style="List Paragraph")


# How it is set -----------------------------------------------------------------------------------


def _chart(page: Tree, said: EvaluationText, chart: Bars | Lines, box: tuple[float, float]) -> None:
    """A chart in a paragraph of its own, with its words for who hears it."""
    add_chart(page, page.add_paragraph(), chart, box, said.lang)


def _heading(page: Tree, said: EvaluationText, code: str) -> None:
    page.add_paragraph(text(f"evaluation_part_{code}", said.lang), style="Heading 1")


def _words(page: Tree, words: str, *, pale: bool = False, bold: bool = False) -> None:
    _run(page.add_paragraph(), words, SMALL_PT if pale else BODY_PT, pale=pale, bold=bold)


def _run(paragraph: Tree, words: str, size: float, *, pale: bool = False, bold: bool = False) -> None:
    run = paragraph.add_run("\n".join(plain(line) for line in words.split("\n")))
    run.font.size, run.bold = Pt(size), bold
    if pale:
        run.font.color.rgb = RGBColor.from_string(THEMES["day"].ink_2.removeprefix("#"))


def _table(
    page: Tree, said: EvaluationText, heads: Sequence[str], rows: Iterable[Row], widths: Sequence[float]
) -> None:
    """A table whose last column is where the numbers of its row come from; its head stands on every page."""
    given = [[plain_lines(words) for words in row] for row in rows]
    labels = [text(f"evaluation_head_{code}", said.lang) for code in heads]
    table = page.add_table(rows=1 + len(given), cols=len(heads))
    table.autofit = False
    ruled(table)
    fitted = fitted_widths(labels, given, widths, SMALL_PT)
    for column, wide in zip(table.columns, fitted, strict=True):
        column.width = Mm(wide)
    for number, (row, cells) in enumerate(zip(table.rows, [labels, *given], strict=True)):
        for cell, words, wide in zip(row.cells, cells, fitted, strict=True):
            cell.width = Mm(wide)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(1.5)
            _run(paragraph, words, SMALL_PT, bold=number == 0, pale=number == 0)
    repeated(table)
    described(table, " · ".join(labels))
    page.add_paragraph().paragraph_format.space_after = Pt(2)


def plain_lines(words: str) -> str:
    """A text line by line, each as a file can hold it."""
    return "\n".join(plain(line) for line in words.split("\n"))
