"""The empty deck: one clean master in 16:9 or 4:3, two layouts, and a theme whose colours are the symbology's.

python-pptx brings a template of its own; only its skeleton of parts is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Mm

from g60.contract.i18n import text
from g60.export.imprint import Imprint, day_in_jiaxing
from g60.export.office.drawingml import Canvas, Element, a, p, solid, transform
from g60.export.office.theme import LANGUAGE_TAGS, RELATION, dress, refill, without_previews
from g60.export.paper_map.drawing import Box, Style

RATIOS = {"16:9": (338.67, 190.5), "4:3": (254.0, 190.5)}
MARGIN = 12.0
LONGEST = 250  # letters of a property of a file
SENTENCE, FOOT, NUMBER = 13, 11, 12  # placeholders beside the title


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand on a slide of a ratio, in mm."""

    width: float
    height: float

    @property
    def title(self) -> Box:
        """The title's box."""
        return Box(MARGIN, 7, self.width - 2 * MARGIN, 12)

    @property
    def sentence(self) -> Box:
        """The box of the sentence under the title."""
        return Box(MARGIN, 19, self.width - 2 * MARGIN, 8)

    @property
    def foot(self) -> Box:
        """The box of version and map review."""
        return Box(MARGIN, self.height - 12, self.width - 2 * MARGIN - 16, 9)

    @property
    def number(self) -> Box:
        """The box of the slide's number."""
        return Box(self.width - MARGIN - 14, self.height - 12, 14, 9)

    @property
    def body(self) -> Box:
        """What is left for maps, tables and charts."""
        return Box(MARGIN, 31, self.width - 2 * MARGIN, self.height - 31 - 14.5)

    def split(self) -> tuple[Box, Box]:
        """The body as a map and a panel beside it."""
        body = self.body
        wide = body.w * 0.54
        return Box(body.x, body.y, wide, body.h), Box(body.x + wide + 5, body.y, body.w - wide - 5, body.h)

    def halves(self, share: float = 0.5) -> tuple[Box, Box]:
        """The body as two parts side by side, the first of them so wide."""
        body = self.body
        wide = (body.w - 8) * share
        return Box(body.x, body.y, wide, body.h), Box(body.x + wide + 8, body.y, body.w - wide - 8, body.h)

    @property
    def cover_title(self) -> Box:
        """The title of the cover."""
        return Box(MARGIN, self.height * 0.44 - 62, self.cover_map.x - 2 * MARGIN, 60)

    @property
    def cover_words(self) -> Box:
        """What the cover says below its title."""
        return Box(MARGIN, self.height * 0.44 + 7, self.cover_map.x - 2 * MARGIN, 76)

    @property
    def cover_map(self) -> Box:
        """The map of the cover, up to the edges of the slide."""
        left = round(self.width * 0.46, 2)
        return Box(left, 0, self.width - left, self.height)


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
    canvas = Canvas(1)
    rule = canvas.rectangle("rule", "", (MARGIN, 28.2, frame.width - 2 * MARGIN, 0.35), Style(fill="corridor"))
    _shapes(
        master,
        rule,
        _placeholder(canvas, "title", None, frame.title, anchor="b"),
        _placeholder(canvas, "body", 1, frame.body),
        _placeholder(canvas, "ftr", 3, frame.foot, size=8, anchor="ctr"),
        _placeholder(canvas, "sldNum", 4, frame.number, size=8, anchor="ctr", align="r"),
    )
    styles = master.find(f"{{{master.nsmap['p']}}}txStyles")
    title, body = p("titleStyle", _level(1, 24, bold=True)), p("bodyStyle", *(_level(n, 14) for n in range(1, 6)))
    other = styles[-1]
    refill(styles, (title, body, other))


