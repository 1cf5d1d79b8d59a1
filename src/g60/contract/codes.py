"""The code lists of the data, and the form of ids and of lists in a cell."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LENGTH = 32
LIST_SEPARATOR = ";"
# The digits that an integer may have: every database keeps one of so many.
DIGITS_OF_INTEGER = 9
# Letters and signs that show nothing: fillers of Hangul, the blank of Braille.
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"

COUNTIES = ("330402", "330411", "330421", "330424", "330481", "330482", "330483")
FUNCTIONAL_ZONES = ("etdz", "port")
UNITS = COUNTIES + FUNCTIONAL_ZONES

INDUSTRIES = (
    *("digital", "ai", "semi", "elec", "materials", "energy", "nuclear", "equipment"),
    *("auto", "aero", "life", "env", "food", "frontier", "services"),
)

CARRIER = "carrier"
REFERENCE_KINDS = ("expressway", "railway", "platform", "pointer")

# What stands in a cell where its row can have no value.
NOT_APPLICABLE = "—"
EVIDENCE = ("stated", "derived", "inferred", "reported", "missing")
GRADES = ("A", "B", "C", "D")
OPERATORS = ("≥", ">", "≈", "=", "≤", "range", "rule")
# What is known of a value that was reported after the plan, and what a target is for those it binds.
STATUSES = ("preliminary", "final", "revised")
NATURES = ("binding", "expected")
# What the rules say of an indicator or target, and the words that a person can give to a target in words.
TARGET_GRADES = (
    *("early", "reached", "nearly", "missed", "on_course", "behind"),
    *("redefined", "no_data", "by_person"),
)
JUDGED_GRADES = TARGET_GRADES[:6]
RELATIONS = (
    *("leader", "partner", "founder", "relies_on", "direction", "key_technology"),
    *("applied_for", "not_applied_for", "part_of", "programme", "service"),
    *("unveiled", "listed", "approved", "agreement", "recognised"),
)
CONFLICT_KINDS = ("contradiction", "scope", "look-alike", "alias", "misprint")
# Subjects of targets, figures and conflicts that are not on the map: the city, and the province that plans quote.
WIDER_SUBJECTS = ("city", "zhejiang")
# What documents order, and what a meeting has decided since.
DOCUMENT_TASKS, DECISION = ("reform", "programme", "safeguard", "action", "step"), "decision"
TASK_KINDS = (*DOCUMENT_TASKS, DECISION)
# What a report says of a task; one that is done is taken off the list by its evidence (销号).
TASK_STATES = ("not_begun", "under_way", "done", "stopped")


class Light(NamedTuple):
    """A light of a task: its sign, so that nobody needs to tell colours apart, and the theme's colour of its lamp."""

    sign: str
    colour: str


# In the order of the rule: the first that fits holds. The worse a light, the earlier it stands.
LIGHTS = {
    "late": Light("!", "lamp_bad"),
    "soon": Light("△", "lamp_warn"),
    "stale": Light("?", "lamp_warn"),
    "undated": Light("–", "lamp_rest"),
    "on_time": Light("●", "lamp_good"),
    "no_report": Light("○", "lamp_rest"),
    "stopped": Light("■", "lamp_rest"),
    "done": Light("✓", "lamp_done"),
}
OUTSIDE_ROLES = (
    *("axis", "incubator", "enclave", "cooperation", "industry"),
    *("competition", "benchmark", "recruiting"),
)
# What became of an indicator, target, area or task of one plan in another.
LEDGER_STATES = ("carried", "raised", "lowered", "reworded", "redefined", "dropped", "new", "not_comparable")
# What happens to areas between two plans; the first three leave one area with its identity.
SUCCESSION_EVENTS = ("continued", "renamed", "rescoped", "merged", "split")
NAME_KINDS = ("part", "platform", "town", "project", "scheme")
LEFT_OUT_REASONS = (
    *("other_city", "other_subject", "company", "enumeration", "in_name", "term", "period", "repeated"),
    *("event_year", "event_detail", "document_title", "document_number", "list_number", "chart", "page_number"),
    "contact",
)
GEOMETRY_BASES = ("schematic_band", "schematic_ring", "symbol", "schematic_disc")


def is_slug(value: str) -> bool:
    """Whether a value is an id: lower-case letters, digits and single hyphens, 32 characters at most."""
    return len(value) <= SLUG_LENGTH and SLUG.fullmatch(value) is not None


def is_visible(text: str) -> bool:
    """Whether a reader sees anything of a text: a letter, a digit, a sign."""
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in BLANKS for sign in text)


def line_number(given: str) -> int:
    """The number of a document's line; 0 for a text that names none."""
    return int(given) if given.isdecimal() and len(given) <= DIGITS_OF_INTEGER else 0


def split(cell: str) -> tuple[str, ...]:
    """The parts of a list cell, without the empty ones."""
    return tuple(part for part in cell.split(LIST_SEPARATOR) if part)
