"""Every page opened once, from the navigation: a permalink in, words out."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from g60.ui.page_list import PAGES

INDEX = Path(__file__).parents[1] / "pages" / "index.py"


def opened(**query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(INDEX), default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def test_first_screen_counts_what_the_plan_names() -> None:
    said = words(opened())
    assert "全市：24 个载体、8 个高新区、8 个科创湖区、1 个核心区、1 条走廊、44 个清单外机构" in said


def test_permalink_gives_the_sentence_of_its_selection() -> None:
    assert "海宁 · 半导体：2 个载体、1 个科创湖区（归属推断）" in words(opened(unit="330481", industry="semi"))


def test_several_units_are_named_in_administrative_order() -> None:
    said = words(opened(unit=["330483", "330402"], kind="high_tech_zone"))
    assert any(sentence.startswith("南湖或桐乡 · 高新区：2 个高新区") for sentence in said)


def test_english_is_complete_on_the_page() -> None:
    said = words(opened(unit="330481", industry="semi", lang="en"))
    assert "Haining · Semiconductors: 2 innovation platforms, 1 lakeside innovation district (county inferred)" in said


def test_language_switches_in_place_and_keeps_the_selection() -> None:
    app = opened(unit="330481", industry="semi", focus="lake-juanhu")
    app.button(key="atlas_language").click().run()
    assert not app.exception
    assert (
        "Haining · Semiconductors: 2 innovation platforms, 1 lakeside innovation district (county inferred)"
        in words(app)
    )
    assert app.query_params["lang"] in ("en", ["en"])
    assert {"unit", "industry", "focus", "lang"} == set(app.query_params)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"unit": "999999"}, "unit=999999"),
        ({"focus": "lake-nowhere"}, "focus=lake-nowhere"),
        ({"list": "no-such-list"}, "list=no-such-list"),
        ({"lang": "xx"}, "lang=xx"),
        ({"map": "-3/30.5/120.7"}, "map=-3/30.5/120.7"),
        ({"industry": "<script>alert(1)</script>"}, "industry=<script>alert(1)</script>"),
        ({"filter": "anything"}, "filter=anything"),
        ({"q": "x" * 100_000}, "q=" + "x" * 60),
    ],
)
def test_what_a_permalink_holds_and_nobody_understands_is_named_and_the_page_opens(
    query: dict[str, str], named: str
) -> None:
    said = words(opened(**query))
    assert any("已忽略" in text and named in text for text in said)
    assert any(text.endswith("44 个清单外机构") or text.startswith("“") for text in said)


def test_data_with_errors_is_named_on_the_page_and_mended_without_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "geodata"
    shutil.copytree(INDEX.parents[1] / "geodata", folder)
    table = folder / "carriers.csv"
    good = table.read_text("utf-8")
    table.write_text(good.replace(",330481,", ",339999,"), "utf-8")
    monkeypatch.setenv("G60_GEODATA", str(folder))
    said = words(opened())
    assert any("carriers.csv" in line and "unit" in line and "339999" in line for line in said)
    table.write_text(good, "utf-8")
    assert "全市：24 个载体、8 个高新区、8 个科创湖区、1 个核心区、1 条走廊、44 个清单外机构" in words(opened())


def test_a_link_that_a_messenger_has_spoiled_opens_without_a_word() -> None:
    said = words(
        opened(**{"unit": "330481", "amp;industry": "semi）。", "utm_source": "x", "isappinstalled": "0", "scene": "3"})
    )
    assert "海宁 · 半导体：2 个载体、1 个科创湖区（归属推断）" in said
    assert not any("已忽略" in text for text in said)


def test_good_permalink_names_nothing_as_ignored() -> None:
    said = words(opened(unit="330481", map="11/30.53/120.69", layers="-zones,-carriers", lang="zh", q="xfd"))
    assert not any("已忽略" in text for text in said)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [name for name, _, _ in PAGES])
def test_every_page_opens_in_both_languages(name: str, lang: str) -> None:
    app = opened(lang=lang)
    app.switch_page(f"{name}.py").run()
    assert not app.exception
