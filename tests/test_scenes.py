"""The presentation and its file: what is shipped, what is written, and what a stranger's file does."""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from g60.ask.permalink import Ignored
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.errors import DataError
from g60.contract.i18n import LANGUAGES
from g60.contract.issues import Severity
from g60.evidence import sums
from g60.meeting import scenes
from g60.meeting.json_file import LENGTH_AT_MOST
from g60.meeting.scenes import (
    BYTES_AT_MOST,
    FACES,
    SCENES_AT_MOST,
    Presentation,
    Scene,
    Words,
    issue_line,
    read,
    shipped,
    write,
)
from g60.review.industry import GROUPS
from tests.test_selection import selections, views

ORDER = (
    *("opening", "corridor", "towards", "core", "zones", "lakes"),
    *("carriers", "industries", "indicators", "closing"),
)
SCRIPT = "<script>window.hacked=1</script>"


def one(**parts: Any) -> str:
    """A file of one scene with these parts."""
    scene = {"id": "lakes", "face": "map", "title_zh": "湖区", "query": "kind=lake_district"} | parts
    return file([scene])


def file(entries: list[Any], **parts: Any) -> str:
    return json.dumps({"format": "g60-scenes", "version": 1, "scenes": entries} | parts, ensure_ascii=False)


def codes(issues: tuple[Any, ...]) -> list[str]:
    return [issue.code for issue in issues]


def refused(content: str, catalog: Catalog) -> list[str]:
    with pytest.raises(DataError) as caught:
        read(content, catalog)
    assert all(issue_line(issue, lang) for issue in caught.value.issues for lang in LANGUAGES)
    return codes(caught.value.issues)


# What is shipped -------------------------------------------------------------------------------


def test_the_shipped_presentation_goes_through_the_plan_in_its_order() -> None:
    assert tuple(scene.id for scene in shipped().scenes) == ORDER
    assert [scene.face for scene in shipped().scenes][:: len(ORDER) - 1] == ["opening", "closing"]


def test_the_shipped_presentation_has_both_languages_everywhere_and_nothing_to_say_of_it(catalog: Catalog) -> None:
    assert read(scenes.shipped_text(), catalog) == (shipped(), ())
    for scene in shipped().scenes:
        for words in (scene.title, scene.notes):
            assert words.zh
            assert words.en
    assert shipped().title.zh
    assert shipped().title.en


def test_every_number_of_the_shipped_texts_follows_from_the_catalog(catalog: Catalog) -> None:
    kinds = catalog.entities["kind"].value_counts()
    area = sums.lakes_area(catalog)
    assert area is not None
    platforms = int((catalog.reference["kind"] == "platform").sum())
    listed = int((catalog.carriers["list"] == "plan").sum())
    table_2 = int((catalog.tables.indicators["table"] == "2").sum())
    assert (kinds["corridor"], kinds["core_area"], len(GROUPS["three"])) == (1, 1, 3)
    assert kinds["high_tech_zone"] == kinds["lake_district"] == 8
    allowed = {
        *("一廊", "一核", "两区", "one corridor", "one core", "two zones", "the two ends", "走廊的两头", "two ends"),
        *("三大科创高地", "three innovation highlands", "八个高新区", "Eight high-tech zones"),
        *("八个科创湖区", "Eight lakeside innovation districts", f"{platforms} 个空间平台", f"{platforms} platforms"),
        *(
            f"{listed} 个重点创新载体",
            f"{listed} innovation platforms",
            f"{table_2} 项主要指标",
            f"the {table_2} main ones",
        ),
        *(f"{area.value:g} 平方公里", f"{area.value:g} km²", "G60", "按 N 记", "任何一个数", "六边形"),
    }
    locator = r"（四）空间布局 第\d段|附件[一二三]|表\d|专栏\d-\d+|三（二）"
    spelt = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fourteen"
    number = rf"[0-9]|[〇一二两三四五六七八九十百]|\b(?:{spelt})\b"
    for scene in shipped().scenes:
        for words in (scene.title, scene.notes):
            for lang in LANGUAGES:
                rest = re.sub(locator, "", getattr(words, lang))
                for phrase in sorted(allowed, key=len, reverse=True):
                    rest = rest.replace(phrase, "")
                assert re.findall(number, rest) == [], f"{scene.id} {lang}: {rest}"


def test_every_place_that_the_shipped_notes_name_is_one_that_citations_name(catalog: Catalog) -> None:
    known = {part for citation in catalog.citations.values() for part in citation.locator.split(";")}
    known |= {part.partition(" ")[0] for part in known if part.startswith(("附件", "专栏"))}
    for scene in shipped().scenes:
        for words in (scene.notes.zh, scene.notes.en):
            for place in re.findall(r"（四）空间布局 第\d段|附件[一二三]|表\d|专栏\d-\d+", words):
                assert place in known, place


