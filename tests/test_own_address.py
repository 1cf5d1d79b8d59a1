"""Links and codes of a file lead to an address that other machines can open, or are left out and say so."""

import io

import pytest
from pypdf import PdfReader

from g60.ask.own_address import opened_elsewhere, own_address
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.export.handouts import house_options
from g60.export.paper import SheetOptions, to_pdf
from tests.opened import pdf_texts

HAINING = Selection(units=frozenset({"330481"}))


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://map.example.cn", "https://map.example.cn/"),
        ("https://map.example.cn/atlas", "https://map.example.cn/atlas/"),
        ("HTTP://10.1.2.3:8501/", "http://10.1.2.3:8501/"),
        ("http://[2001:db8::1]:8501/a/b/", "http://[2001:db8::1]:8501/a/b/"),
        ("http://atlas:8501/?unit=330481#x", "http://atlas:8501/"),
        ("http://localhost:8501/", ""),
        ("http://LOCALHOST./", ""),
        ("http://atlas.localhost/", ""),
        ("http://127.0.0.1:8501/", ""),
        ("http://127.1/", ""),
        ("http://0x7f000001/", ""),
        ("http://0.0.0.0:8501/", ""),
        ("http://[::1]:8501/", ""),
        ("http://[::ffff:127.0.0.1]/", ""),
        ("http://user:secret@map.example.cn/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://a b/", ""),
        ('https://x/"><', ""),
        ("http://map:99999/", ""),
        ("http://[::1/", ""),
        ("http://" + "a" * 400, ""),
        ("", ""),
    ],
)
def test_an_address_is_one_that_other_machines_can_open(given: str, address: str) -> None:
    assert opened_elsewhere(given) == address
    assert opened_elsewhere(address) == address


def test_the_setting_comes_before_the_request_and_neither_is_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("G60_BASE_URL", raising=False)
    assert own_address("http://10.0.0.7:8501/sub/") == "http://10.0.0.7:8501/sub/"
    assert house_options("http://localhost:8501/").address == ""
    monkeypatch.setenv("G60_BASE_URL", "http://localhost:8501")
    assert own_address("http://10.0.0.7:8501/") == "http://10.0.0.7:8501/"
    monkeypatch.setenv("G60_BASE_URL", "https://map.example.cn/atlas")
    assert own_address("http://10.0.0.7:8501/") == "https://map.example.cn/atlas/"


@pytest.mark.parametrize(("lang", "told"), [("zh", "未印二维码"), ("en", "NoQRcode")])
def test_a_sheet_without_an_address_has_neither_link_nor_code_and_says_how_to_get_them(
    catalog: Catalog, lang: str, told: str
) -> None:
    bare = to_pdf(catalog, HAINING, View(lang=lang), SheetOptions(date="2026-11-27"))
    assert links(bare) == []
    assert told in words(bare)
    assert "G60_BASE_URL" in words(bare)
    named = SheetOptions(date="2026-11-27", address="https://map.example.cn/atlas/")
    told_of = to_pdf(catalog, HAINING, View(lang=lang), named)
    assert links(told_of)
    assert all(link.startswith("https://map.example.cn/atlas/?") for link in links(told_of))
    assert told not in words(told_of)


def words(data: bytes) -> str:
    """The text of a file without white space."""
    return "".join("".join(pdf_texts(data)).split())


def links(data: bytes) -> list[str]:
    """The addresses that a file's links open."""
    file = PdfReader(io.BytesIO(data))
    notes = [note.get_object() for page in file.pages for note in page.get("/Annots", [])]
    return [str(note["/A"]["/URI"]) for note in notes if "/A" in note]
