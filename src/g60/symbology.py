"""How each layer looks, as data: the web map, the page's panels, the print and the slides read the same.

A `Theme` says what each colour is; a `Symbol` says which of these colours a layer takes, how strong and how wide, and
never says a colour itself. A new theme is one entry in `THEMES`, a new layer one entry in `SYMBOLS`.

Widths and sizes are in CSS pixels (1/96 inch, 0.75 pt on paper).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

FONT = (
    '"Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", '
    '"Hiragino Sans GB", system-ui, sans-serif'
)

DEFAULT_THEME = "day"


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one way of looking, each by what it is for. Text colours keep 4.5:1 on paper, panel and land."""

    # The page and its panels.
    paper: str
    panel: str
    ink: str
    ink_2: str  # text of second rank
    line: str
    accent: str  # chosen, everywhere, and nothing else
    on_accent: str

    # The plan's own figures, in its order of weight.
    corridor: str
    core: str
    zone: str
    lake: str
    carrier: str
    body: str  # what other lists than the plan's name

    # The same figures as text on land: their hue, dark enough to be read.
    corridor_ink: str
    core_ink: str
    zone_ink: str
    lake_ink: str

    # The ground, which competes with none of them.
    water: str
    shore: str
    land: str
    land_out: str  # a county that the selection leaves out
    neighbour: str
    neighbour_line: str
    neighbour_ink: str
    county_line: str
    county_ink: str
    city_line: str
    rail: str
    edge: str  # the light rim of a mark
    halo: str  # the light rim of a text


@dataclass(frozen=True, slots=True)
class Hatch:
    """Parallel lines that fill a shape nobody surveyed."""

    gap: float
    width: float
    angle: float
    opacity: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """One layer's look. `shape` differs by kind, so that nobody depends on colour."""

    shape: str  # outline, band, line, rail, ring, disc, hexagon, square, dot, circle
    colour: str  # a field of Theme
    width: float = 0.0
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    fill: float = 0.0  # opacity of the fill
    size: float = 0.0  # diameter of a mark that keeps its size at every scale
    hatch: Hatch | None = None
    schematic: bool = False  # nobody surveyed it: dashed or hatched, and called 示意


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
        edge="#ffffff",
        halo="#fcfaf5",
    ),
}

_HATCH = Hatch(gap=5, width=1.0, angle=45, opacity=0.55)

SYMBOLS: dict[str, Symbol] = {
    "neighbour": Symbol("outline", "neighbour_line", width=0.8, fill=1.0),
    "county": Symbol("outline", "county_line", width=1.0, fill=1.0),
    "city": Symbol("outline", "city_line", width=1.8),
    "corridor": Symbol("band", "corridor", width=1.0, opacity=0.6, dash=(7, 5), fill=0.16, schematic=True),
    "expressway": Symbol("line", "corridor", width=2.6),
    "railway": Symbol("rail", "rail", width=2.4, dash=(7, 7)),
    "platform": Symbol("square", "core", width=1.5, size=9),
    "core_area": Symbol("ring", "core", width=7.0, opacity=0.26, dash=(10, 5), schematic=True),
    "lake_district": Symbol("disc", "lake", width=1.5, dash=(5, 3.5), fill=0.16, hatch=_HATCH, schematic=True),
    "high_tech_zone": Symbol("hexagon", "zone", width=1.8, dash=(6, 3), fill=0.2, schematic=True),
    "carrier": Symbol("dot", "carrier", width=1.6, size=10),
    "body": Symbol("dot", "body", width=1.2, size=7),
    "uncertainty": Symbol("circle", "accent", width=1.2, dash=(3, 3), fill=0.06),
}


def as_payload() -> dict[str, Any]:
    """Themes and symbols as plain JSON values, for the client script."""
    return {
        "default": DEFAULT_THEME,
        "font": FONT,
        "themes": {name: asdict(theme) for name, theme in THEMES.items()},
        "symbols": {name: asdict(symbol) for name, symbol in SYMBOLS.items()},
    }


def css_variables(theme: str = DEFAULT_THEME) -> str:
    """One CSS rule that gives each colour of the theme, and the font, its variable: `ink_2` is `--ink-2`."""
    chosen = THEMES.get(theme, THEMES[DEFAULT_THEME])
    colours = (f"--{entry.name.replace('_', '-')}:{getattr(chosen, entry.name)};" for entry in fields(chosen))
    return f":root{{{''.join(colours)}--font:{FONT};}}"
