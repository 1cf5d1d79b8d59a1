"""What every slide and document keeps: language, size of type, legend, room, alternative texts, QR code, marked heads.

The shipped presentation is made in both languages and both formats; the documents of each kind in both languages.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from docx import Document
from lxml import etree
from pptx import Presentation

from g60.ask.judging import Judging
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.codes import UNITS
from g60.contract.i18n import LANGUAGES, text
from g60.contract.legend import FADED
from g60.evidence.codes import EVIDENCE_SIGNS
from g60.export.office import theme
from g60.export.office.brief import to_docx
from g60.export.office.cells import Cell
from g60.export.office.cells import Table as Cells
from g60.export.office.columns import shares_of
from g60.export.office.evaluation.document import to_docx as evaluation_to_docx
from g60.export.office.minutes import Heading
from g60.export.office.minutes import to_docx as minutes_to_docx
from g60.export.office.minutes import to_xlsx as minutes_to_xlsx
from g60.export.office.slides import RATIOS, scenes_to_pptx, to_pptx
from g60.export.office.slides.tables import in_common
from g60.export.office.task_sheet import tasks_to_docx
from g60.export.paper import SheetOptions
from g60.export.paper_map.drawing import MM_PER_PT
from g60.export.paper_map.lines import wrap
from g60.export.tables.workbook import to_xlsx
from g60.meeting import scenes
from tests.office import A, W, parts, trees

ADDRESS = "https://atlas.example.cn/jiaxing/"
DAY = date(2026, 12, 1)
TAGS = {"zh": "zh-CN", "en": "en-GB"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
EMU_PER_MM, PT = 36_000, 12_700
P_NS = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
# A slide is 190.5 mm high: 1/45 of it is 12 pt.
LEAST_ON_SLIDES, LEAST_IN_DOCUMENTS = 1200, 18


@pytest.fixture(scope="module")
def decks(catalog: Catalog) -> dict[tuple[str, str], bytes]:
    """The shipped presentation in both languages and both formats."""
    made = product(LANGUAGES, RATIOS)
    return {
        (lang, ratio): scenes_to_pptx(catalog, scenes.shipped(), lang, ratio=ratio, address=ADDRESS)
        for lang, ratio in made
    }


@pytest.fixture(scope="module")
def documents(catalog: Catalog) -> dict[tuple[str, str], bytes]:
    """A document of each kind in both languages."""
    found = {}
    for lang in LANGUAGES:
        heading = Heading("", DAY, "")
        found |= {
            ("area", lang): to_docx(catalog, "htz-nanhu", lang, SheetOptions()),
            ("county", lang): to_docx(catalog, "330481", lang, SheetOptions()),
            ("evaluation", lang): evaluation_to_docx(catalog, Judging(plan="plan-13"), lang),
            ("tasks", lang): tasks_to_docx(catalog, Selection(units=frozenset({"330481"})), View(lang=lang)),
            ("minutes", lang): minutes_to_docx(catalog, (), heading, lang),
        }
    return found


def slides(decks: dict[tuple[str, str], bytes]) -> Iterator[tuple[str, str, int, Any]]:
    """Every slide with its language, its format and its number."""
    for (lang, ratio), data in decks.items():
        for number, slide in enumerate(Presentation(io.BytesIO(data)).slides, start=1):
            yield lang, ratio, number, slide


def every_shape(holder: Any) -> Iterator[Any]:
    for shape in holder.shapes:
        yield shape
        if shape.shape_type is not None and shape.shape_type.name == "GROUP":
            yield from every_shape(shape)


def named(slide: Any, name: str) -> Any:
    return next((shape for shape in slide.shapes if shape.name == name), None)


def alt(shape: Any) -> str:
    return str(shape._element.xpath(".//p:cNvPr/@descr")[0])


# Slides ------------------------------------------------------------------------------------------


def test_every_run_of_a_deck_has_its_language(decks: dict[tuple[str, str], bytes]) -> None:
    for (lang, _), data in decks.items():
        assert f"<dc:language>{TAGS[lang]}</dc:language>" in parts(data)["docProps/core.xml"].decode()
        for name, tree in trees(data).items():
            for run in tree.iter(f"{A}r", f"{A}fld"):
                assert run.find(f"{A}rPr") is not None, name
            looks = list(tree.iter(f"{A}rPr", f"{A}defRPr", f"{A}endParaRPr"))
            assert {look.get("lang") for look in looks} <= {TAGS[lang]}, name


def test_no_type_of_a_deck_is_smaller_than_a_45th_of_its_height(decks: dict[tuple[str, str], bytes]) -> None:
    for key, data in decks.items():
        for name, tree in trees(data).items():
            if not name.startswith(("ppt/slides/", "ppt/slideLayouts/", "ppt/slideMasters/", "ppt/charts/")):
                continue
            sizes = [int(one.get("sz")) for one in tree.iter(etree.Element) if one.get("sz", "").isdigit()]
            assert min(sizes, default=LEAST_ON_SLIDES) >= LEAST_ON_SLIDES, (key, name)
    for lang, ratio, number, slide in slides(decks):
        for shape in every_shape(slide):
            if not shape.has_text_frame or shape.is_placeholder:
                continue
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    assert run.font.size is not None, (lang, ratio, number, shape.name)


def drawn(catalog: Catalog, slide: Any, focus: str, selection: Selection) -> set[str]:
    """The kinds of symbols on a slide's map, found from its shapes: what a legend has to explain."""
    picked, found = catalog.pick(selection), set()
    shown = set(picked.areas.index)
    for shape in every_shape(named(slide, "map")):
        name, kind = shape.name, ""
        if name in catalog.areas.index:
            kind = str(catalog.areas.at[name, "kind"])
            found.add(kind if name in shown else FADED)
        elif name in catalog.carriers.index:
            row = catalog.carriers.loc[name]
            if name not in picked.carriers.index:
                found.add(FADED)
                continue
            found |= {"carrier" if row["plan"] else "body", "open" if row["location_grade"] == "C" else "known"}
        elif name in catalog.reference.index and catalog.reference.at[name, "kind"] == "platform":
            is_core = bool(shown & set(catalog.areas.index[catalog.areas["kind"] == "core_area"]))
            found.add("platform" if is_core else FADED)
        elif name in ("reference", "towns"):
            found.add({"reference": "expressway", "towns": "town"}[name])
        unit = name.removeprefix("label ")
        if unit in UNITS and any(part.text_frame.text.isdigit() for part in shape.shapes if part.has_text_frame):
            found.add("badge")
        if focus and name == focus:
            found |= {"chosen"}
    return found


