"""Sheets as a reader of the files finds them: opened with other libraries than those that wrote them, and measured."""

import io
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from pypdf import PdfReader

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.crs import distance_km
from g60.contract.errors import SheetError, UnknownIdError
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.sentence import sentence
from g60.export import paper
from g60.export.paper import ORIENTATIONS, PAPERS, SheetOptions, compose, to_atlas
from g60.export.paper import atlas as atlas_pages
from g60.export.paper_map.drawing import MM_PER_PT, Box, Group, Letters, Page, Text
from g60.export.paper_map.lines import fitted, label_lines, wrap
from g60.export.paper_map.typeface import printable, width
from tests.hostile import hostile_copy
from tests.opened import pdf_texts

GEODATA = Path(__file__).parents[1] / "geodata"
DAY = "2026-11-21"
A3 = SheetOptions(date=DAY, address="https://map.example.cn/")
WHOLE = Selection()
HAINING = Selection(units=frozenset({"330481"}))
SEMI = Selection(industries=frozenset({"semi"}))
LAKES = Selection(kinds=frozenset({"lake_district"}))
NOTHING = Selection(query="不存在的词")
SELECTIONS = {"whole": WHOLE, "haining": HAINING, "semi": SEMI, "lakes": LAKES}
# Each sheet is made once for all the tests that look at it, and its text taken out once.
to_pdf, to_svg, to_png = cache(paper.to_pdf), cache(paper.to_svg), cache(paper.to_png)
PT_PER_MM = 72 / 25.4
SVG = "{http://www.w3.org/2000/svg}"
# The beginning of a part, with its name where it has one; its end; a corner of a path.
OPERATORS = re.compile(r"(?:/Name \(([^)]*)\)>> |>> )(BDC)\b|\b(EMC)\b|(-?[\d.]+) (-?[\d.]+) [ml]\b")
# Two platforms of the core, near the middle of the city: they say how long a kilometre is on the sheet.
PLATFORMS = ("platform-xiuzhou-national", "platform-kejicheng")


@pytest.fixture(scope="module")
def pdf(catalog: Catalog) -> PdfReader:
    return opened(to_pdf(catalog, WHOLE, View(), A3))


