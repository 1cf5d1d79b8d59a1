"""The charts of the indicators page, in the colours of the theme: small bars with a target, and bars in order."""

from __future__ import annotations

from typing import cast

import altair as alt
import pandas as pd

from g60.contract.i18n import text
from g60.contract.quantities import unit_text
from g60.contract.themes import FONT, THEMES, Theme
from g60.review.indicators import Indicator, amount_growth, reached
from g60.ui.chart_spec import kept, wrapped

# What altair calls the result of `layer`; a facet it never is here.
Layers = alt.LayerChart | alt.FacetChart
# A title's line in a small chart, in letters, of which a Chinese one takes two.
TITLE_LETTERS = 34
TYPE_PX, BAR_PX = 13, 13
# Beyond the longest bar there is room for its figure.
ROOM = 1.22
# As wide as its place, as high as it needs to be.
FIT = alt.AutoSizeParams(type="fit-x", contains="padding")


@kept
def small_multiple(indicator: Indicator, name: str, *, lang: str, theme: str) -> Layers:
    """Baseline and actual value as two bars from zero, and the target as a line across them, on their own scale.

    The figures stand at the right edge, where the line never comes.
    """
    colours = THEMES[theme]
    size = TYPE_PX * colours.type_scale
    stated = (
        ("baseline", indicator.baseline, indicator.baseline_year),
        ("actual", indicator.actual, indicator.actual_year),
    )
    bars = [(str(year), value, role, f"{value:.10g}") for role, value, year in stated if value is not None]
    most = max([indicator.target, *(value for _, value, _, _ in bars)]) * ROOM
    met = reached(indicator) is not False
    scale = alt.Scale(domain=[0, most], nice=False)
    fill = alt.Scale(domain=["baseline", "actual"], range=[colours.line, colours.corridor if met else colours.zone])
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=6)
    base = alt.Chart(pd.DataFrame(bars, columns=["year", "value", "role", "shown"])).encode(
        y=alt.Y("year:N", sort=None, axis=axis), x=alt.X("value:Q", scale=scale, axis=None)
    )
    layers = alt.layer(
        base.mark_bar(size=BAR_PX * colours.type_scale).encode(color=alt.Color("role:N", scale=fill, legend=None)),
        *_target(indicator, scale, most, lang=lang, colours=colours),
        base.mark_text(align="right", fontSize=size, color=colours.ink).encode(text="shown:N", x=alt.value("width")),
    )
    words = (unit_text(indicator.unit, lang), "" if met else text("not_reached", lang))
    title = alt.TitleParams(wrapped(name, TITLE_LETTERS), subtitle=" · ".join(word for word in words if word))
    return _dressed(layers, colours, title=title, height=52 * colours.type_scale)


def _target(
    indicator: Indicator, scale: alt.Scale, most: float, *, lang: str, colours: Theme
) -> tuple[alt.Chart, alt.Chart]:
    """The line of the target, and its figure above it on the side where there is room."""
    goal = text("chart_target", lang, value=f"{indicator.target:.10g}")
    frame = pd.DataFrame({"target": [indicator.target], "shown": [goal]})
    base = alt.Chart(frame).encode(x=alt.X("target:Q", scale=scale, axis=None))
    size = TYPE_PX * colours.type_scale * 0.92
    words = base.mark_text(align="left", dx=5, y=-9, color=colours.ink_2, fontSize=size)
    if indicator.target > most / 2:
        words = base.mark_text(align="right", dx=-5, y=-9, color=colours.ink_2, fontSize=size)
    return base.mark_rule(color=colours.ink, strokeWidth=1.6), words.encode(text="shown:N")


@kept
def growth_needed(indicators: tuple[Indicator, ...], names: tuple[str, ...], *, theme: str) -> Layers:
    """The yearly growth that the target of each amount needs, in the order given."""
    colours = THEMES[theme]
    size, bar = TYPE_PX * colours.type_scale, 9 * colours.type_scale
    rates = [amount_growth(indicator) or 0.0 for indicator in indicators]
    frame = pd.DataFrame({"name": list(names), "growth": rates, "shown": [f"{rate:.2f} %" for rate in rates]})
    scale = alt.Scale(domain=[0, max(rates, default=1.0) * ROOM], nice=False)
    base = alt.Chart(frame).encode(y=alt.Y("name:N", sort=None, axis=None, scale=alt.Scale(padding=0)))
    rate = alt.X("growth:Q", scale=scale, axis=None)
    words = base.mark_text(align="left", dy=-0.8 * bar, color=colours.ink, fontSize=size)
    figures = base.mark_text(align="left", dx=6, dy=bar, color=colours.ink, fontSize=size)
    layers = alt.layer(
        base.mark_bar(size=bar * 1.1, yOffset=bar, color=colours.corridor).encode(x=rate),
        words.encode(text="name:N", x=alt.value(0)),
        figures.encode(text="shown:N", x=rate),
    )
    return _dressed(layers, colours, height=42 * colours.type_scale * len(names))


def _dressed(layers: Layers, colours: Theme, *, height: float, title: alt.TitleParams | None = None) -> Layers:
    """Layers in the page's type and colours, as wide as their place, without the drawing library's own menu."""
    size = TYPE_PX * colours.type_scale
    # That menu is in English and leads to another host.
    chart = layers.properties(
        width="container", height=height, autosize=FIT, usermeta={"embedOptions": {"actions": False}}
    )
    if title is not None:
        chart = chart.properties(title=title)
    # First the whole, then its parts: `configure` would take them back.
    chart = chart.configure(background="transparent", font=FONT.replace('"', ""))
    chart = chart.configure_view(stroke=None).configure_axis(labelColor=colours.ink_2, labelFontSize=size * 0.92)
    chart = chart.configure_legend(labelColor=colours.ink, labelFontSize=size, padding=0)
    titled = chart.configure_title(
        anchor="start",
        frame="bounds",
        color=colours.ink,
        fontSize=size,
        fontWeight=600,
        lineHeight=size * 1.35,
        subtitleColor=colours.ink_2,
        subtitleFontSize=size * 0.92,
        offset=22,
    )
    return cast("Layers", titled)
