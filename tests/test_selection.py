"""A permalink in, a permalink out: the same selection, short, and afraid of nothing."""

import math
import unicodedata
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from g60.ask.near_and_ring import CORNERS, RADIUS_KM, SHEET, Near, Ring, parse_near, parse_ring, ring_text
from g60.ask.permalink import SHOWN_OF_IGNORED, Ignored, ignored, to_query
from g60.ask.selection import (
    COMPARED_AT_MOST,
    LISTS_AT_MOST,
    PLANS_AT_MOST,
    QUERY_TEXT_BYTES,
    Held,
    Selection,
    clean_text,
    fitting_compared,
)
from g60.ask.view import GROUPS, SORTS, WEIGHTS_AT_MOST, MapView, View, parse_place, parse_weights
from g60.contract.basemaps import CODES as BASEMAPS
from g60.contract.codes import INDUSTRIES, SLUG_LENGTH, UNITS, is_slug
from g60.contract.i18n import LANGUAGES
from g60.contract.schema import KINDS
from g60.contract.symbology import LAYERS
from g60.contract.themes import THEMES

PERMALINK_AT_MOST = 1_800
ADDRESS = "http://atlas.intranet.jiaxing.example:8501/sources?"

slugs = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,9}){0,2}", fullmatch=True).filter(is_slug)
lons = st.floats(SHEET[0], SHEET[2]).map(lambda degrees: round(degrees, 4))
lats = st.floats(SHEET[1], SHEET[3]).map(lambda degrees: round(degrees, 4))
circles = st.builds(Near, lons, lats, st.floats(*RADIUS_KM).map(lambda km: round(km, 1)))


def star(middle: tuple[float, float], reaches: list[float]) -> Ring:
    """A ring with a corner in each of as many directions, so that no edges cross; none where it is too small."""
    directions = [2 * math.pi * turn / len(reaches) for turn in range(len(reaches))]
    corners = [
        (middle[0] + reach * math.cos(turn), middle[1] + reach * math.sin(turn))
        for turn, reach in zip(directions, reaches, strict=True)
    ]
    return parse_ring(";".join(f"{lon:.4f},{lat:.4f}" for lon, lat in corners))


rings = st.builds(
    star,
    st.tuples(st.floats(119, 122), st.floats(30, 32)),
    st.lists(st.floats(0.01, 0.9), min_size=CORNERS[0], max_size=CORNERS[1]),
)
selections = st.builds(
    Selection,
    units=st.frozensets(st.sampled_from(UNITS)),
    industries=st.frozensets(st.sampled_from(INDUSTRIES)),
    kinds=st.frozensets(st.sampled_from(KINDS)),
    lists=st.lists(slugs, max_size=LISTS_AT_MOST).map(lambda codes: Selection.from_query({"list": codes}).lists),
    query=st.text(max_size=600).map(clean_text),
    compared=st.lists(slugs, max_size=COMPARED_AT_MOST, unique=True).map(fitting_compared),
    focus=st.just("") | slugs,
    near=st.none() | circles,
    within=st.just(()) | rings,
    plans=st.lists(slugs, max_size=PLANS_AT_MOST).map(lambda codes: Selection.from_query({"plan": codes}).plans),
)
places = st.builds(
    lambda zoom, lat, lon: MapView(round(zoom, 2), round(lat, 5), round(lon, 5)),
    st.floats(0, 19),
    st.floats(-85, 85),
    st.floats(-180, 180),
)
views = st.builds(
    View,
    place=st.none() | places,
    hidden=st.frozensets(st.sampled_from(LAYERS)),
    base=st.sampled_from(["", *BASEMAPS]),
    lang=st.sampled_from(LANGUAGES),
    theme=st.sampled_from(sorted(THEMES)),
    scene=st.none() | st.integers(1, 9999),
    version=st.none() | st.integers(1, 9999),
    at=st.sampled_from(["", "7", "2026-11-27"]),
    since=st.sampled_from(["", "123", "2026-02-28"]),
    weights=st.text("0123456789", max_size=WEIGHTS_AT_MOST).map(parse_weights),
    grouped=st.sampled_from(["", *GROUPS[1:]]),
    sorted=st.sampled_from(["", *SORTS[1:]]),
)
keys = st.sampled_from(
    (
        *(
            "unit",
            "industry",
            "kind",
            "list",
            "plan",
            "q",
            "focus",
            "compare",
            "map",
            "layers",
            "scene",
            "theme",
            "lang",
            "v",
        ),
        *("at", "since", "pair", "draft"),
        "w",
        *("near", "within", "", "Unit", "filter"),
    )
)
queries = st.dictionaries(keys | st.text(max_size=80), st.lists(st.text(max_size=500), max_size=4))