@cache
def opened(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def words(reader: PdfReader) -> str:
    """The text of all pages without white space, since lines are broken where they have to be."""
    return squeezed("".join(texts(reader)))


def texts(reader: PdfReader) -> tuple[str, ...]:
    """The text of each page."""
    return pdf_texts(reader.stream.getvalue())  # type: ignore[union-attr]


def squeezed(said: str) -> str:
    return "".join(said.split())


# ---- what is in a file, measured ------------------------------------------------------------


def parts_of_pdf(reader: PdfReader) -> dict[str, list[tuple[float, float]]]:
    """The corners of the paths of each named part of the first page, in mm."""
    content = reader.pages[0].get_contents()
    assert content is not None
    found: dict[str, list[tuple[float, float]]] = {}
    names: list[str] = []
    for name, begins, ends, x, y in OPERATORS.findall(content.get_data().decode("ascii")):
        if begins:
            names.append(name)
        elif ends:
            names.pop()
        else:
            for one in names:
                found.setdefault(one, []).append((float(x) / PT_PER_MM, float(y) / PT_PER_MM))
    assert not names
    return found


def parts_of_svg(data: bytes) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {}
    for group in ElementTree.fromstring(data).iter(f"{SVG}g"):
        for path in group.iter(f"{SVG}path"):
            numbers = [float(part) for part in re.findall(r"-?[\d.]+", path.get("d", ""))]
            pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
            found.setdefault(group.get("data-id", ""), []).extend(pairs)
    return found


def middle(points: list[tuple[float, float]]) -> np.ndarray:
    corners = np.array(points)
    return (corners.min(axis=0) + corners.max(axis=0)) / 2


def km_of_platforms(catalog: Catalog) -> float:
    a, b = (catalog.reference.geometry[name] for name in PLATFORMS)
    return float(distance_km(a.x, a.y, [b.x], [b.y])[0])


def bar_km(said: str) -> float:
    """The length that the bar's last figure names."""
    figures = [float(number) for number in re.findall(r"([\d.]+) ?(?:公里|km\b)(?!²)", said)]
    return max(figures)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("paper", ["a4", "a3", "a0"])
def test_the_scale_bar_agrees_with_the_ground_within_two_thousandths(catalog: Catalog, paper: str, lang: str) -> None:
    options = replace(A3, paper=paper)
    reader = opened(to_pdf(catalog, WHOLE, View(lang=lang), options))
    said = texts(reader)[0]
    for parts in (parts_of_pdf(reader), parts_of_svg(to_svg(catalog, WHOLE, View(lang=lang), options))):
        bar = np.array(parts["scale-bar"])
        bar_mm = bar[:, 0].max() - bar[:, 0].min()
        platforms = [middle(parts[name]) for name in PLATFORMS]
        mm_per_km = np.linalg.norm(platforms[0] - platforms[1]) / km_of_platforms(catalog)
        assert bar_mm / bar_km(said) == pytest.approx(mm_per_km, rel=0.002)


@pytest.mark.parametrize("scale", [250_000, 200_000, 150_000])
def test_a_chosen_scale_is_the_scale_of_the_file(catalog: Catalog, scale: int) -> None:
    options = replace(A3, scale=scale, centre=(120.75, 30.74))
    reader = opened(to_pdf(catalog, WHOLE, View(), options))
    parts = parts_of_pdf(reader)
    mm = np.linalg.norm(middle(parts[PLATFORMS[0]]) - middle(parts[PLATFORMS[1]]))
    assert km_of_platforms(catalog) * 1e6 / mm == pytest.approx(scale, rel=0.002)
    assert f"1:{scale:,}".replace(",", " ") in texts(reader)[0]


def test_the_pages_have_the_size_of_their_paper(catalog: Catalog) -> None:
    for size, orientation in itertools.product(PAPERS, ORIENTATIONS):
        page = opened(to_pdf(catalog, HAINING, View(), replace(A3, paper=size, orientation=orientation))).pages[0]
        short, long = PAPERS[size]
        wanted = (long, short) if orientation == "landscape" else (short, long)
        assert [float(side) / PT_PER_MM for side in page.mediabox[2:]] == pytest.approx(wanted, abs=0.01)


def test_a_png_has_the_pixels_of_its_paper_and_says_how_many_make_a_metre(catalog: Catalog) -> None:
    for zoom in (1, 2):
        image = Image.open(io.BytesIO(to_png(catalog, HAINING, View(), replace(A3, paper="a4", zoom=zoom))))
        image.load()
        assert image.size == (round(297 / 25.4 * 96 * zoom), round(210 / 25.4 * 96 * zoom))
        assert image.info["dpi"] == pytest.approx((96 * zoom, 96 * zoom), rel=0.001)
        assert len(image.resize((60, 40)).getcolors(2400) or []) > 20  # something is painted


# ---- text and fonts -------------------------------------------------------------------------


def test_every_font_is_embedded_and_a_subset(pdf: PdfReader) -> None:
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descendant = font["/DescendantFonts"][0].get_object()
        assert re.fullmatch(r"/[A-Z]{6}\+NotoSansSC-(Regular|Bold)", font["/BaseFont"])
        assert len(descendant["/FontDescriptor"]["/FontFile2"].get_data()) < 600_000
        assert "/ToUnicode" in font


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SELECTIONS)
def test_a_sheet_says_what_it_shows(catalog: Catalog, name: str, lang: str) -> None:
    selection, picked = SELECTIONS[name], catalog.pick(SELECTIONS[name])
    said = words(opened(to_pdf(catalog, selection, View(lang=lang), A3)))
    for entity_id in picked.entities.index:
        assert squeezed(picked.entities.at[entity_id, f"name_{lang}"]) in said
    for value in (
        sentence(catalog, picked, selection, lang),
        text("map_map_review", lang),
        text("map_attribution", lang),
        text("sheet_date", lang, date=DAY),
        text("sheet_version", lang, version=catalog.version, data=catalog.fingerprint[:8]),
        *catalog.sources[f"title_{lang}"],
    ):
        assert squeezed(value) in said


def test_another_reader_finds_the_same_text(catalog: Catalog) -> None:
    said = squeezed(opened(to_pdf(catalog, LAKES, View(), A3)).pages[0].extract_text())
    assert squeezed(sentence(catalog, catalog.pick(LAKES), LAKES, "zh")) in said
    assert "湘家荡高能级科创湖区" in said
    assert said.count("鹃湖国际科技城") <= 2  # once in the list, once on the map: a rim behind letters is no text


