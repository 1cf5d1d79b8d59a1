"""Drafts on the command line: what they change, a value set in one, publishing, an earlier version restored."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from shapely import from_geojson

from g60.catalog.sources import FolderSource
from g60.checks.tables import issue_line, value_errors
from g60.cli.acting import acting_person, add_acting
from g60.cli.backup import restore_file
from g60.cli.commands import CALL_IS_WRONG, DATA_HAS_ERRORS, DONE
from g60.cli.data import folder_of
from g60.cli.unread import refuse_beside
from g60.contract.codes import EVIDENCE
from g60.contract.crs import geodesic_area_km2
from g60.contract.errors import ConflictError, DataError, G60Error, RefusedError
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.contract.issues import Severity
from g60.record import draft_changes, drafts, publishing
from g60.record.draft_changes import Changed
from g60.record.draft_rows import record
from g60.record.draft_state import Draft
from g60.record.editing import Cell, Given, set_value
from g60.record.history import evidence_words
from g60.record.publishing import Disagreement
from g60.record.rows import BY_NAME, GEOMETRY, Place
from g60.record.text import clean
from g60.record.versions import Version

NONE = "–"
Call = Callable[[argparse.Namespace], int]


def add_draft(call: argparse.ArgumentParser) -> None:
    """The parts of the call `draft`: list, show or discard."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    _add_acting(common)
    calls = call.add_subparsers(required=True, metavar="list|show|discard")
    calls.add_parser("list", parents=[common]).set_defaults(run=_told(list_drafts))
    for name, run in (("show", show), ("discard", discard)):
        one = calls.add_parser(name, parents=[common])
        one.add_argument("draft", type=int, metavar="N")
        one.set_defaults(run=_told(run))


def add_set(call: argparse.ArgumentParser) -> None:
    """The parts of the call `set`: a subject's field, its value and its evidence."""
    for name in ("subject", "field", "value"):
        call.add_argument(name)
    call.add_argument("--source", required=True, metavar="TEXT")
    call.add_argument("--evidence", choices=EVIDENCE, default="reported")
    for name in ("locator", "line", "note"):
        call.add_argument(f"--{name}", default="", metavar="TEXT")
    call.add_argument("--draft", type=int, metavar="N")
    _add_acting(call)
    call.set_defaults(run=_told(set_field))


def add_publish(call: argparse.ArgumentParser) -> None:
    """The parts of the call `publish`: a draft and the reason."""
    call.add_argument("draft", type=int, metavar="N")
    call.add_argument("--why", required=True, metavar="TEXT")
    _add_acting(call)
    call.set_defaults(run=_told(publish))


def add_restore(call: argparse.ArgumentParser) -> None:
    """The parts of the call `restore`: a version and the reason, or a file."""
    call.add_argument("what", metavar="VERSION|FILE")
    call.add_argument("--why", default="", metavar="TEXT")
    _add_acting(call)
    call.set_defaults(run=_told(restore))


def _add_acting(call: argparse.ArgumentParser) -> None:
    add_acting(call)
    call.add_argument("--format", choices=("text", "json"), default="text")


def _told(run: Call) -> Call:
    """The call, whose refusals are those of a wrong call; every error and every disagreement is printed."""

    def call(asked: argparse.Namespace) -> int:
        try:
            return run(asked)
        except ConflictError as error:
            print(text(error.code, asked.lang, **error.values), file=sys.stderr)
            _print_lines(disagreement_line(one, asked.lang) for one in error.disagreements)
        except DataError as error:
            _print_lines(issue_line(issue, asked.lang) for issue in error.issues)
        except RefusedError as error:
            print(text(error.code, asked.lang, **error.values), file=sys.stderr)
            return CALL_IS_WRONG
        return DATA_HAS_ERRORS

    return call


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))


def list_drafts(asked: argparse.Namespace) -> int:
    """The open drafts, last changed first."""
    found = drafts.drafts(acting_person(asked))
    if asked.format == "json":
        _print_json([draft.as_json() for draft in found])
    else:
        _print_lines(draft_line(draft, asked.lang) for draft in found)
        if not found:
            print(text("draft_none", asked.lang))
    return DONE


def draft_line(draft: Draft, lang: str) -> str:
    """A draft in one line: number, name, owner, base version, last change."""
    about = text("draft_line", lang, owner=draft.owner_name, base=draft.base, at=draft.changed_at)
    return f"{draft.number} | {' '.join(draft.name.split())} | {about}"


