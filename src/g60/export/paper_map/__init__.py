"""The map at true scale, described in millimetres, with its labels; SVG as it stands."""
