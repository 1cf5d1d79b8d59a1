"""Words that give no industry, and the terms that they may be another spelling of."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from g60.checks.tables import terms_named
from g60.contract.codes import split

# How alike two spellings are, from 0 to 1: below this they are two words.
ALIKE = 0.6
OFFERED_AT_MOST = 3


def offered_terms(words: str, terms: Mapping[str, str]) -> dict[str, list[str]]:
    """For each part of an entity's words that gives no industry, the terms that it may be a spelling of, best first.

    The same characters in another order (航天航空, 航空航天) come first.
    """
    found = {}
    for part in split(words):
        if part not in terms and not terms_named(part, terms):
            alike = sorted(((_likeness(part, term), term) for term in terms if terms[term]), reverse=True)
            if offered := [term for likeness, term in alike if likeness >= ALIKE][:OFFERED_AT_MOST]:
                found[part] = offered
    return found


def _likeness(part: str, term: str) -> float:
    if sorted(part) == sorted(term):
        return 1.0
    return SequenceMatcher(None, part, term).ratio()
