"""The plan's indicators: baseline, actual and target, what the target needs, and a trial index over them."""

from g60.ui import indicator_page, shell

page = shell.open_page("indicators")
indicator_page.show(page)
