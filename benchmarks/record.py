"""Time of the record's large steps on both databases: `python -m benchmarks.record [ROWS]`; writes `RECORD.md`.

A record of a hundred thousand rows: synthetic carriers, each of whose cells has its citation, beside the shipped data.
All of these rows are changed in one draft, which is published. "As of" is measured over the shipped data after a
thousand versions of ten rows each: from the question to the card, in a process that has the newest version at hand.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from benchmarks.synthetic import SHIPPED, SyntheticSource
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.contract.dataset import Dataset
from g60.contract.schema import CARRIERS, CITATIONS
from g60.contract.statements import LISTS
from g60.evidence.card import card
from g60.record import drafts, history, people, publishing, versions
from g60.record.catalogs import Catalogs
from g60.record.database import forget, reading, writing
from g60.record.drafts import Change
from g60.record.rows import Place, Row
from g60.record.versions import RecordSource, add_version, rows_at
from tests import databases

ROWS = 100_000
VERSIONS, ROWS_EACH, ASKED = 1_000, 10, 40
RESULTS = Path(__file__).with_name("RECORD.md")
PEOPLE = "bench"
TARGETS = {
    "publish": ("publish a version of {rows} changed rows, checks included", 30.0),
    "diff": ("the difference of {rows} rows", 10.0),
    "open": ("open the newest version of {rows} rows: seconds more than from files", 3.0),
    "as_of": ("one card as of another version, after 1,000 versions: median", 0.05),
    "as_of_most": ("the same, the slowest of 40", None),
    "begin": ("begin the record: {rows} rows as version 1", None),
    "draft": ("change {rows} rows in one step of a draft", None),
}
HEAD = """# How long the record takes

Written by `make bench-record`; do not edit. The machine is that of `RESULTS.md`; PostgreSQL runs on it too.

