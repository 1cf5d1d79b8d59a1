"""What became of things that no person has classed yet: pairs by name, measure, unit and number.

Each proposal is inferred and says why. It claims no more than the tables hold: where names differ and no value of the
same year shows that both measure the same, the pair is not comparable until a person settles it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from g60.catalog.catalog import Catalog
from g60.checks.ledger import AREA
from g60.contract.i18n import text
from g60.contract.quantities import unit_text
from g60.evidence.lookup import subject_name

# How alike two names are, from 0 to 1: below this they are names of two things.
ALIKE = 0.75
# Two spellings that the documents use for the same words.
SPELLINGS = (("规模以上", "规上"), ("r&d", "研发"))
# What an indicator is a share of, or counted per.
DENOMINATOR = re.compile(r"占(.+?)比重|每(.+?)中")
# Operators of numbers that are reached from below: a higher number is a higher aim.
AT_LEAST = frozenset({"=", "≥", ">", "≈"})

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair or a single side, its state, and the reason as the code of a text with its values."""

    old: str
    new: str
    state: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def reason(self, lang: str, earlier: str, later: str) -> str:
        """The reason in a language, with the names of both plans; a value may depend on the language."""
        said = {name: value(lang) if callable(value) else value for name, value in self.values.items()}
        return text(f"ledger_why_{self.code}", lang, earlier=earlier, later=later, **said)


def proposed(
    catalog: Catalog, kind: str, olds: Sequence[str], news: Sequence[str], same: Mapping[str, str]
) -> Iterator[Proposal]:
    """A proposal for each of these; `same` holds the areas of the earlier plan that have one in the later."""
    rows = _rows(catalog, kind)
    judge = {"indicator": _indicator, AREA: _area, "target": _target, "task": _task}[kind]
    alike = _same_target(same) if kind == "target" else _named_alike(kind)
    paired = _matched({one: rows[one] for one in olds}, {one: rows[one] for one in news}, alike)
    for old, new in paired.items():
        yield judge(catalog, rows, old, new)
    yield from (Proposal(old, "", "dropped", "dropped") for old in olds if old not in paired)
    yield from (Proposal("", new, "new", "new") for new in news if new not in paired.values())


def _rows(catalog: Catalog, kind: str) -> Mapping[str, Row]:
    whole, tables = catalog.whole or catalog, catalog.tables
    frame = {"indicator": tables.indicators, "target": tables.targets, "task": tables.tasks}.get(kind, whole.areas)
    return {str(code): row for code, row in zip(frame.index, frame.to_dict("records"), strict=True)}


