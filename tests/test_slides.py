"""Slides as their readers find them: opened by python-pptx, by an XML parser and by LibreOffice."""

import dataclasses
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.i18n import LANGUAGES, table, text
from g60.contract.themes import THEMES
from g60.evidence.compare import compare
from g60.evidence.facts import facts
from g60.evidence.sentence import sentence
from g60.export.office.columns import NARROWER, PAD_MM
from g60.export.office.slides import RATIOS, scenes_to_pptx, to_pptx
from g60.export.office.slides.model import Cell, Table
from g60.export.office.slides.setting import set_table
from g60.export.paper_map.drawing import MM_PER_PT, Box
from g60.export.paper_map.lines import wrap
from g60.export.paper_map.typeface import width
from g60.meeting import scenes
from g60.review.indicators import amount_growth
from tests.hostile import ATTACKS, LONG, hostile_copy
from tests.office import A, bars_right_of, converted, faults, level_of, parts, trees
from tests.tables import indicators
from tests.test_sheet import crowded

GEODATA = Path(__file__).parents[1] / "geodata"
HAINING = Selection(units=frozenset({"330481"}))
SEMI = Selection(industries=frozenset({"semi"}))
LAKES = Selection(kinds=frozenset({"lake_district"}))
PLAN = Selection(kinds=frozenset({"carrier"}), lists=frozenset({"plan"}))
NOTHING = Selection(query="不存在的词")
SELECTIONS = {"whole": Selection(), "haining": HAINING, "semi": SEMI, "lakes": LAKES, "plan": PLAN}
# The ratio of a language's decks, and the selections whose decks have the other one.
RATIO_OF = {"zh": "16:9", "en": "4:3"}
TURNED = ("haining", "semi", "plan")
FACES = {
    "compare": "compare=lake-juanhu&compare=lake-xiangfudang",
    "compare four": "compare=htz-nanhu&compare=htz-haining&compare=htz-wuzhen&compare=htz-pinghu",
    "compare counties": "compare=330481&compare=330482",
    "map focus": "focus=carrier-01",
    "map county only": "focus=carrier-24",
    "map place": "map=11/30.7/120.75&layers=-bodies",
    "map nothing": "q=nobody",
    "indicators": "",
    "closing": "",
}


def ratio_of(name: str, lang: str) -> str:
    return RATIO_OF[lang] if name not in TURNED else next(one for one in RATIOS if one != RATIO_OF[lang])


def scene_file(**queries: str) -> str:
    entries = [
        {
            "id": f"s-{place}",
            "face": face.split()[0],
            "title_zh": f"第{place}页",
            "title_en": f"Page {place}",
            "query": query,
        }
        for place, (face, query) in enumerate(queries.items(), 1)
    ]
    return json.dumps(
        {"format": "g60-scenes", "version": 1, "title_zh": "演示", "title_en": "Shown", "scenes": entries}
    )


@pytest.fixture(scope="module")
def hostile_catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return Catalog.load(FolderSource(hostile_copy(GEODATA, tmp_path_factory.mktemp("hostile"))))


@pytest.fixture(scope="module")
def decks(catalog: Catalog) -> dict[str, bytes]:
    """Decks of every kind: each in both languages and both ratios, and each language in both ratios."""
    found = {}
    faces, _ = scenes.read(scene_file(**FACES), catalog)
    for lang, ratio in RATIO_OF.items():
        found[f"shipped-{lang}"] = scenes_to_pptx(catalog, scenes.shipped(), lang, ratio=ratio)
        found[f"faces-{lang}"] = scenes_to_pptx(catalog, faces, lang, ratio=ratio)
        for key, selection in SELECTIONS.items():
            found[f"{key}-{lang}"] = to_pptx(catalog, selection, View(lang=lang), ratio=ratio_of(key, lang))
    return found


