"""The evaluation of a plan as a few slides: counts, what was judged, values against targets, what is left open, gaps.

Charts and tables can be edited. The notes of each slide say where each of its numbers stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.contract.i18n import text
from g60.evidence.facts import Fact
from g60.export.evaluation_text import COMPARED, LEFT_OPEN, EvaluationText
from g60.export.imprint import plain
from g60.export.office.evaluation.charted import COUNTED, counts_chart, ratio_chart, years_chart
from g60.export.office.sketch import Shown
from g60.export.office.slides.model import UNNAMED, Cell, Row, SlideContent, Table
from g60.review.judged import Judged, status_words
from g60.review.missing_values import by_reporter

# Lines over years that have room in a deck of a few slides: those of the indicators with the most values.
LINES_AT_MOST = 2
BARS_AT_MOST = 16
NOTES_AT_MOST = 400


def evaluation_deck(said: EvaluationText) -> list[SlideContent]:
    """The slides of a plan's evaluation, but for the sources that end every deck."""
    return [_cover(said), *judged_slides(said), *_charts(said), *_open(said, LEFT_OPEN), *_missing(said)]


def judged_slides(said: EvaluationText, grade: str = "") -> list[SlideContent]:
    """How many of each grade, and what was judged; with a grade, what has it. Scenes of the evaluation are the same."""
    if not grade:
        return [_results(said), *(_judged(said, COMPARED) if said.of(COMPARED) else [])]
    return _judged(said, (grade,)) if grade in COMPARED else _open(said, (grade,))


def _cover(said: EvaluationText) -> SlideContent:
    view = View(lang=said.lang)
    shown = Shown(Selection(), View(lang=said.lang, hidden=view.hidden | UNNAMED))
    return SlideContent(said.title, said.summary, shown, lines=(said.summary,), is_cover=True, notes=_counted(said))


def _counted(said: EvaluationText) -> tuple[str, ...]:
    """Where the counts come from."""
    return (f"{COUNTED} {text('evaluation_counted_in', said.lang)}", said.setting_line)


def _results(said: EvaluationText) -> SlideContent:
    """How many there are of each grade."""
    rows = tuple(
        (Cell(said.grade(code)), Cell(str(count), COUNTED), Cell(text(f"grade_means_{code}", said.lang)))
        for code, count in said.counts.items()
    )
    heads = tuple(text(f"evaluation_head_{code}", said.lang) for code in ("grade", "count", "meaning"))
    table = Table("grades", heads, rows, (0.24, 0.14, 0.62))
    title = text("evaluation_part_results", said.lang)
    return SlideContent(title, said.summary, tables=(table,), chart=counts_chart(said), notes=_counted(said))


def _judged(said: EvaluationText, grades: Sequence[str]) -> list[SlideContent]:
    """Every indicator and target that a value judges: target, value, grade; the notes have the formula."""
    found = said.of(grades)
    title = text("evaluation_part_each", said.lang)
    if not found:
        return [
            SlideContent(title, text("evaluation_file_none", said.lang), lines=(said.summary,), notes=_counted(said))
        ]
    rows = tuple(_row(said, entry) for entry in found)
    heads = tuple(text(f"evaluation_head_{code}", said.lang) for code in ("indicator", "target", "value", "grade"))
    table = Table("judged", heads, rows, (0.44, 0.18, 0.22, 0.16))
    notes = [line for entry in found for line in _notes(said, entry)]
    return [SlideContent(title, said.setting_line, tables=(table,), notes=tuple(notes[:NOTES_AT_MOST]))]


def _row(said: EvaluationText, entry: Judged) -> Row:
    value = Cell(text("grade_no_data", said.lang))
    if entry.compared.value is not None:
        status = status_words(entry, said.lang)
        words = text("grade_value_status", said.lang, value=said.words(entry.compared), status=status)
        value = Cell(words, said.compared_code(entry))
    grade = Cell(said.grade(entry.grade.grade), said.verdict_code(entry))
    return Cell(said.name(entry)), Cell(said.words(entry.target), said.code(entry.target)), value, grade