def test_the_legend_of_a_slide_has_what_it_draws_and_nothing_else(
    catalog: Catalog, decks: dict[tuple[str, str], bytes]
) -> None:
    scene_of = {scene.title.of(lang): scene for scene in scenes.shipped().scenes for lang in LANGUAGES}
    looked_at = 0
    for lang, ratio, number, slide in slides(decks):
        legend = named(slide, "legend")
        kinds = {shape.name.removeprefix("legend ") for shape in legend.shapes} if legend is not None else set()
        marks = {kind.removeprefix("mark ") for kind in kinds if kind.startswith("mark ")}
        symbols = {kind for kind in kinds if not kind.startswith("mark ")} - {"schematic"}
        said = [
            cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
        ]
        beside = {shape.has_table for shape in slide.shapes} == {True, False}
        for shape in slide.shapes:
            if shape.has_chart and (shape.chart.plots[0].has_data_labels or not beside):
                said += list(shape.chart.plots[0].categories)
        signs = {found for words in said for found in re.findall(r" ([■＝◇▲–])[\d,]*$", words)}
        if number > 1 and signs != set(EVIDENCE_SIGNS.values()):  # the list of sources says what each mark means
            assert marks - {"1"} == signs, (lang, ratio, number)
        if named(slide, "map") is None:
            assert symbols == set(), (lang, ratio, number)
            continue
        looked_at += 1
        scene = scene_of[slide.shapes.title.text_frame.text]
        ways = symbols & {"road", "track"}
        assert bool(ways) == any(shape.name == "ways" for shape in named(slide, "map").shapes)
        expected = drawn(catalog, slide, scene.selection.focus, scene.selection) | ways
        assert symbols == expected, (lang, ratio, number)
        assert all(shape.shapes for shape in legend.shapes)
        told = alt(legend)
        assert told.startswith(text("map_legend_title", lang))
    assert looked_at == len(decks) * 8


