"""The content of a PDF page: the operators that paint a description, with the fonts and opacities that they name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fontTools.misc.transform import Transform

from g60.export.paper.pdf_font import PdfFont, number
from g60.export.paper_map.drawing import MM_PER_PT, Box, Disc, Group, Letters, Part, Shape, Style, Text
from g60.export.paper_map.typeface import EM, width

PT = 1 / MM_PER_PT
ROUND = 0.5522847498  # how far a circle's control points stand off, of its radius

Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Link:
    """An address, the corners of its area in points, and which marked part it belongs to (none: -1)."""

    target: str
    corners: Corners
    part: int = -1


@dataclass(frozen=True, slots=True)
class Marked:
    """A part of the page that is read out: its place in the order is its number in the content."""

    role: str
    alt: str
    run: int
    box: Corners | None


class Ink:
    """The operators of one page, as they are written; y runs down in a description and up in the file."""

    def __init__(self, height: float, fonts: dict[bool, PdfFont]) -> None:
        self.height = height
        self.fonts = fonts
        self.operators: list[str] = ["1 j 1 J"]
        self.opacities: dict[tuple[float, float], str] = {}
        self.links: list[Link] = []
        self.marked: list[Marked] = []
        self._reading = False  # inside a part that is read out
        self._decorating = False  # inside a mark for decoration

    def paint(self, part: Part, opacity: float = 1.0) -> None:
        """Any part, with the opacity of the groups that it is in."""
        if isinstance(part, Group):
            self._group(part, opacity)
            return
        if not self._reading:
            self._decorate()
        if isinstance(part, Shape):
            self._shape(part, opacity)
        elif isinstance(part, Disc):
            self._disc(part, opacity)
        elif isinstance(part, Text):
            self._text(part, opacity * part.opacity)
        else:
            self._letters(part, opacity * part.opacity)

    def _write(self, *operators: str) -> None:
        self.operators.extend(operators)

    def _decorate(self) -> None:
        """From here on, what is painted is decoration."""
        if not self._decorating:
            self._write("/Artifact <</Type /Layout>> BDC")
            self._decorating = True

    def _undecorate(self) -> None:
        if self._decorating:
            self._write("EMC")
            self._decorating = False

    def _group(self, group: Group, opacity: float) -> None:
        self._undecorate()
        begins = bool(group.role) and not self._reading
        number_of_part = len(self.marked) if begins else len(self.marked) - 1 if self._reading else -1
        if begins:
            corners = self._corners(group.area) if group.area else None
            self.marked.append(Marked(group.role, group.alt, group.run, corners))
            self._write(f"/{group.role} <</MCID {number_of_part}>> BDC")
            self._reading = True
        if group.id:  # so that a reader of the file finds a part by its name
            self._write(f"/Part <</Name {literal(group.id)}>> BDC")
        if group.clip:
            box = group.clip
            self._write(
                "q", f"{number(box.x * PT)} {self._y(box.bottom)} {number(box.w * PT)} {number(box.h * PT)} re W n"
            )
        for part in group.parts:
            self.paint(part, opacity * group.opacity)
        self._undecorate()
        if group.clip:
            self._write("Q")
        if group.id:
            self._write("EMC")
        if begins:
            self._write("EMC")
            self._reading = False
        if group.href and group.area:
            self.links.append(Link(group.href, self._corners(group.area), number_of_part))

    def _corners(self, area: Box) -> Corners:
        """The corners of a box in points: left, lower, right, upper edge."""
        return area.x * PT, (self.height - area.bottom) * PT, area.right * PT, (self.height - area.y) * PT

    def _y(self, y: float) -> str:
        return number((self.height - y) * PT)

    def _at(self, point: Sequence[float]) -> str:
        return f"{number(point[0] * PT)} {self._y(point[1])}"

    def _opacity(self, fill: float, stroke: float) -> None:
        key = (round(fill, 3), round(stroke, 3))
        name = self.opacities.setdefault(key, f"A{len(self.opacities)}")
        self._write(f"/{name} gs")

    def _dress(self, style: Style, opacity: float) -> None:
        self._opacity(style.fill_opacity * opacity, style.opacity * opacity)
        if style.fill:
            self._write(f"{_colour(style.fill)} rg")
        if style.stroke:
            dashes = " ".join(number(length * PT) for length in style.dash)
            join = "1 j" if style.round else "0 j"
            cap = "1 J" if style.round and not style.dash else "0 J"
            self._write(f"{_colour(style.stroke)} RG {number(style.width * PT)} w [{dashes}] 0 d {join} {cap}")

    def _finish(self, style: Style) -> None:
        self._write(
            {(True, True): "B*", (True, False): "f*", (False, True): "S"}.get(
                (bool(style.fill), bool(style.stroke)), "n"
            )
        )

    def _shape(self, shape: Shape, opacity: float) -> None:
        self._dress(shape.style, opacity)
        for line in shape.lines:
            points = line.tolist()
            self._write(f"{self._at(points[0])} m", *(f"{self._at(point)} l" for point in points[1:]))
            if shape.closed:
                self._write("h")
        self._finish(shape.style)

    def _disc(self, disc: Disc, opacity: float) -> None:
        self._dress(disc.style, opacity)
        x, y, r, k = disc.x, disc.y, disc.r, disc.r * ROUND
        self._write(f"{self._at((x + r, y))} m")
        for first, second, end in (
            ((x + r, y + k), (x + k, y + r), (x, y + r)),
            ((x - k, y + r), (x - r, y + k), (x - r, y)),
            ((x - r, y - k), (x - k, y - r), (x, y - r)),
            ((x + k, y - r), (x + r, y - k), (x + r, y)),
        ):
            self._write(f"{self._at(first)} {self._at(second)} {self._at(end)} c")
        self._write("h")
        self._finish(disc.style)

    def _text(self, text: Text, opacity: float) -> None:
        if not text.words:
            return
        wide = width(text.words, text.size, bold=text.bold, spacing=text.spacing)
        left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
        if text.halo:
            x = left
            for char in text.words:
                self._rim(text, char, (x, text.y, 0.0), opacity)
                x += width(char, text.size, bold=text.bold) + text.spacing
        font = self.fonts[text.bold]
        self._opacity(opacity, opacity)
        spacing = f" {number(text.spacing * PT)} Tc" if text.spacing else ""
        self._write(
            f"{_colour(text.colour)} rg BT /{font.name} {number(text.size * PT)} Tf{spacing} "
            f"{self._at((left, text.y))} Td <{font.codes(text.words)}> Tj{' 0 Tc' if text.spacing else ''} ET"
        )

    def _letters(self, word: Letters, opacity: float) -> None:
        if word.halo:
            for char, pose in zip(word.words, word.poses, strict=True):
                self._rim(word, char, pose, opacity)
        font = self.fonts[word.bold]
        self._opacity(opacity, opacity)
        # Letters that stand each for themselves are still one word to somebody who searches or copies.
        self._write(f"/Span <</ActualText {unicode_text(word.words)}>> BDC")
        self._write(f"{_colour(word.colour)} rg BT /{font.name} {number(word.size * PT)} Tf")
        for char, (x, y, angle) in zip(word.words, word.poses, strict=True):
            cos, sin = math.cos(math.radians(-angle)), math.sin(math.radians(-angle))
            turn = " ".join(f"{part:.5f}" for part in (cos, sin, -sin, cos))
            self._write(f"{turn} {self._at((x, y))} Tm <{font.codes(char)}> Tj")
        self._write("ET", "EMC")

    def _rim(self, text: Text | Letters, char: str, pose: tuple[float, float, float], opacity: float) -> None:
        """The rim behind one letter, as an outline: as text it would be found twice."""
        outline = self.fonts[text.bold].outline(char)
        if not outline:
            return
        x, y, angle = pose
        # The outline is in thousandths of the em, and so is the width of its line.
        em = Transform(PT, 0, 0, -PT, 0, self.height * PT).translate(x, y).rotate(math.radians(angle))
        em = em.scale(text.size / EM, -text.size / EM)
        self._write("q", " ".join(f"{part:.7f}" for part in em) + " cm")
        self._dress(Style(stroke=text.halo, width=2 * text.halo_width / text.size * EM / PT), opacity)
        self._write(outline, "S Q")


def literal(words: str) -> str:
    """A name as a PDF string."""
    return "(" + "".join(char if char.isalnum() or char in ":-_." else "_" for char in words if char.isascii()) + ")"


def unicode_text(words: str) -> str:
    """A text as a PDF string in UTF-16."""
    return "<FEFF" + words.encode("utf-16-be").hex().upper() + ">"


def _colour(value: str) -> str:
    return " ".join(number(int(value[at : at + 2], 16) / 255) for at in (1, 3, 5))
