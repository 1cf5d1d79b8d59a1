"""Each field of an entity with its value, its evidence and where it stands."""

import json
import re

import pytest

from g60.catalog.catalog import Catalog
from g60.contract.codes import EVIDENCE
from g60.contract.errors import UnknownIdError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.quantities import Quantity
from g60.contract.schema import AREA_DATASETS, CARRIERS, UNIT_TABLE
from g60.evidence import figures
from g60.evidence.codes import source_line
from g60.evidence.facts import as_json, facts
from g60.evidence.wording import Wording

HAINING_LAKE = {
    "kind": ("lake_district", "derived"),
    "name_zh": ("鹃湖国际科技城", "stated"),
    "unit": ("330481", "inferred"),
    "area_km2": (23.3, "stated"),
    "industries": (("semi", "life", "services"), "derived"),
    "industries_zh": ("生命健康、泛半导体和现代服务三大产业", "stated"),
    "aliases": (None, "missing"),
}


def test_a_lakes_facts_are_the_plans(catalog: Catalog) -> None:
    lake = facts(catalog, "lake-juanhu")
    said = {name: (lake.fact(name).value, lake.fact(name).evidence) for name in HAINING_LAKE}
    assert said == HAINING_LAKE
    assert lake.fact("area_km2").citation.locator == "表3 第4行"


@pytest.mark.parametrize("zone", ["htz-haining", "htz-jiaxing", "core-jiaxing", "corridor-g60"])
def test_an_area_that_the_plan_does_not_give_is_missing_and_not_zero(catalog: Catalog, zone: str) -> None:
    area = facts(catalog, zone).fact("area_km2")
    assert (area.value, area.evidence) == (None, "missing")


def test_a_body_known_by_its_county_only_has_no_coordinates(catalog: Catalog) -> None:
    body = facts(catalog, "carrier-20")
    assert {body.fact(name).value for name in ("lon", "lat", "uncertainty_m", "address_zh")} == {None}
    assert body.fact("location_grade").value == "D"


def test_every_field_of_the_contract_is_there_once_in_its_order_with_its_evidence(catalog: Catalog) -> None:
    columns = {"carrier": CARRIERS.columns[1:], "area": AREA_DATASETS[0].columns, "unit": UNIT_TABLE.columns[1:]}
    for entity_id in catalog.ids:
        entity = facts(catalog, entity_id)
        kind = "unit" if entity_id in catalog.units.index else "carrier" if entity.kind == "carrier" else "area"
        assert tuple(fact.field for fact in entity.facts) == columns[kind]
        assert all(fact.evidence in EVIDENCE for fact in entity.facts)
        assert all((fact.value is None) == (fact.evidence == "missing") for fact in entity.facts)


def test_an_unknown_id_and_an_unknown_field_are_errors(catalog: Catalog) -> None:
    with pytest.raises(UnknownIdError):
        facts(catalog, "lake-nowhere")
    with pytest.raises(KeyError):
        facts(catalog, "lake-juanhu").fact("population")


def test_an_entity_as_json_holds_value_evidence_and_citation(catalog: Catalog) -> None:
    content = json.loads(json.dumps(as_json(catalog, facts(catalog, "lake-juanhu")), allow_nan=False))
    assert (content["id"], content["kind"], content["version"]) == ("lake-juanhu", "lake_district", 1)
    assert content["fields"]["area_km2"] == {
        "value": 23.3,
        "evidence": "stated",
        "citation": {
            "source": ["plan"],
            "title_zh": ["嘉兴市科技创新发展“十四五”规划"],
            "locator": "表3 第4行",
            "line": [281],
            "note": "",
            "note_en": "",
        },
    }
    assert content["fields"]["aliases"]["value"] is None


def test_every_entity_can_be_written_as_json(catalog: Catalog) -> None:
    for entity_id in catalog.ids:
        json.dumps(as_json(catalog, facts(catalog, entity_id)), allow_nan=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_unit_says_is_not_said_again_as_the_share(catalog: Catalog, lang: str) -> None:
    said = Wording(catalog, lang)
    held = [entry.fact for one in catalog.entities.index for entry in figures.targets(catalog, str(one))]
    by_area = [fact for fact in held if isinstance(fact.value, Quantity) and fact.value.scope_zh == "亩均"]
    assert by_area
    for fact in by_area:
        assert said.words(fact).count(text("scope_亩均", lang)) == 1


def test_parts_of_a_list_are_set_apart_as_in_the_readers_language(catalog: Catalog) -> None:
    for lang, sign in (("zh", "；"), ("en", "; ")):
        said = Wording(catalog, lang)
        entry = said.entry(facts(catalog, "htz-jiaxing").fact(f"industries_{lang}"))
        assert sign in entry.value
        place = said.cited(catalog.citations["conflict-12", "kind"])
        assert place.locator.split(sign) == [f"附件一 第{number}项" for number in range(1, 9)]
        for cited in {*catalog.citations.values()}:
            for words in (said.cited(cited).locator, source_line(catalog, cited, lang)):
                assert not re.search(r";(?! )", words), words
