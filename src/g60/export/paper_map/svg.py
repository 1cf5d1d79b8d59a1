"""A page as SVG: one file that needs no other, its typeface embedded and its text selectable."""

from __future__ import annotations

import base64
import io
import json
from xml.sax.saxutils import escape, quoteattr

from fontTools.ttLib import TTFont

from g60.contract.i18n import HTML_LANGUAGE
from g60.contract.themes import FONT
from g60.export.paper_map.drawing import Disc, Document, Group, Letters, Page, Part, Shape, Style, Text
from g60.export.paper_map.typeface import FAMILY, WEIGHTS, font_file

_PLACES = 3  # of a millimetre: a thousandth is finer than any printer


def to_svg_bytes(document: Document) -> bytes:
    """The first page of a document as an SVG file, in millimetres."""
    page = document.pages[0]
    size = f'width="{_n(page.width)}mm" height="{_n(page.height)}mm" viewBox="0 0 {_n(page.width)} {_n(page.height)}"'
    out = io.StringIO()
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" {size} xml:lang="{HTML_LANGUAGE[document.lang]}">\n'
    )
    out.write(f"<title>{_clean(document.title)}</title>\n<desc>{_clean(document.subject)}</desc>\n")
    facts = {"date": document.date, "maker": document.maker, **document.facts}
    out.write(f"<metadata>{_clean(json.dumps(facts, ensure_ascii=False))}</metadata>\n")
    out.write(f"<defs><style>{_fonts(page)}</style></defs>\n")
    _Writer(out).part(page.root)
    out.write("</svg>\n")
    return out.getvalue().encode()


def _fonts(page: Page) -> str:
    """The faces that the page uses, each with its letters alone."""
    rules = []
    for bold, weight in WEIGHTS.items():
        letters = {char for text in page.words if text.bold == bold for char in text.words}
        if not letters:
            continue
        font = TTFont(io.BytesIO(font_file(letters, bold=bold)), recalcTimestamp=False)
        font.flavor = "woff"
        packed = io.BytesIO()
        font.save(packed)
        data = base64.b64encode(packed.getvalue()).decode()
        face = f"font-family:'{FAMILY} sheet';font-weight:{weight};src:url(data:font/woff;base64,{data}) format('woff')"
        rules.append(f"@font-face{{{face}}}")
    family = FONT.replace('"', "'")
    return "".join(rules) + f"text{{font-family:'{FAMILY} sheet',{family};white-space:pre}}"


class _Writer:
    def __init__(self, out: io.StringIO) -> None:
        self.out = out
        self.clips = 0

    def part(self, part: Part) -> None:
        if isinstance(part, Group):
            self._group(part)
        elif isinstance(part, Shape):
            ends = "Z" if part.closed else ""
            data = "".join("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in line.tolist()) + ends for line in part.lines)
            self.out.write(f'<path d="{data}"{_style(part.style)}/>\n')
        elif isinstance(part, Disc):
            self.out.write(f'<circle cx="{_n(part.x)}" cy="{_n(part.y)}" r="{_n(part.r)}"{_style(part.style)}/>\n')
        elif isinstance(part, Text):
            self._text(part)
        else:
            self._letters(part)

    def _group(self, group: Group) -> None:
        attributes = ""
        if group.id:
            attributes += f" data-id={quoteattr(group.id)}"
        if group.opacity < 1:
            attributes += f' opacity="{_n(group.opacity)}"'
        if group.clip:
            self.clips += 1
            box = group.clip
            form = f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.w)}" height="{_n(box.h)}"/>'
            self.out.write(f'<clipPath id="clip-{self.clips}">{form}</clipPath>\n')
            attributes += f' clip-path="url(#clip-{self.clips})"'
        link = group.href and not group.href.startswith("#")
        if link:
            self.out.write(f"<a href={quoteattr(group.href)}>")
        self.out.write(f"<g{attributes}>\n")
        if group.title:
            self.out.write(f"<title>{_clean(group.title)}</title>\n")
        for part in group.parts:
            self.part(part)
        self.out.write("</g>\n")
        if link:
            self.out.write("</a>\n")

    def _text(self, text: Text) -> None:
        x = f'x="{_n(text.x)}" y="{_n(text.y)}"'
        anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
        # The spacing behind the last letter would shift text that is not set from its start.
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * text.spacing
        if text.spacing:
            anchor += f' letter-spacing="{_n(text.spacing)}"'
            x = f'x="{_n(text.x + shift)}" y="{_n(text.y)}"'
        self._inked(text, f"{x}{anchor}")

    def _letters(self, word: Letters) -> None:
        xs, ys, angles = (" ".join(_n(pose[i]) for pose in word.poses) for i in range(3))
        self._inked(word, f'x="{xs}" y="{ys}" rotate="{angles}"')

    def _inked(self, text: Text | Letters, placed: str) -> None:
        """A text with its rim below it: a text of its own, for office programs paint a rim over the letters."""
        words = _clean(text.words)
        if text.halo:
            rim = f' stroke="{text.halo}" stroke-width="{_n(2 * text.halo_width)}" stroke-linejoin="round"'
            self.out.write(f'<text {placed}{_ink(text, text.halo)}{rim} aria-hidden="true">{words}</text>\n')
        self.out.write(f"<text {placed}{_ink(text, text.colour)}>{words}</text>\n")


def _ink(text: Text | Letters, colour: str) -> str:
    found = f' font-size="{_n(text.size)}" fill="{colour}"'
    if text.bold:
        found += ' font-weight="700"'
    return found + (f' opacity="{_n(text.opacity)}"' if text.opacity < 1 else "")


def _style(style: Style) -> str:
    found = f' fill="{style.fill or "none"}"'
    if style.fill:
        found += ' fill-rule="evenodd"' + (
            f' fill-opacity="{_n(style.fill_opacity)}"' if style.fill_opacity < 1 else ""
        )
    if not style.stroke:
        return found
    found += f' stroke="{style.stroke}" stroke-width="{_n(style.width)}"'
    if style.round:
        found += ' stroke-linejoin="round"' + ("" if style.dash else ' stroke-linecap="round"')
    if style.dash:
        found += f' stroke-dasharray="{" ".join(_n(length) for length in style.dash)}"'
    return found + (f' stroke-opacity="{_n(style.opacity)}"' if style.opacity < 1 else "")


def _n(number: float) -> str:
    return f"{number:.{_PLACES}f}".rstrip("0").rstrip(".") or "0"


def _clean(words: str) -> str:
    """Text as XML holds it; control characters, which XML has no place for, are left out."""
    return escape("".join(char for char in words if char >= " " or char in "\t\n"))
