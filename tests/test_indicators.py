"""The plan's indicators: what follows from their numbers, recomputed here with fractions and logarithms."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest

from g60.catalog.catalog import Catalog
from g60.cli import main
from g60.contract.i18n import text
from g60.contract.statements import ACTUALS
from g60.evidence.lookup import subject_name
from g60.evidence.wording import Wording
from g60.review.indicators import (
    Indicator,
    amount_growth,
    disagrees,
    growth,
    indicator_facts,
    indicator_tables,
    needed_growth,
    needed_points,
    progress,
    ratio,
    reached,
    yearly_growth,
)
from tests.evaluated import trial_rows, with_values
from tests.tables import indicators

# Growth in percent a year that each target of table 2 needs from 2020 to 2025; those with a dash have none.
NEEDED = {
    **{"indicator-2-01": 2.53, "indicator-2-03": 4.56, "indicator-2-05": 15.66, "indicator-2-06": 14.63},
    **{"indicator-2-07": 1.56, "indicator-2-08": 2.69, "indicator-2-09": 12.47, "indicator-2-10": 2.51},
    **{"indicator-2-11": 7.05, "indicator-2-14": 9.20},
}
NEEDED_POINTS = {
    **{"indicator-2-01": 0.088, "indicator-2-03": 0.08, "indicator-2-07": 1.04},
    **{"indicator-2-08": 2.24, "indicator-2-10": 0.7},
}
WITHOUT_BASELINE = {"indicator-2-02", "indicator-2-04", "indicator-2-12", "indicator-2-13"}
# Growth in percent a year that was reached from 2015 to 2020, and the actual value in percent of the target.
REACHED_GROWTH = {"indicator-1-06": 49.54, "indicator-1-09": 37.25, "indicator-1-11": 13.32}
RATIO = {"indicator-1-01": 103.4, "indicator-1-02": 100.0, "indicator-1-06": 377.3, "indicator-1-11": 92.9}

# What every reported value says beside the number.
REPORTED = {
    **{"status": "final", "definition_zh": "与目标口径一致", "known_on": "2026-03-01"},
    **{"reporter_zh": "某局", "source_zh": "某文件"},
}

Measure = Callable[[Indicator], float | None]


def every(catalog: Catalog) -> list[Indicator]:
    return [entry for table in indicator_tables(catalog) for entry in table.entries]


def of(catalog: Catalog, code: str) -> Indicator:
    return next(entry for entry in every(catalog) if entry.id == code)


def known(catalog: Catalog, number: str, measure: Measure) -> dict[str, float]:
    return {entry.id: value for entry in indicators(catalog, number) if (value := measure(entry)) is not None}


def with_actuals(catalog: Catalog, *rows: tuple[str, str, str]) -> Catalog:
    """The catalog after somebody entered values: indicator, year, value."""
    entered = [
        {"id": f"actual-{place}", "indicator": code, "year": year, "value": value} | REPORTED
        for place, (code, year, value) in enumerate(rows)
    ]
    actuals = pd.DataFrame(entered, columns=list(ACTUALS.columns)).set_index("id")
    return replace(catalog, tables=replace(catalog.tables, actuals=actuals))


# Numbers -------------------------------------------------------------------------------------


def test_both_tables_are_there_in_their_order(catalog: Catalog) -> None:
    tables = [(one.plan, one.table, one.looks_back, len(one.entries)) for one in indicator_tables(catalog)]
    assert tables == [("plan-13", "1", True, 11), ("plan-14", "2", False, 14)]
    assert [entry.id for entry in indicators(catalog, "2")] == [f"indicator-2-{no:02}" for no in range(1, 15)]


def test_growth_that_each_target_needs(catalog: Catalog) -> None:
    assert {code: round(value, 2) for code, value in known(catalog, "2", needed_growth).items()} == NEEDED


def test_points_a_year_are_for_shares_alone(catalog: Catalog) -> None:
    assert known(catalog, "2", needed_points) == pytest.approx(NEEDED_POINTS)


def test_growth_leads_exactly_from_start_to_end(catalog: Catalog) -> None:
    for entry in every(catalog):
        rate, start = needed_growth(entry), entry.baseline
        if rate is not None and start is not None:
            years = entry.target_year - (entry.baseline_year or 0)
            assert years == 5
            assert start * (1 + rate / 100) ** years == pytest.approx(entry.target)
            assert math.log(entry.target / start) / years == pytest.approx(math.log1p(rate / 100))


def test_growth_and_ratio_of_the_last_term(catalog: Catalog) -> None:
    grown, ratios = known(catalog, "1", growth), known(catalog, "1", ratio)
    assert {code: round(grown[code], 2) for code in REACHED_GROWTH} == REACHED_GROWTH
    assert {code: round(ratios[code], 1) for code in RATIO} == RATIO


def test_progress_is_the_share_of_the_way_done(catalog: Catalog) -> None:
    investment = catalog.tables.indicators.loc["indicator-1-11"]
    start, end, goal = (Fraction(investment[field]) for field in ("baseline", "actual", "target"))
    found = progress(of(catalog, "indicator-1-11"))
    assert found == pytest.approx(float((end - start) / (goal - start) * 100))
    assert round(found or 0, 1) == 85.9


def test_a_dash_stays_missing_and_so_does_all_that_rests_on_it(catalog: Catalog) -> None:
    gaps = {entry.id for entry in indicators(catalog, "2") if entry.baseline is None}
    assert gaps == WITHOUT_BASELINE
    for code in gaps:
        facts = {fact.field: fact for fact in indicator_facts(catalog, of(catalog, code)).facts}
        for field in ("baseline", "needed_growth", "growth", "progress", "reached"):
            assert facts[field].value is None
            assert facts[field].evidence == "missing"
        reason = "年均增幅" if code == "indicator-2-04" else "基期值"
        assert reason in facts["needed_growth"].citation.note


@pytest.mark.parametrize(("start", "end", "years"), [(None, 1, 5), (1, None, 5), (0, 1, 5), (1, 0, 5), (1, 2, 0)])
def test_growth_that_is_not_defined_is_none(start: float | None, end: float | None, years: int) -> None:
    assert yearly_growth(start, end, years) is None


def test_a_baseline_of_the_old_definition_is_said_at_the_number_and_nothing_rests_on_it(catalog: Catalog) -> None:
    entity = indicator_facts(catalog, of(catalog, "indicator-1-01"))
    assert Wording(catalog, "zh").words(entity.fact("baseline")) == "2.73（老口径）"
    assert "口径" in entity.fact("baseline").citation.note
    for field in ("growth", "grown_points", "progress", "needed_growth", "needed_points"):
        assert entity.fact(field).evidence == "missing"
        assert "口径" in entity.fact(field).citation.note
    assert entity.fact("ratio").value == "103.4 %"


def test_a_growth_rate_has_a_period_and_no_growth_of_its_own(catalog: Catalog) -> None:
    entry = of(catalog, "indicator-2-04")
    assert entry.period == "2021/2025"
    assert needed_growth(replace(entry, baseline=10.0, baseline_year=2020)) is None
    assert progress(replace(entry, baseline=10.0, baseline_year=2020, actual=12.0)) is None


def test_points_lead_for_a_share_and_its_relative_growth_says_that_it_misleads(catalog: Catalog) -> None:
    entity = indicator_facts(catalog, of(catalog, "indicator-2-01"))
    fields = [fact.field for fact in entity.facts]
    assert fields.index("needed_points") < fields.index("needed_growth")
    assert Wording(catalog, "en").words(entity.fact("needed_points")) == "0.088 points"
    assert "百分点为准" in entity.fact("needed_growth").citation.note
    assert amount_growth(of(catalog, "indicator-2-01")) is None
    assert amount_growth(of(catalog, "indicator-2-05")) == needed_growth(of(catalog, "indicator-2-05"))


# What the plan says, and what its numbers say ------------------------------------------------


def test_investment_in_high_tech_industry_is_the_one_not_reached(catalog: Catalog) -> None:
    past = indicators(catalog, "1")
    assert [entry.id for entry in past if reached(entry) is False] == ["indicator-1-11"]
    assert [entry.id for entry in past if entry.status == "未完成"] == ["indicator-1-11"]
    assert not any(disagrees(entry) for entry in past)


def test_a_word_that_the_numbers_do_not_bear_out_is_seen(catalog: Catalog) -> None:
    assert disagrees(replace(of(catalog, "indicator-1-11"), status="完成"))
    assert disagrees(replace(of(catalog, "indicator-1-01"), actual=3.1))
    assert not disagrees(of(catalog, "indicator-2-01"))


# Evidence ------------------------------------------------------------------------------------


def test_every_fact_has_evidence_and_every_formula_its_numbers(catalog: Catalog) -> None:
    for entry in every(catalog):
        for fact in indicator_facts(catalog, entry).facts:
            assert (fact.evidence == "missing") == (fact.value is None)
            if fact.evidence == "derived" and fact.field == "needed_growth":
                row = catalog.tables.indicators.loc[entry.id]
                assert f"（{row['target']} ÷ {row['baseline']}）^（1 ÷ 5）" in fact.citation.note
                assert f"({row['target']} ÷ {row['baseline']})^(1 ÷ 5)" in fact.citation.note_en
                assert len(fact.citation.source) == len(fact.citation.line) >= 2


def test_a_growth_that_rests_on_an_inferred_year_says_so(catalog: Catalog) -> None:
    note = indicator_facts(catalog, of(catalog, "indicator-2-05")).fact("needed_growth").citation.note
    assert note.endswith("其中基期年份为推断")


# What is entered -----------------------------------------------------------------------------


def test_an_entered_value_is_reported_and_gives_progress(catalog: Catalog) -> None:
    more = with_actuals(catalog, ("indicator-2-01", "2022", "3.4"), ("indicator-2-01", "2023", "3.53"))
    entry = of(more, "indicator-2-01")
    assert (entry.actual, entry.actual_year) == (3.53, 2023)
    facts = indicator_facts(more, entry)
    assert facts.fact("actual").evidence == "reported"
    assert facts.fact("actual").citation.note.startswith("某局上报；某文件；")
    assert facts.fact("progress").value == "50.0 %"
    assert facts.fact("growth").value == f"{((3.53 / 3.31) ** (1 / 3) - 1) * 100:.2f} %"
    assert reached(entry) is False


def test_an_entered_value_never_replaces_the_plans_own(catalog: Catalog) -> None:
    more = with_actuals(catalog, ("indicator-1-01", "2021", "9.9"))
    assert of(more, "indicator-1-01").actual == 3.31


def test_shipped_data_holds_no_entered_value(catalog: Catalog) -> None:
    assert catalog.tables.actuals.empty


# The command line ----------------------------------------------------------------------------


def test_command_line_gives_every_value_with_its_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicators", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert len(said["items"]) == 25
    spending = next(item for item in said["items"] if item["id"] == "indicator-2-01")
    assert spending["fields"]["needed_growth"]["value"] == "2.53 %"
    assert spending["fields"]["needed_growth"]["evidence"] == "derived"
    assert spending["fields"]["actual"]["value"] is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_command_line_prints_a_table_of_text(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    assert main(["indicators", "--lang", lang]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("2.53 %" in line and "3.31" in line and "3.75" in line for line in lines)


def test_of_a_value_of_another_definition_nothing_is_computed(catalog: Catalog) -> None:
    row = {"id": "actual-1", "indicator": "indicator-2-05", "year": "2025", "value": "5200"} | REPORTED

    def entered(**changed: str) -> Catalog:
        return with_values(catalog, [row | changed])

    same = of(entered(), "indicator-2-05")
    assert (reached(same), ratio(same), same.redefined) == (True, 104.0, False)
    assert progress(same) is not None
    other = of(entered(definition_zh="含培育企业"), "indicator-2-05")
    assert other.actual == 5200
    assert [measure(other) for measure in (reached, ratio, progress, growth)] == [None] * 4
    found = {fact.field: fact for fact in indicator_facts(entered(definition_zh="含培育企业"), other).facts}
    for field in ("ratio", "progress", "reached", "growth"):
        assert found[field].citation.note == text("indicator_redefined", "zh")
    assert found["needed_growth"].value == "15.66 %"


def test_a_value_is_called_by_its_indicator_and_year(catalog: Catalog) -> None:
    row = {"id": "actual-1", "indicator": "indicator-2-05", "year": "2025", "value": "5200"} | REPORTED
    held = with_values(catalog, [row])
    assert subject_name(held, "actual-1", "zh") == "高新技术企业数，2025"
    assert subject_name(held, "actual-1", "en") == "High-tech enterprises, 2025"


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有上报"), ("en", "Not reported")])
def test_a_value_that_nobody_reported_is_no_gap_of_the_plan(catalog: Catalog, lang: str, words: str) -> None:
    reported = with_values(catalog, [row for row in trial_rows() if row["indicator"] != "indicator-2-05"])
    said = Wording(reported, lang)
    found = {
        fact.subject: said.words(fact)
        for table in indicator_tables(reported)
        for entry in table.entries
        for fact in indicator_facts(reported, entry).facts
        if fact.field == "actual" and fact.value is None
    }
    assert found.keys() == {"indicator-2-05"}
    assert set(found.values()) == {words}
