"""The plan's indicators: baseline, actual and target, what the target needs, and a trial index over them."""

from g60.ui import indicator_page, shell
from layers import client

page = shell.open_page("indicators", client)
indicator_page.show(page)
