"""Briefs as their readers find them: opened by python-docx, pypdf, PDFium, an XML parser and LibreOffice."""

import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.codes import UNITS
from g60.contract.errors import UnknownIdError
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.facts import facts
from g60.evidence.wording import Wording
from g60.export.office.brief import to_brief_pdf, to_docx
from g60.export.office.brief.document import brief_words
from g60.export.office.brief.fitting import (
    CLOSE,
    LEADING,
    LEAST_MAP_MM,
    LEAST_PT,
    LEFT_FIRST,
    MAPS_MM,
    ROOM_MM,
    BriefWords,
    cut_place,
    fit,
    height,
    parted_lines,
    places_of,
)
from g60.export.office.subject_card import parted, subject_card
from g60.export.paper import SheetOptions
from g60.export.plain_text import in_lines
from tests.hostile import ATTACKS, hostile_copy
from tests.office import A, converted, faults, parts, trees
from tests.opened import pdf_texts
from tests.test_sheet import crowded

GEODATA = Path(__file__).parents[1] / "geodata"
OPTIONS = SheetOptions(date="2026-11-21")
# An area of each kind, a carrier with a point, with a town, with its county only, a body, counties and a zone.
KINDS = ("lake-juanhu", "htz-nanhu", "corridor-g60", "core-jiaxing", "carrier-01", "carrier-11", "carrier-24")
SUBJECTS = (*KINDS, "330481", "330482", "etdz", "port")
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
A4_PT = (595.28, 841.89)


@pytest.fixture(scope="module")
def hostile_catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return Catalog.load(FolderSource(hostile_copy(GEODATA, tmp_path_factory.mktemp("hostile"))))


@pytest.fixture(scope="module")
def documents(catalog: Catalog) -> dict[tuple[str, str], bytes]:
    return {(one, lang): to_docx(catalog, one, lang, OPTIONS) for one in SUBJECTS for lang in LANGUAGES}


@pytest.fixture(scope="module")
def pdfs(catalog: Catalog) -> dict[tuple[str, str], bytes]:
    return {(one, lang): to_brief_pdf(catalog, one, lang, OPTIONS) for one in SUBJECTS for lang in LANGUAGES}


@cache
def opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def rows(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in opened(data).tables for row in table.rows]


def squeezed(said: str) -> str:
    return "".join(said.split())


@cache
def pdf_words(data: bytes) -> str:
    return squeezed("".join(pdf_texts(data)))


# ---- the files ------------------------------------------------------------------------------


def test_a_document_keeps_the_rules_of_the_format(documents: dict[tuple[str, str], bytes]) -> None:
    assert {key: found for key, data in documents.items() if (found := faults(data))} == {}


def test_a_document_holds_no_picture_and_its_map_is_shapes(documents: dict[tuple[str, str], bytes]) -> None:
    for (one, _), data in documents.items():
        assert {name.rpartition(".")[2] for name in parts(data)} == {"xml", "rels"}
        body = trees(data)["word/document.xml"]
        assert body.findall(f".//{A}blip") == []
        assert len(body.findall(f".//{WPS}wsp")) > 20
        names = {mark.get("name") for mark in body.iter(f"{{{WPS[1:-1]}}}cNvPr")} | {
            mark.get("name")
            for mark in body.iter("{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}cNvPr")
        }
        if one.startswith(("lake", "htz")) or one in ("carrier-01", "carrier-11"):
            assert one in names


@pytest.mark.parametrize("maker", [to_docx, to_brief_pdf])
def test_the_same_brief_is_the_same_bytes(catalog: Catalog, maker: Any) -> None:
    assert maker(catalog, "lake-juanhu", "zh", OPTIONS) == maker(catalog, "lake-juanhu", "zh", OPTIONS)


def test_a_pdf_is_one_a4_page_with_its_fonts_embedded(pdfs: dict[tuple[str, str], bytes]) -> None:
    for data in pdfs.values():
        reader = PdfReader(io.BytesIO(data))
        assert len(reader.pages) == 1
        page: Any = reader.pages[0]
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4_PT, abs=0.1)
        fonts = page["/Resources"]["/Font"].values()
        descriptors = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
        assert all("/FontFile2" in descriptor.get_object() for descriptor in descriptors)
        assert "/XObject" not in page["/Resources"]


