"""The facets that a selection is made of: their options, with names, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import KINDS
from g60.evidence.sentence import list_name, plan_name


def facet_options(catalog: Catalog) -> dict[str, list[dict[str, str]]]:
    """For each facet its options: the code, and the name in each language (`zh`, `en`)."""

    def named(codes: Iterable[Any], name: Callable[[str, str], object]) -> list[dict[str, str]]:
        return [{"code": str(code), **{lang: str(name(str(code), lang)) for lang in LANGUAGES}} for code in codes]

    return {
        "unit": named(catalog.unit_codes, lambda code, lang: catalog.units.at[code, f"short_{lang}"]),
        "industry": named(catalog.industry_codes, lambda code, lang: catalog.industries.at[code, f"short_{lang}"]),
        "kind": named(KINDS, lambda code, lang: text(f"kind_{code}", lang)),
        "list": named(catalog.lists, lambda code, lang: list_name(catalog, code, lang)),
        "plan": named(catalog.plans, lambda code, lang: plan_name(catalog, code, lang)),
    }


def offered_facets(catalog: Catalog) -> dict[str, list[dict[str, str]]]:
    """The same of the facets that are offered: a plan is chosen only where the data holds several."""
    return {field: options for field, options in facet_options(catalog).items() if field != "plan" or len(options) > 1}
