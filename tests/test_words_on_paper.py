"""What is read on paper is whole: no row of a document is lost, no line lies over another, no heading is cut."""

import io
import re
from collections.abc import Iterator
from itertools import combinations, pairwise, takewhile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from g60.ask.judging import Judging
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES
from g60.export.office.brief import page as brief_page
from g60.export.office.evaluation.document import to_docx as evaluation_to_docx
from g60.export.paper import SheetOptions, atlas, compose, to_svg
from g60.export.paper_map.drawing import MM_PER_PT, Box, Group, Page, Text
from g60.export.paper_map.lines import DOTS, ELLIPSIS, NOT_FIRST
from g60.export.paper_map.typeface import width
from g60.export.tables.evaluation import to_xlsx as evaluation_to_xlsx
from g60.export.tables.workbook import to_xlsx
from tests.office import converted

LINE_OF_A_DOCUMENT = re.compile(r"L[0-9]{2,4}")
TOUCHING = 0.2 * MM_PER_PT  # lines may touch by so much
ADDRESS = "https://atlas.example.cn/jiaxing/"
FORMS = [("a4", "landscape"), ("a4", "portrait"), ("a3", "landscape")]


# Documents -----------------------------------------------------------------------------------------


def test_no_row_of_a_report_is_lost_where_an_office_program_sets_it(catalog: Catalog, tmp_path: Path) -> None:
    """LibreOffice leaves out what follows the first row of a page where rows forbid that they are torn."""
    files = {f"report-{lang}.docx": evaluation_to_docx(catalog, Judging(), lang) for lang in LANGUAGES}
    for name, path in converted(files, tmp_path).items():
        tables = Document(io.BytesIO(files[name])).tables
        held = "".join(cell.text for table in tables for row in table.rows for cell in row.cells)
        shown = "".join(page.extract_text() for page in PdfReader(path).pages)
        assert len(_places(shown)) >= len(_places(held)) > 100, name


def _places(words: str) -> list[str]:
    return LINE_OF_A_DOCUMENT.findall(re.sub(r"\s+", "", words))


# Workbooks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_head_and_the_foot_of_a_printed_sheet_are_whole(catalog: Catalog, lang: str) -> None:
    """What lies beyond the printed columns is cut; what stands in the middle of a foot lies over a long line."""
    made = (evaluation_to_xlsx(catalog, Judging(), lang), to_xlsx(catalog, catalog, Selection(), lang))
    for sheet in (sheet for data in made for sheet in load_workbook(io.BytesIO(data)).worksheets):
        if not sheet.print_area:
            continue
        printed = sheet[sheet.print_area.split("!")[-1].replace("$", "")][0]
        room = sum(sheet.column_dimensions[cell.column_letter].width or 8.43 for cell in printed)
        above = list(takewhile(bool, (str(row[0].value or "") for row in sheet.iter_rows(max_row=9, max_col=1))))
        assert letters(above[0]) * 1.6 <= room, (sheet.title, above[0])
        assert max(letters(line) for line in above) <= room, sheet.title
        foot = sheet.oddFooter
        assert not foot.center.text or letters(foot.left.text) < 60, (sheet.title, foot.left.text)


def letters(words: str) -> int:
    """How wide a text is in letters; a Chinese character is as wide as two."""
    return len(words) + sum(char > "\u2e7f" for char in words)


# Sheets, briefs and the atlas ------------------------------------------------------------------------


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """The pages of the atlas and of the briefs that are made while a test runs."""
    pages: list[Page] = []
    for room in (atlas, brief_page):
        written = room.to_pdf_bytes

        def noted(document: Any, written: Any = written) -> bytes:
            pages.extend(document.pages)
            return bytes(written(document))

        monkeypatch.setattr(room, "to_pdf_bytes", noted)
    return pages


def words_of(page: Page) -> list[tuple[str, Box]]:
    """Every line of a page that stands outside of its map, and the box of its letters."""
    return [(text.words, _box(text)) for text in _outside(page.root)]


