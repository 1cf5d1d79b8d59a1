"""What the counties can be shaded by: counts and targets, with classes, words and evidence."""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.county_values import CountyMeasure, county_measures
from layers.layer import Layer


class Values(Layer):
    """The values of the counties; drawn where the reader asks for it."""

    name = "values"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Each measure with the values of all units, those without an outline too."""
        missing = {lang: text("not_stated", lang) for lang in LANGUAGES}
        evidence = {
            kind: {lang: text(f"evidence_{kind}", lang) for lang in LANGUAGES}
            for kind in ("stated", "derived", "inferred", "reported", "missing")
        }
        units = {
            str(unit): {lang: str(row[f"short_{lang}"]) for lang in LANGUAGES}
            for unit, row in catalog.units.loc[list(catalog.unit_codes)].iterrows()
        }
        return {
            "units": units,
            "missing": missing,
            "evidence": evidence,
            "measures": [_measure(measure) for measure in county_measures(catalog)],
        }


def _measure(measure: CountyMeasure) -> dict[str, Any]:
    values = {
        unit: {"number": value.number, "words": dict(value.words), "evidence": value.evidence}
        for unit, value in measure.values.items()
    }
    return {
        "code": measure.code,
        "counted": measure.code.startswith("count-"),
        "names": dict(measure.names),
        "notes": dict(measure.notes),
        "classes": [list(bounds) for bounds in measure.classes],
        "of": values,
    }
