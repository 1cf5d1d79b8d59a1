"""The filters of the map's page: for each option of a facet, how many of what the rest of the selection shows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from g60.catalog.catalog import CATALOGS_KEPT, Catalog
from g60.evidence.facets import offered_facets
from g60.ui.events import PARTS
from g60.ui.listing import ADDRESS
from g60.ui.page import Page


@lru_cache(maxsize=CATALOGS_KEPT)
def _codes(catalog: Catalog) -> dict[str, list[str]]:
    """The codes of each facet that is offered, in the order of their names (`facet_names`)."""
    return {field: [option["code"] for option in options] for field, options in offered_facets(catalog).items()}


def data(page: Page) -> dict[str, Any]:
    """What the part of the filters is given: numbers, and what is on. This goes out with every click."""
    selection, codes = page.selection, _codes(page.catalog)
    counts = {field: page.catalog.option_count(selection, PARTS[field]) for field in codes}
    return {
        "query": selection.query,
        "clearable": selection.restricts,
        "offer": f"{ADDRESS}{page.catalog.fingerprint}?lang={page.lang}",
        "counts": [[int(counts[field].get(code, 0)) for code in known] for field, known in codes.items()],
        "on": {field: sorted(chosen) for field in codes if (chosen := getattr(selection, PARTS[field]))},
    }
