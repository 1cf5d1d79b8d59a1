"""Every text that the code asks for is in the table, in both languages, with the same values to fill in."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest

from g60.checks.tables import FORMS, NUMBERS
from g60.contract.errors import G60Error
from g60.contract.i18n import LANGUAGES, counted, name_column, table, text, texts
from g60.contract.schema import (
    AREA_DATASETS,
    CARRIERS,
    DATASETS,
    EVIDENCE,
    GEOMETRY_BASES,
    GRADES,
    KINDS,
    UNIT_TABLE,
    Severity,
)
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


@pytest.mark.parametrize("code", TABLE)
def test_a_text_is_there_in_both_languages_with_the_same_values(code: str) -> None:
    entry = TABLE[code]
    assert tuple(entry) == LANGUAGES
    assert len({frozenset(values_of(template)) for template in entry.values()}) == 1
    assert all(template.strip() for template in entry.values()) or code in EMPTY
    assert not HAN.search(CHINESE_IN_ENGLISH.sub("", entry["en"])) or code == "language_name"


def values_of(template: str) -> Iterator[str]:
    for _, name, form, conversion in Formatter().parse(template):
        if name is not None:
            assert re.fullmatch(r"[a-z]+", name), "a value has a plain name"
            assert not form
            assert not conversion
            yield name


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


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_that_a_file_asks_for_is_there(path: Path) -> None:
    missing = []
    for line, node in asked_for(path, SAYS_A_TEXT):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in TABLE:
            missing.append((line, node.value))
        if isinstance(node, ast.JoinedStr) and not any(re.fullmatch(pattern(node), code) for code in TABLE):
            missing.append((line, pattern(node)))
    for line, node in asked_for(path, SAYS_A_FAMILY):
        if isinstance(node, ast.Constant) and not any(code.startswith(str(node.value)) for code in TABLE):
            missing.append((line, str(node.value)))
    assert missing == []


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
        "carrier_list": set(shipped["carriers"]["list"]),
        "facet": {"unit", "industry", "kind", "list"},
    }
    missing = [
        f"{family}_{code}" for family, codes in wanted.items() for code in codes if f"{family}_{code}" not in TABLE
    ]
    assert missing == []
    assert all(severity.value in TABLE for severity in Severity)


# Findings and errors -------------------------------------------------------------------------

FINDERS = [*(ROOT / "src/g60/checks").glob("*.py")]
FINDERS += [ROOT / "src/g60/meeting" / name for name in ("json_file.py", "scenes.py", "decisions.py")]
READING = [ROOT / "src/g60/catalog" / name for name in ("readers.py", "sources/folder.py")]
SLIPS = {f"point_{slip}" for slip in ("swapped", "gcj02", "bd09", "near_border", "outside")}


def constants(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def issue_codes() -> set[str]:
    """The codes that the checks give their findings: written out, chosen by a condition, or out of a table of forms."""
    found = {code for _, code in NUMBERS.values()} | {code for _, code in FORMS.values()} | SLIPS
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


@pytest.mark.parametrize("code", sorted(issue_codes() | {"error_no_file"}))
def test_every_finding_is_provoked_by_a_test(code: str) -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py") if path.name != "test_i18n.py"]
    assert any(f'"{code}"' in source for source in sources)


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
        (0, "0 个载体", "0 carriers"),
        (1, "1 个载体", "1 carrier"),
        (2, "2 个载体", "2 carriers"),
        (1000, "1,000 个载体", "1,000 carriers"),
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
