"""The same body twice: in one file, or in a file and the record. What is nearly the same is asked, never merged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from g60.record.intake import names
from g60.record.intake.bodies import Body, finding
from g60.record.intake.columns import EXTRAS, PLACE
from g60.record.intake.difference import COMPARED, FOLLOWING
from g60.record.intake.findings import ERROR, QUESTION, WARNING, Answers, Finding, Problem, Reply, Settled
from g60.record.intake.known import Known
from g60.record.intake.words import clean, label

MERGE, SEPARATE = "merge", "separate"
_CODES = re.compile(r"id|.*(编号|编码|代码|证号|证书号)")


def repeated(bodies: Sequence[Body], answers: Answers, settled: list[Settled]) -> Iterator[Finding]:
    """Rows of one name in a file: a row twice is an error, a body under two spellings a question."""
    by_core: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        if body.name:
            by_core[names.core(body.name)].append(body)
    for group in by_core.values():
        for at, body in enumerate(group[1:], start=1):
            first = next((other for other in group[:at] if clean(other.name) == clean(body.name)), group[0])
            same_id = body.values.get("id") and body.values.get("id") != first.values.get("id")
            if same_id:
                continue
            yield from _twice(body, first, answers, settled)


def _twice(body: Body, first: Body, answers: Answers, settled: list[Settled]) -> Iterator[Finding]:
    given = {"first": first.row, "sheet": first.sheet, "name": first.name}
    where, is_exact = body.cells.get("name_zh", ""), clean(first.name) == clean(body.name)
    same_unit = body.values.get("unit", "") == first.values.get("unit", "")
    if is_exact and same_unit:
        yield finding(body, Problem(ERROR, "row_repeated", "", given), "name_zh", where, body.name)
        return
    code, suggestion = ("name_twice", "") if is_exact else ("same_body", first.name)
    asked = finding(body, Problem(QUESTION, code, suggestion, given), "name_zh", where, body.name)
    reply = _same(answers, asked, first.name)
    if reply is None:
        yield asked
        return
    settled.append(Settled(asked, reply))
    body.merged_into = _standing(first) if reply.words == MERGE else None


def _standing(body: Body) -> Body:
    """The row that stands for a row: itself, or the one that it was merged into."""
    return body if body.merged_into is None else body.merged_into


def dropped(bodies: Iterable[Body]) -> Iterator[Finding]:
    """A warning at each cell of a merged row that says something else than the row that stands for both."""
    for body in (body for body in bodies if body.merged_into is not None):
        kept = _standing(body)
        cells = {"lon": body.cells.get(PLACE, ""), **body.cells}
        for name in (name for name in COMPARED if name not in (*FOLLOWING, "name_zh", EXTRAS)):
            # What stands in no cell has nothing to lose: it was worked out, or it is the other half of a pair.
            if cells.get(name):
                yield from _drop(body, kept, name, cells[name], body.values.get(name, ""), kept.values.get(name, ""))
        for heading, value in body.extras.items():
            yield from _drop(body, kept, EXTRAS, cells[f"{EXTRAS}:{heading}"], value, kept.extras.get(heading, ""))


def _drop(body: Body, kept: Body, name: str, cell: str, value: str, other: str) -> Iterator[Finding]:
    if value and value != other:
        given = {"first": kept.row, "sheet": kept.sheet, "kept": other or "—", "dropped": value}
        yield finding(body, Problem(WARNING, "merge_dropped", "", given), name, cell, value)


def _same(answers: Answers, asked: Finding, of: str) -> Reply | None:
    """Whether a body is the same as another one (MERGE, SEPARATE). What is remembered holds for that one only."""
    reply = answers.reply(asked.code, asked.value, MERGE)
    words, _, meant = reply.words.partition(":") if reply else ("", "", "")
    if reply is not None and words in (MERGE, SEPARATE) and meant in ("", of):
        return Reply(words, reply.remembered)
    return Reply(MERGE) if asked.code in answers.taken else None


def codes_repeated(bodies: Sequence[Body]) -> Iterator[Finding]:
    """A number that should be one body's own and stands in several rows."""
    seen: dict[tuple[str, str, str], list[Body]] = defaultdict(list)
    for body in bodies:
        if body.values.get("credit_code"):
            seen["credit_code", "", body.values["credit_code"]].append(body)
        for name, value in body.extras.items():
            if _CODES.fullmatch(label(name)) and clean(value) != "":
                seen[EXTRAS, name, value].append(body)
        if body.values.get("id"):
            seen["id", "", body.values["id"]].append(body)
    for (of, name, value), those in seen.items():
        differing = {clean(body.name) for body in those}
        if len(those) < 2 or len(differing) < 2:
            continue
        for body in those:
            given = {"label": name or of, "rows": "、".join(str(other.row) for other in those if other is not body)}
            where = body.cells.get(f"{EXTRAS}:{name}" if name else of, "")
            yield finding(body, Problem(ERROR, "code_repeated", "", given), of, where, value)


def recognised(bodies: Sequence[Body], known: Known, answers: Answers, settled: list[Settled]) -> Iterator[Finding]:
    """Which bodies of the list the rows are: by id, by name; what is nearly a name is a question."""
    unsure: dict[int, tuple[str, str]] = {}
    for at, body in enumerate(bodies):
        body.known = _exactly(body, known)
        if not body.known and body.name:
            unsure[at] = (body.name, body.values.get("unit", ""))
    taken = {body.known for body in bodies if body.known}
    by_core = {at: known.by_core.get(names.core(name)) for at, (name, _) in unsure.items()}
    rest = [(key, row["name_zh"], row.get("unit", "")) for key, row in known.bodies.items() if key not in taken]
    proposed = names.proposals({at: entry for at, entry in unsure.items() if not by_core[at]}, rest)
    for at in unsure:
        body, key = bodies[at], by_core[at]
        if key and key not in taken:
            proposal: names.Proposal | None = names.Proposal(key, known.bodies[key]["name_zh"], 100.0)
        else:
            proposal = next(iter(proposed.get(at, ())), None)
        if proposal is None:
            continue
        given = {"id": proposal.key, "score": f"{proposal.score:g}", "name": proposal.name}
        problem = Problem(QUESTION, "same_known", proposal.name, given)
        asked = finding(body, problem, "name_zh", body.cells.get("name_zh", ""), body.name)
        reply = _same(answers, asked, proposal.key)
        if reply is None:
            yield asked
            continue
        settled.append(Settled(asked, reply))
        if reply.words == MERGE:
            body.known = proposal.key


def _exactly(body: Body, known: Known) -> str:
    own = body.values.get("id", "")
    if own in known.bodies:
        return own
    return known.by_name.get(body.raw.get("name_zh", ""), known.by_name.get(body.name, ""))
