"""A county's file taken in: what was understood, what is wrong, what would change, a draft."""

from g60.ui import import_page, shell
from layers import client

page = shell.open_page("imports", client)
import_page.show(page)
