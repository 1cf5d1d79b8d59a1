"""Which sheets of a file are lists, and what their rows are: taken, left out, hidden, sums that do or do not agree."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from g60.record.intake import columns, contacts, content, heads
from g60.record.intake.bodies import Table
from g60.record.intake.columns import EXTRAS
from g60.record.intake.figures import plain_number
from g60.record.intake.findings import QUESTION, WARNING, Answers, Finding, Reply, Settled
from g60.record.intake.heads import LeftOut
from g60.record.intake.sheets import Cell, FileRefusedError, Sheet, address, is_blank, shown
from g60.record.intake.units import Units
from g60.record.intake.words import is_nothing

TAKE, LEAVE = "take", "leave"
# Cells that a finding names where more may be meant.
CELLS_NAMED = 5


@dataclass(slots=True)
class Looked:
    """One sheet as it was looked at: its table, if it is a list, and whether that is taken."""

    sheet: Sheet
    table: Table | None = None
    taken: bool = False
    left_out: list[LeftOut] = field(default_factory=list)
    sums: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    is_empty: bool = False  # a heading without rows

    def as_json(self) -> dict[str, Any]:
        """The sheet as the command line prints it."""
        head, fields = (self.table.head, self.table.fields) if self.table else (None, [])
        named = zip(head.names, fields, strict=False) if head else ()
        return {
            "name": self.sheet.name,
            "hidden": self.sheet.hidden,
            "taken": self.taken,
            "header_rows": head.rows if head else [],
            "columns": {name: entry.field or None for name, entry in named if name},
        }


def look(sheets: list[Sheet], answers: Answers, units: Units) -> list[Looked]:
    """All sheets, each with its table. Raises FileRefusedError if none of them is a list."""
    looked = [_look(sheet, answers, units) for sheet in sheets]
    own = [one for one in looked if one.table and one.table.head.is_own]
    if own:
        # In a file of ours the other sheets explain the first one.
        for one in looked:
            if one not in own:
                one.table = None
    _choose(looked, answers)
    if not any(one.taken for one in looked) and any(one.is_empty for one in looked):
        raise FileRefusedError("no_rows")
    if not any(one.taken for one in looked):
        seen = [name for one in looked for name in _labels(one.sheet, answers)]
        raise FileRefusedError("no_header", columns="、".join(seen)[:300])
    for one in looked:
        if one.taken and one.table:
            _sort_rows(one, one.table, answers, units)
    return looked


def _ask(one: Looked, questions: list[Finding], answer: str) -> None:
    """Keep questions as open, or with the answer that one for all of them has settled."""
    if answer:
        one.settled += [Settled(asked, Reply(answer)) for asked in questions]
    else:
        one.found += questions


def _labels(sheet: Sheet, answers: Answers) -> list[str]:
    """The headings of a sheet; where no row looks like one, the texts of its first row."""
    head = heads.find(sheet, answers.columns_known)
    names = head.names if head else [shown(cell).strip() for row in sheet.rows[:1] for cell in row]
    return [name for name in names if name]


def _look(sheet: Sheet, answers: Answers, units: Units) -> Looked:
    head = heads.find(sheet, answers.columns_known) if sheet.rows or sheet.fields else None
    if head is None:
        return Looked(sheet)
    is_layer = sheet.fields is not None
    fields = columns.match(head.labels, answers.columns_known, is_own=head.is_own, is_cut=is_layer)
    if not head.is_own:
        said = [columns.key_given(parts, answers.columns_known) is not None for parts in head.labels]
        guessed = content.guesses(fields, sheet.rows[head.first :][: content.LOOKED_AT], units)
        fields = [old if is_said else new for old, new, is_said in zip(fields, guessed, said, strict=True)]
    table = Table(sheet, head, fields, [])
    is_list = table.column("name_zh") is not None
    is_empty = is_list and len(sheet.rows) <= head.first
    return Looked(sheet, table if is_list and not is_empty else None, is_empty=is_empty)


def _choose(looked: list[Looked], answers: Answers) -> None:
    """Take the sheets that were asked for; else those that are lists, and ask where that is more than one."""
    lists = [one for one in looked if one.table is not None]
    if answers.sheets:
        unknown = set(answers.sheets) - {one.sheet.name for one in looked}
        if unknown:
            known = "、".join(one.sheet.name for one in looked)
            raise FileRefusedError("sheet_unknown", names="、".join(sorted(unknown)), known=known)
        for one in lists:
            one.taken = one.sheet.name in answers.sheets
        if len(lists) > 1:
            all_of_them = ";".join(one.sheet.name for one in lists)
            told: dict[str, object] = {"names": all_of_them, "left": "—"}
            asked = Finding(QUESTION, "sheets_which", suggestion=all_of_them, values=told)
            _ask(lists[0], [asked], ";".join(answers.sheets))
        return
    seen = [one for one in lists if not one.sheet.hidden]
    for one in seen or lists:
        one.taken = True
    for one in lists:
        if one.sheet.hidden and seen:
            one.taken = answers.hidden == TAKE
            given: dict[str, object] = {"count": len(one.sheet.rows) - (one.table.head.first if one.table else 0)}
            asked = Finding(QUESTION, "hidden_sheet", one.sheet.name, value=one.sheet.name, values=given)
            _ask(one, [asked], answers.hidden)
    if len(seen) > 1 and not all(one.table and one.table.head.is_own for one in seen):
        names = [one.sheet.name for one in seen]
        left = [one.sheet.name for one in looked if one not in seen]
        told = {"names": "、".join(names), "left": "、".join(left) or "—"}
        seen[0].found.append(Finding(QUESTION, "sheets_which", suggestion=";".join(names), values=told))


def _sort_rows(one: Looked, table: Table, answers: Answers, units: Units) -> None:
    """Which rows of a taken sheet are bodies; what is hidden in it; whether its sums agree."""
    head, name = table.head, table.column("name_zh") or 0
    table.sheet, joined = heads.joined(table.sheet, head, name)
    sheet = table.sheet
    heads.fill_down(sheet, head)
    table.bodies, one.left_out = heads.bodies(sheet, head, name)
    one.left_out += joined
    _groups(one, table, units)
    one.found += _columns_asked(table)
    one.settled += _columns_settled(table, answers)
    _leave(one, table, answers)
    _ask(one, list(_hidden(one, table, answers)), answers.hidden)
    one.found += _contacts(table, answers)
    if sheet.fields is None:
        one.found += list(_sums(one, table, answers.cells))
    one.found += list(_zeros(table))


def _groups(one: Looked, table: Table, units: Units) -> None:
    """Rows of one cell that name a county stand over the rows of that county: 一、南湖区（12家）."""
    sheet = table.sheet
    if sheet.fields is not None or table.head.is_own:
        return
    left = {entry.row for entry in one.left_out if entry.code in ("group", "note")}
    repeated = {entry.row for entry in one.left_out if entry.code == "header_repeated"}
    unit, kept = "", []
    bodies = set(table.bodies)
    for at in range(table.head.first, len(sheet.rows)):
        name = heads.group_name(sheet.rows[at]) if at in bodies or sheet.numbers[at] in left else ""
        said = units.read(name) if name else None
        named = said.text if said is not None and said.problem is None else ""
        if name and not named and sheet.numbers[at + 1 : at + 2] and sheet.numbers[at + 1] in repeated:
            # The title of another table below the first one.
            named = units.within(name)
        if named:
            unit = named
            if at in bodies:
                told = shown(next(cell for cell in sheet.rows[at] if not is_blank(cell)))
                one.left_out.append(LeftOut(sheet.numbers[at], "group", told))
            continue
        if at in bodies:
            kept.append(at)
            if unit:
                table.units[at] = unit
    table.bodies = kept
    one.left_out.sort(key=lambda entry: entry.row)


def _columns_asked(table: Table) -> list[Finding]:
    return [
        Finding(
            QUESTION,
            "column_guess",
            table.sheet.name,
            cell=head_cell(table, column),
            value=table.head.names[column],
            suggestion=entry.guess,
        )
        for column, entry in enumerate(table.fields)
        if entry.guess
    ]


def _columns_settled(table: Table, answers: Answers) -> Iterator[Settled]:
    """The columns whose field a person has said, now or with an earlier file."""
    for column, parts in enumerate(table.head.labels):
        key = columns.key_given(parts, answers.columns_known)
        if key is None:
            continue
        name, field_name = table.head.names[column], answers.columns_known[key]
        about = (table.sheet.name, None, head_cell(table, column), field_name, key)
        is_remembered = key not in answers.columns
        asked = Finding(QUESTION, "column_guess", *about, field_name, {"label": name})
        yield Settled(asked, Reply(field_name, is_remembered))


def _contacts(table: Table, answers: Answers) -> list[Finding]:
    """The columns that name persons, which would be public; one that a person has said what to do with is left out."""
    return [
        Finding(WARNING, "column_contact", table.sheet.name, None, head_cell(table, at), "", table.head.names[at])
        for at in contacts.columns_of(table)
        if columns.key_given(table.head.labels[at], answers.columns_known) is None
    ]


def _leave(one: Looked, table: Table, answers: Answers) -> None:
    """Leave out the rows that a person has said are not to be taken."""
    sheet = table.sheet
    for at in [at for at in table.bodies if (sheet.name, sheet.numbers[at]) in answers.left]:
        table.bodies.remove(at)
        one.left_out.append(LeftOut(sheet.numbers[at], "by_person", " ".join(map(shown, sheet.rows[at]))[:200]))


def head_cell(table: Table, column: int) -> str:
    """The address of a column's heading."""
    if table.sheet.fields is not None:
        return f"/{table.sheet.fields[column]}"
    return address(table.sheet, table.head.rows[-1], column)


