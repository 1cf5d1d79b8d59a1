"""The map's elements: what is handed to folium, and never its HTML."""

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import generate_leaflet_string

from g60.ask.selection import Selection
from g60.ask.view import MapView, View
from g60.contract.codes import INDUSTRIES, UNITS
from g60.contract.schema import KINDS
from g60.contract.symbology import LAYERS, MAP_LAYERS
from g60.ui.asked import load_catalog
from layers import Sheet, build_map, first_message, message, sheet
from layers.carriers import NO_POINT
from layers.columns import unpack
from layers.compose import LAYERS as LAYER_TYPES
from layers.layer import checked_address, checked_version

CATALOG = load_catalog()
HOSTILE = "<script>alert(1)</script>{{7*7}}`${1}`"


def script_of_message(selection: Selection, view: View) -> str:
    group = first_message(message(CATALOG, selection, view))
    group.add_to(build_map(CATALOG))
    group.render()
    return generate_leaflet_string(group)


def carriers_of(known: Sheet) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    return unpack(next(data for name, data in known.files.items() if name.startswith("carriers.")))


def codes_in(script: str) -> dict[str, str]:
    found = re.search(r"atlas\.apply\(\w+, (\{.*\})\);", script)
    assert found
    return json.loads(found.group(1))


def test_map_script_is_the_same_at_every_call_and_holds_versions_only() -> None:
    scripts = {generate_leaflet_string(build_map(CATALOG)) for _ in range(3)}
    assert len(scripts) == 1
    script = scripts.pop()
    assert "鹃湖" not in script
    assert script.count("atlas.draw(") == len(LAYER_TYPES)
    assert {layer.data for layer in MAP_LAYERS} == {layer.name for layer in LAYER_TYPES}


def test_map_asks_only_this_server_for_files() -> None:
    atlas = build_map(CATALOG)
    links = [link for _, link in atlas.default_js + atlas.default_css]
    assert len(links) == 4
    assert all(link.startswith("../../files/") for link in links)


def test_every_version_names_its_content() -> None:
    first, second = sheet(CATALOG), sheet(replace(CATALOG))
    assert first.versions == second.versions
    renamed = CATALOG.carriers.assign(name_zh=CATALOG.carriers["name_zh"] + "新")
    changed = sheet(replace(CATALOG, all_carriers=renamed))
    differing = {name for name in first.versions if first.versions[name] != changed.versions[name]}
    assert differing == {"carriers"}


def test_each_layer_carries_its_features() -> None:
    files = {
        name.split(".")[0]: json.loads(data) for name, data in sheet(CATALOG).files.items() if name[-5:] == ".json"
    }
    counts = {name: len(files[name]["features"]) for name in ("corridor", "core_area", "high_tech_zones")}
    assert counts == {"corridor": 1, "core_area": 1, "high_tech_zones": 8}
    assert [feature["id"] for feature in files["counties"]["features"]] == list(UNITS)
    outlined = [feature["geometry"]["type"] != "Point" for feature in files["counties"]["features"]]
    assert outlined == [True] * 7 + [False] * 2
    assert len(files["lake_districts"]["features"]) == 8
    head, columns = carriers_of(sheet(CATALOG))
    assert {len(column) for name, column in columns.items() if name != "id"} == {len(CATALOG.carriers)}
    assert head["areas"] == list(CATALOG.areas.index)


def test_body_known_by_its_county_only_has_no_point_on_the_map() -> None:
    head, columns = carriers_of(sheet(CATALOG))
    by_county_only = columns["grade"] == head["grades"].index("D")
    assert by_county_only.any()
    assert (columns["lon"][by_county_only] == NO_POINT).all()
    assert (columns["lat"][by_county_only] == NO_POINT).all()


selections = st.builds(
    Selection,
    units=st.frozensets(st.sampled_from(UNITS)),
    industries=st.frozensets(st.sampled_from(INDUSTRIES)),
    kinds=st.frozensets(st.sampled_from(KINDS)),
    lists=st.frozensets(st.sampled_from(CATALOG.lists)),
    query=st.sampled_from(["", "xfd", "海宁", HOSTILE]),
    focus=st.sampled_from(["", *CATALOG.ids]),
)
views = st.builds(
    View,
    place=st.none() | st.builds(MapView, st.integers(8, 15), st.floats(30, 31), st.floats(120, 121)),
    hidden=st.frozensets(st.sampled_from(LAYERS)),
    lang=st.sampled_from(["zh", "en"]),
)


@given(selections, views)
def test_message_of_any_selection_is_small_and_made_of_codes(selection: Selection, view: View) -> None:
    script = script_of_message(selection, view)
    assert len(script.encode()) < 10_000
    assert all(re.fullmatch(r"[0-9a-z,.-]*", code) for code in codes_in(script).values())


def test_message_carries_a_bit_per_row_for_a_search() -> None:
    selection = Selection(query="祥符荡")
    rows = bytes.fromhex(codes_in(script_of_message(selection, View()))["rows"])
    found = [entity_id for place, entity_id in enumerate(CATALOG.entities.index) if rows[place // 8] >> (place % 8) & 1]
    assert found == list(CATALOG.pick(selection).entities.index)
    assert "lake-xiangfudang" in found


@pytest.mark.parametrize("address", [HOSTILE, "https://elsewhere.example/x.js", "../../data/名.json", ""])
def test_nothing_but_an_address_of_ours_can_be_a_maps_script(address: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        checked_address(address)


@pytest.mark.parametrize("version", [HOSTILE, "../1c1d4b301319.json", "1c1d4b301319", "1c1d4b301319.json\n", ""])
def test_nothing_but_a_hash_and_an_ending_can_be_a_layers_version(version: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        checked_version(version)
