"""One page about one area, carrier or county: facts with their places, a map, what belongs to it, the documents."""

from g60.export.office.brief.document import to_docx
from g60.export.office.brief.page import to_brief_pdf

__all__ = ["to_brief_pdf", "to_docx"]
