"""The foot of a sheet: documents with their numbers, what the marks mean, version, date, maker, permalink."""

from __future__ import annotations

from g60.export.sheet.drawing import Box, Group, Style, Text, line_shape
from g60.export.sheet.flow import Row, height, pour
from g60.export.sheet.furniture import draw_qr
from g60.export.sheet.listing import MARKS
from g60.export.sheet.look import Look
from g60.export.sheet.paper import SheetOptions
from g60.export.sheet.rows import Entry, Measures, entry_row, heading, paragraph
from g60.export.sheet.subject import Subject
from g60.export.sheet.typeface import printable, width
from g60.schema import EVIDENCE

QR_MM = 19.0
SMALL = Measures(name=5.9, number=3.4, most=3)


def source_rows(subject: Subject, look: Look, wide: float) -> list[Row]:
    """The documents, each with the number by which the list names it."""
    rows = [heading(look, subject.says("sheet_sources"))]
    sources = subject.catalog.sources
    for number, (source, row) in enumerate(sources.iterrows(), 1):
        issuers = str(row["issuer_zh"]).replace(";", "、") if subject.lang == "zh" else ""
        parts = (row[f"title_{subject.lang}"], issuers, row["number"], _dated(row["date"], row["date_basis"]))
        joined = subject.says("sheet_comma").join(str(part) for part in parts if part)
        rows.append(entry_row(look, Entry(f"source:{source}", str(number), joined), wide, SMALL))
    return rows


def _dated(date: str, basis: str) -> str:
    return f"{date}{MARKS.get(basis, '')}" if basis != "stated" else date


def evidence_line(subject: Subject) -> str:
    """What the marks beside values mean."""
    kinds = "  ".join(f"{MARKS[kind]} {subject.says(f'evidence_{kind}')}" for kind in EVIDENCE)
    return subject.says("sheet_marks", kinds=kinds)


def colophon_rows(subject: Subject, look: Look, wide: float) -> list[Row]:
    """What the marks mean, and how well places are known."""
    rows = paragraph(look, evidence_line(subject), wide, size=5.9)
    return [*rows, *paragraph(look, subject.says("sheet_grades"), wide, size=5.9, colour="ink_2")]


def imprint(subject: Subject, options: SheetOptions) -> list[str]:
    """Version, date and maker, line by line."""
    catalog = subject.catalog
    return [
        subject.says("sheet_version", version=catalog.version, data=catalog.fingerprint[:8]),
        subject.says("sheet_date", date=options.date),
        printable(subject.says("sheet_maker", maker=options.maker or subject.says("title"))),
    ]


def foot_height(subject: Subject, look: Look, wide: float) -> float:
    """How high the foot of a panel so many mm wide is."""
    unit = look.sheet.unit
    text_wide = wide - (QR_MM + 5) * unit
    rows = [*source_rows(subject, look, text_wide), *colophon_rows(subject, look, text_wide)]
    return max(height(rows) + 1.6 * unit, (QR_MM + 14) * unit) + 2 * unit


def draw_foot(group: Group, subject: Subject, look: Look, options: SheetOptions, box: Box) -> None:
    """Documents and marks at the left, the QR code over version, date and maker at the right."""
    unit = look.sheet.unit
    part = group.group("foot")
    side = QR_MM * unit
    text = Box(box.x, box.y, box.w - side - 5 * unit, box.h + 5)
    rows = [*source_rows(subject, look, text.w), *colophon_rows(subject, look, text.w)]
    pour(part, rows, [text])
    left = box.right - side
    address = subject.permalink(options.address)
    draw_qr(part, address, look, Box(left, box.y + 1.5 * unit, side, side))
    size = look.sheet.pt(5.7)
    y = box.y + side + 2.6 * unit + size
    for line in [subject.says("sheet_scan"), *imprint(subject, options)]:
        shown = line
        squeeze = min(1.0, (side + 4 * unit) / max(width(shown, size), 0.001))
        part.add(Text(box.right, y, shown, size * squeeze, look.colour("ink_2"), anchor="end"))
        y += size * 1.45


def draw_notices(group: Group, subject: Subject, look: Look, options: SheetOptions, box: Box) -> None:
    """Lower left: the state of the map's review, and whose geometry it is."""
    part = group.group("notices")
    review = subject.says("sheet_review", number=options.review) if options.review else subject.says("map_map_review")
    rows = [
        *paragraph(look, review, box.w, size=7.0, bold=True, most=2),
        *paragraph(look, subject.says("map_attribution"), box.w, size=5.8, colour="ink_2", most=2),
    ]
    pour(part, rows, [Box(box.x, box.y, box.w, box.h + 20)])


def rule(group: Group, look: Look, x0: float, x1: float, y: float) -> None:
    """A fine line across."""
    group.add(line_shape([(x0, y), (x1, y)], Style(stroke=look.colour("line"), width=0.25 * look.sheet.unit)))