@cache
def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def shapes(holder: Any) -> Iterator[Any]:
    """Every shape below, groups before what they hold."""
    for shape in holder.shapes:
        yield shape
        if shape.shape_type is not None and shape.shape_type.name == "GROUP":
            yield from shapes(shape)


def named(slide: Any) -> dict[str, Any]:
    return {shape.name: shape for shape in shapes(slide)}


def maps(deck: Any) -> list[Any]:
    return [shape for slide in deck.slides for shape in slide.shapes if shape.name == "map"]


def table_rows(deck: Any) -> list[list[str]]:
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                found += [[cell.text for cell in row.cells] for row in shape.table.rows]
    return found


def words(slide: Any) -> str:
    texts = [shape.text_frame.text for shape in shapes(slide) if shape.has_text_frame]
    return "\n".join(texts + [" ".join(row) for row in table_rows_of(slide)])


def table_rows_of(slide: Any) -> list[list[str]]:
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def notes(deck: Any) -> str:
    return "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def listed(capsysbinary: pytest.CaptureFixture[bytes], selection: Selection) -> dict[str, Any]:
    """What the command line lists for a selection."""
    flags = {
        "unit": selection.units,
        "industry": selection.industries,
        "kind": selection.kinds,
        "list": selection.lists,
    }
    call = [part for flag, codes in flags.items() for code in sorted(codes) for part in (f"--{flag}", code)]
    assert main(["list", *call]) == 0
    found: dict[str, Any] = json.loads(capsysbinary.readouterr().out)
    return found


# ---- the file -------------------------------------------------------------------------------


def test_every_deck_keeps_the_rules_of_the_format(decks: dict[str, bytes]) -> None:
    assert {name: found for name, data in decks.items() if (found := faults(data))} == {}


