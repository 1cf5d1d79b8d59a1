"""A page as PNG, painted from its PDF in strips, so that a large sheet takes little memory.

The file says how many pixels make a metre: printed as it says, the scale is true.
"""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing
from threading import Lock
from typing import Any

import pypdfium2

from g60.export.paper_map.drawing import Document

PIXELS_PER_MM = 96 / 25.4
STRIP = 512  # rows painted at once
# PDFium is made for one thread: two at once end the process.
_PDFIUM = Lock()
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def to_png_bytes(document: Document, pdf: bytes, zoom: float) -> bytes:
    """The first page of a PDF as a PNG file, `zoom` pixels for each CSS pixel."""
    with _PDFIUM, closing(pypdfium2.PdfDocument(pdf)) as opened:
        page = opened[0]
        size = (
            round(document.pages[0].width * PIXELS_PER_MM * zoom),
            round(document.pages[0].height * PIXELS_PER_MM * zoom),
        )
        return _file(document, size, _rows(page, size), zoom)


def _rows(page: Any, size: tuple[int, int]) -> Iterator[bytes]:
    """Pixels from the top, strip by strip, each row as PNG has it."""
    raw = pypdfium2.raw
    wide, high = size
    for top in range(0, high, STRIP):
        rows = min(STRIP, high - top)
        bitmap = pypdfium2.PdfBitmap.new_native(wide, rows, raw.FPDFBitmap_BGR)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, rows)
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, -top, wide, high, 0, raw.FPDF_REVERSE_BYTE_ORDER)
        pixels, stride = bytes(bitmap.buffer), bitmap.stride
        bitmap.close()
        yield b"".join(b"\x00" + pixels[row * stride : row * stride + 3 * wide] for row in range(rows))


def _file(document: Document, size: tuple[int, int], rows: Iterator[bytes], zoom: float) -> bytes:
    out = io.BytesIO()
    out.write(_SIGNATURE)
    out.write(_chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)))
    per_metre = round(PIXELS_PER_MM * zoom * 1000)
    out.write(_chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)))
    facts = {"date": document.date, "maker": document.maker, **document.facts}
    for key, words in (
        ("Title", document.title),
        ("Description", document.subject),
        ("Comment", json.dumps(facts, ensure_ascii=False)),
    ):
        out.write(_chunk(b"iTXt", key.encode() + b"\x00\x00\x00\x00\x00" + words.encode()))
    packer = zlib.compressobj(6)
    for strip in rows:
        data = packer.compress(strip)
        if data:
            out.write(_chunk(b"IDAT", data))
    out.write(_chunk(b"IDAT", packer.flush()))
    out.write(_chunk(b"IEND", b""))
    return out.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
