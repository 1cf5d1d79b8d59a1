"""The record: its versions, what changed between any two of them, and restoring an earlier one."""

from g60.ui import shell, versions_page
from layers import client

page = shell.open_page("versions", client)
versions_page.show(page)
