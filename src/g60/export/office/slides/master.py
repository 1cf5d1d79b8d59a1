"""The empty deck: one clean master in 16:9 or 4:3, its layouts, and a theme whose colours are the symbology's.

python-pptx brings a template of its own; only its skeleton of parts is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Mm

from g60.contract.i18n import text
from g60.export.imprint import Imprint, day_in_jiaxing
from g60.export.office.drawingml import Canvas, Element, a, p, solid, transform
from g60.export.office.sketch import LEAST_PT
from g60.export.office.theme import RELATION, dress, refill, without_previews
from g60.export.paper_map.drawing import Box, Style
from g60.export.tables.languages import LANGUAGE_TAGS

RATIOS = {"16:9": (338.67, 190.5), "4:3": (254.0, 190.5)}
MARGIN = 12.0
QR_MM = 19.0
LONGEST = 250  # letters of a property of a file
SENTENCE, FOOT, NUMBER = 13, 11, 12  # placeholders beside the title
# Sizes in points: of a title on one line, on two, of the sentence below it; and the height of a line of each in mm.
TITLE_PT, TITLES_PT, SENTENCE_PT = 24.0, 20.0, LEAST_PT
TITLE_MM, TITLES_MM, SENTENCE_MM = 11.5, 8.6, 6.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand on a slide of a ratio, in mm; `titles` and `sentences` are how many lines these have."""

    width: float
    height: float
    titles: int = 1
    sentences: int = 1

    @property
    def title(self) -> Box:
        """The title's box, beside that of the QR code."""
        high = TITLE_MM if self.titles == 1 else TITLES_MM * self.titles
        return Box(MARGIN, 6, self.width - 2 * MARGIN - QR_MM - 5, high)

    @property
    def sentence(self) -> Box:
        """The box of the sentence under the title."""
        return Box(MARGIN, self.title.bottom + 0.5, self.title.w, 1.0 + SENTENCE_MM * self.sentences)

    @property
    def qr(self) -> Box:
        """The QR code, in the upper right corner."""
        return Box(self.width - MARGIN - QR_MM, 5, QR_MM, QR_MM)

    @property
    def rule(self) -> float:
        """Where the line under the head is."""
        return max(self.sentence.bottom, self.qr.bottom) + 1.2

    @property
    def foot(self) -> Box:
        """The box of version and map review."""
        return Box(MARGIN, self.height - 10, self.width - 2 * MARGIN - 14, 6.5)

    @property
    def number(self) -> Box:
        """The box of the slide's number."""
        return Box(self.width - MARGIN - 12, self.height - 10, 12, 6.5)

    @property
    def body(self) -> Box:
        """What is left for maps, tables, charts and the legend."""
        top = self.rule + 3
        return Box(MARGIN, top, self.width - 2 * MARGIN, self.foot.y - 1.5 - top)

    @property
    def layout(self) -> int:
        """Which layout of the deck has this frame."""
        return 1 + LINES.index((self.titles, self.sentences))

    @property
    def cover_title(self) -> Box:
        """The title of the cover."""
        return Box(MARGIN, 12, self.cover_map.x - 2 * MARGIN, 48)

    @property
    def cover_words(self) -> Box:
        """What the cover says below its title."""
        return Box(MARGIN, self.cover_title.bottom + 7, self.cover_title.w, 24 if self.width > 300 else 33)

    @property
    def cover_guide(self) -> Box:
        """What the symbols of the cover's map are."""
        top = self.cover_words.bottom + 2
        return Box(MARGIN, top, self.cover_title.w, self.cover_foot.y - 2 - top)

    @property
    def cover_qr(self) -> Box:
        """The QR code of the cover."""
        side = 1.35 * QR_MM
        return Box(MARGIN, self.height - 10 - side, side, side)

    @property
    def cover_foot(self) -> Box:
        """Version, date and map review of the cover, beside its QR code."""
        code = self.cover_qr
        return Box(code.right + 4, code.y, self.cover_title.right - code.right - 4, code.h)

    @property
    def cover_map(self) -> Box:
        """The map of the cover, up to the edges of the slide."""
        left = round(self.width * 0.42, 2)
        return Box(left, 0, self.width - left, self.height)