def _hidden(one: Looked, table: Table, answers: Answers) -> Iterator[Finding]:
    """What is hidden in a sheet, as questions; where it was said, it is taken or left."""
    sheet = table.sheet
    for column in sheet.hidden_columns:
        if column >= len(table.fields) or not table.head.names[column]:
            continue
        given = {"label": table.head.names[column]}
        cell = head_cell(table, column)
        yield Finding(QUESTION, "hidden_column", sheet.name, None, cell, table.fields[column].field, values=given)
        if answers.hidden == LEAVE:
            table.fields[column] = columns.Match(columns.IGNORED)
    hidden = set(sheet.hidden_rows)
    name = table.column("name_zh") or 0
    for at in [at for at in table.bodies if sheet.numbers[at] in hidden]:
        words = shown(sheet.rows[at][name]) if name < len(sheet.rows[at]) else ""
        yield Finding(
            QUESTION, "hidden_row", sheet.name, sheet.numbers[at], address(sheet, sheet.numbers[at], name), "", words
        )
        if answers.hidden == LEAVE:
            table.bodies.remove(at)
            one.left_out.append(LeftOut(sheet.numbers[at], "hidden_row", " ".join(map(shown, sheet.rows[at]))[:200]))


# Sums --------------------------------------------------------------------------------------------


