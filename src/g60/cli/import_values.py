"""`import FILE --list indicators` and `template indicators`: values of indicators and targets, as a workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator

from g60.catalog.sources import FolderSource
from g60.cli.acting import acting_person
from g60.cli.commands import DONE, hand_over, joined, read_file
from g60.cli.data import catalog_of, folder_of
from g60.cli.import_answer import answered, check_report, mark
from g60.cli.unread import refuse_without
from g60.cli.unread_answers import refuse_unread_replies
from g60.contract.errors import RefusedError, UnknownIdError
from g60.contract.i18n import text
from g60.record.intake.examine import refusal_reason
from g60.record.intake.findings import QUESTION, Finding, grouped
from g60.record.intake.reported import template
from g60.record.intake.reported.examine import Outcome, Replies, examine
from g60.record.intake.reported.saving import save

# The arguments of an import of a list that say nothing of values.
OF_LISTS = (
    *("sheet", "map", "datum", "unit", "hidden", "area_unit", "answer", "forget", "remove", "reason"),
    *("list_name", "list_date", "source"),
)
# The other way round: arguments of values that say nothing of a list.
OF_VALUES = ("keep", "plan", "subject", "reporter")


def import_file(asked: argparse.Namespace) -> int:
    """Examine a file of values, and without --dry-run and open findings make a draft. 1 with findings, 2 if refused."""
    refuse_others(asked, OF_LISTS)
    data = read_file(asked.file)
    check_report(asked)
    replies = Replies(frozenset(asked.accept), frozenset(asked.keep))
    outcome = examine(data, asked.file.name, catalog_of(asked), replies)
    refuse_unread_replies(outcome, replies)
    mark(asked, data, outcome)
    number = None
    if not asked.dry_run and outcome.refused is None and not outcome.held and outcome.added:
        number = save(acting_person(asked), outcome, FolderSource(folder_of(asked)))
    return answered(asked, outcome, _lines(outcome, asked.lang), number)


def refuse_others(asked: argparse.Namespace, others: Iterable[str]) -> None:
    """Raises RefusedError for an argument that the call would leave unread."""
    for name in others:
        if getattr(asked, name, ""):
            raise RefusedError("error_argument_other", list=asked.list[:80], name="--" + name.replace("_", "-"))


def _lines(outcome: Outcome, lang: str) -> Iterator[str]:
    if outcome.refused is not None:
        yield refusal_reason(outcome.refused, lang)
        return
    yield text("import_read_as", lang, kind=outcome.kind, encoding=outcome.encoding or "–")
    for table in outcome.sheets:
        yield text("import_sheet_taken", lang, name=table.sheet.name, rows=table.sheet.numbers[table.head])
    for severity, code, found in grouped(outcome.found):
        word = text("import_question" if severity == QUESTION else severity, lang)
        yield text("import_group", lang, severity=word, count=len(found), reason=code)
        for one in found:
            yield f"  {_finding_line(one, lang)}"
    count, good = len(outcome.entries), sum(not one.is_held for one in outcome.entries)
    yield text("import_values_done", lang, count=count, good=good, bad=count - good, empty=outcome.left_out)
    yield text("import_values_changes", lang, added=len(outcome.added), same=outcome.same)
    if any(one.severity == QUESTION for one in outcome.found):
        yield text("import_values_how", lang)


def _finding_line(one: Finding, lang: str) -> str:
    suggested = text("import_suggested", lang, suggestion=one.suggestion) if one.suggestion else ""
    return joined(f"{one.sheet} {one.cell}", one.reason(lang), suggested)


def write_template(asked: argparse.Namespace) -> int:
    """Write a workbook to be filled in, or an archive with one for each subject, by the ending of the file's name."""
    catalog = catalog_of(asked)
    plans = catalog.tables.plans.index
    if asked.plan and asked.plan not in plans:
        raise RefusedError("error_plan_unknown", plan=asked.plan[:80], known=", ".join(map(str, plans)))
    is_archive = asked.output.suffix.lower() == ".zip"
    if is_archive:
        refuse_without(asked, ("reporter",), "-o FILE.xlsx")
    wanted = template.wanted(catalog, asked.plan, asked.subject, asked.unit, every=is_archive)
    if asked.subject and not wanted:
        raise UnknownIdError(id=asked.subject[:80])
    if is_archive:
        hand_over(template.archive(catalog, wanted, asked.lang), asked.output)
    else:
        hand_over(template.workbook(catalog, wanted, asked.reporter, asked.lang), asked.output)
    print(asked.output, file=sys.stderr)
    return DONE
