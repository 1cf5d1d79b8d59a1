"""The industries of a body's words, by the rule of the atlas; a word that is nearly one of its terms is offered it."""

from __future__ import annotations

from collections.abc import Mapping

from g60.checks.tables import industries_named
from g60.contract.codes import INDUSTRIES, LIST_SEPARATOR, split
from g60.record.intake.findings import WARNING, Problem

NEAR = 80.0


class Industries:
    """The terms of the atlas, and what they give."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        """`terms` has the industries of each term; a mask has none."""
        self.terms = terms
        # Of two terms with the same letters the first one is the industry's own.
        self.turned: dict[str, str] = {}
        for term in (term for term, given in terms.items() if given):
            self.turned.setdefault("".join(sorted(term)), term)
        self.accepted: dict[str, str] = {}  # words that a person has taken for a term
        self._seen: dict[str, str] = {}
        self._near: dict[str, str] = {}

    def accept(self, word: str, term: str) -> None:
        """Take a word for another spelling of a term; what has been named so far is named anew."""
        if self.terms.get(term) and word not in self.terms:
            self.terms = {**self.terms, word: self.terms[term]}
            self.accepted[word] = term
            self._seen.clear()

    def named(self, words: str) -> str:
        """The industries that the words give, as a list cell."""
        if words not in self._seen:
            named = industries_named(words, self.terms)
            self._seen[words] = LIST_SEPARATOR.join(code for code in INDUSTRIES if code in named)
        return self._seen[words]

    def offered(self, words: str) -> list[tuple[str, Problem]]:
        """The words that are a term the other way round, or that give no industry and are nearly a term that does."""
        found = []
        for word in split(words):
            term = self._nearest(word)
            if term not in ("", word):
                found.append((word, Problem(WARNING, "industry_offered", term, {"word": word})))
        return found

    def _nearest(self, word: str) -> str:
        if word not in self._near:
            turned = self.turned.get("".join(sorted(word)), "")
            self._near[word] = turned or ("" if self.named(word) else self._alike(word))
        return self._near[word]

    def _alike(self, word: str) -> str:
        from rapidfuzz import fuzz, process  # noqa: PLC0415

        known = [term for term, given in self.terms.items() if given]
        found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=NEAR) if len(word) > 2 else None
        return found[0] if found else ""
