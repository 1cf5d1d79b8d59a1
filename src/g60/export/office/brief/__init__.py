"""One page about one area, carrier or county: facts with their places, a map, what belongs to it, the documents."""

from __future__ import annotations

from collections.abc import Callable

from g60.catalog.catalog import Catalog
from g60.export.office.brief.document import to_docx
from g60.export.office.brief.page import to_brief_pdf
from g60.export.paper_map.sheet import SheetOptions

BriefMaker = Callable[[Catalog, str, str, SheetOptions], bytes]
BRIEFS: dict[str, BriefMaker] = {"docx": to_docx, "pdf": to_brief_pdf}

__all__ = ["BRIEFS", "BriefMaker", "to_brief_pdf", "to_docx"]