def wide_of(cell: Any, column: int, table: Any) -> float:
    columns = range(column, column + (cell.span_width if cell.is_merge_origin else 1))
    return float(sum(table.columns[at].width for at in columns)) / EMU_PER_MM


def test_the_words_of_tables_and_heads_have_room(decks: dict[tuple[str, str], bytes]) -> None:
    for lang, ratio, number, slide in slides(decks):
        place = (lang, ratio, number)
        title = slide.shapes.title
        runs = title.text_frame.paragraphs[0].runs
        size = runs[0].font.size.pt * MM_PER_PT
        wide = (title.width - (title.text_frame.margin_right if number > 1 else 0)) / EMU_PER_MM
        lines = wrap(title.text_frame.text, wide, size, bold=True)
        assert len(lines) * size * 1.15 <= title.height / EMU_PER_MM, place
        assert all(len(line) > 1 for line in lines), (place, lines)
        assert lang == "zh" or " ".join(lines) == title.text_frame.text, (place, lines)  # no word is broken
        assert "…" not in title.text_frame.text, place
        legend = named(slide, "legend")
        for shape in slide.shapes:
            if not shape.has_table:
                continue
            table = shape.table
            assert table.first_row, place
            needed = 0.0
            for row in table.rows:
                highest = 0.0
                for at, cell in enumerate(row.cells):
                    if cell.is_spanned:
                        continue
                    sizes = [run.font.size.pt for run in cell.text_frame.paragraphs[0].runs] or [12.0]
                    em = max(sizes) * MM_PER_PT
                    room = wide_of(cell, at, table) - (cell.margin_left + cell.margin_right) / EMU_PER_MM
                    count = len(wrap(cell.text, room, em))
                    highest = max(highest, count * em * 1.2 + (cell.margin_top + cell.margin_bottom) / EMU_PER_MM)
                assert highest <= row.height / EMU_PER_MM + 0.2, (place, [cell.text for cell in row.cells])
                needed += row.height / EMU_PER_MM
            if legend is not None:
                assert shape.top / EMU_PER_MM + needed <= legend.top / EMU_PER_MM + 0.5, place


def test_a_slide_is_not_left_nearly_empty(decks: dict[tuple[str, str], bytes]) -> None:
    for lang, ratio, number, slide in slides(decks):
        tables = [shape for shape in slide.shapes if shape.has_table]
        rows = sum(len(shape.table.rows) - 1 for shape in tables)
        others = [shape for shape in slide.shapes if shape.has_chart or shape.name == "map"]
        assert others or rows >= 5, (lang, ratio, number)


def test_maps_charts_tables_legends_and_codes_say_what_they_are_in_the_readers_language(
    decks: dict[tuple[str, str], bytes],
) -> None:
    for lang, ratio, number, slide in slides(decks):
        for shape in slide.shapes:
            is_graphic = shape.has_table or shape.has_chart or shape.name in ("map", "legend", "qr")
            if is_graphic:
                assert bool(CHINESE.search(alt(shape))) == (lang == "zh"), (lang, ratio, number, alt(shape))
        group = named(slide, "map")
        for shape in every_shape(group) if group is not None else ():
            # The names of roads and numbers are the same in both languages.
            said = re.sub(r"G60|[\d\W]", "", alt(shape))
            assert not said or bool(CHINESE.search(said)) == (lang == "zh"), (lang, shape.name, alt(shape))