def plain(name: str) -> str:
    """A name without what spellings differ in: width, case, signs, spaces, 的, and abbreviations of the documents."""
    words = unicodedata.normalize("NFKC", name).lower()
    for long, short in SPELLINGS:
        words = words.replace(long, short)
    return "".join(sign for sign in words if sign.isalnum() and sign != "的")


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1."""
    first, second = plain(one), plain(other)
    return 1.0 if first == second else SequenceMatcher(None, first, second, autojunk=False).ratio()


Alike = Callable[[str, Row, str, Row], float]


def _matched(olds: Mapping[str, Row], news: Mapping[str, Row], alike: Alike) -> dict[str, str]:
    """One new side at most for each old one, the most alike first."""
    scored = sorted(
        (
            (-score, at, to, old, new)
            for at, (old, before) in enumerate(olds.items())
            for to, (new, after) in enumerate(news.items())
            if (score := alike(old, before, new, after)) >= ALIKE
        )
    )
    paired: dict[str, str] = {}
    for *_, old, new in scored:
        if old not in paired and new not in paired.values():
            paired[old] = new
    return {old: paired[old] for old in olds if old in paired}


def _named_alike(kind: str) -> Alike:
    def alike(_old: str, before: Row, _new: str, after: Row) -> float:
        score = likeness(before["name_zh"], after["name_zh"])
        if kind != AREA:
            # Names that only resemble each other, and count in two units, are of two things.
            is_other = before.get("unit_of_measure") != after.get("unit_of_measure")
            return 0.0 if score < 1 and is_other else score
        called = {plain(name) for name in (*before["aliases"], *after["aliases"])}
        if called & {plain(before["name_zh"]), plain(after["name_zh"])}:
            return 1.0
        # Names of areas share their ends (高新技术产业园区), so only those of one county can be alike.
        return score if score == 1 or (before["unit"] and before["unit"] == after["unit"] and score >= ALIKE) else 0.0

    return alike


def _same_target(same: Mapping[str, str]) -> Alike:
    """Targets are of one measure and of one subject; those with the same scope and unit come first."""

    def alike(_old: str, before: Row, _new: str, after: Row) -> float:
        subject = same.get(before["subject"], before["subject"])
        if before["measure"] != after["measure"] or subject != after["subject"]:
            return 0.0
        equal = sum(bool(before[name] == after[name]) for name in ("scope_zh", "unit_of_measure"))
        return ALIKE + 0.1 * equal

    return alike


# Judging a pair ----------------------------------------------------------------------------------


def _indicator(_: Catalog, rows: Mapping[str, Row], old: str, new: str) -> Proposal:
    before, after = rows[old], rows[new]
    named = {"old": before["name_zh"], "new": after["name_zh"]}
    units = [_denominator(row["name_zh"]) for row in (before, after)]
    if all(units) and units[0] != units[1]:
        return Proposal(old, new, "redefined", "denominator", {"before": units[0], "after": units[1]})
    is_same = plain(before["name_zh"]) == plain(after["name_zh"])
    year, values = _same_year(before, after)
    if not is_same and values and values[0] != values[1]:
        return Proposal(
            old,
            new,
            "redefined",
            "values",
            {**named, "year": year, "before": f"{values[0]:g}", "after": f"{values[1]:g}"},
        )
    if not is_same and not values:
        return Proposal(old, new, "not_comparable", "names", named)
    code = "same_name" if is_same else "same_value"
    said = {**named, "year": year, "value": f"{values[0]:g}" if values else ""}
    return _compared(old, new, _number(before, "target"), _number(after, "target"), code, said, is_same=is_same)


def _number(row: Row, name: str) -> tuple[Any, ...]:
    """What a target is: its number, the second one of a range, its operator, unit and period."""
    return (row[name], row.get("value_high", ""), row["operator"], row["unit_of_measure"], bool(row["period"]))


def _compared(
    old: str,
    new: str,
    before: tuple[Any, ...],
    after: tuple[Any, ...],
    code: str,
    said: Mapping[str, Any],
    *,
    is_same: bool,
) -> Proposal:
    """The state by the numbers of two targets that measure the same."""
    numbers = {"from": _words(before), "to": _words(after)}
    if before[3] != after[3] or before[4] != after[4]:
        return Proposal(old, new, "not_comparable", "units", numbers)
    is_plain = not before[1] and not after[1] and {before[2], after[2]} <= AT_LEAST
    if before[:3] == after[:3]:
        state = "carried" if is_same else "reworded"
    elif (is_plain or before[2] == after[2] == "≤") and before[0] != "" and after[0] != "":
        up, down = float(after[0]) > float(before[0]), float(after[0]) < float(before[0])
        state = "raised" if up else "lowered" if down else "reworded"
    else:
        return Proposal(old, new, "not_comparable", "operators", numbers)
    return Proposal(old, new, state, code, {**said, **numbers})


def _words(number: tuple[Any, ...]) -> Callable[[str], str]:
    value, high, sign, unit, _ = number

    def said(lang: str) -> str:
        if not value:
            return text("ledger_in_words", lang)
        shown = "–".join(filter(None, (value, high)))
        return f"{'' if sign in ('=', 'range') else sign}{shown} {unit_text(unit, lang)}".rstrip()

    return said


def _denominator(name: str) -> str:
    found = DENOMINATOR.search(plain(name))
    return (found.group(1) or found.group(2) or "") if found else ""


def _same_year(before: Row, after: Row) -> tuple[str, tuple[float, float] | tuple[()]]:
    """A year for which both sides give a value, and both values; the earlier plan's actual one goes first."""
    olds = {before[f"{part}_year"]: before[part] for part in ("baseline", "actual") if before[part]}
    if after["baseline"] and after["baseline_year"] in olds:
        year = after["baseline_year"]
        return year, (float(olds[year]), float(after["baseline"]))
    return "", ()


def _area(catalog: Catalog, rows: Mapping[str, Row], old: str, new: str) -> Proposal:
    before, after = rows[old], rows[new]
    named = {"old": before["name_zh"], "new": after["name_zh"]}
    differs = [name for name in ("kind", "unit", "area_km2") if str(before[name]) != str(after[name])]
    if differs:

        def parts(lang: str) -> str:
            return text("enumeration", lang).join(text(f"field_{name}", lang) for name in differs)

        return Proposal(old, new, "redefined", "area", {**named, "parts": parts})
    is_same = plain(before["name_zh"]) == plain(after["name_zh"])
    return Proposal(old, new, "carried" if is_same else "reworded", "same_area" if is_same else "renamed", named)


def _target(catalog: Catalog, rows: Mapping[str, Row], old: str, new: str) -> Proposal:
    before, after = rows[old], rows[new]
    if before["scope_zh"] != after["scope_zh"]:
        scopes = {"before": before["scope_zh"] or "–", "after": after["scope_zh"] or "–"}
        return Proposal(old, new, "redefined", "scope", scopes)

    def subject(lang: str) -> str:
        return subject_name(catalog, new, lang)

    numbers = (_number(before, "value"), _number(after, "value"))
    if not before["value"] and not after["value"]:
        is_same = plain(before["text_zh"]) == plain(after["text_zh"])
        state = "carried" if is_same else "not_comparable"
        return Proposal(old, new, state, "rule_same" if is_same else "rule", {"subject": subject})
    return _compared(old, new, *numbers, "same_measure", {"subject": subject}, is_same=True)


def _task(_: Catalog, rows: Mapping[str, Row], old: str, new: str) -> Proposal:
    before, after = rows[old], rows[new]
    named = {"old": before["name_zh"], "new": after["name_zh"]}
    is_same = plain(before["name_zh"]) == plain(after["name_zh"])
    return Proposal(old, new, "carried" if is_same else "reworded", "same_task" if is_same else "task_alike", named)