def _outside(group: Group) -> Iterator[Text]:
    for part in group.parts:
        if isinstance(part, Text):
            yield part
        elif isinstance(part, Group) and part.role != "Figure" and part.id not in ("frame", "locator", "north"):
            yield from _outside(part)


def _box(text: Text) -> Box:
    # A mark that must not begin a line may hang over the end of the one before.
    wide = width(text.words.rstrip(NOT_FIRST), text.size, bold=text.bold)
    left = {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
    return Box(text.x - left, text.y - 0.72 * text.size, wide, 0.72 * text.size)


def over_one_another(page: Page) -> list[tuple[str, str]]:
    """The lines of a page that lie over one another."""
    return [
        (first, second)
        for (first, one), (second, other) in combinations(words_of(page), 2)
        if min(one.right, other.right) - max(one.x, other.x) > TOUCHING
        and min(one.bottom, other.bottom) - max(one.y, other.y) > TOUCHING
    ]


def wide_colons(page: Page) -> list[str]:
    """The lines of a page in which the colon of Chinese stands behind a Latin letter or a figure."""
    return [words for words, _ in words_of(page) if re.search("[A-Za-z0-9]：", words)]


def cut(page: Page) -> list[str]:
    """The lines of a page that end in dots."""
    return [words for words, _ in words_of(page) if words.endswith((ELLIPSIS, DOTS))]


@pytest.mark.parametrize(("paper", "orientation"), FORMS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lines_of_a_sheet_stand_apart_and_are_whole(
    catalog: Catalog, lang: str, paper: str, orientation: str
) -> None:
    options = SheetOptions(paper=paper, orientation=orientation, address="" if paper == "a3" else ADDRESS)
    for page in compose(catalog, Selection(), View(lang=lang), options, pages=True).document.pages:
        assert over_one_another(page) == []
        assert cut(page) == []


def test_the_names_on_a_drawing_are_seen_where_a_program_paints_rims_last(catalog: Catalog) -> None:
    """Office programs know no `paint-order`: the rim of a name is a text of its own below it, which is not read out."""
    data = to_svg(catalog, Selection(), View(), SheetOptions())
    assert b"paint-order" not in data
    texts = [one for one in ElementTree.fromstring(data).iter() if one.tag.endswith("}text")]
    rims = [(one, after) for one, after in pairwise(texts) if one.get("stroke")]
    assert len(rims) > 20
    for rim, name in rims:
        assert (rim.get("fill"), rim.get("aria-hidden")) == (rim.get("stroke"), "true")
        assert (name.text, name.get("stroke"), name.get("x"), name.get("y")) == (
            rim.text,
            None,
            rim.get("x"),
            rim.get("y"),
        )


@pytest.mark.parametrize(("paper", "orientation"), FORMS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lines_of_the_atlas_stand_apart_and_are_whole(
    catalog: Catalog, drawn: list[Page], lang: str, paper: str, orientation: str
) -> None:
    ids = ("htz-xiuzhou",)
    atlas.to_atlas(catalog, View(lang=lang), SheetOptions(paper=paper, orientation=orientation), ids=ids)
    assert len(drawn) >= 2
    for page in drawn:
        assert over_one_another(page) == []
        assert cut(page) == []
        assert lang == "zh" or wide_colons(page) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lines_of_a_brief_stand_apart_and_are_whole(catalog: Catalog, drawn: list[Page], lang: str) -> None:
    for entity_id in ("lake-juanhu", "htz-xiuzhou", "carrier-01", "330482", "corridor-g60"):
        brief_page.to_brief_pdf(catalog, entity_id, lang, SheetOptions(address=ADDRESS))
    assert len(drawn) == 5
    for page in drawn:
        assert over_one_another(page) == []
        assert cut(page) == []
        assert lang == "zh" or wide_colons(page) == []