def test_every_area_of_the_plan_stands_with_its_evidence_and_its_document(catalog: Catalog, pdf: PdfReader) -> None:
    said = words(pdf)
    for area_id, area in catalog.areas.iterrows():
        if area["area_km2"] == area["area_km2"]:
            assert f"{area['area_km2']:.10g}km²■1" in said, area_id
    # What the plan does not say is said to be missing, and is never 0 or blank.
    assert said.count("未载明–") >= 10
    assert "0km²■" not in re.sub(r"[1-9]\d*(\.\d+)?km²■", "", said)


def test_the_corridor_s_name_is_one_word_though_its_letters_stand_apart(pdf: PdfReader) -> None:
    content = pdf.pages[0].get_contents()
    assert content is not None
    assert b"/ActualText <FEFF" + "G60科创走廊".encode("utf-16-be").hex().upper().encode() in content.get_data()


def test_a_file_asks_to_be_printed_without_scaling(pdf: PdfReader) -> None:
    assert pdf.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"
    assert pdf.trailer["/Root"]["/Lang"] == "zh-CN"


# ---- the same as `list` ---------------------------------------------------------------------


def linked_ids(reader: PdfReader) -> set[str]:
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    addresses = [str(link["/A"]["/URI"]) for link in links if "/URI" in link.get("/A", {})]
    return {focus for address in addresses for focus in parse_qs(urlsplit(address).query).get("focus", [])}


@pytest.mark.parametrize("name", SELECTIONS)
def test_the_ids_of_a_file_are_those_of_the_selection(catalog: Catalog, name: str) -> None:
    selection = SELECTIONS[name]
    wanted = list(catalog.pick(selection).entities.index)
    reader = opened(to_pdf(catalog, selection, View(), A3))
    assert json.loads(str(reader.metadata.keywords))["ids"] == wanted  # type: ignore[union-attr]
    assert linked_ids(reader) == set(wanted)
    svg = ElementTree.fromstring(to_svg(catalog, selection, View(), A3))
    assert json.loads(svg.findtext(f"{SVG}metadata") or "")["ids"] == wanted
    image = Image.open(io.BytesIO(to_png(catalog, selection, View(), replace(A3, zoom=1))))
    assert json.loads(image.info["Comment"])["ids"] == wanted


def test_no_pin_stands_for_a_carrier_whose_place_is_not_known(catalog: Catalog) -> None:
    parts = ElementTree.fromstring(to_svg(catalog, WHOLE, View(), A3))
    drawn = {group.get("data-id") for group in parts.iter(f"{SVG}g")}
    grades = catalog.carriers["location_grade"]
    assert not drawn & set(grades.index[grades == "D"])
    assert drawn >= set(grades.index[grades != "D"])


