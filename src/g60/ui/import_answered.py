"""What was answered of a file, now or with an earlier one of its list: each answer can be taken back."""

from __future__ import annotations

from collections.abc import Iterator

from g60.contract.i18n import table, text
from g60.record.intake.examine import Outcome
from g60.record.intake.findings import Settled
from g60.record.intake.same_body import MERGE, SEPARATE
from g60.ui.import_acts import NO_INDUSTRY, NONE, SHOWN
from g60.ui.import_steps import Block, field_words
from g60.ui.import_work import Work


def kind(code: str, lang: str) -> str:
    """A kind of finding in a few words; the code where it has none."""
    name = f"importing_kind_{code}"
    return text(name, lang) if name in table() else code


def more(key: str, rest: int, lang: str) -> Block | None:
    """What shows more lines of a long list; None at its end."""
    if rest <= 0:
        return None
    return {"label": text("importing_more", lang, count=f"{rest:,}"), "event": {"type": "more", "key": key}}


def answered(work: Work, outcome: Outcome, lang: str) -> list[Block]:
    """Every answer that holds, each to be taken back; those remembered from an earlier file are among them."""
    lines = list(_lines(work, outcome, lang))
    if not lines:
        return []
    most = work.shown.get("answered", SHOWN)
    back = text("importing_retract", lang)
    rows = [
        {
            "label": what,
            "cells": [{"text": said}, {"actions": [{"label": back, "event": {"type": "retract", **event}}]}],
        }
        for what, said, event in lines[:most]
    ]
    head = [text(f"importing_answered_{part}", lang) for part in ("what", "said", "back")]
    inner: list[Block] = [{"type": "table", "head": head, "rows": rows, "look": "answered"}]
    rest = more("answered", len(lines) - most, lang)
    if rest:
        inner.append({"type": "actions", "actions": [rest]})
    label = text("importing_answered", lang, count=len(lines))
    return [{"type": "fold", "key": "answered", "label": label, "blocks": inner}]


def _lines(work: Work, outcome: Outcome, lang: str) -> Iterator[tuple[str, str, Block]]:
    seen: set[object] = set()
    for one in outcome.settled:
        asked = one.question
        key = (asked.sheet, asked.cell) if asked.code == "cell_put_right" else (asked.code, asked.value)
        if key not in seen:
            seen.add(key)
            yield _line(one, lang)
    for sheet, row in sorted(work.answers.left):
        what = text("importing_said_row", lang, sheet=sheet, row=row).strip()
        yield what, text("import_left_by_person", lang), {"code": "left", "sheet": sheet, "row": row}
    for (code, value), answer in work.answers.choices.items():
        if code == NO_INDUSTRY:
            yield (
                f"{kind(code, lang)} · {value or '–'}",
                answer_words(code, answer, lang),
                {"code": code, "value": value},
            )


def _line(one: Settled, lang: str) -> tuple[str, str, Block]:
    """What was asked, what was said, and the event that takes it back."""
    asked, reply = one.question, one.reply
    event = {"code": asked.code, "value": asked.value, "remembered": reply.remembered}
    said = answer_words(asked.code, reply.words, lang)
    if asked.code == "cell_put_right":
        what = " ".join(part for part in (asked.sheet, asked.cell) if part)
        said = text("importing_said_mended", lang, was=asked.value or "–", typed=reply.words or "–")
        event |= {"sheet": asked.sheet, "cell": asked.cell}
    else:
        what = text("importing_said", lang, kind=kind(asked.code, lang), value=asked.value or "–")
    return what, f"{said} {text('importing_remembered', lang)}" if reply.remembered else said, event


def answer_words(asked: str, answer: str, lang: str) -> str:
    """An answer in words, by the code of what was asked; of two bodies it may name the other one."""
    if asked == "column_guess":
        return field_words(answer, lang)
    point = answer.partition(": ")[2]
    if point and f"importing_take_{asked}" in table():
        # A point that was read in another way: how, and where it is then.
        return text("importing_said", lang, kind=text(f"importing_take_{asked}", lang), value=point)
    code = {
        MERGE: "importing_same",
        SEPARATE: "importing_apart",
        NONE: "importing_industry_none",
        "": "importing_decline",
        "take": "importing_take_hidden",
        "leave": "importing_leave_hidden",
        **{datum: f"importing_datum_{datum}" for datum in ("wgs84", "gcj02", "bd09")},
    }.get(answer.partition(":")[0] if answer.startswith((MERGE, SEPARATE)) else answer)
    return text(code, lang) if code else answer
