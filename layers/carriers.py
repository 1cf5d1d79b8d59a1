"""载体: institutes, laboratories, centres, parks; a point by its grade, or a place in its county's badge."""

from __future__ import annotations

from typing import Any

import pandas as pd

from g60.catalog import Catalog
from layers.layer import DECIMALS, Layer


class Carriers(Layer):
    """The carriers as columns, not features: a hundred thousand rows stay small."""

    name = "carriers"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """One list per column, in the order of the catalog; lon and lat are null where no point is known."""
        carriers = catalog.carriers
        columns = {name: carriers[name].tolist() for name in ("name_zh", "name_en", "unit", "list")}
        return columns | {
            "id": carriers.index.tolist(),
            # The order in which a message counts its bits: all areas first, then the carriers.
            "areas": catalog.areas.index.tolist(),
            "industries": carriers["industries"].map(list).tolist(),
            "grade": carriers["location_grade"].tolist(),
            "lon": _numbers(carriers["lon"]),
            "lat": _numbers(carriers["lat"]),
            "uncertainty_m": _numbers(carriers["uncertainty_m"]),
        }


def _numbers(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else round(float(value), DECIMALS) for value in column]
