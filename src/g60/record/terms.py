"""A word that gives an industry, entered as another spelling of one that is known. The entity's own words stay."""

from __future__ import annotations

import sqlalchemy as sa

from g60.checks.terms import offered_terms
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.contract.schema import INDUSTRY_TERMS
from g60.record.consequences import INDUSTRY_WORDS, Consequences
from g60.record.database import reading
from g60.record.draft_state import Draft, dataset_rows, state_of
from g60.record.drafts import Change, change, draft_in
from g60.record.editing import Given, add_cells, cited_changes, cited_places
from g60.record.people import Person, person_in, require
from g60.record.rows import Place
from g60.record.text import clean_line


def offered(person: Person, number: int, words: str, url: str = "") -> dict[str, list[str]]:
    """The terms that are offered for the parts of some words that give no industry, in a draft."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        return offered_terms(words, Consequences(connection, draft_in(connection, number)).terms)


def add_term(person: Person, number: int, term: str, like: str, url: str = "") -> int:
    """Enter a word as another spelling of a term, with all industries that follow, as one step; its number.

    Raises RefusedError for a term that is not known or gives no industry, and for a word that is a term already.
    """
    with reading(url, current=True) as connection:
        changes = term_changes(connection, draft_in(connection, number, is_open=True), term, like)
    return change(person, number, changes, url=url)


def term_changes(connection: sa.Connection, draft: Draft, term: str, like: str) -> list[Change]:
    """The changes that enter a word as another spelling of a term; raises RefusedError as `add_term` does."""
    term, follow = clean_line(term), Consequences(connection, draft)
    if not follow.terms.get(like):
        raise RefusedError("error_term_unknown", term=like[:80])
    if not term or term in follow.terms:
        raise RefusedError("error_key_taken", key=term[:80])
    place, industry = Place(INDUSTRY_TERMS.name, term), follow.terms[like]
    why = {f"note{ending}": text("term_note", lang, like=like) for ending, lang in (("", "zh"), ("_en", "en"))}
    changes = [add_cells(place, {"industry": industry})]
    changes += cited_changes(place, {"industry": (industry, Given("inferred", **why))}, {})
    follow.terms[term] = industry
    for dataset, words in INDUSTRY_WORDS.items():
        for key, row in dataset_rows(connection, draft, dataset).items():
            at = Place(dataset, key)
            for field, value, reason in follow.industries(row.cells, words) if term in row.cells[words] else ():
                cited = state_of(connection, draft, cited_places(at))
                changes.append(Change(at, field, value))
                given = Given("derived", note=reason, note_en=reason)
                changes += cited_changes(at, {field: (value, given)}, cited)
    return changes
