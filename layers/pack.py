"""The meeting pack: one HTML file that holds map, data, scenes and script, and asks nobody for anything.

The same page is served for presenting live. Text from data is JSON in the page, with every sign of markup escaped, and
becomes text nodes; the page's policy lets no script run but ours, which it names by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from threading import Lock
from typing import Any

from g60.catalog.catalog import Catalog
from g60.contract.errors import RefusedError
from g60.contract.i18n import DEFAULT_LANGUAGE, HTML_LANGUAGE, text
from g60.contract.json_bytes import as_json
from g60.meeting import scenes
from g60.meeting.scenes import Presentation
from g60.record.held import Held
from layers import client
from layers.carriers import Carriers
from layers.columns import pack as packed_columns
from layers.columns import unpack
from layers.compose import LAYERS, sheet
from layers.known import known

BYTES_AT_MOST = 20_000_000
# The page holds every carrier's card: of a longer list it is made when somebody asks for it, and not beforehand.
MADE_AHEAD = 4096
# The places of the panels in the page, each with a style sheet of its own.
PANELS = ("facets", "results", "board")
_MAKING = Lock()
_URL = re.compile(r"url\([^)]*\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def pack(
    catalog: Catalog, presentation: Presentation, *, lang: str = DEFAULT_LANGUAGE, today: date | None = None
) -> bytes:
    """The one file of a presentation; raises RefusedError where it would be larger than 20 MB.

    With a day its cards say how tasks stand on it.
    """
    data = page(catalog, presentation, lang=lang, today=today)
    if len(data) > BYTES_AT_MOST:
        raise RefusedError("error_pack_size", size=f"{len(data) / 1e6:.1f}", most=BYTES_AT_MOST // 1_000_000)
    return data


def made(_: Callable[[int, int, str], None], held: Held, given: str, lang: str, today: date) -> bytes:
    """The pack of a presentation as it was sent, as a worker makes it; raises DataError, RefusedError."""
    catalog = held.catalog()
    presentation, _issues = scenes.read(given, catalog)
    return pack(catalog, presentation, lang=lang, today=today)


def live(catalog: Catalog, lang: str, today: date | None = None) -> bytes:
    """The same page as it is served: it shows the browser's own presentation, else the shipped one.

    Readers who ask at the same time wait for the first one's page.
    """
    with _MAKING:
        return _live(catalog, lang, today)


@lru_cache(maxsize=4)
def _live(catalog: Catalog, lang: str, today: date | None) -> bytes:
    return page(catalog, scenes.shipped_over(catalog), lang=lang, back="meeting", today=today)


def page(
    catalog: Catalog, presentation: Presentation, *, lang: str, back: str = "", today: date | None = None
) -> bytes:
    """The page of a presentation; `back` is where Esc leads, relative to it, and empty in a file of its own."""
    file = json.loads(scenes.write(presentation))
    asked = {"lang": lang, "back": back, "presentation": file, "day": today.isoformat() if today else ""}
    # A pack remembers where it was under a name of its own: all files of a disk share one memory.
    own = {"name": hashlib.sha256(as_json(file)).hexdigest()[:12], "layers": [layer.name for layer in LAYERS]}
    blobs = {"room-asked": asked | own, "room-data": known(catalog, today), "atlas-data": _layers_of(catalog)}
    style = "\n".join([_leaflet("css"), *(_safe(client.style_text(name)) for name in ("atlas", "room"))])
    room = client.script_text("room", {"STYLES": {name: client.style_text(f"room_{name}") for name in PANELS}})
    # The first one is for browsers that cannot even read the others.
    scripts = [client.part_text("hosts/old.js"), _leaflet("js"), client.script_text("atlas") + room]
    scripts = [_safe(script) for script in scripts]
    return _document(presentation.title.of(lang) or text("title", lang), lang, style, blobs, scripts)


def refusal(lines: Sequence[str], lang: str, back: str) -> bytes:
    """A page that says why there is no pack, and leads back to where it was asked for."""
    said_lines = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    link = f'<p><a href="{html.escape(back)}">{html.escape(text("pack_to_meeting", lang))}</a></p>'
    return (
        f'<!DOCTYPE html><html lang="{HTML_LANGUAGE[lang]}"><head><meta charset="utf-8">'
        f"<title>{html.escape(text('title', lang))}</title>"
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'"></head>'
        f"<body>{said_lines}{link}</body></html>\n"
    ).encode()


# The document ----------------------------------------------------------------------------------


def _document(title: str, lang: str, style: str, blobs: Mapping[str, Any], scripts: list[str]) -> bytes:
    policy = "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(_hash(script) for script in scripts),
            "style-src " + _hash(style),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{HTML_LANGUAGE[lang]}">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{html.escape(title)}</title>",
        f"<style>{style}</style></head>",
        f'<body><div id="old"><p lang="zh-CN">{html.escape(text("pack_opening", "zh"))}</p>'
        f'<p lang="en">{html.escape(text("pack_opening", "en"))}</p></div>',
        '<div id="room" hidden></div>',
        *(f'<script type="application/json" id="{name}">{_inert(data)}</script>' for name, data in blobs.items()),
        *(f"<script>{script}</script>" for script in scripts),
        "</body></html>\n",
    ]
    return "\n".join(parts).encode()


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _inert(data: Any) -> str:
    """JSON in which nothing can end the element that holds it, or begin another."""
    written = as_json(data).decode()
    return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _safe(content: str) -> str:
    """A script or style of ours with the line ends that a browser sees; raises ValueError if it would end early."""
    if re.search(r"</(?:script|style)|<!--", content, re.IGNORECASE):
        raise ValueError("a script or style of ours holds markup")
    return content.replace("\r\n", "\n").replace("\r", "\n")


@cache
def _leaflet(ending: str) -> str:
    content = files("xstatic.pkg.leaflet").joinpath("data", f"leaflet.{ending}").read_text("utf-8")
    # Its pictures belong to controls that we do not have; a file of one piece has nowhere to take them from.
    return _safe(_URL.sub("none", content) if ending == "css" else _SOURCE_MAP.sub("", content))


# The map's data ----------------------------------------------------------------------------------


def _layers_of(catalog: Catalog) -> dict[str, Any]:
    """What the map's script asks for, by name; what is binary as base64."""
    known = sheet(catalog)
    found: dict[str, Any] = {}
    for name, version in known.versions.items():
        if name == Carriers.name:
            found[name] = {"base64": base64.b64encode(_with_names(catalog)).decode()}
        elif name != "basemap":  # a basemap is another host's
            found[name] = json.loads(known.files[f"{name}.{version}"])
    return found


def _with_names(catalog: Catalog) -> bytes:
    """The carriers' columns with every name: there is no server to ask for a page of them."""
    head, columns = unpack(Carriers.content(catalog))
    for key in ("names_in", "page"):
        head.pop(key, None)
    names = {column: catalog.carriers[column].tolist() for column in ("name_zh", "name_en")}
    return packed_columns({**head, "names": names}, columns)