RULE = Style(fill="corridor")
_SMALL = str(round(LEAST_PT * 100))
# How many lines title and sentence have, by layout.
LINES = ((1, 1), (2, 1), (1, 2), (2, 2))


def split(body: Box, share: float) -> tuple[Box, Box]:
    """A body as a map so wide and a panel beside it."""
    wide = (body.w - 6) * share
    return Box(body.x, body.y, wide, body.h), Box(body.x + wide + 6, body.y, body.w - wide - 6, body.h)


def empty_deck(head: Imprint, title: str, ratio: str, lang: str) -> tuple[Deck, Frame]:
    """A deck without slides, and where things stand on its slides."""
    deck = Presentation()
    frame = Frame(*RATIOS[ratio])
    deck.slide_width, deck.slide_height = Mm(frame.width), Mm(frame.height)
    for holder in (deck.part.package, deck.part):
        without_previews(holder._rels)
    dress(deck.slide_master.part.part_related_by(RELATION))
    _master(deck, frame)
    _layouts(deck, frame, lang)
    known = deck.core_properties
    known.title, known.subject, known.comments = (
        title[:LONGEST],
        head.sentence[:LONGEST],
        f"{head.version} · {head.date}",
    )
    known.author, known.last_modified_by, known.keywords = head.title, head.title, head.review[:LONGEST]
    known.created = known.modified = datetime.combine(day_in_jiaxing(), time())
    known.language = LANGUAGE_TAGS[lang]
    return deck, frame


def _master(deck: Deck, frame: Frame) -> None:
    master = deck.slide_master._element
    _shapes(master, *_content_places(frame, 1))
    styles = master.find(f"{{{master.nsmap['p']}}}txStyles")
    title, body = p("titleStyle", _level(1, TITLE_PT, bold=True)), p("bodyStyle", *(_level(n, 14) for n in range(1, 6)))
    other = styles[-1]
    refill(styles, (title, body, other))


def _content_places(frame: Frame, body: int) -> list[Element]:
    """The places of master and layouts; the one of the sentence is the body of the master."""
    canvas = Canvas(1)
    size = TITLE_PT if frame.titles == 1 else TITLES_PT
    return [
        _placeholder(canvas, "title", None, frame.title, size=size, anchor="b"),
        _placeholder(canvas, "body", body, frame.sentence, size=SENTENCE_PT, anchor="ctr", colour="ink_2"),
        _placeholder(canvas, "ftr", FOOT if body != 1 else 3, frame.foot, size=LEAST_PT, anchor="ctr", colour="ink_2"),
        _placeholder(
            canvas, "sldNum", NUMBER if body != 1 else 4, frame.number, size=LEAST_PT, anchor="ctr", align="r"
        ),
    ]


def _layouts(deck: Deck, frame: Frame, lang: str) -> None:
    layouts = deck.slide_layouts
    for layout in list(layouts)[1 + len(LINES) :]:
        layouts.remove(layout)
    cover, *contents = layouts
    cover._element.cSld.set("name", text("slides_layout_cover", lang))
    canvas = Canvas(1)
    words = frame.cover_title
    bar = canvas.rectangle("band", "", (0, words.bottom + 3, words.right, 1.0), Style(fill="corridor"))
    _shapes(
        cover._element,
        bar,
        _placeholder(canvas, "ctrTitle", None, words, size=32, anchor="b"),
        _placeholder(canvas, "subTitle", 1, frame.cover_words, size=14),
    )
    cover._element.set("showMasterSp", "0")
    for layout, (titles, sentences) in zip(contents, LINES, strict=True):
        one = replace(frame, titles=titles, sentences=sentences)
        name = text("slides_layout_content", lang)
        if (titles, sentences) != (1, 1):
            name = text("slide_layout_lines", lang, name=name, titles=titles, sentences=sentences)
        layout._element.cSld.set("name", name)
        layout._element.set("type", "obj")
        places = _content_places(one, SENTENCE)
        rule = Canvas(20).rectangle("rule", "", (MARGIN, one.rule, frame.width - 2 * MARGIN, 0.35), RULE)
        _shapes(layout._element, rule, *places)


