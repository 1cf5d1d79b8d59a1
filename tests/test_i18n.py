"""Every text that the code asks for is in the table, in both languages, with the same values to fill in."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest

from g60.checks.tables import FORMS, LONGEST, NUMBERS
from g60.contract.codes import EVIDENCE, GEOMETRY_BASES, GRADES
from g60.contract.errors import G60Error
from g60.contract.i18n import LANGUAGES, counted, name_column, table, text, texts
from g60.contract.issues import Severity
from g60.contract.schema import AREA_DATASETS, CARRIERS, DATASETS, KINDS, UNIT_TABLE
from g60.evidence.sentence import OTHER_CARRIER
from tests.conftest import ROOT

TABLE = table()
# Members of a family that say nothing.
EMPTY = {"section_near_note", "section_areas_of_unit_note", "section_all_of_unit_note", "map_kind_pointer"}
# English texts in which Chinese is meant: a name, or the words of a document.
CHINESE_IN_ENGLISH = re.compile(r"高德|中文|表3 第1行")
HAN = re.compile(r"[\u4e00-\u9fff]")

FILES = [*(ROOT / "src/g60").rglob("*.py"), *(ROOT / "layers").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
SAYS_A_TEXT = {"text", "counted", "_both", "_paragraphs"}
SAYS_A_FAMILY = {"texts"}


# The table -----------------------------------------------------------------------------------


def test_every_text_is_there_in_both_languages_with_the_same_values() -> None:
    assert len(TABLE) > 1000
    assert [(code, fault) for code, entry in TABLE.items() for fault in faults(code, entry)] == []


def faults(code: str, entry: dict[str, str]) -> Iterator[str]:
    """What is wrong with the entry of one text."""
    if tuple(entry) != LANGUAGES:
        yield f"is in {tuple(entry)}"
        return
    filled = {lang: list(Formatter().parse(template)) for lang, template in entry.items()}
    named = {lang: {name for _, name, _, _ in parts if name is not None} for lang, parts in filled.items()}
    if len({frozenset(names) for names in named.values()}) != 1:
        yield f"is filled in with {named}"
    yield from (f"a value has no plain name: {name}" for name in set().union(*named.values()) if not plain(name))
    if any(form or conversion for parts in filled.values() for _, _, form, conversion in parts):
        yield "formats a value"
    if code not in EMPTY and not all(template.strip() for template in entry.values()):
        yield "says nothing"
    if code != "language_name" and HAN.search(CHINESE_IN_ENGLISH.sub("", entry["en"])):
        yield "has Chinese in its English"


def plain(name: str) -> bool:
    return re.fullmatch(r"[a-z]+", name) is not None


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"zh": "一"}, "is in"),
        ({"zh": "{a}", "en": "{b}"}, "is filled in with"),
        ({"zh": "{0}", "en": "{0}"}, "a value has no plain name"),
        ({"zh": "{}", "en": "{}"}, "a value has no plain name"),
        ({"zh": "{a:.1f}", "en": "{a}"}, "formats a value"),
        ({"zh": "{a}", "en": "{a!r}"}, "formats a value"),
        ({"zh": "一", "en": " "}, "says nothing"),
        ({"zh": "一", "en": "one 一"}, "has Chinese in its English"),
    ],
)
def test_a_fault_of_a_text_is_found(entry: dict[str, str], fault: str) -> None:
    (found,) = faults("some_text", entry)
    assert found.startswith(fault)


# Where Chinese writes in digits what English writes in words, has by another measure, or does not need.
ONLY_CHINESE_HAS = {
    "months": {str(month) for month in range(1, 13)},
    "importing_kind_date_month": {"1", "10"},
    "pack_opening": {"360"},  # a browser
    "pack_compare_none": {"2"},
    "importing_kind_zeros_lost": {"0"},
    "template_example_area_km2": {"2300"},  # 亩
}


def test_no_number_stands_in_one_language_alone() -> None:
    found = {code: numbers for code, entry in TABLE.items() if (numbers := only_chinese(code, entry))}
    assert found == ONLY_CHINESE_HAS


def only_chinese(code: str, entry: dict[str, str]) -> set[str]:
    """The numbers that the Chinese text has and the English one has not; a singular says "one"."""
    written = {lang: re.sub(r"\{[a-z]+\}|(?<=[0-9]),(?=[0-9])", "", said) for lang, said in entry.items()}
    numbers = {lang: set(re.findall("[0-9]+", said)) for lang, said in written.items()}
    return numbers["zh"] - numbers["en"] - ({"1"} if code.endswith("_one") else set())


def test_what_is_listed_as_empty_is_empty() -> None:
    assert {code for code, entry in TABLE.items() if not any(entry.values())} == EMPTY


def test_a_singular_stands_beside_its_plural() -> None:
    singulars = [code for code in TABLE if code.endswith("_one")]
    assert len(singulars) >= 6
    assert all(code.removesuffix("_one") in TABLE for code in singulars)


# What the code asks for ----------------------------------------------------------------------


def asked_for(path: Path, names: set[str]) -> Iterator[tuple[int, ast.expr]]:
    """Line and first argument of each call of one of these functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]) if name in names:
                yield from ((node.lineno, branch) for branch in branches(first))