def _notes(said: EvaluationText, entry: Judged) -> list[str]:
    """Where the numbers of an indicator stand, and why its grade is what it is."""
    named = said.name(entry)
    lines = [_note(said, named, entry.target)]
    if entry.baseline.value is not None:
        lines.append(_note(said, named, entry.baseline))
    for report, fact in said.used(entry):
        lines.append(_placed(said, named, fact, said.code(fact, report), said.place(fact, report)))
    why = " ".join(said.verdict_lines(entry))
    grade = said.grade(entry.grade.grade)
    told = {"name": named, "field": text("field_grade", said.lang), "value": grade}
    lines.append(plain(text("slides_note", said.lang, **told, evidence=said.verdict_place(entry), place=why)))
    return lines


def _note(said: EvaluationText, named: str, fact: Fact) -> str:
    return _placed(said, named, fact, said.code(fact), said.place(fact))


def _placed(said: EvaluationText, named: str, fact: Fact, code: str, place: str) -> str:
    told = {"name": named, "field": said.wording.label(fact.field), "value": said.words(fact)}
    return plain(text("slides_note", said.lang, **told, evidence=code, place=place))


def _charts(said: EvaluationText) -> list[SlideContent]:
    """The values in percent of their targets, and the longest rows of values over the years."""
    words = text("slides_chart_text", said.lang)
    found = said.of(COMPARED)
    notes = tuple(line for entry in found for line in _notes(said, entry))
    slides = []
    bars = ratio_chart(said)
    if bars:
        bars = type(bars)(bars.name, bars.unit, bars.bars[-BARS_AT_MOST:])
        slides.append(SlideContent(bars.name, words, chart=bars, notes=notes))
    longest = sorted(found, key=lambda entry: -len({report.year for report in entry.reports}))
    for entry in longest[:LINES_AT_MOST]:
        lines = years_chart(said, entry)
        if lines and len({report.year for report in entry.reports}) > 1:
            slides.append(SlideContent(said.name(entry), words, chart=lines, notes=tuple(_notes(said, entry))))
    return slides


def _open(said: EvaluationText, grades: Sequence[str]) -> list[SlideContent]:
    """What no value judges: the indicators of the plan's table; the others are counted, and are in the workbook."""
    found = said.of(grades)
    if not found:
        return []
    tabled = set(map(str, said.catalog.tables.indicators.index))
    named = [entry for entry in found if entry.id in tabled] or found
    rows = tuple(
        (
            Cell(said.name(entry)),
            Cell(said.words(entry.target), said.code(entry.target)),
            Cell(said.grade(entry.grade.grade), said.verdict_code(entry)),
            Cell(text(f"grade_rule_{entry.grade.rule}", said.lang)),
        )
        for entry in named
    )
    heads = tuple(text(f"evaluation_head_{code}", said.lang) for code in ("indicator", "target", "grade", "why"))
    left = len(found) - len(named)
    words = text("evaluation_file_more", said.lang, count=left) if left else said.summary
    notes = [_note(said, said.name(entry), entry.target) for entry in named]
    table = Table("open", heads, rows, (0.38, 0.16, 0.16, 0.3))
    title = text("evaluation_part_open", said.lang)
    return [SlideContent(title, words, tables=(table,), notes=(*notes, *_counted(said)))]


def _missing(said: EvaluationText) -> list[SlideContent]:
    """From whom how much is missing."""
    asked = by_reporter(said.missing)
    if not asked:
        return []
    rows = []
    notes: list[str] = []
    for reporter, found in asked.items():
        numbers = (len(found), sum(max(len(gap.years), 1) for gap in found))
        counts = tuple(Cell(str(number), COUNTED) for number in numbers)
        rows.append((Cell(reporter.name(said.lang)), *counts, Cell(text(f"missing_basis_{reporter.basis}", said.lang))))
        notes += _listed(said, reporter.name(said.lang), [said.name(gap.entry) for gap in found])
    heads = tuple(text(f"evaluation_head_{code}", said.lang) for code in ("reporter", "indicators", "values", "why"))
    table = Table("missing", heads, tuple(rows), (0.44, 0.16, 0.16, 0.24))
    title = text("missing_title", said.lang)
    said_below = text("evaluation_file_missing", said.lang)
    return [SlideContent(title, said_below, tables=(table,), notes=(*notes, *_counted(said)))]


def _listed(said: EvaluationText, whom: str, names: Sequence[str]) -> list[str]:
    return [plain(f"{whom}: {text('enumeration', said.lang).join(names)} {COUNTED}")]
