"""What is handed out from the page is what the command line makes."""

import struct
import subprocess
import sys
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from g60.ask.selection import Selection
from g60.ask.view import View, parse_place
from g60.catalog.catalog import Catalog
from g60.cli import main
from g60.contract.errors import SheetError
from g60.contract.i18n import LANGUAGES, table, text
from g60.export.handouts import HANDOUTS, PURPOSES, Order, formats, house_options, parse_scale, preview
from g60.export.imprint import day_in_jiaxing, file_name, imprint
from tests.conftest import ROOT
from tests.opened import HAINING_CHIPS, pdf_texts

FLAGS = ("--unit", "330481", "--industry", "semi")


def quiet(*_: object) -> None:
    """Nobody is told how far it is."""


def order(catalog: Catalog, lang: str = "zh", **options: object) -> Order:
    return Order(HAINING_CHIPS, View(lang=lang, version=catalog.version), replace(house_options(), **options))


def test_every_format_of_the_command_line_is_on_offer_and_has_its_words() -> None:
    offered = {code for code, handout in HANDOUTS.items() if handout.offered}
    # JSON is for programs; the files of an evaluation and of tasks are on pages of their own.
    own = {f"evaluation_{ending}" for ending in formats("evaluate")} | {
        f"tasks_{ending}" for ending in formats("tasks")
    }
    assert set(HANDOUTS) - offered == {"json", *own}
    assert all(f"handout_{words}_{code}" in table() for code in offered for words in ("format", "about"))
    assert sum(len(formats(call)) for call in {handout.call for handout in HANDOUTS.values()}) == len(HANDOUTS)
    assert all("/" in handout.media_type and handout.ending for handout in HANDOUTS.values())


def test_each_purpose_has_two_or_three_formats_and_its_words() -> None:
    offered = [handout for handout in HANDOUTS.values() if handout.offered]
    counts = {purpose: sum(handout.purpose == purpose for handout in offered) for purpose in PURPOSES}
    assert sum(counts.values()) == len(offered)
    assert all(2 <= count <= 3 for count in counts.values()), counts
    assert all(f"file_purpose_{purpose}" in table() for purpose in PURPOSES)


@pytest.mark.parametrize("started", ["g60.export.handouts", "app"])
def test_no_format_is_imported_before_its_first_file(started: str) -> None:
    heavy = {"docx", "pptx", "pikepdf", "fontTools", "pypdfium2", "xlsxwriter", "pyogrio"}
    code = f"import sys, {started}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", [code for code in HANDOUTS if code in formats("list")])
def test_a_list_is_the_command_lines_list(catalog: Catalog, tmp_path: Path, code: str, lang: str) -> None:
    path = tmp_path / "made"
    assert main(["list", *FLAGS, "--format", code, "--lang", lang, "-o", str(path)]) == 0
    assert HANDOUTS[code].make(catalog, order(catalog, lang), quiet) == path.read_bytes()


@pytest.mark.parametrize("code", [code for code in HANDOUTS if code in formats("render")])
def test_a_sheet_is_the_command_lines_sheet(catalog: Catalog, tmp_path: Path, code: str) -> None:
    path = tmp_path / f"made.{code}"
    flags = ["--paper", "a4", "--orientation", "portrait", "--title", "海宁", "--zoom", "1", "--lang", "en"]
    assert main(["render", *FLAGS, *flags, "-o", str(path)]) == 0
    asked = order(catalog, "en", paper="a4", orientation="portrait", title="海宁", zoom=1)
    assert HANDOUTS[code].make(catalog, asked, quiet) == path.read_bytes()


