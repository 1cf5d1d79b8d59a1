"""The legend's entries: what explains each kind of thing that a map can show, in the order of the layers.

What is on a map is a set of kinds (`Plan.kinds` of a drawing; the client finds the same of the web map). `entries_of`
gives the entries of these kinds and no other, so a sheet, a slide and the meeting pack explain alike.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass

from g60.contract.symbology import LEGEND_GROUPS, MAP_LAYERS, SYMBOLS

FADED = "faded"  # the kind of everything that the selection leaves out
FADED_TEXT = "map_legend_faded"  # it has no symbol of its own: a line of text explains it


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend: the kind of thing, the code of its text, and whether nobody surveyed it."""

    kind: str
    text: str
    schematic: bool = False


# What no layer stands for.
_MORE: dict[str, tuple[LegendEntry, ...]] = {
    "carriers": (LegendEntry("gathered", "map_legend_gathered"),),
    "location": (
        LegendEntry("known", "map_location_ab"),
        LegendEntry("open", "map_location_c"),
        LegendEntry("badge", "map_location_d"),
        LegendEntry("uncertainty", "map_legend_uncertainty"),
    ),
}


def _of_group(group: str) -> tuple[LegendEntry, ...]:
    layers = (layer for layer in MAP_LAYERS if layer.group == group and layer.look)
    entries = (LegendEntry(layer.symbol, f"map_{layer.text}", SYMBOLS[layer.symbol].schematic) for layer in layers)
    return (*entries, *_MORE.get(group, ()))


# By group, in the order of the legend.
LEGEND: dict[str, tuple[LegendEntry, ...]] = {group: _of_group(group) for group in LEGEND_GROUPS}


def as_payload() -> list[dict[str, str | bool]]:
    """The entries as plain JSON values, for the client script."""
    return [asdict(entry) for entries in LEGEND.values() for entry in entries]


def entries_of(kinds: AbstractSet[str]) -> tuple[LegendEntry, ...]:
    """The entries of what a map shows, in the legend's order."""
    return tuple(entry for entries in LEGEND.values() for entry in entries if entry.kind in kinds)
