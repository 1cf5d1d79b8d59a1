"""A figure as it is printed: its number where it is one, its words where it is a rule, its unit and its share."""

import re

import pandas as pd
import pytest

from g60.contract.i18n import table
from g60.contract.quantities import COUNTING, SIGNS, Quantity, quantity_text, scope_text, unit_text

RANGE = Quantity("range", "10", "15", "%")
RULE = Quantity("rule", words_zh="高于固定资产投资增幅")


@pytest.mark.parametrize(
    ("quantity", "number", "words"),
    [
        (Quantity("=", "42.7", unit_of_measure="km²"), 42.7, "42.7 km²"),
        (Quantity("≥", "50", unit_of_measure="%"), 50.0, "≥50 %"),
        (Quantity(">", "8", unit_of_measure="家"), 8.0, ">8"),
        (Quantity("≤", "0", unit_of_measure="%"), 0.0, "≤0 %"),
        (Quantity("≈", "42"), 42.0, "≈42"),
        (RANGE, None, "10–15 %"),
        (RULE, None, "高于固定资产投资增幅"),
    ],
)
def test_one_figure_is_a_number_and_a_range_or_a_rule_is_none(
    quantity: Quantity, number: float | None, words: str
) -> None:
    assert quantity.number == number
    assert quantity_text(quantity, "en") == words


def test_every_operator_has_a_sign_and_a_range_and_a_rule_have_none() -> None:
    assert {operator: sign or None for operator, sign in SIGNS.items()} == {
        **{sign: sign for sign in "≥>≈≤"},
        **dict.fromkeys(("=", "range", "rule")),
    }


def test_what_is_not_given_is_none_and_a_guess_stays_true_or_false() -> None:
    given = RANGE.as_json()
    assert (given["value"], given["value_high"], given["unit_of_measure"]) == ("10", "15", "%")
    assert [name for name, part in given.items() if part is None] == [
        *("scope_zh", "year", "words_zh", "place_zh", "place_en"),
    ]
    assert given["scope_inferred"] is False
    assert Quantity("=", scope_inferred=True).as_json()["scope_inferred"] is True


def test_a_counting_word_has_no_english_and_an_unknown_unit_is_shown_as_given() -> None:
    assert {unit_text(unit, "zh") for unit in COUNTING} == COUNTING
    assert {unit_text(unit, "en") for unit in COUNTING} == {""}
    assert (unit_text("万元/亩", "zh"), unit_text("万元/亩", "en")) == ("万元/亩", table()["uom_万元/亩"]["en"])
    assert unit_text("光年", "en") == "光年"


def test_every_unit_of_the_shipped_figures_has_its_english(shipped: dict[str, pd.DataFrame]) -> None:
    units = {unit for name in ("targets", "figures", "indicators") for unit in shipped[name]["unit_of_measure"]}
    assert len(units) > 15
    assert COUNTING - units == set(), "a counting word that nothing is counted in"
    assert [unit for unit in units if re.search(r"[\u4e00-\u9fff]", unit_text(unit, "en"))] == []


def test_a_scope_says_whom_it_means_where_that_is_inferred() -> None:
    given = Quantity("≥", "50", scope_zh="占全市")
    guessed = Quantity("≥", "50", scope_zh="占全市", scope_inferred=True)
    meant = Quantity("≥", "50", scope_zh="占全市", scope_inferred=True, place_zh="海宁市", place_en="Haining")
    assert scope_text(Quantity("≥", "50"), "zh") == ""
    assert scope_text(given, "zh") == "占全市"
    assert scope_text(guessed, "zh") != scope_text(given, "zh")
    assert scope_text(meant, "zh") == "占全市（指海宁市：推断）"
    assert "Haining" in scope_text(meant, "en")
