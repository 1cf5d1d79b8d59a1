"""What a reader does in the page becomes a selection; what a browser could make up becomes nothing."""

from dataclasses import replace
from typing import Any

import pytest

from g60.catalog import Catalog
from g60.selection import MapView, Selection, View
from g60.ui.events import happened
from g60.ui.shell import load_catalog

START = Selection(units=frozenset({"330481"}), focus="lake-juanhu")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def after(event: Any, catalog: Catalog, selection: Selection = START) -> Selection:
    return happened(event, catalog, selection, View())[0]


def test_filters_event_tells_all_that_is_on(catalog: Catalog) -> None:
    event = {
        "type": "toggle",
        "selected": {"unit": ["330402"], "industry": ["semi"], "kind": [], "list": []},
        "q": "芯",
    }
    assert after(event, catalog) == Selection(
        units=frozenset({"330402"}), industries=frozenset({"semi"}), query="芯", focus="lake-juanhu"
    )


def test_clearing_keeps_the_chosen_one(catalog: Catalog) -> None:
    assert after({"type": "clear", "selected": {}, "q": ""}, catalog) == Selection(focus="lake-juanhu")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        *(("corridor", 1), ("core_area", 1), ("high_tech_zone", 8), ("lake_district", 8)),
        *(("carrier", 24), ("other_carrier", 44)),
    ],
)
def test_each_headline_count_opens_a_list_of_that_length(catalog: Catalog, code: str, shown: int) -> None:
    selection = after({"type": "only", "code": code}, catalog, Selection())
    assert len(catalog.pick(selection).entities) == shown


def test_choosing_and_closing(catalog: Catalog) -> None:
    assert after({"type": "choose", "id": "330483"}, catalog).focus == "330483"
    assert after({"type": "close"}, catalog).focus == ""


def test_view_and_layers_change_the_view_only(catalog: Catalog) -> None:
    selection, view = happened({"type": "view", "view": "11/30.53/120.69"}, catalog, START, View())
    assert (selection, view.place) == (START, MapView(11, 30.53, 120.69))
    _, view = happened({"type": "layers", "layers": "zones,nonsense,carriers"}, catalog, START, view)
    assert view.hidden == {"zones", "carriers"}
    assert view.place == MapView(11, 30.53, 120.69)


@pytest.mark.parametrize(
    "event",
    [
        *(None, 7, "choose", [], {}, {"type": None}, {"type": ["choose"]}, {"type": "choose", "id": "nobody"}),
        *({"type": "choose", "id": {"a": 1}}, {"type": "lang", "lang": "xx"}, {"type": "only", "code": "<script>"}),
        *({"type": "view", "view": "NaN/0/0"}, {"type": "toggle", "selected": "all"}, {"type": "toggle"}),
        {"type": "toggle", "selected": {"unit": "330402", "industry": {"semi": 1}, "kind": None}},
    ],
)
def test_made_up_event_changes_nothing(catalog: Catalog, event: Any) -> None:
    assert happened(event, catalog, START, View()) == (START, View())


def test_unknown_codes_of_an_event_are_left_out(catalog: Catalog) -> None:
    event = {"type": "toggle", "selected": {"unit": ["330402", "999999", 5, None, "<b>"]}}
    assert after(event, catalog) == replace(START, units=frozenset({"330402"}))
