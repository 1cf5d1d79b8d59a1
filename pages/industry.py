"""The plan's industries: its system and key technologies, and who works on what in each county and zone."""

from g60.ui import industry_page, shell

page = shell.open_page("industry")
industry_page.show(page)
