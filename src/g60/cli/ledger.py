"""The call `ledger`: one plan against another."""

from __future__ import annotations

import argparse
import json

from g60.catalog.catalog import Catalog
from g60.cli.commands import DONE
from g60.cli.data import catalog_of
from g60.contract.i18n import text
from g60.evidence.lookup import subject_name
from g60.evidence.sentence import plan_name
from g60.review.ledger import Entry, count_words, gap_words, gaps, ledger


def add_arguments(call: argparse.ArgumentParser) -> None:
    """The parts of the call: the earlier plan, the later one, the format."""
    call.add_argument("old", metavar="OLD")
    call.add_argument("new", metavar="NEW")
    call.add_argument("--format", choices=("text", "json"), default="text")
    call.set_defaults(run=show)


def show(asked: argparse.Namespace) -> int:
    """Print what became of everything: as text, kind by kind with the reasons; as JSON, one row for each pair.

    What cannot be compared, because one plan holds nothing of it, is no row: as text it is said below.
    """
    catalog, lang = catalog_of(asked), asked.lang
    entries = ledger(catalog, asked.old, asked.new)
    if asked.format == "json":
        print(json.dumps([entry.as_json() for entry in entries], ensure_ascii=False, indent=2))
        return DONE
    names = {side: plan_name(catalog, getattr(asked, side), lang) for side in ("old", "new")}
    print(text("ledger_title", lang, **names))
    print(count_words(entries, lang))
    kind = ""
    for entry in entries:
        if entry.kind != kind:
            kind = entry.kind
            print(f"\n{text(f'ledger_kind_{kind}', lang)}")
        print(_line(catalog, entry, lang))
    for sentence in gap_words(catalog, gaps(catalog, asked.old, asked.new), lang):
        print(f"\n{sentence}")
    return DONE


def _line(catalog: Catalog, entry: Entry, lang: str) -> str:
    """An entry as one line: state, both sides, evidence, reason."""
    sides = [subject_name(catalog, one, lang) if one else "–" for one in (entry.old, entry.new)]
    evidence = text(f"evidence_{entry.citation.evidence}", lang)
    state = f"{text(f'ledger_state_{entry.state}', lang)} ({evidence})"
    return " | ".join((state, " → ".join(sides), entry.reason(lang)))