def test_the_code_of_a_slide_leads_to_what_it_shows(catalog: Catalog, decks: dict[tuple[str, str], bytes]) -> None:
    for (lang, _), data in decks.items():
        opened = Presentation(io.BytesIO(data))
        codes = [alt(shape) for slide in opened.slides for shape in slide.shapes if shape.name == "qr"]
        assert len(codes) >= len(scenes.shipped().scenes)
        assert all(code.startswith(text("slide_alt_qr", lang, address=ADDRESS)) for code in codes)
        zones = next(one for one in scenes.shipped().scenes if one.id == "zones")
        assert any(f"?{zones.query}" in code for code in codes)
        again = text("slides_continued", lang, title="")
        for slide in opened.slides:
            is_further = slide.shapes.title.text_frame.text.endswith(again.strip() or again)
            assert is_further or named(slide, "qr") is not None or not slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("address", ["", "http://localhost:8501/", "http://127.0.0.1:8501/"])
def test_without_an_address_that_others_can_open_there_is_no_code_and_the_notes_say_how(
    catalog: Catalog, address: str
) -> None:
    data = to_pptx(catalog, Selection(query="不存在的词"), View(), address=address)
    opened = Presentation(io.BytesIO(data))
    assert not any(named(slide, "qr") is not None for slide in opened.slides)
    assert text("slide_no_address", "zh") in opened.slides[0].notes_slide.notes_text_frame.text
    assert not any(b"localhost" in part or b"127.0.0.1" in part for part in parts(data).values())


def test_what_is_the_same_of_all_zones_is_said_once(decks: dict[tuple[str, str], bytes]) -> None:
    for lang in LANGUAGES:
        for ratio in RATIOS:
            opened = Presentation(io.BytesIO(decks[lang, ratio]))
            rows = [
                [cell.text for cell in row.cells if not cell.is_spanned]
                for slide in opened.slides
                for shape in slide.shapes
                if shape.has_table
                for row in shape.table.rows
            ]
            alike = [row for row in rows if "8 %" in "".join(row) and "≈" in "".join(row)]
            assert len(alike) == 1
            assert len(alike[0]) == 1
            assert alike[0][0].endswith("■1")


# How tables share out their width -----------------------------------------------------------------

LONG = "Pinghu Advanced Equipment Smart Manufacturing High-tech Industrial Park"


def test_a_name_does_not_wrap_beside_an_empty_column() -> None:
    rows = tuple((Cell(str(number)), Cell(LONG), Cell("Pinghu", "■1")) for number in range(8))
    cells = Cells("names", ("No.", "Name", "County"), rows, (0.34, 0.33, 0.33))
    number, name, county = shares_of(cells, 230, 12)
    assert name > 0.6
    assert number < county < 0.25
    assert number + name + county == pytest.approx(1)


def test_a_column_that_says_the_same_of_every_row_is_one_line_over_all_columns() -> None:
    rows = tuple((Cell(f"区{number}"), Cell("≈8 %", "■1"), Cell(f"县{number}")) for number in range(3))
    found = in_common(Cells("zones", ("高新区", "比重", "所属地"), rows, (0.4, 0.3, 0.3)), "zh")
    assert found.heads == ("高新区", "所属地")
    assert sum(found.shares) == pytest.approx(1)
    assert found.rows[-1] == (Cell("3 个都一样，比重：≈8 %", "■1", 2),)
    other = replace(Cells("zones", ("高新区", "比重"), tuple(row[:2] for row in rows), (0.5, 0.5)), name="narrow")
    assert in_common(other, "zh") == other  # names alone would be no table
    mixed = (*rows[:2], (Cell("区2"), Cell("≈9 %", "■1"), Cell("县2")))
    assert in_common(replace(found, heads=("高新区", "比重", "所属地"), rows=mixed), "zh").rows == mixed


