"""The parts of the page whose browser half is ours: filters, results, look, and the link to the map's view.

Each is a Streamlit component whose script and style are the files of `web/`, joined: there is no build step. Streamlit
sends a component's script with every rerun, so it gets a few lines that fetch the real one by its address.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from g60.contract.i18n import LANGUAGES, text, texts

SHARED = ("theme_", "tally_")

# All that Streamlit gets to send: `part.js` is in the file that this fetches. One line alone it would take for a path.
FETCH = """const p=await import(new URL("./files/page/%s",document.baseURI))
export default c=>p.mounted(p.default,c)"""

# Each part by its name: the files of its script, and of its style.
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "facets": (("dom.js", "facets.js"), ("panel.css", "facets.css")),
    "results": (
        ("dom.js", "rows.js", "evidence.js", "card.js", "meeting_store.js", "map_tools.js", "results.js"),
        ("panel.css", "results.css", "evidence.css", "card.css"),
    ),
    "look": (("dom.js", "look.js"), ("panel.css", "look.css")),
    "report": (
        ("dom.js", "evidence.js", "card.js", "opening.js", "report.js"),
        ("panel.css", "evidence.css", "card.css", "report.css", "opening.css"),
    ),
    "view_link": (("dom.js", "view_link.js"), ()),
    "meeting": (
        *(("dom.js", "meeting_store.js", "meeting_rows.js", "meeting_form.js", "meeting_decisions.js", "meeting.js"),),
        ("panel.css", "meeting.css"),
    ),
}
# Words that one part alone says, by the beginning of their codes.
OWN_WORDS = {"meeting": ("meeting_",)}


def _joined(*names: str) -> str:
    folder = files("g60.ui").joinpath("web")
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in names)


@cache
def script(part: str) -> tuple[str, bytes]:
    """The script of one part, with its style and words: its file name with a hash of the content, and the content."""
    scripts, styles = PARTS[part]
    words = {lang: _words(lang, OWN_WORDS.get(part, ())) for lang in LANGUAGES}
    # JSON is script, but for two line ends that json.dumps escapes.
    constants = {"STYLE": _joined(*styles), "TEXTS": words}
    lines = [f"const {name} = {json.dumps(value)};" for name, value in constants.items()]
    content = "\n".join([*lines, _joined("part.js", *scripts)]).encode()
    return f"{part}.{hashlib.sha256(content).hexdigest()[:12]}.js", content


def _words(lang: str, own: tuple[str, ...] = ()) -> dict[str, str]:
    """What a part says, by code: the panels' texts without the prefix; those of themes, counts and its own with it."""
    shared = {f"{prefix}{code}": words for prefix in (*SHARED, *own) for code, words in texts(prefix, lang).items()}
    return texts("panel_", lang) | shared | {"map_label": text("map_map_label", lang)}


def scripts(*parts: str) -> list[str]:
    """The addresses of the scripts of some parts, as a page asks for them."""
    return [f"./files/page/{script(part)[0]}" for part in parts]


def script_file(name: str) -> bytes | None:
    """The script that a file name stands for; None where there is no such part, or not in this version."""
    part = name.partition(".")[0]
    known, content = script(part) if part in PARTS else ("", b"")
    return content if name == known else None


@cache
def _part(name: str) -> ComponentRenderer:
    return st.components.v2.component(f"g60_{name}", js=FETCH % script(name)[0])


def packed(data: Mapping[str, Any]) -> bytes:
    """Data for a part that is sent at every click: Streamlit's own JSON spells each Chinese character in six bytes."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def facets() -> ComponentRenderer:
    """The search line and the checklists."""
    return _part("facets")


def results() -> ComponentRenderer:
    """The counts, the list, and the card of the chosen one."""
    return _part("results")


def look() -> ComponentRenderer:
    """The switch between themes, which also tells the page its theme and language."""
    return _part("look")


def report() -> ComponentRenderer:
    """A page of words and figures in which every value opens its source."""
    return _part("report")


def meeting() -> ComponentRenderer:
    """The page where a meeting is prepared."""
    return _part("meeting")


def view_link() -> ComponentRenderer:
    """The map's view in the page's address."""
    return _part("view_link")
