"""The call `compare`: two to ten areas, counties or carriers side by side."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from g60.catalog.catalog import Catalog
from g60.cli.commands import CALL_IS_WRONG, DONE, joined
from g60.cli.data import catalog_of
from g60.contract.i18n import counted, text
from g60.evidence import compare as comparing
from g60.evidence.wording import Wording

NOT_APPLICABLE = "–"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a comparison."""
    parser.add_argument("ids", nargs="+", metavar="ID")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=compare)


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
            yield f"  {joined(name, entry.words, entry.evidence_label) if entry else joined(name, NOT_APPLICABLE)}"
        whole = comparing.total(catalog, row)
        if whole:
            entry = wording.entry(whole)
            yield f"  {joined(text('total', lang), entry.words, entry.evidence_label, entry.cited.note)}"
    if found.missing:
        missing = between.join(comparing.label(catalog, row, lang) for row in found.missing)
        yield text("compare_missing", lang, names=missing)
