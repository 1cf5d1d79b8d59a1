"""Scripts of Streamlit and of streamlit-folium that a page of ours will ask for, so that its head can name them.

Streamlit fetches the script of an element when the first of its kind comes, a tenth of a second after the page has
begun to paint. What is not found under its name here is not named, and is fetched as late as without this.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# The elements of the map's page that are not in Streamlit's first scripts, by the names of their files.
ELEMENTS = ("PageLink", "Button", "BidiComponent", "ComponentInstance")
SCRIPTS = "static/js/"
FRAME = "component/streamlit_folium.st_folium/"
# The file of a script is its name with a hash; what it needs before it can run stands in its first words.
HASHED = r"[\w.-]+\.[\w-]{8}\.js"
NEEDED = re.compile(rf'(?:from|import)"\./({HASHED})"')
NAMED = re.compile(rf'"\./static/js/({HASHED})"')


@cache
def element_scripts() -> tuple[str, ...]:
    """The addresses of the scripts of `ELEMENTS` and of what they import, without those that every page names."""
    root = _folder("streamlit") / "static"
    folder = root / "static" / "js"
    try:
        known = set(NAMED.findall((root / "index.html").read_text("utf-8")))
        wanted = [path.name for element in ELEMENTS for path in folder.glob(f"{element}.*.js")]
        found: list[str] = []
        while wanted:
            name = wanted.pop(0)
            if name in known:
                continue
            known.add(name)
            found.append(name)
            wanted += NEEDED.findall((folder / name).read_text("utf-8"))
    except OSError:
        return ()
    return tuple(SCRIPTS + name for name in found)


def frame_scripts() -> tuple[str, ...]:
    """The address of the script that makes the map's frame; none before the first map, since nobody serves it yet."""
    return _frame_scripts() if "streamlit_folium" in sys.modules else ()


@cache
def _frame_scripts() -> tuple[str, ...]:
    folder = _folder("streamlit_folium") / "frontend" / "build" / "static" / "js"
    return tuple(f"{FRAME}static/js/{path.name}" for path in folder.glob("main.*.js"))


def _folder(package: str) -> Path:
    found = find_spec(package)
    return Path(found.origin).parent if found and found.origin else Path(package)
