"""The lines of a slide's cells end between words: no name is broken after its hyphen, no character is left alone."""

import io
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Mm

from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES
from g60.export.office.cells import Cell, Table
from g60.export.office.columns import PAD_MM, shares_of
from g60.export.office.slides import RATIOS, scenes_to_pptx
from g60.export.office.slides.breaks import SURE, WIDER, breaks, office_lines, room_of
from g60.export.office.titles import is_whole, words_of
from g60.export.paper_map.drawing import MM_PER_PT
from g60.export.paper_map.lines import is_chinese
from g60.export.paper_map.typeface import width
from g60.meeting import scenes

# A name of the plan in quotes finds no width in which none of its words is broken.
NO_WIDTH = ("深根计划",)
NAME = "Haiyan Nuclear-related High-tech Industrial Park"


def cells(data: bytes) -> Iterator[tuple[str, float, float, bool]]:
    """The words of each cell of a deck, the mm that they have, the size of their type, whether it is a head.

    Those of a head are its lines, as they are written.
    """
    deck: Any = Presentation(io.BytesIO(data))
    for slide in deck.slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            for number, row in enumerate(table.rows):
                for at, cell in enumerate(row.cells):
                    if cell.is_spanned or not cell.text:
                        continue
                    across = sum(table.columns[at + one].width for one in range(cell.span_width))
                    room = (across - cell.margin_left - cell.margin_right) / Mm(1)
                    yield cell.text, room, cell.text_frame.paragraphs[0].runs[0].font.size.pt, number == 0


def stands_on_one(words: str, room: float, size: float, *, bold: bool) -> bool:
    """Whether words stand on one line in some program: they have all the room that there is."""
    return any(len(office_lines(words, room * one, size, bold=bold)) == 1 for one in (1.0, WIDER))


@pytest.mark.parametrize(("lang", "ratio"), list(product(LANGUAGES, RATIOS)))
def test_no_cell_of_a_slide_breaks_a_word(catalog: Catalog, lang: str, ratio: str) -> None:
    kept, cut = words_of(catalog), []
    for words, room, size, is_head in cells(scenes_to_pptx(catalog, scenes.shipped(), lang, ratio=ratio)):
        written = words.split("\v")
        if len(written) > 1:
            assert is_whole(written, kept), written
            cut += [(1.0, line) for line in written if not stands_on_one(line, room, size, bold=True)]
            continue
        factors = (SURE, 1.0) if is_chinese(words) else (1.0, WIDER)
        for factor in () if stands_on_one(words, room, size, bold=is_head) else factors:
            lines = office_lines(words, room * factor, size, bold=is_head)
            faulty = breaks(words, room * factor, size, kept, bold=is_head)
            if faulty and not any(name in words for name in NO_WIDTH):
                cut.append((factor, lines))
    assert cut == []


@pytest.mark.parametrize(
    ("words", "room", "faulty"),
    [
        ("嘉兴秀洲高新技术产业开发区", 12.1, True),
        ("嘉兴秀洲高新技术产业开发区", 13.1, False),
        ("嘉兴海宁高新技术产业园区", 10.1, False),
        ("示意 ■1", 3.3, True),
    ],
)
def test_a_character_alone_and_a_code_apart_are_faults(words: str, room: float, *, faulty: bool) -> None:
    """In room for so many characters; an office program breaks a line between a mark and its number too."""
    assert bool(breaks(words, room * 12 * MM_PER_PT, 12)) is faulty


@pytest.mark.parametrize("wide", range(54, 90, 3))
def test_no_width_breaks_a_name_after_its_hyphen(wide: int) -> None:
    room = room_of(NAME, wide, 14)
    assert not [line for line in office_lines(NAME, room * WIDER, 14)[:-1] if re.search(r"\w-$", line)]


def test_a_column_has_room_for_its_longest_word() -> None:
    """Where a column that wraps anyway can spare it."""
    long = "R&D staff per ten thousand persons in work " * 3
    rows = tuple((Cell(long), Cell("person-years"), Cell("Not stated in the plan at all, nor anywhere")) for _ in "12")
    table = Table("t", ("Indicator", "Unit", "Baseline"), rows, (0.86, 0.07, 0.07))
    wide, em = 120.0, 12 * MM_PER_PT
    assert shares_of(table, wide, 12)[1] * wide - 2 * PAD_MM >= width("person-years", em)
