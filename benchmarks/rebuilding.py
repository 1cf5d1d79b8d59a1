"""The second yardstick: a plain streamlit-folium page, which builds its map again at every rerun.

Leaflet comes from this server, since other hosts are blocked; everything else is as in the manuals.
"""

import folium
import streamlit as st
from streamlit_folium import st_folium

from g60.ask.selection import Selection
from g60.catalog.measures import carrier_points
from g60.ui.asked import load_catalog

LEAFLET = "../../files/leaflet/leaflet"


class LocalMap(folium.Map):
    """A folium map without requests to other hosts."""

    default_js = [("leaflet", f"{LEAFLET}.js")]  # noqa: RUF012 - as in folium
    default_css = [("leaflet", f"{LEAFLET}.css")]  # noqa: RUF012


st.set_page_config(page_title="rebuilding", layout="wide")
catalog = load_catalog()
chosen = {str(code) for code, name in catalog.units["short_zh"].items() if st.checkbox(name, key=str(code))}
points = carrier_points(catalog.pick(Selection(units=frozenset(chosen))).carriers)
atlas = LocalMap(location=[30.65, 120.8], zoom_start=10, tiles=None)
for lon, lat in zip(points["lon"], points["lat"], strict=True):
    folium.CircleMarker([lat, lon], radius=4).add_to(atlas)
st_folium(atlas, key="map", returned_objects=[], height=640, use_container_width=True)
st.text(f"shown: {len(points)}")
