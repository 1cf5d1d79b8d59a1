"""Changes in words: whose, of what, the values before and after, and the document that the value rests on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from shapely import from_geojson

from g60.catalog.catalog import Catalog
from g60.contract.codes import EVIDENCE, split
from g60.contract.crs import geodesic_area_km2
from g60.contract.i18n import table, text
from g60.evidence.difference import Difference, field_of
from g60.evidence.facts import MISSING as NO_CITATION
from g60.evidence.facts import Fact
from g60.evidence.lookup import subject_name
from g60.evidence.wording import Wording
from g60.record.history import EVIDENCE_OF, OWN_SOURCE, Change
from g60.record.people import LOCAL_ACCOUNT
from g60.record.rows import BY_NAME, GEOMETRY
from g60.record.versions import local_time
from g60.record.visible import ABOUT, DOCUMENT, SHAPE, C, ChangedCell, Seen

# Longer values are cut where they are listed; files hold them whole.
LETTERS = 300
# The field with the columns that a county's file has of its own.
EXTRAS = "extras"
# Fields of a report that stand in its name or in the column of sources.
SAID_BESIDE = frozenset({"indicator", "task", "year", OWN_SOURCE})


class ChangeWords(NamedTuple):
    """A change in words. A value of a row that is not there is empty."""

    dataset: str
    subject: str
    name: str
    field: str
    before: str
    after: str
    version: int
    at: str
    who: str
    why: str
    source: str


@dataclass(frozen=True)
class ChangeWording:
    """Puts the changes of a difference into the words of one language; it serves a whole list."""

    between: Difference
    lang: str

    def words(self, change: Change) -> ChangeWords:
        """A change in words."""
        cells = (self.value(change, change.before), self.value(change, change.after))
        about = (dataset_label(change.dataset, self.lang), change.subject, self.name(change.subject))
        when = local_time(change.at) if change.at else ""
        source = self.source(change.source)
        return ChangeWords(
            *about,
            self.field(change),
            *cells,
            change.version,
            when,
            who_words(change.who, self.lang),
            change.why,
            source,
        )

    def name(self, subject: str) -> str:
        """What a reader calls the subject, also where one of the two versions does not have it."""
        if subject not in self._names:
            after = subject_name(self.between.after, subject, self.lang)
            known = after != subject.partition(":")[2] and after != subject
            self._names[subject] = after if known else subject_name(self.between.before, subject, self.lang)
        return self._names[subject]

    @cached_property
    def _names(self) -> dict[str, str]:
        return {}

    def field(self, change: Change) -> str:
        """The name of the field; of its evidence, where only that has changed."""
        label = field_label(field_of(change), self.lang)
        return text("change_evidence", self.lang, field=label) if change.field.startswith(EVIDENCE_OF) else label

    def value(self, change: Change, raw: str | None) -> str:
        """A value in words; empty where there was no row."""
        if raw is None:
            return ""
        if change.field.startswith(EVIDENCE_OF):
            return evidence_in_words(raw, self.titles, self.lang)
        return self.code(change.dataset, change.field, raw)

    def code(self, dataset: str, field: str, raw: str) -> str:
        """A cell of a dataset in words, as it is stored."""
        return value_words(self._after, dataset, field, raw)

    @cached_property
    def _after(self) -> Wording:
        return Wording(self.between.after, self.lang)

    def source(self, source: str) -> str:
        """The documents by their titles, and the place in them."""
        return source_words(source, self.titles, self.lang)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The titles of the documents of both versions."""
        return {**titles(self.between.before, self.lang), **titles(self.between.after, self.lang)}

    def seen(self, one: Seen[Change]) -> ChangeWords:
        """A change that a reader sees, in words: a document by its title, a shape as what it follows from."""
        words = self.words(one.cell)
        if one.kind == DOCUMENT:
            return words._replace(
                name=document_label(one.cell, self.name(one.cell.subject), self.lang), field="", source=""
            )
        return words._replace(field=shape_label(one, self.lang)) if one.cell.field == GEOMETRY else words


