"""What was understood of a file: its sheets, each column with the field that it is, rows that are no bodies."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from g60.contract.codes import UNITS
from g60.contract.i18n import counted, table, text
from g60.record.intake.columns import DATUM, EXTRAS, HEADINGS, ORDER, PLACE
from g60.record.intake.examine import Outcome
from g60.record.intake.places import DATUMS
from g60.record.intake.sheets import is_blank, shown
from g60.record.intake.tables import TAKE, Looked, head_cell
from g60.ui.edit_words import field_name
from g60.ui.import_work import Work
from g60.ui.page import Page

Block = dict[str, Any]
EXAMPLES, EXAMPLE_LENGTH, LEFT_SHOWN = 3, 24, 40
# Rows among which somebody may point at a heading, and how many texts of them are offered.
SEARCHED, OFFERED = 6, 80
# Fields of the import that are no fields of a carrier.
OWN_FIELDS = (PLACE, DATUM, ORDER)


def words(said: str, *, quiet: bool = False) -> Block:
    """A paragraph."""
    return {"type": "words", "text": said, "quiet": quiet}


def step(key: str, title: str, summary: str, state: str, blocks: list[Block]) -> Block:
    """One step of the column: its heading with what it comes to, and below it what is done there.

    The state is done, current, ready or waiting: a step that is ready stands open beside the current one, which is
    what to do next; one that waits is closed until the reader opens it.
    """
    return {"type": "step", "key": key, "title": title, "summary": summary, "state": state, "blocks": blocks}


def understood(page: Page, work: Work, outcome: Outcome) -> Block:
    """The step of what was read: how many rows and columns, and the way to say it otherwise."""
    lang = page.lang
    taken = [one for one in outcome.sheets if one.taken and one.table]
    left = [one for looked in taken for one in looked.left_out]
    columns = sum(bool(name) for one in taken if one.table for name in one.table.head.names)
    summary = text(
        "importing_read_summary" if left else "importing_read_whole",
        lang,
        columns=counted("importing_columns_read", columns, lang),
        kind=text(f"importing_file_{outcome.kind}", lang),
        sheets=counted("importing_sheets", len(taken), lang),
        rows=counted("importing_rows", len(outcome.bodies), lang),
        left=len(left),
    )
    asks = any(one.row is None and one in outcome.held for one in outcome.found)
    blocks: list[Block] = _file(outcome, lang)
    for one in outcome.sheets:
        blocks += _sheet(one, len(outcome.sheets), lang)
    blocks.append(
        {"type": "settings", "settings": [_datum(work, lang), _unit(page, work), *_hidden(work, taken, lang)]}
    )
    return step("read", text("importing_step_read", lang), summary, "current" if asks else "done", blocks)


def _file(outcome: Outcome, lang: str) -> list[Block]:
    """As what a text was read: nothing is taken for another encoding in silence."""
    if not outcome.encoding:
        return []
    kind = text(f"importing_file_{outcome.kind}", lang)
    return [words(text("importing_file_encoded", lang, kind=kind, encoding=outcome.encoding.upper()), quiet=True)]


def _sheet(one: Looked, sheets: int, lang: str) -> list[Block]:
    """One sheet: a tick, and if it is taken its columns and what was left out of it."""
    name = one.sheet.name or text("importing_sheet_only", lang)
    if one.table is None:
        return [words(text("importing_sheet_no_list", lang, name=name), quiet=True)] if sheets > 1 else []
    blocks: list[Block] = []
    if sheets > 1:
        code = "importing_sheet_hidden" if one.sheet.hidden else "importing_sheet"
        tick = {
            "label": text(code, lang, name=name),
            "on": one.taken,
            "event": {"type": "sheet", "name": one.sheet.name},
        }
        blocks.append({"type": "tick", **tick})
    if not one.taken:
        return blocks
    rows = (
        "–".join(dict.fromkeys((str(one.table.head.rows[0]), str(one.table.head.rows[-1]))))
        if one.table.head.rows
        else ""
    )
    caption = text("importing_columns_of", lang, rows=rows) if rows else text("importing_columns", lang)
    head = [text(f"importing_column_{part}", lang) for part in ("name", "cell", "examples", "as")]
    lines = [
        _column(one, at, lang) for at, name in enumerate(one.table.head.names) if name and at < len(one.table.fields)
    ]
    columns: Block = {"type": "table", "look": "columns", "caption": caption, "head": head, "rows": lines}
    if sheets > 1:
        label = counted("importing_columns_count", len(lines), lang)
        columns = {"type": "fold", "key": f"columns-{one.sheet.name}", "label": label, "blocks": [columns]}
    return [*blocks, columns, *_left_out(one, lang)]


def _column(one: Looked, at: int, lang: str) -> Block:
    """A column: heading, address, some of its values, and the field that it is taken for."""
    found = one.table
    assert found is not None
    name, entry = found.head.names[at], found.fields[at]
    cells = (row[at] for row in (one.sheet.rows[body] for body in found.bodies) if at < len(row))
    seen: dict[str, None] = {}
    for cell in cells:
        if not is_blank(cell):
            seen.setdefault(" ".join(shown(cell).split())[:EXAMPLE_LENGTH])
        if len(seen) == EXAMPLES:
            break
    hidden = text("importing_column_hidden", lang) if at in one.sheet.hidden_columns else ""
    asks = text("importing_column_unsure", lang) if entry.guess and entry.field in ("", EXTRAS) else ""
    if found.head.is_own:
        last: Block = {"text": field_words(entry.field, lang), "quiet": not entry.field}
    else:
        label = text("importing_column_as_of", lang, name=name)
        last = {"select": {"label": label, "options": field_options(lang), "value": entry.field or "none"}}
        last["select"]["event"] = {"type": "column", "name": name}
    return {
        "label": name,
        "note": " ".join(part for part in (hidden, asks) if part),
        "cells": [{"text": head_cell(found, at), "code": True}, {"text": "，".join(seen), "quiet": True}, last],
    }


@cache
def field_options(lang: str) -> list[tuple[str, str]]:
    """What a column may be: a field, a column of its own, nothing."""
    known = [(field, field_words(field, lang)) for field in HEADINGS if field != "id"]
    return [*known, (EXTRAS, field_words(EXTRAS, lang)), ("none", field_words("", lang))]


def field_words(field: str, lang: str) -> str:
    """A field of the import, as a reader calls it."""
    if field in ("", EXTRAS, *OWN_FIELDS):
        return text(f"importing_as_{field or 'none'}", lang)
    return field_name(field, lang) if f"field_{field}" in table() else field


def _left_out(one: Looked, lang: str) -> list[Block]:
    """The rows of a sheet that are no bodies, by kind, each with what stands there; whether its sums agree."""
    if not one.left_out:
        return []
    kinds = Counter(left.code for left in one.left_out)
    comma = text("comma", lang)
    told = comma.join(f"{text(f'import_left_{code}', lang)} {count}" for code, count in kinds.items())
    rows = []
    for left in one.left_out[:LEFT_SHOWN]:
        sums = one.sums.get(left.row, [])
        agree = [
            text("importing_sum_agrees" if one_sum["agrees"] else "importing_sum_not", lang, **one_sum)
            for one_sum in sums
        ]
        cells = [{"text": text(f"import_left_{left.code}", lang)}, {"text": left.text}, {"text": comma.join(agree)}]
        rows.append({"label": str(left.row), "cells": cells})
    head = [text(f"importing_left_{part}", lang) for part in ("row", "what", "text", "sum")]
    label = counted("importing_left_out", len(one.left_out), lang, kinds=told)
    inner = [{"type": "table", "head": head, "rows": rows, "look": "left"}]
    if len(one.left_out) > LEFT_SHOWN:
        inner.append(words(text("importing_more_left", lang, count=len(one.left_out) - LEFT_SHOWN), quiet=True))
    return [{"type": "fold", "key": f"left-{one.sheet.name}", "label": label, "blocks": inner}]


def _datum(work: Work, lang: str) -> Block:
    options = [
        ("", text("importing_datum_none", lang)),
        *((code, text(f"importing_datum_{code}", lang)) for code in DATUMS),
    ]
    return _setting("datum", options, work.answers.datum, lang)


def _unit(page: Page, work: Work) -> Block:
    options = [("", text("importing_unit_none", page.lang)), *unit_options(page)]
    return _setting("unit", options, work.answers.unit, page.lang)


def unit_options(page: Page) -> list[tuple[str, str]]:
    """The counties and zones, by their codes."""
    units = page.catalog.units
    return [(unit, str(units.at[unit, f"short_{page.lang}"])) for unit in UNITS if unit in units.index]


def _hidden(work: Work, taken: list[Looked], lang: str) -> list[Block]:
    """Whether hidden parts are taken, where there are any."""
    there = [one for one in taken if one.sheet.hidden_rows or one.sheet.hidden_columns or one.sheet.hidden]
    if not there and not work.answers.hidden:
        return []
    options = [(code, text(f"importing_hidden_{code or 'ask'}", lang)) for code in ("", TAKE, "leave")]
    return [_setting("hidden", options, work.answers.hidden, lang)]


def _setting(name: str, options: list[tuple[str, str]], value: str, lang: str) -> Block:
    return {
        "key": name,
        "label": text(f"importing_setting_{name}", lang),
        "hint": text(f"importing_hint_{name}", lang),
        "options": options,
        "value": value,
        "event": {"type": "setting", "name": name},
    }


def name_column(work: Work, lang: str) -> list[Block]:
    """Where no column of names was found: which one it is, to be said."""
    sheets = work.reading.sheets if work.reading else []
    seen: dict[str, str] = {}
    for one in sheets:
        for row in one.rows[:SEARCHED]:
            for cell in row:
                name = " ".join(shown(cell).split())
                if name and len(name) <= 40 and len(seen) < OFFERED:
                    seen.setdefault(name, one.name)
    options = [("", text("importing_name_column_none", lang)), *((name, name) for name in seen)]
    event = {"type": "name_column"}
    setting = {"key": "name_column", "label": text("importing_name_column", lang), "hint": "", "options": options}
    return [{"type": "settings", "settings": [{**setting, "value": "", "event": event}]}]
