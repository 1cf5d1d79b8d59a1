"""The shipped data, held against the rules of the contract and, where they are at hand, against the documents."""

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.catalog.checked_tables import read_all
from g60.catalog.sources import FolderSource
from g60.checks.citations import Documents, read_documents
from g60.checks.tables import industries_named, issue_line, terms_of
from g60.contract.codes import COUNTIES, split
from g60.contract.dataset import Dataset
from g60.contract.i18n import LANGUAGES
from g60.contract.schema import DATASETS
from tests.conftest import GEODATA

Tables = dict[str, pd.DataFrame]

LISTS = {"plan": 24, "plan-text": 16, "reply-344": 7, "pinghu-2020": 18, "pinghu-2021": 3}


@pytest.fixture(scope="module")
def plan(documents_folder: Path, shipped: Tables) -> tuple[str, ...]:
    """The lines of the plan."""
    return read_documents(documents_folder, shipped["sources"])["plan"]


@pytest.fixture(scope="module")
def at_hand(documents_folder: Path, shipped: Tables) -> Documents:
    return read_documents(documents_folder, shipped["sources"])


def row(shipped: Tables, name: str, key: str) -> dict[str, str]:
    table = shipped[name]
    (found,) = table[table["id"] == key].to_dict("records")
    return found


# Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_file_passes_the_checks_in_both_languages(lang: str) -> None:
    _, issues = read_all(FolderSource(GEODATA))
    assert [issue_line(issue, lang) for issue in issues] == []


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_a_file_is_utf8_with_lf_and_ends_with_a_line(dataset: Dataset) -> None:
    data = (GEODATA / dataset.file).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]", data.decode("utf-8"))


def test_every_file_of_the_folder_is_a_dataset_or_told_of_in_the_readme() -> None:
    told = (GEODATA / "README.md").read_text("utf-8")
    files = [path.relative_to(GEODATA).as_posix() for path in GEODATA.rglob("*") if path.is_file()]
    assert [name for name in files if name != "README.md" and f"`{name}`" not in told] == []
    assert {dataset.file for dataset in DATASETS} <= set(files)


def test_no_cell_holds_white_space_around_its_value_or_a_formula(shipped: Tables) -> None:
    for dataset in DATASETS:
        for column in dataset.columns:
            for cell in shipped[dataset.name][column]:
                assert cell == cell.strip()
                assert not cell.startswith(("=", "+", "@")) or cell == "="  # an operator alone is no formula


def test_the_inputs_say_the_same_as_the_files_made_from_them(shipped: Tables) -> None:
    with (GEODATA / "inputs/areas.csv").open(encoding="utf-8", newline="") as file:
        inputs = {entry["id"]: entry for entry in csv.DictReader(file)}
    made = {
        feature["id"]: feature["properties"]
        for name in ("corridor", "core_area", "high_tech_zones", "lake_districts")
        for feature in json.loads((GEODATA / f"{name}.geojson").read_text("utf-8"))["features"]
    }
    assert list(inputs) == list(made)
    for id_, entry in inputs.items():
        assert {key: str(value or "") for key, value in made[id_].items()} == {
            key: value for key, value in entry.items() if key != "id"
        }


# Lists ---------------------------------------------------------------------------------------


def test_each_list_has_its_length_and_is_numbered_without_gaps(shipped: Tables) -> None:
    carriers = shipped["carriers"]
    assert carriers.groupby("list", sort=False).size().to_dict() == LISTS
    for code in LISTS:
        numbers = carriers.loc[carriers["list"] == code, "no"].astype(int).tolist()
        assert numbers == list(range(1, len(numbers) + 1))


def test_no_body_stands_in_two_lists_under_one_name(shipped: Tables) -> None:
    names = [
        name
        for own, aliases in zip(shipped["carriers"]["name_zh"], shipped["carriers"]["aliases"], strict=True)
        for name in (own, *split(aliases))
    ]
    assert len(names) == len(set(names))


def test_one_body_under_two_names_is_one_row(shipped: Tables) -> None:
    assert "浙江清华柔性电子技术研究院" in split(row(shipped, "carriers", "carrier-03")["aliases"])


