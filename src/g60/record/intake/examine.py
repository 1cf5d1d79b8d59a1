"""A file against the record: every finding by cell, and what would change. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from g60.contract.i18n import LANGUAGES, text
from g60.record.intake import apart, places, same_body, tables
from g60.record.intake.bodies import Body, finding
from g60.record.intake.columns import PLACE
from g60.record.intake.difference import Difference, compare
from g60.record.intake.figures import spelt
from g60.record.intake.findings import (
    ERROR,
    HOLDING,
    QUESTION,
    WARNING,
    Answers,
    Finding,
    Settled,
    grouped,
)
from g60.record.intake.heads import LeftOut
from g60.record.intake.industry import Industries
from g60.record.intake.known import Known
from g60.record.intake.memory import remembered
from g60.record.intake.rows import Rows, as_list
from g60.record.intake.sheets import FileRefusedError, Reading
from g60.record.intake.units import Units

Progress = Callable[[int, int], None]
# Rows after which progress is told.
STEP = 2_000
ITEM_NUMBERS = ("lon", "lat", "area_km2")


@dataclass(slots=True)
class Outcome:
    """What an import of a file comes to."""

    file: str
    kind: str = ""
    encoding: str | None = None
    refused: FileRefusedError | None = None
    sheets: list[tables.Looked] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)  # the questions that were answered
    answers: Answers = field(default_factory=Answers)
    sha256: str = ""
    known: Known | None = None  # the record that it was held against
    difference: Difference = field(default_factory=Difference)
    source: str = ""  # the title of the document, where it is not the file's name
    industries: Industries = field(default_factory=lambda: Industries({}))

    @property
    def held(self) -> list[Finding]:
        """The errors and the open questions."""
        return [one for one in self.found if one.severity in HOLDING]

    @property
    def good(self) -> int:
        """How many bodies can be taken."""
        return sum(not body.is_held for body in self.bodies)

    def groups(self) -> list[tuple[str, str, list[Finding]]]:
        """The findings by severity and code, errors first, the largest group first."""
        return grouped(self.found)

    def without_industry(self) -> list[Body]:
        """The bodies whose words give no industry."""
        return [body for body in self.bodies if not self.industries.named(body.values.get("fields_zh", ""))]

    def as_json(self) -> dict[str, Any]:
        """The outcome as the command line prints it."""
        return {
            "file": self.file,
            "kind": self.kind or None,
            "encoding": self.encoding,
            "refused": refusal_json(self.refused),
            "sheets": [one.as_json() for one in self.sheets],
            "rows": len(self.bodies),
            "good": self.good,
            "bad": len(self.bodies) - self.good,
            "left_out": [_left_json(one, left) for one in self.sheets if one.taken for left in one.left_out],
            "issues": [one.as_json() for one in self.found],
            "items": [_item(body, self.industries) for body in self.bodies],
            "changes": self.difference.as_json(),
        }


def refusal_reason(refused: FileRefusedError, lang: str) -> str:
    """Why a file is not taken, in a language."""
    return text(refused.code, lang, **refused.values)


def refusal_json(refused: FileRefusedError | None) -> dict[str, Any] | None:
    """A refusal as the command line prints it."""
    if refused is None:
        return None
    return {"code": refused.reason} | {f"reason_{lang}": refusal_reason(refused, lang) for lang in LANGUAGES}


def _left_json(one: tables.Looked, left: Any) -> dict[str, Any]:
    told = {"sheet": one.sheet.name, "row": left.row, "code": left.code, "text": left.text}
    return told | ({"sums": one.sums[left.row]} if left.row in one.sums else {})


def _item(body: Body, industries: Industries) -> dict[str, Any]:
    """A body as the command line prints it: what was read, and beside it what was derived and from what."""
    given = {name: value or None for name, value in body.values.items() if name not in ("list", "kind")}
    numbers = {name: float(body.values[name]) if body.values.get(name) else None for name in ITEM_NUMBERS}
    words = as_list(body.values.get("fields_zh", ""))
    return {
        "sheet": body.sheet,
        "row": body.row,
        "name_zh": body.values.get("name_zh") or None,
        "unit": body.values.get("unit") or None,
        **given,
        **numbers,
        "fields_zh": words,
        "industries": as_list(industries.named(";".join(words))),
        "good": not body.is_held,
        "derived": {name: {"from": body.original(name) or None, "how": how} for name, how in body.derived.items()},
        "extras": body.extras,
    }


def examine(
    data: bytes, file: str, known: Known, answers: Answers | None = None, progress: Progress | None = None
) -> Outcome:
    """What an import of a file into a list comes to.

    `progress` is told how many rows are done of how many; what it raises cancels the work.
    """
    try:
        reading = apart.read(data, (lambda: progress(0, 0)) if progress else None)
    except FileRefusedError as refusal:
        return Outcome(file, refused=refusal, known=known)
    return examine_reading(reading, file, known, answers or Answers(), progress)


def examine_reading(
    reading: Reading, file: str, known: Known, answers: Answers, progress: Progress | None = None
) -> Outcome:
    """The same for a file that was read already: an answer to a question needs no second reading."""
    found = Outcome(file, reading.kind, reading.encoding, industries=Industries(known.terms))
    found.answers, found.known, found.sha256 = answers, known, reading.sha256
    try:
        _read(found, reading, known, progress)
    except FileRefusedError as refusal:
        return Outcome(file, reading.kind, reading.encoding, refused=refusal, answers=answers, known=known)
    return found


def _read(found: Outcome, reading: Reading, known: Known, progress: Progress | None) -> None:
    """Everything that a file says, into its outcome. Raises FileRefusedError for a file that is not taken after all."""
    answers, units = found.answers, Units(known.units)
    found.sheets = tables.look(reading.sheets, answers, units)
    readers = []
    taken = [one.table for one in found.sheets if one.taken and one.table]
    count, is_mixed = sum(len(table.bodies) for table in taken), not all(table.sheet.crs for table in taken)
    for one in found.sheets:
        found.found += one.found
        found.settled += one.settled
        if one.taken and one.table:
            rows = Rows(one.table, units, found.industries, answers, is_named=is_mixed and bool(one.sheet.crs))
            readers.append(rows)
            for body in rows.read():
                if _is_of_list(body, known):
                    found.bodies.append(body)
                else:
                    one.left_out.append(LeftOut(body.row, "other_list", body.name))
                if progress and len(found.bodies) % STEP == 0:
                    progress(len(found.bodies), count)
            found.found += rows.areas.found()
            _units_of_sheet(rows, found, units)
    _datum(found, reading, readers)
    _settle_places(found, answers)
    for rows in readers:
        found.found += rows.found
        found.settled += rows.settled
    found.found += list(same_body.repeated(found.bodies, answers, found.settled))
    dropped = list(same_body.dropped(found.bodies))
    _leave_merged(found)
    found.found += dropped
    found.found += list(same_body.codes_repeated(found.bodies))
    found.found += list(same_body.recognised(found.bodies, known, answers, found.settled))
    found.found += list(same_body.moved(found.bodies, known, answers.unit))
    found.found += remembered(found.settled)
    _hold(found)
    found.found.sort(key=_order(found))
    found.difference = compare(found.bodies, known, found.industries, answers.unit)
    if progress:
        progress(count, count)


def _order(found: Outcome) -> Callable[[Finding], tuple[int, int, str]]:
    place = {one.sheet.name: number for number, one in enumerate(found.sheets)}
    return lambda one: (place.get(one.sheet, -1), one.row or 0, one.cell)


def _is_of_list(body: Body, known: Known) -> bool:
    """Whether a row of our own file belongs to the list: the file may hold areas and other lists too."""
    return body.values.get("list", known.of_list) in (known.of_list, "") and body.values.get("kind", "carrier") in (
        "carrier",
        "",
    )


def _hold(found: Outcome) -> None:
    """Hold back each row that an error or an open question is about."""
    held = {(one.sheet, one.row) for one in found.held if one.row is not None}
    for body in found.bodies:
        body.is_held = body.is_held or (body.sheet, body.row) in held


def _units_of_sheet(rows: Rows, found: Outcome, units: Units) -> None:
    """Where a sheet has no column of counties: its rows are of the county that its name says, else that is a warning.

    The title may say which one was meant.
    """
    lacking = [body for body in found.bodies if body.sheet == rows.sheet.name and not body.values.get("unit")]
    if not lacking or rows.table.column("unit") is not None or rows.is_own:
        return
    name = rows.sheet.name
    unit = units.read(name).text if name else ""
    if not unit:
        titles = (left.text for one in found.sheets if one.sheet is rows.sheet for left in one.left_out)
        meant = next((found_in for title in titles if (found_in := units.within(title))), "")
        given: dict[str, object] = {"count": len(lacking)}
        suggestion = units.names.get(meant, "")
        found.found.append(Finding(WARNING, "unit_nowhere", name, suggestion=suggestion, values=given))
        return
    given = {"unit": units.names[unit]}
    found.found.append(
        Finding(WARNING, "unit_from_sheet", name, value=name, suggestion=units.names[unit], values=given)
    )
    for body in lacking:
        body.values["unit"], body.derived["unit"] = unit, name
        if body.place:
            body.place.unit = unit


def _leave_merged(found: Outcome) -> None:
    """Leave out the rows that are said to be the same body as an earlier one, which stands for both."""
    by_name = {one.sheet.name: one for one in found.sheets}
    for body in (body for body in found.bodies if body.is_merged):
        by_name[body.sheet].left_out.append(LeftOut(body.row, "merged", body.name))
    found.bodies = [body for body in found.bodies if not body.is_merged]
    there = {(body.sheet, body.row) for body in found.bodies}
    found.found = [one for one in found.found if one.row is None or (one.sheet, one.row) in there or not one.field]


# Places ------------------------------------------------------------------------------------------


def _datum(found: Outcome, reading: Reading, readers: Sequence[Rows]) -> None:
    """Say where no coordinate system is named: by the file, by a column, or by whoever imports it."""
    asks = reading.kind in ("shp", "gpkg")
    severity, code = (QUESTION, "datum_asked") if asks else (WARNING, "datum_unstated")
    for rows in readers:
        if rows.datum_used:
            asked = Finding(QUESTION, code, rows.sheet.name, values={"count": rows.datum_used})
            found.settled.append(Settled(asked, rows.datum))
    unnamed = {one.sheet.name for one in found.sheets if not one.sheet.crs}
    silent = [
        body for body in found.bodies if body.place is not None and not body.place.datum and body.sheet in unnamed
    ]
    is_own = any(one.table and one.table.head.is_own for one in found.sheets)
    if silent and not is_own:
        found.found.append(Finding(severity, code, values={"count": len(silent)}))


def _settle_places(found: Outcome, answers: Answers) -> None:
    """The place of each row, all together; what is wrong with one is a finding at its cell."""
    those = [body for body in found.bodies if body.place is not None]
    asked = [body.place for body in those if body.place is not None]
    for body, one, placed in zip(those, asked, places.settle(asked), strict=True):
        raw = body.raw.get("place", "")
        name = PLACE if PLACE in body.cells else "lon"
        if placed.problem is not None:
            reply = answers.reply(placed.problem.code, raw, placed.problem.suggestion)
            point = places.point_of(reply.words) if reply else None
            asking = finding(body, placed.problem, name, body.cells.get(name, ""), raw)
            if reply is None or point is None:
                found.found.append(asking)
                if placed.problem.code == "place_outside":
                    # What was read is shown beside the error; the row is held back.
                    body.values |= {"lon": places.degrees(placed.lon), "lat": places.degrees(placed.lat)}
                    body.derived |= {"lon": placed.derived, "lat": placed.derived} if placed.derived else {}
                continue
            if places.is_outside(point, one.unit):
                # The answer is a point too, which may be another county's.
                words = {"lies": "", "point": f"{point[0]:.6g}, {point[1]:.6g}"}
                found.found.append(replace(asking, severity=ERROR, code="place_outside", suggestion="", values=words))
                continue
            placed.lon, placed.lat = point
            placed.derived = reply.words.partition(":")[0]
            found.settled.append(Settled(asking, reply))
        body.values["lon"], body.values["lat"] = places.degrees(placed.lon), places.degrees(placed.lat)
        how = placed.derived or ("outline" if one.shape is not None else "")
        for name in ("lon", "lat") if how else ():
            body.derive(name, how)
        if "location_grade" not in body.values:
            body.values["location_grade"] = "C" if one.shape is not None else "A"
        if "uncertainty_m" not in body.values:
            body.values["uncertainty_m"] = spelt(places.radius_m(one, derived=bool(placed.derived)))
