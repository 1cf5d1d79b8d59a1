"""Chinese words of the documents have their plain translation beside them wherever a reader of English meets them."""

import re

import pandas as pd
import pytest

from g60.catalog.catalog import Catalog
from g60.contract.i18n import table, text
from g60.contract.quantities import Quantity, scope_text
from g60.contract.translations import below, beside, translated
from g60.evidence.facts import Fact
from g60.evidence.figures import targets
from g60.evidence.tasks import tasks
from g60.evidence.wording import Wording
from g60.review import evaluation, industry

HAN = re.compile("[\u4e00-\u9fff]")
RULE = "争创浙江省实验室（分室）"
# What a page or a file shows of the documents' own words; targets with a number are told by measure, number and scope.
SHOWN = {
    "tasks": ("part_zh", "text_zh"),
    "outside": ("text_zh",),
    "technologies": ("name_zh", "heading_zh"),
    "indicators": ("baseline_basis_zh",),
    "sources": ("issuer_zh", "number"),
}


def test_every_chinese_cell_that_is_shown_has_its_translation(shipped: dict[str, pd.DataFrame]) -> None:
    cells = {cell for name, columns in SHOWN.items() for column in columns for cell in shipped[name][column]}
    cells = {part for cell in cells for part in cell.split(";")}
    rules = shipped["targets"]["value"] == ""
    cells |= set(shipped["targets"].loc[rules, "text_zh"])
    assert len(cells) > 100
    assert [cell for cell in cells if HAN.search(cell) and not translated(cell, "en")] == []


def test_no_translation_is_of_words_that_nobody_shows(shipped: dict[str, pd.DataFrame], catalog: Catalog) -> None:
    whole = industry.system(catalog)
    assert whole is not None
    cells = {part for frame in shipped.values() for cell in frame.to_numpy().ravel() for part in str(cell).split(";")}
    translations = {code.removeprefix("plain_") for code in table() if code.startswith("plain_")}
    assert translations - cells == {str(whole.value)}
    assert all(table()[f"plain_{words}"]["zh"] == words for words in translations)


def test_every_scope_of_the_shipped_figures_has_its_english(shipped: dict[str, pd.DataFrame]) -> None:
    scopes = {scope for scope in shipped["targets"]["scope_zh"] if scope}
    assert [scope for scope in scopes if HAN.search(scope_text(Quantity("=", "1", scope_zh=scope), "en"))] == []


def test_in_chinese_and_of_unknown_words_there_is_none() -> None:
    assert translated(RULE, "zh") == translated("没有这句话", "en") == ""
    assert beside(RULE, "zh") == RULE
    assert beside("没有这句话", "en") == "没有这句话"
    assert below(RULE, "zh") == ()


def rule_of(catalog: Catalog) -> Fact:
    (found,) = (one.fact for one in targets(catalog, "carrier-23") if one.fact.field == "text_zh")
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_target_in_words_is_told_with_its_translation(catalog: Catalog, lang: str) -> None:
    entry = Wording(catalog, lang).entry(rule_of(catalog))
    plain = table()[f"plain_{RULE}"]["en"]
    assert entry.value == RULE
    assert (plain in entry.words) == (lang == "en")
    assert entry.lines == ((text("translation_line", "en", plain=plain),) if lang == "en" else ())
    grade = next(one for one in evaluation.evaluate(catalog) if one.indicator == rule_of(catalog).subject)
    assert (plain in evaluation.target_text(catalog, grade, lang)) == (lang == "en")


def test_the_words_of_a_task_are_told_with_their_translation(catalog: Catalog) -> None:
    wording = Wording(catalog, "en")
    for task in tasks(catalog):
        for field in ("part_zh", "text_zh"):
            fact = task.facts[field]
            if fact.value is not None:
                assert wording.entry(fact).lines == below(str(fact.value), "en") != ()