@pytest.mark.parametrize("elsewhere", ["苏州", "青田", "呼和浩特", "杭州"])
def test_no_body_of_another_city_is_in_a_list(shipped: Tables, elsewhere: str) -> None:
    assert not shipped["carriers"]["name_zh"].str.contains(elsewhere).any()


# The traps of the documents ------------------------------------------------------------------


def test_a_lake_that_only_the_table_names_is_there_and_its_county_is_the_weakest_inference(
    shipped: Tables, catalog: Catalog
) -> None:
    lake = row(shipped, "lake_districts", "lake-dayunhe")
    assert (lake["name_zh"], lake["area_km2"]) == ("嘉兴大运河知识城", "16.61")
    citation = catalog.citation("lake-dayunhe", "unit")
    assert citation is not None
    assert citation.evidence == "inferred"
    assert "最弱" in citation.note


@pytest.mark.parametrize(
    ("dataset", "id_", "given", "not_given"),
    [
        # 光伏新能源、智能制造，医疗健康: a full-width comma among the enumeration commas
        ("high_tech_zones", "htz-xiuzhou", {"energy", "equipment", "life"}, set()),
        # 航天航空, which is 航空航天 the other way round
        ("lake_districts", "lake-minghu", {"aero", "digital", "equipment", "materials"}, set()),
        # 新能源汽车 is no energy, and 碳排放 is what the province needs, no task of the institute
        ("carriers", "carrier-01", {"auto"}, {"energy"}),
        # 柔性传感 is flexible electronics and sensing
        ("carriers", "carrier-03", {"frontier", "elec"}, set()),
        ("carriers", "body-46", {"frontier", "elec"}, set()),
        # artificial intelligence is what they work with, not what they work on
        ("carriers", "carrier-04", {"life", "digital"}, {"ai"}),
        ("carriers", "carrier-17", {"elec"}, {"ai", "semi"}),
        # its text is that it develops AI instruments
        ("carriers", "carrier-12", {"ai"}, set()),
        # 总部经济
        ("lake_districts", "lake-xiangfudang", {"services"}, set()),
        # 科创金融, 绿色金融, 成果转化服务, 知识产权服务
        *(("carriers", f"body-{number}", {"services"}, set()) for number in (34, 35, 37, 41, 42, 43, 44)),
        # parks of Pinghu, by the sentences that speak of them
        ("carriers", "body-50", {"digital", "semi"}, set()),
        ("carriers", "body-11", {"materials"}, set()),
        ("carriers", "body-52", {"auto"}, set()),
        # 汽车部件 gives automotive and no energy
        ("high_tech_zones", "htz-jiaxing", {"auto"}, {"energy"}),
        # 数字液滴微流控芯片 is no semiconductor
        ("carriers", "carrier-10", {"elec", "materials"}, {"semi"}),
        # 软件与IC设计
        ("lake_districts", "lake-dayunhe", {"semi", "digital"}, set()),
        # 泛半导体
        ("lake_districts", "lake-juanhu", {"semi", "life", "services"}, {"elec"}),
        # its name says 核电, and so does its text
        ("high_tech_zones", "htz-haiyan", {"nuclear", "equipment", "elec"}, {"energy"}),
        # its name says 医学人工智能, and its text too
        ("carriers", "carrier-18", {"ai", "life"}, set()),
        # its name says 海上风电, and its text says nothing
        ("carriers", "body-21", set(), {"energy"}),
        # its name says 智能网联汽车, its text 汽车零部件产业
        ("carriers", "body-20", {"auto"}, {"digital"}),
    ],
)
def test_an_entity_has_the_industries_that_its_own_text_names(
    shipped: Tables, dataset: str, id_: str, given: set[str], not_given: set[str]
) -> None:
    industries = set(split(row(shipped, dataset, id_)["industries"]))
    assert given <= industries
    assert not industries & not_given


