"""A workbook that can be printed, filtered, and read back unchanged. Opened by another library than wrote it."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import AREA_DATASETS, CARRIERS, entity_fields
from g60.evidence.sentence import sentence
from g60.export.tables.task_sheet import tasks_to_xlsx
from tests.hostile import ATTACKS, LONG
from tests.opened import HAINING_CHIPS, NOTHING, exported, read_back, sheets, table_of
from tests.strategies import random_selections
from tests.tables import TableSource, cited, sound, table, with_list

MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def parts(data: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {
            name: ET.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))
        }


def named(*names: str) -> Catalog:
    """A catalog with a carrier `odd-1`, `odd-2`, … for each name."""
    rows = [
        {
            **{"id": f"odd-{number}", "list": "odd", "no": str(number), "unit": "330481", "location_grade": "D"},
            **{"name_zh": name, "name_en": name},
        }
        for number, name in enumerate(names, start=1)
    ]
    tables = sound()
    tables["carriers"] = pd.concat([tables["carriers"], table(CARRIERS, *rows).rename(lambda row: row + 3)])
    tables["lists"] = with_list(tables["lists"], "odd")
    # Without the checks, which refuse some of these names: a writer trusts nobody.
    return Catalog.from_tables(cited(tables), "odd")


# What is on the sheets -----------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_begins_with_title_sentence_version_date_and_review(catalog: Catalog, lang: str) -> None:
    haining = Selection(units=frozenset({"330481"}))
    found = sheets(exported(catalog, haining, "xlsx", lang))
    assert len(found) == 5
    for rows in found.values():
        head = [str(row[0]) for row in rows[:4]]
        assert head[0] == text("title", lang)
        assert head[1] == sentence(catalog, catalog.pick(haining), haining, lang)
        assert catalog.fingerprint[:12] in head[2]
        assert re.search(r"\d{4}-\d{2}-\d{2}", head[2])
        assert head[3] == text("map_map_review", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_evidence_of_a_value_stands_right_beside_it(catalog: Catalog, lang: str) -> None:
    rows = next(iter(sheets(exported(catalog, Selection(), "xlsx", lang)).values()))
    names = next(row for row in rows if "name_zh" in row)
    cells = {row["id"]: row for row in table_of(rows)}
    compared = 0
    for (subject, field), citation in catalog.citations.items():
        column = field if field in names and f"{field}_name" not in names else f"{field}_name"
        if subject not in cells or f"{field}_evidence" not in names or column not in names:
            continue
        assert names.index(f"{field}_evidence") == names.index(column) + 1
        code = cells[subject][f"{field}_evidence"]
        word = text(f"evidence_{citation.evidence}", lang)
        assert code.startswith(word), (subject, field)
        assert bool(re.search(r"\d", code)) == bool(citation.source), (subject, field)
        is_missing = citation.evidence == "missing"
        assert (cells[subject][column] == text("not_stated", lang)) == is_missing, (subject, field)
        compared += 1
    assert compared > 800


def test_no_cell_of_the_data_is_blank(catalog: Catalog) -> None:
    for lang in LANGUAGES:
        rows = table_of(next(iter(sheets(exported(catalog, Selection(), "xlsx", lang)).values())))
        assert [(row["id"], name) for row in rows for name, cell in row.items() if cell == ""] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_of_the_codes_are_those_of_the_sheet_of_sources(catalog: Catalog, lang: str) -> None:
    rows = sheets(exported(catalog, Selection(), "xlsx", lang))[text("handout_sheet_documents", lang)]
    numbered = [row for row in rows if str(row[0]).isdecimal()]
    assert [row[0] for row in numbered] == [str(number) for number in range(1, len(catalog.sources) + 1)]
    assert [row[1] for row in numbered] == catalog.sources[f"title_{lang}"].tolist()


def test_every_target_of_what_is_shown_is_there_with_its_number(catalog: Catalog) -> None:
    rows = sheets(exported(catalog, Selection(), "xlsx"))[text("handout_sheet_figures", "zh")]
    at = next(number for number, row in enumerate(rows) if "subject" in row)
    cells = [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]
    targets = catalog.tables.targets
    wanted = targets[targets["subject"].isin(catalog.entities.index)]
    found = [row for row in cells if row["kind"] == text("handout_target", "zh")]
    assert len(found) == len(wanted) > 20
    numbers = sorted(float(value) for value in wanted["value"] if value)
    assert sorted(row["value"] for row in found if isinstance(row["value"], float)) == numbers


def test_the_place_of_each_value_is_there(catalog: Catalog) -> None:
    rows = sheets(exported(catalog, HAINING_CHIPS, "xlsx"))[text("handout_sheet_citations", "zh")]
    shown = set(catalog.pick(HAINING_CHIPS).entities.index)
    cited_values = [key for key in catalog.citations if key[0] in shown]
    assert len([row for row in rows if row[0] in shown]) == len(cited_values)


# How it looks and prints ---------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_heads_are_frozen_columns_have_widths_and_every_sheet_is_set_up_for_print(catalog: Catalog, lang: str) -> None:
    found = parts(exported(catalog, Selection(), "xlsx", lang))
    pages = [root for name, root in sorted(found.items()) if name.startswith("xl/worksheets/sheet")]
    assert len(pages) == 5
    for page in pages:
        pane = page.find(".//m:pane", MAIN)
        assert pane is not None
        assert pane.get("state") in ("frozen", "frozenSplit")
        assert int(float(pane.get("ySplit", "0"))) >= 7
        widths = [float(column.get("width", "0")) for column in page.findall(".//m:col", MAIN)]
        assert widths
        assert all(6 < width < 70 for width in widths)
        setup = page.find("m:pageSetup", MAIN)
        assert setup is not None
        assert (setup.get("orientation"), setup.get("fitToHeight")) == ("landscape", "0")
        assert setup.get("paperSize") in ("8", "9")
        footer = page.find(".//m:oddFooter", MAIN)
        assert footer is not None
        assert text("map_map_review", lang) in (footer.text or "")
        assert page.find("m:autoFilter", MAIN) is not None
    printed = [name.get("name") for name in found["xl/workbook.xml"].iter(f"{{{MAIN['m']}}}definedName")]
    assert printed.count("_xlnm.Print_Titles") == printed.count("_xlnm.Print_Area") == 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_printed_can_be_read(catalog: Catalog, lang: str) -> None:
    """6 points at least on A4 and 7 on A3, as a program sets it whose letters are wide (`soffice`: 7.1 and more)."""
    books = {
        "list": exported(catalog, Selection(), "xlsx", lang),
        "tasks": tasks_to_xlsx(catalog, Selection(), View(lang=lang)),
    }
    for name, data in books.items():
        found = parts(data)
        styles = found["xl/styles.xml"].findall(".//m:fonts/m:font/m:sz", MAIN)
        least = min(float(size.get("val", "0")) for size in styles)
        for page in [root for part, root in sorted(found.items()) if part.startswith("xl/worksheets/sheet")]:
            setup = page.find("m:pageSetup", MAIN)
            assert setup is not None
            pages = int(setup.get("fitToWidth", "1"))
            is_a3 = setup.get("paperSize") == "8"
            columns = page.findall(".//m:col", MAIN)
            wide = 7.0 * sum(
                float(column.get("width", "0")) * (int(column.get("max", "0")) - int(column.get("min", "0")) + 1)
                for column in columns
                if column.get("hidden") != "1"
            )
            share = pages * (1130 if is_a3 else 780) / wide
            assert least * share >= (7 if is_a3 else 6) * 0.93, (name, lang, pages, wide)
            if name == "tasks":
                assert pages == 1


def test_numbers_are_numbers_and_say_their_unit_in_the_head(catalog: Catalog) -> None:
    data = exported(catalog, Selection(), "xlsx")
    rows = next(iter(sheets(data).values()))
    at = next(number for number, row in enumerate(rows) if "name_zh" in row)
    assert rows[at - 1][rows[at].index("area_km2")] == "面积（km²）"
    areas = {row["id"]: row["area_km2"] for row in table_of(rows)}
    assert areas["lake-xiangfudang"] == 42.7
    formats = {entry.get("formatCode") for entry in parts(data)["xl/styles.xml"].iter(f"{{{MAIN['m']}}}numFmt")}
    assert {"#,##0.0", "#,##0.00", "#,##0.00000"} <= formats


# Text stays text -----------------------------------------------------------------------------


COMMANDS = [*ATTACKS, "=1+1", "+1", "-1", "@SUM(A1)", "http://198.51.100.7/x", "mailto:a@b.c", "1e5"]
ODD = [
    *("<r><t>a</t></r>", "<r></is></c></row></r>", "a\rb", "_x000D_", "a\nb", "  led and trailed  ", "_x0041_"),
    *("\tTab", "'quoted", "😀𠮷", "NA", "007", "true"),
]


def test_no_name_is_a_formula_a_link_or_a_number() -> None:
    data = exported(named(*COMMANDS), Selection(), "xlsx")
    for root in parts(data).values():
        tags = {node.tag.rpartition("}")[2] for node in root.iter()}
        assert tags.isdisjoint({"f", "hyperlink", "hyperlinks", "externalLink"})
        for relation in root.iter("{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"):
            assert relation.get("TargetMode") != "External"
    rows = table_of(next(iter(sheets(data).values())))
    assert [row["name_zh"] for row in rows if row["id"].startswith("odd-")] == COMMANDS
    assert names_in(data, "name_en") == COMMANDS


def names_in(data: bytes, column: str) -> list[str]:
    """The names of the odd carriers as an import reads them."""
    back = read_back(data).set_index("id")
    return back.loc[back.index.str.startswith("odd-"), column].tolist()


def test_odd_names_come_back_as_they_were() -> None:
    assert names_in(exported(named(*ODD), Selection(), "xlsx"), "name_zh") == ODD


def test_what_xml_cannot_hold_becomes_the_sign_for_an_unknown_character() -> None:
    data = exported(named("a\x00\x0b\ufffeb"), Selection(), "xlsx")
    assert read_back(data).set_index("id").at["odd-1", "name_zh"] == "a\ufffd\ufffd\ufffdb"


def test_a_name_longer_than_a_cell_ends_in_an_ellipsis() -> None:
    data = exported(named(LONG * 4), Selection(), "xlsx")
    found = read_back(data).set_index("id").at["odd-1", "name_zh"]
    assert len(found) == 32_767
    assert found.endswith("长…")


# There and back ------------------------------------------------------------------------------


def comparable(value: str, form: str) -> object:
    return float(value) if form in ("number", "integer") and value else value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_read_back_unchanged(catalog: Catalog, shipped: dict[str, pd.DataFrame], lang: str) -> None:
    whole = {dataset.name: shipped[dataset.name].set_index("id") for dataset in (*AREA_DATASETS, CARRIERS)}
    compared, fields = 0, {entry.name for entry in entity_fields()}
    for selection in [Selection(), HAINING_CHIPS, *random_selections(6, catalog)]:
        back = read_back(exported(catalog, selection, "xlsx", lang))
        assert back["id"].tolist() == list(catalog.pick(selection).entities.index)
        back = back.set_index("id")
        for dataset in (*AREA_DATASETS, CARRIERS):
            before = whole[dataset.name]
            for entity_id in before.index.intersection(back.index):
                for entry in dataset.fields:
                    if entry.name not in fields:
                        continue
                    was = str(before.at[entity_id, entry.name])
                    now = str(back.at[entity_id, entry.name]) if entry.name in back.columns else ""
                    assert comparable(now, entry.form) == comparable(was, entry.form), (entity_id, entry.name)
                    compared += 1
    assert compared > 1500


def test_nothing_shown_is_a_whole_workbook_that_says_so(catalog: Catalog) -> None:
    for lang in LANGUAGES:
        data = exported(catalog, NOTHING, "xlsx", lang)
        rows = next(iter(sheets(data).values()))
        assert text("handout_empty", lang) in [row[0] for row in rows]
        assert len(read_back(data)) == 0


def test_five_hundred_carriers_in_one_county_are_five_hundred_rows() -> None:
    many = [
        {
            **{"id": f"many-{number}", "list": "many", "no": str(number), "unit": "330481", "location_grade": "D"},
            **{"name_zh": f"第{number}研究院" * (1 + number % 40), "name_en": f"Institute {number}"},
        }
        for number in range(1, 501)
    ]
    tables = sound()
    tables["carriers"] = pd.concat([tables["carriers"], table(CARRIERS, *many).rename(lambda row: row + 3)])
    tables["lists"] = with_list(tables["lists"], "many")
    catalog = Catalog.load(TableSource(cited(tables)))
    selection = Selection(units=frozenset({"330481"}), lists=frozenset({"many"}), kinds=frozenset({"carrier"}))
    back = read_back(exported(catalog, selection, "xlsx")).set_index("id")
    assert back.index.tolist() == [row["id"] for row in many]
    assert back["name_zh"].tolist() == [row["name_zh"] for row in many]
