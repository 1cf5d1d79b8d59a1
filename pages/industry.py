"""The plan's industries: its system and key technologies, and who works on what in each county and zone."""

from g60.ui import industry_page, shell
from layers import client

page = shell.open_page("industry", client)
industry_page.show(page)
