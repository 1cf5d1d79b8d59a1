"""The tasks that the documents set, by kind and by whom they concern; and the ties to places beyond the city."""

from g60.ui import shell, task_page
from layers import client

page = shell.open_page("tasks", client)
task_page.show(page)