def _shapes(holder: Element, *shapes: Element) -> None:
    """These shapes in the place of a master's or a layout's own."""
    tree = holder.find(f".//{{{holder.nsmap['p']}}}spTree")
    for shape in list(tree)[2:]:
        tree.remove(shape)
    tree.extend(shapes)


def _placeholder(  # noqa: PLR0913 - each is one attribute of the element
    canvas: Canvas,
    kind: str,
    index: int | None,
    box: Box,
    *,
    size: float = 0,
    anchor: str = "t",
    align: str = "l",
    colour: str = "",
) -> Element:
    """A place that slides fill: its kind, its box, and how its text looks where that is not the master's way."""
    insets = {"lIns": "0", "tIns": "0", "rIns": "0", "bIns": "0"}
    body = a("bodyPr", a("normAutofit"), vert="horz", anchor=anchor, rtlCol="0", **insets)
    style = (
        a("lstStyle", _level(1, size, bold=kind in ("title", "ctrTitle"), colour=colour or "ink", align=align))
        if size
        else a("lstStyle")
    )
    given = {"type": kind} | ({"idx": str(index)} if index is not None else {})
    given |= {"sz": "quarter"} if kind in ("ftr", "sldNum") else {}
    identity = p(
        "nvSpPr", canvas.properties(kind, ""), p("cNvSpPr", a("spLocks", noGrp="1")), p("nvPr", p("ph", **given))
    )
    own = p("spPr", transform((box.x, box.y, box.w, box.h)), a("prstGeom", a("avLst"), prst="rect"))
    inside = [_number_field()] if kind == "sldNum" else []
    return p("sp", identity, own, p("txBody", body, style, a("p", *inside)))


def _level(number: int, size: float, *, bold: bool = False, colour: str = "ink", align: str = "l") -> Element:
    """How text of a level is set."""
    look = a("defRPr", solid(colour), sz=str(round(size * 100)), b=str(int(bold)), kern="1200")
    look.extend(a(tag, typeface=f"+mn-{short}") for tag, short in (("latin", "lt"), ("ea", "ea"), ("cs", "cs")))
    before = a("spcBef", a("spcPts", val="300" if number == 1 and not bold else "0"))
    return a(f"lvl{number}pPr", before, a("buNone"), look, marL="0", indent="0", algn=align)


def foot(canvas: Canvas, words: str) -> list[Element]:
    """The foot of a slide: one quiet line, and the slide's number."""
    identity = p("nvSpPr", canvas.properties("foot", ""), p("cNvSpPr", a("spLocks", noGrp="1")))
    identity.append(p("nvPr", p("ph", type="ftr", sz="quarter", idx=str(FOOT))))
    run = a("r", a("rPr", solid("ink_2"), sz=_SMALL), a("t"))
    run[-1].text = words
    line = p("sp", identity, p("spPr"), p("txBody", a("bodyPr"), a("lstStyle"), a("p", a("pPr", algn="l"), run)))
    identity = p("nvSpPr", canvas.properties("number", ""), p("cNvSpPr", a("spLocks", noGrp="1")))
    identity.append(p("nvPr", p("ph", type="sldNum", sz="quarter", idx=str(NUMBER))))
    number = p("txBody", a("bodyPr"), a("lstStyle"), a("p", a("pPr", algn="r"), _number_field()))
    return [line, p("sp", identity, p("spPr"), number)]


def _number_field() -> Element:
    """The number of the slide that it stands on."""
    look = a("rPr", solid("ink_2"), sz=_SMALL)
    field = a("fld", look, a("t"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    field[-1].text = "‹#›"
    return field
