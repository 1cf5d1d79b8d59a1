"""What the search line offers, in words, for a browser that asks by address."""

from __future__ import annotations

from typing import Any

from g60.ask.query import Query, last
from g60.ask.selection import clean_text
from g60.catalog.catalog import Catalog
from g60.catalog.suggestions import SAME, suggestions
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.contract.json_bytes import as_json
from g60.evidence.wording import Wording

SUGGESTED = "suggest"


def suggested(catalog: Catalog, query: Query) -> bytes:
    """What the words of an address (`suggest`) may stand for, as JSON rows."""
    asked = last(query, "lang")
    return as_json(rows(catalog, last(query, SUGGESTED), asked if asked in LANGUAGES else DEFAULT_LANGUAGE))


def rows(catalog: Catalog, words: str, lang: str) -> list[dict[str, Any]]:
    """The suggestions as rows of the list with their kind: `field` and `code` of a filter, the id of an entity."""
    found = suggestions(catalog, clean_text(words))
    wording = Wording(catalog, lang)
    entities = {row.id: row for row in wording.rows([one.code for one in found if not one.field])}
    drawn: list[dict[str, Any]] = []
    for one in found:
        if one.field:
            facet = text("panel_suggest_filter", lang, facet=text(f"facet_{one.field}", lang))
            name = _option(catalog, one.field, one.code, lang)
            row = {"name": name, "sub": facet, "mark": ""}
        else:
            entity = entities[one.code]
            kind = text("panel_other_body" if entity.mark == "other" else f"kind_{entity.mark}", lang)
            sub = " · ".join(part for part in (kind, entity.sub) if part)
            row = {"name": entity.name, "sub": sub, "mark": entity.mark}
        drawn.append({"field": one.field, "code": one.code, **row, "same": one.rank == SAME})
    return drawn


def _option(catalog: Catalog, field: str, code: str, lang: str) -> str:
    frames = {"unit": catalog.units, "industry": catalog.industries}
    return str(frames[field].at[code, f"short_{lang}"]) if field in frames else text(f"kind_{code}", lang)
