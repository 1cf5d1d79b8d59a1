"""A trial index of science and technology innovation: the progress of one table's indicators as one number.

    index = Σ wᵢ · min(max(pᵢ, 0), 100) ÷ Σ wᵢ        pᵢ = (actual − baseline) ÷ (target − baseline) · 100

The sums run over indicators with known progress: a missing value is left out and never 0. Progress counts between 0
and 100, so that an indicator far beyond its target cannot hide one that fell short. Weights are whole numbers from 0
to 9; the default is 1. The plan orders an index (探索编制科技创新指数) without a method: this method is ours, a trial
without official standing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from g60.ask.view import EQUAL_WEIGHT
from g60.catalog.catalog import Catalog, Citation
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.facts import Fact
from g60.review.indicators import Indicator, progress

LEAST, MOST = 0.0, 100.0
DEFAULT_WEIGHT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator in the index: its weight, and its progress in percent."""

    indicator: Indicator
    weight: int
    progress: float | None

    @property
    def counted(self) -> float | None:
        """The progress limited to 0 to 100; None if it is not known."""
        return None if self.progress is None else min(max(self.progress, LEAST), MOST)


@dataclass(frozen=True, slots=True)
class TrialIndex:
    """The index over some indicators."""

    parts: tuple[Part, ...]

    @property
    def known(self) -> tuple[Part, ...]:
        """The parts with known progress."""
        return tuple(part for part in self.parts if part.counted is not None)

    @property
    def points(self) -> float:
        """The sum of weight times counted progress."""
        return sum(part.weight * (part.counted or 0) for part in self.known)

    @property
    def weight(self) -> int:
        """The sum of the weights of the known parts."""
        return sum(part.weight for part in self.known)

    @property
    def value(self) -> float | None:
        """The index from 0 to 100; None if the known parts have no weight."""
        return self.points / self.weight if self.weight else None


def trial_index(indicators: Sequence[Indicator], weights: Mapping[str, int]) -> TrialIndex:
    """The index over these indicators; an indicator without a given weight has the default weight."""
    return TrialIndex(
        tuple(
            Part(indicator, weights.get(indicator.id, DEFAULT_WEIGHT), progress(indicator)) for indicator in indicators
        )
    )


def weights_of(catalog: Catalog, digits: str) -> dict[str, int]:
    """The weight of each indicator from the digits of a permalink; all equal without digits."""
    ids = list(map(str, catalog.tables.indicators.index))
    return {code: int(digit) for code, digit in zip(ids, digits or EQUAL_WEIGHT * len(ids), strict=False)}


def reweighted(catalog: Catalog, digits: str, code: str, weight: int) -> str:
    """The digits of a permalink with a new weight for one indicator."""
    return "".join(str(value) for value in (weights_of(catalog, digits) | {code: weight}).values())


def index_fact(trial: TrialIndex) -> Fact:
    """The index as a fact: derived, with its sum; missing, with the reason, if it has no value."""
    if trial.value is None:
        code = "index_no_weight" if trial.known else "index_no_values"
        zh, en = (text(code, lang) for lang in LANGUAGES)
        return Fact("science_index", None, Citation("missing", note=zh, note_en=en))
    sums = {"points": f"{trial.points:.1f}", "weight": trial.weight, "value": f"{trial.value:.1f}"}
    zh, en = (text("formula_index", lang, known=len(trial.known), **sums) for lang in LANGUAGES)
    return Fact("science_index", f"{trial.value:.1f}", Citation("derived", note=zh, note_en=en))


def part_facts(trial: TrialIndex, part: Part) -> tuple[Fact, Fact]:
    """A part's counted progress, and its points of the index; both are derived, or both missing."""
    if part.counted is None:
        zh, en = (text("index_left_out", lang) for lang in LANGUAGES)
        gap = Citation("missing", note=zh, note_en=en)
        return Fact("counted", None, gap), Fact("share", None, gap)
    given = f"{part.progress:.1f}"
    zh, en = (text("formula_counted", lang, progress=given, value=f"{part.counted:.1f}") for lang in LANGUAGES)
    counted = Fact("counted", f"{part.counted:.1f}", Citation("derived", note=zh, note_en=en))
    points = part.weight * part.counted / trial.weight if trial.weight else 0.0
    numbers = {"weight": part.weight, "counted": f"{part.counted:.1f}", "total": trial.weight, "value": f"{points:.2f}"}
    zh, en = (text("formula_share", lang, **numbers) for lang in LANGUAGES)
    return counted, Fact("share", f"{points:.2f}", Citation("derived", note=zh, note_en=en))
