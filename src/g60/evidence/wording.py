"""A value with its evidence, in the words of one language: the one way for a value to reach a reader.

Card, comparison, tables, charts, files and command line read these words. A value whose evidence is unknown is refused:
no number is shown that nobody can ask about.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from g60.catalog.catalog import Catalog, Citation
from g60.checks.citations import Documents, quoted
from g60.contract.codes import CARRIER, EVIDENCE, LIST_SEPARATOR
from g60.contract.errors import EvidenceError
from g60.contract.i18n import name_column, table, text
from g60.contract.quantities import Quantity, quantity_text, scope_text
from g60.contract.schema import AREA_KINDS, CITATIONS
from g60.contract.translations import below, beside, translated
from g60.evidence.codes import enumerated, short_code, source_line
from g60.evidence.facts import Fact
from g60.evidence.sentence import list_name

# Fields whose value is a code with a text of its own, `<family>_<code>`: the families in which it is looked for.
NAMED_BY_TEXT = {
    "kind": ("kind", "conflict", "task", "name"),
    "state": ("task_state", "ledger_state"),
    **{field: (field,) for field in ("location_grade", "geometry_basis", "role", "grade", "status")},
}
# Lists that a document gives in one cell; the lists of a dataset's own are tuples already.
LISTED_IN_TEXT = ("fields_zh", "fields_en")
# Texts of a document whose parts, where it has several, are set apart as a reader of their language does.
ENUMERATED = ("industries_zh", "industries_en")
# A missing value among these is not a gap of the documents: it cannot be computed from others.
COMPUTED = frozenset({"needed_growth", "needed_points", "growth", "grown_points", "ratio", "progress", "reached"})
# A missing value among these is no gap of a document either: nobody has reported it yet.
AWAITED = frozenset({"actual", "actual_year"})
POINTS = frozenset({"needed_points", "grown_points"})
STATUS = {"完成": "reached", "未完成": "not_reached"}


class Cited(NamedTuple):
    """A citation in words: documents, their numbers and dates, place, lines, reason, and the sentence if at hand.

    On paper the same is `code`, as in ■1, and `place`, one line with the numbers of the documents.
    """

    title: str
    number_date: str
    locator: str
    line: str
    note: str
    quote: str
    code: str
    place: str

    def as_payload(self) -> dict[str, str]:
        """The citation as the browser draws it."""
        return dict(zip(self._fields[:6], self[:6], strict=True))


class Compared(NamedTuple):
    """Where a fact stands in a comparison: part, code and year of its line; and what tells equal and comparable values.

    `name` is the name of the line where it is not the label: that of a figure, without the year.
    """

    part: str
    code: str
    year: str
    name: str
    same: str
    number: float | None
    basis: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact in words. `words` is value and lines on one line."""

    fact: Fact
    label: str
    value: str
    lines: tuple[str, ...]
    words: str
    evidence_label: str
    cited: Cited
    compare: Compared | None = None

    def as_payload(self) -> dict[str, Any]:
        """The entry as the browser draws it."""
        fact = self.fact
        return {
            "subject": fact.subject,
            "field": fact.field,
            "label": self.label,
            "value": self.value,
            "lines": list(self.lines),
            "figure": isinstance(fact.value, Quantity | float),
            "missing": fact.value is None,
            "evidence": fact.evidence,
            "evidence_label": self.evidence_label,
            "citation": self.cited.as_payload(),
            "compare": {key: part for key, part in self.compare._asdict().items() if part not in ("", None)}
            if self.compare
            else None,
        }


class Row(NamedTuple):
    """One line of a list: id, name, what stands below it, and the code of its symbol."""

    id: str
    name: str
    sub: str
    mark: str


