"""The call `check`: every finding about the data, and about every citation."""

from __future__ import annotations

import argparse
from pathlib import Path

from g60.catalog.checked_tables import read_all
from g60.catalog.ground import check_ground
from g60.checks import citations, entries, numbers
from g60.checks.tables import Tables
from g60.cli.commands import DATA_HAS_ERRORS, DONE, print_issues
from g60.cli.data import source_of
from g60.contract.errors import ReadError, RefusedError
from g60.contract.i18n import text
from g60.contract.issues import Severity
from g60.contract.schema import DATASETS
from g60.export.handouts import HANDOUTS
from g60.record.database import has_begun, reading
from g60.record.documents import texts_in
from layers import client


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a check."""
    parser.add_argument("--sources", type=Path, metavar="DIR")
    parser.set_defaults(run=check)


def check(asked: argparse.Namespace) -> int:
    """All findings about the data and, with a folder of documents, about every citation."""
    tables, issues = read_all(source_of(asked)[0])
    complete = len(tables) == len(DATASETS)
    if complete and not any(issue.code == "column_missing" for issue in issues):
        kept = _kept_texts(tables)
        if asked.sources is None and kept:
            issues.extend(citations.prove(tables, kept, whole=False).issues)
        if asked.sources is not None:
            at_hand = _documents(asked.sources, tables)
            proof = citations.prove(tables, kept | at_hand)
            issues.extend(proof.issues)
            tally = numbers.count_numbers(tables, at_hand)
            issues.extend(tally.issues)
            kinds = {kind: proof.proved.get(kind, 0) for kind in ("stated", "derived", "inferred")}
            print(text("check_proved", asked.lang, count=sum(proof.proved.values()), **kinds))
            print(text("check_numbers", asked.lang, count=tally.count, held=tally.held, listed=tally.left_out))
    issues += check_ground()
    formats_told = {
        code: [f"handout_format_{code}", f"handout_about_{code}"] for code, one in HANDOUTS.items() if one.offered
    }
    issues += [*entries.check_texts("export/handouts.py", formats_told), *entries.client_issues(client.faults())]
    print_issues(issues, asked.lang)
    errors = sum(issue.severity is Severity.ERROR for issue in issues)
    rows = sum(len(table) for table in tables.values())
    print(text("check_done", asked.lang, tables=len(tables), rows=rows, errors=errors, warnings=len(issues) - errors))
    return DATA_HAS_ERRORS if errors else DONE


def _documents(folder: Path, tables: Tables) -> dict[str, tuple[str, ...]]:
    """The lines of the documents in the folder that the call names; raises RefusedError for what is no such folder."""
    try:
        return citations.read_documents(folder, tables["sources"])
    except ReadError as error:
        raise RefusedError(error.code, **error.values) from error


def _kept_texts(tables: Tables) -> dict[str, tuple[str, ...]]:
    """The texts of the documents that the record keeps, where there is one."""
    if not has_begun():
        return {}
    sources = tables["sources"]
    with reading() as connection:
        return texts_in(connection, dict(zip(sources["source"], sources["sha256"], strict=True)))
