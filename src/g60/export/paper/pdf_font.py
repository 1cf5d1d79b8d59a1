"""The typeface in a PDF: the letters that the document uses, embedded as a composite font with their Unicode."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from functools import cached_property

from fontTools.ttLib import TTFont
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from g60.export.paper_map.typeface import FAMILY, STYLE_NAMES, Outlines, font_file

EMBEDDED = "/FontFile2"


class PdfFont:
    """One weight of the typeface, of these characters alone; `name` is what a page's operators call it."""

    def __init__(self, characters: Iterable[str], *, bold: bool) -> None:
        self.name = "FB" if bold else "FR"
        self.bold = bold
        self.data = font_file(characters, bold=bold)
        self._font = TTFont(io.BytesIO(self.data), lazy=True)
        self._places = {code: self._font.getGlyphID(name) for code, name in self._font.getBestCmap().items()}

    @cached_property
    def outlines(self) -> Outlines:
        """The outlines of its letters."""
        return Outlines(self.data)

    def codes(self, words: str) -> str:
        """A text as the codes of its letters, in hexadecimal."""
        return "".join(f"{self._places[ord(char)]:04X}" for char in words)

    def put_into(self, writer: PdfWriter) -> DictionaryObject:
        """The font's objects in a file; what a page refers to."""
        name = NameObject(f"/{self._tag()}+{FAMILY.replace(' ', '')}-{STYLE_NAMES[self.bold]}")
        inner = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/CIDFontType2"),
                NameObject("/BaseFont"): name,
                NameObject("/CIDSystemInfo"): _system_info(),
                NameObject("/FontDescriptor"): writer._add_object(self._descriptor(writer, name)),
                NameObject("/DW"): NumberObject(1000),
                NameObject("/W"): self._widths(),
                NameObject("/CIDToGIDMap"): NameObject("/Identity"),
            }
        )
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type0"),
                NameObject("/BaseFont"): name,
                NameObject("/Encoding"): NameObject("/Identity-H"),
                NameObject("/DescendantFonts"): ArrayObject([writer._add_object(inner)]),
                NameObject("/ToUnicode"): writer._add_object(stream(self._to_unicode().encode())),
            }
        )

    def _tag(self) -> str:
        """Six letters that say which subset this is, as the format asks for."""
        digest = hashlib.sha256(self.data).digest()
        return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])

    def _descriptor(self, writer: PdfWriter, name: NameObject) -> DictionaryObject:
        head, metrics = self._font["head"], self._font["hhea"]
        box = ArrayObject([NumberObject(value) for value in (head.xMin, head.yMin, head.xMax, head.yMax)])
        file = stream(self.data)
        file[NameObject("/Length1")] = NumberObject(len(self.data))
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/FontDescriptor"),
                NameObject("/FontName"): name,
                NameObject("/Flags"): NumberObject(4),
                NameObject("/FontBBox"): box,
                NameObject("/ItalicAngle"): NumberObject(0),
                NameObject("/Ascent"): NumberObject(metrics.ascent),
                NameObject("/Descent"): NumberObject(metrics.descent),
                NameObject("/CapHeight"): NumberObject(733),
                NameObject("/StemV"): NumberObject(140 if self.bold else 80),
                NameObject(EMBEDDED): writer._add_object(file),
            }
        )

    def _widths(self) -> ArrayObject:
        metrics = self._font["hmtx"].metrics
        widths = ArrayObject()
        for place, name in enumerate(self._font.getGlyphOrder()):
            if metrics[name][0] != 1000:
                widths.extend([NumberObject(place), ArrayObject([NumberObject(metrics[name][0])])])
        return widths

    def _to_unicode(self) -> str:
        pairs = [
            f"<{place:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for code, place in self._places.items()
        ]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        listed = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{listed}\n"
            "endcmap CMapName currentdict /CMap defineresource pop end end"
        )


def _system_info() -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Registry"): TextStringObject("Adobe"),
            NameObject("/Ordering"): TextStringObject("Identity"),
            NameObject("/Supplement"): NumberObject(0),
        }
    )


def stream(data: bytes) -> StreamObject:
    """Bytes as a compressed stream of a file."""
    plain = StreamObject()
    plain.set_data(data)
    return plain.flate_encode(9)
