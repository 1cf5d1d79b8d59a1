"""A new document's text, who may read it, and a sentence of it bound to a value."""

from pathlib import Path

import pytest

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.checks.citations import prove
from g60.cli import main
from g60.contract.errors import DataError, RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.issues import Severity
from g60.evidence.card import card
from g60.evidence.codes import documents
from g60.evidence.figures import conflicts
from g60.evidence.wording import Wording
from g60.export.office.slides.tables import source_tables
from g60.export.tables.workbook import documents_sheet
from g60.record.binding import Bound, Choice, bind, standing
from g60.record.database import reading
from g60.record.documents import kept_texts, texts, texts_in
from g60.record.drafts import start, steps
from g60.record.editing import DOCUMENT_LENGTH, Cell, Given, add_document, set_value
from g60.record.people import VISITOR, Person, add_person
from g60.record.publishing import draft_issues, publish
from g60.record.text import clean_document
from g60.record.versions import RecordSource
from g60.ui import about
from tests.conftest import GEODATA

SHIPPED = FolderSource(GEODATA)
TEXT = "嘉兴市科创湖区公报\n\n鹃湖国际科技城面积24.1平方公里，比上年扩大。\n祥符荡科创绿谷面积不变。\n"
BOUND = Bound("lake-juanhu", "area_km2", "24.1", "bulletin", 3, "第一段")
NEW = Choice("new", "公报更新", "the bulletin is newer")


@pytest.fixture
def database_url(begun_url: str) -> str:
    """The record has begun: no test here is about how it begins."""
    return begun_url


@pytest.fixture
def editor(database_url: str) -> Person:
    return add_person("editor", "王伟", roles=("publisher",), by=None, url=database_url)


@pytest.fixture
def number(database_url: str, editor: Person) -> int:
    made = start(editor, "新公报", SHIPPED, database_url)
    add_document(editor, made, "bulletin", {"title_zh": "科创湖区公报", "date": "2026-11-20"}, TEXT, database_url)
    return made


def newest(url: str, version: int) -> Catalog:
    return Catalog.load(RecordSource(version, url), version)


def test_another_value_opens_a_disagreement_and_both_stay(database_url: str, editor: Person, number: int) -> None:
    url = database_url
    with pytest.raises(RefusedError) as caught:
        bind(editor, number, BOUND, Choice(), url)
    assert (caught.value.code, caught.value.values) == ("error_bound_choice", {"old": "23.3", "new": "24.1"})
    bind(editor, number, BOUND, NEW, url)
    assert [issue for issue in draft_issues(editor, number, url) if issue.severity is Severity.ERROR] == []
    version = publish(editor, number, "按公报", url).number
    catalog = newest(url, version)
    assert catalog.entity("lake-juanhu")["area_km2"] == 24.1
    citation = catalog.citation("lake-juanhu", "area_km2")
    assert citation is not None
    assert (citation.evidence, citation.source, citation.line) == ("stated", ("bulletin",), (3,))
    (found,) = [one for one in conflicts(catalog, "lake-juanhu", "zh") if "公报" in str(one.readings.value)]
    assert "「23.3」" in str(found.readings.value)
    assert "「24.1」" in str(found.readings.value)
    assert str(found.chosen.value) == "取「24.1」（科创湖区公报）：公报更新"
    assert found.readings.citation.source == ("plan", "bulletin")
    (found,) = [one for one in conflicts(catalog, "lake-juanhu", "en") if "24.1" in str(one.readings.value)]
    assert "the bulletin is newer" in str(found.chosen.value)
    with reading(url) as connection:
        at_hand = texts_in(connection, dict(catalog.sources["sha256"]))
        tables = {name: RecordSource(version, url).read(dataset) for name, dataset in _datasets()}
    assert [i for i in prove(tables, at_hand, whole=False).issues if i.severity is Severity.ERROR] == []
    assert newest(url, 1).entity("lake-juanhu")["area_km2"] == 23.3


def _datasets() -> list[tuple[str, object]]:
    from g60.contract.schema import DATASETS

    return [(dataset.name, dataset) for dataset in DATASETS]


