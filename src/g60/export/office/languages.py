"""The language of an office file: of its properties, of what its template brings, and of every run of text.

A program checks spelling, chooses the form of a Chinese character and reads aloud by the language of a run. The
templates of the libraries are American and Japanese; no run may be left to them.
"""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from g60.export.office.drawingml import A, a
from g60.export.tables.languages import CHINESE_TAG, LANGUAGE_TAGS

Tree = Any  # python-pptx's and python-docx's own trees, which their types leave open
_LOOKS = ("rPr", "defRPr", "endParaRPr")
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def speak_deck(deck: Tree, lang: str) -> None:
    """Gives every run of a deck, of its notes, charts, master and layouts the language of the deck."""
    for part in deck.part.package.iter_parts():
        element = getattr(part, "_element", None)
        if element is not None:
            speak_drawing(element, lang)


def speak_drawing(tree: Tree, lang: str) -> None:
    """Gives every run of DrawingML the language; the other one is named for letters of the other script."""
    tag = LANGUAGE_TAGS[lang]
    other = LANGUAGE_TAGS["en"] if lang == "zh" else CHINESE_TAG
    for run in tree.iter(f"{{{A}}}r", f"{{{A}}}fld"):
        if run.find(f"{{{A}}}rPr") is None:
            run.insert(0, a("rPr"))
    for look in tree.iter(*(f"{{{A}}}{name}" for name in _LOOKS)):
        look.set("lang", tag)
        look.set("altLang", other)
    for spoken in tree.iter(f"{{{CHART}}}lang"):
        spoken.set("val", tag)


def speak_document(document: Tree, lang: str) -> None:
    """Gives a Word document, its styles, its settings and every run the language; Chinese letters are Chinese."""
    document.core_properties.language = LANGUAGE_TAGS[lang]
    for part in document.part.package.iter_parts():
        element = getattr(part, "element", None)
        if element is None:
            continue
        for run in element.iter(qn("w:r")):
            _speak_run(run, lang)
        for spoken in element.iter(qn("w:lang"), qn("w:themeFontLang")):
            _tagged(spoken, lang)


def _speak_run(run: Tree, lang: str) -> None:
    look = run.find(qn("w:rPr"))
    if look is None:
        look = OxmlElement("w:rPr")
        run.insert(0, look)
    spoken = look.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        look.append(spoken)
    _tagged(spoken, lang)


def _tagged(spoken: Tree, lang: str) -> None:
    spoken.set(qn("w:val"), LANGUAGE_TAGS[lang])
    spoken.set(qn("w:eastAsia"), CHINESE_TAG)
