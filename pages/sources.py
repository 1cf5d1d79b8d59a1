"""The documents, the data and the method behind the map."""

from g60.ui import about, shell
from layers import client

page = shell.open_page("sources", client)
about.show(page)
