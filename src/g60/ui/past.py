"""What a page's browser half asks about the record by address: changes, history, files.

Each is answered from what the process holds, or from the database where it is about the past.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.errors import RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.json_bytes import as_json
from g60.contract.media_types import EXCEL
from g60.evidence.changes import ChangeWording, who_words
from g60.evidence.difference import CAME, CHANGED, GONE, Difference, difference
from g60.evidence.sentence import plan_name
from g60.export.bulletin_files import BULLETIN_FILES
from g60.export.handouts import HANDOUTS, Order, house_options, quiet
from g60.export.imprint import day_in_jiaxing
from g60.export.jobs.job import Made, Work
from g60.export.progress import Progress
from g60.record.catalogs import Catalogs, catalogs_in
from g60.record.history import history
from g60.record.rows import BY_NAME
from g60.record.versions import SHIPPED, local_time, version_at
from g60.review.bulletin import bulletin
from g60.review.ledger import Entry, ledger
from g60.review.quarters import Quarter

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
FILES = frozenset(
    {
        *("tasks.xlsx", "tasks.docx", "ledger.xlsx", "ledger.csv", "diff.xlsx", "diff.csv"),
        *(f"bulletin.{form}" for form in BULLETIN_FILES),
    }
)
ASKED_LENGTH = 200
# Values of one field that are told, the latest ones.
TOLD = 20


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its bytes, their media type, and the name of the file where it is one."""

    content: bytes
    kind: str = JSON
    file: str = ""


def answer(catalogs: Catalogs, what: str, query: Mapping[str, list[str]]) -> Told | None:
    """The answer to one question; None where there is no such question.

    Raises RefusedError for a version that is not there, DataError, DatabaseError.
    """
    view = View.from_query(query)
    form = what.removeprefix("bulletin.")
    if form != what and form in BULLETIN_FILES:
        return _bulletin(catalogs, form, query, view)
    if what in ("tasks.xlsx", "tasks.docx"):
        return _tasks(catalogs, what, query, view)
    if what == "history":
        return _as_json(_history(catalogs, query, view))
    if what in ("plans", "ledger.xlsx", "ledger.csv"):
        return _plans(catalogs, what, view)
    if what not in ("changes", "diff.xlsx", "diff.csv"):
        return None
    if not view.since:
        raise RefusedError("error_version_unknown", version="", newest=catalogs.newest().version)
    before = version_at(view.since, catalogs.url)
    after = version_at(view.at, catalogs.url) if view.at else catalogs.newest().version
    between = difference(catalogs, before, after)
    return _as_json(_changes(between)) if what == "changes" else _file(between, what, query, view)


def work(catalogs: Catalogs, what: str, query: Mapping[str, list[str]]) -> Work | None:
    """The work of one file; None where what is asked for is no file."""
    return Work(_made, (catalogs.folder, catalogs.url, what, dict(query))) if what in FILES else None


def _made(_: Progress, folder: Path, url: str, what: str, query: Mapping[str, list[str]]) -> Made:
    told = answer(catalogs_in(folder, url), what, query)
    assert told is not None
    return Made(told.content, told.file, told.kind)


def _bulletin(catalogs: Catalogs, form: str, query: Mapping[str, list[str]], view: View) -> Told:
    """A file of the bulletin of a quarter, of the running one where none is named."""
    asked, day = next(iter(query.get("quarter", [])), ""), day_in_jiaxing()
    quarter = Quarter.parse(asked) if asked else Quarter.of(day)
    made = BULLETIN_FILES[form]
    content = made.make(bulletin(catalogs, quarter, day), view.lang)
    return Told(content, made.media_type, f"g60-bulletin-{quarter}.{form}")


def _tasks(catalogs: Catalogs, what: str, query: Mapping[str, list[str]], view: View) -> Told:
    """A sheet of the tasks that an address asks for, of the version that it names."""
    catalog = catalogs.version(version_at(view.at, catalogs.url)) if view.at else catalogs.newest()
    made = HANDOUTS[what.replace(".", "_")]
    selection = Selection.from_query(query).without_unknown(catalog.held)
    return Told(made.make(catalog, Order(selection, view, house_options()), quiet), made.media_type, f"g60-{what}")


def _as_json(content: Any) -> Told:
    return Told(as_json(content))


