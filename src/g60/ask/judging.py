"""How the evaluation is asked for: which plan, which grade, in which order, and by which settings of its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from g60.ask.query import Query, last
from g60.contract.codes import TARGET_GRADES, is_slug

# The orders of the list; the first one is the default.
ORDERS = ("grade", "programme", "place")
# The ways to a target: a straight line between two values, or the same growth every year. The first is the default.
PATHS = ("line", "growth")
# From how many percent of a target a value is called nearly reached, and by how many it may be below a target with
# 左右 (about): the least and the most that can be set, in percent.
NEARLY, ABOUT = (50.0, 99.9), (0.0, 20.0)
# In the place of a plan: targets of documents that are no plan's.
OTHER_DOCUMENTS = "other"


@dataclass(frozen=True, slots=True)
class Judging:
    """What the evaluation shows; an empty part is its default. `nearly` and `about` are percentages as written."""

    plan: str = ""
    grade: str = ""
    order: str = ""
    nearly: str = ""
    about: str = ""
    path: str = ""

    @classmethod
    def from_query(cls, query: Query) -> Self:
        """The evaluation of a query, with defaults for what the query does not name."""
        plan, grade = last(query, "judged"), last(query, "grade")
        order, path = last(query, "by"), last(query, "path")
        return cls(
            plan=plan if is_slug(plan) else "",
            grade=grade if grade in TARGET_GRADES else "",
            order=order if order in ORDERS[1:] else "",
            nearly=parse_percent(last(query, "nearly"), *NEARLY),
            about=parse_percent(last(query, "allowed"), *ABOUT),
            path=path if path in PATHS[1:] else "",
        )

    def to_query(self) -> dict[str, str]:
        """The evaluation as parts of a permalink; defaults are empty."""
        return {
            "judged": self.plan,
            "grade": self.grade,
            "by": self.order,
            "nearly": self.nearly,
            "allowed": self.about,
            "path": self.path,
        }


def parse_percent(raw: str, least: float, most: float) -> str:
    """A percentage with one decimal at most, without zeros that say nothing; empty if it is none that can be set."""
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9])?", raw, re.ASCII):
        return ""
    return f"{float(raw):g}" if least <= float(raw) <= most else ""