def test_no_deck_holds_a_picture(decks: dict[str, bytes]) -> None:
    for data in decks.values():
        assert {name.rpartition(".")[2] for name in parts(data)} <= {"xml", "rels", "xlsx"}
        assert not any(tree.findall(f".//{A}blip") for tree in trees(data).values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_slide_has_the_shape_that_was_asked_for(decks: dict[str, bytes], lang: str) -> None:
    deck, ratio = opened(decks[f"haining-{lang}"]), ratio_of("haining", lang)
    across, high = (int(part) for part in ratio.split(":"))
    assert deck.slide_width / deck.slide_height == pytest.approx(across / high, rel=0.001)
    assert len(deck.slide_masters) == 1
    content = text("slides_layout_content", lang)
    # One layout for each number of lines of title and sentence.
    numbers = ((2, 1), (1, 2), (2, 2))
    longer = [text("slide_layout_lines", lang, name=content, titles=one, sentences=other) for one, other in numbers]
    assert [layout.name for layout in deck.slide_layouts] == [text("slides_layout_cover", lang), content, *longer]


def test_nothing_overlaps_or_leaves_its_slide(decks: dict[str, bytes]) -> None:
    for name, data in decks.items():
        deck = opened(data)
        for number, slide in enumerate(deck.slides, 1):
            boxes = [(one.name, one.left, one.top, one.left + one.width, one.top + one.height) for one in slide.shapes]
            for shape, left, top, right, bottom in boxes:
                inside = left >= 0 and top >= 0 and right <= deck.slide_width + 40 and bottom <= deck.slide_height + 40
                assert inside, (name, number, shape)
            for place, one in enumerate(boxes):
                for other in boxes[place + 1 :]:
                    apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
                    assert apart, (name, number, one[0], other[0])


def test_a_map_stays_in_its_frame(decks: dict[str, bytes]) -> None:
    for name, data in decks.items():
        for group in maps(opened(data)):
            frame = next(shape for shape in group.shapes if shape.name == "frame")
            for shape in shapes(group):
                if getattr(shape, "rotation", 0):
                    continue
                assert shape.left >= frame.left - 20_000, (name, shape.name)
                assert shape.top >= frame.top - 20_000, (name, shape.name)
                assert shape.left + shape.width <= frame.left + frame.width + 20_000, (name, shape.name)
                assert shape.top + shape.height <= frame.top + frame.height + 20_000, (name, shape.name)


def test_every_colour_is_one_of_the_theme(decks: dict[str, bytes]) -> None:
    for data in decks.values():
        parsed = trees(data)
        own = [name for name in parsed if "theme" not in name and not name.startswith("ppt/notesMaster")]
        assert [name for name in own if parsed[name].findall(f".//{A}srgbClr")] == []
        theme = parsed["ppt/theme/theme1.xml"]
        for slot, colour in (("accent1", "corridor"), ("accent2", "zone"), ("accent3", "lake"), ("accent6", "accent")):
            value = theme.find(f".//{A}{slot}/{A}srgbClr").get("val")
            assert f"#{value}".lower() == getattr(THEMES["day"], colour).lower()


def test_the_same_deck_is_the_same_bytes(catalog: Catalog, decks: dict[str, bytes]) -> None:
    assert to_pptx(catalog, LAKES, View(), ratio="16:9") == decks["lakes-zh"]


def test_libreoffice_opens_the_decks(decks: dict[str, bytes], tmp_path: Path) -> None:
    chosen = {f"{name}.pptx": decks[name] for name in ("shipped-zh", "faces-en")}
    for name, path in converted(chosen, tmp_path).items():
        reader = PdfReader(path)
        deck = opened(chosen[name])
        assert len(reader.pages) == len(deck.slides)
        for page, slide in zip(reader.pages, deck.slides, strict=True):
            said = "".join(page.extract_text().split())
            assert "".join(slide.shapes.title.text_frame.text.split())[:12] in said


def test_a_heading_has_the_lines_that_its_row_has_room_for(decks: dict[str, bytes]) -> None:
    """They are written as lines: programs differ in whether a line ends after a comma and before a number."""
    found = set()
    for deck in (opened(decks[f"shipped-{lang}"]) for lang in LANGUAGES):
        for shape in (shape for slide in deck.slides for shape in slide.shapes if shape.has_table):
            row = shape.table.rows[0]
            for cell, column in zip(row.cells, shape.table.columns, strict=True):
                lines = cell.text_frame.text.split("\v")
                size = cell.text_frame.paragraphs[0].runs[0].font.size
                room = column.width - cell.margin_left - cell.margin_right
                widest = max(width(line, size.mm, bold=True) for line in lines)
                assert widest <= Emu(room).mm, lines
                assert size * len(lines) < row.height
                assert [end.find(f"{A}rPr").get("sz") for end in cell._tc.iter(f"{A}br")] == [f"{size.pt * 100:g}"] * (
                    len(lines) - 1
                )
                found.add("/".join(lines))
    assert {"基期值，/2020 年", "目标值，/2020 年", "实际值，/2020 年", "Baseline,/2020"} <= found


def test_libreoffice_sets_each_bar_beside_its_row(decks: dict[str, bytes], tmp_path: Path) -> None:
    """The number of a row and its bar are level: a bar one row too high says another thing."""
    chosen = {f"{name}.pptx": decks[name] for name in ("shipped-zh", "shipped-en")}
    for name, path in converted(chosen, tmp_path).items():
        pages = PdfDocument(path)
        for number, slide in enumerate(opened(chosen[name]).slides):
            charts = [shape for shape in slide.shapes if shape.has_chart]
            if not charts or not any(shape.has_table for shape in slide.shapes):
                continue
            values = charts[0].chart.series[0].values[::-1]
            rows = zip(table_rows_of(slide)[1:], values, strict=True)
            said = [row[-1].partition(" %")[0] for row, value in rows if value is not None]
            bars = bars_right_of(pages[number], Emu(charts[0].left).pt)
            assert len(bars) == len(said) > 1
            for words, (low, high) in zip(said, bars, strict=True):
                assert low < level_of(pages[number], words) < high, (name, number + 1, words)


# ---- what a deck says -----------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["haining", "semi", "lakes", "plan"])
def test_ids_and_names_are_those_of_the_list(
    decks: dict[str, bytes], name: str, lang: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    content = listed(capsysbinary, SELECTIONS[name])
    deck = opened(decks[f"{name}-{lang}"])
    ids = text("slides_ids", lang, count=content["count"], ids=", ".join(item["id"] for item in content["items"]))
    assert ids in deck.slides[0].notes_slide.notes_text_frame.text
    cells = [cell for row in table_rows(deck) for cell in row]
    for item in content["items"]:
        assert any(cell.startswith(item[f"name_{lang}"]) for cell in cells), item["id"]
    assert deck.slides[0].placeholders[13].text_frame.text == content[f"sentence_{lang}"]


def test_the_whole_city_is_counted_as_it_is_listed(
    catalog: Catalog, decks: dict[str, bytes], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    content = listed(capsysbinary, Selection())
    deck = opened(decks["whole-zh"])
    counted = [int(row[1].split()[0]) for row in table_rows_of(deck.slides[0])[1:]]
    assert sum(counted) == content["count"] == len(catalog.entities)


def test_the_numbers_are_those_of_the_catalog_with_their_evidence(catalog: Catalog, decks: dict[str, bytes]) -> None:
    rows = {row[0]: row for row in table_rows(opened(decks["lakes-zh"])) if len(row) == 3}
    for area_id in catalog.areas.index[catalog.areas["kind"] == "lake_district"]:
        fact = facts(catalog, str(area_id)).fact("area_km2")
        assert rows[str(catalog.areas.at[area_id, "name_zh"])][2] == f"{fact.value:.10g} km² ■1"
    assert rows["合计"][2].startswith("176.16 km² ＝")


def is_said_of_all(row: list[str]) -> bool:
    """Whether a row is one statement over all columns, so that its other cells are merged into the first."""
    return any(
        row[0].startswith(text("slide_all_have", lang, count=n, said="")) for lang in LANGUAGES for n in range(3, 99)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_missing_is_said_in_words(decks: dict[str, bytes], lang: str) -> None:
    deck = opened(decks[f"shipped-{lang}"])
    # What is missing is one line with the names of the fields.
    corridor = table_rows_of(deck.slides[1])
    (missing,) = [row for row in corridor if row[0] == f"{text('not_stated', lang)} –"]
    assert {text(f"field_{field}", lang) for field in ("area_km2", "unit", "industries")} <= set(
        missing[1].split(text("enumeration", lang))
    )
    empty = [
        (number, row)
        for number, slide in enumerate(deck.slides)
        for row in table_rows_of(slide)[1:]
        if any(not cell.strip() for cell in row[1:]) and not is_said_of_all(row)
    ]
    assert empty == []


def test_every_entity_with_a_place_is_a_group_of_its_id_with_alternative_text(
    catalog: Catalog, decks: dict[str, bytes]
) -> None:
    for lang in LANGUAGES:
        found = named(opened(decks[f"haining-{lang}"]).slides[0])
        for entity_id in catalog.pick(HAINING).areas.index:
            shape = found[entity_id]
            assert shape.shape_type.name == "GROUP"
            alt = shape._element.nvGrpSpPr.cNvPr.get("descr")
            assert catalog.areas.at[entity_id, f"name_{lang}"] in alt
            assert text("map_schematic", lang) in alt
            freeforms = [part for part in shapes(shape) if part._element.find(f".//{A}custGeom") is not None]
            assert freeforms
        grades = catalog.pick(HAINING).carriers["location_grade"]
        assert all((str(entity_id) in found) == (grade != "D") for entity_id, grade in grades.items())


def test_labels_are_text(catalog: Catalog, decks: dict[str, bytes]) -> None:
    for lang in LANGUAGES:
        group = maps(opened(decks[f"lakes-{lang}"]))[0]
        said = "".join("".join(shape.text_frame.text.split()) for shape in shapes(group) if shape.has_text_frame)
        for area_id, name in catalog.areas.loc[catalog.areas["kind"] == "lake_district", f"name_{lang}"].items():
            brief = table().get(f"brief_{area_id}", {lang: str(name)})[lang]
            assert "".join(str(name).split()) in said or "".join(brief.split()) in said


def test_every_shape_of_a_map_has_a_name_and_an_alternative_text(decks: dict[str, bytes]) -> None:
    for data in decks.values():
        for slide in opened(data).slides:
            marks = [one for one in slide.shapes._spTree.iter(etree.Element) if etree.QName(one).localname == "cNvPr"][
                1:
            ]
            assert all(one.get("name") for one in marks)
            assert all(one.get("descr") is not None for one in marks)
            names = [one.get("name") for one in marks]
            assert len(names) == len(set(names))
    for group in maps(opened(decks["whole-zh"])):
        assert all(shape._element.xpath(".//p:cNvPr/@descr")[0] for shape in shapes(group))


def test_a_chart_is_native_and_its_workbook_holds_the_same_numbers(catalog: Catalog, decks: dict[str, bytes]) -> None:
    deck = opened(decks["lakes-zh"])
    chart = next(shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    lakes = catalog.areas[catalog.areas["kind"] == "lake_district"].sort_values("area_km2")
    assert list(chart.series[0].values) == lakes["area_km2"].tolist()
    assert list(chart.plots[0].categories) == [f"{name} ■1" for name in lakes["name_zh"]]
    assert workbook_of(chart) == list(zip(chart.plots[0].categories, chart.series[0].values, strict=True))


def workbook_of(chart: Any) -> list[tuple[str, float | None]]:
    """Names and numbers of the workbook inside a chart, which holds no formula; None where there is no number."""
    inside = trees(chart.part.chart_workbook.xlsx_part.blob)
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    strings = ["".join(entry.itertext()) for entry in inside["xl/sharedStrings.xml"]]
    sheet = inside["xl/worksheets/sheet1.xml"]
    assert sheet.find(f".//{space}f") is None
    cells = {cell.get("r"): cell for cell in sheet.iter(f"{space}c")}
    found = []
    for row in range(2, 2 + len(chart.plots[0].categories)):
        name, number = cells[f"A{row}"], cells.get(f"B{row}")
        assert name.get("t") == "s"
        found.append((strings[int(name[0].text)], None if number is None else float(number[0].text)))
    return found


def test_every_slide_names_the_sources_and_the_version_in_its_notes(catalog: Catalog, decks: dict[str, bytes]) -> None:
    for name, data in decks.items():
        lang = name.split("-")[1]
        for slide in opened(data).slides:
            said = slide.notes_slide.notes_text_frame.text
            assert all(str(title) in said for title in catalog.sources[f"title_{lang}"])
            assert text("handout_version", lang, version=catalog.version, data=catalog.fingerprint[:12]) in said
            assert text("map_map_review", lang) in said


def test_the_notes_say_where_each_number_stands(catalog: Catalog, decks: dict[str, bytes]) -> None:
    said = notes(opened(decks["lakes-zh"]))
    for area_id in catalog.areas.index[catalog.areas["kind"] == "lake_district"]:
        citation = facts(catalog, str(area_id)).fact("area_km2").citation
        line = next(
            one for one in said.splitlines() if one.startswith(f"{catalog.areas.at[area_id, 'name_zh']}，面积：")
        )
        assert citation.locator in line
        assert f"L{citation.line[0]}" in line


# ---- scenes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_presentation_gives_its_scenes_in_order(decks: dict[str, bytes], lang: str) -> None:
    deck = opened(decks[f"shipped-{lang}"])
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    wanted = [scene.title.of(lang) for scene in scenes.shipped().scenes]
    assert [title for title in titles if title in wanted] == wanted
    for scene in scenes.shipped().scenes:
        slide = deck.slides[titles.index(scene.title.of(lang))]
        for line in scene.notes.of(lang).splitlines():
            assert line in slide.notes_slide.notes_text_frame.text


def test_the_map_of_a_scene_hides_the_layers_that_the_scene_hides(decks: dict[str, bytes]) -> None:
    deck = opened(decks["shipped-zh"])
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    scene = next(scene for scene in scenes.shipped().scenes if scene.view.hidden)
    found = named(deck.slides[titles.index(scene.title.zh)])
    assert not {name for name in found if name.startswith(("htz-", "lake-", "carrier-"))}
    assert "corridor-g60" in found


def test_a_comparison_stands_side_by_side(catalog: Catalog, decks: dict[str, bytes]) -> None:
    slide = opened(decks["faces-zh"]).slides[1]
    rows = table_rows_of(slide)
    assert rows[0][1:] == ["鹃湖国际科技城", "祥符荡科创绿谷"]
    area = next(row for row in rows if row[0] == "面积")
    found = compare(catalog, ("lake-juanhu", "lake-xiangfudang"))
    line = next(row for row in found.rows if row.code == "area_km2")
    assert area[1:] == [f"{number:.10g} km² ■1" for number in line.numbers]
    group = named(slide)
    assert {"lake-juanhu", "lake-xiangfudang"} <= set(group)


def test_the_indicators_stand_in_a_table_and_a_chart(catalog: Catalog, decks: dict[str, bytes]) -> None:
    deck = opened(decks["shipped-zh"])
    slide = next(
        one
        for one in deck.slides
        if any(shape.has_chart for shape in one.shapes) and one.slide_id and "指标" in words(one)
    )
    entries = indicators(catalog, "2")
    rows = table_rows_of(slide)[1:]
    assert len(rows) == len(entries)
    for row, entry in zip(rows, entries, strict=True):
        assert row[2].startswith(text("not_stated", "zh") if entry.baseline is None else f"{entry.baseline:g}")
        assert f"{entry.target:g}" in row[3]
    # Each row has its own bar beside it, or none where no growth can be computed.
    graphic = next(shape for shape in slide.shapes if shape.has_chart)
    growths = [amount_growth(entry) for entry in entries]
    wanted = [None if growth is None else round(growth, 2) for growth in growths]
    assert list(graphic.chart.series[0].values)[::-1] == wanted
    assert [name.rpartition(" ")[0] for name in graphic.chart.plots[0].categories][::-1] == [row[0] for row in rows]
    table = next(shape for shape in slide.shapes if shape.has_table)
    heights = [row.height for row in table.table.rows]
    assert max(heights[1:]) - min(heights[1:]) <= 2
    assert graphic.top == pytest.approx(table.top + heights[0], abs=40)
    assert graphic.height == pytest.approx(sum(heights[1:]), abs=100)


def test_a_file_of_scenes_is_read_and_what_is_wrong_with_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, output = tmp_path / "scenes.json", tmp_path / "deck.pptx"
    path.write_text(scene_file(**{"map": "unit=330481&focus=nobody-here"}), "utf-8")
    assert main(["slides", "--scenes", str(path), "--lang", "en", "-o", str(output)]) == 0
    assert "nobody-here" in capsys.readouterr().err
    assert "Page 1" in [slide.shapes.title.text_frame.text for slide in opened(output.read_bytes()).slides]


# ---- bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize("ratio", RATIOS)
def test_hostile_names_are_shown_as_written_and_stay_on_the_slide(hostile_catalog: Catalog, ratio: str) -> None:
    for lang in LANGUAGES:
        datas = [to_pptx(hostile_catalog, one, View(lang=lang), ratio=ratio) for one in (HAINING, LAKES, PLAN)]
        if ratio == RATIO_OF[lang]:
            datas.append(scenes_to_pptx(hostile_catalog, scenes.shipped(), lang, ratio=ratio))
        test_nothing_overlaps_or_leaves_its_slide({str(n): data for n, data in enumerate(datas)})
        for data in datas:
            assert faults(data) == []
            deck = opened(data)
            for slide in deck.slides:
                for shape in slide.shapes:
                    if shape.has_chart:
                        workbook_of(shape.chart)
                assert "\u202e" not in words(slide)
        said = "\n".join(words(slide) for slide in opened(datas[2]).slides)
        assert ATTACKS[0] in said
        assert "=1+1" in said


def test_a_name_longer_than_a_slide_is_cut(hostile_catalog: Catalog) -> None:
    data = to_pptx(hostile_catalog, PLAN, View(), ratio="4:3")
    cells = [cell for row in table_rows(opened(data)) for cell in row if LONG[:20] in cell]
    assert cells
    assert all(len(cell) < 300 for cell in cells)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_selection_gives_a_slide_that_says_so(catalog: Catalog, lang: str) -> None:
    deck = opened(to_pptx(catalog, NOTHING, View(lang=lang)))
    assert text("slides_empty", lang) in words(deck.slides[0])
    assert sentence(catalog, catalog.pick(NOTHING), NOTHING, lang) in words(deck.slides[0])
    assert maps(deck)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_slides_about_one_thing_bear_its_name(catalog: Catalog, lang: str) -> None:
    deck = opened(to_pptx(catalog, Selection(focus="lake-juanhu"), View(lang=lang)))
    assert deck.slides[0].shapes.title.text_frame.text == catalog.areas.at["lake-juanhu", f"name_{lang}"]
    within = opened(to_pptx(catalog, Selection(units=frozenset({"330481"}), focus="lake-juanhu"), View(lang=lang)))
    assert text("whole_city", lang) != within.slides[0].shapes.title.text_frame.text


def test_one_carrier_gives_its_facts(catalog: Catalog) -> None:
    deck = opened(to_pptx(catalog, Selection(query="南方科技大学"), View()))
    entity_id = str(catalog.pick(Selection(query="南方科技大学")).entities.index[0])
    rows = dict(row for row in table_rows_of(deck.slides[0]) if len(row) == 2)
    assert rows["清单"].startswith("“十四五”重点创新载体建设清单")
    assert entity_id in named(deck.slides[0])


@pytest.mark.parametrize("ratio", RATIOS)
def test_no_further_slide_of_one_area_is_half_empty(catalog: Catalog, ratio: str) -> None:
    empty = {}
    for lang in LANGUAGES:
        for one in ("htz-haining", "lake-juanhu", "lake-tianehu"):
            deck = Presentation(io.BytesIO(to_pptx(catalog, Selection(focus=one), View(lang=lang), ratio=ratio)))
            for slide in list(deck.slides)[1:2]:
                tables = [shape for shape in slide.shapes if shape.has_table]
                if not tables or slide.shapes.title.text != text("slides_continued", lang, title=title_of(deck)):
                    continue
                bottom = max(shape.top + sum(row.height for row in shape.table.rows) for shape in tables)
                empty |= {(one, lang): share} if (share := bottom / deck.slide_height) < 0.6 else {}
    assert empty == {}


def title_of(deck: Any) -> str:
    return str(deck.slides[0].shapes.title.text).replace("\v", "")


@pytest.mark.parametrize("wide", [74, 78, 90, 94])
def test_no_name_of_a_table_leaves_a_character_alone(wide: int) -> None:
    """Where type that is a little smaller has room for it."""
    names = ("嘉兴秀洲高新技术产业开发区", "乌镇大数据高新技术产业园区", "嘉兴高新技术产业园区")
    table = Table("zones", ("高新区", "所属地"), tuple((Cell(name), Cell("海宁", "■1")) for name in names), (0.6, 0.4))
    setting = set_table(table, Box(0, 0, wide, 120), largest=14.0)
    room = (wide * setting.shares[0] - 2 * PAD_MM) * NARROWER
    lines = [line for row in setting.rows for line in wrap(row[0].words, room, setting.size * MM_PER_PT)]
    assert setting.size == 13.0
    assert min(map(len, lines)) > 1


def test_five_hundred_carriers_go_on_over_further_slides(catalog: Catalog) -> None:
    many = crowded(catalog, 500)
    data = to_pptx(many, Selection(units=frozenset({"330482"})), View())
    test_nothing_overlaps_or_leaves_its_slide({"many": data})
    deck = opened(data)
    cells = {cell for row in table_rows(deck) for cell in row}
    assert {f"平湖第{number}号先进智能装备制造研究院有限公司" for number in range(500)} <= cells
    assert "many-499" in deck.slides[0].notes_slide.notes_text_frame.text


# ---- the command line -----------------------------------------------------------------------


def test_the_call_without_flags_shows_the_shipped_presentation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "deck.pptx"
    assert main(["slides", "-o", str(output)]) == 0
    deck = opened(output.read_bytes())
    assert deck.slides[0].shapes.title.text_frame.text == scenes.shipped().scenes[0].title.zh
    told = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\[(\d+)/\1\] .+", told[-1])


def test_the_call_makes_the_same_file_as_the_function(catalog: Catalog, tmp_path: Path) -> None:
    output = tmp_path / "deck.pptx"
    assert main(["slides", "--unit", "330481", "--lang", "en", "--ratio", "4:3", "-o", str(output)]) == 0
    view = View(lang="en", version=catalog.version)
    assert output.read_bytes() == to_pptx(catalog, HAINING, view, ratio="4:3")


def test_a_review_number_takes_the_place_of_the_notice(tmp_path: Path) -> None:
    output = tmp_path / "deck.pptx"
    assert main(["slides", "--unit", "330481", "--review", "浙S(2026)1号", "-o", str(output)]) == 0
    deck = opened(output.read_bytes())
    assert "审图号：浙S(2026)1号" in words(deck.slides[0])
    assert "未经地图审核" not in words(deck.slides[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_scenes_and_a_selection_together_are_refused(
    tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "deck.pptx"
    call = ["slides", "--scenes", "x.json", "--unit", "330481", "--lang", lang, "-o", str(output)]
    assert main(call) == 2
    assert text("error_scenes_or_selection", lang) in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b'{"format": "g60-scenes", "version": 9, "scenes": []}'])
def test_a_file_that_is_no_presentation_is_refused(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path, output = tmp_path / "scenes.json", tmp_path / "deck.pptx"
    path.write_bytes(content)
    assert main(["slides", "--scenes", str(path), "-o", str(output)]) == 1
    assert "scenes.json" in capsys.readouterr().err
    assert main(["slides", "--scenes", str(tmp_path / "none.json"), "-o", str(output)]) == 2
    assert "none.json" in capsys.readouterr().err
    assert not output.exists()


def test_no_half_of_a_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    output = tmp_path / "deck.pptx"
    assert main(["slides", "--unit", "330481", "-o", str(tmp_path / "none" / "deck.pptx")]) == 1
    assert "deck.pptx" in capsys.readouterr().err
    output.write_bytes(b"as it was")
    monkeypatch.setattr("g60.contract.whole_files.os.fsync", full)
    assert main(["slides", "--unit", "330481", "-o", str(output)]) == 1
    assert "磁盘已满" in capsys.readouterr().err
    assert output.read_bytes() == b"as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["deck.pptx"]


def test_a_carrier_without_names_in_one_language_is_named_in_the_other(catalog: Catalog) -> None:
    rows = catalog.carriers.assign(name_en="")
    bare = dataclasses.replace(catalog, all_carriers=rows)
    cells = {cell for row in table_rows(opened(to_pptx(bare, HAINING, View(lang="en")))) for cell in row}
    assert "海宁先进半导体与智能技术研究院" in cells
