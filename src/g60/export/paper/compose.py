"""A sheet put together: title, sentence, map, legend, list, documents; further pages where the list runs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.evidence.sentence import conditions, sentence
from g60.export.paper.colophon import draw_foot, draw_notices, foot_height, imprint, rule
from g60.export.paper.flow import Row, columns, height, levelled, pour
from g60.export.paper.layout import GAP, MARGIN, Layout, laid_out
from g60.export.paper.legend import EVERYTHING, legend_rows
from g60.export.paper.listing import list_rows, listed_in_all, rest_line
from g60.export.paper.rows import Setting, paragraph
from g60.export.paper_map.drawing import Box, Document, Group, Page, Style, Text, box_shape
from g60.export.paper_map.furniture import (
    LOCATOR_MM,
    draw_frame,
    draw_locator,
    draw_north,
    draw_scale,
    is_whole_city,
    projection_line,
)
from g60.export.paper_map.ground import spelt_scale
from g60.export.paper_map.lines import shrunk, wrap
from g60.export.paper_map.look import Look
from g60.export.paper_map.map import draw_plan, free_corner
from g60.export.paper_map.plan import Plan
from g60.export.paper_map.sheet import Paper, SheetOptions
from g60.export.paper_map.subject import Subject
from g60.export.paper_map.typeface import unprintable

# How large a list's type is, the first that fits.
DENSITIES = (1.0, 0.94, 0.88)
FEWEST = 12  # entries that a further page holds at least
SHORTER = 0.05  # of a column: how much shorter it is made at a time to leave them
LEAST_ROW = 2.0  # mm of the A3 layout: no entry is lower
MOST_IDS = 5000  # that a file names in its description
NOTICE_SHARE = 0.56  # of the map's width; the scale bar has the rest


@dataclass(frozen=True)
class Composed:
    """A document, and the plan of its map for those who want to measure it."""

    document: Document
    plan: Plan
    unprinted: tuple[str, ...]


def compose(catalog: Catalog, selection: Selection, view: View, options: SheetOptions, *, pages: bool) -> Composed:
    """The sheet of a selection; with `pages` the list runs on to further pages, else it says how many are left."""
    subject = Subject(catalog, selection.without_unknown(catalog.held), view)
    look = Look.of(Paper(options.paper, options.orientation), view.theme)
    layout = laid_out(subject, options, lambda tried: _holds(subject, look, options, tried))
    root = blank(look)
    title = sheet_title(subject, options)
    draw_head(root, subject, look, layout.head, title)
    plan = draw_map(root, subject, look, layout, options)
    unprinted = _unprinted(subject, title)

    def above(wide: float) -> list[Row]:
        warning = warning_rows(subject, look, unprinted, wide) if unprinted else []
        return legend_rows(subject, look, plan.kinds, wide) + warning

    rest = _panel(root, subject, look, layout, options, above, pages=pages)
    finished = [Page(layout.paper.width, layout.paper.height, root, title, ground=layout.ground.placed_on_page)]
    while rest and pages:
        page, rest = _further(subject, look, layout, options, title, rest, len(finished) + 1)
        finished.append(page)
    return Composed(document_of(subject, options, title, finished), plan, unprinted)


def document_of(subject: Subject, options: SheetOptions, title: str, pages: list[Page]) -> Document:
    """Pages as a document that says what it shows: sentence, version and ids."""
    catalog, picked = subject.catalog, subject.picked
    count = len(picked.areas) + len(picked.carriers)
    facts: dict[str, object] = {
        "version": catalog.version,
        "data": catalog.fingerprint,
        "permalink": subject.permalink(options.address),
        "count": count,
    }
    if count <= MOST_IDS:
        facts["ids"] = [*picked.areas.index, *picked.carriers.index]
    said = sentence(catalog, picked, subject.selection, subject.lang)
    maker = options.maker or subject.says("title")
    return Document(pages, title, said, maker, options.date, subject.lang, facts)


def sheet_title(subject: Subject, options: SheetOptions) -> str:
    """The title that was asked for, else the atlas's name with what the selection restricts it to."""
    if options.title.strip():
        return options.title
    words = " · ".join(conditions(subject.catalog, subject.selection, subject.lang))
    name = subject.says("title")
    return subject.says("sheet_title_of", title=name, where=words) if words else name


def blank(look: Look) -> Group:
    """An empty page, with its paper where that is not white."""
    root = Group(id="sheet")
    if look.colour("paper") != "#ffffff":
        root.add(box_shape(Box(0, 0, look.paper.width, look.paper.height), Style(fill=look.colour("paper"))))
    return root


