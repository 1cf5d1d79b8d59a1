"""Catalog to folium: one layer per file, put together in `compose`; the client is in `web/`, joined by `client`.

No text from data passes through folium, only constants and addresses of ours.
"""

from layers.compose import NAMES_PAGE, Sheet, build_map, first_message, made, message, names_file, sheet

__all__ = ["NAMES_PAGE", "Sheet", "build_map", "first_message", "made", "message", "names_file", "sheet"]
