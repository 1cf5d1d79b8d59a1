"""Columns that say how a person is reached: they are kept like any other, so each is named before they are public."""

from __future__ import annotations

import re

from g60.record.intake.bodies import Table
from g60.record.intake.columns import EXTRAS
from g60.record.intake.sheets import Cell, is_blank, shown
from g60.record.intake.words import folded

_HEADING = re.compile(
    r"联系(人|方式|电话|手机|号码)|电话|手机|座机|传真|邮箱|邮件|微信|身份证|证件号|负责人|法定代表人|法人代表|经办人|填报人"
    r"|qq|e-?mail|phone|mobile|telephone|contact|fax|wechat"
)
_TEL = re.compile(r"tel|mail")
# A mobile number, a number with its area code, an address of electronic mail, a number of an identity card.
_CELL = re.compile(
    r"(\+?86-?)?1[3-9]\d{9}|0\d{2,3}-\d{7,8}|[\w.+-]+@[\w-]+(\.[\w-]+)+"
    r"|[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dx]"
)
# Rows that are looked at in a column whose heading says nothing.
LOOKED_AT = 200


def columns_of(table: Table) -> list[int]:
    """The columns that are kept under their own names and say such things, by their heading or by their cells."""
    return [
        column
        for column, entry in enumerate(table.fields)
        if entry.field == EXTRAS and not table.head.is_own
        if _is_heading(table.head.names[column]) or _are_cells(_cells(table, column))
    ]


def _is_heading(label: str) -> bool:
    words = folded(label)
    return _HEADING.search(words) is not None or _TEL.fullmatch(words) is not None


def _cells(table: Table, column: int) -> list[Cell]:
    rows = [table.sheet.rows[at] for at in table.bodies[:LOOKED_AT]]
    return [row[column] for row in rows if column < len(row) and not is_blank(row[column])]


def _are_cells(cells: list[Cell]) -> bool:
    """Whether most cells of a column are numbers or addresses of persons."""
    return sum(_CELL.fullmatch(folded(shown(cell))) is not None for cell in cells) * 2 > len(cells)