def draw_head(root: Group, subject: Subject, look: Look, box: Box, title: str, below: str = "") -> None:
    """The title, and below it the sentence of the selection."""
    part = root.group("head")
    size, small = look.pt(21), look.pt(9.2)
    words, fitting = shrunk(title, box.w, size, size * 0.5, bold=True)
    part.group(role="H1").add(Text(box.x, box.y + size * 0.86, words, fitting, look.colour("ink"), bold=True))
    said = below or sentence(subject.catalog, subject.picked, subject.selection, subject.lang)
    lines, said_in = wrap(said, box.w, small, most=2), part.group(role="P")
    for row, line in enumerate(lines):
        at = box.y + size * 0.86 + small * (1.75 + 1.25 * row)
        said_in.add(Text(box.x, at, line, small, look.colour("ink_2")))


def draw_map(root: Group, subject: Subject, look: Look, layout: Layout, options: SheetOptions) -> Plan:
    """The map in its frame with everything that stands in it and under it."""
    unit, frame = look.unit, layout.ground.frame
    arrow = Box(frame.right - 13 * unit, frame.y + 2 * unit, 11 * unit, 17 * unit)
    kept = [arrow]
    locator = None
    if not is_whole_city(subject, layout.ground):
        locator = free_corner(subject, layout.ground, LOCATOR_MM * unit * 1.15, LOCATOR_MM * unit)
        kept.append(locator)
    plan = draw_plan(subject, layout.ground, look, kept)
    plan.group.role, plan.group.area = "Figure", frame
    plan.group.alt = subject.says(
        "paper_map_alt",
        sentence=sentence(subject.catalog, subject.picked, subject.selection, subject.lang),
        scale=spelt_scale(layout.ground.scale),
    )
    root.add(plan.group)
    draw_north(root, subject, layout.ground, look, arrow)
    if locator:
        draw_locator(root, subject, layout.ground, look, locator)
    draw_frame(root, layout.ground, look)
    notices = layout.notices
    beside_scale = Box(notices.x, notices.y, notices.w * NOTICE_SHARE, notices.h)
    right = notices.w * (1 - NOTICE_SHARE) - 4 * unit
    beside = notices.w - projection_line(subject, look, right)[1] - 3 * unit
    draw_notices(root, subject, look, options, beside_scale, beside)
    scale = root.group(role="P")
    draw_scale(
        scale, subject, layout.ground, look, Box(notices.right - right, notices.y - 0.6 * unit, right, notices.h)
    )
    return plan


def _columns(subject: Subject, look: Look, layout: Layout, options: SheetOptions, count: int = 0) -> list[Box]:
    """The columns of the panel, above its foot: so many, or as many as the layout has room for."""
    unit, panel = look.unit, layout.panel
    foot = foot_height(subject, look, options, panel.w)
    return columns(Box(panel.x, panel.y, panel.w, panel.h - foot - 3 * unit), count or layout.columns, GAP * unit)


def _holds(subject: Subject, look: Look, options: SheetOptions, layout: Layout) -> bool:
    """Whether the panel of a layout has room for the whole legend and list in their full size."""
    into = _columns(subject, look, layout, options)
    least = listed_in_all(subject) * LEAST_ROW * look.unit
    if least > sum(column.h for column in into):
        return False
    legend = legend_rows(subject, look, EVERYTHING, into[0].w)
    rows = legend + list_rows(subject, look, into[0].w, options.address)
    return height(legend) <= into[0].h and not pour(Group(), rows, into)[0]


