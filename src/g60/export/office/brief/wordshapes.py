"""Shapes of a slide as Word has them: the same geometry in other wrappings, text as Word's own text."""

from __future__ import annotations

from lxml import etree

from g60.contract.themes import THEMES
from g60.export.office.drawingml import EMU, MAKER, A, Element, P
from g60.export.office.palette import SHADES

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = {"w": W, "wp": WP, "wps": WPS, "wpg": WPG, "mc": MC, "a": A}
WIDER = 0.35  # of a text's width
_SIDES = {"l": "left", "ctr": "center", "r": "right"}


def drawing(group: Element, width: float, height: float, alt: str) -> Element:
    """A group of shapes as one picture-like object in a line of text, so many mm wide and high."""
    for shape in group.iter(f"{{{P}}}sp"):
        _widen(shape, round(width * EMU))
    extent = {"cx": str(round(width * EMU)), "cy": str(round(height * EMU))}
    inline = _e(WP, "inline", distT="0", distB="0", distL="0", distR="0")
    inline.append(_e(WP, "extent", **extent))
    inline.append(_e(WP, "docPr", id="1", name="map", descr=alt))
    inline.append(_e(WP, "cNvGraphicFramePr"))
    data = _e(A, "graphicData", uri=WPG)
    data.append(_group(group, "wgp"))
    graphic = _e(A, "graphic")
    graphic.append(data)
    inline.append(graphic)
    whole = _e(W, "drawing")
    whole.append(inline)
    choice = _e(MC, "Choice", Requires="wpg")
    choice.append(whole)
    made = _e(MC, "AlternateContent")
    made.extend([choice, _e(MC, "Fallback")])
    return made


def _e(space: str, tag: str, **attributes: str) -> Element:
    return MAKER.makeelement(f"{{{space}}}{tag}", attributes, nsmap=SPACES)


def _w(tag: str, *children: Element, **attributes: str) -> Element:
    made = MAKER.makeelement(
        f"{{{W}}}{tag}", {f"{{{W}}}{key}": value for key, value in attributes.items()}, nsmap=SPACES
    )
    made.extend(children)
    return made


def _moved(given: Element, space: str) -> Element:
    """An element with all below it, under another namespace."""
    made = MAKER.makeelement(f"{{{space}}}{etree.QName(given).localname}", dict(given.attrib), nsmap=SPACES)
    made.extend(list(given))
    return made


def _group(given: Element, tag: str = "grpSp") -> Element:
    made = _e(WPG, tag)
    identity, frame, *children = list(given)
    made.append(_moved(identity[0], WPG))
    made.append(_e(WPG, "cNvGrpSpPr"))
    made.append(_moved(frame, WPG))
    for child in children:
        made.append(_group(child) if child.tag == f"{{{P}}}grpSp" else _shape(child))
    return made


def _shape(given: Element) -> Element:
    made = _e(WPS, "wsp")
    made.append(_moved(given.find(f".//{{{P}}}cNvPr"), WPS))
    body = given.find(f"{{{P}}}txBody")
    made.append(_e(WPS, "cNvSpPr", **({"txBox": "1"} if body is not None else {})))
    made.append(_moved(given.find(f"{{{P}}}spPr"), WPS))
    if body is None:
        made.append(_e(WPS, "bodyPr"))
        return made
    content = _w("txbxContent", *(_paragraph(line) for line in body.findall(f"{{{A}}}p")))
    box = _e(WPS, "txbx")
    box.append(content)
    made.append(box)
    made.append(_moved(body.find(f"{{{A}}}bodyPr"), WPS))
    return made


def _widen(given: Element, width: int) -> None:
    """Room for a text in other typefaces, away from where it is anchored: a word processor breaks what is too wide.

    The box stays on the map, or the map would grow with it.
    """
    set_as, frame = given.find(f".//{{{A}}}pPr"), given.find(f".//{{{A}}}xfrm")
    if set_as is None or frame is None or frame.get("rot"):
        return
    off, ext = frame.find(f"{{{A}}}off"), frame.find(f"{{{A}}}ext")
    left, wide = int(off.get("x")), int(ext.get("cx"))
    right = width - left - wide
    more, side = round(wide * WIDER) + EMU, set_as.get("algn")
    more = max(0, min(more, {"l": right, "ctr": 2 * min(left, right), "r": left}[side]))
    ext.set("cx", str(wide + more))
    off.set("x", str(left - {"l": 0, "ctr": more // 2, "r": more}[side]))


def _paragraph(given: Element) -> Element:
    """A line of text: its size, weight, colour and the height of the line."""
    run, look = given.find(f"{{{A}}}r"), given.find(f".//{{{A}}}rPr")
    set_as = given.find(f"{{{A}}}pPr")
    high = int(set_as.find(f".//{{{A}}}spcPts").get("val"))
    spacing = _w("spacing", before="0", after="0", line=str(round(high / 5)), lineRule="exact")
    size = str(max(round(int(look.get("sz")) / 50), 2))
    style = _w("rPr")
    if look.get("b") == "1":
        style.append(_w("b"))
    style.append(_w("color", val=_hex(look.find(f".//{{{A}}}schemeClr"))))
    if look.get("spc"):
        style.append(_w("spacing", val=str(round(int(look.get("spc")) / 5))))
    style.extend([_w("sz", val=size), _w("szCs", val=size)])
    words = _w("t")
    words.text = run.find(f"{{{A}}}t").text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _w("p", _w("pPr", spacing, _w("jc", val=_SIDES[set_as.get("algn")])), _w("r", style, words))


def _hex(given: Element) -> str:
    """A colour of the theme as six hex digits; Word's text knows no other shades than its own."""
    lum = {etree.QName(child).localname: int(child.get("val")) // 1000 for child in given}
    shade = given.get("val"), lum.get("lumMod", 100), lum.get("lumOff", 0)
    name = next((name for name, one in SHADES.items() if one == shade), "ink")
    return str(getattr(THEMES["day"], name)).removeprefix("#")
