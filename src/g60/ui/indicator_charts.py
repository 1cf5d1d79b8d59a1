"""The charts of the indicators page, in the colours of the theme: small bars with a target, and bars in order."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import altair as alt
import pandas as pd

from g60.i18n import text
from g60.indicators import Indicator, needed_growth, reached
from g60.quantities import unit_text
from g60.symbology import FONT, THEMES, Theme

# A title's line in a small chart, and a name's above a bar: in letters, of which a Chinese one takes two.
TITLE_LETTERS, NAME_LETTERS = 34, 60
BAR_PX = 13
# As wide as its place, as high as it needs to be.
FIT = alt.AutoSizeParams(type="fit-x", contains="padding")
TYPE_PX = 13


def small_multiple(indicator: Indicator, name: str, *, lang: str, theme: str) -> alt.LayerChart:
    """Baseline and actual value as two bars from zero, and the target as a line across them, on their own scale."""
    colours = THEMES[theme]
    met = reached(indicator) is not False
    values = (
        ("baseline", indicator.baseline, indicator.baseline_year),
        ("actual", indicator.actual, indicator.actual_year),
    )
    rows = [
        {"year": str(year), "value": value, "role": role, "shown": f"{value:.10g}"}
        for role, value, year in values
        if value is not None and year is not None
    ]
    most = max([indicator.target, *(row["value"] for row in rows)]) * 1.22  # room for the figure at the bar's end
    scale = alt.Scale(domain=[0, most], nice=False)
    fill = alt.Scale(domain=["baseline", "actual"], range=[colours.line, colours.corridor if met else colours.zone])
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=6)
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=alt.Y("year:N", sort=None, axis=axis), x=alt.X("value:Q", scale=scale, axis=None)
    )
    size = TYPE_PX * colours.type_scale
    bars = base.mark_bar(size=BAR_PX * colours.type_scale).encode(color=alt.Color("role:N", scale=fill, legend=None))
    figures = base.mark_text(align="left", dx=5, color=colours.ink, fontSize=size).encode(text="shown:N")
    ground = base.mark_text(align="left", dx=5, fontSize=size, stroke=colours.paper, strokeWidth=5, strokeJoin="round")
    goal = text("chart_target", lang, value=f"{indicator.target:.10g}", year=indicator.target_year)
    target = alt.Chart(pd.DataFrame([{"target": indicator.target, "shown": goal}])).encode(
        x=alt.X("target:Q", scale=scale, axis=None)
    )
    line = target.mark_rule(color=colours.ink, strokeWidth=1.6)
    right = indicator.target > most * 0.55  # the words stand on the side where there is room
    words = target.mark_text(
        align="right" if right else "left", dx=-5 if right else 5, y=-9, color=colours.ink_2, fontSize=size * 0.92
    ).encode(text="shown:N")
    title = [*_wrapped(name, TITLE_LETTERS)]
    unit = unit_text(indicator.unit, lang)
    return _dressed(
        alt.layer(bars, line, ground.encode(text="shown:N"), figures, words).properties(
            height=52 * colours.type_scale,
            title=alt.TitleParams(
                title,
                subtitle=unit
                if met
                else f"{unit} · {text('not_reached', lang)}"
                if unit
                else text("not_reached", lang),
            ),
        ),
        colours,
    )


def growth_needed(indicators: Sequence[Indicator], names: Sequence[str], *, lang: str, theme: str) -> alt.LayerChart:
    """The yearly growth that each target needs, largest first; shares have a second colour: theirs is relative."""
    colours = THEMES[theme]
    size = TYPE_PX * colours.type_scale
    rows = [
        {
            "name": textwrap.shorten(name, 200),
            "growth": needed_growth(indicator),
            "kind": text("chart_share" if indicator.is_share else "chart_amount", lang),
            "shown": f"{needed_growth(indicator):.2f} %",
        }
        for indicator, name in zip(indicators, names, strict=True)
    ]
    most = max((row["growth"] for row in rows), default=1) * 1.12
    kinds = [text(code, lang) for code in ("chart_amount", "chart_share")]
    fill = alt.Scale(domain=kinds, range=[colours.corridor, colours.lake])
    legend = alt.Legend(title=None, orient="top", direction="horizontal", symbolType="square", labelLimit=400)
    y = alt.Y("name:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    base = alt.Chart(pd.DataFrame(rows)).encode(y=y)
    x = alt.X("growth:Q", scale=alt.Scale(domain=[0, most], nice=False), axis=None)
    bars = base.mark_bar(size=BAR_PX * 0.8 * colours.type_scale, yOffset=9 * colours.type_scale).encode(
        x=x, color=alt.Color("kind:N", scale=fill, legend=legend)
    )
    named = base.mark_text(align="left", dy=-7 * colours.type_scale, color=colours.ink, fontSize=size).encode(
        text="name:N", x=alt.value(0)
    )
    figures = base.mark_text(align="left", dx=6, dy=9 * colours.type_scale, color=colours.ink, fontSize=size).encode(
        text="shown:N", x=x
    )
    height = 42 * colours.type_scale * len(rows)
    return _dressed(alt.layer(bars, named, figures).properties(height=height), colours)


def _wrapped(name: str, letters: int) -> list[str]:
    """A name in lines of some letters; Chinese, which has no spaces, is cut anywhere."""
    if name.isascii():
        return textwrap.wrap(name, letters)
    lines, width = [""], 0
    for char in name:
        width += 1 if char.isascii() else 2
        if width > letters:
            lines.append("")
            width = 2
        lines[-1] += char
    return lines


def _dressed(chart: alt.LayerChart, colours: Theme) -> alt.LayerChart:
    """A chart in the page's type and colours, as wide as its place, without the drawing library's own menu."""
    size = TYPE_PX * colours.type_scale
    return (
        chart.properties(width="container", autosize=FIT, usermeta={"embedOptions": {"actions": False}})
        .configure(
            background="transparent",
            font=FONT.replace('"', ""),
        )
        .configure_view(stroke=None)
        .configure_axis(labelColor=colours.ink_2, labelFontSize=size * 0.92)
        .configure_legend(labelColor=colours.ink, labelFontSize=size, padding=0)
        .configure_title(
            anchor="start",
            align="left",
            frame="bounds",
            color=colours.ink,
            fontSize=size,
            fontWeight=600,
            lineHeight=size * 1.35,
            subtitleColor=colours.ink_2,
            subtitleFontSize=size * 0.92,
            offset=22,
        )
    )
