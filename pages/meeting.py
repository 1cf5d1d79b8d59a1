"""The meeting: its scenes in order, the check before it, and what it decides."""

from g60.ui import meeting, shell
from layers import client

page = shell.open_page("meeting", client)
meeting.show(page)