@pytest.mark.parametrize(
    ("words", "industries"),
    [
        *(("新能源汽车", {"auto"}), ("微流控芯片", set()), ("航天航空", {"aero"}), ("航空航天", {"aero"})),
        *(("光伏新能源、智能制造，医疗健康", {"energy", "equipment", "life"}), ("人工智能芯片", {"ai"})),
        *(("光电子", {"elec"}), ("电子材料", {"materials"}), ("核电", {"nuclear"}), ("创新制造", set())),
    ],
)
def test_the_terms_read_the_hard_words_right(shipped: Tables, words: str, industries: set[str]) -> None:
    assert industries_named(words, terms_of(shipped)) == industries


def test_the_filter_of_new_energy_shows_the_hydrogen_bodies(catalog: Catalog) -> None:
    shown = set(catalog.pick(Selection(industries=frozenset({"energy"}))).entities.index)
    assert {"body-03", "body-04", "body-47", "body-49"} <= shown


def test_more_than_half_of_the_other_bodies_have_an_industry_and_each_of_the_rest_says_why(
    shipped: Tables, catalog: Catalog
) -> None:
    bodies = shipped["carriers"][shipped["carriers"]["list"] != "plan"]
    without = bodies.loc[bodies["industries"] == "", "id"]
    assert (len(bodies), len(without)) == (44, 20)
    for body in without:
        reason = catalog.citation(body, "industries")
        assert reason is not None
        assert reason.evidence == "missing"
        assert reason.line, f"{body}: which sentence was read"
        assert "没有写" in reason.note or "没有给" in reason.note


def test_industry_codes_stand_in_the_order_of_the_industries(shipped: Tables) -> None:
    order = list(shipped["industries"]["industry"])
    for name in ("high_tech_zones", "lake_districts", "carriers"):
        assert [cell for cell in shipped[name]["industries"] if cell] == [
            ";".join(sorted(split(cell), key=order.index)) for cell in shipped[name]["industries"] if cell
        ]


# Evidence ------------------------------------------------------------------------------------


def test_what_the_plan_does_not_say_is_missing(shipped: Tables, catalog: Catalog) -> None:
    for zone in shipped["high_tech_zones"]["id"]:
        for field in ("area_km2", "concept_zh", "positioning_zh"):
            citation = catalog.citation(zone, field)
            assert citation is not None
            is_said = (zone, field) == ("htz-jiaxing", "positioning_zh")
            assert citation.evidence == ("stated" if is_said else "missing")
    assert set(shipped["high_tech_zones"]["area_km2"]) == {""}


def test_the_county_of_each_lake_is_inferred_with_a_reason(shipped: Tables, catalog: Catalog) -> None:
    for lake in shipped["lake_districts"]["id"]:
        citation = catalog.citation(lake, "unit")
        assert citation is not None
        assert (citation.evidence, bool(citation.note), bool(citation.note_en)) == ("inferred", True, True)


def test_what_a_paragraph_says_of_jiashan_is_inferred_for_each_thing_in_it(catalog: Catalog) -> None:
    found = {subject: catalog.citation(subject, "unit") for subject in ("lake-xiangfudang", "body-26", "body-34")}
    assert {citation.evidence for citation in found.values() if citation} == {"inferred"}


def test_the_economic_zone_has_its_whole_name(shipped: Tables) -> None:
    units = shipped["units"].set_index("unit")["name_zh"]
    assert units["etdz"] == "嘉兴经济技术开发区（国际商务区）"


def test_the_county_of_every_plan_carrier_is_stated(shipped: Tables, catalog: Catalog) -> None:
    plan = shipped["carriers"][shipped["carriers"]["list"] == "plan"]
    evidence = {catalog.citation(carrier, "unit").evidence for carrier in plan["id"]}  # type: ignore[union-attr]
    assert evidence == {"stated"}
    assert set(plan["unit"]) == set(COUNTIES)


def test_every_inferred_or_derived_value_gives_its_reason_in_both_languages(shipped: Tables) -> None:
    citations = shipped["citations"]
    reasoned = citations[citations["evidence"].isin(["inferred", "derived", "missing"])]
    assert (reasoned["note"] != "").all()
    assert (reasoned["note_en"] != "").all()


def test_a_point_is_never_stated_by_the_plan(shipped: Tables) -> None:
    citations = shipped["citations"]
    points = citations[citations["field"].isin(["lon", "lat", "uncertainty_m"])]
    assert set(points["evidence"]) == {"inferred", "missing"}


