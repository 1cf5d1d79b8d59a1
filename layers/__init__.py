"""Catalog to folium: one layer per file, put together in `compose`; the client script is in `web/`.

No text from data passes through folium, only constants and addresses of ours.
"""

from layers.compose import Sheet, build_map, message, script_file, script_version, sheet

__all__ = ["Sheet", "build_map", "message", "script_file", "script_version", "sheet"]
