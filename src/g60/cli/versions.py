"""The calls about the record's past: `versions`, `diff` and `history`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable

from g60.catalog.sources import FolderSource
from g60.catalog.sources.folder import default_folder
from g60.cli.commands import DONE
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.record.history import Change, diff, history
from g60.record.versions import local_time, version_at, versions

NOTHING = "∅"
# A value is cut after so many; JSON has it whole.
LETTERS = 120


def add_versions(call: argparse.ArgumentParser) -> None:
    """The parts of `versions`."""
    _add(call, list_versions)


def add_diff(call: argparse.ArgumentParser) -> None:
    """The parts of `diff`: two versions or days."""
    call.add_argument("earlier", metavar="A")
    call.add_argument("later", metavar="B")
    _add(call, show_difference)


def add_history(call: argparse.ArgumentParser) -> None:
    """The parts of `history`: a subject, and one of its fields."""
    call.add_argument("subject", metavar="SUBJECT")
    call.add_argument("field", metavar="FIELD", nargs="?", default="")
    _add(call, show_history)


def _add(call: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    call.add_argument("--format", choices=("text", "json"), default="text")
    call.set_defaults(run=run)


def list_versions(asked: argparse.Namespace) -> int:
    """All versions, newest first."""
    known = versions()
    if asked.format == "json":
        _print_json(version.as_json() for version in known)
        return DONE
    for version in known:
        tally = {name: getattr(version, name) for name in ("added", "changed", "removed")}
        kind = text(f"versions_kind_{version.kind}", asked.lang, restored=version.restored or "")
        counts = text("versions_tally", asked.lang, **tally)
        _print_line(version.number, _when(version.at), version.who, version.why, kind, counts, version.fingerprint[:12])
    return DONE


def show_difference(asked: argparse.Namespace) -> int:
    """What changed from one version or day to another, either way round."""
    earlier, later = version_at(asked.earlier), version_at(asked.later)
    _print_changes(diff(earlier, later), asked, text("diff_none", asked.lang, earlier=earlier, later=later))
    return DONE


def show_history(asked: argparse.Namespace) -> int:
    """Every change of a subject or of one field of it, oldest first. Raises RefusedError if it never had a value."""
    source = FolderSource(asked.geodata or default_folder())
    found = history(asked.subject, asked.field, shipped=source)
    if not found:
        raise RefusedError("error_history_none", subject=asked.subject[:80], field=asked.field[:80])
    _print_changes(found, asked, "")
    return DONE


def _print_changes(changes: list[Change], asked: argparse.Namespace, none: str) -> None:
    if asked.format == "json":
        _print_json(change.as_json() for change in changes)
    elif changes:
        for one in changes:
            values = f"{_shown(one.before)} → {_shown(one.after)}"
            _print_line(one.subject, one.field, values, one.version, _when(one.at), one.who, one.why, one.source)
    else:
        print(none)


def _shown(value: str | None) -> str:
    """The beginning of a value, on one line; a row that is not there, and an empty cell, by their signs."""
    words = NOTHING if value is None else " ".join(value.split()) or "–"
    return words if len(words) <= LETTERS else words[: LETTERS - 1] + "…"


def _when(at: str) -> str:
    return local_time(at) if at else ""


def _print_line(*parts: object) -> None:
    print(" | ".join(str(part) for part in parts if part not in ("", None)))


def _print_json(rows: Iterable[dict[str, object]]) -> None:
    print(json.dumps(list(rows), ensure_ascii=False, indent=2))