def whole_reports(
    found: Sequence[Seen[C]], value: Callable[[C, str], str], lang: str
) -> tuple[list[Seen[C]], dict[tuple[str, str], str]]:
    """What is listed of the changes, a report as one; and by dataset and subject what each report says of its value."""
    listed = [one for one in found if one.kind != ABOUT]
    parts: dict[tuple[str, str], list[str]] = {}
    for one in found:
        cell, raw = one.cell, one.cell.after or one.cell.before
        if one.kind == ABOUT and raw and cell.field not in SAID_BESIDE:
            said = text("label_value", lang, label=field_label(cell.field, lang), value=value(cell, raw))
            parts.setdefault((cell.dataset, cell.subject), []).append(said)
    return listed, {row: text("semicolon", lang).join(said) for row, said in parts.items()}


def titles(catalog: Catalog, lang: str) -> dict[str, str]:
    """The titles of the documents by their ids."""
    return {str(one): str(title) for one, title in catalog.sources[f"title_{lang}"].items()}


def document_label(cell: ChangedCell, title: str, lang: str) -> str:
    """A document that came or went, by its title."""
    return text("change_document_new" if cell.before is None else "change_document_gone", lang, title=title)


def shape_label(one: Seen[C], lang: str) -> str:
    """What a reader calls the change of a shape."""
    follows = one.kind == SHAPE and one.cell.before is not None and one.cell.after is not None
    return text("change_shape_follows" if follows else "draft_geometry", lang)


def shape_words(raw: str, lang: str) -> str:
    """A shape in words: by its area, where it has one."""
    area = geodesic_area_km2(from_geojson(raw))
    return text("draft_shape", lang, area=f"{area:.2f}") if area else text("draft_geometry", lang)


def dataset_label(dataset: str, lang: str) -> str:
    """The short name of a dataset; its file's name where the texts have none."""
    return text(f"change_dataset_{dataset}", lang) if f"change_dataset_{dataset}" in table() else BY_NAME[dataset].file


def field_label(field: str, lang: str) -> str:
    """The name of a field of any dataset."""
    return text(f"field_{field}", lang) if f"field_{field}" in table() else field


def value_words(wording: Wording, dataset: str, field: str, raw: str) -> str:
    """A cell as it is stored, in words: codes by their names, numbers with their unit; what is empty says so."""
    if not raw:
        return wording.words(Fact(field, None, NO_CITATION))
    if field == GEOMETRY:
        return shape_words(raw, wording.lang)
    if field == EXTRAS:
        return extras_words(raw, wording.lang)
    known = next((entry for entry in BY_NAME[dataset].fields if entry.name == field), None)
    if known is not None and known.form == "number" and known.unit:
        try:
            return wording.number_words(field, float(raw))
        except ValueError:
            return raw
    parts = split(raw) if known is not None and known.form in ("codes", "list") else (raw,)
    return text("enumeration", wording.lang).join(_code_words(wording, field, part) for part in parts)


def extras_words(raw: str, lang: str) -> str:
    """The columns that a county's file has of its own, each with what stands there; what is no such record as it is."""
    try:
        kept = json.loads(raw)
    except ValueError:
        return raw
    if not isinstance(kept, dict):
        return raw
    return text("semicolon", lang).join(text("label_value", lang, label=name, value=kept[name]) for name in kept)


def _code_words(wording: Wording, field: str, code: str) -> str:
    try:
        return wording.code_words(field, code)
    except StopIteration:  # a text that stands for itself
        return code


def evidence_in_words(raw: str, known: Mapping[str, str], lang: str) -> str:
    """The evidence of a value (codes in one line, as `history.evidence_words` gives it), documents by their titles."""
    kind, *rest = raw.split(" · ")
    named = text(f"evidence_{kind}", lang) if kind in EVIDENCE else kind
    if rest and all(one in known for one in split(rest[0])):
        rest[0] = text("semicolon", lang).join(known[one] for one in split(rest[0]))
    return " · ".join(part for part in (named, *rest) if part)


def source_words(source: str, known: Mapping[str, str], lang: str) -> str:
    """The documents and the place of a change's source, the documents by their titles."""
    named, _, place = source.partition(" ")
    found = [known[one] for one in split(named) if one in known]
    return " ".join(part for part in (text("semicolon", lang).join(found) or named, place) if part)


def who_words(who: str, lang: str) -> str:
    """Who did something: whoever edits on the machine itself has no name but that."""
    return text("who_this_machine", lang) if who == LOCAL_ACCOUNT else who


def cut(words: str) -> str:
    """The beginning of a long text."""
    return words if len(words) <= LETTERS else words[: LETTERS - 1] + "…"
