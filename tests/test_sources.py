"""A source gives tables by their dataset, and a version that changes with any of them."""

import shutil
from pathlib import Path

import pytest

from g60.catalog.sources import FolderSource, Source
from g60.contract.dataset import Dataset
from g60.contract.errors import ReadError
from g60.contract.schema import DATASETS, SOURCES
from g60.contract.statements import ACTUALS, JUDGEMENTS, SUCCESSIONS, TASK_REPORTS
from tests.conftest import GEODATA

# Filled by whoever reports, or judges: the documents say nothing of the kind.
SHIPPED_EMPTY = (ACTUALS, JUDGEMENTS, TASK_REPORTS, SUCCESSIONS)


@pytest.fixture
def source(geodata_copy: Path) -> Source:
    return FolderSource(geodata_copy)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_a_source_gives_the_table_of_every_dataset_as_text(source: Source, dataset: Dataset) -> None:
    table = source.read(dataset)
    assert (len(table) == 0) == (dataset in SHIPPED_EMPTY)
    assert set(table.columns) >= set(dataset.columns)
    assert all(isinstance(cell, str) for column in dataset.columns for cell in table[column])


def test_a_missing_file_is_named(source: Source, geodata_copy: Path) -> None:
    (geodata_copy / "sources.csv").unlink()
    with pytest.raises(ReadError) as caught:
        source.read(SOURCES)
    assert caught.value.code == "error_no_file"
    assert str(caught.value.values["file"]).endswith("sources.csv")


def test_a_file_that_is_no_text_is_named(source: Source, geodata_copy: Path) -> None:
    (geodata_copy / "sources.csv").write_bytes("source\n鹃湖\n".encode("gbk"))
    with pytest.raises(ReadError) as caught:
        source.read(SOURCES)
    assert (caught.value.code, caught.value.values) == ("error_not_utf8", {"file": "sources.csv", "row": 2})


def test_the_version_is_that_of_the_content(source: Source, tmp_path: Path) -> None:
    elsewhere = FolderSource(shutil.copytree(GEODATA, tmp_path / "elsewhere"))
    assert source.version() == elsewhere.version() == FolderSource(GEODATA).version()
    assert len(source.version()) == 12


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_the_version_changes_with_any_file(source: Source, geodata_copy: Path, dataset: Dataset) -> None:
    before = source.version()
    path = geodata_copy / dataset.file
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    assert source.version() != before
    path.write_bytes(content)
    assert source.version() == before
    path.unlink()
    assert source.version() != before