def _panel(
    root: Group,
    subject: Subject,
    look: Look,
    layout: Layout,
    options: SheetOptions,
    above: Callable[[float], list[Row]],
    *,
    pages: bool,
) -> list[Row]:
    """What stands above the list, the list and the foot; the rows that found no room."""
    unit, panel = look.unit, layout.panel
    into = _columns(subject, look, layout, options)
    foot = panel.bottom - into[0].bottom - 3 * unit
    part = root.group("list")  # what is read out first is painted first
    draw_foot(root, subject, look, options, Box(panel.x, panel.bottom - foot, panel.w, foot))
    wide = into[0].w
    rows: list[Row] = []
    for density in DENSITIES:
        # As few columns as hold everything: names do not wrap beside an empty one.
        for count in range(1 if layout.columns < 3 else 2, layout.columns + 1):
            wider = _columns(subject, look, layout, options, count)
            rows = above(wider[0].w) + list_rows(subject, look, wider[0].w, options.address, density)
            if not pour(Group(), rows, wider)[0]:
                pour(part, rows, levelled(rows, wider))
                return []
    # Room for the line that says so is taken from the last column.
    last = into[-1]
    into[-1] = Box(last.x, last.y, last.w, last.h - 6.5 * unit)
    rest, lowest = pour(part, rows, _leaving_enough(rows, into) if pages else into)
    listed = sum(1 for row in rows if row.id) - sum(1 for row in rest if row.id)
    words = subject.says("sheet_continued") if pages else rest_line(subject, listed_in_all(subject) - listed)
    line = Box(last.x, min(lowest, into[-1].bottom), wide, 8 * unit)
    pour(part, paragraph(look, words, wide, Setting(size=6.2, bold=True, most=2)), [line])
    return rest


def _leaving_enough(rows: list[Row], into: list[Box]) -> list[Box]:
    """The columns, the last of them shorter where the next page would hold a few lines alone."""
    last, shorter = into[-1], list(into)
    while True:
        rest, _ = pour(Group(), rows, shorter)
        left = sum(1 for row in rest if row.id)
        high = shorter[-1].h - SHORTER * last.h
        if not rest or left >= FEWEST or high <= 0:
            return shorter
        shorter[-1] = Box(last.x, last.y, last.w, high)


def warning_rows(subject: Subject, look: Look, unprinted: tuple[str, ...], wide: float) -> list[Row]:
    """A line that says which characters could not be printed."""
    codes = " ".join(f"U+{ord(char):04X}" for char in unprinted[:12]) + (" …" if len(unprinted) > 12 else "")
    words = subject.says("sheet_unprinted", count=len(unprinted), codes=codes)
    return paragraph(look, words, wide, Setting(size=6.2, bold=True, most=4))


def _unprinted(subject: Subject, title: str) -> tuple[str, ...]:
    """Characters of the title and of the shown names that the typeface does not have."""
    catalog = subject.catalog
    column = f"name_{subject.lang}"
    names = [*catalog.areas.loc[sorted(subject.areas), column], *catalog.carriers.loc[sorted(subject.carriers), column]]
    return tuple(dict.fromkeys(unprintable(" ".join([title, subject.selection.query, *map(str, names)]))))


def _widest(
    subject: Subject, look: Look, options: SheetOptions, rest: list[Row], room: tuple[Box, float]
) -> tuple[list[Box], list[Row]]:
    """The fewest columns of a page that hold all these rows, and the rows set anew in their width.

    `room` is the page's box and the width of the narrowest column. Where not all fit, there are as many as have room.
    """
    (box, wide), gap = room, GAP * look.unit
    most = max(1, int((box.w + gap) // (wide + gap)))
    across, rows = columns(box, most, gap), rest
    for count in range(most, min(3, most) - 1, -1):
        wider = columns(box, count, gap)
        again = list_rows(subject, look, wider[0].w, options.address)[-len(rest) :]
        same = [row.id for row in again] == [row.id for row in rest]
        if not same or (pour(Group(), again, wider)[0] and count < most):
            break
        across, rows = wider, again
    return levelled(rows, across), rows


def _further(
    subject: Subject, look: Look, layout: Layout, options: SheetOptions, title: str, rest: list[Row], number: int
) -> tuple[Page, list[Row]]:
    """A further page of the list."""
    paper, unit = look.paper, look.unit
    root = blank(look)
    draw_head(root, subject, look, layout.head, subject.says("sheet_continued_title", title=title))
    top, bottom = layout.head.bottom + 2 * unit, paper.height - MARGIN * unit - 6 * unit
    box = Box(layout.head.x, top, layout.head.w, bottom - top)
    across, rest = _widest(subject, look, options, rest, (box, _columns(subject, look, layout, options)[0].w))
    left, _ = pour(root.group("list"), rest, _leaving_enough(rest, across))
    if len(left) == len(rest):
        left = rest[1:]  # a row higher than a page: nothing could ever hold it
    rule(root, look, box.x, box.right, bottom + 1.5 * unit)
    size = look.pt(6.0)
    words = "  ·  ".join([*imprint(subject, options), subject.says("sheet_page", number=number)])
    root.add(Text(box.x, bottom + 1.5 * unit + size * 1.6, words, size, look.colour("ink_2")))
    return Page(paper.width, paper.height, root, title), left
