"""The indicators and targets of a plan in groups: by grade, by programme, by whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from g60.catalog.catalog import Catalog
from g60.contract.codes import TARGET_GRADES, WIDER_SUBJECTS
from g60.contract.i18n import text
from g60.evidence.lookup import subject_name
from g60.review.judged import Judged
from g60.review.programmes import programmes, ties

UNTIED = "untied"


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the entries under a title; the note says why they stand together where a reader could ask."""

    code: str
    title: str
    entries: tuple[Judged, ...]
    note: str = ""


def grouped(catalog: Catalog, entries: Sequence[Judged], order: str, lang: str) -> list[Group]:
    """The entries in groups of an order: grade, programme or place. A programme's entry may stand in several."""
    if order == "programme":
        return _by_programme(catalog, entries, lang)
    return _by_place(catalog, entries, lang) if order == "place" else _by_grade(entries, lang)


def _by_grade(entries: Sequence[Judged], lang: str) -> list[Group]:
    found = []
    for code in TARGET_GRADES:
        own = tuple(entry for entry in entries if entry.grade.grade == code)
        if own:
            found.append(Group(code, text(f"grade_{code}", lang), own, text(f"grade_means_{code}", lang)))
    return found


def _by_programme(catalog: Catalog, entries: Sequence[Judged], lang: str) -> list[Group]:
    tied = ties(catalog, entries)
    found = []
    for number, programme in enumerate(programmes(catalog), start=1):
        own = tuple(entry for entry in entries if any(tie.programme == programme for tie in tied[entry.id]))
        held = [tie for entry in own for tie in tied[entry.id] if tie.programme == programme]
        headings = dict.fromkeys(tie.heading(lang) for tie in held)
        note = text("programme_headings", lang, names=text("enumeration", lang).join(headings)) if own else ""
        if own:
            found.append(Group(f"programme-{number}", programme, own, note))
    rest = tuple(entry for entry in entries if not tied[entry.id])
    if rest:
        found.append(Group(UNTIED, text("programme_untied", lang), rest, text("programme_untied_text", lang)))
    return found


def _by_place(catalog: Catalog, entries: Sequence[Judged], lang: str) -> list[Group]:
    places = (*WIDER_SUBJECTS[:1], *map(str, catalog.units.index), "", *WIDER_SUBJECTS[1:])
    held: dict[str, list[Judged]] = {place: [] for place in places}
    for entry in entries:
        held[place_of(catalog, entry.grade.subject)].append(entry)
    return [
        Group(
            f"place-{place or 'none'}",
            subject_name(catalog, place, lang) if place else text("evaluation_no_place", lang),
            tuple(own),
            text("evaluation_place_text", lang) if place in catalog.units.index else "",
        )
        for place, own in held.items()
        if own
    ]


def place_of(catalog: Catalog, subject: str) -> str:
    """The county or zone that a subject belongs to; the city and the province are places of their own; else empty."""
    if subject in WIDER_SUBJECTS or subject in catalog.units.index:
        return subject
    return catalog.unit_of(subject)