def _layouts(deck: Deck, frame: Frame, lang: str) -> None:
    layouts = deck.slide_layouts
    cover, content = layouts[0], layouts[1]
    for layout in list(layouts)[2:]:
        layouts.remove(layout)
    for layout, code in ((cover, "slides_layout_cover"), (content, "slides_layout_content")):
        layout._element.cSld.set("name", text(code, lang))
    canvas = Canvas(1)
    words = frame.cover_title
    bar = canvas.rectangle("band", "", (0, words.bottom + 3, words.right, 1.0), Style(fill="corridor"))
    _shapes(
        cover._element,
        bar,
        _placeholder(canvas, "ctrTitle", None, words, size=32, anchor="b"),
        _placeholder(canvas, "subTitle", 1, frame.cover_words, size=14),
    )
    # The master's line under the title has no business on the cover.
    cover._element.set("showMasterSp", "0")
    canvas = Canvas(1)
    _shapes(
        content._element,
        _placeholder(canvas, "title", None, frame.title, anchor="b"),
        _placeholder(canvas, "body", SENTENCE, frame.sentence, size=12, anchor="ctr", colour="ink_2"),
        _placeholder(canvas, "ftr", FOOT, frame.foot, size=8, anchor="ctr"),
        _placeholder(canvas, "sldNum", NUMBER, frame.number, size=8, anchor="ctr", align="r"),
    )


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
        a("lstStyle", _level(1, size, bold=kind == "ctrTitle", colour=colour or "ink", align=align))
        if size
        else a("lstStyle")
    )
    given = {"type": kind} | ({"idx": str(index)} if index is not None else {})
    given |= {"sz": "quarter"} if kind in ("ftr", "sldNum") else {}
    identity = p(
        "nvSpPr", canvas.properties(kind, ""), p("cNvSpPr", a("spLocks", noGrp="1")), p("nvPr", p("ph", **given))
    )
    own = p("spPr", transform((box.x, box.y, box.w, box.h)), a("prstGeom", a("avLst"), prst="rect"))
    inside = [_number_field("zh")] if kind == "sldNum" else []
    return p("sp", identity, own, p("txBody", body, style, a("p", *inside)))


def _level(number: int, size: float, *, bold: bool = False, colour: str = "ink", align: str = "l") -> Element:
    """How text of a level is set."""
    look = a("defRPr", solid(colour), sz=str(round(size * 100)), b=str(int(bold)), kern="1200")
    look.extend(a(tag, typeface=f"+mn-{short}") for tag, short in (("latin", "lt"), ("ea", "ea"), ("cs", "cs")))
    before = a("spcBef", a("spcPts", val="300" if number == 1 and not bold else "0"))
    return a(f"lvl{number}pPr", before, a("buNone"), look, marL="0", indent="0", algn=align)


def foot(canvas: Canvas, lines: Sequence[str], lang: str) -> list[Element]:
    """The foot of a slide: what the marks mean, version and map review; and the slide's number."""
    identity = p("nvSpPr", canvas.properties("foot", ""), p("cNvSpPr", a("spLocks", noGrp="1")))
    identity.append(p("nvPr", p("ph", type="ftr", sz="quarter", idx=str(FOOT))))
    body = p("txBody", a("bodyPr"), a("lstStyle"))
    for words in lines:
        run = a("r", a("rPr", solid("ink_2"), lang=LANGUAGE_TAGS[lang], sz="800"), a("t"))
        run[-1].text = words
        body.append(a("p", a("pPr", a("spcBef", a("spcPts", val="0")), algn="l"), run))
    line = p("sp", identity, p("spPr"), body)
    identity = p("nvSpPr", canvas.properties("number", ""), p("cNvSpPr", a("spLocks", noGrp="1")))
    identity.append(p("nvPr", p("ph", type="sldNum", sz="quarter", idx=str(NUMBER))))
    number = p("txBody", a("bodyPr"), a("lstStyle"), a("p", a("pPr", algn="r"), _number_field(lang)))
    return [line, p("sp", identity, p("spPr"), number)]


def _number_field(lang: str) -> Element:
    """The number of the slide that it stands on."""
    look = a("rPr", solid("ink_2"), lang=LANGUAGE_TAGS[lang], sz="800")
    field = a("fld", look, a("t"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    field[-1].text = "‹#›"
    return field
