"""The look of each layer, as data. The web map, the page's panels, the sheets and the slides all read it.

A `Theme` (`contract/themes.py`) holds the colours. A `Symbol` names the theme's colour that a layer takes, its opacity
and its width. To add a layer, add an entry to `MAP_LAYERS`.

Widths and sizes are in CSS pixels (1/96 inch, 0.75 pt on paper).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from g60.contract.placement import PLACEMENT
from g60.contract.schema import AREA_KINDS
from g60.contract.themes import DEFAULT_THEME, FONT, THEMES


@dataclass(frozen=True, slots=True)
class Hatch:
    """Parallel lines that fill a schematic shape."""

    gap: float
    width: float
    angle: float
    opacity: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """The look of one layer. Each kind has its own `shape`, so a reader does not depend on colour."""

    shape: str  # outline, band, line, rail, way, track, place, ring, disc, hexagon, square, dot, circle, lamp
    colour: str  # a field of Theme
    width: float = 0.0
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    fill: float = 0.0  # opacity of the fill
    size: float = 0.0  # diameter of a mark that keeps its size at every scale
    hatch: Hatch | None = None
    grey_hatch: Hatch | None = None  # the hatch where the theme has no hues
    schematic: bool = False  # not surveyed: dashed or hatched, and marked 示意


@dataclass(frozen=True, slots=True)
class MapLayer:
    """One layer of the web map: what the legend and the address call it, whose look it has, what can be asked of it."""

    code: str  # "" for what cannot be switched off
    data: str  # the file that it is drawn from
    symbol: str  # the name of its look in SYMBOLS; "" for what has no line of its own
    look: Symbol | None = None
    z: int = 0  # how high it lies; 0 for what lies in another layer's pane or on the canvas of marks
    group: str = ""  # the legend's group; "" where no legend is needed
    kind: str = ""  # the kind that the legend can show alone
    label: str = ""  # the kind of its features' labels; the view of the whole city keeps these clear of the legend
    subjects: bool = False  # its features can be chosen by their id
    off: bool = False  # it is drawn where it is asked for, and on no paper

    @property
    def text(self) -> str:
        """The code of its name among the map's texts."""
        return f"layer_{self.code or self.symbol}"


_HATCH = Hatch(gap=5, width=1.0, angle=45, opacity=0.55)
# Upright, since the lakes' hatch is oblique: without hues the two must differ.
_GREY_HATCH = Hatch(gap=3.5, width=1.2, angle=0, opacity=0.7)