@dataclass(frozen=True)
class Wording:
    """Puts what a catalog holds into the words of one language; `documents` are the documents that are at hand.

    `today` is the day for which lights of tasks are worked out; without it none are.
    What it has looked up it keeps, so one of these serves a whole file.
    """

    catalog: Catalog
    lang: str
    documents: Documents = field(default_factory=dict)
    today: date | None = None

    # Names

    def name(self, entity_id: str) -> str:
        """The name of an area, carrier or unit, the other language's where it has none in this one."""
        row = self.catalog.entity(entity_id)
        return str(row[name_column(self.lang)] or row["name_zh"] or row["name_en"])

    def unit(self, code: str) -> str:
        """The short name of a county or functional zone."""
        return self._short_units[code]

    def label(self, field: str) -> str:
        """The name of a field."""
        return text(f"field_{field}", self.lang)

    def measure(self, code: str) -> str:
        """The name of what a target or a figure measures."""
        return self._measures[code]

    def names(self, field: str) -> Mapping[str, str]:
        """The names of a field's codes, as far as they stand in a table of the catalog."""
        return self._names.get(field, {})

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        catalog, column = self.catalog, name_column(self.lang)
        return {
            "unit": texts_of(catalog.units[column]),
            "industries": texts_of(catalog.industries[column]),
            "status_zh": {status: text(code, self.lang) for status, code in STATUS.items()},
            "plan": texts_of(catalog.tables.plans[column]),
            "indicator": texts_of(catalog.tables.indicators[column]),
            "task": texts_of(catalog.tables.tasks[column]),
            "list": {code: list_name(catalog, code, self.lang) for code in (catalog.whole or catalog).lists},
        }

    def rows(self, ids: Sequence[str]) -> list[Row]:
        """Areas and carriers as lines of a list."""
        new = [entity_id for entity_id in ids if entity_id not in self._rows]
        if new:
            entities = (self.catalog.whole or self.catalog).entities
            self._rows.update(
                (row.id, row) for row in self.rows_of(entities.iloc[[self.catalog.places[one] for one in new]])
            )
        return [self._rows[entity_id] for entity_id in ids]

    def rows_of(self, entities: pd.DataFrame) -> list[Row]:
        """Rows of the catalog's entities as lines of a list: below the name stand unit and industries."""
        column, comma, guessed = name_column(self.lang), text("comma", self.lang), text("inferred_mark", self.lang)
        found = []
        for entity_id, row in zip(entities.index, entities.to_dict("records"), strict=True):
            unit, cited = self._short_units.get(row["unit"], ""), self.catalog.citation(entity_id, "unit")
            unit += guessed if unit and cited is not None and cited.evidence == "inferred" else ""
            industries = comma.join(self._short_industries[code] for code in row["industries"])
            sub = " · ".join(part for part in (unit, industries) if part)
            found.append(Row(entity_id, row[column], sub, symbol(row["kind"], row["plan"])))
        return found

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {}

    @cached_property
    def _short_industries(self) -> dict[str, str]:
        return texts_of(self.catalog.industries[f"short_{self.lang}"])

    @cached_property
    def _short_units(self) -> dict[str, str]:
        return texts_of(self.catalog.units[f"short_{self.lang}"])

    @cached_property
    def _measures(self) -> dict[str, str]:
        return texts_of(self.catalog.tables.measures[name_column(self.lang)])

    # Values

    def words(self, fact: Fact) -> str:
        """A value on one line; what is missing says so."""
        return self._said(fact)[2]

    def code_words(self, field: str, code: str) -> str:
        """A text of a field as it is read: the name of a code, anything else as it stands."""
        if field in NAMED_BY_TEXT:
            family = next(family for family in NAMED_BY_TEXT[field] if f"{family}_{code}" in table())
            return text(f"{family}_{code}", self.lang)
        return self.names(field).get(code, code)

    def number_words(self, field: str, value: float) -> str:
        """A number of a field with its unit, as in 12.5 km²; the bare number where the field names no unit."""
        number, unit = f"{value:.10g}", f"unit_of_{field}"
        return text(unit, self.lang, value=number) if unit in table() else number

    def _said(self, fact: Fact) -> tuple[str, tuple[str, ...], str]:
        """The value, its lines, and both on one line."""
        value, name = fact.value, fact.field
        if value is None:
            words = text(self._gap(fact), self.lang)
        elif isinstance(value, Quantity):
            words, scope = quantity_text(value, self.lang), scope_text(value, self.lang)
            if scope and words.endswith(scope):  # the unit says it already, as in yuan per mu
                scope = ""
            if fact.definition:
                words = text("indicator_basis", self.lang, value=words, basis=self._basis(fact.definition))
            lines = (*((scope,) if scope else ()), *below(words, self.lang))
            return words, lines, " ".join(part for part in (beside(words, self.lang), scope) if part)
        elif isinstance(value, float):
            words = self.number_words(name, value)
        elif isinstance(value, tuple) or name in LISTED_IN_TEXT:
            parts = value if isinstance(value, tuple) else value.split(LIST_SEPARATOR)
            given = self.catalog.industry_words(fact.subject) if name == "industries" else {}
            lines = tuple(self._with_words(self.code_words(name, part), given.get(part, ())) for part in parts)
            return "", lines, self.joined(name, lines)
        elif name == "extras":
            given = json.loads(str(value)).items()
            lines = tuple(text("label_value", self.lang, label=label, value=words) for label, words in given)
            return "", lines, self.joined(name, lines)
        elif name in ENUMERATED:
            words = enumerated(value, name.rpartition("_")[2])
        else:
            words = text("points_value", self.lang, value=value) if name in POINTS else self.code_words(name, value)
        if fact.definition:
            words = text("indicator_basis", self.lang, value=words, basis=self._basis(fact.definition))
        return words, below(words, self.lang), beside(words, self.lang)

    def _gap(self, fact: Fact) -> str:
        """The code of the text that says why a value is missing."""
        if fact.field in COMPUTED:
            return "not_computable"
        if fact.field in AWAITED:
            return "not_reported"
        return "not_stated_in_document" if fact.subject in self.catalog.sources.index else "not_stated"

    def _basis(self, definition: str) -> str:
        """What a number counts by, in the document's words, with their translation."""
        plain = translated(definition, self.lang)
        return text("label_value", self.lang, label=definition, value=plain) if plain else definition

    def _with_words(self, name: str, words: Sequence[str]) -> str:
        """The name of an industry with the words of the text that give it, as in 新能源：氢能、燃料电池."""
        joined = text("enumeration", self.lang).join(words)
        return text("industry_by_words", self.lang, industry=name, words=joined) if words else name

    def joined(self, field: str, parts: Sequence[str]) -> str:
        """The parts of a list on one line: with semicolons where a part has the sign of an enumeration in it."""
        sign = text("enumeration", self.lang)
        apart = field == "industries" or any(sign.strip() in part for part in parts)
        return (text("semicolon", self.lang) if apart else sign).join(parts)

    def entry(self, fact: Fact, label: str = "") -> Entry:
        """A fact as one entry: label, words, evidence, citation.

        Raises EvidenceError for a value without evidence, and for evidence that contradicts the value.
        """
        if fact.evidence not in EVIDENCE or (fact.value is None) != (fact.evidence == "missing"):
            raise EvidenceError(file=CITATIONS.file, subject=fact.subject, field=fact.field, evidence=fact.evidence)
        value, lines, words = self._said(fact)
        evidence = text(f"evidence_{fact.evidence}", self.lang)
        return Entry(fact, label or self.label(fact.field), value, lines, words, evidence, self.cited(fact.citation))

    # Citations

    def code(self, fact: Fact) -> str:
        """The code of a value's evidence, as in ■1."""
        return self.cited(fact.citation).code

    def cited(self, citation: Citation) -> Cited:
        """A citation in words."""
        if citation not in self._cited:
            self._cited[citation] = self._in_words(citation)
        return self._cited[citation]

    @cached_property
    def _cited(self) -> dict[Citation, Cited]:
        return {}

    def _in_words(self, citation: Citation) -> Cited:
        found = [self._sources[source] for source in dict.fromkeys(citation.source)]
        return Cited(
            "; ".join(row["title"] for row in found),
            "; ".join(row["number_date"] for row in found),
            enumerated(citation.locator, self.lang),
            ", ".join(str(line) for line in dict.fromkeys(citation.line)),
            citation.note if self.lang == "zh" else citation.note_en or citation.note,
            self._quote(citation) if self.documents else "",
            short_code(self.catalog, citation),
            source_line(self.catalog, citation, self.lang),
        )

    @cached_property
    def _sources(self) -> dict[str, dict[str, str]]:
        return {
            str(source): {
                "title": str(row[f"title_{self.lang}"]),
                "number_date": " ".join(part for part in (row["number"], row["date"]) if part),
            }
            for source, row in self.catalog.sources.to_dict("index").items()
        }

    def _quote(self, citation: Citation) -> str:
        spread = citation.source * len(citation.line) if len(citation.source) == 1 else citation.source
        held = zip(spread, citation.line, strict=False)
        quotes = [quoted(self.documents[source], line) for source, line in held if source in self.documents]
        return "\n".join(dict.fromkeys(quotes))


def texts_of(column: pd.Series) -> dict[str, str]:
    """A column of texts by the codes of its index."""
    return {str(code): str(words) for code, words in column.items()}


def symbol(kind: str, plan: str = "") -> str:
    """The code of a symbol: the kind of an area, `county` for a unit, `other` for a body on no plan's own list."""
    if kind in AREA_KINDS:
        return kind
    if kind != CARRIER:
        return "county"
    return CARRIER if plan else "other"


def drawn(catalog: Catalog, at_hand: Documents, fact: Fact, lang: str, *, label: str = "") -> dict[str, Any]:
    """A fact as the browser draws it; raises EvidenceError as `Wording.entry` does."""
    return Wording(catalog, lang, at_hand).entry(fact, label).as_payload()
