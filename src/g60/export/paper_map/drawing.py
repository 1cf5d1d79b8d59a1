"""One description of a page, in millimetres from its upper left corner, that every format renders alike.

A page is a tree of groups; its leaves are shapes and texts. Nothing in it knows what it will be written as.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Line = npt.NDArray[np.float64]
MM_PER_PT = 25.4 / 72
MM_PER_PX = 25.4 / 96


@dataclass(frozen=True, slots=True)
class Style:
    """How a shape is painted; a colour that is empty paints nothing. Widths and dashes in mm."""

    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    fill_opacity: float = 1.0
    opacity: float = 1.0  # of the stroke
    round: bool = True  # caps and joins


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines, closed or open, painted together: a ring inside another is a hole."""

    lines: tuple[Line, ...]
    style: Style
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle."""

    x: float
    y: float
    r: float
    style: Style


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. `x`, `y` is its start, middle or end on the base line; `size` in mm is the em.

    A halo is a rim of that width behind the letters. `spacing` in mm follows each letter.
    """

    x: float
    y: float
    words: str
    size: float
    colour: str
    bold: bool = False
    anchor: str = "start"  # start, middle, end
    halo: str = ""
    halo_width: float = 0.0
    spacing: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Letters:
    """A word whose letters stand along a line, each in its own pose: x, y and angle (degrees, clockwise)."""

    words: str
    poses: tuple[tuple[float, float, float], ...]
    size: float
    colour: str
    bold: bool = False
    halo: str = ""
    halo_width: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    @property
    def outline(self) -> Line:
        """The four corners."""
        return np.array([(self.x, self.y), (self.right, self.y), (self.right, self.bottom), (self.x, self.bottom)])

    @property
    def polygon(self) -> shapely.Polygon:
        """The rectangle as geometry."""
        return shapely.box(self.x, self.y, self.right, self.bottom)

    def inset(self, by: float) -> Box:
        """The rectangle smaller by so much on every side."""
        return Box(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Whether the two come nearer than the gap."""
        across = self.x < other.right + gap and other.x < self.right + gap
        return across and self.y < other.bottom + gap and other.y < self.bottom + gap


@dataclass(slots=True)
class Group:
    """Parts painted in their order. `id` is an entity's or the name of a part; `href` makes `area` a link.

    `role` says what the parts are to somebody who does not see them, in the words of PDF (H1, H2, P, LI, Figure); a
    figure has `alt`. Groups of one `run` are one paragraph. What is in no such group is decoration.
    """

    parts: list[Part] = field(default_factory=list)
    id: str = ""
    title: str = ""
    clip: Box | None = None
    opacity: float = 1.0
    href: str = ""
    area: Box | None = None
    role: str = ""
    alt: str = ""
    run: int = 0

    def add(self, *parts: Part) -> None:
        """Paint these on top."""
        self.parts.extend(parts)

    def group(self, name: str = "", **settings: object) -> Group:
        """A new group on top."""
        fresh = Group(id=name, **settings)  # type: ignore[arg-type]
        self.parts.append(fresh)
        return fresh

    def walk(self) -> Iterator[Part]:
        """Every part below, groups before what they hold."""
        for part in self.parts:
            yield part
            if isinstance(part, Group):
                yield from part.walk()


Part = Shape | Disc | Text | Letters | Group


@dataclass(frozen=True, slots=True)
class Placed:
    """A rectangle of a page, in mm, and the degrees (longitude, latitude) of its corners.

    The corners are the lower left, upper left, upper right and lower right one.
    """

    box: Box
    corners: tuple[tuple[float, float], ...]


@dataclass(slots=True)
class Page:
    """A page: its size in mm, what is on it, what a reader of the file is told about it, and where its map lies."""

    width: float
    height: float
    root: Group
    title: str = ""
    bookmarks: tuple[tuple[int, str], ...] = ()  # level and name of each
    ground: Placed | None = None

    @property
    def words(self) -> Iterator[Text | Letters]:
        """All texts of the page."""
        return (part for part in self.root.walk() if isinstance(part, (Text, Letters)))


@dataclass(slots=True)
class Document:
    """Pages and what the file says of itself: `facts` are the ids, the sentence and the version, as plain values."""

    pages: list[Page]
    title: str
    subject: str
    maker: str
    date: str  # YYYY-MM-DD
    lang: str
    facts: dict[str, object] = field(default_factory=dict)


def box_shape(box: Box, style: Style) -> Shape:
    """A rectangle."""
    return Shape((box.outline,), style)


def line_shape(points: Sequence[tuple[float, float]] | Line, style: Style) -> Shape:
    """An open line."""
    return Shape((np.asarray(points, dtype=float),), style, closed=False)


def shape_of(geometry: BaseGeometry, style: Style) -> Shape | None:
    """A geometry in mm as a shape: polygons with their holes, or lines; None where nothing is left of it."""
    if geometry.is_empty:
        return None
    parts = shapely.get_parts(geometry)
    areas = [part for part in parts if part.geom_type == "Polygon"]
    if areas:
        rings = [ring for part in areas for ring in (part.exterior, *part.interiors)]
        return Shape(tuple(np.asarray(ring.coords)[:-1, :2] for ring in rings), style)
    lines = [part for part in parts if part.geom_type in ("LineString", "LinearRing")]
    if not lines:
        return None
    return Shape(tuple(np.asarray(part.coords)[:, :2] for part in lines), style, closed=False)
