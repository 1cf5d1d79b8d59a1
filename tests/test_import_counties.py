"""Nine county workbooks: every planted fault is found at its cell, no good row is refused, none is merged."""

from __future__ import annotations

from functools import cache

import pytest

from g60.record.intake.examine import Outcome
from tests.county_workbooks import OFFICES, Office, nine
from tests.imports import codes, outcome

NAMES = [name for name, *_ in OFFICES]


@cache
def examined() -> dict[str, tuple[Office, Outcome, dict[int, int]]]:
    found = {}
    for office in nine():
        data, numbers = office.write(office)
        found[office.name] = (office, outcome(data), numbers)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_planted_fault_is_found_at_its_cell_and_nothing_else(name: str) -> None:
    office, found, numbers = examined()[name]
    assert found.refused is None
    assert sorted((code, row, cell) for code, row, cell in codes(found)) == office.expected(numbers)


@pytest.mark.parametrize("name", NAMES)
def test_every_good_row_is_taken_and_no_two_bodies_are_merged(name: str) -> None:
    office, found, numbers = examined()[name]
    bad = {numbers[one.at] for one in office.planted}
    assert {body.row for body in found.bodies if body.is_held} == bad
    assert len(found.bodies) == len(office.rows)
    assert len({body.name for body in found.difference.added}) == len(office.rows) - len(bad) == found.good


def test_the_faults_are_two_hundred_of_thirty_kinds() -> None:
    planted = [(office, one) for office, _, _ in examined().values() for one in office.planted]
    assert len(planted) >= 200
    assert len({one.code for _, one in planted}) >= 30