def test_an_english_name_of_a_body_is_called_unofficial_or_its_own(shipped: Tables) -> None:
    citations = shipped["citations"]
    names = citations[(citations["field"] == "name_en") & citations["subject"].str.match("carrier|body")]
    assert set(names["evidence"]) == {"inferred"}


# Word for word -------------------------------------------------------------------------------

LAKES = [
    *("lake-xiangfudang", "lake-xiangjiadang", "lake-tianehu", "lake-juanhu"),
    *("lake-fenghuanghu", "lake-minghu", "lake-nanbeihu", "lake-dayunhe"),
]
LAKE_CELLS = ("name_zh", "area_km2", "positioning_zh", "industries_zh", "concept_zh")


@pytest.mark.documents
@pytest.mark.parametrize(("place", "lake"), list(enumerate(LAKES)))
def test_the_cells_of_table_3_are_those_of_the_plan(
    plan: tuple[str, ...], shipped: Tables, place: int, lake: str
) -> None:
    start = plan.index("表3 嘉兴“十四五”标志性“科创湖区”") + 1
    heads, cells = ["协同创新理念"], [line.strip() for line in plan[start:] if line.strip()]
    first = cells.index(heads[0]) + 1 + place * len(LAKE_CELLS)
    entry = row(shipped, "lake_districts", lake)
    assert [entry[cell] for cell in LAKE_CELLS] == cells[first : first + len(LAKE_CELLS)]


@pytest.mark.documents
def test_table_3_has_eight_rows(plan: tuple[str, ...]) -> None:
    start = plan.index("表3 嘉兴“十四五”标志性“科创湖区”") + 1
    end = next(number for number, line in enumerate(plan) if line.startswith("2.打造一批高新产业集聚发展平台"))
    cells = [line.strip() for line in plan[start:end] if line.strip()]
    assert len(cells) - (cells.index("协同创新理念") + 1) == 8 * len(LAKE_CELLS)


@pytest.mark.documents
def test_annex_1_names_the_zones_in_order_and_what_they_focus_on(plan: tuple[str, ...], shipped: Tables) -> None:
    start = plan.index("“十四五”高新区建设任务清单")
    lines = [line.strip() for line in plan[start : plan.index("“十四五”重点创新载体建设清单")]]
    zones = shipped["high_tech_zones"]
    for number, (name, words) in enumerate(zip(zones["name_zh"], zones["industries_zh"], strict=True), start=1):
        place = lines.index(str(number))
        assert lines[place + 1] == name
        focus = re.match(r"1\.重点聚焦(.*?)(?:三大主导产业|三大产业|等新兴产业|产业，|，汇聚)", lines[place + 2])
        assert focus is not None
        assert words.removesuffix("产业").startswith(focus.group(1))


@pytest.mark.documents
def test_annex_2_names_the_24_carriers_with_their_counties_in_order(plan: tuple[str, ...], shipped: Tables) -> None:
    start = plan.index("“十四五”重点创新载体建设清单")
    cells = [line.strip() for line in plan[start : plan.index("“十四五”科技创新改革任务清单")] if line.strip()]
    short = dict(zip(shipped["units"]["unit"], shipped["units"]["short_zh"], strict=True))
    carriers = shipped["carriers"][shipped["carriers"]["list"] == "plan"]
    rows = zip(carriers["no"], carriers["name_zh"], carriers["unit"], carriers["fields_zh"], strict=True)
    for number, name, unit, fields in rows:
        place = cells.index(number, 5 if number == "1" else 0)
        assert cells[place : place + 3] == [number, name, short[unit]]
        assert all(part in cells[place + 3] for part in split(fields))


@pytest.mark.documents
def test_every_document_is_found_by_its_checksum_and_begins_with_its_title(at_hand: Documents, shipped: Tables) -> None:
    for source, title in zip(shipped["sources"]["source"], shipped["sources"]["title_zh"], strict=True):
        whole = re.sub(r"\s", "", "".join(at_hand[source]))
        assert re.sub(r"\s", "", title) in whole
