"""Drafts: the list of them, what one changes and its publication, one row as a form, many rows as a table."""

from g60.ui import edit, shell
from layers import client

page = shell.open_page("edit", client)
edit.show(page)