"""


class Measured(NamedTuple):
    """The seconds of each step on one database, and the rows that were changed."""

    database: str
    rows: int
    seconds: dict[str, float]


class CitedSource(SyntheticSource):
    """The shipped data with a synthetic list beside it, and a citation of every cell: it passes all checks."""

    def read(self, dataset: Dataset) -> pd.DataFrame:
        """The table of a dataset."""
        shipped, synthetic = FolderSource(SHIPPED), super()
        if dataset is CARRIERS:
            return _numbered([shipped.read(CARRIERS), synthetic.read(CARRIERS)])
        if dataset is not CITATIONS:
            return synthetic.read(dataset)
        lists = synthetic.read(LISTS)
        lists = lists[lists["list"].str.startswith("synthetic")]
        made = [*_citations(lists, LISTS), *_citations(synthetic.read(CARRIERS), CARRIERS)]
        return _numbered([shipped.read(CITATIONS), *made])


def _numbered(parts: list[pd.DataFrame]) -> pd.DataFrame:
    joined = pd.concat(parts, ignore_index=True)
    return joined.set_index(pd.RangeIndex(2, len(joined) + 2)).fillna("").astype(str)


def _citations(table: pd.DataFrame, dataset: Dataset) -> Iterator[pd.DataFrame]:
    for field in (name for name in dataset.columns if name != dataset.key):
        given = table[field] != ""
        subject = dataset.subject_prefix + table[dataset.key]
        cells = {"subject": subject, "field": field, "evidence": given.map({True: "derived", False: "missing"})}
        notes = {"note": given.map({True: "合成", False: ""}), "note_en": given.map({True: "synthetic", False: ""})}
        yield pd.DataFrame(cells | notes)


def timed(act: Callable[[], object]) -> float:
    """The seconds that an act takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def large(url: str, rows: int) -> tuple[int, dict[str, float]]:
    """The steps over a record of many rows, and how many rows were changed."""
    source = CitedSource(rows // len(CARRIERS.columns))
    source.write()
    editor = people.add_person(PEOPLE, PEOPLE, roles=("admin",), by=None, url=url)
    seconds = {"begin": timed(lambda: versions.begin(source, url))}
    number = drafts.start(editor, PEOPLE, source, url)
    changes = []
    with reading(url) as connection:
        for place, row in rows_at(connection, 1).items():
            if place.dataset == CARRIERS.name and place.key.startswith("synthetic-"):
                changes.append(Change(place, "place_zh", "合成地点之二"))
            elif place.dataset == CITATIONS.name and place.key.startswith("synthetic-") and row.cells["note"]:
                changes.append(Change(place, "note", "合成之二"))
    seconds["draft"] = timed(lambda: drafts.change(editor, number, changes, kind="import", url=url))
    seconds["publish"] = timed(lambda: publishing.publish(editor, number, PEOPLE, url))
    seconds["diff"] = timed(lambda: history.diff(1, 2, url))
    from_files = timed(lambda: Catalog.load(source))
    seconds["open"] = timed(lambda: Catalog.load(RecordSource(2, url), 2)) - from_files
    return len(changes), seconds


def past(url: str) -> dict[str, float]:
    """The time of one card as of another version, after a thousand versions of ten rows each."""
    chance = random.Random(20261127)
    versions.begin(FolderSource(SHIPPED), url)
    with reading(url) as connection:
        rows = rows_at(connection, 1)
    places = [place for place in rows if place.dataset in (CARRIERS.name, "lake_districts", "high_tech_zones")]
    cited = [place for place, row in rows.items() if place.dataset == CITATIONS.name and row.cells["note"]]
    for number in range(2, VERSIONS + 2):
        chosen = [*chance.sample(places, ROWS_EACH // 2), *chance.sample(cited, ROWS_EACH // 2)]
        with writing(url) as connection:
            before = rows_at(connection, number - 1, chosen)
            changed: dict[Place, Row | None] = {place: _changed(before[place], number) for place in chosen}
            about = {"kind": "published", "why": PEOPLE, "person": None}
            add_version(connection, changed, before, number=number, **about)
    catalogs = Catalogs(SHIPPED, url)
    subjects = [place.key for place in places]
    card(catalogs.newest(), subjects[0], "zh")
    taken = []
    for version in chance.sample(range(1, VERSIONS + 1), ASKED):
        subject = chance.choice(subjects)
        taken.append(timed(lambda version=version, subject=subject: card(catalogs.version(version), subject, "zh")))
    return {"as_of": statistics.median(taken), "as_of_most": max(taken)}


def _changed(row: Row, number: int) -> Row:
    name = "note" if "note" in row.cells else "name_zh"
    return Row(row.position, {**row.cells, name: f"{row.cells[name].partition('·')[0]}·{number}"})


@contextmanager
def _urls() -> Iterator[dict[str, Callable[[], str]]]:
    """What makes an empty database, by the name of its kind."""
    with tempfile.TemporaryDirectory() as folder:
        files = iter(range(100))
        makers: dict[str, Callable[[], str]] = {"SQLite": lambda: f"sqlite:///{folder}/{next(files)}.db"}
        if databases.programs() is None:
            yield makers
            return
        with databases.postgresql() as server:
            yield makers | {"PostgreSQL": lambda: databases.new_database(server)}


def main() -> int:
    """Measure and write the results; the exit status."""
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    found = []
    with _urls() as makers:
        for name, new in makers.items():
            rows, seconds = large(new(), asked)
            found.append(Measured(name, rows, seconds | past(new())))
            print(name, {step: round(taken, 3) for step, taken in found[-1].seconds.items()}, flush=True)
            forget()
    if asked == ROWS:
        RESULTS.write_text(as_markdown(found), "utf-8")
    return 0


def as_markdown(found: list[Measured]) -> str:
    """The results as a table: one line for each step, with its target."""
    lines = [f"| | {' | '.join(one.database for one in found)} | target |", f"|---|{'---:|' * (len(found) + 1)}"]
    for step, (words, target) in TARGETS.items():
        cells = [f"{one.seconds[step]:.3f} s" for one in found]
        label = words.format(rows=f"{found[0].rows:,}")
        lines.append(f"| {label} | {' | '.join(cells)} | {'' if target is None else f'{target:g} s'} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
