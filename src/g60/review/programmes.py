"""Which of the seven programmes (七大工程) an indicator or target belongs to, as far as the documents tie it to one.

A tie is one of three: the sentence that sets the target stands under a heading of the programme; the programme's text
names the area or carrier whose target it is; the target of the text that repeats the indicator is so tied. The plan
itself does not say which of its indicators belong to which programme: every tie is derived, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from g60.catalog.catalog import CATALOGS_KEPT, Catalog, Citation
from g60.catalog.goals import goals
from g60.contract.codes import WIDER_SUBJECTS
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.tasks import CitedRow, tasks
from g60.review.judged import Judged

PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Tie:
    """One programme by its name, the heading under it, and the citation that says why something belongs to it."""

    programme: str
    heading_zh: str
    heading_en: str
    citation: Citation

    def heading(self, lang: str) -> str:
        """The heading in a language."""
        return self.heading_zh if lang == "zh" else self.heading_en


def programmes(catalog: Catalog) -> list[str]:
    """The names of the programmes in the order of the plan."""
    return list(dict.fromkeys(_name(task) for task in _headings(catalog)))


def ties(catalog: Catalog, entries: Iterable[Judged]) -> dict[str, tuple[Tie, ...]]:
    """For each indicator and target the programmes that it is tied to, by its id; none where no document ties it."""
    repeated = _repeated(catalog)
    return {entry.id: _ties_of(catalog, entry, repeated.get(entry.id, "")) for entry in entries}


def _ties_of(catalog: Catalog, entry: Judged, repeating: str) -> tuple[Tie, ...]:
    found = [_under(catalog, entry.id, "under"), *_named(catalog, entry.grade.subject)]
    if repeating:
        found.append(_under(catalog, repeating, "repeated"))
    by_name = {tie.programme: tie for tie in reversed([tie for tie in found if tie is not None])}
    return tuple(by_name[name] for name in programmes(catalog) if name in by_name)


def _under(catalog: Catalog, code: str, why: str) -> Tie | None:
    """The programme under one of whose headings the sentence of a target stands."""
    cited = catalog.citation(code, "text_zh")
    if cited is None or not cited.source or not cited.line:
        return None
    held = [(start, end, task) for source, start, end, task in _sections(catalog) if source == cited.source[0]]
    task = next((task for start, end, task in held if start <= cited.line[0] < end), None)
    return None if task is None else _tie(task, cited, why)


def _named(catalog: Catalog, subject: str) -> list[Tie | None]:
    """The programmes whose text names an area or a carrier; the city is named by all and so tied to none."""
    if subject in WIDER_SUBJECTS:
        return []
    tied = [task for task in _headings(catalog) if subject in task.subjects]
    return [_tie(task, task.facts["subject"].citation, "named") for task in tied]


def _tie(task: CitedRow, cited: Citation, why: str) -> Tie:
    headings = {lang: str(task.name(lang).value) for lang in LANGUAGES}
    notes = (text(f"programme_tie_{why}", lang, heading=headings[lang]) for lang in LANGUAGES)
    cited = Citation("derived", cited.source, cited.locator, cited.line, *notes)
    return Tie(_name(task), headings["zh"], headings["en"], cited)


def _name(task: CitedRow) -> str:
    return str(task.facts["part_zh"].value)


@lru_cache(maxsize=CATALOGS_KEPT)
def _headings(catalog: Catalog) -> tuple[CitedRow, ...]:
    return tuple(tasks(catalog, kind=PROGRAMME))


@lru_cache(maxsize=CATALOGS_KEPT)
def _sections(catalog: Catalog) -> tuple[tuple[str, int, int, CitedRow], ...]:
    """Source, first line, and the line after the last, of the text under each heading.

    The text under the last heading of a programme ends where the next programme begins, and under the last of all
    with its own line: what follows is another part of the document.
    """
    starts: list[tuple[str, int, CitedRow | None]] = []
    for task in _headings(catalog):
        for fact, holder in ((task.facts["part_zh"], None), (task.facts["name_zh"], task)):
            cited = fact.citation
            if cited.source and cited.line:
                starts.append((cited.source[0], cited.line[0], holder))
    found = []
    ordered = sorted({(source, line) for source, line, _ in starts})
    for source, line, holder in starts:
        if holder is None:
            continue
        later = [other for place, other in ordered if place == source and other > line]
        found.append((source, line, min(later, default=line + 1), holder))
    return tuple(found)


@lru_cache(maxsize=CATALOGS_KEPT)
def _repeated(catalog: Catalog) -> dict[str, str]:
    """For an indicator, the target of the plan's text that repeats it."""
    return {goal.restates: goal.id for goal in goals(catalog) if goal.restates}
