"""The symbology's symbols as styles of paper: colours from the theme, pixels as mm of the paper."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from g60.contract.symbology import SYMBOLS, Hatch, Symbol
from g60.contract.themes import THEMES, Theme
from g60.export.paper_map.drawing import Box as Rectangle
from g60.export.paper_map.drawing import Disc, Group, Style, box_shape, line_shape, shape_of
from g60.export.paper_map.sheet import Paper

FADED = 0.24
TIE, TIES = 3.4, (1.0, 9.0)  # how broad the ties of a railway are to its line, and how far apart


@dataclass(frozen=True, slots=True)
class Look:
    """The theme of a sheet and its units; every colour and width of a sheet comes from here."""

    paper: Paper
    theme: Theme

    @classmethod
    def of(cls, paper: Paper, theme: str) -> Look:
        """The look of a paper in a theme of the symbology, on white paper where the theme is a light one."""
        chosen = THEMES[theme]
        white = replace(chosen, paper="#ffffff", type_scale=1.0, mark_scale=1.0)
        return cls(paper, white if chosen.scheme == "light" else chosen)

    def colour(self, name: str) -> str:
        """A colour of the theme by what it is for."""
        return str(getattr(self.theme, name))

    @property
    def unit(self) -> float:
        """How many mm a millimetre of the A3 layout takes."""
        return self.paper.unit

    def pt(self, size: float) -> float:
        """A type size of the A3 layout in points, as mm on this paper."""
        return self.paper.pt(size)

    def name_pt(self, size: float) -> float:
        """The size of a name on the map, in points of the A3 layout, as mm on this paper."""
        return self.paper.name_pt(size)

    def px(self, size: float) -> float:
        """A width or size of the symbology in CSS pixels, as mm on this paper."""
        return self.paper.px(size)

    def line(self, colour: str, width: float, *, opacity: float = 1.0, dash: tuple[float, ...] = ()) -> Style:
        """A line in a colour of the theme; width and dashes in CSS pixels."""
        dashes = tuple(self.px(length) for length in dash)
        return Style(stroke=self.colour(colour), width=self.px(width), opacity=opacity, dash=dashes)

    def hatch_of(self, symbol: Symbol) -> Hatch | None:
        """The hatch of a symbol in this theme."""
        return (symbol.grey_hatch or symbol.hatch) if self.theme.grey else symbol.hatch

    def schematic(self, group: Group, name: str, shape: BaseGeometry, *, chosen: bool = False) -> None:
        """A shape that nobody surveyed, in mm: its fill, its hatch as lines, its dashed rim; or a ring."""
        symbol = SYMBOLS[name]
        if symbol.shape == "ring":
            self._ring(group, symbol, shape, chosen=chosen)
            return
        colour = self.colour(symbol.colour)
        hatch = self.hatch_of(symbol)
        lines = _hatching(shape, self.px(hatch.gap), hatch.angle) if hatch else None
        self._lines(group, shape, Style(fill=colour, fill_opacity=symbol.fill))
        if hatch and lines:
            line = self.line(symbol.colour, hatch.width, opacity=hatch.opacity)
            self._lines(group, lines, replace(line, round=False))
        rim = self.line(symbol.colour, symbol.width, dash=symbol.dash, opacity=symbol.opacity)
        self._lines(group, shape, self.line("accent", 3.0) if chosen else rim)

    def _ring(self, group: Group, symbol: Symbol, shape: BaseGeometry, *, chosen: bool) -> None:
        """A broad pale line under a dashed one."""
        colour = "accent" if chosen else symbol.colour
        pale = self.line(colour, symbol.width, opacity=symbol.opacity)
        self._lines(group, shape, pale, self.line(colour, 1.6, dash=symbol.dash))

    def road(self, group: Group, line: BaseGeometry) -> None:
        """The expressway, with a pale edge."""
        width = SYMBOLS["expressway"].width
        self._lines(group, line, self.line("edge", width + 2.4, opacity=0.9), self.line("corridor", width))

    def rail(self, group: Group, line: BaseGeometry) -> None:
        """The railway as maps have it: a grey line with pale ties."""
        symbol = SYMBOLS["railway"]
        ties = replace(self.line("edge", symbol.width - 1, dash=symbol.dash), round=False)
        self._lines(
            group, line, self.line("edge", symbol.width + 1.6, opacity=0.7), self.line("rail", symbol.width), ties
        )

    def _lines(self, group: Group, line: BaseGeometry, *styles: Style) -> None:
        group.add(*(part for part in (shape_of(line, style) for style in styles) if part))

    def way(self, group: Group, line: BaseGeometry, share: float = 1.0) -> None:
        """A main road, this share of its width."""
        self._lines(group, line, self.line("way", SYMBOLS["road"].width * share))

    def track(self, group: Group, line: BaseGeometry, share: float = 1.0) -> None:
        """A railway of the ground: a thin line with ties across it."""
        symbol = SYMBOLS["track"]
        thin = self.line(symbol.colour, symbol.width * share, opacity=symbol.opacity)
        ties = self.line(symbol.colour, symbol.width * share * TIE, opacity=symbol.opacity, dash=TIES)
        self._lines(group, line, thin, replace(ties, round=False))

    def place(self, group: Group, x: float, y: float) -> None:
        """A town's ring."""
        symbol = SYMBOLS["town"]
        rim = self.line(symbol.colour, symbol.width)
        group.add(Disc(x, y, self.px(symbol.size / 2), replace(rim, fill=self.colour("land"))))

    def platform(self, group: Group, x: float, y: float) -> None:
        """A platform's square."""
        symbol = SYMBOLS["platform"]
        half = self.px(symbol.size / 2)
        style = Style(
            fill=self.colour("edge"), stroke=self.colour("core"), width=self.px(symbol.width + 0.6), round=False
        )
        group.add(box_shape(Rectangle(x - half, y - half, 2 * half, 2 * half), style))

    def dot(self, group: Group, x: float, y: float, *, plan: bool, place_known: bool, chosen: bool = False) -> None:
        """A carrier's mark: a full dot where its place is known, an open ring where only its park or town is."""
        symbol = SYMBOLS["carrier" if plan else "body"]
        r = self.px(symbol.size / 2) * (1.3 if chosen else 1.0)
        colour = self.colour("accent" if chosen else symbol.colour)
        group.add(Disc(x, y, r + self.px(symbol.width), Style(fill=self.colour("edge"))))
        if place_known:
            group.add(Disc(x, y, r, Style(fill=colour)))
        else:
            group.add(Disc(x, y, r * 0.8, Style(stroke=colour, width=r * 0.4)))

    def dot_size(self, *, plan: bool) -> float:
        """The diameter of a carrier's mark in mm, its rim included."""
        symbol = SYMBOLS["carrier" if plan else "body"]
        return self.px(symbol.size + 2 * symbol.width)

    def uncertainty(self, group: Group, x: float, y: float, reach: float) -> None:
        """The circle in which a carrier is known to be; none where the radius is not known (NaN)."""
        if not reach > 0:
            return
        symbol = SYMBOLS["uncertainty"]
        rim = self.line("ink_2", symbol.width, dash=symbol.dash)
        group.add(Disc(x, y, reach, replace(rim, fill=self.colour("ink_2"), fill_opacity=symbol.fill)))

    def leader(self, group: Group, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A thin line from a thing to what stands beside it."""
        group.add(line_shape([start, end], self.line("ink_2", 0.8)))


def _hatching(shape: BaseGeometry, gap: float, angle: float) -> BaseGeometry | None:
    """Parallel lines inside a shape, so far apart and so many degrees from upright, on one grid for all shapes."""
    if shape.is_empty:
        return None
    left, top, right, bottom = shape.bounds
    turn = math.radians(angle)
    along = np.array([math.sin(turn), -math.cos(turn)])
    across = np.array([math.cos(turn), math.sin(turn)])
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    offs, reach = corners @ across, corners @ along
    places = np.arange(math.ceil(offs.min() / gap), math.floor(offs.max() / gap) + 1) * gap
    starts = places[:, None] * across + (reach.min() - 1) * along
    ends = places[:, None] * across + (reach.max() + 1) * along
    if not len(places):
        return None
    return shapely.MultiLineString(np.stack([starts, ends], axis=1).tolist()).intersection(shape)