def test_the_old_value_may_stay_on_show(database_url: str, editor: Person, number: int) -> None:
    bind(editor, number, BOUND, Choice("old", "公报口径不同"), database_url)
    assert standing(editor, number, "lake-juanhu", "area_km2", database_url).value == "23.3"
    catalog = newest(database_url, publish(editor, number, "两说并存", database_url).number)
    (found,) = [one for one in conflicts(catalog, "lake-juanhu", "zh") if "公报" in str(one.readings.value)]
    assert str(found.chosen.value).startswith("取「23.3」")
    assert "公报口径不同" in str(found.chosen.value)


def test_a_second_choice_on_the_same_line_replaces_the_first(database_url: str, editor: Person, number: int) -> None:
    bind(editor, number, BOUND, Choice("old", "先保留"), database_url)
    bind(editor, number, BOUND, NEW, database_url)
    catalog = newest(database_url, publish(editor, number, "定了", database_url).number)
    about = [one for one in conflicts(catalog, "lake-juanhu", "zh") if "公报" in str(one.readings.value)]
    assert [str(one.chosen.value) for one in about] == ["取「24.1」（科创湖区公报）：公报更新"]


def test_a_value_that_the_line_does_not_hold_is_refused(database_url: str, editor: Person, number: int) -> None:
    for bound in (
        BOUND._replace(value="24.2"),
        BOUND._replace(line=4),
        BOUND._replace(line=99),
        BOUND._replace(value="4.1"),  # a part of 24.1
        BOUND._replace(value=""),
    ):
        with pytest.raises(RefusedError) as caught:
            bind(editor, number, bound, NEW, database_url)
        assert caught.value.code == "error_bound_not_there"
    for bound, code in (
        (BOUND._replace(source="plan"), "error_document_unknown"),
        (BOUND._replace(subject="nobody"), "error_subject_unknown"),
        (BOUND._replace(field="unit"), "error_field_unknown"),
    ):
        with pytest.raises(RefusedError) as caught:
            bind(editor, number, bound, NEW, database_url)
        assert caught.value.code == code
    with pytest.raises(RefusedError) as caught:
        bind(editor, number, BOUND, Choice("new", "长" * 501), database_url)
    assert caught.value.code == "error_bound_reason"
    assert len(steps(editor, number, database_url)) == 1


def test_a_stated_value_that_its_line_does_not_hold_is_not_published(
    database_url: str, editor: Person, number: int
) -> None:
    given = Given("stated", "bulletin", "第一段", "4")
    set_value(editor, number, Cell("lake-juanhu", "area_km2"), "24.1", given, database_url)
    with pytest.raises(DataError) as caught:
        publish(editor, number, "按公报", database_url)
    assert [issue.code for issue in caught.value.issues] == ["value_not_on_line"]
    assert "value_not_on_line" in {issue.code for issue in draft_issues(editor, number, database_url)}


def test_a_missing_value_is_stated_without_a_disagreement(database_url: str, editor: Person, number: int) -> None:
    catalog = newest(database_url, 1)
    assert not catalog.entity("lake-juanhu")["aliases"]
    assert len(catalog.tables.conflicts)
    bound = BOUND._replace(field="aliases", value="鹃湖国际科技城")
    bind(editor, number, bound, Choice(), database_url)
    after = newest(database_url, publish(editor, number, "别名", database_url).number)
    assert len(after.tables.conflicts) == len(catalog.tables.conflicts)


def test_a_clerk_binds_values_of_their_own_unit_only(database_url: str, number: int) -> None:
    own = add_person("haining", "李娜", roles=("clerk",), units=("330481",), by=None, url=database_url)
    other = add_person("nanhu", "赵敏", roles=("clerk",), units=("330402",), by=None, url=database_url)
    for person in (other, VISITOR):
        with pytest.raises(RefusedError) as caught:
            bind(person, number, BOUND, NEW, database_url)
        assert caught.value.code in ("error_not_allowed", "error_not_signed_in")
    bind(own, number, BOUND, NEW, database_url)


def test_texts_are_for_those_who_may(database_url: str, editor: Person, number: int) -> None:
    sources = newest(database_url, publish(editor, number, "公报", database_url).number).sources
    assert texts(editor, sources, database_url) == {"bulletin": tuple(TEXT.rstrip().split("\n"))}
    with pytest.raises(RefusedError):
        texts(VISITOR, sources, database_url)
    sha256 = str(sources.at["bulletin", "sha256"])
    assert kept_texts([sha256, "0" * 64], database_url) == {sha256}


