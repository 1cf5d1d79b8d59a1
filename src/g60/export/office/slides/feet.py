"""What stands at the foot of a slide, and in its notes below what the slide says: one quiet line, and all of it."""

from __future__ import annotations

from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.evidence.codes import document_line, documents, evidence_lines
from g60.export.imprint import Imprint
from g60.export.office.sketch import LEAST_PT
from g60.export.paper_map.drawing import MM_PER_PT
from g60.export.paper_map.typeface import printable, width
from g60.export.plain_text import shortened

NARROWER = 0.95  # other typefaces run wider than the one that is measured with


def foot_line(catalog: Catalog, head: Imprint, lang: str, wide: float, *, is_map: bool) -> str:
    """Version, date, map review and, of a map, to whom its lines are owed: the most that one line of so many mm has."""
    version = text("slide_version", lang, version=catalog.version)
    review = short_review(head, lang)
    short = head.review if review == head.review else text("slide_unreviewed_short", lang)
    begins = (
        (head.version, head.date, head.review),
        (version, head.date, review),
        (version, review),
        (version, short),
        (short,),
    )
    owed = (head.attribution, text("slide_owed", lang)) if is_map else ("",)
    tried = [" · ".join(part for part in (*begin, whose) if part) for begin in begins for whose in owed]
    room, em = wide * NARROWER, LEAST_PT * MM_PER_PT
    return next((line for line in tried if width(printable(line), em) <= room), shortened(tried[-1], room, em))


def short_review(head: Imprint, lang: str) -> str:
    """The state of the map's review in few words; its number, where it has one."""
    return text("slide_unreviewed", lang) if head.review == text("map_map_review", lang) else head.review


def source_lines(catalog: Catalog, head: Imprint, lang: str) -> list[str]:
    """The documents, what the marks mean, version and map review, to whom lines are owed."""
    listed = [document_line(entry) for entry in documents(catalog, lang)]
    said = [text("sheet_grades", lang), f"{head.version} · {head.date}", head.review]
    return [
        text("slides_sources", lang),
        *listed,
        *evidence_lines(lang),
        *said,
        text("map_attribution", lang),
        head.attribution,
    ]


def address_lines(address: str, lang: str, *, is_known: bool) -> list[str]:
    """Where the QR code of a slide leads; where there is none for want of an address, how one comes to be there."""
    if address:
        return [text("slide_scan", lang, address=address)]
    return [] if is_known else [text("slide_no_address", lang)]
