"""The map, the list of what it shows, and the card of the focused subject."""

from streamlit_folium import st_folium

from g60.ui import results, shell
from g60.ui.map_part import MapPart
from layers import build_map, client, first_message, message

page = shell.open_page("atlas", client)
the_map = MapPart(st_folium, build_map, message, first_message)
shell.draw_filtered(page, the_map.draw, results.showing(the_map.told))
