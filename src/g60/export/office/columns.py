"""How the columns of a table share out its width, so that it is as low as it can be.

A column of short words is as wide as these. The others share what is left, so that no name wraps beside a column that
is half empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from g60.export.office.cells import Cell, Row, Table
from g60.export.paper_map.drawing import MM_PER_PT
from g60.export.paper_map.lines import is_chinese, wrap
from g60.export.paper_map.typeface import printable, width

PAD_MM = 1.1
AIR_MM = 0.3
NARROWER = 0.95  # other typefaces run wider than the one that is measured with
SHORT_SHARE, LEAST_SHARE = 0.31, 0.14  # of a table's width: what a short column takes, what any other keeps
LEAST_STEP = 0.12  # of what columns of long words share
WORDS_MEASURED = 60  # letters of a cell beyond which its column is not a short one
ROWS_MEASURED, LETTERS_MEASURED = 40, 300
MIXED = re.compile(r"(?<=[\u3400-\u9fff])(?=[^\u3400-\u9fff])|(?<=[^\u3400-\u9fff])(?=[\u3400-\u9fff■▲◇＝])")
SEARCHED, STEPS = 4, 18  # columns among which the best widths are looked for, in so many steps


def spanned(row: Row, shares: Sequence[float]) -> Iterator[tuple[Cell, int, float]]:
    """Each cell of a row with the column where it begins and the share of the width over which it stands."""
    column = 0
    for cell in row:
        yield cell, column, sum(shares[column : column + cell.span])
        column += cell.span


def shares_of(table: Table, wide: float, size: float) -> tuple[float, ...]:
    """How a table shares out its width: a column of short words is as wide as these, the others have what is left.

    No name wraps beside a column that is half empty; what nobody needs, all have in equal parts.
    """
    return _unbroken(table, _by_need(table, wide, size), wide, size * MM_PER_PT)


def _unbroken(table: Table, shares: tuple[float, ...], wide: float, em: float) -> tuple[float, ...]:
    """Shares in which each column has room for its longest word, where others can spare it: those that wrap anyway."""
    head = tuple(map(Cell, table.heads))
    every = [head, *(row for row in table.rows if len(row) == len(head))]
    least = [_longest_word(every, at, em) / wide for at in range(len(head))]
    lacking = [max(0.0, need - share) for need, share in zip(least, shares, strict=True)]
    if not sum(lacking):
        return shares
    whole = [_full(table, at, em) / wide for at in range(len(head))]
    kept = [word if need > share else need for word, need, share in zip(least, whole, shares, strict=True)]
    spare = [max(0.0, share - need) for need, share in zip(kept, shares, strict=True)]
    if sum(spare) < sum(lacking):
        return shares
    given = sum(lacking) / sum(spare)
    return tuple(share + lack - free * given for share, lack, free in zip(shares, lacking, spare, strict=True))


def _full(table: Table, column: int, em: float) -> float:
    """How wide a column is in which no cell breaks its line."""
    return (_need(table, column, em) + AIR_MM) / NARROWER + 2 * PAD_MM


def _by_need(table: Table, wide: float, size: float) -> tuple[float, ...]:
    em, columns = size * MM_PER_PT, range(len(table.heads))
    needs = [_full(table, at, em) for at in columns]
    short = [at for at in columns if needs[at] <= wide * max(table.shares[at] if at else 0, SHORT_SHARE)]
    rest = [at for at in columns if at not in short]
    left = wide - sum(needs[at] for at in short)
    if not rest or left >= sum(needs[at] for at in rest):
        spare = (wide - sum(needs)) / len(needs)
        return tuple((need + spare) / wide for need in needs) if spare >= 0 else table.shares
    if left < LEAST_SHARE * wide * len(rest):
        return table.shares
    wides = _lowest(table, rest, left, em)
    return tuple((needs[at] if at in short else wides[at]) / wide for at in columns)


def _lowest(table: Table, columns: Sequence[int], wide: float, em: float) -> dict[int, float]:
    """How columns of long words share out a width so that the table is as low as it can be; rather as it was given."""
    asked = sum(table.shares[at] for at in columns)
    given = {at: table.shares[at] / asked * wide for at in columns}
    rows = [row for row in table.rows[:: 1 + len(table.rows) // ROWS_MEASURED] if len(row) == len(table.heads)]
    if not 1 < len(columns) <= SEARCHED or not rows:
        return given
    head = tuple(map(Cell, table.heads))
    every = [head, *(row for row in table.rows if len(row) == len(head))]
    least_wide = {at: _longest_word(every, at, em) for at in columns}
    rows.append(head)
    steps = [wide * step / STEPS for step in range(STEPS + 1)]
    lines = {at: np.array([_line_counts(row[at], steps, em) for row in rows]).T for at in columns}
    first, *others = columns
    best, least = given, _price([lines[at][round(given[at] / wide * STEPS)] for at in columns])
    for split in _splits(len(others), STEPS):
        left = STEPS - sum(split)
        wides = {first: steps[left]} | {at: steps[step] for at, step in zip(others, split, strict=True)}
        if any(wides[at] < least_wide[at] for at in columns):
            continue
        price = _price([lines[first][left], *(lines[at][step] for at, step in zip(others, split, strict=True))])
        if price < least - 0.5:
            best, least = (
                {first: steps[left]} | {at: steps[step] for at, step in zip(others, split, strict=True)},
                price,
            )
    return best


def _longest_word(rows: Sequence[Row], column: int, em: float) -> float:
    """How wide a column must be so that no word of it is broken."""
    words = [word for row in rows for word in _words(row[column].words[:LETTERS_MEASURED])]
    return max(width(printable(word), em, bold=True) for word in words) / NARROWER + 2 * PAD_MM


def _price(lines: Sequence[np.ndarray]) -> float:
    """How high rows are together, in lines; a single high row costs a little more."""
    highest = np.maximum.reduce(list(lines))
    return float(highest.sum() + 0.2 * len(highest) * highest.max())


def _splits(count: int, steps: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many columns take steps of a width and leave some."""
    least = max(1, round(LEAST_STEP * steps))
    if not count:
        yield ()
        return
    for step in range(least, steps - least * count + 1):
        yield from ((step, *more) for more in _splits(count - 1, steps - step)) if count > 1 else ((step,),)


