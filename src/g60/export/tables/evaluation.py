"""The evaluation of a plan as a workbook: for people with formulas that a spreadsheet computes, for programs as codes.

The sheets for programs are those of decision 19, with columns at their ends that say where the numbers come from. The
formulas of the sheet for people refer to them: a value to `reports`, a threshold to `settings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from g60.ask.judging import PATHS, Judging
from g60.catalog.catalog import Catalog
from g60.catalog.goals import SHARE
from g60.contract.codes import TARGET_GRADES
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.evidence.codes import documents
from g60.evidence.facts import Fact
from g60.export.evaluation_text import EvaluationText
from g60.export.imprint import plain
from g60.export.tables.columns import Cell
from g60.export.tables.sheets import PAPER_A3, Formula, Sheet, book_of
from g60.review import evaluation_sheets
from g60.review.judged import Judged, extent, unit
from g60.review.missing_values import by_reporter

# The columns of the sheet for people, in their order; the letter of each in formulas.
COLUMNS = (
    *("indicator", "name", "unit_of_measure", "operator", "target", "target_high", "target_year", "target_source"),
    *("baseline", "baseline_year", "baseline_source", "year", "value", "status", "value_source"),
    *("ratio", "threshold", "nearly", "on_path", "reached_in", "grade", "given", "agrees", "why", "scope"),
)
LETTER = {name: chr(ord("A") + place) for place, name in enumerate(COLUMNS)}
NEARLY, ABOUT, PATH = (f"settings!$B${row}" for row in (2, 3, 4))
# Decimals of what is computed before it is compared, as in the rules.
DECIMALS = 6
NUMBERS = ("target", "target_high", "target_year", "baseline", "baseline_year", "year", "value", "ratio", "threshold")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the sheet for people: the entry, its row, and the cells of its used values in `reports`."""

    said: EvaluationText
    entry: Judged
    row: int
    cells: tuple[str, ...]

    def at(self, column: str) -> str:
        """The address of a cell of this row."""
        return f"{LETTER[column]}{self.row}"


