"""The documents, their texts for those who may read them, and a sentence bound to a value."""

from g60.ui import documents_page, shell
from layers import client

page = shell.open_page("documents", client)
documents_page.show(page)
