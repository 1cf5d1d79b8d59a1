"""What the program is made of: the bill of materials, the licences on the sources page, and what withdrew a pin."""

import json
import re
import subprocess
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import pytest

from deploy import pins
from g60.cli import main
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import DATASETS
from g60.export import packages, sbom
from g60.ui import about
from tests.conftest import in_ci

ROOT = Path(__file__).parents[1]
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_every_package_that_the_program_needs_is_listed_with_what_it_needs_itself() -> None:
    known = {one.name: one for one in packages.packages()}
    for needed in packages.asked_for(()):
        assert known[packages.plain_name(needed.name)].version == metadata.version(needed.name)
    assert "pyarrow" in known["streamlit"].needs
    assert {"psycopg-binary", "authlib", "jinja2", "pyogrio"} <= set(known)
    assert not {"pytest", "playwright", "hypothesis", "ruff", "pypdf"} & set(known)
    assert all(need in known for one in known.values() for need in one.needs if need in packages.needed())


@pytest.mark.parametrize(
    ("lines", "licence"),
    [
        ("License-Expression: MIT\nLicense: other", "MIT"),
        ("License: BSD-3-Clause\nClassifier: License :: OSI Approved :: BSD License", "BSD-3-Clause"),
        ("Classifier: License :: OSI Approved :: BSD License", "BSD License"),
        (
            f"License: {'All rights of this and that. ' * 9}\nClassifier: License :: OSI Approved :: MIT License",
            "MIT License",
        ),
        ("Classifier: Programming Language :: Python", ""),
    ],
)
def test_a_licence_is_what_the_package_says_itself(tmp_path: Path, lines: str, licence: str) -> None:
    folder = tmp_path / "one-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: one\nVersion: 1\n{lines}\n", "utf-8")
    assert packages.licence_of(metadata.PathDistribution(folder).metadata) == licence


def test_the_bill_lists_packages_data_leaflet_and_fonts_and_who_needs_whom(tmp_path: Path) -> None:
    assert main(["sbom", "-o", str(tmp_path / "bill.json")]) == 0
    told = json.loads((tmp_path / "bill.json").read_text("utf-8"))
    by_name = {part["name"]: part for part in told["components"]}
    assert by_name["streamlit"]["purl"] == f"pkg:pypi/streamlit@{metadata.version('streamlit')}"
    assert by_name["streamlit"]["licenses"] == [{"expression": "Apache-2.0"}]
    assert by_name["Leaflet"]["licenses"] == [{"license": {"id": "BSD-2-Clause"}}]
    assert by_name["Noto Sans SC"]["licenses"] == [{"license": {"id": "OFL-1.1"}}]
    assert {dataset.file for dataset in DATASETS} <= set(by_name)
    references = [part["bom-ref"] for part in told["components"]] + [told["metadata"]["component"]["bom-ref"]]
    assert len(references) == len(set(references))
    needed = {one["ref"]: one["dependsOn"] for one in told["dependencies"]}
    assert all(set(others) <= set(references) for others in needed.values())
    assert any(one.startswith("pkg:pypi/pyarrow@") for one in needed[by_name["streamlit"]["bom-ref"]])
    assert sbom.as_json(NOON) == sbom.as_json(NOON)


def test_the_bill_is_one_by_the_schema_of_cyclonedx() -> None:
    if not in_ci():
        pytest.importorskip("cyclonedx", reason="make check installs it")
    elif not _has("cyclonedx-python-lib"):
        pytest.skip("make check, which follows, has the schema")
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    files = {"segno-1.6.6-py3-none-any.whl": "0" * 64}
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(sbom.as_json(NOON, files).decode()) is None
    wrong = sbom.as_json(NOON, files).decode().replace('"application"', '"pudding"')
    assert validator.validate_str(wrong) is not None


def _has(name: str) -> bool:
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sources_page_lists_packages_versions_and_licences(lang: str) -> None:
    heading, words, fold = about.licences(lang)
    (table,) = fold["blocks"]
    rows = {row["label"]: (row["note"], *(cell["text"] for cell in row["cells"])) for row in table["rows"]}
    assert heading["text"] == text("supply_heading", lang)
    assert str(len(packages.packages())) in words["text"]
    assert rows["streamlit"] == (metadata.version("streamlit"), "Apache-2.0")
    assert rows["Leaflet"][1] == "BSD-2-Clause"
    assert rows["Noto Sans SC"][1] == "OFL-1.1"
    assert all(licence for _, licence in rows.values())
    assert len(table["head"]) == 2


def test_security_md_names_tests_that_are_there_and_the_readme_names_it() -> None:
    told = (ROOT / "SECURITY.md").read_text("utf-8")
    named = re.findall(r"`(test_\w+\.py)`", told)
    assert len(named) > 8
    assert all((ROOT / "tests" / name).exists() for name in named), named
    assert "(SECURITY.md)" in (ROOT / "README.md").read_text("utf-8")


def test_the_readme_names_every_command_of_the_makefile() -> None:
    told = (ROOT / "README.md").read_text("utf-8")
    commands = re.findall(r"^([a-z-]+):.*?## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert len(commands) > 20
    unnamed = [name for name in commands if not re.search(rf"\bmake {name}(?![\w-])", told)]
    assert unnamed == ["help"], "`make` alone lists all of them"


# Withdrawn pins --------------------------------------------------------------------------------------

REPORT = {
    "install": [
        {"metadata": {"name": "Requests", "version": "2.32.0"}, "is_yanked": True},
        {"metadata": {"name": "click", "version": "8.5.1"}, "is_yanked": False},
    ]
}
WARNED = """WARNING: The candidate selected for download is a yanked version: 'requests' candidate (version 2.32.0)
Reason for being yanked: it broke
"""


def asked(status: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package index answers so."""

    def run(call: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        (report,) = (one.removeprefix("--report=") for one in call if one.startswith("--report="))
        Path(report).write_text(json.dumps(REPORT), "utf-8")
        assert "--dry-run" in call
        return subprocess.CompletedProcess(call, status, "", said)

    monkeypatch.setattr(subprocess, "run", run)


def test_a_withdrawn_pin_is_named_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(0, WARNED, monkeypatch)
    assert pins.main() == pins.WITHDRAWN
    assert "Requests 2.32.0 was withdrawn: it broke." in capsys.readouterr().out


def test_an_index_that_gives_no_answer_is_not_taken_for_a_good_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(1, "ERROR: Could not find a version that satisfies the requirement click", monkeypatch)
    assert pins.main() == pins.NOT_ASKED
    assert "nothing is known of" in capsys.readouterr().err