def test_a_word_processor_sets_every_document_on_one_page(
    documents: dict[tuple[str, str], bytes], tmp_path: Path
) -> None:
    files = {f"{one}-{lang}.docx": data for (one, lang), data in documents.items()}
    pages = {name: PdfReader(path).pages for name, path in converted(files, tmp_path).items()}
    assert {name: len(found) for name, found in pages.items() if len(found) != 1} == {}
    assert squeezed("鹃湖国际科技城") in squeezed(pages["lake-juanhu-zh.docx"][0].extract_text())


# ---- what they say --------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("one", KINDS)
def test_the_values_are_those_that_show_prints(
    documents: dict[tuple[str, str], bytes],
    pdfs: dict[tuple[str, str], bytes],
    one: str,
    lang: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", one, "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)["fields"]
    table = {row[0]: row for row in rows(documents[one, lang])}
    printed = pdf_words(pdfs[one, lang])
    for field, entry in shown.items():
        label = text(f"field_{field}", lang)
        if label not in table or field in (
            "unit",
            "kind",
            "plan",
            "list",
            "industries",
            "geometry_basis",
            "location_grade",
        ):
            continue
        value = entry["value"]
        if value is None:
            assert table[label][1].startswith(text("not_stated", lang))
        elif isinstance(value, float):
            assert f"{value:.10g}" in table[label][1]
            assert f"{value:.10g}" in printed
        else:
            parts_of = (
                value if isinstance(value, list) else value.split(";") if field.startswith("fields_") else [value]
            )
            assert all(part in table[label][1] for part in parts_of)
            assert all(squeezed(part) in printed for part in parts_of)


def test_a_value_comes_with_its_code_and_its_place(catalog: Catalog, documents: dict[tuple[str, str], bytes]) -> None:
    table = {row[0]: row for row in rows(documents["lake-juanhu", "zh"])}
    citation = facts(catalog, "lake-juanhu").fact("area_km2").citation
    assert table["面积"][1] == "23.3 km² ■1"
    assert citation.locator in table["面积"][2]
    assert f"L{citation.line[0]}" in table["面积"][2]
    assert table["所属地"][1] == "海宁市 ◇1"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_names_the_carriers_the_documents_and_the_version(
    catalog: Catalog, documents: dict[tuple[str, str], bytes], pdfs: dict[tuple[str, str], bytes], lang: str
) -> None:
    page = opened(documents["330481", lang])
    said = squeezed("".join(paragraph.text for paragraph in page.paragraphs))
    printed = pdf_words(pdfs["330481", lang])
    carriers = catalog.carriers[catalog.carriers["unit"] == "330481"]
    for name in carriers[f"name_{lang}"]:
        assert squeezed(str(name)) in said
        assert squeezed(str(name)) in printed
    for title in catalog.sources[f"title_{lang}"]:
        assert squeezed(str(title)) in said
        assert squeezed(str(title)) in printed
    assert squeezed(text("handout_version", lang, version=catalog.version, data=catalog.fingerprint[:12])) in said
    assert catalog.fingerprint[:8] in printed
    foot = page.sections[0].footer.paragraphs[0].text
    assert text("map_map_review", lang) in foot
    assert squeezed(text("map_map_review", lang)) in printed


def test_the_counts_of_a_county_are_those_of_the_list(
    documents: dict[tuple[str, str], bytes], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["list", "--unit", "330481"]) == 0
    items = json.loads(capsysbinary.readouterr().out)["items"]
    table = {row[0]: row[1] for row in rows(documents["330481", "zh"])}
    of_plan = sum(item["list"] == "plan" for item in items)
    assert table["规划载体数"].startswith(f"{of_plan} 个")
    assert table[text("field_count_other_carrier", "zh")].startswith(
        f"{sum(item['kind'] == 'carrier' for item in items) - of_plan} 个"
    )


def test_what_finds_no_room_is_counted(
    documents: dict[tuple[str, str], bytes], pdfs: dict[tuple[str, str], bytes]
) -> None:
    last = rows(documents["330482", "zh"])[-1][1]
    left = re.fullmatch(text("brief_left", "zh", count="(.+)"), last)
    assert left is not None
    assert int(left.group(1)) > 0
    assert re.search(squeezed(text("brief_left", "zh", count="(.+?)")), pdf_words(pdfs["330482", "zh"]))


