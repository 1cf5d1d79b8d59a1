"""Citations against the documents: what stands is proved, what was changed is caught."""

import hashlib
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from g60.checks.citations import Documents, is_on_line, prove, quoted, read_documents
from g60.checks.tables import cited_values
from g60.contract.errors import ReadError
from g60.contract.issues import Issue, Severity
from g60.contract.schema import SOURCES
from tests.tables import DOCUMENT, Tables, changed, cited, document, sound, table

SHIPPED_PROVED = {"stated": 2797, "derived": 2513, "inferred": 555}


# Whether a value is_on_line on a line ------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "line"),
    [
        *(
            ("15", "\t15"),
            ("15", "15 平方公里"),
            ("15", "面积15平方公里"),
            ("15", "（15）"),
            ("5.7", "5.7"),
            ("8", "8%左右"),
        ),
        *(("15", "12、15"), ("2021", "2021年9月30日"), ("45.25", "45.25km²"), ("5", "共5。")),
    ],
)
def test_a_number_stands_where_it_stands_alone(value: str, line: str) -> None:
    assert is_on_line(value, (line,), 1)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        *(("5", "15"), ("5", "50"), ("5", "5.7"), ("7", "5.7"), ("5.7", "5.70"), ("5.7", "15.7"), ("5.7", "5.7.1")),
        *(("500", "1,500"), ("1", "1,500"), ("12", "1 2"), ("60", "G60"), ("15", ""), ("15", "十五")),
    ],
)
def test_a_part_of_another_number_is_not_that_number(value: str, line: str) -> None:
    assert not is_on_line(value, (line,), 1)


def test_a_number_is_looked_for_on_its_line_alone() -> None:
    lines = ("面积 12", "5G 基站", "3")
    assert is_on_line("12", lines, 1)
    assert not is_on_line("125", lines, 1)
    assert not is_on_line("3", lines, 2)


def test_a_text_stands_whatever_white_space_is_in_it() -> None:
    lines = ("  鹃湖 国际\u3000科技城 ", "")
    assert is_on_line("鹃湖国际科技城", lines, 1)
    assert is_on_line("国际 科技城", lines, 1)
    assert not is_on_line("鹃湖科技城", lines, 1)


def test_a_text_may_run_over_into_the_next_lines_but_begins_on_its_own() -> None:
    lines = ("签约浙江清", "华长三", "角研究院平湖中心", "")
    assert is_on_line("浙江清华长三角研究院", lines, 1)
    assert not is_on_line("浙江清华长三角研究院", lines, 2)
    assert not is_on_line("平湖中心", lines, 1)
    assert is_on_line("平湖中心", lines, 3)


@pytest.mark.parametrize("line", [0, -1, 2, 999])
def test_nothing_stands_on_a_line_that_is_not_there(line: int) -> None:
    assert not is_on_line("鹃湖", ("鹃湖",), line)
    assert quoted(("鹃湖",), line) == ""


def test_white_space_alone_stands_nowhere() -> None:
    assert not is_on_line("\u3000", ("鹃湖",), 1)


def test_the_signs_of_a_pattern_are_letters_in_a_value() -> None:
    assert is_on_line("5G+AI（a|b）", ("在5G+AI（a|b）上",), 1)
    assert not is_on_line("5G.AI", ("5G+AI",), 1)


def test_a_line_is_quoted_as_it_stands() -> None:
    assert quoted(("一", "\t鹃湖国际科技城  "), 2) == "鹃湖国际科技城"


# Small tables --------------------------------------------------------------------------------


@pytest.fixture
def tables() -> Tables:
    return sound()


@pytest.fixture
def at_hand(tables: Tables) -> Documents:
    return {DOCUMENT: document(tables)}


def test_every_value_of_the_small_tables_is_proved(tables: Tables, at_hand: Documents) -> None:
    proof = prove(tables, at_hand)
    values = sum(bool(value) for _, _, value in cited_values(tables).values())
    assert (proof.issues, proof.proved) == ((), {"stated": values})


def test_each_stated_value_that_is_changed_is_caught_in_its_file_row_and_field(
    tables: Tables, at_hand: Documents
) -> None:
    # A unit is proved by its short name, so both are looked at apart.
    apart = ("unit", "short_zh")
    places = [(key, entry) for key, entry in cited_values(tables).items() if entry[2] and key[1] not in apart]
    assert len(places) > 150
    for (subject, field), (dataset, row, value) in places:
        other = f"{value}9" if re.fullmatch(r"[\d.]+", value) else f"某{value}"
        one = {**tables, "citations": tables["citations"].loc[[row_of(tables, subject, field)]]}
        issues = prove(changed(one, dataset.name, row, **{field: other}), at_hand).issues
        assert [(issue.code, issue.file, issue.row, issue.field, issue.value) for issue in issues] == [
            ("value_not_on_line", dataset.file, row, field, part_of(other, value))
        ]


def part_of(other: str, value: str) -> str:
    """The parts of a changed list that are not what they were."""
    return ";".join(part for part in other.split(";") if part not in value.split(";"))


def test_a_unit_stands_by_its_short_name(tables: Tables, at_hand: Documents) -> None:
    wrong = changed(tables, "carriers", 2, unit="330482")
    (issue,) = prove(wrong, at_hand).issues
    assert (issue.code, issue.field, issue.value) == ("value_not_on_line", "unit", "地330482")


def test_a_line_that_the_document_does_not_have_is_named(tables: Tables, at_hand: Documents) -> None:
    for line in ("99999", "0", "x"):
        (issue,) = prove(changed(tables, "citations", 2, line=line), at_hand).issues
        assert (issue.code, issue.file, issue.row, issue.value) == ("line_missing", "citations.csv", 2, line)


