"""Values in words for slides and briefs: each with the code of its evidence and the place where it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from g60.catalog.catalog import Catalog
from g60.contract.i18n import name_column, text
from g60.contract.quantities import Quantity, quantity_text, scope_text
from g60.evidence.codes import mark, place
from g60.evidence.facts import Fact
from g60.evidence.sentence import industry_name, list_name
from g60.export.imprint import xml_text
from g60.export.paper_map.lines import fitted
from g60.export.paper_map.typeface import printable, width

# What turns the direction of all that follows it.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NAMED_BY_CODE = ("kind", "geometry_basis", "location_grade")


def plain(words: str) -> str:
    """A text on one line, as a file can hold it; what turns the direction of writing becomes a visible sign."""
    flat = " ".join(unicodedata.normalize("NFC", words).split())
    return _TURNS.sub("\ufffd", xml_text(flat))


def shortened(words: str, wide: float, size: float, *, bold: bool = False) -> str:
    """A text as written, or its beginning and … where it is wider than so many mm at a size in mm."""
    flat = plain(words)
    return flat if width(printable(flat), size, bold=bold) <= wide else fitted(flat, wide, size, bold=bold)


@dataclass(frozen=True, slots=True)
class Wording:
    """Puts what a catalog holds into the words of one language."""

    catalog: Catalog
    lang: str

    def name(self, entity_id: str) -> str:
        """The name of an entity or unit, the other language's where it has none in this one."""
        row = self.catalog.entity(entity_id)
        return str(row[name_column(self.lang)] or row["name_zh"] or row["name_en"])

    def unit(self, code: str) -> str:
        """The short name of a county or functional zone."""
        return str(self.catalog.units.at[code, f"short_{self.lang}"])

    def label(self, field: str) -> str:
        """The name of a field."""
        return text(f"field_{field}", self.lang)

    def words(self, fact: Fact) -> str:
        """A value in words; what is missing says so."""
        value, field, lang = fact.value, fact.field, self.lang
        if value is None:
            return text("not_stated", lang)
        if isinstance(value, Quantity):
            return " ".join(part for part in (quantity_text(value, lang), scope_text(value, lang)) if part)
        if isinstance(value, float):
            return text(f"unit_of_{field}", lang, value=f"{value:.10g}")
        if isinstance(value, tuple):
            named = [industry_name(self.catalog, part, lang) for part in value] if field == "industries" else value
            return text("enumeration", lang).join(named)
        return self._named(field, value)

    def _named(self, field: str, code: str) -> str:
        """The words for a text, which may be a code."""
        if field == "unit":
            return str(self.catalog.units.at[code, name_column(self.lang)])
        if field == "list":
            return list_name(code, self.lang)
        return text(f"{field}_{code}", self.lang) if field in NAMED_BY_CODE else code

    def code(self, fact: Fact) -> str:
        """The code of a value's evidence, as in ■1."""
        return mark(self.catalog, fact.citation)

    def place(self, fact: Fact) -> str:
        """Where a value stands, and why it is so."""
        return place(self.catalog, fact.citation, self.lang)

    def note(self, subject: str, label: str, shown: str, fact: Fact) -> str:
        """The line of the notes that says where a value stands."""
        values = {
            "name": subject,
            "field": label,
            "value": shown,
            "evidence": self.code(fact),
            "place": self.place(fact),
        }
        return plain(text("slides_note", self.lang, **values))
