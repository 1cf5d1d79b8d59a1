"""Two to ten areas, counties or carriers side by side."""

from g60.ui import comparison, shell
from layers import client

page = shell.open_page("compare", client)
comparison.show(page)
