"""The workbook of values that a reporter fills in: a row for each indicator and year, drop-downs, help, examples."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from g60.catalog.catalog import Catalog
from g60.catalog.goals import Goal, goals
from g60.checks.actuals import SAME_DEFINITION
from g60.contract.codes import STATUSES, WIDER_SUBJECTS
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.contract.quantities import Quantity, quantity_text
from g60.record.intake.template import write_cell

# Rows that can be filled in below those that are there: a second value of a year.
FREE_ROWS = 200
# The first day of a ZIP archive's calendar: an archive of the same content is the same.
EPOCH = (1980, 1, 1, 0, 0, 0)


class Column(NamedTuple):
    """One column: its field, width, whether people fill it in, and whether it is text to Excel."""

    field: str
    width: int
    is_open: bool = True
    is_text: bool = True


COLUMNS = (
    Column("id", 16, is_open=False),
    Column("name", 34, is_open=False),
    Column("subject", 18, is_open=False),
    Column("target", 14, is_open=False),
    Column("year", 8, is_text=False),
    Column("value", 12, is_text=False),
    Column("unit", 10),
    Column("status", 10),
    Column("definition_zh", 30),
    Column("known_on", 12),
    Column("reporter_zh", 18),
    Column("source_zh", 34),
)
Named = Callable[[str], str]


def wanted(catalog: Catalog, plan: str = "", subject: str = "", unit: str = "", *, every: bool = False) -> list[Goal]:
    """The indicators and targets with a number that a template asks for, of a plan (the newest one, if none is named).

    With a subject or a county those of it, also from documents that are of no plan; with `every` those of the plan for
    all; otherwise the indicators of the plan's table. A target that repeats an indicator of the table is not asked for
    twice.
    """
    plan = plan or str(catalog.tables.plans.index[-1])
    of_plans = (plan, "") if subject or unit else (plan,)
    found = [goal for goal in goals(catalog) if goal.plan in of_plans and goal.target is not None and not goal.restates]
    if not (every or subject or unit):
        return [goal for goal in found if goal.id in catalog.tables.indicators.index]
    if unit:
        found = [goal for goal in found if _unit_of(catalog, goal.subject) == unit]
    return [goal for goal in found if not subject or goal.subject == subject]


def _unit_of(catalog: Catalog, subject: str) -> str:
    if subject in catalog.units.index:
        return subject
    entities = catalog.entities
    return str(entities.at[subject, "unit"]) if subject in entities.index else ""


def subjects(found: Iterable[Goal]) -> list[str]:
    """Whose indicators and targets they are, each once, in their order."""
    return list(dict.fromkeys(goal.subject for goal in found))


def workbook(catalog: Catalog, asked: Sequence[Goal], reporter: str = "", lang: str = "zh") -> bytes:
    """The workbook of some indicators and targets, each with the years of its plan. Raises RefusedError for none."""
    if not asked:
        raise RefusedError("error_template_none")
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page, help_page = (book.add_worksheet(text(f"template_values_{name}", lang)) for name in ("list", "help"))
    rows = [_row(catalog, goal, year, reporter) for goal in asked for year in years_of(catalog, goal)]
    _head(book, page, len(rows))
    for number, row in enumerate(rows, start=1):
        for at, column in enumerate(COLUMNS):
            write_cell(page, number, at, row.get(column.field, ""), is_text=column.is_text)
    _help(book, help_page, lang)
    page.activate()
    book.close()
    return written.getvalue()


def archive(catalog: Catalog, asked: Sequence[Goal], lang: str = "zh") -> bytes:
    """A workbook for each subject, in one archive: one for whoever reports of it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as kept:
        for subject in subjects(asked):
            own = [goal for goal in asked if goal.subject == subject]
            name = f"indicators-{subject}-{_name(catalog, subject)}.xlsx"
            kept.writestr(zipfile.ZipInfo(name, EPOCH), workbook(catalog, own, lang=lang))
    return written.getvalue()


def years_of(catalog: Catalog, goal: Goal) -> list[int]:
    """The years of a goal's plan, or up to its own year where no plan sets it; at least one."""
    plans = catalog.tables.plans
    if goal.plan in plans.index:
        return list(range(int(str(plans.at[goal.plan, "start_year"])), int(str(plans.at[goal.plan, "end_year"])) + 1))
    return [goal.target_year or max(map(int, plans["end_year"]))]


def _row(catalog: Catalog, goal: Goal, year: int, reporter: str) -> Mapping[str, str]:
    low, high = ("" if number is None else f"{number:.10g}" for number in (goal.target, goal.target_high))
    target = quantity_text(Quantity(goal.operator, low, high), "zh")
    return {
        "id": goal.id,
        "name": goal.definitions[0],
        "subject": _name(catalog, goal.subject),
        "target": f"{target}（{goal.target_year}）" if goal.target_year else target,
        "year": str(year),
        "unit": goal.unit,
        "definition_zh": SAME_DEFINITION,
        "reporter_zh": reporter,
    }


def _name(catalog: Catalog, subject: str) -> str:
    return text(f"name_{subject}", "zh") if subject in WIDER_SUBJECTS else str(catalog.entity(subject)["name_zh"])


def heading(field: str) -> str:
    """The heading of a column, as an import knows it."""
    return text(f"template_values_{field}", "zh")


def _head(book: Any, page: Worksheet, count: int) -> None:
    """The heading, the widths, the drop-down, and the protection: what names the indicator cannot be changed."""
    bold = book.add_format({"bold": True, "bg_color": "#E8E4DA", "border": 1, "text_wrap": True, "locked": True})
    locked = book.add_format({"font_color": "#606060", "bg_color": "#F3F1EC", "num_format": "@", "locked": True})
    words, number = book.add_format({"num_format": "@", "locked": False}), book.add_format({"locked": False})
    for at, column in enumerate(COLUMNS):
        form = locked if not column.is_open else words if column.is_text else number
        page.set_column(at, at, column.width, form)
        page.write_string(0, at, heading(column.field), bold)
        if column.field == "status":
            choices = [text(f"status_{code}", "zh") for code in STATUSES]
            rule = {"validate": "list", "source": choices, "show_error": False}
            page.data_validation(1, at, count + FREE_ROWS, at, rule)
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, count, len(COLUMNS) - 1)
    options = ("format_columns", "format_rows", "insert_rows", "sort", "autofilter")
    page.protect("", dict.fromkeys(options, True))


def _help(book: Any, page: Worksheet, lang: str) -> None:
    """What each column wants, with an example."""
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 16, wrapped)
    page.set_column(1, 2, 56, wrapped)
    page.write_string(0, 0, text("template_values_about", lang), bold)
    for row, column in enumerate(COLUMNS, start=2):
        page.write_string(row, 0, heading(column.field))
        page.write_string(row, 1, text(f"template_values_help_{column.field}", lang))
        page.write_string(row, 2, text(f"template_values_example_{column.field}", lang))
