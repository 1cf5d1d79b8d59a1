"""The grades of the plan's indicators and targets, by rule."""

import json
from dataclasses import replace

import pytest

from g60.catalog.catalog import Catalog, Citation
from g60.catalog.goals import Goal
from g60.checks.actuals import SAME_DEFINITION
from g60.cli import main
from g60.evidence.actuals import Report, marked
from g60.review.evaluation import counts, evaluate, formula, reason
from g60.review.grading import Judgement, Setting, grade

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
        assert bool(formula(entry, lang)) == (entry.value is not None)


# The rules, each by itself -----------------------------------------------------------------------

GOAL = Goal("t", "city", "p", "=", 100, None, 2025, 50, 2020, "", "", "家", "", "", ("数",))
AVERAGE = replace(GOAL, period="2021/2025", unit="%", target=10, baseline=None, baseline_year=None)


def reports(*values: tuple[int, float], definition: str = SAME_DEFINITION) -> tuple[Report, ...]:
    """Final values by year."""
    about, said = ("final", definition), Citation("reported")
    made = [
        Report(f"v-{year}", year, value, *about, f"{year + 1}", "某局", "某文件", counts=False, citation=said)
        for year, value in values
    ]
    return marked(made)


@pytest.mark.parametrize(
    ("goal", "values", "expected"),
    [
        # The operators in the year of the target.
        (GOAL, [(2025, 100)], ("reached", "reach")),
        (GOAL, [(2025, 95)], ("nearly", "reach")),
        (GOAL, [(2025, 94.9)], ("missed", "reach")),
        (replace(GOAL, operator="≥"), [(2025, 100)], ("reached", "reach")),
        (replace(GOAL, operator=">"), [(2025, 100)], ("nearly", "reach")),
        (replace(GOAL, operator=">"), [(2025, 100.1)], ("reached", "reach")),
        (replace(GOAL, operator="≈"), [(2025, 95)], ("reached", "reach")),
        (replace(GOAL, operator="≈"), [(2025, 90.25)], ("nearly", "reach")),
        (replace(GOAL, operator="≈"), [(2025, 90.2)], ("missed", "reach")),
        (replace(GOAL, operator="≤"), [(2025, 100)], ("reached", "reach")),
        (replace(GOAL, operator="≤"), [(2025, 105)], ("nearly", "reach")),
        (replace(GOAL, operator="≤"), [(2025, 105.1)], ("missed", "reach")),
        (replace(GOAL, operator="range", target_high=200), [(2025, 250)], ("reached", "reach")),
        (replace(GOAL, operator="range", target_high=200), [(2025, 99)], ("nearly", "reach")),
        # Before it: a value that fell below again was not reached early.
        (GOAL, [(2023, 101)], ("early", "reach")),
        (GOAL, [(2023, 101), (2024, 99), (2025, 100)], ("reached", "reach")),
        (GOAL, [(2023, 101), (2024, 99)], ("on_course", "line")),
        (GOAL, [(2023, 80)], ("on_course", "line")),
        (GOAL, [(2023, 79.9)], ("behind", "line")),
        (replace(GOAL, operator="≤", baseline=200), [(2023, 140)], ("on_course", "line")),
        (replace(GOAL, operator="≤", baseline=200), [(2023, 140.1)], ("behind", "line")),
        (replace(GOAL, baseline=None), [(2023, 80)], ("no_data", "no_baseline")),
        (replace(GOAL, baseline_basis="老口径"), [(2023, 80)], ("redefined", "baseline_definition")),
        (replace(GOAL, baseline_basis="老口径"), [(2025, 100)], ("reached", "reach")),
        (GOAL, [], ("no_data", "no_value")),
        (GOAL, [(2026, 120)], ("no_data", "late")),
        (GOAL, [(2025, 90), (2026, 120)], ("missed", "reach")),
        # Without a year; in words.
        (replace(GOAL, target_year=None), [(2023, 100)], ("reached", "reach_undated")),
        (replace(GOAL, target_year=None), [(2023, 99)], ("by_person", "undated")),
        (replace(GOAL, operator="rule", target=None), [], ("by_person", "words")),
        # Averages and each year.
        (AVERAGE, [(year, 10) for year in range(2021, 2026)], ("reached", "rate")),
        (AVERAGE, [(2021, 30), (2022, -5), (2023, 9)], ("on_course", "rate")),
        (AVERAGE, [(2021, 30), (2022, -10), (2023, 9)], ("behind", "rate")),
        (AVERAGE, [(2021, 10), (2023, 10)], ("no_data", "incomplete")),
        (replace(AVERAGE, unit="万元"), [(2021, 5), (2022, 15)], ("on_course", "mean")),
        (replace(AVERAGE, unit="万元"), [(2021, 5), (2022, 14)], ("behind", "mean")),
        (replace(GOAL, scope="每年"), [(2024, 120), (2025, 96)], ("nearly", "each_year")),
        (replace(GOAL, scope="每年"), [(2021, 120), (2022, 99)], ("behind", "each_year")),
    ],
)
def test_each_rule_gives_its_grade(goal: Goal, values: list[tuple[int, float]], expected: tuple[str, str]) -> None:
    found = grade(goal, reports(*values), Setting())
    assert (found.grade, found.rule) == expected


def test_the_settings_change_the_grades_and_a_share_keeps_to_the_line() -> None:
    held = reports((2025, 92))
    assert grade(GOAL, held, Setting(nearly=92)).grade == "nearly"
    assert grade(replace(GOAL, operator="≈"), held, Setting(about=8)).grade == "reached"
    early = reports((2023, 76))
    assert grade(GOAL, early, Setting(path="growth")).grade == "on_course"
    assert grade(GOAL, early, Setting(path="growth")).on_path == round(50 * 2**0.6, 6)
    share = grade(replace(GOAL, unit="%"), early, Setting(path="growth"))
    assert (share.grade, share.path) == ("behind", "line")


@pytest.mark.parametrize("definition", ["数", " 数（ ）", "与目标口径一致。"])
def test_the_targets_own_definition_is_known_by_its_words_alone(definition: str) -> None:
    assert grade(GOAL, reports((2025, 100), definition=definition), Setting()).grade == "reached"
    other = grade(GOAL, reports((2025, 100), definition=f"新的{definition}"), Setting())
    assert (other.grade, other.rule) == ("redefined", "definition")


def test_a_person_judges_only_what_no_rule_can() -> None:
    said = Judgement("j", "reached", "甲", "2026-03-01", "依据")
    assert grade(replace(GOAL, target=None), (), Setting(), said).rule == "person"
    assert grade(replace(GOAL, target_year=None), reports((2023, 99)), Setting(), said).grade == "reached"
    assert grade(GOAL, reports((2025, 90)), Setting(), said).grade == "missed"


@pytest.mark.parametrize("given", [["--set-nearly", "101"], ["--set-about", "x"], ["--path", "straight"]])
def test_a_setting_that_is_none_is_a_wrong_call(given: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["evaluate", *given])
    assert caught.value.code == 2


def test_the_call_prints_rows_and_a_changed_setting_changes_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--plan", "plan-13", "--format", "json", "--set-nearly", "92"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["grade"] for row in rows].count("nearly") == 1
    wanted = {"subject", "indicator", "year", "value", "target", "operator", "grade", "rule", "reason_zh"}
    assert wanted <= set(rows[0])
    assert main(["evaluate", "--plan", "plan-99"]) == 2
