"""The plan's industries: its system, its key technologies, and the entities of each industry in each unit."""

from g60.ui import industry_page, shell
from layers import client

page = shell.open_page("industry", client)
industry_page.show(page)
