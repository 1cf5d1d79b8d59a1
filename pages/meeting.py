"""The meeting: its scenes in order, the check before it, and what it decides."""

from g60.ui import meeting, shell

page = shell.open_page("meeting")
meeting.show(page)