def test_a_card_quotes_the_sentence_where_the_text_is_given(database_url: str, editor: Person, number: int) -> None:
    bind(editor, number, BOUND, NEW, database_url)
    catalog = newest(database_url, publish(editor, number, "公报", database_url).number)
    at_hand = texts(editor, catalog.sources, database_url)
    sentence = "鹃湖国际科技城面积24.1平方公里，比上年扩大。"
    assert sentence in str(card(catalog, "lake-juanhu", "zh", at_hand).as_payload())
    assert sentence not in str(card(catalog, "lake-juanhu", "zh").as_payload())


def test_a_text_keeps_its_line_numbers(database_url: str) -> None:
    raw = "\ufeff\r\n\r\n  第三行\t表格\r第四行\x00\ud800\n\n"
    assert clean_document(raw) == "\n\n  第三行 表格\n第四行"


def test_a_document_that_is_too_long_is_refused_and_nothing_is_kept(database_url: str, editor: Person) -> None:
    made = start(editor, "长文", SHIPPED, database_url)
    for cells, words, code in (
        ({"title_zh": "长"}, "长" * 3_000_000, "error_document_long"),
        ({"title_zh": " \x00"}, "短", "error_document_title"),
    ):
        with pytest.raises(RefusedError) as caught:
            add_document(editor, made, "long", cells, words, database_url)
        assert caught.value.code == code
    with pytest.raises(RefusedError) as caught:
        add_document(editor, made, "不是编号", {"title_zh": "x"}, "短", database_url)
    assert caught.value.code == "error_key_form"
    with pytest.raises(RefusedError) as caught:
        add_document(editor, made, "plan", {"title_zh": "x"}, "短", database_url)
    assert caught.value.code == "error_key_taken"
    assert steps(editor, made, database_url) == []
    longest = "长" * DOCUMENT_LENGTH
    add_document(editor, made, "long", {"title_zh": "长"}, longest, database_url)


def test_the_command_line_proves_what_the_record_keeps(
    database_url: str, editor: Person, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    bind(editor, number, BOUND, NEW, database_url)
    publish(editor, number, "公报", database_url)
    assert main(["check"]) == 0
    assert "0 个错误" in capsys.readouterr().out


@pytest.mark.documents
def test_every_citation_is_proved_by_the_folder_and_the_record_together(
    database_url: str,
    editor: Person,
    number: int,
    documents_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    bind(editor, number, BOUND, NEW, database_url)
    set_value(editor, number, Cell("carrier-01", "name_en"), "A name", Given("reported", "电话", "1"), database_url)
    publish(editor, number, "公报", database_url)
    assert main(["check", "--sources", str(documents_folder)]) == 0, capsys.readouterr().out


# What is said of a document ----------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_document_does_not_state_of_itself_is_said_in_one_wording(catalog: Catalog, lang: str) -> None:
    """No issuer, no number: not "in the plan", which a newspaper page is none of."""
    said = text("not_stated_in_document", lang)
    at = list(catalog.sources.index).index("pinghu-2020")
    _, table = about.documents(catalog, {}, lang)
    assert [table["rows"][at]["cells"][column]["value"] for column in (1, 2)] == [said, said]
    assert [cell.words for cell in source_tables(Wording(catalog, lang))[0].rows[at][2:4]] == [said, said]
    assert documents_sheet(catalog, lang).rows[at][2:4] == (said, said)


def test_the_date_of_a_document_has_one_mark(catalog: Catalog) -> None:
    _, table = about.documents(catalog, {}, "en")
    assert [row["cells"][3].get("lines", []) for row in table["rows"]] == [[] for _ in table["rows"]]


def test_the_issuers_of_a_document_are_named_in_the_language_of_the_file(catalog: Catalog) -> None:
    (zh, en) = (documents(catalog, lang)[0].issuer for lang in ("zh", "en"))
    assert zh == "嘉兴市发展和改革委员会、嘉兴市科学技术局"
    assert en.startswith("Jiaxing Development and Reform Commission, ")
    assert en.isascii()
