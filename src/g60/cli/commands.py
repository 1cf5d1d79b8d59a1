"""The calls: each one reads a catalog, prints or writes, and returns the exit status."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog import boundaries, schematic
from g60.catalog.catalog import Catalog, read_all
from g60.checks import citations, coordinates, entries, numbers
from g60.checks.tables import Tables, issue_line
from g60.cli.data import catalog_of, folder_of, source_of
from g60.contract import dictionary
from g60.contract.errors import ReadError, WriteError
from g60.contract.i18n import counted, text
from g60.contract.schema import DATASETS, Issue, Severity
from g60.evidence import compare as comparing
from g60.evidence import figures, tasks
from g60.evidence.card import CardContent, card
from g60.evidence.facts import as_json
from g60.evidence.wording import Cited, Entry, Wording
from g60.export.handouts import HANDOUTS, Order, formats, house_options, quiet
from g60.record.database import has_begun, reading
from g60.record.documents import texts_in
from layers import client

DONE, DATA_HAS_ERRORS, CALL_IS_WRONG = 0, 1, 2
NOT_APPLICABLE = "–"


def print_issues(issues: Iterable[Issue], lang: str) -> None:
    """Print one line for each issue: file, row, field, what is wrong and what would be right."""
    for issue in issues:
        print(issue_line(issue, lang))


def print_progress(done: int, count: int, name: str) -> None:
    """Print one line on standard error for each finished part of a long call."""
    print(f"[{done}/{count}] {name}", file=sys.stderr, flush=True)


def check(asked: argparse.Namespace) -> int:
    """All findings about the data and, with a folder of documents, about every citation."""
    tables, issues = read_all(source_of(asked)[0])
    complete = len(tables) == len(DATASETS)
    if complete and not any(issue.code == "column_missing" for issue in issues):
        issues.extend(coordinates.check_points(tables["carriers"], boundaries.counties()))
        kept = _kept_texts(tables)
        if asked.sources is None and kept:
            issues.extend(citations.prove(tables, kept, whole=False).issues)
        if asked.sources is not None:
            at_hand = citations.read_documents(asked.sources, tables["sources"])
            proof = citations.prove(tables, kept | at_hand)
            issues.extend(proof.issues)
            tally = numbers.count_numbers(tables, at_hand)
            issues.extend(tally.issues)
            kinds = {kind: proof.proved.get(kind, 0) for kind in ("stated", "derived", "inferred")}
            print(text("check_proved", asked.lang, count=sum(proof.proved.values()), **kinds))
            print(text("check_numbers", asked.lang, count=tally.count, held=tally.held, listed=tally.left_out))
    formats_told = {
        code: [f"handout_format_{code}", f"handout_about_{code}"] for code, one in HANDOUTS.items() if one.offered
    }
    issues += [*entries.check_texts("export/handouts.py", formats_told), *entries.client_issues(client.faults())]
    print_issues(issues, asked.lang)
    errors = sum(issue.severity is Severity.ERROR for issue in issues)
    rows = sum(len(table) for table in tables.values())
    print(text("check_done", asked.lang, tables=len(tables), rows=rows, errors=errors, warnings=len(issues) - errors))
    return DATA_HAS_ERRORS if errors else DONE


def _kept_texts(tables: Tables) -> dict[str, tuple[str, ...]]:
    """The texts of the documents that the record keeps, where there is one."""
    if not has_begun():
        return {}
    sources = tables["sources"]
    with reading() as connection:
        return texts_in(connection, dict(zip(sources["source"], sources["sha256"], strict=True)))


def list_entities(asked: argparse.Namespace) -> int:
    """The entities of a selection, in the given format."""
    catalog = catalog_of(asked)
    selection = asked_selection(asked, catalog)
    if selection is None:
        return CALL_IS_WRONG
    order = Order(selection, View(lang=asked.lang), house_options())
    hand_over(formats("list")[asked.format].make(catalog, order, quiet), asked.output)
    return DONE


def asked_selection(asked: argparse.Namespace, catalog: Catalog) -> Selection | None:
    """The selection of a call; None, with a message on standard error, if a part of it is not understood."""
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
    """One area, carrier, unit or wider subject: each field with its value, evidence and citation."""
    catalog = catalog_of(asked)
    if asked.format == "json":
        entity = CardContent(catalog, asked.id).entity
        content = as_json(catalog, entity) | figures.as_json(catalog, asked.id)
        content |= tasks.sections_as_json(catalog, asked.id)
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return DONE
    for section in card(catalog, asked.id, asked.lang).sections:
        for entry in section.entries:
            print(entry_line(entry))
        for row in section.rows:
            print(_line(section.title, row.name, row.sub))
    return DONE


def entry_line(entry: Entry) -> str:
    """An entry as one line: label, value, evidence, where it stands, and why it is so."""
    return _line(entry.label, entry.words, entry.evidence_label, _where(entry.cited), entry.cited.note)


def _line(*parts: str) -> str:
    """What is said of one thing on one line; what is empty is left out."""
    return " | ".join(" ".join(part.split()) for part in parts if part)


def _where(cited: Cited) -> str:
    """Where a value stands: documents, place, lines."""
    return " ".join(part for part in (cited.title, cited.locator, cited.line and f"L{cited.line}") if part)


def compare(asked: argparse.Namespace) -> int:
    """Two to ten areas, counties or carriers side by side."""
    catalog = catalog_of(asked)
    ids = tuple(dict.fromkeys(asked.ids))
    if not comparing.AT_LEAST <= len(ids) <= comparing.AT_MOST:
        most, least = comparing.AT_MOST, comparing.AT_LEAST
        print(text("error_compare_count", asked.lang, count=len(ids), least=least, most=most), file=sys.stderr)
        return CALL_IS_WRONG
    found = comparing.compare(catalog, ids, asked.lang)
    if asked.format == "json":
        print(json.dumps(comparing.as_json(catalog, found), ensure_ascii=False, indent=2))
        return DONE
    for line in comparison_lines(catalog, found, asked.lang):
        print(line)
    return DONE


def comparison_lines(catalog: Catalog, found: comparing.Comparison, lang: str) -> Iterator[str]:
    """A comparison as text: one line for all equal values, then each differing row with one value per line."""
    wording, between = Wording(catalog, lang), text("enumeration", lang)
    names = [wording.name(one) for one in found.subjects]
    for part in comparing.PARTS:
        same = [row for row in found.equal if row.part == part]
        if same:
            values = [f"{comparing.label(catalog, row, lang)} {wording.words(comparing.shared(row))}" for row in same]
            title = text(f"compare_{part}", lang)
            yield f"{title}: {counted('compare_same_rows', len(same), lang)}{between.join(values)}"
    for row in (*found.differing, *found.single):
        yield " ".join(part for part in (comparing.label(catalog, row, lang), row.year) if part)
        for name, fact in zip(names, row.facts, strict=True):
            entry = wording.entry(fact) if fact else None
            yield f"  {_line(name, entry.words, entry.evidence_label) if entry else _line(name, NOT_APPLICABLE)}"
        whole = comparing.total(catalog, row)
        if whole:
            entry = wording.entry(whole)
            yield f"  {_line(text('total', lang), entry.words, entry.evidence_label, entry.cited.note)}"
    if found.missing:
        missing = between.join(comparing.label(catalog, row, lang) for row in found.missing)
        yield text("compare_missing", lang, names=missing)


def write_geodata(asked: argparse.Namespace) -> int:
    """Write the GeoJSON files of the areas again from their inputs."""
    try:
        written = schematic.write(folder_of(asked))
    except FileNotFoundError as error:
        raise ReadError("error_no_file", file=error.filename) from error
    except OSError as error:
        raise WriteError(file=error.filename, detail=error.strerror) from error
    for path in written:
        print(path)
    return DONE


def write_dictionary(asked: argparse.Namespace) -> int:
    """Write the data dictionary, made from the schema."""
    hand_over(dictionary.as_markdown().encode(), asked.output)
    return DONE


def hand_over(data: bytes, output: Path | None) -> None:
    """Write bytes to a file, or to standard output without one; raises WriteError."""
    if output is None:
        sys.stdout.buffer.write(data)
        return
    try:
        if output.exists() and not output.is_file():
            output.write_bytes(data)  # a device or a pipe must not be replaced
        else:
            write_whole(output.resolve(), data)
    except OSError as error:
        raise WriteError(file=str(output), detail=error.strerror) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all: first beside its place, then moved there."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
