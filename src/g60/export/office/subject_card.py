"""What has room of a subject's card on a slide and in a brief: some of its sections, its rows as names in a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from g60.contract.i18n import text
from g60.evidence.card import IN_TITLE, Card, CardContent, Section, worded
from g60.evidence.codes import short_code
from g60.evidence.wording import Entry, Row, Wording
from g60.export.plain_text import plain

# The sections that have room, by their codes; the title says what else would stand among the facts.
VALUES = ("facts", "targets", "figures", "counts", "tasks")
BELONGING = ("of_unit", "areas_of_unit", "all_of_unit")
NAME_LETTERS = 120  # of a name in a list of names


def subject_card(wording: Wording, subject: str) -> Card:
    """The card of a subject as far as it has room; raises UnknownIdError."""
    return worded(CardContent(wording.catalog, subject), wording).only((*VALUES, *BELONGING), without=IN_TITLE)


@dataclass(frozen=True, slots=True)
class Missing:
    """What the documents do not say of a subject, as one statement: the words, their code, and the fields it is of."""

    words: str
    code: str
    entries: tuple[Entry, ...]

    def listed(self, lang: str) -> str:
        """The names of the fields."""
        return text("enumeration", lang).join(one.label for one in self.entries)


def parted(entries: Sequence[Entry]) -> tuple[list[Entry], list[Missing]]:
    """The entries with a value; and what is missing, each statement once with the fields that it is of.

    A translation of what is missing is missing too, and is not named beside it.
    """
    alike: dict[tuple[str, str], list[Entry]] = {}
    for one in entries:
        if one.fact.value is None and not one.fact.field.endswith("_en"):
            alike.setdefault((one.words, one.cited.code), []).append(one)
    found = [Missing(words, code, tuple(some)) for (words, code), some in alike.items()]
    return [one for one in entries if one.fact.value is not None], found


@dataclass(frozen=True, slots=True)
class Belonging:
    """Entities that belong to the subject's county; the note says how. `count` counts those too that are not named."""

    title: str
    note: str
    names: tuple[str, ...]
    count: int

    @classmethod
    def of(cls, section: Section, wording: Wording) -> Belonging:
        """The names of a section's rows."""
        return cls(section.title, section.note, tuple(_named(row, wording) for row in section.rows), section.count)

    def words(self, lang: str, most: int) -> str:
        """Their names, so many at most: then how many more there are."""
        named = self.names[:most]
        shown, left = text("enumeration", lang).join(named), self.count - len(named)
        return shown if left <= 0 else text("brief_more", lang, names=shown, count=f"{left:,}")


def belonging(card: Card, wording: Wording) -> list[Belonging]:
    """What belongs to the subject's county, or to the county that it is."""
    return [Belonging.of(section, wording) for section in card.sections if section.rows]


def _named(row: Row, wording: Wording) -> str:
    """A name with the code of the evidence that it belongs there; bodies beyond the plan's list say so by a star."""
    star = "*" if row.mark == "other" else ""
    return (
        f"{plain(row.name, NAME_LETTERS)}{star} {short_code(wording.catalog, wording.catalog.citation(row.id, 'unit'))}"
    )