def branches(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from chain(branches(node.body), branches(node.orelse))
    else:
        yield node


def pattern(node: ast.JoinedStr) -> str:
    """The codes that an f-string can give, as a regular expression."""
    return "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r".+" for part in node.values)


def test_every_text_that_the_code_asks_for_is_there() -> None:
    assert len(FILES) > 100
    assert [(str(path.relative_to(ROOT)), *missing) for path in FILES for missing in missing_in(path)] == []


def missing_in(path: Path) -> Iterator[tuple[int, str]]:
    """Line and code of each text that a file asks for and the table has not."""
    for line, node in asked_for(path, SAYS_A_TEXT):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in TABLE:
            yield line, node.value
        if isinstance(node, ast.JoinedStr) and not any(re.fullmatch(pattern(node), code) for code in TABLE):
            yield line, pattern(node)
    for line, node in asked_for(path, SAYS_A_FAMILY):
        if isinstance(node, ast.Constant) and not any(code.startswith(str(node.value)) for code in TABLE):
            yield line, str(node.value)


def test_a_missing_text_is_found_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "asks.py"
    path.write_text('text("whole_city", lang)\ntext("no_such", lang)\ntext(f"no_{such}", lang)\ntexts("no_", lang)\n')
    assert list(missing_in(path)) == [(2, "no_such"), (3, "no_.+"), (4, "no_")]


def test_the_walk_sees_the_calls() -> None:
    found = [node for path in FILES for _, node in asked_for(path, SAYS_A_TEXT | SAYS_A_FAMILY)]
    literals = [node for node in found if isinstance(node, ast.Constant)]
    families = [node for node in found if isinstance(node, ast.JoinedStr)]
    assert len(literals) > 30
    assert len(families) > 10


def test_every_family_has_a_text_for_each_of_its_codes(shipped: dict[str, pd.DataFrame]) -> None:
    entity_fields = {name for dataset in (*AREA_DATASETS, CARRIERS, UNIT_TABLE) for name in dataset.columns}
    numbers = {
        field.name
        for dataset in (*AREA_DATASETS, CARRIERS)
        for field in dataset.fields
        if field.form in {"number", "integer"}
    }
    wanted = {
        "kind": {*KINDS, "county", "functional_zone"},
        "evidence": set(EVIDENCE),
        "location_grade": set(GRADES),
        "geometry_basis": set(GEOMETRY_BASES),
        "field": (entity_fields - {"id"}) | {name for dataset in DATASETS for name in (dataset.key, *dataset.columns)},
        "unit_of": numbers,
        "count": {*KINDS, OTHER_CARRIER},
        "tally": {*KINDS, OTHER_CARRIER},
        "facet": {"unit", "industry", "kind", "list", "plan"},
    }
    missing = [
        f"{family}_{code}" for family, codes in wanted.items() for code in codes if f"{family}_{code}" not in TABLE
    ]
    assert missing == []
    assert all(severity.value in TABLE for severity in Severity)


# Findings and errors -------------------------------------------------------------------------

FINDERS = [*(ROOT / "src/g60/checks").glob("*.py")]
FINDERS += [ROOT / "src/g60/meeting" / name for name in ("json_file.py", "scenes.py", "decisions.py")]
FINDERS += [ROOT / "src/g60" / name for name in ("contract/issues.py", "record/publishing.py")]
READING = [ROOT / "src/g60/catalog" / name for name in ("readers.py", "sources/folder.py")]
SLIPS = {f"point_{slip}" for slip in ("swapped", "gcj02", "bd09", "near_border", "outside")}


def constants(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def issue_codes() -> set[str]:
    """The codes that the checks give their findings: written out, chosen by a condition, or out of a table of forms."""
    found = {code for table in (NUMBERS, LONGEST, FORMS) for _, code in table.values()} | SLIPS
    for path in FINDERS:
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="Issue"), args=[_, ast.Constant(value=str(code)), *_]):
                    found.add(code)
                case ast.Assign(targets=[ast.Name(id="code")], value=ast.IfExp() as chosen):
                    found |= constants(chosen.body) | constants(chosen.orelse)
                case ast.FunctionDef(name="_fault" | "_number_fault"):
                    found |= {word for word in constants(node) if word.startswith("value_")}
    return found