# ---- labels ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("paper", "orientation"), [("a4", "portrait"), ("a3", "landscape"), ("a0", "landscape")])
@pytest.mark.parametrize("name", ["whole", "haining"])
def test_labels_do_not_overlap_and_stay_on_the_map(
    catalog: Catalog, name: str, paper: str, orientation: str, lang: str
) -> None:
    options = replace(A3, paper=paper, orientation=orientation)
    plan = compose(catalog, SELECTIONS[name], View(lang=lang), options, pages=True).plan
    boxes = [(label.id, label.spot.box) for label in plan.labels if label.spot]
    assert boxes
    for (one, box), (other, another) in itertools.combinations(boxes, 2):
        assert not box.meets(another), (one, other)
    frame = plan.ground.frame
    assert all(
        frame.x <= box.x and box.right <= frame.right and frame.y <= box.y and box.bottom <= frame.bottom
        for _, box in boxes
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_area_is_named_on_the_map_of_the_city(catalog: Catalog, lang: str) -> None:
    plan = compose(catalog, WHOLE, View(lang=lang), A3, pages=True).plan
    named = {label.id for label in plan.labels if label.spot}
    districts = catalog.areas.index[catalog.areas["kind"].isin(("high_tech_zone", "lake_district"))]
    assert set(districts) <= named


def test_what_a_selection_leaves_out_has_no_label(catalog: Catalog) -> None:
    plan = compose(catalog, LAKES, View(), A3, pages=True).plan
    kinds = {label.kind for label in plan.labels if label.spot}
    assert kinds <= {"lake", "county", "unit", "neighbour"}


# ---- what a reader may ask for --------------------------------------------------------------


def test_hidden_layers_are_not_drawn(catalog: Catalog) -> None:
    view = View(hidden=frozenset({"lakes", "bodies"}))
    drawn = {group.get("data-id") for group in ElementTree.fromstring(to_svg(catalog, WHOLE, view, A3)).iter(f"{SVG}g")}
    assert "lake-juanhu" not in drawn
    assert "body-29" not in drawn
    assert "htz-nanhu" in drawn


def test_the_same_sheet_is_the_same_bytes(catalog: Catalog) -> None:
    for make in (paper.to_pdf, paper.to_svg, paper.to_png):
        options = replace(A3, paper="a4", zoom=1)
        assert make(catalog, HAINING, View(), options) == make(catalog, HAINING, View(), options)


def test_a_scale_that_does_not_fit_names_the_paper_and_the_scale_that_would(catalog: Catalog) -> None:
    with pytest.raises(SheetError) as raised:
        to_pdf(catalog, WHOLE, View(), replace(A3, paper="a4", scale=350_000))
    said = text(raised.value.code, "zh", **raised.value.values)
    assert "1:350 000" in said
    assert "1:500 000" in said
    assert "A3" in said
    to_pdf(catalog, WHOLE, View(), replace(A3, paper="a4", scale=500_000))
    to_pdf(catalog, WHOLE, View(), replace(A3, paper="a3", scale=350_000))


@pytest.mark.parametrize(("scale", "code"), [(50, "error_scale_large"), (5_000_000, "error_scale_small")])
def test_a_scale_beyond_all_maps_is_refused(catalog: Catalog, scale: int, code: str) -> None:
    with pytest.raises(SheetError) as raised:
        to_svg(catalog, WHOLE, View(), replace(A3, scale=scale))
    assert raised.value.code == code


def test_the_qr_code_holds_the_permalink(catalog: Catalog) -> None:
    options = replace(A3, address="https://atlas.example.cn/")
    svg = ElementTree.fromstring(to_svg(catalog, HAINING, View(lang="en"), options))
    codes = [group for group in svg.iter(f"{SVG}g") if group.get("data-id") == "qr"]
    assert codes[0].findtext(f"{SVG}title") == "https://atlas.example.cn/?unit=330481&lang=en"
    assert len(re.findall("M", codes[0].find(f"{SVG}path").get("d"))) > 100  # type: ignore[union-attr, arg-type]


def test_a_review_number_takes_the_place_of_the_notice(catalog: Catalog) -> None:
    said = words(opened(to_pdf(catalog, HAINING, View(), replace(A3, review="GS（2026）0001号"))))
    assert "审图号：GS（2026）0001号" in said
    assert "未经地图审核" not in said


# ---- bad input ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return Catalog.load(FolderSource(hostile_copy(GEODATA, tmp_path_factory.mktemp("hostile"))))


def test_hostile_names_are_shown_as_written(hostile_catalog: Catalog, caplog: pytest.LogCaptureFixture) -> None:
    data = to_svg(hostile_catalog, WHOLE, View(), A3)
    svg = ElementTree.fromstring(data)  # and so it is well-formed
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= {
        *("svg", "title", "desc", "metadata", "defs", "style", "g", "a", "path", "circle", "text", "clipPath", "rect"),
    }
    assert b"<script" not in data
    assert "<script>window.hacked=1</script>" in squeezed("".join(svg.itertext()))
    assert "U+202E" in caplog.text
    reader = opened(to_pdf(hostile_catalog, WHOLE, View(), A3))
    assert "U+202E" in texts(reader)[0]  # the warning stands on the sheet too
    assert "□" in texts(reader)[0]


def test_an_empty_selection_gives_a_sheet_that_says_so(catalog: Catalog) -> None:
    for lang in LANGUAGES:
        said = words(opened(to_pdf(catalog, NOTHING, View(lang=lang), A3)))
        assert squeezed(text("empty_title", lang)) in said
        assert squeezed(text("sheet_empty", lang)) in said


def test_one_point_gives_a_map_that_claims_no_more_than_is_known(catalog: Catalog) -> None:
    selection = Selection(query="南方科技大学")
    assert len(catalog.pick(selection).entities) == 1
    plan = compose(catalog, selection, View(), A3, pages=True).plan
    assert plan.ground.scale >= 50_000
    assert "uncertainty" in plan.kinds


def crowded(catalog: Catalog, count: int) -> Catalog:
    """The shipped catalog with so many carriers of one county instead of its own."""
    chance = np.random.default_rng(1)
    rows = pd.concat([catalog.carriers.iloc[:1]] * count, ignore_index=True)
    rows.index = pd.Index([f"many-{number}" for number in range(count)], name="id")
    known = np.arange(count) % 5 != 0
    rows = rows.assign(
        name_zh=[f"平湖第{number}号先进智能装备制造研究院有限公司" for number in range(count)],
        unit="330482",
        lon=np.where(known, 121.05 + chance.normal(0, 0.03, count), np.nan),
        lat=np.where(known, 30.70 + chance.normal(0, 0.03, count), np.nan),
        location_grade=np.where(known, "C", "D"),
    )
    return replace(catalog, all_carriers=rows)


def test_five_hundred_carriers_in_one_county_are_listed_or_counted(catalog: Catalog) -> None:
    many = crowded(catalog, 500)
    selection = Selection(units=frozenset({"330482"}))
    reader = opened(to_pdf(many, selection, View(), A3))
    assert len(reader.pages) > 1
    assert {entity_id for entity_id in linked_ids(reader) if entity_id.startswith("many-")} == set(many.carriers.index)
    svg = ElementTree.fromstring(to_svg(many, selection, View(), A3))
    listed = [group.get("data-id", "") for group in svg.iter(f"{SVG}g")]
    rows = [name for name in listed if name.startswith("row:") and not name.startswith("row:source:")]
    left = len(many.pick(selection).entities) - len(rows)
    assert text("sheet_rest", "zh", count=left) in "".join(svg.itertext())
    marks = compose(many, selection, View(), A3, pages=False).plan
    assert "gathered" in marks.kinds
    assert any(label.badge == "100" for label in marks.labels)


def test_a_title_longer_than_the_sheet_is_cut_and_stays_on_it(catalog: Catalog) -> None:
    page = compose(catalog, HAINING, View(), replace(A3, title="长" * 500), pages=True).document.pages[0]
    titles = [part for part in page.words if part.words.startswith("长长")]
    assert titles[0].words.endswith("…")
    assert width(titles[0].words, titles[0].size, bold=True) <= page.width


# ---- words into lines -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["浙江清华长三角研究院（嘉兴），研究院。", "Institute of Emerging Industries", "无" * 400, "x" * 400]
)
@pytest.mark.parametrize("wide", [12.0, 30.0, 80.0])
def test_lines_are_no_wider_than_their_column_and_lose_nothing(said: str, wide: float) -> None:
    lines = wrap(said, wide, 2.5)
    assert squeezed("".join(lines)) == squeezed(said)
    assert all(width(line, 2.5) <= wide + 2.6 for line in lines)  # a closing mark may hang out
    assert not any(line.startswith(("，", "。", "）")) for line in lines)


