"""The shipped data as a catalog, and what is picked of it against a brute-force filter."""

from pathlib import Path

import pandas as pd
import pytest

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.contract.codes import UNITS, split
from g60.contract.errors import DataError, UnknownIdError
from g60.contract.schema import AREA_KINDS, DATASETS
from tests.strategies import random_selections
from tests.tables import TableSource, changed, sound

FRAMES = ("areas", "carriers", "reference", "units", "industries", "sources")


# The shipped data ----------------------------------------------------------------------------


def test_the_plan_has_one_corridor_one_core_eight_zones_eight_lakes_and_24_carriers(catalog: Catalog) -> None:
    counts = catalog.areas.groupby("kind").size()
    assert [int(counts[kind]) for kind in AREA_KINDS] == [1, 1, 8, 8]
    assert (catalog.carriers["list"] == "plan").sum() == 24


def test_the_plans_carriers_by_unit_are_those_of_annex_2(catalog: Catalog) -> None:
    plan = catalog.carriers[catalog.carriers["list"] == "plan"]
    by_unit = {unit: int((plan["unit"] == unit).sum()) for unit in UNITS}
    assert by_unit == {
        **{"330402": 8, "330411": 4, "330421": 2, "330424": 2, "330481": 3, "330482": 3, "330483": 2},
        **{"etdz": 0, "port": 0},
    }
    assert sum(by_unit.values()) == 24


def test_the_plans_carriers_stand_in_its_order(catalog: Catalog) -> None:
    plan = catalog.carriers[catalog.carriers["list"] == "plan"]
    assert list(plan.index) == [f"carrier-{number:02}" for number in range(1, 25)]
    assert plan["no"].tolist() == list(range(1, 25))


def test_entities_are_the_areas_and_then_the_carriers(catalog: Catalog) -> None:
    assert list(catalog.entities.index) == [*catalog.areas.index, *catalog.carriers.index]
    assert catalog.entities.index.is_unique
    assert set(catalog.entities["kind"]) == {*AREA_KINDS, "carrier"}
    assert catalog.lists[0] == "plan"


def test_numbers_are_numbers_lists_are_tuples_and_missing_is_not_zero(catalog: Catalog) -> None:
    juanhu, zone = catalog.entity("lake-juanhu"), catalog.entity("htz-haining")
    assert juanhu["area_km2"] == 23.3
    assert juanhu["industries"] == ("semi", "life", "services")
    assert pd.isna(zone["area_km2"])
    assert pd.isna(catalog.entity("carrier-20")["lon"])


def test_an_id_finds_an_area_a_carrier_or_a_unit_and_anything_else_is_an_error(catalog: Catalog) -> None:
    assert [catalog.entity(entity)["kind"] for entity in ("core-jiaxing", "body-30", "330481", "port")] == [
        *("core_area", "carrier", "county", "functional_zone")
    ]
    assert catalog.ids == frozenset(catalog.entities.index) | frozenset(UNITS)
    for unknown in ("lake-nowhere", "", "plan", "海宁"):
        with pytest.raises(UnknownIdError) as caught:
            catalog.entity(unknown)
        assert caught.value.values == {"id": unknown}


def test_a_citation_tells_source_line_and_reason(catalog: Catalog) -> None:
    stated, inferred = catalog.citation("lake-juanhu", "area_km2"), catalog.citation("lake-juanhu", "unit")
    assert stated is not None
    assert inferred is not None
    assert (stated.evidence, stated.source, stated.locator, stated.line) == ("stated", ("plan",), "表3 第4行", (281,))
    assert inferred.evidence == "inferred"
    assert inferred.note
    assert inferred.note_en
    assert catalog.citation("lake-juanhu", "no such field") is None


def test_the_fingerprint_is_the_version_of_the_source(catalog: Catalog, geodata_copy: Path) -> None:
    source = FolderSource(geodata_copy)
    assert Catalog.load(source).fingerprint == catalog.fingerprint == source.version()


# What cannot be loaded -----------------------------------------------------------------------


