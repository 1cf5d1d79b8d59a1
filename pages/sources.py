"""The documents, the data and the method behind the map."""

from g60.ui import about, shell

page = shell.open_page("sources")
about.show(page)
