"""The trial index: weights, caps, and what is left out."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from g60.ask.view import WEIGHTS_AT_MOST, View, parse_weights
from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, text
from g60.review.indicators import Indicator
from g60.review.science_index import index_fact, part_facts, reweighted, trial_index, weights_of
from g60.ui.events import Selection, happened
from tests.tables import indicators
from tests.test_indicators import with_actuals

PLAIN = Indicator("indicator-1", "%", "=", 10, 2015, None, 2020, 20, 2020)


def at(*actuals: float | None) -> list[Indicator]:
    return [replace(PLAIN, id=f"indicator-{place}", actual=actual) for place, actual in enumerate(actuals)]


def test_index_of_the_last_term_with_equal_weights(catalog: Catalog) -> None:
    trial = trial_index(indicators(catalog, "1"), {})
    short = (484.3 - 259.19) / (521.3 - 259.19) * 100
    assert len(trial.known) == 10  # the baseline of the first is of another definition
    assert trial.value == pytest.approx((9 * 100 + short) / 10)
    assert index_fact(trial).value == "98.6"
    assert index_fact(trial).evidence == "derived"


def test_progress_counts_between_nothing_and_all() -> None:
    trial = trial_index(at(15, 50, 5), {})
    assert [part.counted for part in trial.parts] == [50, 100, 0]
    assert trial.value == 50


def test_weights_move_the_index_and_a_weight_of_nothing_leaves_out() -> None:
    entries = at(15, 20)
    assert trial_index(entries, {"indicator-0": 3}).value == pytest.approx((3 * 50 + 100) / 4)
    assert trial_index(entries, {"indicator-0": 0}).value == 100
    none = trial_index(entries, {"indicator-0": 0, "indicator-1": 0})
    assert none.value is None
    assert index_fact(none).citation.note == text("index_no_weight", "zh")


def test_what_nobody_stated_is_left_out_and_not_taken_for_nothing() -> None:
    trial = trial_index(at(15, None), {"indicator-1": 9})
    assert trial.value == 50
    assert len(trial.known) == 1
    assert [fact.evidence for fact in part_facts(trial, trial.parts[1])] == ["missing", "missing"]


def test_without_entered_values_this_term_has_no_index(catalog: Catalog) -> None:
    fact = index_fact(trial_index(indicators(catalog, "2"), {}))
    assert (fact.value, fact.evidence) == (None, "missing")
    assert "没有期末实际值" in fact.citation.note


def test_an_entered_value_opens_the_index_of_this_term(catalog: Catalog) -> None:
    more = with_actuals(catalog, ("indicator-2-01", "2023", "3.53"), ("indicator-2-02", "2023", "1.2"))
    trial = trial_index(indicators(more, "2"), {})
    assert [part.indicator.id for part in trial.known] == ["indicator-2-01"]  # the other has no baseline
    assert trial.value == pytest.approx(50)


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=12), st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_index_is_the_sum_of_its_shares_and_stays_on_its_scale(actuals: list[float], weights: list[int]) -> None:
    entries = at(*actuals)
    trial = trial_index(entries, {entry.id: weight for entry, weight in zip(entries, weights, strict=False)})
    if trial.value is None:
        assert not any(weights[: len(entries)])
        return
    assert 0 <= trial.value <= 100
    shares = [float(str(part_facts(trial, part)[1].value)) for part in trial.parts]
    assert sum(shares) == pytest.approx(trial.value, abs=0.005 * len(shares) + 1e-9)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_calls_it_a_trial_and_states_its_cap(lang: str) -> None:
    said = " ".join(text(code, lang) for code in ("index_title", "index_text", "index_formula", "index_standing"))
    for word in {
        "zh": ("目标完成度", "试算", "不是官方", "超过 100%", "不计入"),
        "en": ("target completion", "trial", "not an official", "Above 100 %", "left out"),
    }[lang]:
        assert word in said


# Weights in the address ----------------------------------------------------------------------


def test_weights_are_one_digit_for_each_indicator(catalog: Catalog) -> None:
    digits = reweighted(catalog, "", "indicator-1-11", 5)
    assert digits == "1" * 10 + "5" + "1" * 14
    assert weights_of(catalog, digits)["indicator-1-11"] == 5
    assert set(weights_of(catalog, "").values()) == {1}
    assert View.from_query({"w": [digits]}).weights == digits


@pytest.mark.parametrize(
    "raw", ["", "1", "1" * 24, "1" * 26, "x" * 25, "１" * 25, "-" * 25, "1" * 25, "2" * (WEIGHTS_AT_MOST + 1)]
)
def test_weights_that_say_nothing_are_the_default(raw: str) -> None:
    assert parse_weights(raw) == ""


def test_a_weight_set_on_the_page_is_in_the_view(catalog: Catalog) -> None:
    event = {"type": "weight", "id": "indicator-1-11", "value": "4"}
    _, view = happened(event, catalog, Selection(), View())
    assert re.fullmatch("1{10}41{14}", view.weights)
    _, back = happened(event | {"value": "1"}, catalog, Selection(), view)
    assert back == View()


@pytest.mark.parametrize(
    "event",
    [
        {"type": "weight"},
        {"type": "weight", "id": "indicator-1-11", "value": "10"},
        {"type": "weight", "id": "indicator-1-11", "value": "-1"},
        {"type": "weight", "id": "indicator-1-11", "value": "٣"},
        {"type": "weight", "id": "nobody", "value": "3"},
        {"type": "weight", "id": "indicator-1-11", "value": 3},
    ],
)
def test_a_made_up_weight_changes_nothing(catalog: Catalog, event: dict[str, object]) -> None:
    assert happened(event, catalog, Selection(), View()) == (Selection(), View())
