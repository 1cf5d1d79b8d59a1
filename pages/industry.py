"""The plan's industries: its system, its key technologies, and the entities of each industry in each unit."""

from g60.ui import industry_page, shell

page = shell.open_page("industry")
industry_page.show(page)
