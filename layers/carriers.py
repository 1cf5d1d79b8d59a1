"""载体: institutes, laboratories, centres, parks; a point by its grade, or a place in its county's badge."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np

from g60.catalog.catalog import CATALOGS_KEPT, Catalog
from g60.catalog.profiles import industry_bits
from g60.catalog.text_columns import distinct_texts, utf8
from g60.contract.codes import GRADES, INDUSTRIES, UNITS
from layers.columns import coded, pack
from layers.layer import DECIMALS, Layer

# Names come with the rest where there are few; of a long list they come by the page, when somebody looks at one.
PAGE = 4096
NO_POINT = np.iinfo(np.int32).min
NAMES = ("name_zh", "name_en")


class Carriers(Layer):
    """The carriers as typed columns: a million rows are drawn without one of them being parsed."""

    name = "carriers"
    ending = "bin"

    @classmethod
    def content(cls, catalog: Catalog) -> bytes:
        """The columns in the order of the catalog; coordinates in 1e-5 degrees, `NO_POINT` where no point is known."""
        carriers = catalog.carriers
        units, lists = tuple(UNITS), tuple(distinct_texts(carriers["list"]))
        plan_of = catalog.tables.lists["plan"].to_dict()
        radii = tuple(sorted(float(radius) for radius in carriers["uncertainty_m"].unique() if not np.isnan(radius)))
        head = {
            "count": len(carriers),
            # The order in which a message counts its bits: all areas first, then the carriers.
            "areas": catalog.areas.index.tolist(),
            "units": units,
            "lists": lists,
            # Whose own each list is; empty for a list of other bodies.
            "plans": [plan_of.get(code, "") for code in lists],
            "grades": GRADES,
            "industries": INDUSTRIES,
            "radii": radii,
            **_names(catalog),
        }
        ids, starts = utf8(carriers.index)
        columns = {
            "lon": _hundred_thousandths(carriers["lon"].to_numpy()),
            "lat": _hundred_thousandths(carriers["lat"].to_numpy()),
            "unit": coded(carriers["unit"], units),
            "list": coded(carriers["list"], lists),
            "grade": coded(carriers["location_grade"], GRADES),
            "radius": coded(carriers["uncertainty_m"], radii),
            "bits": industry_bits(carriers["industries"]).astype(np.uint16),
            "id": ids,
            "id_length": np.diff(starts).astype(np.uint8),
            # By their ids, so that the client finds one among a million without a table of its own.
            "by_id": catalog.places.in_order(len(catalog.areas)),
        }
        return pack(head, columns)


def _names(catalog: Catalog) -> dict[str, Any]:
    carriers = catalog.carriers
    if len(carriers) <= PAGE:
        return {"names": names_page(catalog, 0)}
    return {"names_in": names_version(catalog), "page": PAGE}


def names_page(catalog: Catalog, number: int) -> dict[str, list[str]]:
    """One page of the names of carriers, by column; an empty one where there is no such page."""
    rows = catalog.carriers.iloc[number * PAGE : (number + 1) * PAGE]
    return {column: rows[column].tolist() for column in NAMES}


@lru_cache(maxsize=CATALOGS_KEPT)
def names_version(catalog: Catalog) -> str:
    """A hash over all names, so that the address of a page of them can be cached for ever."""
    digest = hashlib.sha256()
    for column in NAMES:
        names, starts = utf8(catalog.carriers[column])
        digest.update(starts.tobytes() + names.tobytes())
    return digest.hexdigest()[:12]


def _hundred_thousandths(degrees: np.ndarray) -> np.ndarray:
    known = ~np.isnan(degrees)
    return np.where(known, np.rint(np.where(known, degrees, 0) * 10**DECIMALS), NO_POINT).astype(np.int32)
