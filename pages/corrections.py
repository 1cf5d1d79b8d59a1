"""The form to propose a correction of a value, and the list of proposed corrections."""

from g60.ui import correction, shell
from layers import client

page = shell.open_page("corrections", client)
correction.show(page)