LARGEST = Selection(
    frozenset(UNITS),
    frozenset(INDUSTRIES),
    frozenset(KINDS),
    frozenset(f"list-{number}".ljust(11, "x") for number in range(7)),
    clean_text("/?&=#%+ 鹃" * 100),
    tuple(f"body-{number}".ljust(18, "x") for number in range(COMPARED_AT_MOST)),
    "lake-".ljust(SLUG_LENGTH, "x"),
    Near(120.1234, 30.1234, 10.5),
    star((120.43211, 30.64321), [0.3 + 0.000322 * turn for turn in range(CORNERS[1])]),
    frozenset(f"plan-{number}".ljust(14, "x") for number in range(2)),
)
LARGEST_VIEW = View(
    place=MapView(10.25, -30.12345, -120.12345),
    hidden=frozenset(LAYERS[::2]),  # hiding half of them takes more room than hiding all
    shown=frozenset({"tasks", "by.hightech-investment-growth"}),
    base=max(BASEMAPS, key=len),
    lang="en",
    theme=max(THEMES, key=len),
    scene=9999,
    version=9999,
    at="2026-11-27",
    since="2026-02-28",
    weights="9" * WEIGHTS_AT_MOST,
    grouped=max(GROUPS, key=len),
    sorted=SORTS[1],
)


def encoded(selection: Selection, view: View) -> str:
    return urlencode(to_query(selection, view), doseq=True)


def read(query: dict[str, list[str]]) -> tuple[Selection, View]:
    return Selection.from_query(query), View.from_query(query)


# There and back ------------------------------------------------------------------------------


@given(selections)
@example(LARGEST)
def test_selection_comes_back_from_its_permalink(selection: Selection) -> None:
    assert Selection.from_query(selection.to_query()) == selection


@given(views)
@example(View(MapView(0, 0, 0)))
@example(View(MapView(10, -0.0, 100)))
@example(View(pair="plan-14.plan-15", at="3"))
def test_view_comes_back_from_its_permalink(view: View) -> None:
    assert View.from_query(view.to_query()) == view


@pytest.mark.parametrize("shown", [(), ("roads",), ("roads", "towns", "zones"), LAYERS[1:]])
def test_layers_are_hidden_in_the_shorter_of_two_ways(shown: tuple[str, ...]) -> None:
    view = View(hidden=frozenset(LAYERS) - set(shown), shown=frozenset({"tasks", "by.count-carrier"}))
    query = view.to_query()
    assert View.from_query(query) == view
    assert ignored(query, Selection(), view) == ()
    each = ",".join(f"-{code}" for code in LAYERS if code in view.hidden)
    assert len(query["layers"][0]) <= len(f"{each},tasks,by.count-carrier")
    assert ignored({"layers": ["-all,roads,what"]}, Selection(), View.from_query({"layers": ["-all,roads"]})) != ()


@given(selections, views)
@example(LARGEST, LARGEST_VIEW)
def test_permalink_survives_the_address_bar_and_names_nothing_as_ignored(selection: Selection, view: View) -> None:
    query = parse_qs(encoded(selection, view), max_num_fields=100)
    assert read(query) == (selection, view)
    assert ignored(query, selection, view) == ()


@given(selections, views)
@example(LARGEST, LARGEST_VIEW)
@example(LARGEST, replace(LARGEST_VIEW, since="", pair="plan-14.plan-15"))
def test_permalink_of_any_state_is_short(selection: Selection, view: View) -> None:
    assert len(ADDRESS + encoded(selection, view)) < PERMALINK_AT_MOST


@given(st.text(alphabet=st.sampled_from("/?&=#%+ 鹃a~'\"") | st.characters(), max_size=600))
@example("/" * 400)
@example("鹃" * 400)
def test_search_text_is_cut_by_the_room_it_takes_in_the_address(raw: str) -> None:
    cleaned = clean_text(raw)
    assert len(urlencode({"q": cleaned})) <= len("q=") + QUERY_TEXT_BYTES
    assert clean_text(cleaned) == cleaned


def test_permalink_holds_codes_in_the_order_of_their_lists_and_leaves_defaults_out() -> None:
    selection = Selection(
        units=frozenset({"330481", "330402"}), kinds=frozenset({"lake_district", "carrier"}), query="芯片"
    )
    view = View(MapView(11, 30.53, 120.69), frozenset({"zones", "corridor"}), lang="en")
    assert to_query(selection, view) == {
        "unit": ["330402", "330481"],
        "kind": ["lake_district", "carrier"],
        "q": ["芯片"],
        "map": ["11/30.53/120.69"],
        "layers": ["-corridor,-zones"],
        "lang": ["en"],
    }
    assert to_query(Selection(), View()) == {}


