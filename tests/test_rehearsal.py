"""The check before the meeting: what it finds in a presentation, and what it lets pass."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from g60.ask.view import MapView
from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES
from g60.meeting.rehearsal import SCREEN, Remark, check, ground
from g60.meeting.scenes import Presentation, Words, read, shipped


def presented(catalog: Catalog, **parts: Any) -> Presentation:
    scene = {"title_zh": "景", "title_en": "Scene", "query": "kind=lake_district"} | parts
    return read(json.dumps({"format": "g60-scenes", "version": 1, "scenes": [scene]}), catalog)[0]


def remarks(catalog: Catalog, lang: str = "zh", **parts: Any) -> list[Remark]:
    return [remark for remark in check(presented(catalog, **parts), catalog, lang) if remark.scene == 1]


def said(found: list[Remark], code: str) -> list[str]:
    return [remark.words for remark in found if remark.code == code]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_shipped_presentation_has_nothing_grave(catalog: Catalog, lang: str) -> None:
    found = check(shipped(), catalog, lang)
    assert [remark for remark in found if remark.grave] == []
    assert {remark.code for remark in found} == {"values", "conflict", "size", "review"}


def test_ids_that_are_gone_are_named(catalog: Catalog) -> None:
    found = remarks(catalog, query="focus=lake-nowhere&kind=lake_district")
    assert [remark.grave for remark in found if remark.code == "gone"] == [True]
    assert "lake-nowhere" in said(found, "gone")[0]


def test_a_scene_that_shows_nothing_is_named(catalog: Catalog) -> None:
    assert said(remarks(catalog, query="kind=core_area&unit=330481"), "empty")
    assert not said(remarks(catalog), "empty")


def test_inferred_values_are_counted_and_named(catalog: Catalog) -> None:
    inferred = [
        str(catalog.entities.at[area, "name_zh"])
        for area in catalog.areas.index[catalog.areas["kind"] == "lake_district"]
        if (citation := catalog.citation(str(area), "unit")) and citation.evidence == "inferred"
    ]
    (words,) = said(remarks(catalog), "values")
    assert words == f"推断：所属地 {len(inferred)} 个——{'、'.join(inferred)}"
    (many,) = said(remarks(catalog, query="kind=carrier"), "values")[:1]
    assert re.search(r"、[^、]+等 \d+ 个$", many)
    assert many.count("、") == 7


def test_the_chosen_one_is_looked_at_in_full(catalog: Catalog) -> None:
    found = said(remarks(catalog, query="kind=high_tech_zone&focus=htz-xiuzhou"), "values")
    missing = next(words for words in found if words.startswith("未载明：嘉兴秀洲"))
    assert "面积" in missing
    english = said(remarks(catalog, "en", query="kind=high_tech_zone&focus=htz-xiuzhou"), "values")
    assert any(words.startswith("Not stated: Jiaxing Xiuzhou") for words in english)


def test_a_comparison_is_about_whom_it_compares(catalog: Catalog) -> None:
    found = remarks(catalog, face="compare", query="compare=lake-juanhu&compare=lake-minghu&kind=carrier")
    assert all("鹃湖" in words or "明湖" in words for words in said(found, "values"))
    assert not said(found, "covered")


def test_the_indicators_say_which_have_no_baseline(catalog: Catalog) -> None:
    table = catalog.tables.indicators
    without = int((table["baseline"] == "").sum())
    found = said(remarks(catalog, face="indicators"), "values")
    assert any(words.startswith(f"未载明：基期值 {without} 个") for words in found)


def test_disagreements_of_the_documents_are_told_and_look_alikes_are_not(catalog: Catalog) -> None:
    found = remarks(catalog, query="focus=lake-dayunhe&kind=lake_district")
    assert any("表3有八个" in words for words in said(found, "conflict"))
    frame = catalog.tables.conflicts
    alike = frame.index[(frame["kind"] == "look-alike")][0]
    subject = str(frame.at[alike, "subject"]).partition(";")[0]
    if subject in catalog.ids:
        told = said(remarks(catalog, query=f"focus={subject}&q=zzzz"), "conflict")
        assert str(frame.at[alike, "text_zh"]) not in "".join(told)


def test_an_opening_slide_shows_no_value(catalog: Catalog) -> None:
    assert remarks(catalog, face="opening", query="focus=lake-juanhu&map=12/30.4/120.9") == []


def test_a_language_that_is_lacking_is_named(catalog: Catalog) -> None:
    assert said(remarks(catalog, title_en="", face="closing"), "language") == ["缺English文字，将用另一种语言"]
    assert said(remarks(catalog, title_zh="", title_en="", face="closing"), "untitled")


# The caption -----------------------------------------------------------------------------------


def test_the_ground_of_the_screen_is_as_the_map_projects_it() -> None:
    screen, caption = ground(MapView(10, 30.65, 120.8))
    west, south, east, north = screen.bounds
    assert east - west == pytest.approx(SCREEN[0] / (256 * 2**10) * 360)
    assert (south + north) / 2 == pytest.approx(30.65, abs=0.01)
    assert caption.bounds[:2] == pytest.approx((west, south))
    assert caption.bounds[2] - west == pytest.approx((east - west) * 0.40)
    assert (caption.bounds[3] - south) / (north - south) == pytest.approx(0.22, abs=0.005)


@pytest.mark.parametrize(
    ("right", "up", "code"), [(0.2, 0.11, "covered"), (0.5, 0.5, ""), (0.7, 0.11, ""), (-0.5, 0.5, "off")]
)
def test_a_caption_over_its_subject_is_found(catalog: Catalog, right: float, up: float, code: str) -> None:
    # The middle of 鹃湖 at this share of the screen's width from the left, of its height from below.
    centre = catalog.areas.geometry["lake-juanhu"].centroid
    screen, _ = ground(MapView(11, centre.y, centre.x))
    west, south, east, north = screen.bounds
    place = MapView(11, centre.y + (0.5 - up) * (north - south), centre.x + (0.5 - right) * (east - west))
    found = remarks(catalog, query=f"focus=lake-juanhu&map={place}")
    assert [remark.code for remark in found if remark.code in ("covered", "off")] == ([code] if code else [])
    for remark in found:
        assert remark.grave == (remark.code in ("covered", "off"))
    if code:
        assert "鹃湖国际科技城" in said(found, code)[0]


def test_the_whole_city_keeps_clear_of_the_caption_by_itself(catalog: Catalog) -> None:
    assert not said(remarks(catalog, query="kind=corridor&focus=corridor-g60"), "covered")


# The whole -------------------------------------------------------------------------------------


def test_the_size_and_the_maps_review_are_told(catalog: Catalog) -> None:
    last = {remark.code: remark for remark in check(shipped(), catalog, "zh", pack_bytes=3_000_000)}
    assert last["size"].words.startswith("演示包约 3.0 MB")
    assert last["review"].words.startswith("地图未经审图")
    reviewed = {remark.code: remark for remark in check(shipped(), catalog, "zh", review="浙S(2026)1号")}
    assert reviewed["review"].words == "审图号：浙S(2026)1号"
    large = {remark.code: remark for remark in check(shipped(), catalog, "en", pack_bytes=21_000_000)}
    assert large["size"].grave


def test_a_file_that_could_not_be_opened_again_whole_is_told(catalog: Catalog) -> None:
    scene = replace(shipped().scenes[0], notes=Words("长" * 4000, "长" * 4000))
    many = Presentation(Words("大"), (scene,) * 60)
    assert [remark.code for remark in check(many, catalog, "zh") if remark.grave] == ["cannot_reopen"]
