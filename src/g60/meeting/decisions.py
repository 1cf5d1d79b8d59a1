"""Decisions of a meeting: a text, an area, an owner and a due date; and their file.

Decisions are entered in the presentation and stay in the browser; a pack saves them as a file. The file is not trusted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from g60.catalog.catalog import Catalog
from g60.contract.codes import is_slug
from g60.contract.errors import DataError
from g60.contract.i18n import text
from g60.contract.issues import Findings, Issue, Severity
from g60.meeting.json_file import parse, plain_text, too_long

FORMAT, VERSION = "g60-decisions", 1
# The limits of a file of decisions. Decisions beyond them are reported and not read.
DECISIONS_AT_MOST = 1000
BYTES_AT_MOST = 1_000_000
LENGTHS = {"text": 2000, "owner": 200}
_MADE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `area` is an id or empty, `due` a date or empty, `made` a time or empty."""

    id: str
    area: str
    text: str
    owner: str
    due: str
    made: str
    done: bool


def read(content: str, catalog: Catalog, name: str = "") -> tuple[tuple[Decision, ...], tuple[Issue, ...]]:
    """The decisions in a file, and every finding about it: `row` is the decision's place, counted from 1.

    Raises DataError if the file cannot be read or has no decision.
    """
    entries = parse(content, FORMAT, VERSION, "decisions", name)["decisions"]
    issues = Findings()
    found: dict[str, Decision] = {}
    size = 0
    for place, entry in enumerate(entries, start=1):
        decision = _decision(entry, place, found) if isinstance(entry, dict) else None
        if decision is None:
            issues.add(Issue(Severity.WARNING, "decision_broken", name, place))
            continue
        size += len(decision.text.encode()) + len(decision.owner.encode())
        if len(found) == DECISIONS_AT_MOST or size > BYTES_AT_MOST:
            kept, given = str(len(found)), str(len(entries))
            issues.add(Issue(Severity.WARNING, "decisions_too_many", name, place, value=given, detail=kept))
            break
        issues.extend(_findings(entry, decision, catalog, name, place))
        found[decision.id] = decision
    if not found:
        raise DataError([Issue(Severity.ERROR, "decisions_none", name), *issues.all()])
    return tuple(found.values()), issues.all()


def write(decisions: tuple[Decision, ...]) -> str:
    """The text of a file of decisions; `read` returns the same decisions."""
    entries = [asdict(decision) for decision in decisions]
    content = {"format": FORMAT, "version": VERSION, "decisions": entries}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def merged(mine: tuple[Decision, ...], theirs: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Both lists as one; if both have the same decision, the one of `theirs` is kept.

    Two decisions with the same id and area are the same if they have the same time, or no time and the same text.
    """
    kept = {decision.id: decision for decision in mine}
    for decision in theirs:
        number, code = 1, decision.id
        while (known := kept.get(code)) and not _same(known, decision):
            number += 1
            code = f"{decision.id[:24].rstrip('-')}-{number}"
        kept[code] = replace(decision, id=code)
    return tuple(kept.values())


def _same(one: Decision, other: Decision) -> bool:
    if one.area != other.area or one.made != other.made:
        return False
    return bool(one.made) or one.text == other.text


def area_name(catalog: Catalog, decision: Decision, lang: str) -> str:
    """The name of what a decision is about; its id where the data does not hold it."""
    known = decision.area in catalog.ids
    return str(catalog.entity(decision.area)[f"name_{lang}"]) if known else decision.area


def ordered(decisions: tuple[Decision, ...]) -> list[Decision]:
    """Open decisions first; within each group by due date, those without a date last."""
    return sorted(decisions, key=lambda one: (one.done, one.due or "9999", one.made, one.id))


def issue_line(issue: Issue, lang: str) -> str:
    """A finding about a file of decisions as one line of text."""
    what = text(f"issue_{issue.code}", lang, value=issue.value, detail=issue.detail)
    if issue.row is None:
        return what
    return text("scene_finding", lang, place=text("decision_place", lang, number=issue.row), what=what)


def _decision(entry: Mapping[str, Any], place: int, taken: Mapping[str, Decision]) -> Decision | None:
    """The decision of an entry; None if it has no text."""
    words = {
        part: plain_text(given, most) for part, most in LENGTHS.items() if isinstance(given := entry.get(part), str)
    }
    if not words.get("text"):
        return None
    given, area, made = entry.get("id"), entry.get("area"), entry.get("made")
    number = place
    while f"decision-{number}" in taken:
        number += 1
    free = isinstance(given, str) and is_slug(given) and given not in taken
    return Decision(
        str(given) if free else f"decision-{number}",
        area if isinstance(area, str) and is_slug(area) else "",
        words["text"],
        words.get("owner", ""),
        _date(entry.get("due")),
        made if isinstance(made, str) and _MADE.fullmatch(made) else "",
        entry.get("done") is True,
    )


def _date(given: Any) -> str:
    if not isinstance(given, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", given, re.ASCII):
        return ""
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        return ""


def _findings(entry: dict[str, Any], decision: Decision, catalog: Catalog, name: str, place: int) -> Iterator[Issue]:
    if long := too_long(entry, LENGTHS):
        yield Issue(Severity.WARNING, "decision_cut", name, place, value=", ".join(long))
    if entry.get("due") and not decision.due:
        yield Issue(Severity.WARNING, "decision_date", name, place, "due", plain_text(str(entry["due"]), 40))
    if entry.get("area") and decision.area not in catalog.ids:
        yield Issue(Severity.WARNING, "decision_area", name, place, "area", plain_text(str(entry["area"]), 40))
