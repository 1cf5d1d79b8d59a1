"""Shapes of slides and pages as DrawingML: freeforms, discs, texts, groups, each with name, alternative text and id.

Lengths are millimetres; colours are names of the symbology, written as colours of the deck's theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from lxml import etree

from g60.export.office.palette import SHADES
from g60.export.paper_map.drawing import MM_PER_PT, Style
from g60.export.plain_text import plain

EMU = 36_000
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
ALIGN = {"start": "l", "middle": "ctr", "end": "r"}

MAKER = etree.XMLParser(resolve_entities=False, no_network=True)
# Longer texts beside a shape are read by nobody, and refused by some programs.
NAME_LETTERS, ALT_LETTERS = 120, 1_000

Element = Any  # trees of a format that no type of ours describes
Rims = list[np.ndarray] | None


def a(tag: str, *children: Element, **attributes: str) -> Element:
    """An element of DrawingML."""
    return _element(A, tag, children, attributes)


def p(tag: str, *children: Element, **attributes: str) -> Element:
    """An element of PresentationML."""
    return _element(P, tag, children, attributes)


def _element(space: str, tag: str, children: Iterable[Element], attributes: dict[str, str]) -> Element:
    made = MAKER.makeelement(f"{{{space}}}{tag}", attributes, nsmap={"a": A, "p": P})
    made.extend(children)
    return made


def emu(mm: float) -> int:
    """Millimetres as the file's unit."""
    return round(mm * EMU)


def colour(name: str, opacity: float = 1.0) -> Element:
    """A colour of the symbology as one of the theme."""
    scheme, luminance, added = SHADES[name]
    made = a("schemeClr", val=scheme)
    if luminance != 100:
        made.append(a("lumMod", val=str(luminance * 1000)))
    if added:
        made.append(a("lumOff", val=str(added * 1000)))
    if opacity < 1:
        made.append(a("alpha", val=str(round(opacity * 100_000))))
    return made


def solid(name: str, opacity: float = 1.0) -> Element:
    """A fill of one colour."""
    return a("solidFill", colour(name, opacity))


