"""The symbology in QGIS's words: one style document per layer, as QGIS keeps it beside the data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from g60.contract.codes import CARRIER
from g60.contract.symbology import SYMBOLS, Hatch, Symbol
from g60.contract.themes import THEMES

MM_PER_PX = 25.4 / 96
# QGIS's numbers of the sides of a point, and how many mm down from it a name begins: symbols of one kind have their
# names above, those of the other below.
ABOVE, OVER, BELOW = "1", "4", "7"
SIDES = {"lake_district": (ABOVE, -1.5), "high_tech_zone": (BELOW, 1.5)}
THEME = THEMES["day"]

Options = dict[str, str]
# Which points have several carriers: the column in which `geopackage` counts them.
SEVERAL = '"at_this_point" > 1'


@dataclass(frozen=True, slots=True)
class Rule:
    """A symbol and for which features it stands; an empty filter is for all. `most` is the smallest scale, as 1:N."""

    name: str
    label: str
    where: str
    layers: tuple[tuple[str, Options], ...]
    most: int = 0


def style(kind: str, name_field: str, labels: tuple[str, str] = ("", ""), own_lists: Iterable[str] = ()) -> str:
    """The style document (QML) of a layer.

    `labels` are the legend's words for the carriers of a plan's own list, which `own_lists` names, and for others.
    """
    about = {"version": "3.22.0", "styleCategories": "Symbology|Labeling", "labelsEnabled": "1"}
    root = ET.TreeBuilder().start("qgis", about)
    rules = _carrier_rules(labels, own_lists) if kind == CARRIER else [Rule("0", "", "", tuple(_area_layers(kind)))]
    add_renderer(root, rules, "marker" if kind == CARRIER else "fill")
    colour = "ink" if kind == CARRIER else f"{SYMBOLS[kind].colour}_ink"
    add_labelling(root, name_field, colour, at_point=kind == CARRIER)
    if kind == CARRIER:
        _always_listed(root)
    else:
        _always_named(root, kind)
    return document(root)


def _always_listed(root: ET.Element) -> None:
    """Show the label of several at one point though it touches others: nothing else says that they lie there."""
    settings = root.find("./labeling/settings")
    if settings is None:
        return
    held = ET.SubElement(ET.SubElement(settings, "dd_properties"), "Option", {"type": "Map"})
    ET.SubElement(held, "Option", {"name": "name", "type": "QString", "value": ""})
    properties = ET.SubElement(held, "Option", {"name": "properties", "type": "Map"})
    shown = ET.SubElement(properties, "Option", {"name": "AlwaysShow", "type": "Map"})
    # 3 is an expression to QGIS.
    for name, form, value in (("active", "bool", "true"), ("expression", "QString", SEVERAL), ("type", "int", "3")):
        ET.SubElement(shown, "Option", {"name": name, "type": form, "value": value})
    ET.SubElement(held, "Option", {"name": "type", "type": "QString", "value": "collection"})


def _always_named(root: ET.Element, kind: str) -> None:
    """Name each area, though names touch: at the middle of it, or on the side that is left free for its kind.

    A large area must not keep the names of others off its ground.
    """
    placement, rendering = root.find(".//placement"), root.find(".//rendering")
    if placement is None or rendering is None:
        return
    quadrant, down = SIDES.get(kind, (OVER, 0.0))
    about = {"quadOffset": quadrant, "yOffset": f"{down:g}", "offsetUnits": "MM", "priority": "9"}
    placement.attrib.update({**about, "centroidWhole": "1", "centroidInside": "1"})
    rendering.attrib.update({"displayAll": "1", "obstacle": "0"})


def document(root: ET.Element) -> str:
    """The text of a style document."""
    text = ET.tostring(root, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{text}"


def _area_layers(kind: str) -> Iterable[tuple[str, Options]]:
    symbol = SYMBOLS[kind]
    if symbol.shape == "ring":
        yield "SimpleLine", {"line_color": rgba(symbol.colour, symbol.opacity), **width(symbol.width, "line_width")}
        yield "SimpleLine", {"line_color": rgba(symbol.colour, 1), **width(1.6, "line_width"), **_dashes(symbol)}
        return
    yield "SimpleFill", {"color": rgba(symbol.colour, symbol.fill), "style": "solid", "outline_style": "no"}
    if symbol.hatch:
        yield "LinePatternFill", _hatch(symbol, symbol.hatch)
    yield (
        "SimpleLine",
        {
            "line_color": rgba(symbol.colour, symbol.opacity),
            **width(symbol.width, "line_width"),
            **_dashes(symbol),
        },
    )


def _carrier_rules(labels: tuple[str, str], own_lists: Iterable[str]) -> list[Rule]:
    """The plan's carriers and others, each full where its place is known and open where only its park or town is."""
    rules: list[Rule] = []
    # Ids are slugs: no quotation mark is in them.
    lists = ",".join(f"'{code}'" for code in sorted(own_lists)) or "''"
    for number, (name, listed) in enumerate((("carrier", "IN"), ("body", "NOT IN"))):
        symbol = SYMBOLS[name]
        for known, grades in (("full", "IN ('A','B')"), ("open", "= 'C'")):
            options = {
                "name": "circle",
                "color": rgba(symbol.colour if known == "full" else "edge", 1),
                "outline_color": rgba("edge" if known == "full" else symbol.colour, 1),
                "size": f"{symbol.size * MM_PER_PX:.2f}",
                "size_unit": "MM",
                **width(symbol.width if known == "full" else 2.2, "outline_width"),
            }
            where = f'"list" {listed} ({lists}) AND "location_grade" {grades}'
            label = f"{labels[number]} ({'A, B' if known == 'full' else 'C'})"
            rules.append(Rule(str(len(rules)), label, where, (("SimpleMarker", options),)))
    return rules


