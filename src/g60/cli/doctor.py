"""The call `doctor`: what is set up, what is not, and what to do, each in one sentence."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from g60.catalog.boundaries import cache_folder
from g60.catalog.sources import FolderSource
from g60.checks.citations import read_documents
from g60.cli.commands import DATA_HAS_ERRORS, DONE
from g60.cli.data import folder_of
from g60.contract import settings
from g60.contract.basemaps import offered
from g60.contract.capacity import SESSIONS, files_allowed, memory_needed_mb, memory_there_mb, sessions_allowed
from g60.contract.errors import G60Error
from g60.contract.i18n import LANGUAGES, table, text
from g60.contract.schema import SOURCES
from g60.export.jobs.limits import Limits
from g60.record.condition import Condition, condition, differing_from_shipped, replica
from g60.record.database import State
from g60.record.database_address import file_of
from g60.record.positions import LONG, Extension

PROJECT = Path(__file__).parents[3]
# In order of weight: what the app cannot do without, what somebody should look at, what is as it should be.
PROBLEM, HINT, FINE = "problem", "hint", "fine"
ROOM_NEEDED, ROOM_WISHED = 100_000_000, 1_000_000_000
# Who reads this may have it from a chat: no key or password is ever printed.
SECRETS = PROJECT / ".streamlit" / "secrets.toml"


class Finding(NamedTuple):
    """One thing that was looked at: how it is, and the text that says so."""

    state: str
    code: str
    values: dict[str, object]

    def words(self, lang: str) -> str:
        """What is said of it: the text, or the words that it brings along."""
        return text(self.code, lang, **self.values) if self.code in table() else str(self.values[lang])

    def as_json(self) -> dict[str, object]:
        """The finding as the command line prints it."""
        words = {lang: self.words(lang) for lang in LANGUAGES}
        return {"state": self.state, "code": self.code.removeprefix("doctor_"), **words}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `doctor`."""
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=doctor)


