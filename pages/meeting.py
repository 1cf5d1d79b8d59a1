"""The meeting: its scenes, the check before it, and its decisions."""

from g60.ui import meeting, shell

page = shell.open_page("meeting")
meeting.show(page)
