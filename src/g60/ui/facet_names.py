"""The names of the filters: the browser fetches them once, by an address, and a click sends numbers only."""

from __future__ import annotations

from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.contract.json_bytes import as_json
from g60.evidence.facets import offered_facets

# What an address of the list has in its query where the names of the filters are asked for.
NAMES = "facets"


def facet_names(catalog: Catalog, lang: str) -> bytes:
    """The facets in their order, as JSON: field, title, and the options as pairs of code and label."""
    content = [
        {
            "field": field,
            "title": text(f"facet_{field}", lang),
            "options": [[option["code"], option[lang]] for option in options],
        }
        for field, options in offered_facets(catalog).items()
    ]
    return as_json(content)
