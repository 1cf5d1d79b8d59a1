"""The form to propose a correction of a value, and the list of proposed corrections."""

from g60.ui import correction, shell

page = shell.open_page("corrections")
correction.show(page)
