"""On paper a name that was left far off tries once more, and names of counties stand apart."""

import dataclasses
import math
from typing import Any

import pytest

from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES
from g60.export.office.slides import RATIOS, scenes_to_pptx
from g60.export.paper_map import map as paper_map
from g60.export.paper_map.labels import Label
from g60.meeting import scenes
from tests.labelled import faults, on_paper
from tests.pictures import _sketched

LONGEST = 150  # pixels from the middle of a thing to its name: further off the eye loses the line


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ratio", RATIOS)
def test_no_name_of_the_cover_stands_far_off(catalog: Catalog, lang: str, ratio: str) -> None:
    plan = cover(catalog, lang, ratio)
    px = plan.look.px(1)
    assert faults(on_paper(plan, straight=True)).count == 0
    assert {one.id: far for one in plan.labels if (far := length(one) / px) > LONGEST} == {}
    assert {pair: gap for pair, gap in county_gaps(plan.labels).items() if gap < 8 * px} == {}


def test_without_another_try_one_would(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_map, "bring_nearer", lambda *_: None)
    plan = cover(catalog, "en", "16:9")
    px = plan.look.px(1)
    assert max(map(length, plan.labels)) > LONGEST * px
    assert min(county_gaps(plan.labels).values()) < 8 * px


def cover(catalog: Catalog, lang: str, ratio: str) -> Any:
    shipped = scenes.shipped()
    first = dataclasses.replace(shipped, scenes=shipped.scenes[:1])
    return _sketched(lambda: scenes_to_pptx(catalog, first, lang, ratio=ratio))[0]


def length(label: Label) -> float:
    """From the middle of a thing to the end of the line that leads to its name."""
    if label.spot is None or label.spot.lead is None:
        return 0.0
    return math.dist(label.anchor, label.spot.lead[1])


def county_gaps(labels: list[Label]) -> dict[tuple[str, str], float]:
    """How far names of counties that stand in one line are from each other."""
    placed = {one.id: one.spot.box for one in labels if one.kind == "county" and one.spot}
    return {
        (one, other): b.x - a.right
        for one, a in placed.items()
        for other, b in placed.items()
        if one != other and a.x <= b.x and a.y < b.bottom and b.y < a.bottom
    }
