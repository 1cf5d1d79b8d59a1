"""A value with its evidence, in words: what the card, the tables, the charts and the meeting pack show of a fact.

This is the one way for a value to reach a reader. It refuses a value whose evidence is unknown: no number is
drawn that nobody can ask about.
"""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog, Citation
from g60.checks.citations import Documents, quoted
from g60.contract.errors import EvidenceError
from g60.contract.i18n import text
from g60.contract.quantities import Quantity, quantity_text, scope_text
from g60.contract.schema import CONFLICT_KINDS, EVIDENCE, LIST_SEPARATOR
from g60.evidence.facts import Fact
from g60.evidence.sentence import industry_name, list_name


def drawn(catalog: Catalog, at_hand: Documents, fact: Fact, lang: str, *, label: str = "") -> dict[str, Any]:
    """A fact as the data of one entry: label, value or lines, evidence, citation.

    Raises EvidenceError for a value without evidence, and for evidence that contradicts the value.
    """
    missing = fact.value is None
    if fact.evidence not in EVIDENCE or missing != (fact.evidence == "missing"):
        raise EvidenceError(field=fact.field, evidence=fact.evidence)
    lines = _lines(catalog, fact, lang)
    return {
        "subject": fact.subject,
        "field": fact.field,
        "label": label or text(f"field_{fact.field}", lang),
        "value": text("not_stated", lang) if missing else _value(catalog, fact, lang),
        "lines": lines,
        "figure": isinstance(fact.value, Quantity | float),
        "missing": missing,
        "evidence": fact.evidence,
        "evidence_label": text(f"evidence_{fact.evidence}", lang),
        "citation": cited(catalog, at_hand, fact.citation, lang),
    }


def cited(catalog: Catalog, at_hand: Documents, citation: Citation, lang: str) -> dict[str, Any]:
    """A citation as the browser draws it: document, number and date, place, reason, and the sentence if at hand."""
    sources = list(dict.fromkeys(citation.source))
    rows = catalog.sources.loc[sources].to_dict("records")
    note = citation.note if lang == "zh" else citation.note_en or citation.note
    spread = citation.source * len(citation.line) if len(citation.source) == 1 else citation.source
    quotes = [
        quoted(at_hand[source], line) for source, line in zip(spread, citation.line, strict=False) if source in at_hand
    ]
    return {
        "title": "; ".join(row[f"title_{lang}"] for row in rows),
        "number_date": "; ".join(" ".join(part for part in (row["number"], row["date"]) if part) for row in rows),
        "locator": citation.locator,
        "line": ", ".join(str(line) for line in dict.fromkeys(citation.line)),
        "note": note,
        "quote": "\n".join(dict.fromkeys(quotes)),
    }


def _lines(catalog: Catalog, fact: Fact, lang: str) -> list[str]:
    """The parts of a list value, one line each."""
    if isinstance(fact.value, Quantity):
        scope = scope_text(fact.value, lang)
        return [scope] if scope else []
    if isinstance(fact.value, tuple):
        named = fact.field == "industries"
        return [industry_name(catalog, part, lang) if named else part for part in fact.value]
    if fact.field == "fields_zh" and isinstance(fact.value, str):
        return fact.value.split(LIST_SEPARATOR)
    return []


def _value(catalog: Catalog, fact: Fact, lang: str) -> str:
    value, field = fact.value, fact.field
    if isinstance(value, tuple) or field == "fields_zh":
        return ""  # its parts are lines of their own
    if isinstance(value, Quantity | float):
        return _number(field, value, lang)
    if field == "unit":
        return str(catalog.units.at[value, f"name_{lang}"])
    if field == "list":
        return list_name(str(value), lang)
    if field in ("kind", "location_grade", "geometry_basis"):
        return text(f"conflict_{value}" if value in CONFLICT_KINDS else f"{field}_{value}", lang)
    return str(value)


def _number(field: str, value: Quantity | float, lang: str) -> str:
    if isinstance(value, Quantity):
        return quantity_text(value, lang)
    return text(f"unit_of_{field}", lang, value=f"{value:.10g}")
