"""The plan's indicators: baseline, actual, target, the growth that the target needs, and the trial index."""

from g60.ui import indicator_page, shell

page = shell.open_page("indicators")
indicator_page.show(page)
