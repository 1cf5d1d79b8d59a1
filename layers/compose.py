"""Layers put together: data that the browser fetches once, a map that is drawn once, a message per selection."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

import folium
import numpy as np
from branca.element import MacroElement
from jinja2 import Template

from g60.ask.near_and_ring import ring_text
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract import basemaps, legend, symbology
from g60.contract.codes import INDUSTRIES, UNITS
from g60.contract.i18n import LANGUAGES, texts
from g60.contract.json_bytes import as_json
from g60.contract.schema import KINDS
from layers import client
from layers.areas import AREA_LAYERS
from layers.atlas_map import AtlasMap
from layers.basemap import Basemap
from layers.carriers import Carriers, names_page, names_version
from layers.counties import Counties
from layers.ground import Railways, Roads, Towns
from layers.layer import ROOT, Layer
from layers.neighbours import Neighbours
from layers.reference import Reference
from layers.tasks import Tasks
from layers.values import Values
from layers.water import Water

# From the ground up.
LAYERS: tuple[type[Layer], ...] = (
    *(Neighbours, Counties, Water, Roads, Railways, *AREA_LAYERS, Reference, Towns, Carriers, Tasks, Values),
)
CODES = re.compile(r"[0-9a-z,.-]*")
NAMES_PAGE = re.compile(r"names\.(?P<version>[0-9a-f]{12})\.(?P<number>[0-9]{1,6})\.json")
PACKED = 4  # of the nine grades of gzip: a higher one takes three times as long and saves little


@dataclass(frozen=True, eq=False)
class Sheet:
    """Everything of one catalog that the browser fetches by address: `files` maps an address's last part to bytes.

    The names of a long list come by the page, which `names_file` makes.
    """

    files: Mapping[str, bytes]
    packed: Mapping[str, bytes]  # the same, compressed once for all who come
    versions: Mapping[str, str]  # of each layer, the part of its file's name behind the first full stop


_MADE: WeakKeyDictionary[Catalog, Sheet] = WeakKeyDictionary()


def _layers() -> tuple[type[Layer], ...]:
    """The layers of the map; the basemap is one of them only where the operator has named any."""
    return (*LAYERS, Basemap) if basemaps.offered().basemaps else LAYERS


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def sheet(catalog: Catalog) -> Sheet:
    """The data of every layer of a catalog, each under a name that holds its content's hash; kept with the catalog."""
    known = _MADE.get(catalog)
    if known is None:
        known = _MADE[catalog] = _sheet_of(catalog)
    return known


def made(catalog: Catalog) -> Sheet | None:
    """The same where a page has shown the map of the catalog, else None: no browser knows a name of its files."""
    return _MADE.get(catalog)


def names_file(catalog: Catalog, name: str) -> bytes | None:
    """The page of names at the last part of an address; None where the catalog has none there."""
    page = NAMES_PAGE.fullmatch(name)
    if page is None or page["version"] != names_version(catalog):
        return None
    names = names_page(catalog, int(page["number"]))
    return as_json(names) if any(names.values()) else None


def _sheet_of(catalog: Catalog) -> Sheet:
    data = {layer.name: layer.content(catalog) for layer in _layers()}
    endings = {layer.name: layer.ending for layer in LAYERS}
    data["symbology"] = as_json(symbology.as_payload() | {"legend": legend.as_payload()})
    data["texts"] = as_json({lang: texts("map_", lang) for lang in LANGUAGES})
    versions = {name: f"{_fingerprint(content)}.{endings.get(name, 'json')}" for name, content in data.items()}
    names = {name: f"{name}.{version}" for name, version in versions.items()}
    return Sheet(
        files={names[name]: content for name, content in data.items()},
        packed={names[name]: gzip.compress(content, PACKED, mtime=0) for name, content in data.items()},
        versions=versions,
    )


def build_map(catalog: Catalog) -> AtlasMap:
    """The map of a catalog. Its script names versions only, so it is the same for every selection and visitor."""
    versions = sheet(catalog).versions
    atlas = AtlasMap(
        script=f"{ROOT}/files/web/{client.script('atlas')[0]}",
        style=f"{ROOT}/files/web/{client.style('atlas')[0]}",
        symbology=versions["symbology"],
        texts=versions["texts"],
    )
    for layer in (layer for layer in _layers() if layer.name in versions):
        layer(versions[layer.name]).add_to(atlas)
    return atlas


class _Message(MacroElement):
    """One line of script in a feature group: the map's first message."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "atlas.apply({{ this._parent._parent.get_name() }}, {{ this.codes }});"
        "{% endmacro %}"
    )

    def __init__(self, codes: Mapping[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Message"
        self.codes = json.dumps(dict(codes), separators=(",", ":"))


def first_message(codes: Mapping[str, str]) -> folium.FeatureGroup:
    """What the map is told by the script that makes it; what changes later comes from the page around it."""
    group = folium.FeatureGroup()
    _Message(codes).add_to(group)
    return group


def message(
    catalog: Catalog, selection: Selection, view: View, *, since: int = 0, day: date | None = None
) -> dict[str, str]:
    """A selection and its view as the few bytes that the drawn map needs, without what is empty.

    These are codes, and a bit per row for what a search or a drawing on the map finds. With `since` the map marks what
    has changed since that version; with a pair of plans, what differs between them. `day` is the one whose lights of
    tasks are shown, where it is not today.
    """
    # Facets are told as codes; the rest takes a bit per row, for all of it together.
    found = catalog.found(selection)
    place = view.place
    return _checked(
        {
            "unit": ",".join(code for code in UNITS if code in selection.units),
            "industry": ",".join(code for code in INDUSTRIES if code in selection.industries),
            "kind": ",".join(code for code in KINDS if code in selection.kinds).replace("_", "-"),
            "list": ",".join(sorted(selection.lists)),
            "plan": ",".join(sorted(selection.plans)),
            "rows": "" if found is None else np.packbits(found, bitorder="little").tobytes().hex(),
            "near": str(selection.near or ""),
            "within": ring_text(selection.within).replace(";", ","),
            "focus": selection.focus,
            "lang": view.lang,
            # A layer that is drawn where it is asked for has a full stop before its code.
            "layers": ",".join(sorted({*view.hidden, *(f".{code}" for code in view.shown)})),
            "view": "" if place is None else f"{place.zoom},{place.lat},{place.lon}",
            "theme": view.theme,
            "base": view.base,
            "day": day.isoformat() if day and view.shown else "",
            "since": f"{since}-{catalog.version}" if since not in (0, catalog.version) else "",
            # A draft has no address of its own under which its difference could be asked for.
            "pair": f"{view.pair}.{catalog.version}" if view.pair and view.draft is None else "",
        }
    )


def _checked(codes: Mapping[str, str]) -> dict[str, str]:
    for code in codes.values():
        if not CODES.fullmatch(code):
            raise ValueError(code)
    return {key: code for key, code in codes.items() if code}