# What nobody understands ---------------------------------------------------------------------


@given(queries)
def test_no_query_raises_and_what_comes_of_it_is_canonical_and_short(query: dict[str, list[str]]) -> None:
    selection, view = read(query)
    assert read(to_query(selection, view)) == (selection, view)
    assert len(encoded(selection, view)) < PERMALINK_AT_MOST
    for part in ignored(query, selection, view):
        assert len(part.key) <= SHOWN_OF_IGNORED
        assert len(part.value) <= SHOWN_OF_IGNORED


@given(queries)
def test_every_part_is_either_understood_or_named(query: dict[str, list[str]]) -> None:
    selection, view = read(query)
    kept = to_query(selection, view)
    named = {part.key for part in ignored(query, selection, view)}
    for key, values in query.items():
        if (
            any(value.split() for value in values)
            and key not in kept
            and (key, *values) not in {("lang", "zh"), ("theme", "day")}
        ):
            assert shown(key) in named


def shown(raw: str) -> str:
    """A text as the notice shows it: cut, and with a mark for each character that cannot be seen."""
    return "".join("\ufffd" if unicodedata.category(char)[0] == "C" else char for char in raw[:SHOWN_OF_IGNORED])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("unit", "999999"), ("unit", "海宁"), ("industry", "SEMI"), ("kind", "zone"), ("list", "规划")),
        *(("focus", "../etc"), ("compare", "a b"), ("list", "x" * 33), ("filter", "x"), ("Unit", "330481")),
        *(("q", "x" * 100_000), ("q", "鹃" * 41), ("focus", "a" * 100_000), ("k" * 100_000, "v")),
        *((key, "<script>alert(1)</script>") for key in ("unit", "focus", "map", "lang", "layers", "scene", "v")),
        *(("map", "-3/30.5/120.7"), ("map", "20/30.5/120.7"), ("map", "11/91/120.7"), ("map", "11/30/181")),
        *(("map", "NaN/NaN/NaN"), ("map", "11/NaN/120"), ("map", "11/inf/120"), ("map", "11/30"), ("map", "11")),
        *(("map", "1e1/30/120"), ("map", "１１/30/120"), ("map", "11/30/120/")),
        *(("lang", "xx"), ("lang", "EN"), ("theme", "neon"), ("scene", "-1"), ("scene", "0"), ("v", "NaN")),
        *(("pair", "plan-14"), ("pair", "plan-14.plan-14"), ("pair", "a.b.c"), ("pair", "A.b"), ("pair", "a b.c")),
        *(("v", "1000000"), ("v", "1.5"), ("scene", "１"), ("layers", "zones"), ("layers", "-nothing")),
        *(("near", "120.69,30.53"), ("near", "120.69,30.53,0"), ("near", "120.69,30.53,101")),
        *(("near", "30.53,120.69,5"), ("near", "NaN,30.53,5"), ("near", "120.69,30.53,5;"), ("near", "99.9,30.5,5")),
        ("near", "120.69,30.53,五"),
        *(("near", "120.69,30.53,-5"), ("near", "120.69 30.53 5"), ("near", "1e2,30.53,5"), ("near", "9" * 100_000)),
        *(("within", "120.6,30.5;120.7,30.5"), ("within", "120.6,30.5;120.7,30.5;120.6,30.5")),
        *(("within", "120.6,30.5;120.7,30.6;120.7,30.5;120.6,30.6"), ("within", "120.6,30.5;120.7,30.6;120.8,30.7")),
        *(("within", ";".join(f"120.{turn:02},30.{turn * turn:04}" for turn in range(17))), ("within", ";;;")),
        *(("within", "0,0;120.7,30.5;120.7,30.6"), ("within", "120.6,30.5;120.7,30.5;120.7,30.6;<b>")),
        ("within", "120.6,30.5;" * 50_000),
        *(("q", "a\u202eb"), ("q", "a\x00b"), ("focus", "\u200elake-juanhu"), ("unit", "330481\n")),
    ],
)
def test_what_is_not_understood_is_left_out_and_named(key: str, value: str) -> None:
    query = {key: [value], "industry": ["semi", *([value] if key == "industry" else [])]}
    selection, view = read(query)
    assert selection.industries == {"semi"}
    assert Selection(industries=selection.industries, query=selection.query) == selection
    assert view == View()
    assert ignored(query, selection, view) == (Ignored(shown(key), shown(value)),)


