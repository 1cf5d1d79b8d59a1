"""The calls `import` and `template`: a county's list becomes a draft; a workbook to send to the counties."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from g60.catalog.sources import FolderSource
from g60.cli import import_values
from g60.cli.acting import acting_person, add_acting
from g60.cli.commands import DONE, checked_ending, hand_over, read_file
from g60.cli.data import folder_of, source_of
from g60.cli.import_answer import answered, check_report, mark
from g60.cli.unread import refuse_without
from g60.cli.unread_answers import refuse_unread_answers
from g60.contract.codes import UNITS, is_slug
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.record import imports, remembered
from g60.record.intake import columns, template
from g60.record.intake.examine import Outcome, examine, refusal_reason
from g60.record.intake.findings import QUESTION, Answers, Finding, asked_of
from g60.record.intake.known import Known
from g60.record.intake.places import DATUMS
from g60.record.intake.reported import LIST
from g60.record.intake.saving import About
from g60.record.intake.values import AREA_UNITS
from g60.record.intake.words import folded
from g60.record.people import person_of


def add_arguments(call: argparse.ArgumentParser) -> None:
    """The arguments of `import`."""
    call.add_argument("file", type=Path, metavar="FILE")
    call.add_argument("--list", required=True, metavar="LIST")
    call.add_argument("--sheet", action="append", default=[], metavar="NAME")
    call.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD")
    call.add_argument("--datum", choices=DATUMS, default="")
    call.add_argument("--unit", choices=UNITS, default="")
    call.add_argument("--hidden", choices=("take", "leave"), default="")
    call.add_argument("--area-unit", action="append", default=[], metavar="COLUMN=UNIT")
    call.add_argument("--accept", action="append", default=[], metavar="CODE")
    call.add_argument("--keep", action="append", default=[], metavar="CODE")
    call.add_argument("--answer", action="append", default=[], metavar="CODE:VALUE=ANSWER")
    call.add_argument("--forget", action="store_true")
    call.add_argument("--dry-run", action="store_true")
    call.add_argument("--remove", action="store_true")
    call.add_argument("--reason", default="", metavar="TEXT")
    call.add_argument("--report", type=Path, metavar="FILE.xlsx")
    call.add_argument("--source", default="", metavar="TEXT")
    call.add_argument("--list-name", default="", metavar="TEXT")
    call.add_argument("--list-date", default="", metavar="DATE")
    add_acting(call)
    call.add_argument("--format", choices=("text", "json"), default="text")
    call.set_defaults(run=import_file)


def add_template(call: argparse.ArgumentParser) -> None:
    """The arguments of `template`."""
    call.add_argument("list", metavar="LIST")
    call.add_argument("--unit", choices=UNITS, default="")
    call.add_argument("--plan", default="", metavar="PLAN")
    call.add_argument("--subject", default="", metavar="ID")
    call.add_argument("--reporter", default="", metavar="TEXT")
    call.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.xlsx|FILE.zip")
    call.set_defaults(run=write_template)


def import_file(asked: argparse.Namespace) -> int:
    """Examine a file, and without --dry-run and open findings make a draft. 1 with such findings, 2 if refused."""
    if asked.list == LIST:
        return import_values.import_file(asked)
    import_values.refuse_others(asked, import_values.OF_VALUES)
    if not asked.remove:
        refuse_without(asked, ("reason",), "--remove")
    answers = _answers(asked)
    known = Known.of(source_of(asked)[0], _list(asked))
    data = read_file(asked.file)
    check_report(asked)
    outcome = examine(data, asked.file.name, known, answers)
    refuse_unread_answers(outcome, answers)
    mark(asked, data, outcome)
    number = None
    if not asked.dry_run and outcome.refused is None and not outcome.held:
        removed = dict.fromkeys(outcome.difference.removed, asked.reason) if asked.remove else {}
        if removed or not _nothing(outcome):
            number = _saved(asked, data, outcome, removed)
    return answered(asked, outcome, _lines(outcome, known, asked.lang), number)


def _saved(asked: argparse.Namespace, data: bytes, outcome: Outcome, removed: Mapping[str, str]) -> int:
    """The number of the draft that an import becomes; the import is kept as those of the page are."""
    person = acting_person(asked)
    about = About(asked.source, asked.list_name, asked.list_date)
    before = {one.number for one in imports.open_imports(person)}
    held = imports.start(person, asked.list, asked.file.name, data)
    try:
        return imports.save(person, held.number, outcome, about, removed, shipped=FolderSource(folder_of(asked)))
    except RefusedError:
        if held.number not in before:
            imports.cancel(person, held.number)
        raise


def _nothing(outcome: Outcome) -> bool:
    return not outcome.difference.added and not outcome.difference.changed


def _answers(asked: argparse.Namespace) -> Answers:
    """What the call says of the file, and what its list remembers.

    Raises RefusedError for a column that is mapped to no field, a unit of area that is none, an answer to no question.
    """
    given = {}
    for entry in asked.map:
        name, equals, field = entry.rpartition("=")
        if not equals or not name or field not in (*columns.TAKEN, "none"):
            raise RefusedError("error_import_map", given=entry[:80], known=", ".join(columns.TAKEN))
        given[name] = "" if field == "none" else field
    units = {}
    for entry in asked.area_unit:
        name, _, unit = entry.rpartition("=")
        if not name or folded(unit) not in AREA_UNITS:
            raise RefusedError("error_import_area_unit", given=entry[:80], known=", ".join(AREA_UNITS))
        units[name] = unit
    choices = {}
    for entry in asked.answer:
        question, _, words = entry.rpartition("=")
        code, colon, value = question.partition(":")
        if not colon:
            raise RefusedError("error_import_answer", given=entry[:80])
        choices[code, asked_of(value)] = words
    unit = asked.unit or (imports.unit_of(person_of(asked.account)) if asked.account else "")
    kept = remembered.remembered(_list(asked), unit)
    return Answers(
        tuple(asked.sheet),
        given,
        asked.datum,
        unit,
        asked.hidden,
        choices,
        taken=frozenset(asked.accept),
        area_units=units,
        remembered=kept,
        forgotten=frozenset(kept) if asked.forget else frozenset(),
    )


def _list(asked: argparse.Namespace) -> str:
    if not is_slug(asked.list):
        raise RefusedError("error_import_list", list=asked.list[:80])
    return str(asked.list)


# In words ----------------------------------------------------------------------------------------


def _lines(outcome: Outcome, known: Known, lang: str) -> Iterator[str]:
    if outcome.refused is not None:
        yield refusal_reason(outcome.refused, lang)
        return
    yield text("import_read_as", lang, kind=outcome.kind, encoding=outcome.encoding or "–")
    yield from _sheet_lines(outcome, lang)
    for severity, code, found in outcome.groups():
        word = text("import_question" if severity == QUESTION else severity, lang)
        yield text("import_group", lang, severity=word, count=len(found), reason=code)
        for one in found:
            yield f"  {_finding_line(one, lang)}"
    left = [(one, entry) for one in outcome.sheets if one.taken for entry in one.left_out]
    for looked, entry in left:
        where = f"{looked.sheet.name} {entry.row}".strip()
        yield f"{where} | {text(f'import_left_{entry.code}', lang)} | {entry.text}"
    count = len(outcome.bodies)
    yield text("import_done", lang, rows=count, good=outcome.good, bad=count - outcome.good, left=len(left))
    yield text("import_without_industry", lang, count=len(outcome.without_industry()))
    yield text("import_changes", lang, **outcome.difference.as_json())
    for change in outcome.difference.fields:
        yield f"  {change.subject} {change.field}: {change.before or '–'} → {change.after or '–'}"
    if outcome.difference.removed:
        names = "、".join(known.bodies[key]["name_zh"] for key in outcome.difference.removed)
        yield text("import_removal", lang, names=names)


def _sheet_lines(outcome: Outcome, lang: str) -> Iterator[str]:
    for one in outcome.sheets:
        if not one.taken or one.table is None:
            yield text("import_sheet_left", lang, name=one.sheet.name)
            continue
        rows = "–".join(str(row) for row in one.table.head.rows) or "–"
        yield text("import_sheet_taken", lang, name=one.sheet.name, rows=rows)
        for name, entry in zip(one.table.head.names, one.table.fields, strict=False):
            if name:
                kept = text("import_column_kept" if entry.field else "import_column_left", lang)
                yield f"  {name} → {kept if entry.field in ('', columns.EXTRAS) else entry.field}"


def _finding_line(one: Finding, lang: str) -> str:
    """A finding in one line: sheet, cell, reason, suggestion."""
    suggested = text("import_suggested", lang, suggestion=one.suggestion) if one.suggestion else ""
    where = " ".join(part for part in (one.sheet, one.cell or (str(one.row) if one.row else "")) if part)
    return " | ".join(part for part in (where, one.reason(lang), suggested) if part)


def write_template(asked: argparse.Namespace) -> int:
    """Write a workbook to send to a county, or an archive with one for each, by the ending of the file's name."""
    checked_ending(asked.output, "xlsx", "zip")
    if asked.list == LIST:
        return import_values.write_template(asked)
    import_values.refuse_others(asked, import_values.OF_VALUES)
    known = Known.of(source_of(asked)[0], _list(asked))
    if asked.output.suffix.lower() == ".zip":
        refuse_without(asked, ("unit",), "-o FILE.xlsx")
        hand_over(template.archive(known, asked.lang), asked.output)
    else:
        hand_over(template.workbook(known, asked.unit, asked.lang), asked.output)
    print(asked.output, file=sys.stderr)
    return DONE
