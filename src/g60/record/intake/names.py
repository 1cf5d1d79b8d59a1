"""The same body under another name: proposals, with a score; nothing is merged unasked.

Two institutes of one university differ in a word that means something. What is proposed differs in what means nothing:
brackets, blanks, a legal form, a slip of the keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from g60.catalog.pinyin_asked import plain
from g60.record.intake.words import folded

SCORE = 84.0
# Names that one comparison of all with all may hold; beyond, only names of one beginning are compared.
COMPARED_MOST = 4_000_000
_FORMS = re.compile(
    r"(有限责任公司|股份有限公司|集团有限公司|有限公司|\(普通合伙\)|\(有限合伙\)|\(筹\)|\(筹建\)|\(筹备\)|\(暂名\)"
    r"|\(民办非企业\)|\(事业单位\)|（筹）)"
)
_SIGNS = re.compile(r"[^\w]|_")
# Words by which two bodies of one name are told apart.
_TELLING = re.compile(
    r"[甲乙丙丁戊己庚辛壬癸\d一二三四五六七八九十东南西北中新老上下前后大小分总a-z]|南湖|秀洲|嘉善|海盐|海宁|平湖|桐乡"
)


class Proposal(NamedTuple):
    """Another body that may be the same: its key, its name, and how alike the names are (0 to 100)."""

    key: str
    name: str
    score: float


@lru_cache(maxsize=300_000)
def core(name: str) -> str:
    """A name without its legal form, brackets, blanks and signs."""
    return _SIGNS.sub("", _FORMS.sub("", folded(name))) or folded(name)


def alike(first: str, second: str) -> bool:
    """Whether two names differ only by a slip of the hand: a word left out that tells nothing, a homophone."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    a, b = core(first), core(second)
    if a == b:
        return True
    for step in Levenshtein.opcodes(a, b):
        old, new = a[step.src_start : step.src_end], b[step.dest_start : step.dest_end]
        if step.tag == "equal":
            continue
        if step.tag == "replace":
            if len(old) > 2 or len(old) != len(new) or plain(old) != plain(new):
                return False
            if _TELLING.search(old) and _TELLING.search(new):
                return False
        elif len(old or new) > 2 or _TELLING.search(old or new) or _heads(a, b, step.src_start, step.dest_start):
            return False
    return True


def _heads(first: str, second: str, at: int, other: int) -> bool:
    """Whether what differs stands at the beginning or the end, where it makes another body of it."""
    return (at, other) == (0, 0) or at >= len(first) or other >= len(second)


def proposals(asked: Mapping[int, tuple[str, str]], known: Sequence[tuple[str, str, str]]) -> dict[int, list[Proposal]]:
    """For rows (their name and unit), the known bodies (key, name, unit) that may be the same, best first."""
    found: dict[int, list[Proposal]] = {}
    for rows, bodies in _groups(asked, known):
        for row, proposal in _compared(rows, bodies):
            found.setdefault(row, []).append(proposal)
    return {row: sorted(given, key=lambda one: -one.score)[:3] for row, given in found.items()}


def _groups(
    asked: Mapping[int, tuple[str, str]], known: Sequence[tuple[str, str, str]]
) -> Iterable[tuple[list[tuple[int, str, str]], list[tuple[str, str, str]]]]:
    rows = [(row, name, unit) for row, (name, unit) in asked.items()]
    if len(rows) * len(known) <= COMPARED_MOST:
        return [(rows, list(known))]
    starts: dict[str, tuple[list[tuple[int, str, str]], list[tuple[str, str, str]]]] = {}
    for row in rows:
        starts.setdefault(core(row[1])[:4], ([], []))[0].append(row)
    for body in known:
        if core(body[1])[:4] in starts:
            starts[core(body[1])[:4]][1].append(body)
    return [(some, bodies) for some, bodies in starts.values() if len(some) * len(bodies) <= COMPARED_MOST]


def _compared(
    rows: Sequence[tuple[int, str, str]], bodies: Sequence[tuple[str, str, str]]
) -> Iterable[tuple[int, Proposal]]:
    # Loaded only here: a list whose names are all known needs no comparison.
    import numpy as np  # noqa: PLC0415
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    if not rows or not bodies:
        return
    scores = process.cdist(
        [core(name) for _, name, _ in rows],
        [core(name) for _, name, _ in bodies],
        scorer=fuzz.ratio,
        score_cutoff=SCORE,
    )
    for at, of in zip(*np.nonzero(scores), strict=True):
        row, name, unit = rows[int(at)]
        key, other, other_unit = bodies[int(of)]
        if (not unit or not other_unit or unit == other_unit) and alike(name, other):
            yield row, Proposal(key, other, round(float(scores[at, of]), 1))