def test_notice_shows_no_character_that_could_turn_it_round() -> None:
    query = {"fo\u202ecus": ["a\u202eb\u2066c\nd\x00e\ud800"]}
    assert ignored(query, *read(query)) == (Ignored("fo\ufffdcus", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd"),)


def test_a_part_given_twice_counts_once_and_the_last_of_two_single_ones_holds() -> None:
    query = {"unit": ["330481", "330481"], "focus": ["lake-juanhu", "htz-nanhu"], "lang": ["en", "zh"], "q": ["a", "b"]}
    selection, view = read(query)
    assert selection == Selection(units=frozenset({"330481"}), focus="htz-nanhu", query="b")
    assert view == View()
    assert ignored(query, selection, view) == (
        Ignored("focus", "lake-juanhu"),
        Ignored("lang", "en"),
        Ignored("q", "a"),
    )


@pytest.mark.parametrize(
    "query",
    [
        {"map": ["11.0/30.530/120.690000"]},
        {"layers": ["-zones,-corridor"]},
        {"q": ["  芯片   研究 "]},
        {"q": [""], "unit": [], "lang": ["zh"], "theme": ["day"]},
        {"map": ["5/-0/0"]},
        {"near": ["120.690,30.530000,5.0"]},
        {"within": ["120.7,30.6;120.70,30.5;120.6,30.5"]},
        {"within": ["120.6,30.5;120.7,30.5;120.7,30.5;120.7,30.6;120.6,30.5"]},
    ],
)
def test_another_spelling_of_the_same_is_understood(query: dict[str, list[str]]) -> None:
    assert ignored(query, *read(query)) == ()


def test_a_map_that_is_told_too_exactly_is_rounded_to_about_a_metre() -> None:
    assert parse_place("11.25/30.123456/120.654321") == MapView(11.25, 30.12346, 120.65432)


def test_what_is_drawn_has_one_form() -> None:
    assert parse_near("120.69,30.53,5") == parse_near("120.690004,30.530,5.04") == Near(120.69, 30.53, 5.0)
    assert str(Near(120.69, 30.53, 5.0)) == "120.69,30.53,5"
    ring = parse_ring("120.6,30.5;120.7,30.5;120.7,30.6")
    assert ring == ((120.6, 30.5), (120.7, 30.5), (120.7, 30.6))
    assert ring == parse_ring("120.7,30.6;120.7,30.5;120.600001,30.5;120.7,30.6")
    assert ring_text(ring) == "120.6,30.5;120.7,30.5;120.7,30.6"


@given(rings, st.integers(0, 15), st.sampled_from([1, -1]))
def test_a_ring_is_the_same_from_any_corner_and_either_way_round(ring: Ring, start: int, way: int) -> None:
    first = start % max(1, len(ring))
    turned = [*ring[first:], *ring[:first]][::way]
    assert parse_ring(";".join(f"{lon},{lat}" for lon, lat in turned)) == ring


def test_longer_lists_leave_room_for_the_rest() -> None:
    codes = [f"list-{number}".ljust(SLUG_LENGTH, "x") for number in range(6)]
    selection = Selection.from_query({"list": codes})
    assert selection.lists == set(codes[:3])
    assert [part.value for part in ignored({"list": codes}, selection, View())] == codes[3:]


def test_more_lists_and_more_to_compare_than_fit_are_named() -> None:
    codes = [f"body-{number:02}" for number in range(12)]
    query = {"compare": codes, "list": codes}
    selection, view = read(query)
    assert selection.compared == tuple(codes[:COMPARED_AT_MOST])
    assert [part.value for part in ignored(query, selection, view)] == [*codes[10:], *codes[8:]]


# What a reader does --------------------------------------------------------------------------


def test_clearing_takes_off_every_condition_and_keeps_what_was_chosen() -> None:
    assert LARGEST.restricts
    cleared = LARGEST.cleared()
    assert not cleared.restricts
    assert (cleared.focus, cleared.compared) == (LARGEST.focus, LARGEST.compared)


def test_what_a_catalog_does_not_hold_is_taken_out() -> None:
    selection = Selection(
        units=frozenset({"330402", "330411"}),
        industries=frozenset({"ai", "semi"}),
        lists=frozenset({"plan", "x"}),
        compared=("htz-nanhu", "y"),
        focus="z",
        plans=frozenset({"plan-14", "plan-15"}),
    )
    held = Held({"htz-nanhu", "330402"}, ["ai"], ["plan"], ["plan-14"])
    assert selection.without_unknown(held) == Selection(
        units=frozenset({"330402"}),
        industries=frozenset({"ai"}),
        lists=frozenset({"plan"}),
        compared=("htz-nanhu",),
        plans=frozenset({"plan-14"}),
    )
