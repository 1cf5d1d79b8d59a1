"""The reader's request: the selection, the view, circles and rings drawn on the map, and the permalink."""
