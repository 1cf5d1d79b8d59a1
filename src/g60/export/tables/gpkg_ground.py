"""The ground below the plan as layers of a GeoPackage, with the style of each as QGIS reads it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyogrio

from g60.catalog import ground
from g60.contract.i18n import text
from g60.contract.schema import GROUND_DATASETS
from g60.contract.symbology import ROAD_WIDTHS, ROADS_FROM, SYMBOLS
from g60.export.tables import qgis

LAYERS = tuple(dataset.name for dataset in GROUND_DATASETS)


def frames() -> dict[str, gpd.GeoDataFrame]:
    """The layers by name, each with its ids as a column."""
    found = {"roads": ground.roads(), "railways": ground.railways(), "towns": ground.towns()}
    return {name: frame.reset_index() for name, frame in found.items()}


def write_ground(path: Path, lang: str, options: dict[str, str], dataset_options: dict[str, str]) -> None:
    """Write the layers into a GeoPackage; raises what GDAL raises."""
    for name, frame in frames().items():
        pyogrio.write_dataframe(
            frame.astype(
                {column: object for column in frame.columns if isinstance(frame[column].dtype, pd.StringDtype)}
            ),
            path,
            layer=name,
            driver="GPKG",
            geometry_type="Point" if name == "towns" else "MultiLineString",
            append=path.exists(),
            dataset_options=dataset_options,
            layer_options=options
            | {"IDENTIFIER": text(f"map_layer_{name}", lang), "DESCRIPTION": text("map_attribution", lang)},
        )


def style(name: str, name_field: str) -> str:
    """The style document (QML) of a layer."""
    labelled = name == "towns"
    about = {"version": "3.22.0", "styleCategories": "Symbology|Labeling", "labelsEnabled": str(int(labelled))}
    root = ET.TreeBuilder().start("qgis", about)
    if name == "roads":
        line = SYMBOLS["road"]
        rules = [
            qgis.Rule(str(rank - 1), f"{rank}", f'"rank" = {rank}', (_line(line.colour, line.width * share, 1),), most)
            for (rank, share), (_, most) in zip(ROAD_WIDTHS.items(), ROADS_FROM.values(), strict=True)
        ]
        qgis.add_renderer(root, rules, "line")
    elif name == "railways":
        line = SYMBOLS["track"]
        layers = (_line(line.colour, line.width, line.opacity), _line(line.colour, 5, line.opacity, "0.26;2.4"))
        qgis.add_renderer(root, [qgis.Rule("0", "", "", layers)], "line")
    else:
        mark = SYMBOLS["town"]
        ring = {
            **{"name": "circle", "color": qgis.rgba("land", 1), "outline_color": qgis.rgba(mark.colour, 1)},
            **{"size": f"{mark.size * qgis.MM_PER_PX:.2f}", "size_unit": "MM"},
            **qgis.width(mark.width, "outline_width"),
        }
        qgis.add_renderer(root, [qgis.Rule("0", "", "", (("SimpleMarker", ring),))], "marker")
        qgis.add_labelling(root, name_field, mark.colour, size=7.5, at_point=True)
    return qgis.document(root)


def _line(colour: str, pixels: float, opacity: float, dash: str = "") -> tuple[str, dict[str, str]]:
    options = {"line_color": qgis.rgba(colour, opacity), **qgis.width(pixels, "line_width"), "capstyle": "flat"}
    dashes = {"use_custom_dash": "1", "customdash": dash, "customdash_unit": "MM"} if dash else {"capstyle": "round"}
    return "SimpleLine", options | dashes