def test_what_does_not_fit_ends_in_dots() -> None:
    assert fitted("研究院" * 20, 20, 3).endswith("…")
    assert fitted("institute " * 20, 20, 3).endswith("...")
    assert fitted("短", 20, 3) == "短"


def test_names_break_where_a_reader_would_break_them() -> None:
    assert label_lines("嘉兴南湖高新技术产业园区") == ["嘉兴南湖", "高新技术产业园区"]
    assert label_lines("明湖科创区") == ["明湖科创区"]
    assert max(len(line) for line in label_lines("Jiashan Communication Electronics High-tech Industrial Park")) <= 25


def test_characters_without_a_letter_become_a_box() -> None:
    assert printable("a\u202eb\tc😀") == "a□b c□"


# ---- the atlas ------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=LANGUAGES)
def atlas(request: pytest.FixtureRequest, catalog: Catalog) -> tuple[str, PdfReader, list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []
    options = SheetOptions(paper="a4", orientation="portrait", date=DAY)
    data = to_atlas(
        catalog, View(lang=request.param), options, progress=lambda done, count, _: told.append((done, count))
    )
    return request.param, opened(data), told


def sixteen(catalog: Catalog) -> list[str]:
    kinds = catalog.areas["kind"]
    return [str(entity_id) for kind in ("high_tech_zone", "lake_district") for entity_id in kinds.index[kinds == kind]]


def flat(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


def test_the_atlas_has_contents_bookmarks_and_a_page_for_each_area(
    catalog: Catalog, atlas: tuple[str, PdfReader, list[tuple[int, int]]]
) -> None:
    lang, reader, told = atlas
    assert told == [(place, 16) for place in range(1, 17)]
    bookmarks = [(entry.title, reader.get_destination_page_number(entry)) for entry in flat(reader.outline)]
    names = [catalog.areas.at[area_id, f"name_{lang}"] for area_id in sixteen(catalog)]
    assert [title for title, _ in bookmarks if title in names] == names
    for title, page in bookmarks:
        if title in names:
            assert squeezed(title) in squeezed(texts(reader)[page])
    contents = squeezed(texts(reader)[0])
    assert all(squeezed(name) in contents for name in names)
    links = [note.get_object() for note in reader.pages[0]["/Annots"]]
    assert sum("/Dest" in link or link.get("/A", {}).get("/S") == "/GoTo" for link in links) == 16


def test_a_page_of_the_atlas_has_facts_with_their_places(
    catalog: Catalog, atlas: tuple[str, PdfReader, list[tuple[int, int]]]
) -> None:
    lang, reader, _ = atlas
    pages = {entry.title: reader.get_destination_page_number(entry) for entry in flat(reader.outline)}
    said = squeezed(texts(reader)[pages[catalog.areas.at["lake-juanhu", f"name_{lang}"]]])
    assert "23.3km²" in said
    citation = catalog.citation("lake-juanhu", "area_km2")
    assert citation is not None
    assert squeezed(citation.locator) in said
    assert f"L{citation.line[0]}" in said
    assert squeezed(text("section_near", lang)) in said
    zone = squeezed(texts(reader)[pages[catalog.areas.at["htz-nanhu", f"name_{lang}"]]])
    assert squeezed(text("not_stated", lang)) in zone
    assert squeezed(text("section_targets", lang)) in zone


def test_chosen_pages_alone(catalog: Catalog) -> None:
    options = SheetOptions(paper="a4", orientation="portrait", date=DAY)
    assert len(opened(to_atlas(catalog, View(), options, ids=("lake-juanhu",))).pages) == 2
    with pytest.raises(UnknownIdError):
        to_atlas(catalog, View(), options, ids=("nobody",))


# ---- the command line -----------------------------------------------------------------------


def test_render_writes_the_file_of_its_ending(tmp_path: Path) -> None:
    starts = {"pdf": b"%PDF-1.7", "svg": b"<?xml", "png": b"\x89PNG"}
    for ending, start in starts.items():
        output = tmp_path / f"sheet.{ending}"
        assert main(["render", "--unit", "330481", "--paper", "a4", "--zoom", "1", "-o", str(output)]) == 0
        assert output.read_bytes().startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"sheet.{ending}" for ending in starts)


def test_render_says_which_scale_would_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "sheet.pdf"
    assert main(["render", "--paper", "a4", "--scale", "1:350000", "--lang", "en", "-o", str(output)]) == 2
    assert "1:500 000" in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize("wrong", [["--scale", "1:x"], ["--centre", "0,0"], ["--date", "gestern"]])
def test_a_call_that_is_wrong_is_told_so(tmp_path: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", *wrong, "-o", str(tmp_path / "sheet.pdf")]) == 2
    assert wrong[1] in capsys.readouterr().err


def test_no_half_of_a_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("g60.contract.whole_files.os.fsync", full)
    assert main(["render", "--unit", "330481", "-o", str(tmp_path / "sheet.pdf")]) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_atlas_tells_how_far_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "atlas.pdf"
    assert main(["render", "--atlas", "--area", "lake-juanhu", "--area", "htz-nanhu", "-o", str(output)]) == 0
    assert "[2/2]" in capsys.readouterr().err
    assert len(PdfReader(output).pages) == 3


def test_boxes_know_their_neighbours() -> None:
    assert Box(0, 0, 2, 2).meets(Box(1, 1, 2, 2))
    assert not Box(0, 0, 2, 2).meets(Box(3, 0, 2, 2))
    assert Box(0, 0, 2, 2).meets(Box(3, 0, 2, 2), gap=1.5)


# ---- type and pages -------------------------------------------------------------------------


def points_of(page: Page) -> dict[str, list[float]]:
    """The sizes of a page's texts in points: of names on the map, of texts in its list, and of all."""
    found: dict[str, list[float]] = {"map": [], "list": [], "all": []}

    def collect(group: Group, part: str) -> None:
        for one in group.parts:
            if isinstance(one, Group):
                collect(one, "map" if one.id == "labels" else "list" if one.id == "list" else part)
            elif isinstance(one, Text | Letters) and one.words:
                found["all"].append(one.size / MM_PER_PT)
                if part and not (part == "map" and one.words.isdecimal()):  # the counts in badges are smaller
                    found[part].append(one.size / MM_PER_PT)

    collect(page.root, "")
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("paper", ["a4", "a3", "a0"])
def test_type_is_as_large_as_its_paper_is_read_from(catalog: Catalog, paper: str, lang: str) -> None:
    least, names, listed = {"a4": (6, 6, 6), "a3": (7, 7, 7), "a0": (16, 24, 16)}[paper]
    for selection in (WHOLE, HAINING):
        options = replace(A3, paper=paper)
        for page in compose(catalog, selection, View(lang=lang), options, pages=True).document.pages:
            sizes = points_of(page)
            assert min(sizes["all"]) >= least - 1e-6
            assert min(sizes["list"]) >= listed - 1e-6
            assert min(sizes["map"], default=names) >= names - 1e-6


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("paper", ["a4", "a3", "a2", "a0"])
def test_no_page_holds_a_few_lines_and_no_name_is_cut_in_the_list(
    catalog: Catalog, paper: str, orientation: str, lang: str
) -> None:
    options = replace(A3, paper=paper, orientation=orientation)
    pages = compose(catalog, WHOLE, View(lang=lang), options, pages=True).document.pages
    rows = [sum(isinstance(one, Group) and one.id.startswith("row:") for one in page.root.walk()) for page in pages]
    assert sum(rows) == len(catalog.entities) + len(catalog.sources)  # the documents are rows of the foot
    assert all(count >= 12 for count in rows)
    words = [text.words for page in pages for text in page.words]
    assert not [said for said in words if said.endswith(("km…", "km...", "■…"))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_contents_of_a_lying_atlas_fill_their_columns_and_number_nothing(
    catalog: Catalog, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    written = atlas_pages.to_pdf_bytes

    def noted(document: Any) -> bytes:
        made.append(document)
        return bytes(written(document))

    monkeypatch.setattr(atlas_pages, "to_pdf_bytes", noted)
    to_atlas(catalog, View(lang=lang), SheetOptions(paper="a4", orientation="landscape"))
    first = made[0].pages[0]
    groups = {part.id: part for part in walked(first.root) if isinstance(part, Group)}
    ends = [one.y for one in walked(groups["contents"]) if isinstance(one, Text)]
    assert max(ends) - min(ends) > 0.45 * first.height
    assert not [one for one in groups if one.startswith(("carrier-", "body-"))]


def walked(group: Group) -> Iterator[Any]:
    for part in group.parts:
        yield part
        if isinstance(part, Group):
            yield from walked(part)


@pytest.mark.parametrize(("paper", "orientation"), [("a4", "portrait"), ("a2", "landscape")])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_name_on_a_sheet_ends_in_the_middle(catalog: Catalog, lang: str, paper: str, orientation: str) -> None:
    """A name is written whole or ends in an ellipsis; the longest of the list has 104 letters."""
    options = SheetOptions(paper=paper, orientation=orientation, date="2026-11-21")
    root = ElementTree.fromstring(to_svg(catalog, Selection(units=frozenset({"330482"})), View(lang=lang), options))
    lines = [re.sub(r"\s+", "", words) for words in root.itertext() if words.strip()]
    said = "".join(line for line, _ in itertools.groupby(lines))  # a line on a halo is drawn twice
    for name in catalog.carriers.loc[catalog.carriers["unit"] == "330482", f"name_{lang}"]:
        whole = re.sub(r"\s+", "", name)
        for found in re.finditer(re.escape(whole[:60]), said):
            rest = said[found.start() :]
            assert rest.startswith(whole) or rest.find("…", 0, len(whole)) > 0 or rest.find("...", 0, len(whole)) > 0
