"""What every layer is: a folium element whose one line of script names its data's version and who draws it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import geopandas as gpd
import pandas as pd
from branca.element import MacroElement
from jinja2 import Template
from shapely.geometry import mapping

from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, texts
from g60.contract.json_bytes import as_json

# Relative to the page of streamlit-folium's frame, so that it also holds under a base path.
ROOT = "../.."
ADDRESS = re.compile(r"[a-z0-9./_-]+")
# What stands behind a layer's name in its file's: the hash of its content, and the ending.
VERSION = re.compile(r"[0-9a-f]{12}\.[a-z]+")
# Five decimals are a metre: nothing here is known better.
DECIMALS = 5


class Layer(MacroElement):
    """A layer of the map: `name` is the client's drawing function and the file name of the data."""

    name: ClassVar[str]
    ending: ClassVar[str] = "json"
    _template = Template(
        "{% macro script(this, kwargs) %}"
        'atlas.draw({{ this._parent.get_name() }}, "{{ this.name }}", "{{ this.version }}");'
        "{% endmacro %}"
    )

    def __init__(self, version: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Layer"
        self.version = checked_version(version)

    @classmethod
    def payload(cls, catalog: Catalog) -> Mapping[str, Any]:
        """What the client needs to draw the layer, as plain JSON values."""
        raise NotImplementedError

    @classmethod
    def content(cls, catalog: Catalog) -> bytes:
        """The file of the layer's data."""
        return as_json(cls.payload(catalog))


def checked_address(address: str) -> str:
    """The address itself; raises ValueError for one that could be anything but an address of ours."""
    if not ADDRESS.fullmatch(address):
        raise ValueError(address)
    return address


def checked_version(version: str) -> str:
    """The version itself, as `1c1d4b301319.json`; raises ValueError for anything else."""
    if not VERSION.fullmatch(version):
        raise ValueError(version)
    return version


def feature_collection(frame: gpd.GeoDataFrame, properties: Mapping[str, pd.Series]) -> dict[str, Any]:
    """A GeoJSON feature collection: the frame's index as ids, one property per series, geometry rounded."""
    columns = {name: series.tolist() for name, series in properties.items()}
    features = [
        {
            "type": "Feature",
            "id": str(feature_id),
            "properties": {name: values[row] for name, values in columns.items()},
            "geometry": rounded(mapping(shape)),
        }
        for row, (feature_id, shape) in enumerate(frame.geometry.items())
    ]
    return {"type": "FeatureCollection", "features": features}


def rounded(value: Any) -> Any:
    """A GeoJSON geometry with its coordinates in five decimals."""
    if isinstance(value, Mapping):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, float):
        return round(value, DECIMALS)
    return [rounded(part) for part in value] if isinstance(value, (list, tuple)) else value


def short_names(frame: gpd.GeoDataFrame) -> dict[str, pd.Series]:
    """The shorter and the briefest names that the table of texts has for some ids, null for the others."""
    known = {f"{how}_{lang}": texts(f"{how}_", lang) for how in ("short", "brief") for lang in LANGUAGES}
    return {
        column: pd.Series([names.get(str(entry)) for entry in frame.index], frame.index, dtype=object)
        for column, names in known.items()
    }


def label_points(frame: gpd.GeoDataFrame) -> pd.Series:
    """Where a label stands: a point inside the shape, as [lon, lat]."""
    points = frame.geometry.representative_point()
    return pd.Series([[round(point.x, DECIMALS), round(point.y, DECIMALS)] for point in points], index=frame.index)
