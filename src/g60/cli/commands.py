"""What each call does: reads a catalog, prints or writes, and returns the exit status."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from g60 import boundaries, dictionary, places, proofs, schematic
from g60.catalog import Catalog, read_all
from g60.checks import issue_line
from g60.errors import ReadError, WriteError
from g60.export import EXPORTERS
from g60.facts import Fact, as_json, facts
from g60.i18n import text
from g60.schema import DATASETS, Issue, Severity
from g60.selection import Selection
from g60.sources import FolderSource

SHIPPED = Path(__file__).parents[3] / "geodata"


def default_folder() -> Path:
    """The data folder: the one that G60_GEODATA names, else the shipped one."""
    return Path(os.environ.get("G60_GEODATA") or SHIPPED)


def print_issues(issues: Iterable[Issue], lang: str) -> None:
    """One line for each issue, on standard output: file, row, field, what is wrong and what would mend it."""
    for issue in issues:
        print(issue_line(issue, lang))


def check(asked: argparse.Namespace) -> int:
    """All findings about the data and, with a folder of documents, about every citation."""
    tables, issues = read_all(FolderSource(asked.geodata))
    complete = len(tables) == len(DATASETS)
    if complete and not any(issue.code == "column_missing" for issue in issues):
        issues.extend(places.check_places(tables["carriers"], boundaries.counties()))
        if asked.sources is not None:
            proof = proofs.prove(tables, proofs.documents(asked.sources, tables["sources"]))
            issues.extend(proof.issues)
            kinds = {kind: proof.proved.get(kind, 0) for kind in ("stated", "derived", "inferred")}
            print(text("check_proved", asked.lang, count=sum(proof.proved.values()), **kinds))
    print_issues(issues, asked.lang)
    errors = sum(issue.severity is Severity.ERROR for issue in issues)
    rows = sum(len(table) for table in tables.values())
    print(text("check_done", asked.lang, tables=len(tables), rows=rows, errors=errors, warnings=len(issues) - errors))
    return 1 if errors else 0


def list_entities(asked: argparse.Namespace) -> int:
    """What a selection shows, in the format asked for."""
    catalog = Catalog.load(FolderSource(asked.geodata))
    query = {"unit": asked.unit, "industry": asked.industry, "kind": asked.kind, "list": asked.list}
    single = {"q": [asked.query], "near": [asked.near], "within": [asked.within]}
    selection = Selection.from_query(query | single)
    for part in ("near", "within"):
        if getattr(asked, part) and not getattr(selection, part):
            print(text(f"error_{part}", asked.lang, given=getattr(asked, part)), file=sys.stderr)
            return 2
    unknown = sorted(set(asked.list) - set(catalog.lists))
    if unknown:
        known = ", ".join(catalog.lists)
        print(text("error_unknown_list", asked.lang, lists=", ".join(unknown), known=known), file=sys.stderr)
        return 2
    hand_over(EXPORTERS[asked.format](catalog, catalog.pick(selection), selection), asked.output)
    return 0


def show(asked: argparse.Namespace) -> int:
    """One area, carrier or unit: each field with its value, evidence and citation."""
    catalog = Catalog.load(FolderSource(asked.geodata))
    entity = facts(catalog, asked.id)
    if asked.format == "json":
        print(json.dumps(as_json(catalog, entity), ensure_ascii=False, indent=2))
        return 0
    for fact in entity.facts:
        print(fact_line(catalog, fact, asked.lang))
    return 0


def fact_line(catalog: Catalog, fact: Fact, lang: str) -> str:
    """A fact as one line: field, value, evidence, and where it stands or why it is so."""
    value = ";".join(fact.value) if isinstance(fact.value, tuple) else fact.value
    shown = text("not_stated", lang) if value is None else f"{value:.15g}" if isinstance(value, float) else value
    titles = [str(catalog.sources.at[source, f"title_{lang}"]) for source in fact.citation.source]
    lines = ",".join(str(line) for line in fact.citation.line)
    where = " ".join(part for part in ("; ".join(titles), fact.citation.locator, lines and f"L{lines}") if part)
    reason = fact.citation.note if lang == "zh" else fact.citation.note_en or fact.citation.note
    evidence = text(f"evidence_{fact.evidence}", lang)
    return " | ".join(part for part in (text(f"field_{fact.field}", lang), shown, evidence, where, reason) if part)


def write_geodata(asked: argparse.Namespace) -> int:
    """The GeoJSON files of the areas, written anew from their inputs."""
    try:
        written = schematic.write(asked.geodata)
    except FileNotFoundError as error:
        raise ReadError("error_no_file", file=error.filename) from error
    except OSError as error:
        raise WriteError(file=error.filename, detail=error.strerror) from error
    for path in written:
        print(path)
    return 0


def write_dictionary(asked: argparse.Namespace) -> int:
    """The data dictionary, made from the schema."""
    hand_over(dictionary.as_markdown().encode(), asked.output)
    return 0


def hand_over(data: bytes, output: Path | None) -> None:
    """The bytes of a file, in that file or on standard output; raises WriteError."""
    if output is None:
        sys.stdout.buffer.write(data)
        return
    try:
        if output.exists() and not output.is_file():
            output.write_bytes(data)  # a device or a pipe, which nothing may take the place of
        else:
            write_whole(output.resolve(), data)
    except OSError as error:
        raise WriteError(file=str(output), detail=error.strerror) from error


def write_whole(path: Path, data: bytes) -> None:
    """A file that is there whole or not at all: written beside its place, then moved there."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
