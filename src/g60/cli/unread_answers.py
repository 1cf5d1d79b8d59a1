"""What a call says of a column or a question that its file does not have: refused, with what the file has."""

from __future__ import annotations

from collections.abc import Iterable

from g60.contract.errors import RefusedError
from g60.contract.i18n import table
from g60.record.intake.columns import key_given
from g60.record.intake.examine import Outcome
from g60.record.intake.findings import HOLDING, Answers
from g60.record.intake.reported import examine as reported

# What a refusal names of a file: enough to find the name that was meant.
NAMED_AT_MOST = 12
SHOWN_LENGTH = 80


def refuse_unread_answers(outcome: Outcome, answers: Answers) -> None:
    """Raise RefusedError for what a call says of a column or of a question that its file does not have."""
    if outcome.refused is not None:
        return  # the refusal says what is wrong with the file
    tables = [one.table for one in outcome.sheets if one.table is not None]
    labels = [parts for table in tables for parts in table.head.labels]
    headings = [name for table in tables for name in table.head.names if name]
    for flag, given in (("--map", answers.columns), ("--area-unit", answers.area_units)):
        read = {key_given(parts, given) for parts in labels}
        for name in given:
            if name not in read:
                raise _not_there("error_import_no_column", flag, name, headings)
    asked = [*outcome.found, *(one.question for one in outcome.settled)]
    codes, keys = {one.code for one in asked}, {one.key for one in asked}
    still = [one for one in outcome.found if one.severity in HOLDING]
    for code in sorted(code for code in answers.taken - codes if not _is_kind(code)):
        raise _not_there("error_import_no_question", "--accept", code, [one.code for one in still])
    for key in answers.choices:
        if key not in keys:
            raise _not_there(
                "error_import_no_question", "--answer", ":".join(key), [":".join(one.key) for one in still]
            )


def refuse_unread_replies(outcome: reported.Outcome, replies: reported.Replies) -> None:
    """Raise RefusedError for a reply to a question that a file of values does not raise."""
    if outcome.refused is not None:
        return
    still = [f"{one.code}@{one.cell}" for one in outcome.found if one.severity in HOLDING]
    for flag, given in (("--accept", replies.accepted), ("--keep", replies.kept)):
        for reply in sorted(given):
            if not _is_kind(reply) and not any(reply in reported.names_of(*one) for one in outcome.asked):
                raise _not_there("error_import_no_question", flag, reply, still)


def _is_kind(code: str) -> bool:
    """Whether this is a kind of question: an answer to all of a kind may be given for many files, of which some ask."""
    return f"importing_kind_{code}" in table()


def _not_there(code: str, flag: str, given: str, known: Iterable[str]) -> RefusedError:
    """The refusal of what a file does not have, with the names that it has."""
    named = [one[:SHOWN_LENGTH] for one in dict.fromkeys(known)]
    more = ["…"] if len(named) > NAMED_AT_MOST else []
    if not named:
        code = f"{code}_at_all"
    return RefusedError(code, name=flag, given=given[:SHOWN_LENGTH], known=", ".join([*named[:NAMED_AT_MOST], *more]))
