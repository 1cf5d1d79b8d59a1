"""The atlas: a page of contents, then one page for each of the sixteen high-tech zones and lakeside districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.errors import UnknownIdError
from g60.contract.schema import DISTRICT_KINDS
from g60.export.paper.area_page import area_ground, area_rows
from g60.export.paper.colophon import draw_foot, foot_height, imprint, rule
from g60.export.paper.compose import blank, document_of, draw_head, draw_map
from g60.export.paper.flow import Row, columns, levelled, pour, space
from g60.export.paper.layout import AIR, GAP, HEAD, MARGIN, NOTICES, Layout
from g60.export.paper.listing import area_size, unit_said
from g60.export.paper.pdf import PAGE_LINK, to_pdf_bytes
from g60.export.paper.rows import Entry, Measures, entry_row, heading
from g60.export.paper_map.drawing import Box, Group, Page, Text
from g60.export.paper_map.furniture import BAND
from g60.export.paper_map.ground import Ground, chosen_scale, metric_bounds
from g60.export.paper_map.look import Look
from g60.export.paper_map.sheet import Paper, SheetOptions
from g60.export.paper_map.subject import Subject
from g60.export.progress import Progress

MAP_HEIGHT = 0.36  # of an upright page
CONTENTS_HEIGHT = 0.54  # ... of the page of contents
ENLARGED = (1.2, 1.12, 1.04, 0.96)  # how large the type of a page is: the first that holds everything
# How widely the list of contents is set: the first that has room. Type grows less than the air between the lines.
SPREAD, LARGEST_TYPE, AIR_BETWEEN = (3.6, 3.2, 2.8, 2.4, 2.0, 1.7, 1.4, 1.2, 1.0), 1.4, 0.7
NUMBERED = frozenset({"carriers", "bodies"})  # layers whose marks have numbers
MAP_WIDTH = 0.52  # of a lying one


def to_atlas(
    catalog: Catalog,
    view: View,
    options: SheetOptions,
    *,
    ids: Sequence[str] = (),
    progress: Progress = lambda *_: None,
) -> bytes:
    """The atlas of all areas, or of those named, as PDF; `progress` is called for each page. Raises UnknownIdError."""
    chosen = _chosen(catalog, ids)
    whole = Subject(catalog, Selection(), view)
    look = page_look(options, view, ENLARGED[0])
    title = options.title.strip() or whole.says("atlas_title", title=whole.says("title"))
    bodies: list[list[Page]] = []
    for index, area_id in enumerate(chosen, 1):
        progress(index, len(chosen), whole.name(area_id))
        subject = Subject(catalog, Selection(focus=area_id), view)
        bodies.append(_area_pages(subject, area_id, options))
    starts = [2 + sum(len(pages) for pages in bodies[:index]) for index in range(len(bodies))]
    # Numbers beside marks say nothing where no list explains them.
    unnumbered = replace(view, hidden=view.hidden | NUMBERED)
    first = _contents(
        Subject(catalog, Selection(), unnumbered), look, options, title, dict(zip(chosen, starts, strict=True))
    )
    pages = [first, *(page for body in bodies for page in body)]
    for number, page in enumerate(pages, 1):
        number_page(page, whole, look, options, number, len(pages))
    _bookmark(pages, whole, chosen, starts)
    document = document_of(whole, options, title, pages)
    document.facts["ids"] = chosen
    return to_pdf_bytes(document)


def _chosen(catalog: Catalog, ids: Sequence[str]) -> list[str]:
    areas = catalog.areas
    pages = [str(area_id) for kind in DISTRICT_KINDS for area_id in areas.index[areas["kind"] == kind]]
    for entity_id in ids:
        if entity_id not in pages:
            raise UnknownIdError(id=entity_id)
    return [area_id for area_id in pages if not ids or area_id in ids]


def page_boxes(look: Look, map_height: float = MAP_HEIGHT) -> tuple[Box, Box, list[Box]]:
    """Head, map with its frame, and the columns of text."""
    paper, unit = look.paper, look.unit
    margin = MARGIN * unit
    head = Box(margin, margin, paper.width - 2 * margin, HEAD * unit)
    top, bottom = head.bottom + 1.5 * unit, paper.height - margin - 5 * unit
    if paper.orientation == "landscape":
        outer = Box(margin, top, head.w * MAP_WIDTH, bottom - top - NOTICES * unit)
        text = Box(outer.right + GAP * unit, top, head.right - outer.right - GAP * unit, bottom - top)
    else:
        outer = Box(margin, top, head.w, paper.height * map_height)
        below = outer.bottom + (NOTICES + 1) * unit
        text = Box(margin, below, head.w, bottom - below)
    return head, outer, columns(text, 2, 2 * GAP * unit)


def page_look(options: SheetOptions, view: View, enlarged: float) -> Look:
    """The look of a page whose type is so much larger than the sheets'."""
    return Look.of(Paper(options.paper, options.orientation, enlarged), view.theme)


def _area_pages(subject: Subject, area_id: str, options: SheetOptions) -> list[Page]:
    """The page of one area; further ones only where the smallest type does not hold its lists."""
    for enlarged in ENLARGED:
        look = page_look(options, subject.view, enlarged)
        _, _, text = page_boxes(look)
        rows = area_rows(subject, look, area_id, text[0].w, options.address)
        foot = foot_height(subject, look, options, text[-1].right - text[0].x)
        shorter = [Box(column.x, column.y, column.w, column.h - foot - 3 * look.unit) for column in text]
        if not pour(Group(), rows, shorter)[0]:
            break
    page = _area_page(subject, look, area_id, options, foot)
    rest, _ = pour(page.root.group("facts"), rows, levelled(rows, shorter))
    return [page, *_more(subject, look, page.title, rest)]


