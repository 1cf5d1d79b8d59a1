"""The symbology's colours as colours of an office file's theme: whoever changes the theme recolours every map with it.

A theme has twelve colours; the symbology has more, so the paler and darker ones are shades of these.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from g60.contract.themes import THEMES, Theme

# What the twelve are, in the order and by the names of the file format.
SCHEME: dict[str, str] = {
    "dk1": "ink",
    "lt1": "edge",
    "dk2": "core",
    "lt2": "water",
    "accent1": "corridor",
    "accent2": "zone",
    "accent3": "lake",
    "accent4": "body",
    "accent5": "county_line",
    "accent6": "accent",
    "hlink": "corridor_ink",
    "folHlink": "body",
}

Shade = tuple[str, int, int]  # a colour of the theme, its luminance in per cent, what is added to it

_FULL: dict[str, str] = {
    **{"ink": "tx1", "carrier": "tx1", "core": "tx2", "core_ink": "tx2"},
    **{"edge": "bg1", "panel": "bg1", "halo": "bg1", "land": "bg1", "on_accent": "bg1"},
    **{"paper": "bg1", "water": "bg2"},
    **{"corridor": "accent1", "zone": "accent2", "lake": "accent3", "body": "accent4"},
    **{"county_line": "accent5", "accent": "accent6"},
}
SHADES: dict[str, Shade] = {name: (colour, 100, 0) for name, colour in _FULL.items()} | {
    "ink_2": ("accent4", 85, 0),
    "county_ink": ("accent4", 90, 0),
    "neighbour_ink": ("accent4", 90, 0),
    "corridor_ink": ("accent1", 75, 0),
    "zone_ink": ("accent2", 65, 0),
    "lake_ink": ("accent3", 65, 0),
    "shore": ("bg2", 85, 0),
    "land_out": ("bg1", 97, 0),
    "neighbour": ("bg1", 94, 0),
    "neighbour_line": ("bg1", 85, 0),
    "line": ("accent5", 60, 40),
    "city_line": ("accent5", 70, 0),
    "rail": ("accent4", 60, 40),
    "way": ("accent5", 60, 40),
}

# A theme whose colours are their own names: what is drawn with it says what each colour is for.
_NAMES: dict[str, Any] = {
    entry.name: entry.name for entry in fields(Theme) if isinstance(getattr(THEMES["day"], entry.name), str)
}
BY_NAME = replace(THEMES["day"], **_NAMES)


def scheme_value(name: str) -> str:
    """A colour of the file's theme as six hex digits."""
    return str(getattr(THEMES["day"], SCHEME[name])).removeprefix("#")
