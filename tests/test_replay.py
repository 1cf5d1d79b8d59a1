"""The record asked about the past: 10,000 random edits by five people over 200 versions, against a plain replay."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import geopandas as gpd
import pandas as pd
import pytest

from g60.contract.crs import WGS84
from g60.contract.dataset import Dataset
from g60.contract.errors import ConflictError, RefusedError
from g60.contract.schema import CARRIERS
from g60.record import database, drafts, history, people, publishing, versions
from g60.record.database import reading
from g60.record.drafts import Change
from g60.record.people import Person
from g60.record.rows import Place
from g60.record.versions import rows_at, version_at

VERSIONS, EDITS, QUESTIONS = 200, 10_000, 10_000
STEPS = 5  # of one draft
FIELDS = ("name_zh", "address_zh", "fields_zh", "no")
SHIPPED_ROWS = 40
STARTED = datetime(2026, 1, 1, 15, 30, tzinfo=UTC)
State = dict[str, dict[str, str]]  # cells by key


class Small:
    """A source of forty carriers and nothing else."""

    def read(self, dataset: Dataset) -> pd.DataFrame:
        """The table of a dataset."""
        columns = list(dict.fromkeys((dataset.key, *dataset.columns)))
        rows = [{"id": f"c-{i:03}", "name_zh": f"机构{i}"} for i in range(SHIPPED_ROWS)] if dataset is CARRIERS else []
        table = pd.DataFrame(rows, columns=columns, dtype=str).fillna("")
        return gpd.GeoDataFrame(table, geometry=[], crs=WGS84) if dataset.geometry else table

    def version(self) -> str:
        """A fingerprint."""
        return "small"


SMALL = Small()


@dataclass
class Replay:
    """The log that the test keeps: for each version its time and the state that its edits lead to."""

    clock: datetime = STARTED
    states: list[State] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)

    def keep(self, state: State) -> None:
        """One more version, at the time that the clock shows, or at that of the last one if it ran backwards."""
        self.states.append({key: dict(cells) for key, cells in state.items()})
        self.times.append(max(self.clock, self.times[-1]) if self.times else self.clock)

    def on(self, day: str) -> int | None:
        """The last version up to the end of a day in Jiaxing, which is eight hours ahead."""
        past = [n for n, at in enumerate(self.times, 1) if (at + timedelta(hours=8)).date().isoformat() <= day]
        return past[-1] if past else None


@pytest.fixture
def five(database_url: str, monkeypatch: pytest.MonkeyPatch) -> list[Person]:
    """Five people who may edit and publish. The checks of the data are not what is tested here."""
    monkeypatch.setattr(publishing, "tables_of", lambda _: {})
    monkeypatch.setattr(publishing, "_findings", lambda *_: [])
    names = [f"p{i}" for i in range(5)]
    return [people.add_person(name, name, roles=("publisher",), by=None, url=database_url) for name in names]


def edited(chance: random.Random, state: State, new: Iterator[int], count: int) -> list[Change]:
    """Random changes of a state, which follows them: cells, new rows, removed rows."""
    changes = []
    for _ in range(count):
        kind = chance.random()
        if kind < 0.04 or not state:
            key = f"n-{next(new)}"
            cells = dict.fromkeys(("id", *CARRIERS.columns), "") | {"id": key, "name_zh": f"新机构{key}"}
            changes.append(Change(Place("carriers", key), "", cells))
            state[key] = cells
        elif kind < 0.07 and len(state) > 20:
            key = chance.choice(list(state))
            changes.append(Change(Place("carriers", key), "", None))
            del state[key]
        else:
            key, name = chance.choice(list(state)), chance.choice(FIELDS)
            state[key] = {**state[key], name: str(chance.randrange(50)) if chance.random() < 0.9 else ""}
            changes.append(Change(Place("carriers", key), name, state[key][name]))
    return changes


def merged(
    chance: random.Random, base: State, mine: State, theirs: State
) -> tuple[State, dict[tuple[Place, str], str]]:
    """What publishing a draft over a later version leads to, and the choices that are made on the way."""
    choices: dict[tuple[Place, str], str] = {}
    found = {key: dict(cells) for key, cells in theirs.items()}
    for key, cells in mine.items():
        for name, value in cells.items():
            was, other = base[key].get(name, ""), theirs[key].get(name, "")
            if value == was:
                continue
            if other not in (was, value):
                choice = choices[Place("carriers", key), name] = chance.choice((publishing.MINE, publishing.THEIRS))
                if choice == publishing.THEIRS:
                    continue
            found[key][name] = value
    return found, choices


def cells_only(chance: random.Random, state: State, keys: list[str], count: int) -> list[Change]:
    """Random changes of cells of some rows alone."""
    changes = []
    for _ in range(count):
        key, name = chance.choice(keys), chance.choice(FIELDS)
        state[key] = {**state[key], name: str(chance.randrange(5))}
        changes.append(Change(Place("carriers", key), name, state[key][name]))
    return changes


@dataclass
class Work:
    """The work of five people on one record, and the log that the test keeps of it."""

    chance: random.Random
    five: list[Person]
    url: str
    set_clock: Callable[[datetime], None]
    replay: Replay = field(default_factory=Replay)
    new: Iterator[int] = field(default_factory=lambda: iter(range(100_000)))

    def anyone(self) -> Person:
        return self.chance.choice(self.five)

    def copied(self) -> State:
        return {key: dict(cells) for key, cells in self.replay.states[-1].items()}

    def published(self, number: int, state: State) -> None:
        """A draft published at a random later moment; sometimes the clock has run backwards."""
        self.replay.clock += timedelta(minutes=self.chance.randrange(-200, 2000))
        self.set_clock(self.replay.clock)
        publishing.publish(self.anyone(), number, f"第{number}稿", self.url)
        self.replay.keep(state)

    def alone(self, number: int) -> State:
        """Fifty edits in five steps by several people, and now and then one more that is undone."""
        state = self.copied()
        for _ in range(STEPS):
            made = edited(self.chance, state, self.new, EDITS // VERSIONS // STEPS)
            drafts.change(self.anyone(), number, made, url=self.url)
        if self.chance.random() < 0.2:
            drafts.change(self.anyone(), number, edited(self.chance, {**state}, self.new, 3), url=self.url)
            drafts.undo(self.anyone(), number, url=self.url)
        return state

    def beside_another(self, number: int) -> State:
        """Edits of a draft beside another one of the same rows, which is published first."""
        base, mine, theirs = self.copied(), self.copied(), self.copied()
        keys = sorted(base)[:8]
        drafts.change(self.anyone(), number, cells_only(self.chance, mine, keys, 10), url=self.url)
        other = drafts.start(self.anyone(), "y", SMALL, self.url)
        drafts.change(self.anyone(), other, cells_only(self.chance, theirs, keys, 10), url=self.url)
        if theirs != base:
            self.published(other, theirs)
        state, choices = merged(self.chance, base, mine, self.replay.states[-1])
        if choices:
            with pytest.raises(ConflictError):
                publishing.publish(self.anyone(), number, "后", self.url)
            publishing.rebase(self.anyone(), number, choices, self.url)
        return state

    def done(self) -> Replay:
        """200 versions of 50 edits each; some restore an earlier one, some were drafted over an earlier one."""
        self.set_clock(self.replay.clock)
        versions.begin(SMALL, self.url)
        rows = SMALL.read(CARRIERS).to_dict("records")
        self.replay.keep({row["id"]: {str(name): str(value) for name, value in row.items()} for row in rows})
        while (count := len(self.replay.states)) < VERSIONS:
            number = drafts.start(self.anyone(), "x", SMALL, self.url)
            is_beside = self.chance.random() < 0.1 and count < VERSIONS - 1
            state = self.beside_another(number) if is_beside else self.alone(number)
            if state != self.replay.states[-1]:
                self.published(number, state)
            if self.chance.random() < 0.05 and len(self.replay.states) < VERSIONS:
                back = self.chance.randrange(1, len(self.replay.states))
                publishing.restore(self.anyone(), back, "恢复", self.url)
                self.replay.keep(self.replay.states[back - 1])
        return self.replay


def test_any_value_of_any_day_is_what_a_replay_of_the_log_gives(
    five: list[Person], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        shown = STARTED

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return cls.shown

    monkeypatch.setattr(database, "datetime", Clock)
    chance = random.Random(20261127)
    replay = Work(chance, five, database_url, lambda at: setattr(Clock, "shown", at)).done()
    assert len(replay.states) == VERSIONS == versions.newest(database_url)
    keys = sorted({key for state in replay.states for key in state})
    days = [(STARTED + timedelta(days=chance.randrange(-3, 160))).date().isoformat() for _ in range(QUESTIONS)]
    asked: dict[str, list[tuple[str, str]]] = {}
    for question in range(QUESTIONS):
        moment = days[question] if chance.random() < 0.3 else str(chance.randrange(1, VERSIONS + 1))
        asked.setdefault(moment, []).append((chance.choice(keys), chance.choice(FIELDS)))
    for moment, cells in asked.items():
        _values_of(moment, cells, replay, database_url)
    _whole_versions(chance, replay, database_url)
    _differences(chance, replay, database_url)
    _histories(chance, replay, keys, database_url)


def _values_of(moment: str, cells: list[tuple[str, str]], replay: Replay, url: str) -> None:
    """The cells of a version or a day, by key and field, are those of the log."""
    expected = int(moment) if moment.isdecimal() else replay.on(moment)
    if expected is None:
        with pytest.raises(RefusedError):
            version_at(moment, url)
        return
    number = version_at(moment, url)
    assert number == expected, moment
    with reading(url) as connection:
        rows = rows_at(connection, number, [Place("carriers", key) for key, _ in cells])
    for key, name in cells:
        row, held = rows.get(Place("carriers", key)), replay.states[number - 1].get(key)
        assert (None if row is None else row.cells.get(name, "")) == (None if held is None else held.get(name, ""))


def _whole_versions(chance: random.Random, replay: Replay, url: str) -> None:
    for number in chance.sample(range(1, VERSIONS + 1), 20):
        with reading(url) as connection:
            rows = rows_at(connection, number)
        assert {place.key: dict(row.cells) for place, row in rows.items()} == replay.states[number - 1]


def _differences(chance: random.Random, replay: Replay, url: str) -> None:
    for _ in range(40):
        one, other = chance.randrange(1, VERSIONS + 1), chance.randrange(1, VERSIONS + 1)
        before, after = replay.states[one - 1], replay.states[other - 1]
        expected = set()
        for key in {*before, *after}:
            old, new = before.get(key), after.get(key)
            for name in {**(old or {}), **(new or {})}:
                pair = tuple(None if cells is None else cells.get(name, "") for cells in (old, new))
                if (pair[0] or "") != (pair[1] or ""):
                    expected.add((key, name, *pair))
        found = {(one.subject, one.field, one.before, one.after) for one in history.diff(one, other, url)}
        assert found == expected


def _histories(chance: random.Random, replay: Replay, keys: list[str], url: str) -> None:
    for _ in range(60):
        key, name = chance.choice(keys), chance.choice(FIELDS)
        expected: list[tuple[int, str | None]] = []
        before: str | None = None
        for number, state in enumerate(replay.states, 1):
            value = state[key].get(name, "") if key in state else None
            if (value or "") != (before or ""):
                expected.append((number, value))
            before = value
        assert [(one.version, one.after) for one in history.history(key, name, url)] == expected
