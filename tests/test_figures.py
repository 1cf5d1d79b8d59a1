"""What is said of a subject: for when a figure holds, whole subjects, and which words give an industry."""

import json

import pytest

from g60.catalog.catalog import Catalog
from g60.cli import main
from g60.contract.i18n import LANGUAGES, table, text
from g60.contract.schema import TRANSLATED, TRANSLATED_FIELDS
from g60.evidence.facts import facts, name_note
from g60.evidence.figures import Figure, figure_label, figures, targets, when_text
from g60.evidence.wording import drawn
from g60.ui.about import TERMS, glossary


def label(catalog: Catalog, subject: str, figure: str, lang: str) -> str:
    entries = {entry.id: entry for entry in (*targets(catalog, subject), *figures(catalog, subject))}
    return figure_label(catalog, entries[figure], lang)


@pytest.mark.parametrize(
    ("subject", "figure", "zh", "en"),
    [
        ("330482", "figure-051", "截至 2020 年 8 月底", "as of the end of August 2020"),
        ("330482", "figure-053", "截至 2020 年 6 月底", "as of the end of June 2020"),
        ("330482", "figure-104", "截至 2020 年 12 月底", "as of the end of December 2020"),
        ("330482", "figure-117", "2020 年", "2020"),
        ("htz-haining", "target-016", "2021—2025 年年均", "yearly average of 2021–2025"),
        ("city", "target-107", "2021—2025 年年均", "yearly average of 2021–2025"),
    ],
)
def test_a_figure_says_for_when_it_holds(catalog: Catalog, subject: str, figure: str, zh: str, en: str) -> None:
    assert label(catalog, subject, figure, "zh").endswith(f"，{zh}")
    assert label(catalog, subject, figure, "en").endswith(f", {en}")


@pytest.mark.parametrize(
    ("as_of", "zh", "en"),
    [
        ("2020-02-29", "截至 2020 年 2 月底", "as of the end of February 2020"),
        ("2021-02-05", "截至 2021 年 2 月 5 日", "as of 5 February 2021"),
        ("2021-07", "2021 年 7 月", "July 2021"),
        ("", "", ""),
    ],
)
def test_a_day_a_month_and_nothing_are_worded(catalog: Catalog, as_of: str, zh: str, en: str) -> None:
    known = figures(catalog, "330482")[0]
    entry = Figure("figure-x", "voucher-firms", as_of[:4], known.fact, as_of)
    assert [when_text(entry, lang) for lang in LANGUAGES] == [zh, en]


def test_a_day_gives_its_reason_and_a_guessed_measure_too(catalog: Catalog) -> None:
    entries = {entry.id: entry for entry in figures(catalog, "330482")}
    assert "8 月底" in entries["figure-051"].fact.citation.note
    assert "建设进度" in entries["figure-060"].fact.citation.note


# Whole subjects ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_city_is_shown_with_what_is_said_of_it(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "city", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert {"zh": "嘉兴市", "en": "Jiaxing"}[lang] in out
    assert "3.75 %" in out
    assert text("conflict_scope", lang) in out


def test_the_city_is_given_as_data_with_each_target_figure_and_conflict(
    catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "city", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    for part in ("targets", "figures"):
        frame = getattr(catalog.tables, part)
        assert [row["id"] for row in said[part]] == list(frame.index[frame["subject"] == "city"])
    assert said["conflicts"]
    assert said["fields"]["name_zh"]["value"] == "嘉兴市"


def test_the_province_is_a_subject_too_and_nobody_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "zhejiang"]) == 0
    assert "10–15" in capsys.readouterr().out
    assert main(["show", "county"]) == 2


def test_the_jiaxing_zone_has_the_role_that_the_plan_gives_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "htz-jiaxing"]) == 0
    (role,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("功能定位 |")]
    assert "国内领先、具有国际影响力的先进制造业基地" in role
    assert "L535" in role


# Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "line"),
    [("zh", "新能源、氢能与双碳：氢能、燃料电池"), ("en", "New energy, hydrogen and carbon: 氢能, 燃料电池")],
)
def test_a_card_says_which_words_gave_an_industry(catalog: Catalog, lang: str, line: str) -> None:
    entry = drawn(catalog, {}, facts(catalog, "body-03").fact("industries"), lang)
    assert entry["lines"] == [line]


def test_a_translation_is_for_readers_of_english_and_says_that_it_is_unofficial(catalog: Catalog) -> None:
    english = {fact.field: fact for fact in facts(catalog, "lake-juanhu", "en").facts}
    chinese = {fact.field for fact in facts(catalog, "lake-juanhu", "zh").facts}
    for original, translation in TRANSLATED.items():
        assert english[original].value
        assert english[translation].value
        assert english[translation].evidence == "inferred"
        assert "unofficial" in english[translation].citation.note_en
        assert "unofficial" in text(f"field_{translation}", "en")
        assert translation not in chinese


def test_each_chinese_cell_has_its_translation(catalog: Catalog) -> None:
    frames = [(catalog.areas, TRANSLATED), (catalog.carriers, TRANSLATED_FIELDS)]
    for frame, pairs in frames:
        for original, translation in pairs.items():
            assert ((frame[original] == "") == (frame[translation] == "")).all()
            assert not frame[translation].str.contains("[\u4e00-\u9fff]").any()


def test_a_name_that_a_body_uses_itself_is_not_called_a_translation(catalog: Catalog) -> None:
    assert catalog.entity("carrier-05")["name_en"] == "China Nanhu Academy of Electronics and Information Technology"
    assert "the body itself uses" in name_note(catalog, "carrier-05", "en")
    assert "BIT" not in catalog.entity("carrier-11")["name_en"]
    assert "unofficial" in name_note(catalog, "carrier-07", "en")


# One word for each thing ---------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_glossary_has_each_term_with_its_other_name_and_its_meaning(lang: str) -> None:
    (_, shown) = glossary(lang)
    assert len(shown["rows"]) == len(TERMS)
    assert all(row["label"] != row["note"] and row["cells"][0]["text"] for row in shown["rows"])


def test_english_texts_keep_to_the_words_of_the_glossary() -> None:
    kept = {"term_carrier_means", "licence_points"}  # the first explains the word, the second names two ids
    for code, entry in table().items():
        english = entry["en"].replace("{carrier}", "").replace("{carriers}", "").replace("carriers.csv", "")
        assert "lake district" not in english.lower(), code
        assert "lakeside district" not in english.lower(), code
        assert "science-and-technology" not in english.lower(), code
        assert code in kept or "carrier" not in english.lower(), code
