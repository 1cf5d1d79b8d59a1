"""No value is drawn that nobody can ask about: the component refuses it, and every page is walked to its last value."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from g60.catalog.catalog import Catalog, Citation
from g60.contract.codes import EVIDENCE
from g60.contract.errors import EvidenceError
from g60.evidence.codes import source_line
from g60.evidence.completeness import NOT_CITED, counts, gaps
from g60.evidence.facts import Fact
from g60.evidence.lookup import found
from g60.evidence.whole_citation import whole_citation
from g60.evidence.wording import Wording, drawn
from g60.ui import components
from g60.ui.page_list import PAGES

INDEX = Path(__file__).parents[1] / "pages" / "index.py"


@pytest.mark.parametrize(
    "fact",
    [
        Fact("area_km2", 42.7, Citation("")),
        Fact("area_km2", 42.7, Citation("guessed")),
        Fact("area_km2", 42.7, Citation("missing")),
        Fact("area_km2", 0.0, Citation("missing")),
        Fact("positioning_zh", "", Citation("missing")),
        Fact("area_km2", None, Citation("stated", ("plan",), "表3", (280,))),
        Fact("area_km2", None, Citation("")),
    ],
)
def test_a_value_without_evidence_that_fits_it_is_refused(catalog: Catalog, fact: Fact) -> None:
    with pytest.raises(EvidenceError):
        drawn(catalog, {}, fact, "zh")


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "要求：以上；年份：期末。"), ("en", "Operator: at least; Year: the end")]
)
def test_the_reasons_of_one_value_stand_apart_where_they_share_a_line(catalog: Catalog, lang: str, said: str) -> None:
    citation = Citation(
        "stated", ("plan",), "表3", (280,), "要求：以上\n年份：期末。", "Operator: at least.\nYear: the end"
    )
    assert source_line(catalog, citation, lang).endswith(said)
    assert whole_citation(Wording(catalog, lang), citation).endswith(said)


def test_a_citation_in_a_file_names_document_place_line_and_reason_as_far_as_there_are(catalog: Catalog) -> None:
    wording = Wording(catalog, "zh")
    title = str(catalog.sources.at["plan", "title_zh"])
    where = whole_citation(wording, Citation("stated", ("plan",), "表3", (280,)))
    assert title in where
    assert where.endswith("表3 L280")
    because = whole_citation(wording, Citation("stated", ("plan",), "表3", (280,), "原因在此"))
    assert because.startswith(where)
    assert because.removeprefix(where).strip("（）：；， ") == "原因在此"
    assert "L" not in whole_citation(wording, Citation("stated", ("plan",), "表3")).removeprefix(title)
    assert whole_citation(wording, Citation("missing", note="没有文件给出")) == "没有文件给出"
    assert whole_citation(wording, None) == ""


def test_every_value_of_the_data_has_its_evidence(catalog: Catalog) -> None:
    found_kinds = counts(catalog)
    assert found_kinds[NOT_CITED] == 0
    assert sum(found_kinds.values()) == len(catalog.citations)
    assert sum(len(gap.subjects) for gap in gaps(catalog)) == found_kinds["missing"]


def test_every_citation_leads_to_its_value(catalog: Catalog) -> None:
    for (subject, field), citation in catalog.citations.items():
        if subject.startswith("term:"):
            continue
        fact = found(catalog, subject, field)
        assert fact is not None, (subject, field)
        assert (fact.subject, fact.field, fact.evidence) == (subject, field, citation.evidence)
        drawn(catalog, {}, fact, "en")
    assert found(catalog, "nobody", "area_km2") is None
    assert found(catalog, "lake-juanhu", "population") is None


# Every page ----------------------------------------------------------------------------------


def values(data: Any) -> Iterator[dict[str, Any]]:
    """Everything in a component's data that is drawn as a value."""
    if isinstance(data, dict):
        if "value" in data and "label" in data and "event" not in data:  # what a reader sets is no value of ours
            yield data
        for part in data.values():
            yield from values(part)
    elif isinstance(data, list | tuple):
        for part in data:
            yield from values(part)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The data of the reports and panels that a page draws."""
    kept: list[dict[str, Any]] = []

    def part(_: object, name: str) -> Callable[..., None]:
        draws = name in ("report", "results")
        return lambda **given: kept.append(json.loads(given["data"])) if draws else None

    monkeypatch.setattr(components, "part", part)
    return kept


ADDRESSES: tuple[dict[str, str | list[str]], ...] = (
    {},
    {"focus": "htz-xiuzhou", "compare": ["htz-xiuzhou", "lake-juanhu", "330482", "carrier-12", "body-46"]},
    {"focus": "330482", "compare": ["lake-juanhu", "lake-minghu"], "subject": "target-003", "field": "value"},
)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("address", ADDRESSES, ids=("empty", "zone", "county"))
@pytest.mark.parametrize("name", [name for name, _, _ in PAGES])
def test_every_value_on_every_page_has_evidence(
    seen: list[dict[str, Any]], name: str, address: dict[str, str | list[str]], lang: str
) -> None:
    app = AppTest.from_file(str(INDEX), default_timeout=30)
    for key, value in (address | {"lang": lang}).items():
        app.query_params[key] = value
    app.switch_page(f"{name}.py").run()
    assert not app.exception
    for entry in values(seen):
        assert entry["evidence"] in EVIDENCE, entry
        assert entry["missing"] == (entry["evidence"] == "missing"), entry
        assert set(entry["citation"]) >= {"title", "locator", "line", "note"}, entry
        if entry["evidence"] in ("derived", "inferred"):
            assert entry["citation"]["note"], entry


def test_the_walk_sees_the_values(seen: list[dict[str, Any]]) -> None:
    app = AppTest.from_file(str(INDEX), default_timeout=30)
    app.query_params["compare"] = ["htz-xiuzhou", "htz-haining"]
    app.switch_page("compare.py").run()
    assert sum(entry["value"] == "≥50 %" for entry in values(seen)) == 4


def test_a_value_is_found_by_its_subject_and_field_and_what_nobody_states_is_not(catalog: Catalog) -> None:
    area = found(catalog, "lake-juanhu", "area_km2")
    assert area is not None
    assert (area.value, area.citation) == (23.3, catalog.citation("lake-juanhu", "area_km2"))
    assert found(catalog, "lake-juanhu", "no_such_field") is None