@pytest.mark.parametrize(
    ("scene", "count"), [("corridor", 1), ("core", 1), ("zones", 8), ("lakes", 8), ("carriers", 24), ("opening", 86)]
)
def test_a_shipped_scene_shows_what_its_title_says(catalog: Catalog, scene: str, count: int) -> None:
    (found,) = (entry for entry in shipped().scenes if entry.id == scene)
    assert len(catalog.pick(found.selection).entities) == count


# Round trips -----------------------------------------------------------------------------------

plain = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40).map(str.strip)
words = st.builds(Words, zh=plain, en=plain)
made_views = views.map(lambda view: replace(view, lang="zh", theme=View().theme, scene=None, at="", since=""))


@st.composite
def presentations(draw: st.DrawFn) -> Presentation:
    names = draw(st.lists(st.sampled_from([f"scene-{n}" for n in range(30)]), min_size=1, max_size=6, unique=True))
    made = tuple(
        Scene(name, draw(st.sampled_from(FACES)), draw(words), draw(words), draw(selections), draw(made_views))
        for name in names
    )
    return Presentation(draw(words), made)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_written_is_read_again_as_it_was(catalog: Catalog, data: st.DataObject) -> None:
    made = data.draw(presentations())
    first, _ = read(write(made), catalog)
    assert [(scene.id, scene.face, scene.title, scene.notes, scene.view) for scene in first.scenes] == [
        (scene.id, scene.face, scene.title, scene.notes, scene.view) for scene in made.scenes
    ]
    for before, after in zip(made.scenes, first.scenes, strict=True):
        assert after.selection == before.selection.without_unknown(catalog.held)
    again, _ = read(write(first), catalog)
    assert again == first


def test_language_theme_and_place_in_the_presentation_are_the_presenters(catalog: Catalog) -> None:
    presentation, issues = read(one(query="kind=lake_district&lang=en&theme=dark&scene=4&map=11/30.53/120.69"), catalog)
    assert presentation.scenes[0].query == "kind=lake_district&map=11/30.53/120.69"
    assert issues == ()


# What a stranger's file does -------------------------------------------------------------------