def to_xlsx(catalog: Catalog, judging: Judging, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The workbook of a plan, the newest one where none is asked for."""
    said = EvaluationText.asked(catalog, judging, lang)
    head = replace(said.imprint, review=said.setting_line)
    judged = _judged(said)
    sheets = [_results(said, judged), judged, missing_sheet(said), _documents(said), *_for_programs(said)]
    return book_of(head, sheets, lang)


# For people --------------------------------------------------------------------------------------


def _heads(names: Iterable[str], lang: str) -> list[tuple[str, str, str]]:
    return [(name, text(f"evaluation_sheet_{name}", lang), "number" if name in NUMBERS else "value") for name in names]


def _results(said: EvaluationText, judged: Sheet) -> Sheet:
    """How many there are of each grade, counted by the spreadsheet."""
    first, last = judged.first_row, judged.first_row + max(len(said.entries), 1) - 1
    cells = f"'{judged.name}'!${LETTER['given']}${first}:${LETTER['given']}${last}"
    rows: list[list[Cell | Formula]] = []
    for code, count in said.counts.items():
        words = said.grade(code)
        counted = Formula(f"=COUNTIF({cells},{_quoted(words)})", float(count))
        source = text("evaluation_counted_in", said.lang)
        rows.append([words, counted, text(f"grade_means_{code}", said.lang), source])
    heads = _heads(("grade", "count", "meaning", "source"), said.lang)
    return Sheet(text("evaluation_sheet_results", said.lang), heads, rows)


def _judged(said: EvaluationText) -> Sheet:
    """Every indicator and target with its numbers, their places, and the formulas that lead to its grade."""
    notes = (text("evaluation_sheet_note", said.lang),)
    blank = Sheet(text("evaluation_sheet_judged", said.lang), _heads(COLUMNS, said.lang), (), notes, PAPER_A3, 2)
    values = _value_cells(said)
    rows = [
        _cells(_Row(said, entry, blank.first_row + place, values[entry.id])) for place, entry in enumerate(said.entries)
    ]
    return replace(blank, rows=rows)


def _value_cells(said: EvaluationText) -> dict[str, tuple[str, ...]]:
    """The cells of `reports` that hold the values that each grade rests on."""
    row, found = 2, {}
    for entry in said.entries:
        cells = []
        for report in entry.reports:
            if report.id in entry.grade.used and report.counts:
                cells.append(f"reports!$D${row}")
            row += 1
        found[entry.id] = tuple(cells)
    return found


def _cells(row: _Row) -> list[Cell | Formula]:
    said, entry, grade = row.said, row.entry, row.entry.grade
    used, words = said.used(entry), said.grade(grade.grade)
    sources = [said.place(fact, report) for report, fact in used]
    told: dict[str, Cell | Formula | int | None] = {
        "indicator": entry.id,
        "name": said.name(entry),
        "unit_of_measure": unit(entry, said.lang),
        "operator": grade.operator,
        "target": grade.target if grade.target is not None else said.words(entry.target),
        "target_high": grade.target_high,
        "target_year": grade.target_year,
        "target_source": _source(said, entry.target),
        "baseline": grade.goal.baseline,
        "baseline_year": grade.goal.baseline_year,
        "baseline_source": _source(said, entry.baseline) if entry.baseline.value is not None else "",
        "year": grade.year,
        "value": _value(row),
        "status": text(f"status_{grade.status}", said.lang) if grade.status else "",
        "value_source": "\n".join(sources),
        "ratio": _ratio(row),
        "threshold": _threshold(row),
        "nearly": _nearly(row),
        "on_path": _on_path(row),
        "reached_in": grade.reached_in,
        "grade": _grade(row),
        "given": words,
        "agrees": _agrees(row),
        "why": "\n".join(said.verdict_lines(entry)),
        "scope": extent(entry, said.lang),
    }
    return [_cell(told[name]) for name in COLUMNS]


def _cell(value: Cell | Formula | int | None) -> Cell | Formula:
    if value is None:
        return ""
    return float(value) if isinstance(value, int) else value


def _source(said: EvaluationText, fact: Fact) -> str:
    return f"{said.code(fact)} {said.place(fact)}".strip()


def _quoted(words: str) -> str:
    """A text inside a formula."""
    return '"' + words.replace('"', '""') + '"'


# Formulas ----------------------------------------------------------------------------------------


def _value(row: _Row) -> Formula | None:
    """What is compared: the value of a year, or what the rule makes of several."""
    grade, cells = row.entry.grade, row.cells
    if grade.value is None or not cells:
        return None
    count = len(cells)
    if grade.rule == "rate":
        product = "*".join(f"(1+{cell}/100)" for cell in cells)
        return Formula(f"=ROUND((({product})^(1/{count})-1)*100,{DECIMALS})", grade.value)
    if grade.rule == "mean":
        return Formula(f"=ROUND(({'+'.join(cells)})/{count},{DECIMALS})", grade.value)
    if grade.rule == "each_year":
        weakest = "MAX" if grade.operator == "≤" else "MIN"
        return Formula(f"={weakest}({','.join(cells)})", grade.value)
    return Formula(f"={cells[-1]}", grade.value)


def _ratio(row: _Row) -> Formula | None:
    ratio = row.said.ratio(row.entry)
    if ratio is None or not row.cells:
        return None
    return Formula(f"=ROUND({row.at('value')}/{row.at('target')}*100,1)", ratio)


def _threshold(row: _Row) -> Formula | None:
    """The number from which the target counts as reached."""
    grade = row.entry.grade
    if grade.bar is None:
        return None
    less = f"*(1-{ABOUT}/100)" if grade.operator == "≈" else ""
    return Formula(f"=ROUND({row.at('target')}{less},{DECIMALS})", round(grade.bar, DECIMALS))


def _nearly(row: _Row) -> Formula | None:
    """The number from which the target is nearly reached."""
    grade = row.entry.grade
    if grade.nearly is None:
        return None
    share = f"(2-{NEARLY}/100)" if grade.operator == "≤" else f"{NEARLY}/100"
    return Formula(f"=ROUND({row.at('threshold')}*{share},{DECIMALS})", round(grade.nearly, DECIMALS))


def _on_path(row: _Row) -> Formula | None:
    """The value of the path in the year that is judged."""
    grade = row.entry.grade
    if grade.on_path is None:
        return None
    bar, value = row.at("threshold"), round(grade.on_path, DECIMALS)
    if grade.rule not in ("line", "growth"):
        return Formula(f"={bar}", value)
    start = row.at("baseline")
    share = f"(({row.at('year')}-{row.at('baseline_year')})/({row.at('target_year')}-{row.at('baseline_year')}))"
    line = f"{start}+({bar}-{start})*{share}"
    # A share goes by the straight line, and so does what does not start above 0.
    if grade.goal.unit == SHARE or (grade.goal.baseline or 0) <= 0 or (grade.bar or 0) <= 0:
        return Formula(f"=ROUND({line},{DECIMALS})", value)
    growth = f"{start}*({bar}/{start})^{share}"
    return Formula(f"=ROUND(IF({PATH}={_quoted(PATHS[1])},{growth},{line}),{DECIMALS})", value)


def _grade(row: _Row) -> Formula | None:
    """The grade as the spreadsheet finds it; nothing where no number was compared."""
    entry, grade, value = row.entry, row.entry.grade, row.at("value")
    if grade.bar is None or grade.value is None or not row.cells or grade.grade not in TARGET_GRADES[:6]:
        return None
    words = {code: _quoted(row.said.grade(code)) for code in TARGET_GRADES}
    at_least = "<=" if grade.operator == "≤" else ">="
    met = f"{value}{'>' if grade.operator == '>' else at_least}{row.at('threshold')}"
    near = f"IF({value}{at_least}{row.at('nearly')},{words['nearly']},{words['missed']})"
    if grade.on_path is not None:
        formula = f"=IF({value}{at_least}{row.at('on_path')},{words['on_course']},{words['behind']})"
    elif grade.reached_in is not None and grade.target_year is not None:
        early = f"IF({row.at('reached_in')}<{row.at('target_year')},{words['early']},{words['reached']})"
        formula = f"=IF({met},{early},{near})"
    else:
        formula = f"=IF({met},{words['reached']},{near})"
    return Formula(formula, row.said.grade(entry.grade.grade))


def _agrees(row: _Row) -> Formula | None:
    """Whether the spreadsheet's grade is the one that is given here."""
    if _grade(row) is None:
        return None
    yes, no = (text(f"evaluation_sheet_{code}", row.said.lang) for code in ("same", "differs"))
    return Formula(f"=IF({row.at('grade')}={row.at('given')},{_quoted(yes)},{_quoted(no)})", yes)


# What is missing, the documents -------------------------------------------------------------------


def missing_sheet(said: EvaluationText) -> Sheet:
    """From whom which values of which years are missing."""
    rows: list[list[Cell | Formula]] = []
    for reporter, found in by_reporter(said.missing).items():
        for gap in found:
            words = [reporter.name(said.lang), text(f"missing_basis_{reporter.basis}", said.lang), gap.entry.id]
            words += [said.name(gap.entry), unit(gap.entry, said.lang), gap.years_text(said.lang)]
            rows.append([*map(plain, words), _source(said, gap.entry.target)])
    names = ("reporter", "basis", "indicator", "name", "unit_of_measure", "years", "source")
    heads = _heads(names, said.lang)
    notes = (text("evaluation_file_missing", said.lang),)
    return Sheet(text("evaluation_sheet_missing", said.lang), heads, rows, notes)


def _documents(said: EvaluationText) -> Sheet:
    rows: list[list[Cell | Formula]] = [
        [str(entry.number), plain(entry.title), plain(entry.issuer), entry.document_number, entry.date]
        for entry in documents(said.catalog, said.lang)
    ]
    heads = _heads(("document", "title", "issuer", "number", "date"), said.lang)
    return Sheet(text("handout_sheet_documents", said.lang), heads, rows)


# For programs ------------------------------------------------------------------------------------


def _for_programs(said: EvaluationText) -> list[Sheet]:
    """The sheets that another program recomputes, each with where its numbers come from in its last columns."""
    grades = [entry.grade for entry in said.entries]
    held = evaluation_sheets.sheets(said.catalog, grades, said.setting, said.lang)
    more: dict[str, tuple[tuple[str, ...], list[list[str]]]] = {
        "grades": (("target_source", "baseline_source", "value_source"), [_sources(said, one) for one in said.entries]),
        "settings": (("source",), [[text("evaluation_setting_from", said.lang)]] * 3),
    }
    found = []
    for name, (head, *rows) in held.items():
        names, sources = more.get(name, ((), [[] for _ in rows]))
        cells = [[*map(_plain_cell, row), *source] for row, source in zip(rows, sources, strict=True)]
        columns = [(str(column), "", "value") for column in (*head, *names)]
        found.append(Sheet(name, columns, cells, for_programs=True))
    return found


def _plain_cell(value: str | float | None) -> Cell:
    if value is None:
        return ""
    return float(value) if isinstance(value, int | float) else value


def _sources(said: EvaluationText, entry: Judged) -> list[str]:
    baseline = _source(said, entry.baseline) if entry.baseline.value is not None else ""
    used: Sequence[str] = [said.place(fact, report) for report, fact in said.used(entry)]
    return [_source(said, entry.target), baseline, "\n".join(used)]
