"""Two to ten areas, counties or carriers side by side."""

from g60.ui import comparison, shell

page = shell.open_page("compare")
comparison.show(page)
