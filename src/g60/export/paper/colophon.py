"""The foot of a sheet: documents with their numbers, what the marks mean, version, date, maker, permalink."""

from __future__ import annotations

from g60.contract.codes import EVIDENCE
from g60.evidence.codes import EVIDENCE_SIGNS, documents
from g60.export.paper.flow import Row, height, pour
from g60.export.paper.rows import LEADING, Entry, Measures, Setting, entry_row, heading, paragraph
from g60.export.paper_map.drawing import Box, Group, Style, Text, line_shape
from g60.export.paper_map.furniture import draw_qr
from g60.export.paper_map.lines import wrap
from g60.export.paper_map.look import Look
from g60.export.paper_map.sheet import SheetOptions
from g60.export.paper_map.subject import Subject
from g60.export.paper_map.typeface import printable

QR_MM = 19.0
NOTICE_LINES = 3  # below the map there is room for
BESIDE = 5.7  # points of the A3 layout: the type at the code
SMALL = Measures(name=5.9, number=3.4)


def source_rows(subject: Subject, look: Look, wide: float) -> list[Row]:
    """The documents, each with the number by which the list names it."""
    rows = [heading(look, subject.says("sheet_sources"))]
    for document in documents(subject.catalog, subject.lang):
        # Issuers have Chinese names only.
        issuer = document.issuer if subject.lang == "zh" else ""
        parts = (document.title, issuer, document.document_number, document.date)
        joined = subject.says("sheet_comma").join(part for part in parts if part)
        rows.append(entry_row(look, Entry(f"source:{document.source}", str(document.number), joined), wide, SMALL))
    return rows


def evidence_line(subject: Subject) -> str:
    """What the marks beside values mean."""
    kinds = "  ".join(f"{EVIDENCE_SIGNS[kind]} {subject.says(f'evidence_{kind}')}" for kind in EVIDENCE)
    return subject.says("sheet_marks", kinds=kinds)


def colophon_rows(subject: Subject, look: Look, wide: float) -> list[Row]:
    """What the marks mean, and how well places are known."""
    rows = paragraph(look, evidence_line(subject), wide, Setting(size=5.9))
    return [*rows, *paragraph(look, subject.says("sheet_grades"), wide, Setting(size=5.9, colour="ink_2"))]


def imprint(subject: Subject, options: SheetOptions) -> list[str]:
    """Version, date and maker, line by line."""
    catalog = subject.catalog
    return [
        subject.says("sheet_version", version=catalog.version, data=catalog.fingerprint[:8]),
        subject.says("sheet_date", date=options.date),
        printable(subject.says("sheet_maker", maker=options.maker or subject.says("title"))),
    ]


def foot_height(subject: Subject, look: Look, options: SheetOptions, wide: float) -> float:
    """How high the foot of a panel so many mm wide is."""
    unit = look.unit
    text = height(_foot_rows(subject, look, wide)) + 1.6 * unit
    lines = len(_beside(subject, look, options, wide)) * look.pt(BESIDE) * LEADING
    if _is_narrow(look, wide):
        return text + max(QR_MM * unit, lines) + 4 * unit
    return max(text, QR_MM * unit + 2.6 * unit + lines) + 2 * unit


def _beside(subject: Subject, look: Look, options: SheetOptions, wide: float) -> list[str]:
    """What stands at the code: what it opens, version, date, maker; each in as many lines as it takes."""
    side = QR_MM * look.unit
    room = wide - side - 2 * look.unit if _is_narrow(look, wide) else side + 4.5 * look.unit
    said = [subject.says("sheet_scan")] if options.address else []
    return [line for words in (*said, *imprint(subject, options)) for line in wrap(words, room, look.pt(BESIDE))]


def draw_foot(group: Group, subject: Subject, look: Look, options: SheetOptions, box: Box) -> None:
    """Documents and marks, and beside them, or below where there is no room, the QR code with version, date, maker."""
    unit, side = look.unit, QR_MM * look.unit
    part = group.group("foot")
    narrow = _is_narrow(look, box.w)
    beside = 0.0 if narrow else side + 5 * unit
    pour(part, _foot_rows(subject, look, box.w), [Box(box.x, box.y, box.w - beside, box.h + 5)])
    code = Box(box.right - side, box.bottom - side - unit if narrow else box.y + 1.5 * unit, side, side)
    link, size = subject.permalink(options.address), look.pt(BESIDE)
    lines = _beside(subject, look, options, box.w)
    if link:
        draw_qr(part, link, look, code)
    else:
        wide = side + 3.5 * unit
        words = paragraph(look, subject.says("paper_no_address"), wide, Setting(size=BESIDE, colour="ink_2", most=6))
        pour(part, words, [Box(code.right - wide, code.y, wide, code.h + 5 * unit)])
    beside_it = part.group(role="P")
    right, top = box.right, code.bottom + 1.1 * unit
    if narrow:
        right, top = code.x - 2 * unit, code.bottom - size * LEADING * len(lines)
    for row, line in enumerate(lines):
        at = top + size * (1 + LEADING * row)
        beside_it.add(Text(right, at, line, size, look.colour("ink_2"), anchor="end"))


def _is_narrow(look: Look, wide: float) -> bool:
    return wide < 80 * look.unit


def _foot_rows(subject: Subject, look: Look, wide: float) -> list[Row]:
    beside = 0.0 if _is_narrow(look, wide) else (QR_MM + 5) * look.unit
    return [*source_rows(subject, look, wide - beside), *colophon_rows(subject, look, wide - beside)]


def draw_notices(group: Group, subject: Subject, look: Look, options: SheetOptions, box: Box, beside: float) -> None:
    """Lower left: the state of the map's review, and whose geometry it is, in `beside` mm at most."""
    part = group.group("notices")
    review = subject.says("sheet_review", number=options.review) if options.review else subject.says("map_map_review")
    rows = paragraph(look, review, box.w, Setting(size=7.0, bold=True, most=2))
    whose = _whose(subject, look, min(box.w, beside), NOTICE_LINES - len(rows))
    pour(part, [*rows, *whose], [Box(box.x, box.y, box.w, box.h + 20)])


def _whose(subject: Subject, look: Look, wide: float, most: int) -> list[Row]:
    """Whose geometry it is: of what each is, or only their names where that has more lines than there is room for."""
    quiet = Setting(size=5.8, colour="ink_2")
    rows = paragraph(look, subject.says("map_attribution"), wide, quiet)
    return rows if len(rows) <= most else paragraph(look, subject.says("map_notice_sources"), wide, quiet)


def rule(group: Group, look: Look, x0: float, x1: float, y: float) -> None:
    """A fine line across."""
    group.add(line_shape([(x0, y), (x1, y)], Style(stroke=look.colour("line"), width=0.25 * look.unit)))