# Documents and workbooks -------------------------------------------------------------------------


def test_every_run_of_a_document_has_its_language(documents: dict[tuple[str, str], bytes]) -> None:
    for (kind, lang), data in documents.items():
        assert f"<dc:language>{TAGS[lang]}</dc:language>" in parts(data)["docProps/core.xml"].decode()
        for name, tree in trees(data).items():
            for spoken in tree.iter(f"{W}lang", f"{W}themeFontLang"):
                assert spoken.get(f"{W}val") == TAGS[lang], (kind, name)
                assert spoken.get(f"{W}eastAsia") == "zh-CN", (kind, name)
            if name.startswith(("word/document", "word/footer", "word/header")):
                assert all(run.find(f"{W}rPr/{W}lang") is not None for run in tree.iter(f"{W}r")), (kind, name)
            looks = list(tree.iter(f"{A}rPr", f"{A}defRPr"))
            assert {look.get("lang") for look in looks} <= {TAGS[lang]}, (kind, name)


def test_documents_are_set_in_the_faces_of_the_slides(documents: dict[tuple[str, str], bytes]) -> None:
    for key, data in documents.items():
        normal = next(
            style for style in trees(data)["word/styles.xml"].iter(f"{W}style") if style.get(f"{W}styleId") == "Normal"
        )
        faces = normal.find(f"{W}rPr/{W}rFonts")
        assert faces is not None, key
        assert {faces.get(f"{W}{name}") for name in ("ascii", "hAnsi")} == {theme.LATIN}, key
        assert faces.get(f"{W}eastAsia") == theme.CHINESE, key


def test_no_type_of_a_document_is_smaller_than_nine_points(documents: dict[tuple[str, str], bytes]) -> None:
    for key, data in documents.items():
        for name, tree in trees(data).items():
            if name.startswith(("word/document", "word/footer")):
                sizes = [int(one.get(f"{W}val")) for one in tree.iter(f"{W}sz")]
                assert min(sizes) >= LEAST_IN_DOCUMENTS, (key, name)
            if name.startswith("word/charts/chart"):
                assert min(int(one.get("sz")) for one in tree.iter(f"{A}defRPr") if one.get("sz")) >= 900, (key, name)


def test_tables_of_documents_mark_their_heads_and_say_what_they_are(documents: dict[tuple[str, str], bytes]) -> None:
    for key, data in documents.items():
        for table in Document(io.BytesIO(data)).tables:
            first = table.rows[0]._tr
            assert first.find(f"{W}trPr/{W}tblHeader") is not None, key
            assert table._tbl.tblPr.find(f"{W}tblCaption") is not None, key
            widths = [column.width for column in table.columns]
            cells = [cell.width for cell in table.rows[0].cells]
            assert widths == cells, key  # a program that reads the one and not the other sets the same page


def test_maps_and_charts_of_documents_say_what_they_are_in_the_readers_language(
    documents: dict[tuple[str, str], bytes],
) -> None:
    seen = 0
    for (kind, lang), data in documents.items():
        for mark in trees(data)["word/document.xml"].iter(f"{WP}docPr"):
            seen += 1
            words = mark.get("descr")
            assert words
            assert bool(CHINESE.search(words)) == (lang == "zh"), (kind, words)
            if kind == "evaluation":
                assert re.search(r"\d", words), words  # a chart says its numbers
    assert seen >= 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_workbook_says_its_language(catalog: Catalog, lang: str) -> None:
    shown = catalog.pick(Selection(query="不存在的词"))
    books = (
        to_xlsx(catalog, shown, Selection(query="不存在的词"), lang),
        minutes_to_xlsx(catalog, (), Heading("", DAY, ""), lang),
    )
    for book in books:
        assert f"<dc:language>{TAGS[lang]}</dc:language>" in parts(book)["docProps/core.xml"].decode()
