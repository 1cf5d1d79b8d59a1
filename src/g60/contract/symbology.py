"""The look of each layer, as data. The web map, the page's panels, the sheets and the slides all read it.

A `Theme` holds the colours. A `Symbol` names the theme's colour that a layer takes, its opacity and its width.
To add a theme, add an entry to `THEMES`; to add a layer, add an entry to `MAP_LAYERS`.

Widths and sizes are in CSS pixels (1/96 inch, 0.75 pt on paper).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from g60.contract.placement import PLACEMENT
from g60.contract.schema import AREA_KINDS

FONT = (
    '"Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", '
    '"Hiragino Sans GB", system-ui, sans-serif'
)

DEFAULT_THEME = "day"


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a theme, each named by its use. Text has a contrast of at least 4.5:1 on each background."""

    # The page and its panels.
    paper: str
    panel: str
    ink: str
    ink_2: str  # secondary text
    line: str
    accent: str  # what is chosen, and nothing else
    on_accent: str

    # The plan's areas and carriers, the heaviest first.
    corridor: str
    core: str
    zone: str
    lake: str
    carrier: str
    body: str  # carriers of other lists than the plan's

    # The same hues for text on land, dark enough to read.
    corridor_ink: str
    core_ink: str
    zone_ink: str
    lake_ink: str

    # The ground, paler than all of them.
    water: str
    shore: str
    land: str
    land_out: str  # a county outside the selection
    neighbour: str
    neighbour_line: str
    neighbour_ink: str
    county_line: str
    county_ink: str
    city_line: str
    rail: str
    way: str  # main roads below the plan, quieter than any of its lines
    edge: str  # outline of a mark, and text on a mark
    halo: str  # outline of a text

    # The lamps of tasks; their signs are written in the colour of `edge`.
    lamp_bad: str
    lamp_warn: str
    lamp_good: str
    lamp_done: str
    lamp_rest: str

    # Not colours.
    scheme: str = "light"  # CSS color-scheme: light or dark
    type_scale: float = 1.0  # factor for all type
    mark_scale: float = 1.0  # factor for all marks and lines
    grey: bool = False  # without hues: `grey_hatch` tells the layers apart


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


