"""A figure as a document gives it: its operator, its unit, what it is a share or part of, and its year.

A rule is kept in words. It is not a number, and never 0.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from g60.contract.i18n import table, text

# Counting words have no English translation: the name of the measure says what is counted.
COUNTING = frozenset({"个", "件", "人", "人次", "位", "名", "名（个）", "家", "架", "次", "篇", "项", "套"})
# The sign before the number. A range is two numbers and a rule is words: neither has a sign.
SIGNS = {"≥": "≥", ">": ">", "≈": "≈", "≤": "≤", "=": "", "range": "", "rule": ""}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure, every part as printed. `place_zh` and `place_en` name the county that 全市 or 全县 refers to."""

    operator: str
    value: str = ""
    value_high: str = ""
    unit_of_measure: str = ""
    scope_zh: str = ""
    year: str = ""
    words_zh: str = ""
    scope_inferred: bool = False
    place_zh: str = ""
    place_en: str = ""

    @property
    def number(self) -> float | None:
        """The figure as a number; None for a range and for a rule in words."""
        return float(self.value) if self.value and not self.value_high else None

    def as_json(self) -> dict[str, Any]:
        """The parts as plain values; None for a part that the document does not give."""
        return {name: part if isinstance(part, bool) else part or None for name, part in asdict(self).items()}


def quantity_text(quantity: Quantity, lang: str) -> str:
    """The figure as text, for example ≥50 %. A rule gives its own words, in Chinese."""
    if not quantity.value:
        return quantity.words_zh
    number = "–".join(part for part in (quantity.value, quantity.value_high) if part)
    return f"{SIGNS[quantity.operator]}{number} {unit_text(quantity.unit_of_measure, lang)}".rstrip()


def unit_text(unit: str, lang: str) -> str:
    """The unit of measure in a language; empty for a counting word (家, 个) in English."""
    return "" if unit in COUNTING and lang != "zh" else _worded(f"uom_{unit}", unit, lang)


def scope_text(quantity: Quantity, lang: str) -> str:
    """What the figure is a share or part of, as in 占全市（指海宁市：推断）; empty if the document does not say."""
    if not quantity.scope_zh:
        return ""
    scope = _worded(f"scope_{quantity.scope_zh}", quantity.scope_zh, lang)
    if not quantity.scope_inferred:
        return scope
    place = quantity.place_zh if lang == "zh" else quantity.place_en
    if place:
        return text("scope_meaning", lang, scope=scope, place=place)
    return text("scope_guessed", lang, scope=scope)


def _worded(code: str, given: str, lang: str) -> str:
    """The text of a code; words that are not in the text table are shown as given."""
    entry = table().get(code)
    return given if lang == "zh" or entry is None else entry[lang]