def _line_counts(cell: Cell, wides: Sequence[float], em: float) -> list[int]:
    """How many lines a cell has in columns of these widths, the narrowest first."""
    whole, found = f"{cell.words[:LETTERS_MEASURED]} {cell.code}".rstrip(), list[int]()
    for wide in wides:
        # What is one line stays one where there is more room.
        is_one = found[-1:] == [1]
        found.append(1 if is_one else len(wrap(whole, max((wide - 2 * PAD_MM) * NARROWER, em * 2), em)))
    return found


def _need(table: Table, column: int, em: float) -> float:
    """How wide a column is that breaks no line of its cells, and its head into three lines at most."""
    head = table.heads[column]
    found = [width(printable(head), em, bold=True) / 3 + em / 2]
    found += [width(printable(word), em, bold=True) for word in _words(head)]
    for row in table.rows:
        for cell, at, _ in spanned(row, table.shares):
            if at == column and cell.span == 1:
                whole = f"{cell.words} {cell.code}" if cell.code else cell.words
                # Programs set a quarter of an em between Chinese and other letters.
                apart = em * 0.25 * len(MIXED.findall(whole[:WORDS_MEASURED]))
                found.append(width(printable(whole[:WORDS_MEASURED]), em) + apart)
    return max(found)


def _words(head: str) -> list[str]:
    """What of a heading stays together: words, and four Chinese characters."""
    return [
        part[at : at + 4] if is_chinese(part) else part
        for part in head.split() or [""]
        for at in range(0, len(part) if is_chinese(part) else 1, 4)
    ]
