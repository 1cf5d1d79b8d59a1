"""A citation in full, for files that travel without the list of documents: title, place, lines, reason in one cell."""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog, Citation
from g60.contract.i18n import text
from g60.evidence.codes import in_a_line
from g60.evidence.wording import Wording


def whole_citation(wording: Wording, citation: Citation | None) -> str:
    """Which document says a value, where in it, on which lines, and why it is so; empty without a citation.

    A value that no document gives has its reason alone.
    """
    if citation is None:
        return ""
    cited = wording.cited(citation)
    where = " ".join(part for part in (cited.title, cited.locator, cited.line and f"L{cited.line}") if part)
    why = in_a_line(cited.note, wording.lang)
    return text("cited_because", wording.lang, where=where, why=why) if where and why else where or why


def citation_as_json(catalog: Catalog, citation: Citation) -> dict[str, Any]:
    """A citation as plain values: the documents with their titles, the place, the lines, the reason."""
    titles = {
        f"title_{lang}": [str(catalog.sources.at[source, f"title_{lang}"]) for source in citation.source]
        for lang in ("zh", "en")
    }
    return {
        "source": list(citation.source),
        **titles,
        "locator": citation.locator,
        "line": list(citation.line),
        "note": citation.note,
        "note_en": citation.note_en,
    }
