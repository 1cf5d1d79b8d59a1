"""A correction of a value, and the list of those that were handed in."""

from g60.ui import correction, shell

page = shell.open_page("corrections")
correction.show(page)