def add_renderer(root: ET.Element, rules: list[Rule], kind: str) -> None:
    """Add how features are drawn; `kind` is marker, line or fill."""
    ruled = any(rule.where for rule in rules)
    renderer = ET.SubElement(
        root, "renderer-v2", {"type": "RuleRenderer" if ruled else "singleSymbol", "enableorderby": "0"}
    )
    if ruled:
        tree = ET.SubElement(renderer, "rules", {"key": "all"})
        for rule in rules:
            scale = {"scalemindenom": "1", "scalemaxdenom": str(rule.most)} if rule.most else {}
            told = {"key": rule.name, "symbol": rule.name, "label": rule.label, "filter": rule.where}
            ET.SubElement(tree, "rule", told | scale)
    symbols = ET.SubElement(renderer, "symbols")
    for rule in rules:
        symbol = ET.SubElement(
            symbols, "symbol", {"type": kind, "name": rule.name, "alpha": "1", "clip_to_extent": "1"}
        )
        for number, (name, options) in enumerate(rule.layers):
            _layer(symbol, name, options, f"@{rule.name}@{number}")


def _layer(symbol: ET.Element, name: str, options: Options, sub: str) -> None:
    layer = ET.SubElement(symbol, "layer", {"class": name, "enabled": "1", "locked": "0", "pass": "0"})
    stroke = (
        {key: value for key, value in options.items() if key.startswith("line_")} if name == "LinePatternFill" else {}
    )
    for key, value in options.items():
        if key not in stroke:
            ET.SubElement(layer, "prop", {"k": key, "v": value})
    if stroke:
        line = ET.SubElement(layer, "symbol", {"type": "line", "name": sub, "alpha": "1", "clip_to_extent": "1"})
        _layer(line, "SimpleLine", stroke, sub)


def add_labelling(root: ET.Element, name_field: str, colour: str, *, size: float = 9, at_point: bool = False) -> None:
    """Add names around points, or anywhere over areas."""
    labelling = ET.SubElement(root, "labeling", {"type": "simple"})
    settings = ET.SubElement(labelling, "settings", {"calloutType": "simple"})
    style = ET.SubElement(
        settings,
        "text-style",
        {
            **{"fieldName": name_field, "isExpression": "0", "fontSize": f"{size:g}", "fontSizeUnit": "Point"},
            **{
                "textColor": rgba(colour, 1),
                "textOpacity": "1",
                "namedStyle": "Regular",
            },
        },
    )
    halo = {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferColor": rgba("halo", 1)}
    ET.SubElement(style, "text-buffer", {**halo, "bufferOpacity": "1", "bufferJoinStyle": "128"})
    placement = {"placement": "6" if at_point else "1", "dist": "1", "priority": "5"}
    ET.SubElement(settings, "placement", placement)
    ET.SubElement(settings, "rendering", {"drawLabels": "1", "obstacle": "1", "scaleVisibility": "0"})


def _hatch(symbol: Symbol, hatch: Hatch) -> Options:
    return {
        "angle": f"{hatch.angle:g}",
        "distance": f"{hatch.gap * MM_PER_PX:.2f}",
        "distance_unit": "MM",
        "line_color": rgba(symbol.colour, hatch.opacity),
        **width(hatch.width, "line_width"),
    }


def _dashes(symbol: Symbol) -> Options:
    if not symbol.dash:
        return {}
    lengths = ";".join(f"{length * MM_PER_PX:.2f}" for length in symbol.dash)
    return {"use_custom_dash": "1", "customdash": lengths, "customdash_unit": "MM"}


def width(pixels: float, key: str) -> Options:
    """A width in CSS pixels as an option in mm."""
    return {key: f"{pixels * MM_PER_PX:.2f}", f"{key}_unit": "MM"}


def rgba(colour: str, opacity: float) -> str:
    """A colour of the theme as four numbers from 0 to 255."""
    value = str(getattr(THEME, colour)).removeprefix("#")
    parts = [str(int(value[at : at + 2], 16)) for at in (0, 2, 4)]
    return ",".join([*parts, str(round(opacity * 255))])
