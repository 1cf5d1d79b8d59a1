"""Two events that follow each other closely: the second brings the address of before the first."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.ui import address


class Params(dict[str, list[str]]):
    """The query of a browser's address, as Streamlit shows it."""

    def get_all(self, key: str) -> list[str]:
        return self[key]

    def from_dict(self, given: dict[str, list[str]]) -> None:
        self.clear()
        self.update(given)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    session = SimpleNamespace(query_params=Params(), session_state={})
    monkeypatch.setattr(address, "st", session)
    return session


def event(browser: SimpleNamespace, sent: dict[str, list[str]], units: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """An event that comes with an address and adds counties to its selection; the address that it leads to."""
    browser.query_params.from_dict(sent)
    address.catch_up()
    asked = address.query()
    selection, view = Selection.from_query(asked), View.from_query(asked)
    address.write(Selection(units=selection.units | frozenset(units)), view)
    return dict(browser.query_params)


def test_a_view_that_was_sent_before_the_answer_keeps_the_filter_of_the_click(browser: SimpleNamespace) -> None:
    clicked = event(browser, {"map": ["10/30.5/120.7"]}, ("330481",))
    assert clicked["unit"] == ["330481"]
    assert event(browser, {"map": ["11/30.5/120.7"]})["unit"] == ["330481"]


def test_of_three_quick_clicks_none_is_lost(browser: SimpleNamespace) -> None:
    for unit in ("330481", "330482", "330483"):
        found = event(browser, {}, (unit,))
    assert set(",".join(found["unit"]).split(",")) == {"330481", "330482", "330483"}


def test_who_goes_back_is_not_led_forward_again(browser: SimpleNamespace) -> None:
    event(browser, {}, ("330481",))
    address.begin_run()  # the run of the click
    browser.query_params.from_dict({})
    address.begin_run()  # the back button: a run without an event
    assert event(browser, {}, ("330482",))["unit"] == ["330482"]


def test_after_some_seconds_an_address_is_what_it_says(
    browser: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    event(browser, {}, ("330481",))
    monkeypatch.setattr(address, "LATE_S", 0.0)
    assert event(browser, {}, ("330482",))["unit"] == ["330482"]
