"""The quarterly bulletin: what has changed since the last quarter, and the series of quarters."""

from g60.ui import bulletin_page, shell
from layers import client

page = shell.open_page("bulletin", client)
bulletin_page.show(page)
