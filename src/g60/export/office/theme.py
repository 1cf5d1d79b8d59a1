"""The theme of an office file: the symbology's colours, and typefaces that offices have."""

from __future__ import annotations

from collections.abc import Iterable

from docx.opc.part import Part as WordPart
from lxml import etree
from pptx.opc.package import Part as SlidesPart

from g60.export.office.drawingml import A, Element, a
from g60.export.office.palette import SCHEME, scheme_value

LATIN, CHINESE = "Arial", "Microsoft YaHei"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"


def dress(part: SlidesPart | WordPart) -> None:
    """Our colours and typefaces in the place of the template's."""
    root: Element = etree.fromstring(part.blob)
    root.set("name", "g60")
    elements = root.find(f"{{{A}}}themeElements")
    colours, fonts = elements.find(f"{{{A}}}clrScheme"), elements.find(f"{{{A}}}fontScheme")
    refill(colours, (a(name, a("srgbClr", val=scheme_value(name))) for name in SCHEME))
    faces = {"latin": LATIN, "ea": CHINESE, "cs": LATIN}
    for kind in ("majorFont", "minorFont"):
        refill(fonts.find(f"{{{A}}}{kind}"), (a(tag, typeface=name) for tag, name in faces.items()))
    colours.set("name", "g60")
    fonts.set("name", "g60")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def without_previews(relations: Element) -> None:
    """Drops the template's own preview, printer settings and styles of an older program: they are of something else."""
    gone = ("/thumbnail", "/printerSettings", "/stylesWithEffects")
    for key in [key for key, one in relations.items() if one.reltype.endswith(gone)]:
        relations.pop(key)


def refill(parent: Element, children: Iterable[Element]) -> None:
    """These children in the place of an element's own."""
    for child in list(parent):
        parent.remove(child)
    parent.extend(children)
