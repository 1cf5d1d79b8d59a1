"""The schematic geometry of the plan's 18 areas, the reference lines and points of the map, and its ground.

These shapes were not surveyed and are no boundaries. They are computed from `geodata/inputs/`, the county outlines
and OpenStreetMap's lines. The result is the same each time and is committed.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from g60.catalog import boundaries
from g60.catalog.schematic.corridor import core_ring, corridor_band
from g60.catalog.schematic.discs import lake_disc, zone_hexagon
from g60.catalog.schematic.geojson import Feature, collection_text, feature
from g60.catalog.schematic.inputs import COLUMNS, Row, places, point, require_places, require_stops, rows
from g60.catalog.schematic.roads import LAST_RANK, pieces, railway_lines, road_lines
from g60.catalog.schematic.route import ATTRIBUTION, part_in_city, routed
from g60.catalog.schematic.shoreline import ATTRIBUTION as SHORELINE_ATTRIBUTION
from g60.catalog.schematic.shoreline import water
from g60.catalog.schematic.towns import ATTRIBUTION as TOWNS_ATTRIBUTION
from g60.catalog.schematic.towns import towns
from g60.contract import crs
from g60.contract.codes import COUNTIES
from g60.contract.dataset import Dataset
from g60.contract.schema import AREA_DATASETS, RAILWAYS, REFERENCE, ROADS, TOWNS, WATER

__all__ = ["write"]

_LINES = ("ref-g60", "ref-hsr")
# The kinds of area whose shape is drawn about their place.
_AT_PLACES = ("high_tech_zone", "lake_district")


def write(folder: Path) -> list[Path]:
    """Write the nine GeoJSON files of the `geodata` folder, computed from its `inputs`; their paths.

    Raises ReadError if an input is damaged; no file is changed then.
    """
    for name in COLUMNS:
        rows(folder, name)  # a damaged one is named before anything is computed
    waypoints = rows(folder, "waypoints.csv")
    require_stops(waypoints, _LINES)
    areas = [row["id"] for row in rows(folder, "areas.csv") if row["kind"] in _AT_PLACES]
    marks = [row["id"] for row in rows(folder, "reference.csv") if row["kind"] != "pointer" and row["id"] not in _LINES]
    require_places(folder, (*areas, *marks))
    paths = {line: routed(line, waypoints) for line in _LINES}
    parts = {line: part_in_city(path, line, waypoints) for line, path in paths.items()}
    texts = {dataset.file: _area_text(folder, dataset, paths["ref-g60"]) for dataset in AREA_DATASETS}
    texts[REFERENCE.file] = _reference_text(folder, parts)
    texts[WATER.file] = _water_text()
    texts |= _ground_texts(folder, paths)
    # All texts are made before the first file is written: a mistake in the inputs changes no file.
    written = [folder / name for name in texts]
    for path, text in zip(written, texts.values(), strict=True):
        boundaries.write_atomically(path, text)
    return written


def _area_text(folder: Path, dataset: Dataset, g60: shapely.LineString) -> str:
    """The text of the file of one kind of area."""
    points = places(folder)
    outlines = dict(boundaries.counties().geometry)
    city = boundaries.city()
    found = [row for row in rows(folder, "areas.csv") if row["kind"] == dataset.kind]
    features = []
    for row in found:
        border = outlines[row["unit"]] if row["unit"] in COUNTIES else city
        features.append(feature(row["id"], _properties(row, dataset), _area(row, points, border, g60)))
    owed = ATTRIBUTION if dataset.kind == "corridor" else ""
    return collection_text(dataset.name, features, attribution=owed)


def _area(
    row: Row, points: Mapping[str, shapely.Point], border: BaseGeometry, g60: shapely.LineString
) -> shapely.Polygon:
    """The shape of one area by its kind, in WGS84."""
    match row["kind"]:
        case "corridor":
            return corridor_band(g60, border)
        case "core_area":
            return core_ring([point for id_, point in points.items() if id_.startswith("platform-")])
        case "high_tech_zone":
            return zone_hexagon(points[row["id"]], border)
        case "lake_district":
            return lake_disc(points[row["id"]], float(row["area_km2"]), border)
    raise ValueError(f"{row['id']} is of no kind that has a shape: {row['kind']}")


def _reference_text(folder: Path, lines: Mapping[str, shapely.LineString]) -> str:
    """The text of the reference file: lines, platforms, pointers."""
    points = places(folder)
    features = []
    for row in rows(folder, "reference.csv"):
        properties = _properties(row, REFERENCE)
        geometry: BaseGeometry
        if row["kind"] == "pointer":
            geometry, bearing = _pointer(row["id"], lines["ref-g60"])
            properties = {**properties, "bearing": bearing}
        else:
            geometry = lines[row["id"]] if row["id"] in lines else points[row["id"]]
        features.append(feature(row["id"], properties, geometry))
    return collection_text(REFERENCE.name, features, attribution=ATTRIBUTION)


def _water_text() -> str:
    """The text of the file of the sea and the lakes."""
    features = [feature(id_, {"kind": "water"}, shape) for id_, shape in water().items()]
    return collection_text(WATER.name, features, attribution=SHORELINE_ATTRIBUTION)


def _ground_texts(folder: Path, drawn: Mapping[str, shapely.LineString]) -> dict[str, str]:
    """The texts of the files of roads, railways and towns; lines that the reference file has are not drawn twice."""
    points = [point(row) for row in rows(folder, "towns.csv")]
    lines = road_lines(pieces(rows(folder, "roads.csv")), points, drawn["ref-g60"])
    by_rank = {
        rank: shapely.MultiLineString([line for own, line in lines if own == rank]) for rank in range(1, LAST_RANK + 1)
    }
    roads = [feature(f"roads-{rank}", {"kind": "road", "rank": rank}, shape) for rank, shape in by_rank.items()]
    rails = shapely.MultiLineString(railway_lines(pieces(rows(folder, "railways.csv")), drawn["ref-hsr"]))
    named = [
        feature(
            f"town-{town.geonames}",
            {
                **{"kind": town.kind, "name_zh": town.name_zh, "name_en": town.name_en},
                **{"unit": town.unit or None, "division": town.division or None},
            },
            town.at,
        )
        for town in towns(rows(folder, "towns.csv"), rows(folder, "divisions.csv"))
    ]
    return {
        ROADS.file: collection_text(ROADS.name, roads, attribution=ATTRIBUTION),
        RAILWAYS.file: collection_text(
            RAILWAYS.name, [feature("railways", {"kind": "railway"}, rails)], attribution=ATTRIBUTION
        ),
        TOWNS.file: collection_text(TOWNS.name, named, attribution=TOWNS_ATTRIBUTION),
    }


def _pointer(id_: str, g60: shapely.LineString) -> tuple[shapely.Point, float]:
    """The end of the line on that side, and the bearing in degrees of the arrow there.

    The bearing is taken from end to end of the corridor. Before Hangzhou the last kilometres of the line run
    due south: an arrow along them would point to another city.
    """
    first, last = shapely.Point(g60.coords[0]), shapely.Point(g60.coords[-1])
    here, there = (first, last) if id_ == "pointer-shanghai" else (last, first)
    return here, round((crs.bearing_deg(here, there) + 180.0) % 360.0, 1)


def _properties(row: Row, dataset: Dataset) -> Feature:
    """The row's values in the order of the schema: None for an empty cell, numbers as numbers."""
    return {
        field.name: (json.loads(row[field.name]) if field.form == "number" else row[field.name])
        if row.get(field.name)
        else None
        for field in dataset.fields
    }
