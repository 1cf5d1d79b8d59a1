"""The themes: colours and type of page, map, pack and paper, by day and night, on a projector, in grey and contrast.

To add a theme, add an entry to `THEMES`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

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
