"""What the server sends for a filter: what a filter changes, and nothing else."""

import json

import pytest

from g60.ask.selection import Selection
from g60.contract.i18n import LANGUAGES, text
from g60.ui.asked import load_catalog
from g60.ui.events import PARTS
from g60.ui.facet_names import facet_names
from tests.protocol import Session

# Streamlit's own words about the session are 1.5 kB of it.
MOST_BYTES = 4_600
FILTERS = [
    {"unit": ["330481"]},
    {"unit": ["330481", "330402"], "industry": ["semi"]},
    {"kind": ["carrier"], "list": ["plan"], "industry": ["life", "ai", "digital"]},
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filter_sends_neither_the_head_nor_the_map_nor_the_names_of_the_filters(server: str, lang: str) -> None:
    with Session(server) as session:
        session.open("", lang=lang)
        assert "page_link" in session.kinds
        facets = next(id for id, name in session.ids.items() if name == "g60_facets")
        for selected in FILTERS:
            nothing: dict[str, list[str]] = {"unit": [], "industry": [], "kind": [], "list": []}
            session.send(facets, {"type": "toggle", "selected": nothing | selected, "q": ""})
            drawn = [kind for kind in session.kinds if kind != "block"]
            assert drawn == ["bidi_component", "text", "button", "bidi_component"]
            assert not [said for said in session.texts if text("facet_unit", lang) in said]
            assert session.received < MOST_BYTES


def test_the_numbers_of_the_filters_stand_in_the_order_of_their_names(server: str) -> None:
    """The one is sent with each click, the other fetched once; together they say the same as the catalog."""
    catalog = load_catalog()
    names = json.loads(facet_names(catalog, "zh"))
    with Session(server) as session:
        session.open("", unit="330481")
        sent = next(json.loads(said) for said in session.texts if '"counts"' in said)
    selection = Selection(units=frozenset({"330481"}))
    assert [facet["field"] for facet in names] == [field for field in PARTS if field != "plan"]
    for facet, numbers in zip(names, sent["counts"], strict=True):
        counted = catalog.option_count(selection, PARTS[facet["field"]])
        assert [code for code, _ in facet["options"]] == list(map(str, counted.index))
        assert numbers == list(map(int, counted))
    assert sent["on"] == {"unit": ["330481"]}