def test_a_document_that_is_not_at_hand_is_named_once_and_proves_nothing(tables: Tables) -> None:
    proof = prove(tables, {})
    assert proof.proved == {}
    assert proof.issues == (Issue(Severity.ERROR, "document_missing", "sources.csv", 2, "sha256", DOCUMENT),)


def row_of(tables: Tables, subject: str, field: str) -> int:
    found = tables["citations"]
    return int(found.index[(found["subject"] == subject) & (found["field"] == field)][0])


def test_the_parts_of_a_list_stand_on_one_line_or_on_one_each(tables: Tables) -> None:
    row = row_of(tables, "carrier-1", "fields_zh")
    lines = {"a": ("芯片和机器人", "芯片", "机器人"), DOCUMENT: document(tables)}
    tables = {**tables, "sources": table_with_second_source(tables)}

    def found(line: str, source: str = "a") -> list[str]:
        return [
            issue.code for issue in prove(changed(tables, "citations", row, source=source, line=line), lines).issues
        ]

    assert found("1") == found("2;3") == found("1;3", "a;a") == []
    assert found("2") == found("3;2") == found("2;3;1") == found("1;2;3", "a;a") == ["value_not_on_line"]


def table_with_second_source(tables: Tables) -> pd.DataFrame:
    first = tables["sources"].to_dict("records")[0]
    return table(SOURCES, first, first | {"source": "a"})


def test_industries_of_an_area_must_follow_from_the_whole_of_its_line() -> None:
    small = changed(sound(), "lake_districts", 2, industries_zh="航天航空", industries="aero")
    small = cited(small)
    row = row_of(small, "lake-district-2", "industries")
    lines = [*document(small), "航天航空、机器人、微流控芯片"]
    small = changed(small, "citations", row, evidence="derived", note="by rule", line=str(len(lines)))
    (issue,) = prove(small, {DOCUMENT: tuple(lines)}).issues
    assert (issue.code, issue.row, issue.value) == ("industries_not_in_text", 2, "aero")
    assert issue.detail.endswith("aero;equipment")


def test_documents_are_known_by_their_content_and_not_by_their_name(tmp_path: Path) -> None:
    (tmp_path / "whatever.bin").write_bytes("一\n二\n".encode())
    (tmp_path / "other.txt").write_bytes(b"not asked for")
    (tmp_path / "folder").mkdir()
    digest = hashlib.sha256("一\n二\n".encode()).hexdigest()
    sources = pd.DataFrame({"source": ["doc", "absent"], "sha256": [digest, "0" * 64]})
    assert read_documents(tmp_path, sources) == {"doc": ("一", "二", "")}


@pytest.mark.parametrize("name", ["absent", "file"])
def test_a_folder_that_cannot_be_opened_is_named(tmp_path: Path, name: str, shipped: Tables) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReadError) as caught:
        read_documents(tmp_path / name, shipped["sources"])
    assert (caught.value.code, caught.value.values) == ("error_no_folder", {"file": str(tmp_path / name)})


# The shipped data ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeds(documents_folder: Path, shipped: Tables) -> Documents:
    return read_documents(documents_folder, shipped["sources"])


@pytest.mark.documents
def test_all_five_documents_are_at_hand(seeds: Documents, shipped: Tables) -> None:
    assert set(seeds) == set(shipped["sources"]["source"])


@pytest.mark.documents
def test_every_citation_of_the_shipped_data_is_proved(seeds: Documents, shipped: Tables) -> None:
    proof = prove(shipped, seeds)
    assert (proof.issues, proof.proved) == ((), SHIPPED_PROVED)


def test_the_number_of_stated_values_is_that_of_the_citations(shipped: Tables) -> None:
    assert Counter(shipped["citations"]["evidence"])["stated"] == SHIPPED_PROVED["stated"]


@pytest.mark.documents
@pytest.mark.parametrize("slip", range(4))
def test_each_stated_value_of_the_shipped_data_is_caught_when_it_is_changed(
    seeds: Documents, shipped: Tables, slip: int
) -> None:
    needed, citations = cited_values(shipped), shipped["citations"]
    stated = citations[citations["evidence"] == "stated"]
    wrong = {name: frame.copy() for name, frame in shipped.items()} | {"citations": stated}
    places = set()
    for subject, field in zip(stated["subject"], stated["field"], strict=True):
        dataset, row, value = needed[subject, field]
        # A unit is proved by its short name, so that one stays as it is.
        if (dataset.name, field) != ("units", "short_zh"):
            wrong[dataset.name].loc[row, field] = spoilt(value, field)[slip]
            places.add(("value_not_on_line", dataset.file, row, field))
    issues = prove(wrong, seeds).issues
    assert len(places) > 290
    # A name that is changed is missed on the lines of the ledger too, which holds the names of two plans together.
    found = [issue for issue in issues if issue.code != "ledger_name_not_on_line"]
    assert {(issue.code, issue.file, issue.row, issue.field) for issue in found} == places


def spoilt(value: str, field: str) -> tuple[str, str, str, str]:
    """Four other values that a slip of the hand could make of one: of a number by its digits, of a text by a word."""
    if field == "unit":
        return ("330402" if value != "330402" else "330483",) * 4
    if re.fullmatch(r"[0-9.]+", value):
        return value[:-1] + str((int(value[-1]) + 1) % 10), f"1{value}", f"{value}0", f"{value}.5"
    middle = len(value) // 2
    return f"{value[:middle]}误{value[middle:]}", value[:-1] + "误", "误" + value[1:], value + "误"
