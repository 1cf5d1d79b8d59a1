"""A chart of Altair as the specification that the browser draws: made by one thread at a time, and only once.

`st.altair_chart` makes it anew at each run of a page and looks at each part of it in a schema: half a second for the
page of indicators, of which nothing has changed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, cast

import altair as alt

# A page of indicators has about 25 charts; two languages and the themes of the page.
KEPT = 512
# What Altair holds of themes and data is shared by all threads.
_lock = threading.Lock()

Spec = dict[str, Any]
Given = ParamSpec("Given")


def spec_of(chart: alt.TopLevelMixin) -> Spec:
    """The Vega-Lite specification of a chart, its data within. It is not to be changed: readers share it."""
    with _lock, alt.theme.enable("none"):
        # What is drawn is our own and in the tests: the schema, which takes most of the time, is not asked.
        spec: Spec = chart.to_dict(validate=False)
        return spec


def kept(draw: Callable[Given, alt.TopLevelMixin]) -> Callable[Given, Spec]:
    """The specifications of what a function draws of values that can be compared, each made once."""

    @lru_cache(maxsize=KEPT)
    @wraps(draw)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Spec:
        return spec_of(draw(*args, **kwargs))

    return cast("Callable[Given, Spec]", made)
