"""A PDF can be read out and measured in: its tree names every word, and its viewport says where the map lies."""

import io
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import shapely
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.crs import distance_km, metric_from_wgs84, wgs84_from_metric
from g60.contract.i18n import LANGUAGES
from g60.evidence.sentence import sentence
from g60.export.office.brief import to_brief_pdf
from g60.export.paper import SheetOptions, compose, to_atlas, to_pdf
from g60.export.paper_map.drawing import MM_PER_PT

HAINING = Selection(units=frozenset({"330481"}))
OPTIONS = SheetOptions(paper="a4", date="2026-11-27", address="https://map.example.cn/")
# A mark that is opened, with its number where it is read out; its end; a text that is shown.
MARKS = re.compile(rb"/(\w+) <<([^>]*)>> BDC|/Span <<|\b(EMC)\b|(Tj)\b")


@cache
def files(catalog: Catalog, lang: str) -> dict[str, bytes]:
    view = View(lang=lang)
    return {
        "sheet": to_pdf(catalog, Selection(), view, OPTIONS),
        "atlas": to_atlas(catalog, view, OPTIONS, ids=("lake-juanhu",)),
        "brief": to_brief_pdf(catalog, "330481", lang, OPTIONS),
    }


def elements(tree: DictionaryObject) -> list[DictionaryObject]:
    """Every element below one of the tree, in their order."""
    found = []
    for child in tree["/K"]:
        one = child.get_object()
        if isinstance(one, DictionaryObject) and one.get("/Type") == "/StructElem":
            found += [one, *elements(one)]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_is_named_by_the_tree_or_is_decoration(catalog: Catalog, lang: str) -> None:
    for name, data in files(catalog, lang).items():
        reader = PdfReader(io.BytesIO(data))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == {"zh": "zh-CN", "en": "en"}[lang]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata is not None
        assert reader.xmp_metadata is not None
        assert reader.xmp_metadata.dc_title == {"x-default": reader.metadata.title}
        nums = list(root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
        held = dict(zip(nums[::2], nums[1::2], strict=True))
        assert reader.pages
        for at, page in enumerate(reader.pages):
            numbers, decorated = marks(page.get_contents().get_data())  # type: ignore[union-attr]
            assert numbers == list(range(len(held[page["/StructParents"]].get_object()))), name
            assert numbers, (name, at)
            assert decorated > 0, (name, at)
            for note in page.get("/Annots", []):
                link = held[note.get_object()["/StructParent"]].get_object()
                assert link["/S"] == "/Link"


def marks(content: bytes) -> tuple[list[int], int]:
    """The numbers of what is read out, in their order, and how many texts are decoration; no text is neither."""
    opened: list[str] = []
    numbers: list[int] = []
    decorated = 0
    for found in MARKS.finditer(content):
        if found[3]:
            opened.pop()
        elif found[4]:
            assert "read" in opened or "Artifact" in opened
            decorated += "Artifact" in opened
        else:
            number = re.search(rb"/MCID (\d+)", found[2] or b"")
            opened.append("read" if number else (found[1] or b"Span").decode())
            numbers += [int(number[1])] if number else []
    assert not opened
    return numbers, decorated


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_lists_and_the_description_of_the_map_are_in_the_tree(catalog: Catalog, lang: str) -> None:
    found = {}
    for name, data in files(catalog, lang).items():
        root = PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]
        found[name] = elements(root)
        kinds = [element["/S"] for element in found[name]]
        assert kinds[:4] == ["/Document", "/H1", "/P", "/Figure"]
        assert {"/H2", "/L", "/LI", "/LBody", "/Link"} <= set(kinds)
    figures = [element for element in found["sheet"] if element["/S"] == "/Figure"]
    said = sentence(catalog, catalog.pick(Selection()), Selection(), lang)
    assert said in figures[0]["/Alt"]
    assert "1:500 000" in figures[0]["/Alt"]
    assert all(figure["/Alt"] and len(figure["/A"]["/BBox"]) == 4 for figure in figures)


@pytest.mark.parametrize("name", ["sheet", "haining", "atlas", "brief"])
def test_places_measured_by_the_files_own_entries_are_those_of_the_map(catalog: Catalog, name: str) -> None:
    selection = HAINING if name == "haining" else Selection()
    made = files(catalog, "zh").get(name) or to_pdf(catalog, selection, View(), replace(OPTIONS, scale=300_000))
    views = [view for page in PdfReader(io.BytesIO(made)).pages for view in page.get("/VP", [])]
    assert views
    for view in views:
        measure = view["/Measure"]
        assert (measure["/Subtype"], measure["/GCS"]["/EPSG"]) == ("/GEO", 4549)
        degrees = np.array(measure["/GPTS"], dtype=float).reshape(-1, 2)[:, ::-1]
        metres = shapely.get_coordinates(metric_from_wgs84(shapely.MultiPoint(degrees)))
        unit = np.array(measure["/LPTS"], dtype=float).reshape(-1, 2)
        left, low, right, high = (float(edge) for edge in view["/BBox"])
        # The map is a rectangle at one scale: its corners are those of a rectangle of metres, as large as 1:N says.
        west, south, east, north = *metres.min(axis=0), *metres.max(axis=0)
        spread = metres - (np.array([west, south]) + unit * [east - west, north - south])
        assert np.abs(spread).max() < 0.5
        across = (east - west) / ((right - left) * MM_PER_PT) * 1000
        assert across == pytest.approx((north - south) / ((high - low) * MM_PER_PT) * 1000, rel=1e-4)
        assert across == pytest.approx(round(across, -3), rel=1e-4)


def test_three_points_of_the_map_have_their_degrees_in_the_file(catalog: Catalog) -> None:
    document = compose(catalog, Selection(), View(), OPTIONS, pages=False)
    view = PdfReader(io.BytesIO(to_pdf(catalog, Selection(), View(), OPTIONS))).pages[0]["/VP"][0]
    height = document.document.pages[0].height / MM_PER_PT
    left, low, right, high = (float(edge) for edge in view["/BBox"])
    degrees = np.array(view["/Measure"]["/GPTS"], dtype=float).reshape(-1, 2)[:, ::-1]
    corners = shapely.get_coordinates(metric_from_wgs84(shapely.MultiPoint(degrees)))
    placed = catalog.carriers[catalog.carriers["location_grade"].isin(["A", "B"])]
    assert len(placed) >= 3
    for lon, lat in placed[["lon", "lat"]].to_numpy(dtype=float):
        x, y = document.plan.ground.point(lon, lat)
        share = np.array([(x / MM_PER_PT - left) / (right - left), (height - y / MM_PER_PT - low) / (high - low)])
        at = wgs84_from_metric(shapely.Point(corners[0] + share * (corners[2] - corners[0])))
        assert distance_km(at.x, at.y, [lon], [lat])[0] < 0.001
