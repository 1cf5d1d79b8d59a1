"""Online basemaps: 天地图 with a key, or any XYZ address. Only the operator can turn them on.

The operator sets environment variables: `G60_TIANDITU_KEY` (or `tianditu_key` in Streamlit's secrets, which Streamlit
copies into the environment), `G60_BASEMAP_URL`, `G60_BASEMAP_ATTRIBUTION`. The project itself names no basemap.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from g60.contract import settings
from g60.contract.errors import RefusedError

TIANDITU_KEY = ("G60_TIANDITU_KEY", "tianditu_key")
URL = "G60_BASEMAP_URL"
ATTRIBUTION = "G60_BASEMAP_ATTRIBUTION"

# The codes that a permalink may name, whether or not the operator has set them up.
CODES = ("tianditu", "tianditu-img", "xyz")

TIANDITU_ATTRIBUTION = "天地图 · 国家地理信息公共服务平台"
TIANDITU_SERVERS = "01234567"
_TIANDITU = (
    "https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}"
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)
_KEY = re.compile(r"[0-9A-Za-z]{16,64}")
_PLACES = re.compile(r"\{([^{}]*)\}")
_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?&=%,;@+{}\[\]()!*$-]+")
_LONGEST_ADDRESS = 500
_LONGEST_ATTRIBUTION = 200
_DEEPEST = 18


@dataclass(frozen=True, slots=True)
class Basemap:
    """Tile layers under the map: addresses with {z}, {x}, {y} and perhaps {s}, drawn one above the other."""

    code: str
    tiles: tuple[str, ...]
    attribution: str
    servers: str = "abc"
    deepest: int = _DEEPEST


@dataclass(frozen=True, slots=True)
class Offer:
    """The basemaps that the operator set up: those that can be used, and an error for each that cannot."""

    basemaps: tuple[Basemap, ...] = ()
    refused: tuple[RefusedError, ...] = ()

    def as_payload(self) -> dict[str, Any]:
        """The basemaps as plain JSON values, for the client script."""
        return {"basemaps": [asdict(entry) for entry in self.basemaps]}


def offered(environ: Mapping[str, str] | None = None) -> Offer:
    """The basemaps that the environment names. A value that cannot be used is in `refused`; nothing is raised."""
    environment = settings.environment() if environ is None else environ
    found: list[Basemap] = []
    refused: list[RefusedError] = []
    setting = next((name for name in TIANDITU_KEY if environment.get(name)), "")
    if setting:
        try:
            found += tianditu(environment[setting], setting=setting)
        except RefusedError as error:
            refused.append(error)
    if environment.get(URL):
        try:
            found.append(xyz(environment[URL], environment.get(ATTRIBUTION, "")))
        except RefusedError as error:
            refused.append(error)
    return Offer(tuple(found), tuple(refused))


def tianditu(key: str, *, setting: str = TIANDITU_KEY[0]) -> tuple[Basemap, Basemap]:
    """天地图's street map and imagery, each with its layer of names. Raises RefusedError if this cannot be a key."""
    key = key.strip()
    if not _KEY.fullmatch(key):
        raise RefusedError("error_basemap_key", setting=setting)

    def tiles(*layers: str) -> tuple[str, ...]:
        return tuple(_TIANDITU.format(layer=layer, key=key) for layer in layers)

    return (
        Basemap("tianditu", tiles("vec", "cva"), TIANDITU_ATTRIBUTION, TIANDITU_SERVERS),
        Basemap("tianditu-img", tiles("img", "cia"), TIANDITU_ATTRIBUTION, TIANDITU_SERVERS),
    )


def xyz(address: str, attribution: str = "") -> Basemap:
    """The basemap at an address such as https://tiles.example.org/{z}/{x}/{y}.png.

    Without an attribution, the host's name is the attribution. Raises RefusedError if the address is not one of tiles.
    """
    address = address.strip()
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise RefusedError("error_basemap_characters", setting=URL, most=_LONGEST_ADDRESS)
    places = _PLACES.findall(address)
    rest = _PLACES.sub("", address)
    if set(places) - {"z", "x", "y", "s", "r"} or not {"z", "x", "y"} <= set(places) or "{" in rest or "}" in rest:
        raise RefusedError("error_basemap_places", setting=URL)
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises if the port is not a number
    except ValueError:
        raise RefusedError("error_basemap_host", setting=URL) from None
    if parts.scheme not in ("https", "http"):
        raise RefusedError("error_basemap_scheme", setting=URL)
    if not host or "@" in parts.netloc or set(_PLACES.findall(parts.netloc)) - {"s"}:
        raise RefusedError("error_basemap_host", setting=URL)
    return Basemap("xyz", (address,), _plain(attribution) or _PLACES.sub("", host).strip("."))


def _plain(words: str) -> str:
    """The attribution on one line, without control characters, short enough for the legend."""
    kept = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in words)
    return " ".join(kept.split())[:_LONGEST_ATTRIBUTION]