def show(asked: argparse.Namespace) -> int:
    """What a draft changes, with the source of each value, and every finding about it; 1 if one is an error."""
    person = acting_person(asked)
    draft = drafts.draft(person, asked.draft)
    changes = draft_changes.changed(person, asked.draft)
    issues = publishing.draft_issues(person, asked.draft)
    differing = publishing.disagreements(person, asked.draft)
    if asked.format == "json":
        found = [{"severity": issue.severity, "line": issue_line(issue, asked.lang)} for issue in issues]
        both = [{name: getattr(one, name) for name in ("subject", "field", "mine", "theirs")} for one in differing]
        about = {"changes": [_as_json(change) for change in changes], "issues": found, "disagreements": both}
        _print_json(draft.as_json() | about)
    else:
        print(draft_line(draft, asked.lang))
        _print_lines(change_line(change) for change in changes)
        _print_lines(issue_line(issue, asked.lang) for issue in issues)
        _print_lines(disagreement_line(one, asked.lang) for one in differing)
    wrong = differing or any(issue.severity is Severity.ERROR for issue in issues)
    return DATA_HAS_ERRORS if wrong else DONE


def _as_json(change: Changed) -> dict[str, object]:
    source = evidence_words(change.citation) if change.citation else ""
    names = ("subject", "field", "before", "after")
    return {name: getattr(change, name) for name in names} | {"source": source}


def change_line(change: Changed) -> str:
    """A changed cell in one line: subject, field, old value, new value, source."""
    values = (_short(change.field, value) for value in (change.before, change.after))
    source = evidence_words(change.citation) if change.citation else ""
    parts = (change.subject, change.field, " → ".join(values), source)
    return " | ".join(" ".join(part.split()) for part in parts if part)


def _short(field: str, value: str | None) -> str:
    """A value; of a shape, whose text is endless, only how large it is."""
    if field != GEOMETRY or not value:
        return NONE if value is None else value
    return f"({field}: {geodesic_area_km2(from_geojson(value)):.2f} km²)"


def disagreement_line(one: Disagreement, lang: str) -> str:
    """A cell that somebody else has changed too: subject, field, both values."""
    mine, theirs = (_short(one.field, value) for value in (one.mine, one.theirs))
    return text("draft_both", lang, subject=one.subject, field=one.field, mine=mine, theirs=theirs)


def discard(asked: argparse.Namespace) -> int:
    """Discard a draft. It is kept, and can be read."""
    person = acting_person(asked)
    drafts.discard(person, asked.draft)
    if asked.format == "json":
        _print_json(drafts.draft(person, asked.draft).as_json())
    else:
        print(text("draft_discarded", asked.lang, draft=asked.draft))
    return DONE


def set_field(asked: argparse.Namespace) -> int:
    """Set a value with its source in a draft, a new one unless the call names one; prints the draft's number."""
    person, number = acting_person(asked), asked.draft
    if number is None:
        name = text("draft_name_offered", asked.lang, subject=asked.subject, field=asked.field)
        number = drafts.start(person, name[: drafts.NAME_LENGTH], FolderSource(folder_of(asked)))
    given = Given(asked.evidence, asked.source, asked.locator, asked.line, asked.note, asked.note)
    try:
        _refuse_faulty(asked, record(person, number, asked.subject).place)
        step = set_value(person, number, Cell(asked.subject, asked.field), asked.value, given)
    except G60Error:
        if asked.draft is None:
            drafts.discard(person, number)
        raise
    if asked.format == "json":
        _print_json({"draft": number, "step": step})
    else:
        print(number)
    return DONE


def _refuse_faulty(asked: argparse.Namespace, place: Place) -> None:
    """Raises RefusedError for a value that the checks would refuse before it could be published."""
    for issue in value_errors(clean(asked.value), asked.field, BY_NAME[place.dataset]):
        finding = text(f"issue_{issue.code}", asked.lang, value=issue.value, detail=issue.detail)
        raise RefusedError("error_value_faulty", subject=asked.subject, field=asked.field, finding=finding)


def publish(asked: argparse.Namespace) -> int:
    """Publish a draft; prints the version that it became."""
    return _print_version(publishing.publish(acting_person(asked), asked.draft, asked.why), asked)


def restore(asked: argparse.Namespace) -> int:
    """Restore an earlier version as a new one; anything that is no number is the file of a backup."""
    if asked.what.isascii() and asked.what.isdecimal():
        return _print_version(publishing.restore(acting_person(asked), int(asked.what), asked.why), asked)
    refuse_beside(asked, ("why", "account"), asked.what[:80])
    return restore_file(Path(asked.what), asked)


def _print_version(version: Version, asked: argparse.Namespace) -> int:
    if asked.format == "json":
        _print_json(version.as_json())
    else:
        tally = {name: getattr(version, name) for name in ("added", "changed", "removed")}
        print(text("draft_became_rows", asked.lang, version=version.number, **tally))
    return DONE
