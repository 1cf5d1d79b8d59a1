"""The map itself: folium's, with Leaflet from this server and nothing from any other."""

from __future__ import annotations

import folium
from jinja2 import Template

from layers.layer import ROOT, checked_address, checked_version

LEAFLET = f"{ROOT}/files/leaflet"


class AtlasMap(folium.Map):
    """A map whose files are all local and whose script is the same for every visitor and every selection.

    folium's own template would fetch other files and set a style of its own; this one makes the map and says
    which symbology and texts it takes.
    """

    _template = Template(
        "{% macro header(this, kwargs) %}{% endmacro %}"
        '{% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}" ></div>{% endmacro %}'
        "{% macro script(this, kwargs) %}"
        'var {{ this.get_name() }} = L.map("{{ this.get_name() }}");\n'
        'atlas.begin({{ this.get_name() }}, {symbology: "{{ this.symbology }}", texts: "{{ this.texts }}"});'
        "{% endmacro %}"
    )

    def __init__(self, *, script: str, style: str, symbology: str, texts: str) -> None:
        super().__init__(tiles=None, zoom_control=False, attr=None)
        self.symbology = checked_version(symbology)
        self.texts = checked_version(texts)
        # streamlit-folium loads scripts one after the other, so our modules come joined: one answer, not fifty.
        self.default_js = [("leaflet", f"{LEAFLET}/leaflet.js"), ("atlas", checked_address(script))]
        self.default_css = [("leaflet", f"{LEAFLET}/leaflet.css"), ("atlas", checked_address(style))]
