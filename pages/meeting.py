"""The meeting: its scenes, the check before it, and its decisions."""

from g60.ui import meeting, shell
from layers import client

page = shell.open_page("meeting", client)
meeting.show(page)
