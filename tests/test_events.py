"""What a reader does in the page becomes a selection; what a browser could make up becomes nothing."""

from dataclasses import replace
from typing import Any

import pytest

from g60.ask.near_and_ring import Near
from g60.ask.selection import Selection
from g60.ask.view import MapView, View
from g60.catalog.catalog import Catalog
from g60.contract.errors import DatabaseError
from g60.ui.asked import load_catalog, on_event, take_in
from g60.ui.events import happened

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


def test_words_of_the_search_line_close_the_card_that_would_cover_what_they_find(catalog: Catalog) -> None:
    told = {"type": "query", "selected": {"unit": ["330481"]}, "q": "鹃湖"}
    found = Selection(units=frozenset({"330481"}), query="鹃湖")
    assert after(told, catalog) == found
    # Who opens one of what was found keeps it, also where the words go again.
    opened = replace(found, focus="lake-juanhu")
    assert after(told, catalog, opened) == opened
    assert after({**told, "q": ""}, catalog, opened) == replace(opened, query="")


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


def test_county_is_asked_for_alone_and_let_go_again(catalog: Catalog) -> None:
    alone = after({"type": "only", "id": "330402"}, catalog)
    assert (alone.units, alone.focus) == ({"330402"}, "")
    assert after({"type": "only", "id": "330402"}, catalog, alone).units == frozenset()


def test_theme_and_basemap_change_the_view_only(catalog: Catalog) -> None:
    for event, changed in (
        ({"type": "theme", "theme": "dark"}, View(theme="dark")),
        ({"type": "base", "base": "xyz"}, View(base="xyz")),
        ({"type": "theme", "theme": "<b>"}, View()),
        ({"type": "base", "base": "https://example.org"}, View()),
    ):
        assert happened(event, catalog, START, View()) == (START, changed)


def test_choosing_and_closing(catalog: Catalog) -> None:
    assert after({"type": "choose", "id": "330483"}, catalog).focus == "330483"
    assert after({"type": "close"}, catalog).focus == ""


def test_comparing_adds_takes_off_and_stops_at_ten(catalog: Catalog) -> None:
    one = after({"type": "compare", "id": "lake-juanhu"}, catalog)
    assert one == replace(START, compared=("lake-juanhu",))
    assert after({"type": "compare", "id": "lake-juanhu"}, catalog, one) == START
    full = replace(START, compared=tuple(f"carrier-{number:02}" for number in range(1, 11)))
    assert after({"type": "compare", "id": "lake-juanhu"}, catalog, full) == full
    assert len(after({"type": "compare", "id": "carrier-01"}, catalog, full).compared) == 9


@pytest.mark.parametrize(("preset", "count"), [("high_tech_zone", 8), ("lake_district", 8), ("county", 7), ("none", 0)])
def test_a_set_is_compared_at_one_click(catalog: Catalog, preset: str, count: int) -> None:
    compared = after({"type": "compare", "preset": preset}, catalog, replace(START, compared=("carrier-01",))).compared
    assert len(compared) == count
    assert "carrier-01" not in compared


def test_what_is_drawn_on_the_map_is_taken_and_taken_off_again(catalog: Catalog) -> None:
    near = after({"type": "near", "near": "120.69,30.53,5"}, catalog)
    assert near == replace(START, near=Near(120.69, 30.53, 5.0))
    both = after({"type": "within", "within": "120.6,30.5;120.7,30.5;120.7,30.6"}, catalog, near)
    assert both == replace(near, within=((120.6, 30.5), (120.7, 30.5), (120.7, 30.6)))
    kept = after({"type": "toggle", "selected": {"unit": ["330402"]}, "q": ""}, catalog, both)
    assert (kept.near, kept.within) == (both.near, both.within)
    assert after({"type": "near", "near": ""}, catalog, both) == replace(both, near=None)
    assert after({"type": "within", "within": ""}, catalog, both) == near
    assert after({"type": "clear", "selected": {}, "q": ""}, catalog, both) == Selection(focus="lake-juanhu")


@pytest.mark.parametrize(
    "event",
    [
        *({"type": "near"}, {"type": "within"}, {"type": "near", "near": None}, {"type": "within", "within": ["x"]}),
        *(
            {"type": "near", "near": "0,0,5"},
            {"type": "near", "near": "120.69,30.53,NaN"},
            {"type": "near", "near": "x"},
        ),
        *({"type": "within", "within": "120.6,30.5"}, {"type": "within", "within": "<script>"}),
        {"type": "near", "within": "120.6,30.5;120.7,30.5;120.7,30.6"},
    ],
)
def test_a_made_up_drawing_changes_nothing(catalog: Catalog, event: Any) -> None:
    drawn = replace(START, near=Near(120.69, 30.53, 5.0), within=((120.6, 30.5), (120.7, 30.5), (120.7, 30.6)))
    assert after(event, catalog, drawn) == drawn
    assert after(event, catalog) == START


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
        *({"type": "compare"}, {"type": "compare", "id": "nobody"}, {"type": "compare", "preset": ["none"]}),
        *({"type": "compare", "preset": "all"}, {"type": "compare", "id": {"a": 1}, "preset": 7}),
        {"type": "toggle", "selected": {"unit": "330402", "industry": {"semi": 1}, "kind": None}},
    ],
)
def test_made_up_event_changes_nothing(catalog: Catalog, event: Any) -> None:
    assert happened(event, catalog, START, View()) == (START, View())


def test_unknown_codes_of_an_event_are_left_out(catalog: Catalog) -> None:
    event = {"type": "toggle", "selected": {"unit": ["330402", "999999", 5, None, "<b>"]}}
    assert after(event, catalog) == replace(START, units=frozenset({"330402"}))


def test_what_the_search_line_offered_is_set_or_opened_and_its_words_go(catalog: Catalog) -> None:
    asked = replace(START, query="pinghu")
    told = {"type": "suggested", "selected": {"unit": ["330481", "330482"]}, "q": ""}
    assert after(told, catalog, asked) == replace(START, units=frozenset({"330481", "330482"}))
    assert after({**told, "id": "htz-nanhu"}, catalog, asked).focus == "htz-nanhu"
    assert after({**told, "id": "nobody"}, catalog, asked).focus == START.focus


@pytest.mark.parametrize(
    ("held", "read"),
    [({}, None), ({"facets": {}}, None), ({"facets": None}, None), ({"facets": {"event": {"type": "clear"}}}, "clear")],
)
def test_a_part_that_streamlit_has_forgotten_has_no_event(
    held: dict[str, Any], read: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last event of a page can come when the reader is on the next page."""
    taken: list[Any] = []
    monkeypatch.setattr("streamlit.session_state", held)
    monkeypatch.setattr("g60.ui.asked.take_in", taken.append)
    on_event("facets")()
    assert [event and event["type"] for event in taken] == [read]


def test_an_event_without_a_catalog_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is gone is said by the page that follows, and is no fault of the program."""

    def gone() -> Catalog:
        raise DatabaseError("database_gone")

    monkeypatch.setattr("g60.ui.asked.asked_catalog", gone)
    monkeypatch.setattr("g60.ui.address.catch_up", lambda: None)
    monkeypatch.setattr("g60.ui.address.write", lambda *_: pytest.fail("the address was changed"))
    take_in({"type": "clear", "selected": {}, "q": ""})
