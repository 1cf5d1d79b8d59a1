"""The map itself: folium's, with Leaflet from this server and nothing from any other."""

from __future__ import annotations

import folium
from jinja2 import Template

from layers.layer import ROOT, checked_address

LEAFLET = f"{ROOT}/files/leaflet"

# The order in which the client's modules are loaded; each file is named after what it draws.
MODULES = (
    *("start", "text", "columns", "theme", "hatches", "select", "ahead", "grid"),
    *("spread", "shapes", "groups", "labels", "placing", "neighbours", "counties"),
    *("water", "corridor", "reference", "core", "lakes", "zones", "carriers"),
    *("badges", "pointers", "swatches", "legend", "scalebar", "notice", "basemap", "buttons"),
    *("geodesy", "sketch", "plate", "tools", "measure", "around", "near", "within"),
    *("note", "full_screen", "copy_link", "add_scene", "locator"),
    *("home", "view", "talk", "hand", "keys"),
)
STYLES = ("atlas", "tools")


class AtlasMap(folium.Map):
    """A map whose files are all local and whose script is the same for every visitor and every selection.

    folium's own template would fetch other files and set a style of its own; this one makes the map and says
    where symbology and texts are.
    """

    _template = Template(
        "{% macro header(this, kwargs) %}{% endmacro %}"
        '{% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}" ></div>{% endmacro %}'
        "{% macro script(this, kwargs) %}"
        'var {{ this.get_name() }} = L.map("{{ this.get_name() }}");\n'
        'atlas.begin({{ this.get_name() }}, {symbology: "{{ this.symbology }}", texts: "{{ this.texts }}"});'
        "{% endmacro %}"
    )

    def __init__(self, *, script: str, symbology: str, texts: str) -> None:
        super().__init__(tiles=None, zoom_control=False, attr=None)
        self.symbology = checked_address(symbology)
        self.texts = checked_address(texts)
        # streamlit-folium loads scripts one after the other, so our modules come joined: one answer, not thirty.
        self.default_js = [("leaflet", f"{LEAFLET}/leaflet.js"), ("atlas", checked_address(f"{script}/atlas.js"))]
        self.default_css = [
            ("leaflet", f"{LEAFLET}/leaflet.css"),
            ("atlas", checked_address(f"{script}/atlas.css")),
        ]