def error_codes() -> set[str]:
    """The codes of the errors that are raised on purpose."""
    found = {error.code for error in [G60Error, *G60Error.__subclasses__()]}
    for path in FILES:
        found |= {word for word in constants(ast.parse(path.read_text("utf-8"))) if re.fullmatch(r"error_\w+", word)}
    return found


def test_every_finding_has_its_text_and_every_text_its_finding() -> None:
    said_by_readers = {f"error_{word.removeprefix('error_')}" for path in READING for word in reading_codes(path)}
    assert {code.removeprefix("issue_") for code in TABLE if code.startswith("issue_")} - {"row"} == (
        issue_codes() | said_by_readers
    )


def reading_codes(path: Path) -> set[str]:
    # A dataset is read by the name of its file, so its format is always one that is known.
    found = {word for word in constants(ast.parse(path.read_text("utf-8"))) if word.startswith("error_")}
    return found - {"error_unknown_format"}


def test_every_error_has_its_text() -> None:
    assert error_codes() - set(TABLE) == set()


def test_every_finding_is_provoked_by_a_test() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py") if path.name != "test_i18n.py"]
    codes = issue_codes() | {"error_no_file"}
    assert len(codes) > 30
    assert [code for code in sorted(codes) if not any(f'"{code}"' in source for source in sources)] == []


# The functions -------------------------------------------------------------------------------


def test_values_are_filled_in_and_braces_of_a_value_stay() -> None:
    assert text("quoted", "zh", words="{words}") == "“{words}”"
    assert text("whole_city", "en") == "Whole city"


def test_an_unknown_code_or_language_is_a_bug() -> None:
    with pytest.raises(KeyError):
        text("no_such_text", "zh")
    with pytest.raises(KeyError):
        text("whole_city", "fr")


@pytest.mark.parametrize(
    ("count", "zh", "en"),
    [
        (0, "0 个载体", "0 innovation platforms"),
        (1, "1 个载体", "1 innovation platform"),
        (2, "2 个载体", "2 innovation platforms"),
        (1000, "1,000 个载体", "1,000 innovation platforms"),
    ],
)
def test_a_number_takes_its_noun(count: int, zh: str, en: str) -> None:
    assert [counted("count_carrier", count, lang) for lang in LANGUAGES] == [zh, en]


def test_a_family_comes_without_its_beginning() -> None:
    named = {code: name for code, name in texts("evidence_", "en").items() if not code.startswith("means_")}
    assert named == {
        **{"stated": "Stated", "derived": "Derived", "inferred": "Inferred"},
        **{"reported": "Reported", "missing": "Not stated"},
    }
    assert name_column("en") == "name_en"


def test_the_english_is_that_of_an_office() -> None:
    """Turns of phrase that a planner stumbled over."""
    odd = ("unheard of", "Who may edit", "lights are on", "is there to judge", "no such row", "no plan's\"", " alike, ")
    said = {code: entry["en"] for code, entry in TABLE.items()}
    assert {code: words for code, words in said.items() if any(phrase in f'{words}"' for phrase in odd)} == {}
