"""What the reader asked for: the selection, the view, circles and rings drawn on the map."""
