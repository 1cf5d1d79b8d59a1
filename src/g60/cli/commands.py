"""What the calls share: exit status, the selection that is asked for, lines of text, files that are written whole."""

from __future__ import annotations

import argparse
import re
import stat
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from g60.ask.selection import Selection
from g60.ask.view import MapView, parse_place
from g60.catalog.catalog import Catalog
from g60.checks.tables import issue_line
from g60.contract.codes import INDUSTRIES, UNITS
from g60.contract.errors import RefusedError, UnknownIdError
from g60.contract.i18n import text
from g60.contract.issues import Issue
from g60.contract.schema import KINDS
from g60.contract.whole_files import written
from g60.evidence.wording import Cited, Entry
from g60.record.database_address import refuse_file

DONE, DATA_HAS_ERRORS, CALL_IS_WRONG = 0, 1, 2


def print_issues(issues: Iterable[Issue], lang: str) -> None:
    """Print one line for each issue: file, row, field, what is wrong and what would be right."""
    for issue in issues:
        print(issue_line(issue, lang))


def print_progress(done: int, count: int, name: str) -> None:
    """Print one line on standard error for each finished part of a long call."""
    print(f"[{done}/{count}] {name}", file=sys.stderr, flush=True)


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a selection, for every call that takes one."""
    parser.add_argument("--unit", action="append", choices=UNITS, default=[])
    parser.add_argument("--industry", action="append", choices=INDUSTRIES, default=[])
    parser.add_argument("--kind", action="append", choices=KINDS, default=[])
    parser.add_argument("--list", action="append", default=[], metavar="LIST")
    parser.add_argument("--plan", action="append", default=[], metavar="PLAN")
    parser.add_argument("--query", default="", metavar="TEXT")
    parser.add_argument("--near", default="", metavar="LON,LAT,KM")
    parser.add_argument("--within", default="", metavar="LON,LAT;LON,LAT;...")


def asked_selection(asked: argparse.Namespace, catalog: Catalog) -> Selection | None:
    """The selection of a call; None, with a message on standard error, if a part of it is not understood."""
    query = {"unit": asked.unit, "industry": asked.industry, "kind": asked.kind, "list": asked.list, "plan": asked.plan}
    single = {"q": [asked.query], "near": [asked.near], "within": [asked.within]}
    focus = getattr(asked, "focus", "")
    if focus and focus not in catalog.ids:
        raise UnknownIdError(id=focus[:80])
    selection = Selection.from_query(query | single | {"focus": [focus]})
    for part in ("near", "within"):
        if getattr(asked, part) and not getattr(selection, part):
            print(text(f"error_{part}", asked.lang, given=getattr(asked, part)), file=sys.stderr)
            return None
    unknown = sorted(set(asked.list) - set(catalog.lists))
    if unknown:
        known = ", ".join(catalog.lists)
        print(text("error_unknown_list", asked.lang, lists=", ".join(unknown), known=known), file=sys.stderr)
        return None
    held = {*catalog.unit_codes, *catalog.industry_codes, *catalog.plans}
    absent = [code for code in (*asked.unit, *asked.industry, *asked.plan) if code not in held]
    if absent:
        print(text("error_not_held", asked.lang, codes=", ".join(absent)), file=sys.stderr)
        return None
    return selection


def asked_place(given: str) -> MapView | None:
    """The place that `--map` names, None for none; raises RefusedError for what is no place on a map."""
    place = parse_place(given)
    if given and place is None:
        raise RefusedError("error_map_place", given=given[:80])
    return place


def entry_line(entry: Entry) -> str:
    """An entry as one line: label, value, evidence, where it stands, and why it is so."""
    return joined(entry.label, entry.words, entry.evidence_label, _where(entry.cited), entry.cited.note)


def joined(*parts: str) -> str:
    """What is said of one thing on one line; what is empty is left out."""
    return " | ".join(" ".join(part.split()) for part in parts if part)


def _where(cited: Cited) -> str:
    """Where a value stands: documents, place, lines."""
    return " ".join(part for part in (cited.title, cited.locator, cited.line and f"L{cited.line}") if part)


def hand_over(data: bytes, output: Path | None) -> None:
    """Write bytes to a file, or to standard output without one; raises RefusedError, WriteError."""
    if output is None:
        sys.stdout.buffer.write(data)
        return
    refuse_file(output)
    with written(output) as file:
        file.write(data)


def day_named(given: str) -> date | None:
    """The day that is written as 2026-11-21; None for what is no day of the calendar, or written otherwise."""
    try:
        return date.fromisoformat(given) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", given, re.ASCII) else None
    except ValueError:
        return None


def format_of(asked: argparse.Namespace, known: Mapping[str, str], usual: str) -> str:
    """The format that a call names, else the one of its file's ending; the usual one for a file without an ending.

    `known` is each format by the ending of its files. Raises RefusedError for another ending.
    """
    if asked.format:
        return str(asked.format)
    ending = asked.output.suffix.lower().removeprefix(".") if asked.output is not None else ""
    if ending and ending not in known:
        raise RefusedError("file_ending", file=asked.output.name[:80], known=", ".join(f".{one}" for one in known))
    return known[ending] if ending else usual


def checked_ending(output: Path, *endings: str) -> None:
    """Raise RefusedError for a file whose ending belongs to another format than the call makes."""
    if output.suffix and output.suffix.lower().removeprefix(".") not in endings:
        known = ", ".join(f".{one}" for one in endings)
        raise RefusedError("file_ending_only", file=output.name[:80], known=known)


def read_file(path: Path) -> bytes:
    """The bytes of a file that a call names; raises RefusedError. A device has no end that one could wait for."""
    try:
        if path.exists() and stat.S_ISCHR(path.stat().st_mode):
            raise RefusedError("error_read", file=str(path))
        return path.read_bytes()
    except OSError as error:
        raise RefusedError("error_read", file=str(path)) from error
