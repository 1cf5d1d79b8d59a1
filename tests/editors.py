"""`python -m tests.editors URL FIRST COUNT EDITS`: editors, each in a thread, who edit the same drafts at once.

Each of them reads a cell and sets it to a value of their own, as the page does: what they saw goes with it. Prints a
JSON list of what each was told: accepted with the step's number, or refused with the code.
"""

from __future__ import annotations

import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor

from g60.contract.errors import G60Error
from g60.record import database, drafts, editing, people
from g60.record.draft_state import state_of
from g60.record.editing import Cell
from g60.record.rows import Place
from tests.small_record import REPORTED

DRAFTS = 10
CELLS = [(unit, "name_zh") for unit in ("330402", "330411")]
Told = dict[str, object]


def edits(url: str, editor: int, count: int) -> list[Told]:
    """What one editor was told."""
    dice = random.Random(editor)
    person = people.person_of(f"editor-{editor}", url)
    number = 1 + editor % DRAFTS
    told: list[Told] = []
    for turn in range(count):
        unit, field = dice.choice(CELLS)
        value = f"县 {editor}.{turn}"
        with database.reading(url) as connection:
            rows = state_of(connection, drafts.draft_in(connection, number), [Place("units", unit)])
        seen = rows[Place("units", unit)].cells[field]
        about: Told = {"draft": number, "unit": unit, "before": seen, "after": value}
        try:
            step = editing.set_value(person, number, Cell(unit, field, seen), value, REPORTED, url)
            told.append({**about, "step": step})
        except G60Error as error:
            told.append({**about, "refused": error.code})
    return told


def main(url: str, first: int, editors: int, count: int) -> list[Told]:
    """What all editors of this process were told."""
    with ThreadPoolExecutor(editors) as pool:
        found = pool.map(lambda editor: edits(url, editor, count), range(first, first + editors))
        return [one for told in found for one in told]


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], *map(int, sys.argv[2:]))))
