"""The committed data dictionary is the one that the schema makes, and it leaves nothing out."""

import pytest

from g60.contract.dataset import Dataset
from g60.contract.dictionary import as_markdown
from g60.contract.schema import DATASETS
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "data-dictionary.md"


def test_the_committed_dictionary_is_what_the_schema_makes() -> None:
    assert PAGE.read_text("utf-8") == as_markdown(), "stale: run `make docs`"


def section_of(dataset: Dataset) -> str:
    sections = as_markdown().split("\n## ")[1:]
    (found,) = [section for section in sections if f"`{dataset.file}`" in section.splitlines()[0]]
    return found


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_a_dataset_has_its_file_its_key_and_a_row_for_each_field(dataset: Dataset) -> None:
    lines = section_of(dataset).splitlines()
    assert [line for line in lines if line.startswith(f"| `{dataset.file}` | `{dataset.key}` |")]
    fields = [line.split(" | ")[0].strip("|` ") for line in lines[lines.index("") :] if line.startswith("| `")]
    assert fields[-len(dataset.all_columns) :] == list(dataset.all_columns)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_every_code_and_every_range_is_named(dataset: Dataset) -> None:
    lines = section_of(dataset).splitlines()
    for field in dataset.all_fields:
        (line,) = [line for line in lines if line.startswith(f"| `{field.name}` |") and f"`{field.form}`" in line]
        assert all(f"`{code}`" in line for code in field.codes)
        assert field.range in line
        assert ("是 · yes" in line) == field.required


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    for block in as_markdown().split("\n\n"):
        if block.startswith("|"):
            assert len({line.count(" | ") for line in block.splitlines()}) == 1
