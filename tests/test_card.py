"""The card is one value: every host shows its entries, in its order, in its words, or the sections that it names."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from docx import Document

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.cli import main
from g60.contract import schema
from g60.contract.codes import LIST_SEPARATOR
from g60.contract.dataset import Field
from g60.contract.errors import EvidenceError, UnknownIdError
from g60.contract.i18n import LANGUAGES, table, text
from g60.contract.schema import CARRIERS, CITATIONS, TRANSLATED, TRANSLATED_FIELDS, TRANSLATIONS
from g60.evidence import compare
from g60.evidence.card import IN_TITLE, Card, CardContent, card, worded
from g60.evidence.codes import enumerated
from g60.evidence.wording import ENUMERATED, Entry, Wording
from g60.export.imprint import day_in_jiaxing
from g60.export.office.brief import to_docx
from g60.export.office.slides.tables import facts_table
from g60.export.office.subject_card import BELONGING, VALUES, belonging, parted, subject_card
from g60.export.paper import SheetOptions
from g60.export.paper.area_page import SECTIONS as ON_A_PAGE
from g60.export.paper.area_page import area_rows
from g60.export.paper.atlas import page_look
from g60.export.paper_map.drawing import Group, Text
from g60.export.paper_map.subject import Subject
from g60.export.plain_text import in_lines, plain
from g60.ui import results
from layers.known import known
from tests.opened import exported, sheets, table_of

ORDER = (
    *("facts", "place", "targets", "figures", "relations", "tasks", "outside", "names", "conflicts", "counts"),
    *("within", "near"),
    *("of_unit", "areas_of_unit", "its_unit", "all_of_unit", "bordering"),
)
KINDS = ("lake-juanhu", "htz-nanhu", "corridor-g60", "carrier-01", "carrier-24", "330481", "port")


@pytest.fixture(scope="module")
def cards(catalog: Catalog) -> dict[tuple[str, str], Card]:
    """The card of every subject in both languages."""
    return _cards(catalog, day_in_jiaxing())


@pytest.fixture(scope="module")
def filed(catalog: Catalog) -> dict[tuple[str, str], Card]:
    """The same as slides and briefs hold them: without the lights of tasks, which change with the day."""
    return _cards(catalog, None)


def _cards(catalog: Catalog, today: date | None) -> dict[tuple[str, str], Card]:
    wordings = {lang: Wording(catalog, lang, today=today) for lang in LANGUAGES}
    subjects = [*catalog.entities.index, *catalog.units.index]
    return {(one, lang): worded(CardContent(catalog, one), wordings[lang]) for one in subjects for lang in LANGUAGES}


def squeezed(words: str) -> str:
    return "".join(words.split())


def words_of(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    return [(entry.label, entry.words) for entry in entries]


# The value -----------------------------------------------------------------------------------


def test_every_subject_has_a_card_whose_sections_stand_in_one_order(cards: dict[tuple[str, str], Card]) -> None:
    assert len(cards) == 2 * 95
    for shown in cards.values():
        codes = [section.code for section in shown.sections]
        assert codes == [code for code in ORDER if code in codes]
        assert all(section.entries or section.rows for section in shown.sections)
        assert all(section.title for section in shown.sections if section.code != "facts")


def test_both_languages_have_the_same_entries_and_rows(cards: dict[tuple[str, str], Card]) -> None:
    def codes(shown: Card) -> list[Any]:
        # A name is shown in the reader's language, and a translation beside its Chinese cell in English alone.
        entries = [
            (entry.fact.subject, entry.compare and entry.compare[:3])
            for entry in shown.entries
            if entry.fact.field not in TRANSLATIONS
        ]
        return [*entries, *((section.code, [row.id for row in section.rows]) for section in shown.sections)]

    assert all(codes(shown) == codes(cards[one, "en"]) for (one, lang), shown in cards.items() if lang == "zh")


def test_an_area_names_its_three_nearest_with_their_distance(cards: dict[tuple[str, str], Card]) -> None:
    near = next(section for section in cards["lake-juanhu", "zh"].sections if section.code == "near")
    assert len(near.rows) == 3
    assert all("km" in row.sub for row in near.rows)


def test_a_card_says_of_the_city_what_the_documents_say_of_it(catalog: Catalog) -> None:
    city = card(catalog, "city", "en")
    assert (city.title, city.also) == ("Jiaxing", "嘉兴市")
    assert [section.code for section in city.sections] == [
        *("facts", "targets", "figures", "relations", "tasks", "outside", "conflicts")
    ]
    with pytest.raises(UnknownIdError):
        card(catalog, "nowhere", "en")


def test_an_entry_without_evidence_is_refused_and_named(catalog: Catalog) -> None:
    without = {key: cited for key, cited in catalog.citations.items() if key != ("carrier-01", "unit")}
    with pytest.raises(EvidenceError) as refused:
        card(replace(catalog, citations=without), "carrier-01", "zh")
    assert refused.value.values == {
        **{"file": CITATIONS.file, "subject": "carrier-01"},
        **{"field": "unit", "evidence": "missing"},
    }
    for lang in LANGUAGES:
        said = text(refused.value.code, lang, **refused.value.values)
        assert all(part in said for part in ("citations.csv", "carrier-01", "unit"))


def test_the_card_and_the_comparison_agree_on_labels_and_equality(
    catalog: Catalog, cards: dict[tuple[str, str], Card]
) -> None:
    ids = ("htz-nanhu", "htz-haining", "lake-juanhu", "carrier-01", "330481")
    for row in compare.compare(catalog, ids).rows:
        for lang in LANGUAGES:
            for one, fact in zip(ids, row.facts, strict=True):
                held = [entry for entry in cards[one, lang].entries if entry.compare]
                place = (row.part, row.code, row.year)
                found = [entry for entry in held if entry.compare and entry.compare[:3] == place]
                if fact is None:
                    assert found == [], (one, place)
                    continue
                # Of the targets and figures a card holds those that have a value.
                if fact.value is None and row.part in ("targets", "figures"):
                    assert found == [], (one, place)
                    continue
                assert [entry.fact for entry in found] == [fact]
                assert ((found[0].compare and found[0].compare.name) or found[0].label) == compare.label(
                    catalog, row, lang
                )


# The hosts -----------------------------------------------------------------------------------


def from_payload(payload: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (section["code"], entry["label"], entry.get("value", ""), tuple(entry.get("lines", ())), entry["evidence"])
        for section in payload["sections"]
        for entry in section.get("entries", ())
    ]


def as_shown(shown: Card) -> list[tuple[Any, ...]]:
    return [
        (section.code, entry.label, entry.value, entry.lines, entry.fact.evidence)
        for section in shown.sections
        for entry in section.entries
    ]


def test_the_page_draws_the_card(
    catalog: Catalog, cards: dict[tuple[str, str], Card], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("G60_SOURCES", raising=False)
    for (one, lang), shown in cards.items():
        page = cast("Any", SimpleNamespace(catalog=catalog, selection=Selection(focus=one), view=View(), lang=lang))
        payload = results._card(page)
        assert payload == json.loads(json.dumps(payload))
        assert payload == shown.as_payload()
        assert from_payload(payload) == as_shown(shown)


def test_the_pack_draws_the_card_and_keeps_each_citation_once(
    catalog: Catalog, cards: dict[tuple[str, str], Card]
) -> None:
    held = known(catalog, day_in_jiaxing())
    assert len({json.dumps(cited) for cited in held["citations"]}) == len(held["citations"])
    assert set(held["cards"]) == {one for one, _ in cards}
    for (one, lang), shown in cards.items():
        payload = held["cards"][one][lang]
        assert from_payload(payload) == as_shown(shown)
        rows = [[held["rows"][at] for at in section.get("rows", ())] for section in payload["sections"]]
        assert rows == [[row._asdict() for row in section.rows] for section in shown.sections]
        entries = [entry for section in payload["sections"] for entry in section.get("entries", ())]
        assert [held["citations"][entry["cited"]] for entry in entries] == [
            entry.cited.as_payload() for entry in shown.entries
        ]


def test_the_command_line_prints_the_card(
    catalog: Catalog,
    cards: dict[tuple[str, str], Card],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(Catalog, "load", lambda *_: catalog)
    for (one, lang), shown in cards.items():
        assert main(["show", one, "--lang", lang]) == 0
        lines = [tuple(line.split(" | ")[:2]) for line in capsys.readouterr().out.splitlines()]
        rows = [(section.title, row.name) for section in shown.sections for row in section.rows]
        assert lines == [(label, " ".join(words.split())) for label, words in [*words_of(shown.entries), *rows]]


def test_slides_and_briefs_show_the_sections_that_they_name(
    catalog: Catalog, filed: dict[tuple[str, str], Card]
) -> None:
    for (one, lang), shown in filed.items():
        wording = Wording(catalog, lang)
        subset = shown.only((*VALUES, *BELONGING), without=IN_TITLE)
        assert words_of(subject_card(wording, one).entries) == words_of(subset.entries)
        slide, notes = facts_table(wording, one)
        stated, missing = parted(in_lines(subset.entries))
        at_once = [(one.words, one.listed(lang)) for one in missing]
        assert [(row[0].words, row[1].words) for row in slide.rows] == [*words_of(stated), *at_once]
        assert len(notes) == len(subset.entries)
        rows = [section for section in subset.sections if section.rows]
        assert [part.title for part in belonging(subset, wording)] == [section.title for section in rows]
        for part, section in zip(belonging(subset, wording), rows, strict=True):
            assert all(name.startswith(plain(row.name)) for name, row in zip(part.names, section.rows, strict=True))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("one", KINDS)
def test_a_brief_prints_what_it_names_until_the_page_is_full(
    catalog: Catalog, filed: dict[tuple[str, str], Card], one: str, lang: str
) -> None:
    made = Document(io.BytesIO(to_docx(catalog, one, lang, SheetOptions(date="2026-11-27"))))
    rows = [[squeezed(cell.text) for cell in row.cells] for row in made.tables[0].rows[1:]]
    subset, missing = parted(in_lines(filed[one, lang].only(VALUES, without=IN_TITLE).entries))
    left = next((row for row in rows if row[0] == ""), None)
    listed = rows if left is None else rows[:-1]
    listed, unsaid = listed[: len(listed) - len(missing)], listed[len(listed) - len(missing) :]
    held = [[squeezed(entry.label), squeezed(f"{entry.words}{entry.cited.code}")] for entry in subset]
    in_order = iter(held)
    assert all(row[:2] in in_order for row in listed)
    assert [row[:2] for row in unsaid] == [
        [squeezed(f"{one.words}{one.code}"), squeezed(one.listed(lang))] for one in missing
    ]
    rest = len(subset) - len(listed)
    assert (left and left[1]) == (squeezed(text("brief_left", lang, count=rest)) if rest else None)
    if left:  # the first of those that found no room is named
        printed = [row[:2] for row in listed]
        assert left[2].startswith(next(label for label, words in held if [label, words] not in printed))


def drawn(rows: Sequence[Any]) -> Iterator[str]:
    """The texts of rows in the order in which they are set."""
    for row in rows:
        group = Group()
        row.draw(group, 0, 0, 90)
        yield from (part.words for part in texts_in(group))


def texts_in(group: Group) -> Iterator[Text]:
    for part in group.parts:
        if isinstance(part, Text):
            yield part
        elif isinstance(part, Group):
            yield from texts_in(part)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_of_the_atlas_shows_the_sections_that_it_names(
    catalog: Catalog, cards: dict[tuple[str, str], Card], lang: str
) -> None:
    look = page_look(SheetOptions(paper="a4", orientation="portrait"), View(lang=lang), 1.0)
    for one in catalog.areas.index:
        subject = Subject(catalog, Selection(focus=one), View(lang=lang))
        said = squeezed("".join(drawn(area_rows(subject, look, one, 90, "https://atlas.example.cn/"))))
        subset = cards[one, lang].only(ON_A_PAGE, without=("kind", f"name_{lang}"))
        at = 0
        for section in subset.sections:
            for entry in section.entries:
                at = said.index(squeezed(entry.value or entry.words), at)
            for row in section.rows:
                at = said.index(squeezed(row.name), at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_shows_the_facts_of_areas_and_carriers(
    catalog: Catalog, cards: dict[tuple[str, str], Card], lang: str
) -> None:
    wording = Wording(catalog, lang)
    rows = table_of(next(iter(sheets(exported(catalog, Selection(), "xlsx", lang)).values())))
    places = {name: place for place, name in enumerate(rows[0])}
    assert [row["id"] for row in rows] == list(catalog.entities.index)
    for row in rows:
        entries = cards[row["id"], lang].sections[0].entries
        columns = [column_of(entry, row) for entry in entries if entry.fact.field not in IN_TITLE]
        assert [places[column] for column in columns] == sorted(places[column] for column in columns)
        for entry in entries:
            cell = row[column_of(entry, row)]
            if isinstance(cell, float):
                assert wording.number_words(entry.fact.field, cell) == entry.words
            elif entry.lines and column_of(entry, row) == entry.fact.field:
                assert tuple(cell.split(LIST_SEPARATOR)) == entry.lines
            elif entry.fact.field == "industries" and entry.lines:
                # A cell that is sorted and read back holds the names alone, without the words that gave them.
                names = [wording.code_words("industries", code) for code in entry.fact.value]
                assert cell == wording.joined("industries", names)
            elif entry.fact.field in ENUMERATED:
                # A text of several parts is kept as the data contract has it.
                assert enumerated(cell, entry.fact.field[-2:]) == entry.words
            else:
                assert cell == entry.words


def column_of(entry: Entry, row: dict[str, Any]) -> str:
    name = f"{entry.fact.field}_name"
    return name if name in row else entry.fact.field


# A field is one entry ------------------------------------------------------------------------


STAFF = Field("staff", "number", minimum=0, unit="人")


@pytest.fixture
def with_staff(shipped: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalog]:
    """The catalog with a field of the carriers that the schema got a moment ago."""
    monkeypatch.setitem(table(), "field_staff", {"zh": "人员数", "en": "Staff"})
    carriers = shipped["carriers"].assign(staff=[str(100 + number) for number in range(len(shipped["carriers"]))])
    cited = pd.DataFrame({column: [""] * len(carriers) for column in CITATIONS.columns})
    cited = cited.assign(subject=carriers["id"].to_numpy(), field="staff", evidence="derived", note="数", note_en="n")
    before = CARRIERS.fields
    object.__setattr__(CARRIERS, "fields", (*before, STAFF))
    try:
        tables = shipped | {"carriers": carriers, "citations": pd.concat([shipped["citations"], cited])}
        yield Catalog.from_tables(tables, "0" * 12)
    finally:
        object.__setattr__(CARRIERS, "fields", before)


def test_a_new_field_of_the_schema_shows_on_every_host(with_staff: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    assert STAFF in schema.entity_fields()
    one = str(with_staff.carriers.index[0])
    for lang in LANGUAGES:
        label = text("field_staff", lang)
        assert ("100", label) in [(entry.words, entry.label) for entry in card(with_staff, one, lang).entries]
        assert any(entry["label"] == label for entry in known(with_staff)["cards"][one][lang]["sections"][0]["entries"])
        assert label in [row[0].words for row in facts_table(Wording(with_staff, lang), one)[0].rows]
        row = next(row for row in table_of(workbook(with_staff, lang)) if row["id"] == one)
        assert (row["staff"], bool(row["staff_evidence"])) == (100.0, True)
    kml = ET.fromstring(exported(with_staff, Selection(), "kml"))
    assert any(data.get("name") == "staff" for data in kml.iter("{http://www.opengis.net/kml/2.2}Data"))
    assert b"staff,staff_evidence" in exported(with_staff, Selection(), "csv")
    assert b"staff_text" in exported(with_staff, Selection(), "gpkg")


def workbook(catalog: Catalog, lang: str) -> list[list[Any]]:
    return next(iter(sheets(exported(catalog, Selection(), "xlsx", lang)).values()))


def test_in_english_a_chinese_cell_has_its_plain_translation_directly_below_it(catalog: Catalog) -> None:
    pairs = {**TRANSLATED, **TRANSLATED_FIELDS}
    found = 0
    for subject in map(str, catalog.entities.index):
        entries = card(catalog, subject, "en").sections[0].entries
        fields = [entry.fact.field for entry in entries]
        for chinese, english in pairs.items():
            if chinese in fields and english in fields:
                found += 1
                assert fields.index(english) == fields.index(chinese) + 1, (subject, chinese)
                assert "unofficial" in entries[fields.index(english)].label
    assert found > 50
