"""The media types of files that several rooms hand out or take in."""

from __future__ import annotations

_OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = f"{_OFFICE}wordprocessingml.document"
EXCEL = f"{_OFFICE}spreadsheetml.sheet"
POWERPOINT = f"{_OFFICE}presentationml.presentation"