# In the order of the legend. An area layer stands for one kind of area and is drawn by the shape of its symbol.
MAP_LAYERS: tuple[MapLayer, ...] = (
    MapLayer(
        "corridor",
        "corridor",
        "corridor",
        Symbol("band", "corridor", width=1.0, opacity=0.6, dash=(7, 5), fill=0.16, schematic=True),
        *(230, "plan", "corridor"),
        subjects=True,
    ),
    MapLayer(
        "core",
        "core_area",
        "core_area",
        Symbol("ring", "core", width=7.0, opacity=0.26, dash=(10, 5), schematic=True),
        *(270, "plan", "core_area", "core"),
        subjects=True,
    ),
    MapLayer("", "reference", "platform", Symbol("square", "core", width=1.5, size=9), group="plan"),
    MapLayer(
        "zones",
        "high_tech_zones",
        "high_tech_zone",
        Symbol("hexagon", "zone", width=1.8, dash=(6, 3), fill=0.2, grey_hatch=_GREY_HATCH, schematic=True),
        *(260, "plan", "high_tech_zone", "zone"),
        subjects=True,
    ),
    MapLayer(
        "lakes",
        "lake_districts",
        "lake_district",
        Symbol("disc", "lake", width=1.5, dash=(5, 3.5), fill=0.16, hatch=_HATCH, schematic=True),
        *(250, "plan", "lake_district", "lake"),
        subjects=True,
    ),
    MapLayer("tasks", "tasks", "task_light", Symbol("lamp", "lamp_rest", size=16), group="plan", off=True),
    MapLayer(
        *("carriers", "carriers", "carrier", Symbol("dot", "carrier", width=1.6, size=10)),
        *(0, "carriers", "carrier"),
    ),
    MapLayer(
        *("bodies", "carriers", "body", Symbol("dot", "body", width=1.2, size=7)),
        *(0, "carriers", "other_carrier"),
    ),
    MapLayer(
        *("reference", "reference", "expressway", Symbol("line", "corridor", width=2.6)),
        *(240, "ground"),
        subjects=True,
    ),
    MapLayer(*("roads", "roads", "road", Symbol("way", "way", width=2.4)), *(226, "ground")),
    MapLayer(*("railways", "railways", "track", Symbol("track", "rail", width=1.4, opacity=0.7)), *(227, "ground")),
    MapLayer(*("towns", "towns", "town", Symbol("place", "county_ink", width=1.1, size=5)), *(285, "ground")),
    MapLayer(
        *("neighbours", "neighbours", "neighbour", Symbol("outline", "neighbour_line", width=0.8, fill=1.0)),
        *(210, "ground"),
    ),
    MapLayer(
        *("", "counties", "county", Symbol("outline", "county_line", width=1.0, fill=1.0)),
        *(220, "", "", "county"),
        subjects=True,
    ),
    MapLayer("", "values", "value", Symbol("outline", "core", fill=0.42), z=223),
    MapLayer("", "water", "", z=225),
)
ROAD_WIDTHS = {1: 1.0, 2: 0.7, 3: 0.5}  # shares of the symbol's width, by rank
# The zoom level of the web map, and the denominator of a sheet's scale, from which roads of each rank and towns of
# each kind are shown.
ROADS_FROM = {1: (9.0, 700_000), 2: (10.6, 280_000), 3: (11.8, 150_000)}
TOWNS_FROM = {"town": (11.0, 280_000), "subdistrict": (11.8, 170_000), "settlement": (12.4, 120_000)}
# A town that stands for bodies whose place is not known more closely is named earlier.
TOWNS_OF_BODIES_FROM = (10.8, 300_000)
LEGEND_GROUPS = ("plan", "carriers", "location", "ground")
# The layers that can be hidden, by their codes.
LAYERS = tuple(layer.code for layer in MAP_LAYERS if layer.code and not layer.off)
# The layers that are shown where they are asked for.
OFF_LAYERS = tuple(layer.code for layer in MAP_LAYERS if layer.off)
# The layer of each kind of area.
AREA_LAYERS = {layer.kind: layer for layer in MAP_LAYERS if layer.kind in AREA_KINDS}
SYMBOLS: dict[str, Symbol] = {layer.symbol: layer.look for layer in MAP_LAYERS if layer.look} | {
    "city": Symbol("outline", "city_line", width=1.8),
    "railway": Symbol("rail", "rail", width=2.4, dash=(7, 7)),
    # Of the counties' values, what is missing; a class has the colour of `value` at the opacity of its place.
    "value_missing": Symbol("outline", "county_ink", hatch=Hatch(gap=7, width=0.9, angle=135, opacity=0.6)),
    "uncertainty": Symbol("circle", "accent", width=1.2, dash=(3, 3), fill=0.06),
}


def as_payload() -> dict[str, Any]:
    """Themes, symbols and layers as plain JSON values, for the client script."""
    return {
        "default": DEFAULT_THEME,
        "font": FONT,
        "themes": {name: asdict(theme) for name, theme in THEMES.items()},
        "symbols": {name: asdict(symbol) for name, symbol in SYMBOLS.items()},
        "groups": LEGEND_GROUPS,
        "layers": [asdict(replace(layer, look=None)) | {"text": layer.text} for layer in MAP_LAYERS],
        "placement": asdict(PLACEMENT),
        "road_widths": ROAD_WIDTHS,
        "roads_from": {rank: zoom for rank, (zoom, _) in ROADS_FROM.items()},
        "towns_from": {kind: zoom for kind, (zoom, _) in TOWNS_FROM.items()} | {"bodies": TOWNS_OF_BODIES_FROM[0]},
    }
