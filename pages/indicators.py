"""The plan's indicators: baseline, actual, target, the growth that the target needs, and the trial index."""

from g60.ui import indicator_page, shell
from layers import client

page = shell.open_page("indicators", client)
indicator_page.show(page)
