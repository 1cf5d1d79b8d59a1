"""Pages as PDF: vectors, text as text in embedded subsets of the typeface, bookmarks and links.

The file asks to be printed without scaling, and is the same bytes for the same pages.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Iterator
from contextlib import contextmanager

from fontTools.pens.basePen import decomposeQuadraticSegment
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from g60.export.sheet.drawing import MM_PER_PT, Disc, Document, Group, Letters, Page, Part, Shape, Style, Text
from g60.export.sheet.typeface import Outlines, font_file, width

PT = 1 / MM_PER_PT


class _Fonts:
    """The document's two fonts, each of the letters that the document uses."""

    def __init__(self, document: Document) -> None:
        used: dict[bool, set[str]] = {False: set(), True: set()}
        rims: set[bool] = set()
        for page in document.pages:
            for text in page.words:
                used[text.bold].update(text.words)
                if text.halo:
                    rims.add(text.bold)
        self.names: dict[bool, str] = {}
        self.outlines: dict[bool, Outlines] = {}
        for bold, characters in used.items():
            data = font_file(characters, bold=bold)
            # A name of its own: two sheets may be made at once, and the library keeps fonts by name.
            self.names[bold] = f"g60-{hashlib.sha256(data).hexdigest()[:16]}"
            pdfmetrics.registerFont(TTFont(self.names[bold], io.BytesIO(data)))
            if bold in rims:
                self.outlines[bold] = Outlines(data)


def to_pdf_bytes(document: Document) -> bytes:
    """The document as a PDF file."""
    written = io.BytesIO()
    canvas = Canvas(written, pageCompression=1, invariant=1, pdfVersion=(1, 7), lang=_LANGUAGES[document.lang])
    canvas.setTitle(document.title)
    canvas.setSubject(document.subject)
    canvas.setAuthor(document.maker)
    canvas.setCreator(document.maker)
    canvas.setKeywords(json.dumps(document.facts, ensure_ascii=False))
    stamp = f"D:{document.date.replace('-', '')}000000Z"
    canvas.setDateFormatter(lambda *_: stamp)
    canvas.setViewerPreference("PrintScaling", "None")
    fonts = _Fonts(document)
    for number, page in enumerate(document.pages):
        _draw_page(canvas, page, fonts, number)
    if any(page.bookmark for page in document.pages):
        canvas.showOutline()
    canvas.save()
    return written.getvalue()


_LANGUAGES = {"zh": "zh-CN", "en": "en"}


def _draw_page(canvas: Canvas, page: Page, fonts: _Fonts, number: int) -> None:
    canvas.setPageSize((page.width * PT, page.height * PT))
    canvas.bookmarkPage(f"page-{number + 1}")
    if page.bookmark:
        canvas.addOutlineEntry(page.bookmark, f"page-{number + 1}", level=page.level, closed=False)
    _Painter(canvas, page.height, fonts).paint(page.root, 1.0)
    canvas.showPage()