def _changes(between: Difference) -> dict[str, Any]:
    """What the map marks: the codes of what came and changed; of what went, its names and the point where it was."""
    before = between.before
    gone = [_as_was(before, entity) for entity in between.states[GONE]]
    return {"before": before.version, "after": between.after.version, **between.states, "gone": gone}


def _as_was(catalog: Catalog, entity: str) -> dict[str, Any]:
    """The names of what went, and the point where it was."""
    lon, lat = catalog.points
    place = catalog.places[entity]
    at = [round(float(lon[place]), 5), round(float(lat[place]), 5)] if lon[place] == lon[place] else None
    row = catalog.entities.iloc[place]
    return {"id": entity, "name_zh": row["name_zh"], "name_en": row["name_en"], "at": at}


def _plans(catalogs: Catalogs, what: str, view: View) -> Told:
    """Two plans compared: what the map marks of the areas, or a file of everything; raises RefusedError."""
    catalog = catalogs.version(version_at(view.at, catalogs.url)) if view.at else catalogs.newest()
    if not view.pair:
        raise RefusedError("error_plans_pair", given="")
    old, new = view.pair.split(".")
    entries = ledger(catalog, old, new)
    if what == "plans":
        names = {
            side: {lang: plan_name(catalog, plan, lang) for lang in LANGUAGES}
            for side, plan in (("before", old), ("after", new))
        }
        return _as_json({**names, **_marked(catalog, entries)})
    files, name = import_module("g60.export.tables.ledger"), f"g60-{old}-{new}-v{catalog.version}"
    if what == "ledger.csv":
        return Told(files.ledger_to_csv(entries), CSV, f"{name}.csv")
    return Told(files.ledger_to_xlsx(catalog, old, new, view.lang), EXCEL, f"{name}.xlsx")


def _marked(catalog: Catalog, entries: Sequence[Entry]) -> dict[str, Any]:
    """The areas that came, changed and went: what is carried, and what cannot be compared, has no mark."""
    found: dict[str, dict[str, None]] = {CAME: {}, CHANGED: {}, GONE: {}}
    for entry in (entry for entry in entries if entry.kind == "area"):
        state = {"new": CAME, "dropped": GONE, "carried": "", "not_comparable": ""}.get(entry.state, CHANGED)
        if state:
            found[state] |= dict.fromkeys(one for one in (entry.old, entry.new) if one)
    gone = [_as_was(catalog, one) for one in found[GONE]]
    return {CAME: [*found[CAME]], CHANGED: [*found[CHANGED]], GONE: gone}


def _file(between: Difference, what: str, query: Mapping[str, list[str]], view: View) -> Told:
    units = Selection.from_query(query).units
    dataset = next(iter(query.get("dataset", [])), "")
    changes = between.among(units, dataset if dataset in BY_NAME else "")
    name = f"g60-v{between.before.version}-v{between.after.version}"
    # Loaded only here: a page that is looked at needs no workbook.
    files = import_module("g60.export.tables.difference")
    if what == "diff.csv":
        return Told(files.changes_to_csv(changes), CSV, f"{name}.csv")
    return Told(files.changes_to_xlsx(between, changes, view.lang), EXCEL, f"{name}.xlsx")


def _history(catalogs: Catalogs, query: Mapping[str, list[str]], view: View) -> dict[str, Any]:
    """The values of one field, the latest first: since which version each holds, who, when, why, on what it rests."""
    subject, field = (next(iter(query.get(key, [])), "")[:ASKED_LENGTH] for key in ("subject", "field"))
    catalog = catalogs.newest()
    if catalog.version == SHIPPED or not subject or not field:
        return {"values": []}
    shown = version_at(view.at, catalogs.url) if view.at else catalog.version
    said = ChangeWording(Difference(catalog, catalog, ()), view.lang)
    changes = [change for change in history(subject, field, catalogs.url) if change.version <= shown]
    values = []
    for change in reversed(changes[-TOLD:]):
        value = said.value(change, change.after) if change.after is not None else text("diff_absent", view.lang)
        values.append(
            {
                "value": value,
                "version": change.version,
                "at": local_time(change.at) if change.at else "",
                "who": who_words(change.who, view.lang),
                "why": change.why or (text("versions_why_shipped", view.lang) if change.version == SHIPPED else ""),
                "source": said.source(change.source),
            }
        )
    return {"values": values}
