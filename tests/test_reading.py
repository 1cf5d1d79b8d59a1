"""What the documents say of an area or a carrier: cited, or read and judged, line by line."""

import csv
from pathlib import Path

import pytest

from g60.checks.citations import Documents, read_documents
from tests.reading import Place, Tables, cited, named, names, untouched

JUDGED = Path(__file__).parent / "data" / "read_and_judged.csv"


@pytest.fixture(scope="module")
def at_hand(documents_folder: Path, shipped: Tables) -> Documents:
    return read_documents(documents_folder, shipped["sources"])


@pytest.fixture(scope="module")
def judged() -> dict[Place, str]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return {(row["subject"], row["source"], int(row["line"])): row["reason"] for row in csv.DictReader(file)}


def test_a_name_is_found_where_it_begins_though_it_runs_over() -> None:
    lines = ("平湖实", "验室与平湖实验室", "")
    assert list(named(lines, "平湖实验室")) == [1, 2]
    assert list(named(lines, "南湖实验室")) == []


@pytest.mark.documents
def test_every_line_that_names_a_subject_is_cited_or_was_read_and_judged(
    shipped: Tables, at_hand: Documents, judged: dict[Place, str]
) -> None:
    assert untouched(shipped, at_hand) == set(judged)
    assert all(judged.values())


@pytest.mark.documents
def test_a_line_that_is_new_is_found(shipped: Tables, at_hand: Documents, judged: dict[Place, str]) -> None:
    more = {**at_hand, "plan": (*at_hand["plan"], "乌镇实验室由某校共建。")}
    assert untouched(shipped, more) - set(judged) == {("carrier-23", "plan", len(more["plan"]))}


@pytest.mark.documents
def test_a_citation_that_is_taken_away_leaves_its_line_untouched(shipped: Tables, at_hand: Documents) -> None:
    citations = shipped["citations"]
    without = {**shipped, "citations": citations[citations["field"] != "positioning_zh"]}
    bare = {**without, "citations": without["citations"][without["citations"]["subject"] != "carrier-23"]}
    assert ("carrier-23", "plan", 707) in untouched(bare, at_hand)


@pytest.mark.documents
def test_each_subject_is_named_in_a_document(shipped: Tables, at_hand: Documents) -> None:
    for subject, own in names(shipped).items():
        found = [source for source, lines in at_hand.items() for name in own for _ in named(lines, name)]
        # The names of the two complexes are put together from one sentence.
        assert found or subject in {"body-56", "body-57"}, subject
    assert ("htz-jiaxing", "plan", 535) in cited(shipped)
