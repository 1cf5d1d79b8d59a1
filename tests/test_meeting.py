"""What the page of the meeting asks the server, and what it is answered."""

import io
import json
from typing import Any

import docx
import pptx
import pytest

from g60.catalog.catalog import Catalog
from g60.meeting.scenes import shipped, shipped_text, write
from g60.ui.meeting import ACTS, answer
from g60.ui.meeting_files import REFUSED
from tests.hostile import ATTACKS

ADDRESS = "https://atlas.example/g60"
DECISIONS = json.dumps(
    {"format": "g60-decisions", "version": 1, "decisions": [{"area": "lake-juanhu", "text": "check"}]}
)


def asked(catalog: Catalog, act: str, body: str | bytes = "", **query: str) -> Any:
    sent = body.encode() if isinstance(body, str) else body
    found = answer(catalog, act, sent, {"lang": "zh", "address": ADDRESS} | query, 1_000_000)
    assert found is not None
    return found


def said(catalog: Catalog, act: str, body: str | bytes = "", **query: str) -> dict[str, Any]:
    content = json.loads(asked(catalog, act, body, **query).content)
    assert isinstance(content, dict)
    return content


def test_a_presentation_comes_back_as_it_is_understood_with_what_each_scene_shows(catalog: Catalog) -> None:
    found = said(catalog, "read", shipped_text())
    assert found["presentation"] == json.loads(write(shipped()))
    assert found["messages"] == []
    assert len(found["shows"]) == len(shipped().scenes)
    assert found["shows"][5] == "科创湖区：8 个科创湖区"
    assert found["shows"][0] == found["shows"][8] == ""
    assert {remark["scene"] for remark in found["remarks"]} == {None, *range(2, 10)}
    assert said(catalog, "shipped") == found
    english = said(catalog, "read", shipped_text(), lang="en")
    assert english["shows"][5] == "Lakeside innovation district: 8 lakeside innovation districts"


def test_a_comparison_shows_the_names_of_whom_it_compares(catalog: Catalog) -> None:
    scene = {"face": "compare", "title_zh": "比", "query": "compare=lake-juanhu&compare=lake-minghu"}
    found = said(catalog, "read", json.dumps({"format": "g60-scenes", "version": 1, "scenes": [scene]}))
    assert found["shows"] == ["鹃湖国际科技城、明湖科创区"]


def test_a_scene_is_added_to_what_is_kept_or_to_the_shipped_presentation(catalog: Catalog) -> None:
    kept = json.dumps({"format": "g60-scenes", "version": 1, "scenes": [{"id": "scene-1", "title_zh": "一"}]})
    found = said(catalog, "add", json.dumps({"presentation": kept, "query": "?unit=330481&lang=en"}))
    assert found["number"] == 2
    assert [scene["id"] for scene in found["presentation"]["scenes"]] == ["scene-1", "scene-2"]
    assert found["presentation"]["scenes"][1]["query"] == "unit=330481&v=1"
    fresh = said(catalog, "add", json.dumps({"presentation": None, "query": "unit=330481"}))
    assert fresh["number"] == len(shipped().scenes)


def test_a_presentation_that_was_emptied_stays_empty_and_takes_a_scene(catalog: Catalog) -> None:
    empty = json.dumps({"format": "g60-scenes", "version": 1, "title_zh": "", "scenes": []})
    assert said(catalog, "kept", empty)["presentation"]["scenes"] == []
    assert "presentation" not in said(catalog, "read", empty)
    found = said(catalog, "add", json.dumps({"presentation": empty, "query": "unit=330481"}))
    assert (found["number"], len(found["presentation"]["scenes"])) == (1, 1)
    assert said(catalog, "kept", shipped_text()) == said(catalog, "read", shipped_text())


@pytest.mark.parametrize("act", ["read", "kept", "add", "decisions", "minutes.docx", "minutes.xlsx"])
@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe{", b"null", b"[" * 50_000, b'{"presentation": 5, "mine": "{", "theirs": "x"}', b'{"mine": []}'],
)
def test_whatever_is_sent_is_answered_in_words(catalog: Catalog, act: str, body: bytes) -> None:
    found = asked(catalog, act, body)
    content = json.loads(found.content)
    if found.status == REFUSED:
        assert content["messages"]
        assert "presentation" not in content
    else:
        assert (act, found.status) in (("add", 200), ("decisions", 200))


def test_an_unknown_question_has_no_answer(catalog: Catalog) -> None:
    assert answer(catalog, "../read", b"", {}, 0) is None
    assert set(ACTS) >= {"read", "shipped", "add", "decisions", "minutes.docx", "minutes.xlsx"}


def test_decisions_of_a_file_are_put_to_those_that_are_kept_and_named(catalog: Catalog) -> None:
    theirs = DECISIONS.replace("check", "later").replace('"area"', '"id": "other", "area"')
    found = said(catalog, "decisions", json.dumps({"mine": DECISIONS, "theirs": theirs}), lang="en")
    assert {one["text"] for one in found["file"]["decisions"]} == {"check", "later"}
    assert found["names"] == {"lake-juanhu": "Juanhu International Science and Technology City"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a b", 'https://x/"><', "", "file:///etc"])
def test_minutes_link_to_the_atlas_and_to_nothing_else(
    catalog: Catalog, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("G60_BASE_URL", raising=False)
    body = json.dumps({"mine": DECISIONS, "title": ATTACKS[0]})
    good = docx.Document(io.BytesIO(asked(catalog, "minutes.docx", body).content))
    assert [link.address for link in links(good)] == [f"{ADDRESS}/?focus=lake-juanhu"]
    bad = docx.Document(io.BytesIO(asked(catalog, "minutes.docx", body, address=address).content))
    assert links(bad) == []
    assert "鹃湖国际科技城" in bad.tables[0].rows[1].cells[1].text
    monkeypatch.setenv("G60_BASE_URL", "http://atlas.gov.example")
    named = docx.Document(io.BytesIO(asked(catalog, "minutes.docx", body, address=address).content))
    assert [link.address for link in links(named)] == ["http://atlas.gov.example/?focus=lake-juanhu"]


def test_slides_show_every_scene_of_the_presentation(catalog: Catalog) -> None:
    found = answer(catalog, "slides.pptx", shipped_text().encode(), {"lang": "en"}, 0)
    assert found is not None
    slides = pptx.Presentation(io.BytesIO(found.content)).slides
    words = "".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert all(scene.title.of("en") in words for scene in shipped().scenes)


def links(document: Any) -> list[Any]:
    cells = [cell for row in document.tables[0].rows for cell in row.cells]
    return [link for cell in cells for paragraph in cell.paragraphs for link in paragraph.hyperlinks]
