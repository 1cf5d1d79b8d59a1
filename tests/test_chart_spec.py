"""The charts of the pages as specifications: within the schema, made once, and shared without harm."""

import json
import re
from copy import deepcopy
from functools import cache

import altair as alt
import pytest
import streamlit as st

from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES
from g60.contract.themes import THEMES
from g60.evidence import compare
from g60.review.indicators import amount_growth, indicator_name, indicator_tables
from g60.ui import charts
from g60.ui.chart_spec import Spec, spec_of
from g60.ui.indicator_charts import growth_needed, small_multiple

COLOUR = re.compile(r"#[0-9a-f]{6}\b")


def of_indicators(catalog: Catalog, lang: str, theme: str) -> list[Spec]:
    entries = [entry for table in indicator_tables(catalog) for entry in table.entries]
    growing = tuple(entry for entry in entries if amount_growth(entry) is not None)
    names = tuple(indicator_name(catalog, entry.id, lang) for entry in growing)
    each = [small_multiple(one, indicator_name(catalog, one.id, lang), lang=lang, theme=theme) for one in entries]
    return [*each, growth_needed(growing, names, theme=theme)]


def is_known(spec: str) -> None:
    """Asks the drawing library's schema, which takes a fifth of a second; once for what differs in its colours only."""
    _ask_schema(COLOUR.sub("#000000", spec))


@cache
def _ask_schema(spec: str) -> None:
    alt.LayerChart.from_dict(json.loads(spec), validate=True)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_chart_of_the_indicators_is_what_the_drawing_library_knows(
    catalog: Catalog, lang: str, theme: str
) -> None:
    for spec in of_indicators(catalog, lang, theme):
        is_known(json.dumps(spec, ensure_ascii=False))
        assert spec["config"]["background"] == "transparent"


def test_a_chart_of_the_comparison_is_too(catalog: Catalog) -> None:
    comparison = compare.compare(catalog, ("htz-nanhu", "htz-haining", "htz-jiaxing"))
    rows = [row for row in comparison.differing if row.charted]
    assert rows
    for row in rows:
        spec = spec_of(charts.bars(catalog, row, ("甲", "乙", "丙"), lang="zh", theme="day"))
        alt.LayerChart.from_dict(spec, validate=True)


def test_a_chart_is_made_once_and_drawing_it_leaves_it_as_it_is(catalog: Catalog) -> None:
    specs = of_indicators(catalog, "zh", "day")
    before = deepcopy(specs)
    for spec in specs:
        st.vega_lite_chart(spec=spec, theme=None)
    assert specs == before
    assert all(one is other for one, other in zip(specs, of_indicators(catalog, "zh", "day"), strict=True))


def test_the_line_of_a_target_comes_to_no_figure_of_a_bar(catalog: Catalog) -> None:
    """The figures stand at the right edge, the line within what the longest bar and the target need."""
    entries = [entry for table in indicator_tables(catalog) for entry in table.entries]
    assert len(entries) > 20
    for entry in entries:
        bar, line, _, figures = small_multiple(entry, "Name", lang="en", theme="day")["layer"]
        assert figures["mark"]["align"] == "right"
        assert figures["encoding"]["x"] == {"value": "width"}
        assert figures["encoding"]["text"]["field"] == "shown"
        assert line["mark"]["type"] == "rule"
        assert entry.target <= 0.83 * bar["encoding"]["x"]["scale"]["domain"][1]
