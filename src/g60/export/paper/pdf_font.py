"""The typeface in a PDF: the letters that the document uses, embedded as a composite font with their Unicode."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Pdf

from g60.export.paper_map.typeface import FAMILY, STYLE_NAMES, font_file

CAP_HEIGHT = 733  # of Noto Sans SC, in thousandths of the em
STEMS = {False: 80, True: 140}


class PdfFont:
    """One weight of the typeface, of these characters alone; `name` is what a page's operators call it."""

    def __init__(self, characters: Iterable[str], *, bold: bool) -> None:
        self.name = "FB" if bold else "FR"
        self.bold = bold
        self.data = font_file(characters, bold=bold)
        self._font = TTFont(io.BytesIO(self.data), lazy=True)
        self._names: dict[int, str] = self._font.getBestCmap()
        self._glyphs = self._font.getGlyphSet()
        self._ids = {code: self._font.getGlyphID(name) for code, name in self._names.items()}
        self._outlines: dict[str, str] = {}

    def codes(self, words: str) -> str:
        """A text as the codes of its letters, in hexadecimal."""
        return "".join(f"{self._ids[ord(char)]:04X}" for char in words)

    def outline(self, char: str) -> str:
        """The operators of a letter's outline, in thousandths of the em; empty for a space."""
        if char not in self._outlines:
            pen = _Outline(self._glyphs)
            self._glyphs[self._names[ord(char)]].draw(pen)
            self._outlines[char] = "\n".join(pen.operators)
        return self._outlines[char]

    def put_into(self, pdf: Pdf) -> Dictionary:
        """The font's objects in a file; what a page refers to."""
        # Six letters say which subset this is, as the format asks for.
        tag = "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(self.data).digest()[:6])
        name = Name(f"/{tag}+{FAMILY.replace(' ', '')}-{STYLE_NAMES[self.bold]}")
        head, lines, widths = self._font["head"], self._font["hhea"], self._font["hmtx"].metrics
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=[head.xMin, head.yMin, head.xMax, head.yMax],
            ItalicAngle=0,
            Ascent=lines.ascent,
            Descent=lines.descent,
            CapHeight=CAP_HEIGHT,
            StemV=STEMS[self.bold],
            FontFile2=pdf.make_stream(self.data, Length1=len(self.data)),
        )
        letters = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            W=[0, [widths[glyph][0] for glyph in self._font.getGlyphOrder()]],
            CIDToGIDMap=Name.Identity,
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(letters)],
            ToUnicode=pdf.make_stream(self._to_unicode().encode()),
        )
        return pdf.make_indirect(font)

    def _to_unicode(self) -> str:
        pairs = [f"<{at:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for code, at in self._ids.items()]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        listed = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{listed}\n"
            "endcmap CMapName currentdict /CMap defineresource pop end end"
        )


class _Outline(BasePen):  # type: ignore[misc]
    """The operators of a letter's outline; the pen that it extends makes cubic curves of the font's quadratic ones."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []

    def _moveTo(self, pt: Sequence[float]) -> None:  # noqa: N802 - fontTools' names
        self.operators.append(f"{_at(pt)} m")

    def _lineTo(self, pt: Sequence[float]) -> None:  # noqa: N802
        self.operators.append(f"{_at(pt)} l")

    def _curveToOne(self, *points: Sequence[float]) -> None:  # noqa: N802
        self.operators.append(f"{' '.join(map(_at, points))} c")

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")


def _at(point: Sequence[float]) -> str:
    return f"{number(point[0])} {number(point[1])}"


def number(value: float) -> str:
    """A number as PDF files write it, with three decimals at most."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