@dataclass(slots=True)
class Canvas:
    """Makes the shapes of one slide, each with the next free id."""

    last_id: int
    lang: str = "zh-CN"
    names: dict[str, int] = field(default_factory=dict)  # each name, and how many have begun with it

    def properties(self, name: str, alt: str) -> Element:
        """Id, name and alternative text of a shape; no two shapes of a slide have the same."""
        self.last_id += 1
        given = plain(name)[:NAME_LETTERS]
        shown, number = given, self.names.get(given, 0) + 1
        while shown in self.names:
            number += 1
            shown = f"{given} {number}"
        self.names[given] = number
        self.names[shown] = self.names.get(shown, 1)
        return p("cNvPr", id=str(self.last_id), name=shown, descr=plain(alt)[:ALT_LETTERS])

    def freeform(
        self, name: str, alt: str, lines: Sequence[np.ndarray], style: Style, *, closed: bool, rims: Rims = None
    ) -> Element:
        """Lines, closed or open, as one shape: a ring inside another is a hole.

        With `rims`, these are stroked instead of the lines themselves: where a shape was cut, nothing ends.
        """
        points = np.vstack(lines)
        low, high = points.min(axis=0), points.max(axis=0)
        size = np.maximum((high - low) * EMU, 1).round().astype(int)
        given = {"w": str(size[0]), "h": str(size[1])}
        paths = [(lines, closed, {} if style.fill else {"fill": "none"})]
        if rims is not None:
            paths = [(lines, closed, {"stroke": "0"})] if style.fill else []
            paths += [(rims, False, {"fill": "none"})] if rims else []
        made = []
        for traced, joined, painted in paths:
            path = a("path", **given, **painted)
            for line in traced:
                _trace(path, ((line - low) * EMU).round().astype(int).tolist(), closed=joined)
            made.append(path)
        geometry = a("custGeom", *(a(tag) for tag in ("avLst", "gdLst", "ahLst", "cxnLst")))
        geometry.append(a("rect", l="0", t="0", r="r", b="b"))
        geometry.append(a("pathLst", *made))
        box = (float(low[0]), float(low[1]), size[0] / EMU, size[1] / EMU)
        return self._shape(name, alt, box, geometry, style)

    def disc(self, name: str, alt: str, x: float, y: float, r: float, style: Style) -> Element:
        """A circle."""
        geometry = a("prstGeom", a("avLst"), prst="ellipse")
        return self._shape(name, alt, (x - r, y - r, 2 * r, 2 * r), geometry, style)

    def rectangle(self, name: str, alt: str, box: tuple[float, float, float, float], style: Style) -> Element:
        """A rectangle."""
        return self._shape(name, alt, box, a("prstGeom", a("avLst"), prst="rect"), style)

    def _shape(
        self, name: str, alt: str, box: tuple[float, float, float, float], geometry: Element, style: Style
    ) -> Element:
        own = p("spPr", transform(box), geometry)
        own.append(solid(style.fill, style.fill_opacity) if style.fill else a("noFill"))
        own.append(_line(style))
        return p("sp", p("nvSpPr", self.properties(name, alt), p("cNvSpPr"), p("nvPr")), own)

    def lettering(
        self, name: str, box: tuple[float, float, float, float], words: Words, *, turned: float = 0.0
    ) -> Element:
        """Lines of text in a box that neither wraps nor clips them."""
        own = p("spPr", transform(box, turned), a("prstGeom", a("avLst"), prst="rect"), a("noFill"))
        insets = {"lIns": "0", "tIns": "0", "rIns": "0", "bIns": "0"}
        body = p("txBody", a("bodyPr", wrap="none", anchor="ctr", rtlCol="0", **insets), a("lstStyle"))
        for line in words.lines:
            body.append(self._paragraph(line, words))
        identity = p("nvSpPr", self.properties(name, " ".join(words.lines)), p("cNvSpPr", txBox="1"), p("nvPr"))
        return p("sp", identity, own, body)

    def _paragraph(self, line: str, words: Words) -> Element:
        look = a("rPr", lang=self.lang, sz=str(round(words.size / MM_PER_PT * 100)), b=str(int(words.bold)))
        if words.spacing:
            look.set("spc", str(round(words.spacing / MM_PER_PT * 100)))
        look.append(solid(words.colour, words.opacity))
        if words.halo:
            look.append(a("effectLst", a("glow", colour(words.halo, 0.9), rad=str(emu(words.halo_width)))))
        run = a("r", look, a("t"))
        run[-1].text = plain(line)
        spacing = a("lnSpc", a("spcPts", val=str(round(words.size * words.leading / MM_PER_PT * 100))))
        return a("p", a("pPr", spacing, algn=ALIGN[words.anchor]), run)

    def group(self, name: str, alt: str, children: Sequence[Element]) -> Element | None:
        """Shapes as one group around them; None for none."""
        if not children:
            return None
        boxes = np.array([_box(child) for child in children])
        left, top = boxes[:, :2].min(axis=0).tolist()
        right, bottom = (boxes[:, :2] + boxes[:, 2:]).max(axis=0).tolist()
        at, size = (left, top), (right - left, bottom - top)
        frame = a("xfrm", _pair("off", *at), _pair("ext", *size), _pair("chOff", *at), _pair("chExt", *size))
        identity = p("nvGrpSpPr", self.properties(name, alt), p("cNvGrpSpPr"), p("nvPr"))
        return p("grpSp", identity, p("grpSpPr", frame), *children)


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text and how they are set; sizes in mm."""

    lines: tuple[str, ...]
    size: float
    colour: str
    bold: bool = False
    anchor: str = "start"
    halo: str = ""
    halo_width: float = 0.0
    spacing: float = 0.0
    opacity: float = 1.0
    leading: float = 1.2


def _trace(path: Element, points: list[list[int]], *, closed: bool) -> None:
    # A deck has a hundred thousand points: made in their place, they cost a third of elements of their own.
    for number, (x, y) in enumerate(points):
        step = etree.SubElement(path, f"{{{A}}}lnTo" if number else f"{{{A}}}moveTo")
        etree.SubElement(step, f"{{{A}}}pt", x=str(x), y=str(y))
    if closed:
        path.append(a("close"))


def transform(box: tuple[float, float, float, float], turned: float = 0.0) -> Element:
    """The place of a shape, turned clockwise by so many degrees."""
    x, y, wide, high = (emu(part) for part in box)
    given = {"rot": str(round((turned % 360) * 60_000))} if turned else {}
    return a("xfrm", _pair("off", x, y), _pair("ext", max(wide, 0), max(high, 0)), **given)


def _pair(tag: str, one: int, other: int) -> Element:
    names = ("x", "y") if tag in ("off", "chOff") else ("cx", "cy")
    return a(tag, **{names[0]: str(int(one)), names[1]: str(int(other))})


def _line(style: Style) -> Element:
    if not style.stroke or not style.width:
        return a("ln", a("noFill"))
    line = a(
        "ln", solid(style.stroke, style.opacity), w=str(max(emu(style.width), 1)), cap="rnd" if style.round else "flat"
    )
    if style.dash:
        # In thousandths of per cent of the line's width.
        lengths = [round(length / style.width * 100_000) for length in style.dash]
        stops = zip(lengths[::2], lengths[1::2], strict=False)
        line.append(a("custDash", *(a("ds", d=str(on), sp=str(off)) for on, off in stops)))
        line.set("cap", "flat")
    line.append(a("round") if style.round else a("miter", lim="800000"))
    return line


def _box(shape: Element) -> tuple[int, int, int, int]:
    frame = shape.find(f".//{{{A}}}xfrm")
    off, ext = frame.find(f"{{{A}}}off"), frame.find(f"{{{A}}}ext")
    return int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy"))