@pytest.mark.parametrize("version", [0, 2, "1", None, True, 1.5, {"a": 1}])
def test_another_version_is_named_and_not_opened(catalog: Catalog, version: Any) -> None:
    assert refused(file([{}], version=version), catalog) == ["file_version"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_not_json"),
        ('{"format": "g60-scenes", "version": 1, "scenes": [', "file_not_json"),
        ("[" * 100_000, "file_not_json"),
        ("1" * 9999, "file_not_json"),
        ("[]", "file_other"),
        ("null", "file_other"),
        ('{"format": "g60-decisions", "version": 1, "scenes": []}', "file_other"),
        ('{"format": "g60-scenes", "version": 1, "scenes": {"a": 1}}', "file_other"),
        ('{"format": "g60-scenes", "version": 1, "scenes": []}', "scenes_none"),
        ('{"format": "g60-scenes", "version": 1, "scenes": [1, null, [], "x"]}', "scenes_none"),
        (" " * (LENGTH_AT_MOST + 1), "file_long"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_broken_file_says_what_is_wrong_with_it(catalog: Catalog, content: str, code: str) -> None:
    assert refused(content, catalog)[0] == code


def test_of_ten_thousand_scenes_the_first_two_hundred_open_and_it_is_said(catalog: Catalog) -> None:
    entries = [{"title_zh": f"第 {n} 景", "query": "kind=carrier"} for n in range(1, 10_001)]
    presentation, issues = read(file(entries), catalog)
    assert len(presentation.scenes) == SCENES_AT_MOST == 200
    assert presentation.scenes[-1].title.zh == "第 200 景"
    assert codes(issues) == ["scenes_too_many"]
    assert "10000" in issue_line(issues[0], "zh")
    assert "first 200" in issue_line(issues[0], "en")


def test_what_is_over_a_megabyte_is_said_and_not_opened(catalog: Catalog) -> None:
    entries = [{"title_zh": "景", "notes_zh": "长" * 4000, "notes_en": "长" * 4000} for _ in range(100)]
    presentation, issues = read(file(entries), catalog)
    assert 10 < len(presentation.scenes) < 100
    assert len(write(presentation).encode()) < BYTES_AT_MOST * 1.01
    assert codes(issues) == ["scenes_too_many"]


def test_a_million_broken_scenes_are_counted_and_not_listed(catalog: Catalog) -> None:
    _, issues = read(file([1] * 1_000_000 + [{"title_zh": "景"}]), catalog)
    assert codes(issues) == ["scene_broken"] * 20 + ["more_of_kind"]
    assert issue_line(issues[-1], "en").endswith("999,980 more of this kind")
    assert sum(len(issue_line(issue, "zh")) for issue in issues) < 2000


def test_script_in_titles_stays_text(catalog: Catalog) -> None:
    presentation, issues = read(one(title_zh=SCRIPT, title_en="</script>", notes_zh="a\u0000b\ud800\r\nc"), catalog)
    (scene,) = presentation.scenes
    assert scene.title == Words(SCRIPT, "</script>")
    assert scene.notes.zh == "ab\ufffd\nc"
    assert issues == ()
    assert read(write(presentation), catalog)[0] == presentation


def test_unknown_ids_are_named_and_the_rest_opens_and_nothing_is_lost(catalog: Catalog) -> None:
    query = "focus=lake-nowhere&compare=htz-nanhu&compare=htz-gone&list=no-list&kind=lake_district"
    presentation, issues = read(one(query=query), catalog)
    (scene,) = presentation.scenes
    assert scene.selection == Selection(kinds=frozenset({"lake_district"}), compared=("htz-nanhu",))
    assert codes(issues) == ["scene_gone"] * 3
    assert {issue.value for issue in issues} == {"lake-nowhere", "htz-gone", "no-list"}
    assert scene.gone == (Ignored("list", "no-list"), Ignored("focus", "lake-nowhere"), Ignored("compare", "htz-gone"))
    assert read(write(presentation), catalog) == (presentation, issues)


def test_what_a_link_holds_and_nobody_understands_is_named(catalog: Catalog) -> None:
    _, issues = read(one(query="unit=999999&map=-3/0/0&x=%3Cscript%3E"), catalog)
    assert codes(issues) == ["scene_ignored"] * 3
    assert all(issue.severity is Severity.WARNING and issue.row == 1 for issue in issues)


def test_a_scene_that_lacks_a_language_shows_the_other(catalog: Catalog) -> None:
    presentation, issues = read(file([{"title_en": "Lakes"}, {"title_zh": "湖", "notes_zh": "说明"}]), catalog)
    english, chinese = presentation.scenes
    assert [english.title.of(lang) for lang in LANGUAGES] == ["Lakes", "Lakes"]
    assert [chinese.notes.of(lang) for lang in LANGUAGES] == ["说明", "说明"]
    assert english.notes.of("zh") == ""
    assert issues == ()


def test_odd_parts_of_a_scene_are_said_and_the_scene_opens(catalog: Catalog) -> None:
    odd = {"id": "../x", "face": "film", "title_zh": 7, "notes_zh": ["x"], "query": {"unit": "330481"}}
    long = {"id": "long", "face": "map", "title_zh": "长" * 300, "query": "&".join(["a=b"] * 500)}
    presentation, issues = read(file([odd, "x", long, long]), catalog)
    assert [(scene.id, scene.face) for scene in presentation.scenes] == [
        ("scene-1", "map"),
        ("long", "map"),
        ("scene-4", "map"),
    ]
    assert codes(issues) == ["scene_face", "scene_untitled", "scene_broken", "scene_cut", "scene_cut"]
    assert len(presentation.scenes[1].title.zh) == 200


def test_a_pasted_address_is_read_for_its_query(catalog: Catalog) -> None:
    presentation, issues = read(one(query="https://atlas.example/?unit=330481&kind=carrier"), catalog)
    assert presentation.scenes[0].selection.units == {"330481"}
    assert issues == ()


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_whatever_stands_in_a_scene_it_is_opened_or_said(catalog: Catalog, value: Any) -> None:
    names = ("id", "face", "title_zh", "notes_en", "query")
    content = file([dict.fromkeys(names, value), {"title_zh": "景", "face": "map"}], title_zh=value)
    presentation, issues = read(content, catalog)
    assert presentation.scenes[-1].title.zh == "景"
    assert all(issue_line(issue, lang) for issue in issues for lang in LANGUAGES)
    assert read(write(presentation), catalog)[0] == presentation


# Adding what is on the screen --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ("", "全市", "Whole city"),
        ("?unit=330481&industry=semi&lang=en&map=11/30.5/120.7", "海宁 · 半导体", "Haining · Semiconductors"),
        ("?unit=330481&focus=lake-juanhu", "鹃湖国际科技城", "Juanhu International Science and Technology City"),
        ("?focus=330481", "海宁市", "Haining City"),
    ],
)
def test_what_is_on_the_screen_becomes_a_scene_that_says_what_it_is(
    catalog: Catalog, query: str, zh: str, en: str
) -> None:
    scene = scenes.of_permalink(query, catalog)
    assert scene.title == Words(zh, en)
    assert scene.selection == Selection.from_query(parse_qs(query.removeprefix("?")))


def test_a_new_scene_comes_last_but_before_the_closing_one(catalog: Catalog) -> None:
    made, place = scenes.added(shipped(), scenes.of_permalink("unit=330481", catalog, ORDER))
    assert place == len(ORDER)
    assert [scene.id for scene in made.scenes[-2:]] == ["scene-11", "closing"]
    assert len({scene.id for scene in made.scenes}) == len(ORDER) + 1
    empty = Presentation(Words("空"), ())
    assert scenes.added(empty, made.scenes[0])[1] == 1


def test_a_full_presentation_takes_no_more(catalog: Catalog) -> None:
    scene = shipped().scenes[1]
    with pytest.raises(DataError) as caught:
        scenes.added(Presentation(Words(), (scene,) * SCENES_AT_MOST), scene)
    assert codes(caught.value.issues) == ["scenes_full"]
