"""The grades of the plan's indicators and targets, by rule."""

import pytest

from g60.catalog.catalog import Catalog
from g60.review.evaluation import counts, evaluate, formula, reason

# What the plan itself says of table 1, in its own words.
PLANS_OWN = {"reached": "完成", "missed": "未完成"}


def test_of_table_1_the_rules_say_what_the_plan_says(catalog: Catalog) -> None:
    said = catalog.tables.indicators["status_zh"]
    grades = evaluate(catalog, "plan-13")
    assert [PLANS_OWN[entry.grade] for entry in grades] == [said[entry.indicator] for entry in grades]
    assert len(grades) == 11


def test_shipped_data_has_no_value_of_the_plan_that_runs(catalog: Catalog) -> None:
    found = counts(evaluate(catalog, "plan-14"))
    assert {code for code, count in found.items() if count} == {"no_data", "by_person"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_grade_has_its_reason_and_table_1_its_formula(catalog: Catalog, lang: str) -> None:
    for entry in evaluate(catalog):
        assert "{" not in reason(catalog, entry, lang)
        assert bool(formula(catalog, entry, lang)) == (entry.value is not None)