THEMES: dict[str, Theme] = {
    "day": Theme(
        paper="#f6f3ec",
        panel="#fdfcf9",
        ink="#1d2731",
        ink_2="#56606a",
        line="#d8d3c7",
        accent="#c2301c",
        on_accent="#ffffff",
        corridor="#3a5a92",
        core="#1c3159",
        zone="#b0741a",
        lake="#2a8a96",
        carrier="#1d2731",
        body="#69727b",
        corridor_ink="#2f4c80",
        core_ink="#1c3159",
        zone_ink="#7a4c08",
        lake_ink="#125e69",
        water="#d3dfe6",
        shore="#b4c5cf",
        land="#fcfaf5",
        land_out="#f3f1ea",
        neighbour="#eceae3",
        neighbour_line="#d9d6cc",
        neighbour_ink="#5f6366",
        county_line="#b7b1a2",
        county_ink="#686862",
        city_line="#8b8778",
        rail="#8a8d8f",
        way="#d9cfbb",
        edge="#ffffff",
        halo="#fcfaf5",
        lamp_bad="#a8321a",
        lamp_warn="#8a5c00",
        lamp_good="#00705a",
        lamp_done="#2b5fa8",
        lamp_rest="#5f676f",
    ),
    "dark": Theme(
        paper="#11161b",
        panel="#171d23",
        ink="#e9e6dd",
        ink_2="#a9b1b8",
        line="#343d46",
        accent="#ff8266",
        on_accent="#1d0d08",
        corridor="#7ea2e2",
        core="#d3def7",
        zone="#e2a544",
        lake="#43b6c2",
        carrier="#f3f1ea",
        body="#9ba5ae",
        corridor_ink="#a9c4f3",
        core_ink="#dfe7fa",
        zone_ink="#f1c77e",
        lake_ink="#82d5dd",
        water="#0d1a24",
        shore="#2b4453",
        land="#20272e",
        land_out="#191f25",
        neighbour="#14191e",
        neighbour_line="#2a333b",
        neighbour_ink="#8b959d",
        county_line="#4b5660",
        county_ink="#b0b2aa",
        city_line="#83877d",
        rail="#77828b",
        way="#3b454e",
        edge="#11161b",
        halo="#1b2228",
        lamp_bad="#ff9478",
        lamp_warn="#f0c14b",
        lamp_good="#4fd1a5",
        lamp_done="#86b5f5",
        lamp_rest="#a9b1b8",
        scheme="dark",
    ),
    "projector": Theme(
        paper="#ffffff",
        panel="#ffffff",
        ink="#000000",
        ink_2="#33383d",
        line="#80868c",
        accent="#b5001d",
        on_accent="#ffffff",
        corridor="#1c4ba0",
        core="#071c4a",
        zone="#a85a00",
        lake="#007684",
        carrier="#000000",
        body="#4d5359",
        corridor_ink="#143a80",
        core_ink="#071c4a",
        zone_ink="#6e3b00",
        lake_ink="#00525c",
        water="#bcd6e6",
        shore="#6d94ad",
        land="#ffffff",
        land_out="#e9edf0",
        neighbour="#e2e2dc",
        neighbour_line="#a3a399",
        neighbour_ink="#42474c",
        county_line="#75797d",
        county_ink="#33383d",
        city_line="#1d2327",
        rail="#5b6166",
        way="#c4bdb0",
        edge="#ffffff",
        halo="#ffffff",
        lamp_bad="#a30019",
        lamp_warn="#7a5000",
        lamp_good="#006149",
        lamp_done="#123f94",
        lamp_rest="#4d5359",
        type_scale=1.35,
        mark_scale=1.4,
    ),
    "print": Theme(
        paper="#ffffff",
        panel="#ffffff",
        ink="#000000",
        ink_2="#444444",
        line="#bdbdbd",
        accent="#000000",
        on_accent="#ffffff",
        corridor="#595959",
        core="#1a1a1a",
        zone="#3d3d3d",
        lake="#6e6e6e",
        carrier="#000000",
        body="#757575",
        corridor_ink="#404040",
        core_ink="#1a1a1a",
        zone_ink="#333333",
        lake_ink="#333333",
        water="#e3e3e3",
        shore="#a6a6a6",
        land="#ffffff",
        land_out="#f2f2f2",
        neighbour="#f5f5f5",
        neighbour_line="#c9c9c9",
        neighbour_ink="#5e5e5e",
        county_line="#a0a0a0",
        county_ink="#595959",
        city_line="#6b6b6b",
        rail="#8c8c8c",
        way="#cccccc",
        edge="#ffffff",
        halo="#ffffff",
        lamp_bad="#1a1a1a",
        lamp_warn="#4a4a4a",
        lamp_good="#5e5e5e",
        lamp_done="#333333",
        lamp_rest="#6e6e6e",
        grey=True,
    ),
}

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


def css_variables() -> str:
    """The CSS rules that define a variable for each colour and size (`ink_2` is `--ink-2`), one rule per theme.

    The default theme's rule applies to `:root`, another's where the root has its name as `data-theme`.
    """
    return "\n".join(_rule(name) for name in (DEFAULT_THEME, *(name for name in THEMES if name != DEFAULT_THEME)))


def _rule(name: str) -> str:
    theme = THEMES[name]
    root = ":root" if name == DEFAULT_THEME else f':root[data-theme="{name}"]'
    values = [
        (entry.name, getattr(theme, entry.name)) for entry in fields(theme) if entry.name not in ("scheme", "grey")
    ]
    variables = "".join(f"--{key.replace('_', '-')}:{value};" for key, value in values)
    return f"{root}{{{variables}--typeface:{FONT};--font:var(--typeface);color-scheme:{theme.scheme};}}"