def _area_page(subject: Subject, look: Look, area_id: str, options: SheetOptions, foot: float) -> Page:
    """Everything of an area's page but the rows."""
    unit = look.unit
    head, outer, text = page_boxes(look)
    root, name = blank(look), subject.name(area_id)
    kind = subject.says(f"kind_{subject.catalog.areas.at[area_id, 'kind']}")
    size = subject.says("atlas_size", size=area_size(subject, area_id))
    draw_head(root, subject, look, head, name, f"{kind} · {unit_said(subject, area_id)} · {size}")
    ground = area_ground(subject, area_id, outer.inset(BAND * unit), AIR * unit)
    page_map(root, subject, look, ground, outer, options)
    wide = text[-1].right - text[0].x
    draw_foot(root, subject, look, options, Box(text[0].x, text[0].bottom - foot, wide, foot))
    return Page(look.paper.width, look.paper.height, root, name, ground=ground.placed_on_page)


def _more(subject: Subject, look: Look, name: str, rest: list[Row]) -> list[Page]:
    """Further pages for rows that found no room."""
    head, _, text = page_boxes(look)
    whole = Box(head.x, head.bottom + 2 * look.unit, head.w, text[0].bottom - head.bottom - 2 * look.unit)
    pages = []
    while rest:
        root = blank(look)
        draw_head(root, subject, look, head, subject.says("sheet_continued_title", title=name), " ")
        left, _ = pour(root.group("facts"), rest, columns(whole, 2, 2 * GAP * look.unit))
        rest = left if len(left) < len(rest) else rest[1:]
        pages.append(Page(look.paper.width, look.paper.height, root, name))
    return pages


def page_map(root: Group, subject: Subject, look: Look, ground: Ground, outer: Box, options: SheetOptions) -> None:
    """The map of a page in its frame, the notices and the scale below it."""
    unit = look.unit
    below = Box(outer.x, outer.bottom + 1.6 * unit, outer.w, NOTICES * unit - 1.6 * unit)
    draw_map(root, subject, look, Layout(look.paper, outer, ground, below, outer, 1), options)


def _contents(whole: Subject, look: Look, options: SheetOptions, title: str, starts: dict[str, int]) -> Page:
    """Title, a map of the city, the list of areas with their pages, the documents."""
    unit = look.unit
    root = blank(look)
    head, outer, text = page_boxes(look, CONTENTS_HEIGHT)
    draw_head(root, whole, look, head, title)
    bounds = metric_bounds(whole.extent)
    frame = outer.inset(BAND * unit)
    scale = chosen_scale(bounds, frame.w - 2 * AIR * unit, frame.h - 2 * AIR * unit)
    ground = Ground(frame, (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, scale)
    page_map(root, whole, look, ground, outer, options)
    wide = text[-1].right - text[0].x
    foot = foot_height(whole, look, options, wide)
    draw_foot(root, whole, look, options, Box(text[0].x, text[0].bottom - foot, wide, foot))
    into = [Box(column.x, column.y, column.w, column.h - foot - 2 * unit) for column in text]
    for spread in SPREAD:
        listed = [_kind_rows(whole, look, kind, into[0].w, starts, spread) for kind in DISTRICT_KINDS]
        if not any(pour(Group(), rows, [column])[0] for rows, column in zip(listed, into, strict=True)):
            break
    for rows, column in zip(listed, into, strict=True):
        pour(root.group("contents"), rows, [column])
    return Page(look.paper.width, look.paper.height, root, title, ground=ground.placed_on_page)


def _kind_rows(whole: Subject, look: Look, kind: str, wide: float, starts: dict[str, int], spread: float) -> list[Row]:
    """The areas of a kind with their pages, in type and with air between them that are so much larger than usual."""
    ids = [area_id for area_id in starts if whole.catalog.areas.at[area_id, "kind"] == kind]
    if not ids:
        return []
    rows = [heading(look, f"{whole.says(f'kind_{kind}')}  {len(ids)}", whole.says("atlas_pages"))]
    rows.append(space((spread - 1) * 2 * look.unit))
    for area_id in ids:
        right = (area_size(whole, area_id), str(starts[area_id]))
        entry = Entry(area_id, "", whole.name(area_id), right, href=f"{PAGE_LINK}{starts[area_id]}")
        size = min(spread, LARGEST_TYPE)
        rows += [entry_row(look, entry, wide, Measures().times(size)), space(AIR_BETWEEN * spread**2 * look.unit)]
    return rows


def number_page(page: Page, whole: Subject, look: Look, options: SheetOptions, number: int, count: int) -> None:
    """The page's number and what the atlas is, at the very foot."""
    unit, margin = look.unit, MARGIN * look.unit
    y = page.height - margin - 3.2 * unit
    rule(page.root, look, margin, page.width - margin, y)
    size = look.pt(6.0)
    words = "  ·  ".join(imprint(whole, options))
    page.root.add(Text(margin, y + size * 1.6, words, size, look.colour("ink_2")))
    right, count_words = page.width - margin, f"{number} / {count}"
    page.root.add(Text(right, y + size * 1.6, count_words, size, look.colour("ink"), anchor="end"))


def _bookmark(pages: list[Page], whole: Subject, chosen: list[str], starts: list[int]) -> None:
    """Contents, the two kinds, and below them the areas."""
    pages[0] = replace(pages[0], bookmarks=((0, whole.says("atlas_contents")),))
    seen: set[str] = set()
    for area_id, start in zip(chosen, starts, strict=True):
        kind = str(whole.catalog.areas.at[area_id, "kind"])
        above = () if kind in seen else ((0, whole.says(f"kind_{kind}")),)
        seen.add(kind)
        pages[start - 1] = replace(pages[start - 1], bookmarks=(*above, (1, whole.name(area_id))))
