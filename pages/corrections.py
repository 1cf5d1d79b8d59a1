"""A correction of a value, and the list of those that were handed in."""

from g60.ui import correction, shell
from layers import client

page = shell.open_page("corrections", client)
correction.show(page)
