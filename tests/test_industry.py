"""Industries by unit: held against the filters, and counted again without this code."""

import re
from collections import Counter

import pytest

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.codes import INDUSTRIES, UNITS, split
from g60.contract.i18n import LANGUAGES
from g60.review import industry
from g60.ui.events import happened


@pytest.fixture(scope="module")
def found(catalog: Catalog) -> dict[str, list[industry.Mention]]:
    return industry.mentions(catalog)


# The matrix ----------------------------------------------------------------------------------


def test_each_cell_is_what_the_filters_of_the_map_show(
    catalog: Catalog, found: dict[str, list[industry.Mention]]
) -> None:
    for code in INDUSTRIES:
        for unit in UNITS:
            shown = catalog.pick(Selection(units=frozenset({unit}), industries=frozenset({code}))).entities
            assert [mention.id for mention in industry.cell(found[code], unit)] == list(shown.index)


def test_each_row_adds_up_to_its_filter(catalog: Catalog, found: dict[str, list[industry.Mention]]) -> None:
    for code in INDUSTRIES:
        by_column = [len(industry.cell(found[code], unit)) for unit in (*UNITS, industry.UNKNOWN_UNIT)]
        shown = catalog.pick(Selection(industries=frozenset({code}))).entities
        assert sum(by_column) == len(found[code]) == len(shown)


def test_the_last_row_is_all_entities_of_a_unit(catalog: Catalog) -> None:
    for unit in UNITS:
        shown = catalog.pick(Selection(units=frozenset({unit}))).entities
        assert [mention.id for mention in industry.entities_of(catalog, unit)] == list(shown.index)


def test_counts_by_brute_force(catalog: Catalog, found: dict[str, list[industry.Mention]]) -> None:
    counted: Counter[tuple[str, str, bool]] = Counter()
    for frame, is_area in ((catalog.areas, True), (catalog.carriers, False)):
        for _, row in frame.iterrows():
            counted.update((code, row["unit"], is_area) for code in row["industries"])
    for code in INDUSTRIES:
        for unit in (*UNITS, industry.UNKNOWN_UNIT):
            areas, bodies = industry.split(industry.cell(found[code], unit))
            assert (areas, bodies) == (counted[code, unit, True], counted[code, unit, False])


def test_every_entity_in_a_cell_has_a_word_of_its_own_text_for_it(
    catalog: Catalog, found: dict[str, list[industry.Mention]]
) -> None:
    for code, mentions in found.items():
        for mention in mentions:
            own = catalog.entities.at[mention.id, "words"]
            assert mention.words
            assert all(word in own and code in split(catalog.terms[word]) for word in mention.words)


def test_a_number_says_how_it_was_counted(found: dict[str, list[industry.Mention]]) -> None:
    fact = industry.number(industry.cell(found["semi"], "330481"))
    assert (fact.value, fact.evidence) == ("3", "derived")
    assert "片区 1，机构 2" in fact.citation.note
    assert "1 areas and 2 bodies" in fact.citation.note_en


# The gaps ------------------------------------------------------------------------------------


def named(catalog: Catalog, frame: str, unit: str | None) -> set[str]:
    rows = catalog.areas if frame == "areas" else catalog.carriers[catalog.carriers["list"] == "plan"]
    rows = rows if unit is None else rows[rows["unit"] == unit]
    return {code for codes in rows["industries"] for code in codes}


@pytest.mark.parametrize("unit", [None, *UNITS])
def test_gaps_are_the_differences_of_two_sets(catalog: Catalog, unit: str | None) -> None:
    areas, carriers = named(catalog, "areas", unit), named(catalog, "carriers", unit)
    assert set(industry.without_carrier(catalog, unit)) == areas - carriers
    assert set(industry.without_area(catalog, unit)) == carriers - areas


def test_nuclear_technology_is_the_one_that_no_listed_carrier_names(catalog: Catalog) -> None:
    fact = industry.gap(catalog, "carrier")
    assert fact.value == ("nuclear",)
    assert "海盐核电关联高新技术产业园区（核技术）" in fact.citation.note
    assert industry.gap(catalog, "area").value == "none"


# The system ----------------------------------------------------------------------------------


def test_the_ten_boxes_hold_every_technology_once(catalog: Catalog) -> None:
    boxes = industry.boxes(catalog)
    assert [box.box for box in boxes] == [f"专栏3-{number}" for number in range(1, 11)]
    listed = [entry for box in boxes for heading in box.headings for entry in heading.technologies]
    assert listed == list(catalog.tables.technologies["technology_zh"])
    assert len(listed) == 209
    assert sum(int(str(box.number.value)) for box in boxes) == 209
    assert {box.group for box in boxes} == set(industry.GROUPS)


def test_a_heading_cites_the_lines_of_its_technologies(catalog: Catalog) -> None:
    heading = industry.boxes(catalog)[0].headings[0]
    assert heading.name == "通讯与数据技术"
    assert heading.places == (("plan", 326),)


def test_the_system_is_cited_as_it_stands(catalog: Catalog, documents_folder: object) -> None:
    from pathlib import Path

    from g60.checks.citations import read_documents

    at_hand = read_documents(Path(str(documents_folder)), catalog.sources.reset_index())
    system = industry.system(catalog)
    assert system is not None
    (line,) = system.citation.line
    assert str(system.value) in at_hand["plan"][line - 1]


# From a cell to the map ----------------------------------------------------------------------


def test_following_a_cell_shows_what_it_counts_and_nothing_else(catalog: Catalog) -> None:
    before = Selection(units=frozenset({"330402"}), query="芯", focus="lake-juanhu", compared=("htz-nanhu",))
    after, _ = happened({"type": "open", "unit": "330481", "industry": "semi"}, catalog, before, View())
    assert after == Selection(units=frozenset({"330481"}), industries=frozenset({"semi"}), compared=("htz-nanhu",))


@pytest.mark.parametrize("event", [{"type": "open"}, {"type": "open", "unit": "<b>"}, {"type": "open", "industry": 7}])
def test_a_made_up_way_leads_nowhere(catalog: Catalog, event: dict[str, object]) -> None:
    before = Selection(units=frozenset({"330402"}))
    assert happened(event, catalog, before, View()) == (before, View())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_gap_names_who_has_the_industry_in_both_languages(catalog: Catalog, lang: str) -> None:
    citation = industry.gap(catalog, "area", "330402").citation
    note = citation.note if lang == "zh" else citation.note_en
    assert re.search("Tsinghua" if lang == "en" else "清华", note)