def _sums(one: Looked, table: Table, put_right: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    """Compare what a row of sums says with the sum of the rows above it. `put_right` has cells as a person has said.

    Where they differ, the cells that are no number and so in no sum are named.
    """
    rows = {table.sheet.numbers[at]: table.sheet.rows[at] for at in table.bodies}
    since = 0
    for entry in sorted(one.left_out, key=lambda left: left.row):
        if entry.code not in ("subtotal", "total"):
            continue
        above = {
            number: row
            for number, row in rows.items()
            if number < entry.row and (entry.code == "total" or number > since)
        }
        for column, cell in enumerate(entry.cells):
            number = _as_number(cell)
            if number is None or column >= len(table.fields) or table.fields[column].field in ("name_zh", "unit"):
                continue
            if table.fields[column].field == columns.ORDER:
                continue
            total, unread = _added(table.sheet, column, above, put_right)
            where = address(table.sheet, entry.row, column)
            agrees = math_close(total, number)
            one.sums.setdefault(entry.row, []).append(
                {"cell": where, "stated": number, "sum": round(total, 6), "agrees": agrees}
            )
            if not agrees:
                given = {
                    "label": table.head.names[column],
                    "sum": f"{total:.10g}",
                    "cells": "、".join(unread[:CELLS_NAMED]),
                }
                code = "sum_unread" if unread else "sum_differs"
                yield Finding(WARNING, code, table.sheet.name, entry.row, where, "", shown(cell), "", given)
        since = entry.row if entry.code == "subtotal" else since


def _added(
    sheet: Sheet, column: int, rows: Mapping[int, list[Cell]], put_right: Mapping[tuple[str, str], str]
) -> tuple[float, list[str]]:
    """The sum of a column over some rows, and the cells that are in it with nothing: “约30”（F5）."""
    total, unread = 0.0, []
    for number, row in rows.items():
        where = address(sheet, number, column)
        cell = put_right.get((sheet.name, where), row[column] if column < len(row) else None)
        value = _as_number(cell)
        if value is not None:
            total += value
        elif not is_blank(cell) and not is_nothing(shown(cell)):
            unread.append(f"{shown(cell)[:20]}（{where}）")
    return total, unread


def math_close(first: float, second: float) -> bool:
    """Whether two sums are the same but for how a computer adds."""
    return abs(first - second) <= 1e-6 * max(1.0, abs(second))


def _as_number(cell: Any) -> float | None:
    if isinstance(cell, bool) or is_blank(cell):
        return None
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else None
    return plain_number(shown(cell))


def _zeros(table: Table) -> Iterator[Finding]:
    """Numbers in a column of codes, whose leading zeros a spreadsheet has dropped."""
    for column, entry in enumerate(table.fields):
        if entry.field != EXTRAS or table.sheet.fields is not None:
            continue
        cells = [(at, table.sheet.rows[at][column]) for at in table.bodies if column < len(table.sheet.rows[at])]
        coded = [cell for _, cell in cells if isinstance(cell, str) and re.fullmatch(r"0\d+", cell.strip())]
        width = max((len(cell.strip()) for cell in coded), default=0)
        for at, cell in cells:
            if width and isinstance(cell, float | int) and len(shown(cell)) < width:
                number = table.sheet.numbers[at]
                where, meant = address(table.sheet, number, column), shown(cell).zfill(width)
                yield Finding(WARNING, "zeros_lost", table.sheet.name, number, where, EXTRAS, shown(cell), meant)