class _Painter:
    """Paints the parts of one page; y runs down in a description and up in the file."""

    def __init__(self, canvas: Canvas, height: float, fonts: _Fonts) -> None:
        self.canvas = canvas
        self.height = height
        self.fonts = fonts

    def paint(self, part: Part, opacity: float) -> None:
        """Any part, with the opacity of the groups that it is in."""
        if isinstance(part, Group):
            self._group(part, opacity)
        elif isinstance(part, Shape):
            self._shape(part, opacity)
        elif isinstance(part, Disc):
            self._disc(part, opacity)
        elif isinstance(part, Text):
            self._text(part, opacity * part.opacity)
        else:
            self._letters(part, opacity * part.opacity)

    def _group(self, group: Group, opacity: float) -> None:
        with self._kept(bool(group.clip)):
            if group.clip:
                path = self.canvas.beginPath()
                box = group.clip
                path.rect(box.x * PT, self._y(box.bottom), box.w * PT, box.h * PT)
                self.canvas.clipPath(path, stroke=0, fill=0)
            for part in group.parts:
                self.paint(part, opacity * group.opacity)
        if group.href and group.area:
            self._link(group)

    def _link(self, group: Group) -> None:
        area = group.area
        if area is None:
            return
        corners = (area.x * PT, self._y(area.bottom), area.right * PT, self._y(area.y))
        if group.href.startswith("#"):
            self.canvas.linkRect("", group.href[1:], corners, Border="[0 0 0]")
        else:
            self.canvas.linkURL(group.href, corners)

    @contextmanager
    def _kept(self, kept: bool = True) -> Iterator[None]:  # noqa: FBT001, FBT002 - whether there is a state to keep
        if kept:
            self.canvas.saveState()
        yield
        if kept:
            self.canvas.restoreState()

    def _y(self, y: float) -> float:
        return (self.height - y) * PT

    def _dress(self, style: Style, opacity: float) -> None:
        canvas = self.canvas
        if style.fill:
            canvas.setFillColor(HexColor(style.fill))
            canvas.setFillAlpha(style.fill_opacity * opacity)
        if style.stroke:
            canvas.setStrokeColor(HexColor(style.stroke))
            canvas.setStrokeAlpha(style.opacity * opacity)
            canvas.setLineWidth(style.width * PT)
            canvas.setDash([length * PT for length in style.dash])
            canvas.setLineCap(1 if style.round and not style.dash else 0)
            canvas.setLineJoin(1 if style.round else 0)

    def _shape(self, shape: Shape, opacity: float) -> None:
        self._dress(shape.style, opacity)
        path = self.canvas.beginPath()
        for line in shape.lines:
            points = line.tolist()
            path.moveTo(points[0][0] * PT, self._y(points[0][1]))
            for x, y in points[1:]:
                path.lineTo(x * PT, self._y(y))
            if shape.closed:
                path.close()
        self._finish(path, shape.style)

    def _finish(self, path: object, style: Style) -> None:
        self.canvas.drawPath(path, stroke=int(bool(style.stroke)), fill=int(bool(style.fill)), fillMode=0)

    def _disc(self, disc: Disc, opacity: float) -> None:
        self._dress(disc.style, opacity)
        path = self.canvas.beginPath()
        path.circle(disc.x * PT, self._y(disc.y), disc.r * PT)
        self._finish(path, disc.style)

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
        self._ink(text, opacity)
        line = self.canvas.beginText(left * PT, self._y(text.y))
        line.setFont(self.fonts.names[text.bold], text.size * PT)
        line.setCharSpace(text.spacing * PT)
        line.textOut(text.words)
        self.canvas.drawText(line)

    def _letters(self, word: Letters, opacity: float) -> None:
        if word.halo:
            for char, place in zip(word.words, word.places, strict=True):
                self._rim(word, char, place, opacity)
        self._ink(word, opacity)
        line = self.canvas.beginText()
        line.setFont(self.fonts.names[word.bold], word.size * PT)
        for char, (x, y, angle) in zip(word.words, word.places, strict=True):
            cos, sin = math.cos(math.radians(-angle)), math.sin(math.radians(-angle))
            line.setTextTransform(cos, sin, -sin, cos, x * PT, self._y(y))
            line.textOut(char)
        self.canvas.drawText(line)

    def _ink(self, text: Text | Letters, opacity: float) -> None:
        self.canvas.setFillColor(HexColor(text.colour))
        self.canvas.setFillAlpha(opacity)

    def _rim(self, text: Text | Letters, char: str, place: tuple[float, float, float], opacity: float) -> None:
        """The rim behind one letter, as an outline: as text it would be found twice."""
        x, y, angle = place
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))

        def put(at: tuple[float, float]) -> tuple[float, float]:
            dx, dy = at[0] * text.size, -at[1] * text.size
            return (x + dx * cos - dy * sin) * PT, self._y(y + dx * sin + dy * cos)

        path = self.canvas.beginPath()
        here = (0.0, 0.0)
        for name, points in self.fonts.outlines[text.bold].of(char):
            here = _stroke(path, name, points, here, put)
        self._dress(Style(stroke=text.halo, width=2 * text.halo_width), opacity)
        self.canvas.drawPath(path, stroke=1, fill=0)


def _stroke(path, name, points, here, put):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - pen strokes
    """One pen stroke of an outline put into a path; the point that the pen is at then."""
    if name == "moveTo":
        path.moveTo(*put(points[0]))
    elif name == "lineTo":
        path.lineTo(*put(points[0]))
    elif name == "qCurveTo":
        for control, end in decomposeQuadraticSegment(points):
            first = tuple(h + 2 / 3 * (c - h) for h, c in zip(here, control, strict=True))
            second = tuple(e + 2 / 3 * (c - e) for e, c in zip(end, control, strict=True))
            path.curveTo(*put(first), *put(second), *put(end))
            here = end
    else:
        path.close()
    return points[-1] if points else here
