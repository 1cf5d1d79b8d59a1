"""Where the heading of a table of values stands, and which column holds what; years may be columns of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from g60.record.intake.sheets import Cell, Sheet, is_blank, shown
from g60.record.intake.words import folded, label

# Rows among which the heading is looked for.
SEARCHED = 40
HEADINGS: Mapping[str, Sequence[str]] = {
    "id": ("指标编号", "编号", "目标编号", "id", "indicator"),
    "name": ("指标名称", "指标", "名称", "目标", "目标名称", "name"),
    "subject": ("对象", "片区或载体", "subject"),
    "year": ("年份", "年度", "所属年份", "year"),
    "value": ("数值", "实际值", "完成值", "值", "value"),
    "unit": ("计量单位", "单位", "数据单位", "unit"),
    "status": ("数据性质", "性质", "数据状态", "status"),
    "definition_zh": ("口径", "所用口径", "统计口径", "definitionzh"),
    "known_on": ("知悉日期", "发布日期", "日期", "knownon"),
    "reporter_zh": ("填报单位", "上报单位", "报送单位", "reporterzh"),
    "source_zh": ("来源文件", "来源", "数据来源", "出处", "文件", "sourcezh"),
}
KNOWN = {name: field for field, names in HEADINGS.items() for name in names}
_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:实际值?|完成值?|数值?|值)?")


@dataclass(slots=True)
class Table:
    """One sheet of values: its heading's row, and the columns, from 0, of its fields and of years."""

    sheet: Sheet
    head: int
    columns: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)

    @property
    def is_of_values(self) -> bool:
        """Whether it names indicators, and values with their years."""
        names = "id" in self.columns or "name" in self.columns
        return names and bool(self.years or {"year", "value"} <= self.columns.keys())

    @property
    def has_rows(self) -> bool:
        """Whether anything stands below the heading."""
        return len(self.sheet.rows) > self.head + 1

    def heading(self, column: int) -> str:
        """The words of a heading."""
        return shown(self.sheet.rows[self.head][column]).strip()

    def as_json(self) -> dict[str, object]:
        """The sheet as the command line prints it."""
        fields = {column: name for name, column in self.columns.items()}
        fields |= {column: f"value {year}" for column, year in self.years.items()}
        return {
            "name": self.sheet.name,
            "hidden": self.sheet.hidden,
            "taken": True,
            "header_rows": [self.sheet.numbers[self.head]],
            "columns": {self.heading(column): name for column, name in sorted(fields.items())},
        }


def tables(sheets: Sequence[Sheet]) -> list[Table]:
    """The tables of values among the sheets, one in each sheet at most."""
    return [one for sheet in sheets if (one := _find(sheet)) is not None]


def _find(sheet: Sheet) -> Table | None:
    if sheet.fields is not None:
        return None
    found = [_read(sheet, at, row) for at, row in enumerate(sheet.rows[:SEARCHED])]
    good = [one for one in found if one.is_of_values and one.has_rows]
    return max(good, key=lambda one: len(one.columns) + len(one.years), default=None)


def _read(sheet: Sheet, at: int, row: Sequence[Cell]) -> Table:
    """A row as if it were the heading; of two columns with one meaning the first one counts."""
    table = Table(sheet, at)
    for column, cell in enumerate(row):
        if is_blank(cell):
            continue
        words = label(shown(cell))
        name, year = KNOWN.get(words), _YEAR.fullmatch(folded(shown(cell)))
        if name is not None:
            table.columns.setdefault(name, column)
        elif year is not None:
            table.years[column] = int(year[1])
    return table
