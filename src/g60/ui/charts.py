"""Bars for numbers that can stand on one scale, in the colours of the theme. What is no number leaves a gap."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.contract.quantities import Quantity, quantity_text, unit_text
from g60.contract.themes import FONT, THEMES
from g60.evidence.compare import Row, label

BAR_PX, ROW_PX = 14, 30
# Of the names of subjects, in pixels; a longer one is cut by the chart and stands whole in the table.
NAMES_PX = 180


def bars(catalog: Catalog, row: Row, names: Sequence[str], *, lang: str, theme: str) -> alt.LayerChart:
    """A bar for each subject with a number, in the order of the columns; for the others, why there is none."""
    frame = pd.DataFrame(
        {
            "name": list(names),
            "value": [float("nan") if number is None else number for number in row.numbers],
            "shown": [_shown(row, place, lang) for place in range(len(names))],
        }
    )
    colours = THEMES[theme]
    size = 13 * colours.type_scale
    axis = alt.Axis(
        title=None, labelLimit=NAMES_PX * colours.type_scale, labelPadding=8, ticks=False, domainColor=colours.ink
    )
    place = alt.Y("name:N", sort=list(names), axis=axis)
    base = alt.Chart(frame).encode(y=place)
    number = alt.X("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False))
    drawn = base.transform_filter("isValid(datum.value)").encode(x=number)
    layers = alt.layer(
        drawn.mark_bar(size=BAR_PX * colours.type_scale, color=colours.corridor),
        drawn.mark_text(align="left", dx=6, color=colours.ink, fontSize=size).encode(text="shown:N"),
        base.transform_filter("!isValid(datum.value)")
        .mark_text(align="left", dx=6, color=colours.ink_2, fontSize=size, fontStyle="italic", limit=260)
        .encode(text="shown:N", x=alt.value(0)),
    )
    title = alt.TitleParams(_title(catalog, row, lang), anchor="start", color=colours.ink, fontSize=size, offset=10)
    whole: alt.LayerChart = (
        layers.properties(title=title, width="container", height=ROW_PX * colours.type_scale * len(names))
        .configure(background="transparent", font=FONT.replace('"', ""), padding={"right": 56})
        .configure_view(stroke=None)
        .configure_axis(labelColor=colours.ink, labelFontSize=size)
        .configure_title(fontWeight=600)
        # The menu of the drawing library is in English and leads to another host.
        .properties(usermeta={"embedOptions": {"actions": False}})
    )
    return whole


def _title(catalog: Catalog, row: Row, lang: str) -> str:
    name = label(catalog, row, lang)
    held = next(
        (fact.value for fact in row.facts if fact and isinstance(fact.value, Quantity) and fact.value.value), None
    )
    unit = (
        unit_text(held.unit_of_measure, lang)
        if isinstance(held, Quantity)
        else text(f"unit_of_{row.code}", lang, value="")
    )
    title = text("chart_title", lang, name=name, unit=unit.strip()) if unit.strip() else name
    return text("name_and_year", lang, name=title, year=row.year) if row.year else title


def _shown(row: Row, place: int, lang: str) -> str:
    fact, number = row.facts[place], row.numbers[place]
    if fact is None:
        return "–"
    if isinstance(fact.value, Quantity):
        return quantity_text(fact.value, lang) if number is not None else text("chart_words", lang)
    return text("not_stated", lang) if number is None else f"{number:.10g}"
