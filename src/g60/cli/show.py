"""The call `show`: one subject, each field with its value, evidence and citation."""

from __future__ import annotations

import argparse
import json

from g60.cli.commands import DONE, entry_line, joined
from g60.cli.data import catalog_of
from g60.evidence import figures, tasks
from g60.evidence.card import CardContent, card
from g60.evidence.facts import as_json
from g60.export.imprint import day_in_jiaxing
from g60.record.versions import day_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a card."""
    parser.add_argument("id")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=show)


def show(asked: argparse.Namespace) -> int:
    """One area, carrier, unit or wider subject: each field with its value, evidence and citation."""
    catalog = catalog_of(asked)
    if asked.format == "json":
        entity = CardContent(catalog, asked.id).entity
        content = as_json(catalog, entity) | figures.as_json(catalog, asked.id)
        content |= tasks.sections_as_json(catalog, asked.id)
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return DONE
    for section in card(catalog, asked.id, asked.lang, today=day_of(asked.at, day_in_jiaxing())).sections:
        for entry in section.entries:
            print(entry_line(entry))
        for row in section.rows:
            print(joined(section.title, row.name, row.sub))
    return DONE