# ---- bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("one", ["carrier-01", "carrier-02", "lake-juanhu", "330481"])
def test_hostile_names_are_shown_as_written_on_one_page(hostile_catalog: Catalog, one: str, lang: str) -> None:
    data = to_docx(hostile_catalog, one, lang, OPTIONS)
    assert faults(data) == []
    said = "".join(paragraph.text for paragraph in opened(data).paragraphs)
    said += "".join(cell for row in rows(data) for cell in row)
    assert "\u202e" not in said
    assert any(attack in said for attack in ATTACKS)
    assert len(PdfReader(io.BytesIO(to_brief_pdf(hostile_catalog, one, lang, OPTIONS))).pages) == 1


def test_hostile_documents_are_one_page_in_a_word_processor(hostile_catalog: Catalog, tmp_path: Path) -> None:
    files = {
        f"{one}.docx": to_docx(hostile_catalog, one, "zh", OPTIONS) for one in ("carrier-01", "lake-juanhu", "330402")
    }
    for name, path in converted(files, tmp_path).items():
        assert len(PdfReader(path).pages) == 1, name


def test_five_hundred_carriers_are_named_or_counted(catalog: Catalog, tmp_path: Path) -> None:
    many = crowded(catalog, 500)
    data = to_docx(many, "330482", "zh", OPTIONS)
    said = "".join(paragraph.text for paragraph in opened(data).paragraphs)
    listed = len(re.findall(r"平湖第\d+号", said))
    assert text("brief_more", "zh", names="", count=str(500 - listed)) in said
    printed = pdf_words(to_brief_pdf(many, "330482", "zh", OPTIONS))
    assert "平湖第0号" in printed
    for path in converted({"many.docx": data}, tmp_path).values():
        assert len(PdfReader(path).pages) == 1


def test_an_id_that_nobody_has_is_refused(catalog: Catalog) -> None:
    for maker in (to_docx, to_brief_pdf):
        with pytest.raises(UnknownIdError):
            maker(catalog, "nobody", "zh", OPTIONS)


# ---- the command line -----------------------------------------------------------------------


