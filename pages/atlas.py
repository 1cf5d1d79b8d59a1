"""The map, the list of what it shows, and the card of the focused subject."""

from streamlit_folium import st_folium

from g60.ui import map_part, results, shell
from layers import build_map, client, message

page = shell.open_page("atlas", client)
shell.draw_filtered(page, map_part.drawing(st_folium, build_map, message), results.show)