def test_a_scale_of_the_readers_own_is_centred_where_the_map_is(catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "made.svg"
    flags = ["--paper", "a4", "--scale", "1:100 000", "--map", "12/30.53/120.69"]
    assert main(["render", *FLAGS, *flags, "-o", str(path)]) == 0
    asked = order(catalog, paper="a4", scale=parse_scale("1:100 000"))
    there = replace(asked, view=replace(asked.view, place=parse_place("12/30.53/120.69")))
    assert HANDOUTS["svg"].make(catalog, there, quiet) == path.read_bytes()
    elsewhere = replace(asked, view=replace(asked.view, place=parse_place("12/30.6/120.5")))
    assert HANDOUTS["svg"].make(catalog, elsewhere, quiet) != path.read_bytes()


def test_the_atlas_is_the_command_lines_atlas_and_tells_of_each_page(catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "atlas.pdf"
    assert main(["render", "--atlas", "-o", str(path)]) == 0
    told: list[tuple[int, int, str]] = []
    asked = order(catalog, paper="a4", orientation="portrait")
    assert HANDOUTS["atlas"].make(catalog, asked, lambda *said: told.append(said)) == path.read_bytes()
    assert [done for done, _, _ in told] == list(range(1, 17))
    assert {total for _, total, _ in told} == {16}


@pytest.mark.parametrize(
    ("given", "scale"),
    [
        *(("", None), (" 1：100000", 100_000), ("1:200 000", 200_000), ("50000", 50_000)),
        *(("1:20万", 200_000), ("１：７．５万", 75_000), ("１:１０００００", 100_000)),
    ],
)
def test_a_scale_is_read_as_people_write_it(given: str, scale: int | None) -> None:
    assert parse_scale(given) == scale


@pytest.mark.parametrize("given", ["1:0", "big", "1:1", "2:100000", "1:-5", "1:0万", "万", "1:" + "9" * 15])
def test_what_is_no_scale_is_refused(given: str) -> None:
    with pytest.raises(SheetError):
        parse_scale(given)


@pytest.mark.parametrize(("orientation", "size"), [("landscape", (1400, 990)), ("portrait", (990, 1400))])
def test_a_preview_is_the_sheet_in_small(catalog: Catalog, orientation: str, size: tuple[int, int]) -> None:
    picture = preview(catalog, order(catalog, paper="a0", orientation=orientation))
    assert picture.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", picture[16:24])
    assert (wide, high) == pytest.approx(size, abs=2)
    assert preview(catalog, order(catalog, paper="a0", orientation=orientation)) == picture
    assert preview(catalog, order(catalog, paper="a4", orientation=orientation)) != picture


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_a_hand_out_has_the_day_of_jiaxing_wherever_the_server_stands(
    monkeypatch: pytest.MonkeyPatch, catalog: Catalog, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772294400")  # 16:00 UTC on the last day of February 2026
    time.tzset()
    try:
        assert day_in_jiaxing().isoformat() == house_options("").date == "2026-03-01"
        assert imprint(catalog, catalog, Selection(), "en").date == text("handout_date", "en", date="2026-03-01")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_house_says_who_made_it_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("G60_BASE_URL", "http://map/"), ("G60_MAKER", "科技局"), ("G60_MAP_REVIEW", "浙S(2026)1号")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    house = house_options("http://elsewhere/")
    assert (house.address, house.maker, house.review, house.date) == (
        "http://map/",
        "科技局",
        "浙S(2026)1号",
        "1970-01-02",
    )


@pytest.mark.parametrize("query", ["../../etc/passwd", 'a"b<c>|?*', "\u202egnp.exe", "CON\x00", "长" * 200, "…", "   "])
def test_the_name_of_a_file_is_one_that_every_system_can_store(catalog: Catalog, query: str) -> None:
    name = file_name(catalog, Selection(query=query), "zh", "xlsx")
    assert name.startswith("嘉兴科创地图")
    assert name.endswith(".xlsx")
    assert name.count(".xlsx") == 1
    assert not set('\\/:*?"<>|\n\x00\u202e').intersection(name)
    assert len(name.encode()) < 255


# Slides and briefs -------------------------------------------------------------------------------


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of an office file; its zip holds the hour in which each was packed."""
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_slides_are_the_command_lines_slides(catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "made.pptx"
    assert main(["slides", *FLAGS, "--lang", "en", "-o", str(path)]) == 0
    made, commanded = parts(HANDOUTS["pptx"].make(catalog, order(catalog, "en"), quiet)), parts(path.read_bytes())
    assert made.keys() == commanded.keys()
    slides = [name for name in made if name.startswith("ppt/slides/slide")]
    assert slides
    assert all(made[name] == commanded[name] for name in slides)


@pytest.mark.parametrize(("code", "form"), [("brief", "pdf"), ("docx", "docx")])
@pytest.mark.parametrize(
    ("selection", "subject"),
    [(Selection(focus="lake-juanhu"), "lake-juanhu"), (Selection(units=frozenset({"330481"})), "330481")],
)
def test_a_brief_is_about_who_is_chosen_else_about_the_one_county(
    catalog: Catalog, tmp_path: Path, code: str, form: str, selection: Selection, subject: str
) -> None:
    path = tmp_path / f"made.{form}"
    assert main(["brief", subject, "--lang", "zh", "-o", str(path)]) == 0
    made = HANDOUTS[code].make(catalog, replace(order(catalog, "zh"), selection=selection), quiet)
    words = (text_of_pdf if form == "pdf" else text_of_docx)(made)
    assert words == (text_of_pdf if form == "pdf" else text_of_docx)(path.read_bytes())
    assert "海宁" in words


@pytest.mark.parametrize("units", [(), ("330481", "330482")])
def test_a_brief_about_nobody_in_particular_says_what_to_do(catalog: Catalog, units: tuple[str, ...]) -> None:
    asked = replace(order(catalog, "zh"), selection=Selection(units=frozenset(units)))
    with pytest.raises(SheetError) as refused:
        HANDOUTS["docx"].make(catalog, asked, quiet)
    assert refused.value.code == "error_brief_subject"


def text_of_pdf(data: bytes) -> str:
    return "".join(pdf_texts(data))


def text_of_docx(data: bytes) -> str:
    cells = [cell.text for table in docx.Document(BytesIO(data)).tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs] + cells)
