"""What each call does: reads a catalog, prints or writes, and returns the exit status."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from g60.ask.selection import Selection
from g60.catalog import boundaries, schematic
from g60.catalog.catalog import Catalog, read_all
from g60.catalog.sources import FolderSource
from g60.checks import citations, coordinates
from g60.checks.tables import issue_line
from g60.contract import dictionary
from g60.contract.errors import ReadError, WriteError
from g60.contract.i18n import counted, text
from g60.contract.quantities import Quantity, quantity_text, scope_text
from g60.contract.schema import DATASETS, Issue, Severity
from g60.evidence import compare as comparing
from g60.evidence import figures
from g60.evidence.facts import Fact, as_json, facts
from g60.export import EXPORTERS

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
        issues.extend(coordinates.check_places(tables["carriers"], boundaries.counties()))
        if asked.sources is not None:
            proof = citations.prove(tables, citations.documents(asked.sources, tables["sources"]))
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
    selection = asked_selection(asked, catalog)
    if selection is None:
        return 2
    hand_over(EXPORTERS[asked.format](catalog, catalog.pick(selection), selection, asked.lang), asked.output)
    return 0


def asked_selection(asked: argparse.Namespace, catalog: Catalog) -> Selection | None:
    """The selection of a call; None, and said on standard error, where a part of it is not understood."""
    query = {"unit": asked.unit, "industry": asked.industry, "kind": asked.kind, "list": asked.list}
    single = {"q": [asked.query], "near": [asked.near], "within": [asked.within]}
    selection = Selection.from_query(query | single | {"focus": [getattr(asked, "focus", "")]})
    for part in ("near", "within"):
        if getattr(asked, part) and not getattr(selection, part):
            print(text(f"error_{part}", asked.lang, given=getattr(asked, part)), file=sys.stderr)
            return None
    unknown = sorted(set(asked.list) - set(catalog.lists))
    if unknown:
        known = ", ".join(catalog.lists)
        print(text("error_unknown_list", asked.lang, lists=", ".join(unknown), known=known), file=sys.stderr)
        return None
    return selection


def show(asked: argparse.Namespace) -> int:
    """One area, carrier or unit: each field with its value, evidence and citation."""
    catalog = Catalog.load(FolderSource(asked.geodata))
    entity = facts(catalog, asked.id)
    if asked.format == "json":
        content = as_json(catalog, entity) | figures.as_json(catalog, asked.id)
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return 0
    for fact in entity.facts:
        print(fact_line(catalog, fact, asked.lang))
    for entry in (*figures.targets(catalog, asked.id), *figures.figures(catalog, asked.id)):
        name = figures.measure_name(catalog, entry.measure, asked.lang)
        label = text("name_and_year", asked.lang, name=name, year=entry.year) if entry.year else name
        print(fact_line(catalog, entry.fact, asked.lang, label=label))
    for conflict in figures.conflicts(catalog, asked.id, asked.lang):
        print(fact_line(catalog, conflict.readings, asked.lang, label=text(f"conflict_{conflict.kind}", asked.lang)))
        print(fact_line(catalog, conflict.chosen, asked.lang, label=text("conflict_chosen", asked.lang)))
    return 0


def compare(asked: argparse.Namespace) -> int:
    """Two to ten areas, counties or carriers side by side."""
    catalog = Catalog.load(FolderSource(asked.geodata))
    ids = tuple(dict.fromkeys(asked.ids))
    if not comparing.AT_LEAST <= len(ids) <= comparing.AT_MOST:
        most, least = comparing.AT_MOST, comparing.AT_LEAST
        print(text("error_compare_count", asked.lang, count=len(ids), least=least, most=most), file=sys.stderr)
        return 2
    found = comparing.compare(catalog, ids)
    if asked.format == "json":
        print(json.dumps(comparing.as_json(catalog, found), ensure_ascii=False, indent=2))
        return 0
    for line in comparison_lines(catalog, found, asked.lang):
        print(line)
    return 0


def comparison_lines(catalog: Catalog, found: comparing.Comparison, lang: str) -> Iterator[str]:
    """A comparison as text: one line for all that is the same, then each line that differs, one value a line."""
    names = [str(catalog.entity(one)[f"name_{lang}"]) for one in found.subjects]
    between = text("enumeration", lang)
    for part in comparing.PARTS:
        same = [row for row in found.equal if row.part == part]
        if same:
            values = [f"{comparing.label(catalog, row, lang)} {value_text(row.facts[0], lang)}" for row in same]
            title = text(f"compare_{part}", lang)
            yield f"{title}: {counted('compare_same_rows', len(same), lang)}{between.join(values)}"
    for row in (*found.differing, *found.single):
        yield " ".join(part for part in (comparing.label(catalog, row, lang), row.year) if part)
        for name, fact in zip(names, row.facts, strict=True):
            evidence = text(f"evidence_{fact.evidence}", lang) if fact else ""
            yield "  " + " | ".join(part for part in (name, value_text(fact, lang), evidence) if part)
        whole = comparing.total(catalog, row)
        if whole:
            note = whole.citation.note if lang == "zh" else whole.citation.note_en
            yield f"  {text('total', lang)} | {value_text(whole, lang)} | {text('evidence_derived', lang)} | {note}"
    if found.missing:
        missing = between.join(comparing.label(catalog, row, lang) for row in found.missing)
        yield text("compare_missing", lang, names=missing)


def value_text(fact: Fact | None, lang: str) -> str:
    """The value of a fact as text; a dash where the line does not apply to a subject."""
    if fact is None:
        return "–"
    value = fact.value
    if value is None:
        return text("not_stated", lang)
    if isinstance(value, Quantity):
        return " ".join(part for part in (quantity_text(value, lang), scope_text(value, lang)) if part)
    if isinstance(value, tuple):
        return ";".join(value)
    return f"{value:.15g}" if isinstance(value, float) else value


def fact_line(catalog: Catalog, fact: Fact, lang: str, *, label: str = "") -> str:
    """A fact as one line: field, value, evidence, and where it stands or why it is so."""
    shown = value_text(fact, lang)
    titles = [str(catalog.sources.at[source, f"title_{lang}"]) for source in fact.citation.source]
    lines = ",".join(str(line) for line in fact.citation.line)
    where = " ".join(part for part in ("; ".join(titles), fact.citation.locator, lines and f"L{lines}") if part)
    reason = fact.citation.note if lang == "zh" else fact.citation.note_en or fact.citation.note
    evidence = text(f"evidence_{fact.evidence}", lang)
    name = label or text(f"field_{fact.field}", lang)
    return " | ".join(part for part in (name, shown, evidence, where, reason.replace("\n", " ")) if part)


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
