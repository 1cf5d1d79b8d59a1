"""Who may do what in the record, for an administrator."""

from g60.ui import people_page, shell
from layers import client

page = shell.open_page("people", client)
people_page.show(page)