def test_an_empty_folder_names_every_file(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Catalog.load(FolderSource(tmp_path))
    assert [issue.file for issue in caught.value.issues] == [dataset.file for dataset in DATASETS]
    assert {issue.code for issue in caught.value.issues} == {"error_no_file"}


def test_a_broken_file_and_a_wrong_value_are_told_together(geodata_copy: Path) -> None:
    (geodata_copy / "units.csv").write_bytes(b'unit,"name')
    (geodata_copy / "sources.csv").write_bytes((geodata_copy / "sources.csv").read_bytes().replace(b"2021-09-30", b"?"))
    (geodata_copy / "reference.geojson").write_bytes(b"{}")
    with pytest.raises(DataError) as caught:
        Catalog.load(FolderSource(geodata_copy))
    assert {(issue.file, issue.code) for issue in caught.value.issues} == {
        ("sources.csv", "value_not_date"),
        ("units.csv", "error_not_csv"),
        ("reference.geojson", "error_not_geojson"),
    }


# What is picked ------------------------------------------------------------------------------


def shown(catalog: Catalog, selection: Selection) -> list[str]:
    """Ids that a selection shows, by looking at each entity on its own; without search text."""
    return [
        str(entity_id)
        for entity_id, row in catalog.entities.iterrows()
        if (not selection.units or row["unit"] in selection.units)
        and (not selection.industries or selection.industries & set(row["industries"]))
        and (not selection.kinds or row["kind"] in selection.kinds)
        and (not selection.lists or row["list"] in selection.lists)
    ]


def test_pick_shows_what_a_look_at_each_entity_shows(catalog: Catalog) -> None:
    selections = [selection for selection in random_selections(400, catalog) if not selection.query][:200]
    assert len(selections) == 200
    found = [list(catalog.pick(selection).entities.index) for selection in selections]
    assert found == [shown(catalog, selection) for selection in selections]
    assert sum(bool(ids) for ids in found) > 60


def test_search_text_is_one_more_condition(catalog: Catalog) -> None:
    for selection in random_selections(200, catalog):
        by_text = set(catalog.pick(Selection(query=selection.query)).entities.index)
        without = Selection(selection.units, selection.industries, selection.kinds, selection.lists)
        expected = [entity for entity in shown(catalog, without) if entity in by_text]
        assert list(catalog.pick(selection).entities.index) == expected


def test_what_is_picked_is_a_catalog_and_picking_twice_is_picking_both(catalog: Catalog) -> None:
    haining, chips = Selection(units=frozenset({"330481"})), Selection(industries=frozenset({"semi"}))
    both = Selection(units=haining.units, industries=chips.industries)
    picked = catalog.pick(haining).pick(chips)
    assert isinstance(picked, Catalog)
    assert list(picked.entities.index) == list(catalog.pick(both).entities.index)
    assert list(picked.entities.index) == ["lake-juanhu", "carrier-20", "carrier-21"]
    assert picked.version == catalog.version
    assert picked.units.equals(catalog.units)


def test_an_empty_selection_and_one_that_only_chooses_show_everything(catalog: Catalog) -> None:
    assert catalog.pick(Selection()) is catalog
    assert catalog.pick(Selection(focus="lake-juanhu", compared=("htz-nanhu",))) is catalog


def test_picking_nothing_is_an_empty_catalog(catalog: Catalog) -> None:
    picked = catalog.pick(Selection(units=frozenset({"etdz"}), lists=frozenset({"plan"})))
    assert len(picked.entities) == len(picked.areas) == len(picked.carriers) == 0
    assert picked.lists == ()


def test_picking_and_what_follows_leave_the_catalog_as_it_was(catalog: Catalog) -> None:
    untouched = {name: getattr(catalog, name).copy(deep=True) for name in FRAMES}
    for selection in random_selections(50, catalog):
        picked = catalog.pick(selection)
        if picked is not catalog:
            picked.areas["area_km2"] = 0.0
            picked.carriers["name_zh"] = ""
    for name, before in untouched.items():
        assert getattr(catalog, name).equals(before), name


def test_small_tables_make_a_catalog_as_the_shipped_ones_do() -> None:
    small = Catalog.load(TableSource(sound()))
    assert list(small.pick(Selection(industries=frozenset({"equipment"}))).entities.index) == ["carrier-1"]
    assert small.carriers.at["carrier-1", "aliases"] == split("芯片院")
    numbered = changed(sound(), "carriers", 4, no="12")
    assert Catalog.load(TableSource(numbered)).carriers.at["body-1", "no"] == 12
