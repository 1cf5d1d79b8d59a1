"""A title's lines end between words, whatever the width of its box; its text is left as it is."""

import dataclasses

import pytest

from g60.ask.judging import Judging
from g60.catalog.catalog import Catalog
from g60.export.evaluation_text import EvaluationText
from g60.export.office.slides.heads import cover_size
from g60.export.office.slides.master import RATIOS, Frame
from g60.export.office.slides.pages import COVER_SIZES
from g60.export.office.titles import is_whole, title_lines, title_room, words_of
from g60.export.paper_map.drawing import MM_PER_PT
from g60.export.paper_map.lines import wrap

EVALUATION = "规划评估：嘉兴市科技创新发展“十四五”规划"


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("judging", [Judging(), Judging(plan="plan-13"), Judging(plan="other")], ids=str)
def test_a_cover_breaks_no_word(catalog: Catalog, judging: Judging, ratio: str) -> None:
    title = EvaluationText.asked(catalog, judging, "zh").title
    box = Frame(*RATIOS[ratio]).cover_title
    size = cover_size(title, box, COVER_SIZES)
    lines = title_lines(title, box.w, size)
    assert "".join(lines) == title
    assert is_whole(lines), lines


@pytest.mark.parametrize("size", [18.0, 20.0, 24.0, 28.0])
def test_a_page_breaks_no_word(size: float) -> None:
    assert is_whole(wrap(EVALUATION, title_room(EVALUATION, 166, size), size * MM_PER_PT, bold=True))


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["规划评估：嘉兴", "市科技创新发展规划"], False),
        (["规划评估：嘉兴市", "科技创新发展规划"], True),
        (["嘉兴市科技创新发展规", "划"], False),
        (["发展“十四", "五”规划"], False),
        (["嘉兴市科技创新发展“十四五”规划（", "稿"], False),
        (["Evaluation of the", "plan"], True),
        (["Eight high-", "tech zones"], False),
        (["Eight", "high-tech zones"], True),
    ],
)
def test_a_word_in_two_lines_and_a_character_alone_are_seen(lines: list[str], *, whole: bool) -> None:
    assert is_whole(lines) is whole


@pytest.mark.parametrize("wide", range(60, 160, 5))
def test_no_line_of_a_title_ends_after_a_hyphen(wide: int) -> None:
    title = "Haiyan Nuclear-related High-tech Industrial Park"
    lines = title_lines(title, wide, 20)
    assert "".join(line.replace(" ", "") for line in lines) == title.replace(" ", "")
    assert not [line for line in lines[:-1] if line.endswith("-")]


def test_the_names_that_stay_whole_are_those_of_the_data(catalog: Catalog) -> None:
    """Another folder has other counties, and their names are no less names."""
    units = catalog.units.assign(name_zh="青浦新城", short_zh="青浦新")
    elsewhere = dataclasses.replace(catalog, units=units)
    broken = ["规划评估：青", "浦新城任务"]
    assert is_whole(broken, words_of(catalog))
    assert not is_whole(broken, words_of(elsewhere))
    assert not is_whole(["规划评估：海", "宁市任务"], words_of(catalog))