def doctor(asked: argparse.Namespace) -> int:
    """Print every finding; 1 if one of them is a problem."""
    found = list(findings(folder_of(asked)))
    problems = sum(one.state == PROBLEM for one in found)
    if asked.format == "json":
        told = {"problems": problems, "findings": [one.as_json() for one in found]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for one in found:
            print(f"{text(f'doctor_{one.state}', asked.lang)} {one.words(asked.lang)}")
        print(text("doctor_summary", asked.lang, count=problems))
    return DATA_HAS_ERRORS if problems else DONE


def findings(folder: Path) -> Iterator[Finding]:
    """Everything that is looked at, in the order in which one would mend it."""
    held = condition()
    yield from _program()
    yield from _data(folder)
    yield from _database(held)
    yield from _postgis(held)
    yield from _replica(held)
    yield from _shipped(folder, held)
    yield from _people()
    yield from _surroundings(folder)
    yield from _limits()
    yield from _room(held)


def _of(state: str, code: str, **values: object) -> Finding:
    return Finding(state, f"doctor_{code}", values)


# The program and its data ------------------------------------------------------------------------


def _program() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield _of(FINE if sys.version_info >= (3, 11) else PROBLEM, "python", version=version)
    wanted = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    # `packaging` comes with streamlit: without it this call cannot tell more than that.
    from packaging.requirements import Requirement  # noqa: PLC0415

    wrong = []
    for line in wanted:
        needed = Requirement(line)
        try:
            if not needed.specifier.contains(metadata.version(needed.name), prereleases=True):
                wrong.append(f"{needed.name} {metadata.version(needed.name)} ({needed.specifier})")
        except metadata.PackageNotFoundError:
            wrong.append(f"{needed.name} ({needed.specifier})")
    if wrong:
        yield _of(PROBLEM, "packages_wrong", names=", ".join(wrong))
    else:
        yield _of(FINE, "packages", count=len(wanted))


def _data(folder: Path) -> Iterator[Finding]:
    try:
        yield _of(FINE, "data", folder=folder, fingerprint=FolderSource(folder).version()[:12])
    except (G60Error, OSError):
        yield _of(PROBLEM, "data_missing", folder=folder)


# The database ------------------------------------------------------------------------------------


def _database(held: Condition) -> Iterator[Finding]:
    if held.trouble is not None:
        yield _of(PROBLEM, "database_trouble", address=held.address or "DATABASE_URL")
        yield Finding(PROBLEM, held.trouble.code, held.trouble.values)
        return
    if held.state is State.ABSENT:
        yield _of(FINE, "database_absent", address=held.address)
        return
    size = f"{held.size / 1e6:,.1f}"
    yield _of(FINE, "database", address=held.address, server=held.server, size=size)
    if held.state is State.EARLIER:
        yield _of(HINT, "database_earlier")
        return
    yield _of(FINE, "record", version=held.newest, **held.counts)
    if held.wrong:
        yield _of(PROBLEM, "record_wrong", versions=", ".join(map(str, held.wrong)))
    if not held.writable:
        yield _of(PROBLEM, "database_readonly")
    if held.kind == "sqlite":
        yield _of(FINE, "journal") if held.journal == "wal" else _of(HINT, "journal_other", journal=held.journal)
        if held.open_to_others:
            yield _of(HINT, "database_open", file=held.address.removeprefix("sqlite:///"))
    yield _of(HINT if held.newest > 1 else FINE, "backup")


def _postgis(held: Condition) -> Iterator[Finding]:
    if held.kind == "sqlite":
        yield _of(FINE, "postgis_sqlite")
    elif held.trouble is None:
        if held.postgis is Extension.USED:
            code = "postgis_used" if held.positioned == held.newest else "postgis_behind"
            yield _of(FINE, code, version=held.positioned, newest=held.newest, most=f"{LONG:,}")
        else:
            yield _of(FINE if held.postgis is Extension.INSTALLED else HINT, f"postgis_{held.postgis.value}")


def _replica(held: Condition) -> Iterator[Finding]:
    found = replica()
    if found is None:
        yield _of(FINE, "replica_none")
    elif found.trouble is not None:
        yield _of(PROBLEM, "replica_trouble", address=found.address or "DATABASE_READ_URL")
        yield Finding(PROBLEM, found.trouble.code, found.trouble.values)
    elif found.newest != held.newest:
        yield _of(HINT, "replica_behind", address=found.address, version=found.newest, newest=held.newest)
    else:
        yield _of(FINE, "replica", address=found.address, version=found.newest)


def _shipped(folder: Path, held: Condition) -> Iterator[Finding]:
    if held.newest < 1 or held.trouble is not None:
        return
    try:
        differing = differing_from_shipped(FolderSource(folder))
    except (G60Error, OSError):
        return  # said above, of the folder or of the database
    if differing:
        names = ", ".join(f"{name} ({count})" for name, count in differing.items())
        yield _of(HINT, "shipped_other", names=names)
    else:
        yield _of(FINE, "shipped_same")


# People and surroundings -------------------------------------------------------------------------


def _people() -> Iterator[Finding]:
    secrets = {}
    if SECRETS.exists():
        try:
            secrets = tomllib.loads(SECRETS.read_text("utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
            yield _of(PROBLEM, "secrets_unread", file=SECRETS)
    given = secrets.get("auth", {})
    if not given:
        yield _of(FINE, "signin_none")
    else:
        missing = [name for name in ("redirect_uri", "cookie_secret") if not given.get(name)]
        if missing:
            yield _of(PROBLEM, "signin_missing", names=", ".join(missing))
        elif not _installed("authlib"):
            yield _of(PROBLEM, "signin_package")
        else:
            yield _of(FINE, "signin")
    yield from _settings(secrets)
    yield _of(FINE, "edit_local" if settings.given("G60_EDIT") else "edit_off")
    shared = settings.given("STREAMLIT_SERVER_COOKIE_SECRET")
    yield _of(FINE, "cookie_shared" if shared else "cookie_own")


def _settings(secrets: Mapping[str, Any]) -> Iterator[Finding]:
    """Every setting that cannot be used: a problem where something that was meant to be there is missing."""
    wrong = list(settings.wrong(secrets=secrets))
    for found in wrong:
        known = settings.BY_NAME.get(found.name)
        values: dict[str, object] = {lang: settings.said(found, lang) for lang in LANGUAGES}
        yield Finding(
            PROBLEM if known and (known.stays or known.kind == "folder") else HINT,
            f"doctor_setting_{found.name}",
            values,
        )
    if not wrong:
        yield _of(FINE, "settings", count=len(settings.SETTINGS))


def _installed(name: str) -> bool:
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False


def _surroundings(folder: Path) -> Iterator[Finding]:
    fonts = _installed("justmytype-intl-cjk")
    yield _of(FINE if fonts else PROBLEM, "fonts" if fonts else "fonts_missing")
    yield _of(FINE, "chromium")
    yield from _documents(folder)
    basemaps = offered()
    for refused in basemaps.refused:
        yield Finding(PROBLEM, refused.code, refused.values)
    if basemaps.basemaps:
        yield _of(FINE, "basemaps", count=len(basemaps.basemaps))
    elif not basemaps.refused:
        yield _of(FINE, "basemaps_none")


def _documents(folder: Path) -> Iterator[Finding]:
    named = settings.given("G60_SOURCES")
    if not named:
        yield _of(FINE, "documents_none")
        return
    try:
        sources = FolderSource(folder).read(SOURCES)
        found = read_documents(Path(named), sources)
    except (G60Error, OSError):
        yield _of(PROBLEM, "documents_missing", folder=named)
        return
    state = FINE if len(found) == len(sources) else HINT
    yield _of(state, "documents", count=len(found), all=len(sources), folder=named)


def _limits() -> Iterator[Finding]:
    """What one process takes on at most, and whether the machine has the memory for it."""
    limits, files, sessions = Limits.of(), files_allowed(), sessions_allowed()
    said = {"sessions": sessions, "files": "∞" if files is None else f"{files:,}", "waiting": limits.waiting}
    made = {"workers": limits.workers, "memory": limits.memory_mb, "seconds": int(limits.seconds)}
    yield _of(FINE, "limits", **said, **made)
    if sessions < settings.number(SESSIONS):
        yield _of(HINT, "files_few", files=files, sessions=sessions)
    needed, there = memory_needed_mb(sessions, limits.workers), memory_there_mb()
    if there is not None:
        values = {"needed": f"{needed / 1000:,.1f}", "there": f"{there / 1000:,.1f}"}
        yield _of(FINE if needed < there else HINT, "limits_memory", **values)


def _room(held: Condition) -> Iterator[Finding]:
    places = [Path(file_of(held.address)).parent] if file_of(held.address) else []
    seen = set()
    for place in [*places, cache_folder(), Path(tempfile.gettempdir())]:
        there = next(folder for folder in (place, *place.parents) if folder.exists())
        if there.stat().st_dev in seen:
            continue
        seen.add(there.stat().st_dev)
        free = shutil.disk_usage(there).free
        state = PROBLEM if free < ROOM_NEEDED else HINT if free < ROOM_WISHED else FINE
        yield _of(state, "room" if state == FINE else "room_little", folder=there, free=f"{free / 1e9:,.2f}")
