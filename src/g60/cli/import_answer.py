"""What an import answers, of a list or of values: the marked workbook, the lines or the JSON, the code of the call."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable

from g60.cli.commands import CALL_IS_WRONG, DATA_HAS_ERRORS, DONE, checked_ending, hand_over
from g60.contract.errors import RefusedError, WriteError
from g60.contract.i18n import text
from g60.record.intake import report
from g60.record.intake.examine import Outcome
from g60.record.intake.reported import examine as reported
from g60.record.intake.sheets import FileRefusedError


def check_report(asked: argparse.Namespace) -> None:
    """Raise RefusedError for a `--report` that is the file of the import itself, or is called something else."""
    if asked.report is None:
        return
    if asked.report.resolve() == asked.file.resolve() or (asked.report.exists() and asked.report.samefile(asked.file)):
        raise RefusedError("file_report_input", file=asked.report.name[:80])
    checked_ending(asked.report, "xlsx")


def mark(asked: argparse.Namespace, data: bytes, outcome: Outcome | reported.Outcome) -> None:
    """Write the file that `--report` names: the workbook with its findings. Raises WriteError, which names it.

    Nothing else is written then: whoever asks for the report wants to see it before there is a draft.
    """
    if asked.report is None or outcome.refused is not None:
        return
    try:
        hand_over(report.marked(data, outcome, asked.lang), asked.report)
    except FileRefusedError as refusal:
        raise WriteError(file=str(asked.report), detail="cause_report_heavy") from refusal
    except WriteError as error:
        raise WriteError(file=str(asked.report), detail=error.values["detail"]) from error


def answered(
    asked: argparse.Namespace, outcome: Outcome | reported.Outcome, lines: Iterable[str], number: int | None
) -> int:
    """Print an outcome and the draft that it became, if any; 0, 1 with open findings, 2 for a file that is refused."""
    if asked.format == "json":
        content = outcome.as_json() | ({} if number is None else {"draft": number})
        print(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        for line in lines:
            print(line)
        if number is not None:
            print(text("import_drafted", asked.lang, draft=number))
    if outcome.refused is not None:
        return CALL_IS_WRONG
    return DATA_HAS_ERRORS if outcome.held else DONE