def test_the_ending_of_the_file_names_the_format(tmp_path: Path) -> None:
    for name, start in (("a.docx", b"PK"), ("a.pdf", b"%PDF"), ("a", b"PK")):
        assert main(["brief", "lake-juanhu", "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    assert main(["brief", "330481", "--format", "pdf", "--lang", "en", "-o", str(tmp_path / "b.docx")]) == 0
    assert (tmp_path / "b.docx").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_call_is_told_so(tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "lake-juanhu", "--lang", lang, "-o", str(tmp_path / "a.odt")]) == 2
    assert text("file_ending", lang, file="a.odt", known=".pdf, .docx") in capsys.readouterr().err
    assert main(["brief", "nobody", "--lang", lang, "-o", str(tmp_path / "a.pdf")]) == 2
    assert text("error_unknown_id", lang, id="nobody") in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
def test_no_half_of_a_file_is_left(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    assert main(["brief", "lake-juanhu", "-o", str(tmp_path / "none" / name)]) == 1
    assert name in capsys.readouterr().err
    monkeypatch.setattr("g60.contract.whole_files.os.fsync", full)
    assert main(["brief", "lake-juanhu", "-o", str(tmp_path / name)]) == 1
    assert "磁盘已满" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_every_id_of_the_catalog_has_its_brief(catalog: Catalog, pdfs: dict[tuple[str, str], bytes]) -> None:
    for one in map(str, (*catalog.areas.index, *UNITS, *catalog.carriers.index[::9])):
        data = pdfs.get((one, "en")) or to_brief_pdf(catalog, one, "en", OPTIONS)
        assert len(PdfReader(io.BytesIO(data)).pages) == 1


def test_lines_stand_closer_before_one_of_them_is_left_out(catalog: Catalog) -> None:
    stated, _ = parted(in_lines(subject_card(Wording(catalog, "en"), "lake-juanhu").entries))
    short = min(stated, key=lambda line: len(line.words))
    found = {count: fit(BriefWords([short] * count, (), (), (), "en")) for count in range(20, 80)}
    assert {setting.leading for count, setting in found.items() if setting.lines == count} == {LEADING, CLOSE}
    cut = [setting for count, setting in found.items() if setting.lines < count]
    assert cut
    assert {(setting.leading, setting.size) for setting in cut} == {(CLOSE, LEAST_PT)}


def test_what_is_left_out_is_how_a_place_is_known_before_anything_else(catalog: Catalog) -> None:
    """Nine briefs of 190 leave out lines; but for Pinghu's, which has fifty, none says less of its subject."""
    left: dict[tuple[str, str], set[str]] = {}
    for lang in LANGUAGES:
        wording = Wording(catalog, lang)
        for one in catalog.ids:
            said = brief_words(catalog, subject_card(wording, one), wording)
            shown, rest = parted_lines(said.lines, fit(said).lines)
            assert sorted(map(id, [*shown, *rest])) == sorted(map(id, said.lines))
            if rest:
                left[one, lang] = {line.fact.field for line in rest}
    assert len(left) <= 9
    assert {key for key, fields in left.items() if fields - set(LEFT_FIRST)} == {("330482", lang) for lang in LANGUAGES}


def test_a_brief_names_the_lines_that_find_no_room(documents: dict[tuple[str, str], bytes]) -> None:
    *_, place = rows(documents["330482", "zh"])[-1]
    assert "新材料" in place


@pytest.mark.parametrize(("one", "lang"), [("htz-jiaxing", "zh"), *(("lake-xiangjiadang", lang) for lang in LANGUAGES)])
def test_where_a_value_stands_and_why_is_whole_while_the_page_has_room(catalog: Catalog, one: str, lang: str) -> None:
    wording = Wording(catalog, lang)
    said = brief_words(catalog, subject_card(wording, one), wording)
    shown = [row[2] for row in rows(to_docx(catalog, one, lang, OPTIONS))[1:]]
    above = ""
    for line, place in zip(said.lines, shown, strict=False):
        assert squeezed(place) == squeezed(above if place == text("brief_as_above", lang) else line.cited.place)
        above = line.cited.place
    assert fit(said).lines == len(said.lines)


def test_a_full_page_says_why_a_county_is_inferred_and_tells_requirements_apart(catalog: Catalog) -> None:
    table = {row[0]: row for row in rows(to_docx(catalog, "htz-jiaxing", "en", OPTIONS))}
    assert table["County or zone"][2].endswith("its shares are stated as shares of the economic zone")
    written = table["Industries, as written"]
    assert written[2] != text("brief_as_above", "en")
    for start, word in (("≥50 % of the", "以上"), (">80 %", "超过"), ("≈42", "左右")):
        place = next(row[2] for row in table.values() if row[1].startswith(start))
        assert word in place


def test_only_what_is_word_for_word_the_same_is_as_above_and_no_room_stays_empty(catalog: Catalog) -> None:
    """A reason that differs is never "as above", also where both are cut; a page with cuts has no room for a line."""
    for lang in LANGUAGES:
        wording = Wording(catalog, lang)
        for one in (*map(str, catalog.areas.index), *UNITS, *map(str, catalog.carriers.index[::9])):
            said = brief_words(catalog, subject_card(wording, one), wording)
            setting = fit(said)
            listed, _ = parted_lines(said.lines, setting.lines)
            placed = places_of(listed, setting, lang)
            for above, line, place in zip(listed, listed[1:], placed[1:], strict=False):
                assert place != text("brief_as_above", lang) or line.cited.place == above.cited.place
            cut = [
                line
                for line, place in zip(listed, placed, strict=True)
                if place not in (line.cited.place, text("brief_as_above", lang))
            ]
            empty = ROOM_MM - height(said, setting)
            assert empty >= 0
            assert setting.map_mm == MAPS_MM[0] or empty < 1, (one, lang, empty)
            assert not cut or setting.map_mm < LEAST_MAP_MM + 24, (one, lang, setting)


def test_no_citation_loses_its_line_where_room_is_scarce(catalog: Catalog) -> None:
    for lang in LANGUAGES:
        wording = Wording(catalog, lang)
        for one in ("330482", "carrier-13", "htz-jiaxing"):
            said = brief_words(catalog, subject_card(wording, one), wording)
            setting = fit(said)
            for line in said.lines:
                where = re.match(r"[^；]*?\bL\d+", line.cited.place)  # that of one place
                if where:
                    shown = cut_place(line.cited.place, setting.size, setting.places)
                    assert squeezed(where.group()) in squeezed(shown)
