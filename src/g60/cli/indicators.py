"""The call `indicators`: the plan's indicators."""

from __future__ import annotations

import argparse
import json
from typing import Any

from g60.catalog.catalog import Catalog
from g60.cli.commands import DONE
from g60.cli.data import catalog_of
from g60.contract.i18n import text
from g60.contract.quantities import unit_text
from g60.evidence.facts import as_json
from g60.evidence.wording import Wording
from g60.review.indicators import Indicator, indicator_facts, indicator_name, indicator_tables

SHOWN = (
    *("baseline", "actual", "target", "status_zh", "needed_points", "needed_growth"),
    *("grown_points", "growth", "progress"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the indicators."""
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=show)


def show(asked: argparse.Namespace) -> int:
    """Print every indicator: as one line of text, or as JSON with value, evidence and citation of each field."""
    catalog = catalog_of(asked)
    found = [entry for table in indicator_tables(catalog) for entry in table.entries]
    if asked.format == "json":
        items = [_as_json(catalog, entry) for entry in found]
        print(
            json.dumps({"version": catalog.version, "count": len(items), "items": items}, ensure_ascii=False, indent=2)
        )
        return DONE
    for entry in found:
        print(_line(catalog, entry, asked.lang))
    return DONE


def _as_json(catalog: Catalog, indicator: Indicator) -> dict[str, Any]:
    row = catalog.tables.indicators.loc[indicator.id]
    names = {name: str(row[name]) for name in ("plan", "table", "no", "name_zh", "name_en")}
    return as_json(catalog, indicator_facts(catalog, indicator)) | names


def _line(catalog: Catalog, indicator: Indicator, lang: str) -> str:
    """An indicator as one line: missing values are marked, values that do not apply are left out."""
    wording = Wording(catalog, lang)
    facts = {fact.field: fact for fact in indicator_facts(catalog, indicator).facts}
    unit = unit_text(indicator.unit, lang)
    parts = [" ".join(part for part in (indicator_name(catalog, indicator.id, lang), unit) if part)]
    for field in SHOWN:
        if field in facts:
            fact = facts[field]
            evidence = text(f"evidence_{fact.evidence}", lang)
            parts.append(f"{text(f'field_{field}', lang)} {wording.words(fact)} ({evidence})")
    return " | ".join(parts)
