"""The rows of a sheet as bodies: each cell read by its field, with everything that is wrong or unsure about it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import shapely
from shapely.errors import ShapelyError

from g60.contract.codes import LIST_SEPARATOR
from g60.record.intake import places, values
from g60.record.intake.area_column import AreaColumn
from g60.record.intake.bodies import Body, Table, finding
from g60.record.intake.columns import DATUM, EXTRAS, ORDER, PLACE
from g60.record.intake.days import day
from g60.record.intake.findings import DATUM as DATUM_ASKED
from g60.record.intake.findings import (
    ERROR,
    HOLDING,
    QUESTION,
    VALUE_LENGTH,
    WARNING,
    Answers,
    Finding,
    Problem,
    Reply,
    Settled,
)
from g60.record.intake.industry import Industries
from g60.record.intake.sheets import DATE, UNSOLVED, Cell, address, is_blank, shown
from g60.record.intake.sheets import ERROR as ERROR_CELL
from g60.record.intake.units import Units
from g60.record.intake.values import Value
from g60.record.intake.words import clean, has_unseen, is_nothing

# A spreadsheet takes a cell that begins like this for a formula, so our own files put an apostrophe before it.
_GUARDED = re.compile(r"'[=+\-@＝＋－＠\t\r\n]")
# How other programs mark a number that is to stay text: ="330402" and '2021-03-05.
_AS_TEXT = re.compile(r'="([^"]*)"|\'(\d[^\']*)')
LABEL_LETTERS = 80
COORDINATES = ("lon", "lat", PLACE)


class Rows:
    """Reads the rows of one table, and keeps what it finds."""

    def __init__(
        self,
        table: Table,
        units: Units,
        industries: Industries,
        answers: Answers,
        *,
        is_named: bool = False,
    ) -> None:
        """`is_named` says that the table names its coordinate system where others of the file do not."""
        self.table, self.units, self.industries, self.answers = table, units, industries, answers
        self.crs = places.Crs(table.sheet.crs)
        self.sheet, self.is_own = table.sheet, table.head.is_own
        self.found: list[Finding] = []
        self.settled: list[Settled] = []
        self.names = table.head.names
        self.areas = AreaColumn(table, answers, self.settled)
        # A layer that names its coordinate system, as our own do, needs no answer of an earlier file; an answer about
        # layers that name none is not about it.
        recalled = "" if table.sheet.crs or self.is_own else answers.recall(DATUM_ASKED, "") or ""
        said = "" if is_named else answers.datum
        self.datum = Reply(said or recalled, remembered=not said)
        self.datum_used = 0  # points that have it from there
        self.last_unit = ""
        self.readers: Mapping[str, Callable[[str, Cell], Value]] = {
            "name_zh": self._name,
            "unit": lambda raw, _: self.units.read(raw),
            "fields_zh": lambda raw, _: Value(values.words_list(raw, is_own=self.is_own)),
            "fields_en": lambda raw, _: Value(raw),
            "aliases": lambda raw, _: Value(values.words_list(raw, is_own=self.is_own)),
            "area_km2": lambda raw, _: self.areas.read(raw),
            "founded_on": lambda raw, cell: day(raw, is_number=isinstance(cell, float)),
            "recognised_on": lambda raw, cell: day(raw, is_number=isinstance(cell, float)),
            "credit_code": lambda raw, cell: values.credit_code(raw, is_number=isinstance(cell, float)),
            "level_zh": lambda raw, _: values.listed(raw, values.LEVELS),
            "status_zh": lambda raw, _: values.listed(raw, values.STATUSES),
        }

    def read(self) -> Iterator[Body]:
        """The bodies, one after another."""
        for at in self.table.bodies:
            yield self._body(at)

    def _body(self, at: int) -> Body:
        row, number = self.sheet.rows[at], self.sheet.numbers[at]
        body = Body(self.sheet.name, number)
        for column, entry in enumerate(self.table.fields):
            cell = row[column] if column < len(row) else None
            if entry.field or entry.guess:
                if self.answers.cells:
                    cell = self._put_right(body, column, entry.field, cell)
                self._cell(body, column, entry.field, cell)
        self._lengths(body, row)
        if not body.name and not self._has_finding(body, "name_zh"):
            self._say(body, Problem(ERROR, "name_missing"), "name_zh", body.cells.get("name_zh", ""))
        self._unit(body, at)
        self._place(body, at)
        if not self.is_own:
            self._offer(body)
        return body

    def _unit(self, body: Body, at: int) -> None:
        """The county of a row that names none: the one that a person says, the one of its group, else a question."""
        said, group = self.answers.unit, self.table.units.get(at, "")
        if body.values.get("unit") or body.raw.get("unit"):
            self.last_unit = body.values.get("unit") or self.last_unit
        elif said or group:
            body.values["unit"], body.derived["unit"] = said or group, "--unit" if said else "group"
        elif "unit" in body.cells and not self.is_own:
            above = self.units.names.get(self.last_unit, "")
            problem = Problem(QUESTION, "unit_missing", above)
            reply = self.answers.reply(problem.code, "", above)
            unit = self.units.read(reply.words).text if reply else ""
            if reply is None or not unit:
                self._say(body, problem, "unit", body.cells["unit"])
                return
            body.values["unit"], body.derived["unit"] = unit, reply.words
            self.settled.append(Settled(finding(body, problem, "unit", body.cells["unit"], ""), reply))
        elif not self.is_own and (address_zh := body.values.get("address_zh", "")):
            # A table without a column of counties: most addresses begin with theirs.
            named = self.units.read(address_zh)
            if named.problem is not None and named.problem.code == "unit_from_address":
                body.values["unit"], body.derived["unit"] = named.text, address_zh
                self._say(body, named.problem, "unit", body.cells["address_zh"], address_zh)

    def _has_finding(self, body: Body, name: str) -> bool:
        return any(one.row == body.row and one.field == name for one in self.found[-20:])

    def _at(self, body: Body, column: int) -> str:
        return address(self.sheet, body.row, column)

    def _say(self, body: Body, problem: Problem, name: str, cell: str, raw: str = "") -> None:
        self.found.append(finding(body, problem, name, cell, raw))
        body.is_held = body.is_held or problem.severity in HOLDING

    def _cell(self, body: Body, column: int, name: str, cell: Cell) -> None:
        """One cell into the body: its value, or what is wrong with it."""
        where = self._at(body, column)
        body.cells.setdefault(name or EXTRAS, where)
        if is_blank(cell):
            return
        raw = shown(cell)
        if self.is_own and _GUARDED.match(raw):
            raw = raw[1:]
        elif not self.is_own and (kept := _AS_TEXT.fullmatch(raw)):
            raw = kept[1] if kept[1] is not None else kept[2]
        if isinstance(cell, list) and cell[0] in (ERROR_CELL, UNSOLVED):
            code = "cell_error" if cell[0] == ERROR_CELL else "formula"
            self._say(body, Problem(ERROR if name != EXTRAS else WARNING, code), name, where, raw)
            return
        if name in (EXTRAS, ""):
            if not (self.is_own and self.names[column] == EXTRAS and self._own_extras(body, raw)):
                self._extra(body, column, raw)
            return
        body.raw[name] = raw
        if is_nothing(raw):
            body.values[name] = ""
            if name == "name_zh":
                self._say(body, Problem(ERROR, "name_missing"), name, where, raw)
            return
        if name in (*COORDINATES, DATUM, ORDER, "list", "kind", "id", "no", "location_grade", "uncertainty_m"):
            body.values[name] = clean(raw)
            return
        self._take(body, name, where, raw, cell)

    def _put_right(self, body: Body, column: int, name: str, cell: Cell) -> Cell:
        """A cell as a person has put it right; what stood there is kept with the value."""
        where = self._at(body, column)
        value = self.answers.cells.get((self.sheet.name, where))
        if value is None:
            return cell
        body.put_right(name, shown(cell), value)
        asked = Finding(QUESTION, "cell_put_right", body.sheet, body.row, where, name, shown(cell)[:VALUE_LENGTH])
        self.settled.append(Settled(asked, Reply(value)))
        return value

    def _own_extras(self, body: Body, raw: str) -> bool:
        """Take what our own files hold in one cell, the columns by their names; whether it is that."""
        try:
            given = {} if is_nothing(raw) else json.loads(raw)
        except ValueError:
            return False
        if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
            return False
        body.values[EXTRAS] = json.dumps(given, ensure_ascii=False, sort_keys=True) if given else ""
        return True

    def _extra(self, body: Body, column: int, raw: str) -> None:
        kept = values.line(raw)
        label = self.names[column][:LABEL_LETTERS]
        if label in body.extras:
            label = f"{label[: LABEL_LETTERS - 6]}·{column + 1}"
        body.cells.setdefault(f"{EXTRAS}:{label}", self._at(body, column))
        body.extras[label] = kept.text or clean(raw)[: values.TEXT_LENGTH]
        if kept.problem is not None:
            self._say(body, kept.problem, EXTRAS, self._at(body, column), raw)

    def _take(self, body: Body, name: str, where: str, raw: str, cell: Cell) -> None:
        if name in ("founded_on", "recognised_on") and isinstance(cell, list) and cell[0] == DATE:
            body.values[name] = raw
            return
        reader = self.readers.get(name)
        value = reader(raw, cell) if reader else values.line(raw)
        problem = value.problem
        if problem is not None and problem.severity in HOLDING:
            reply = self.answers.reply(problem.code, raw, problem.suggestion)
            if reply is not None:
                settled = reader(reply.words, reply.words) if reader and reply.words else Value(reply.words)
                if settled.problem is None or settled.problem.severity == WARNING:
                    body.values[name] = settled.text
                    body.derive(name, f"{clean(raw)} → {reply.words}")
                    self.settled.append(Settled(finding(body, problem, name, where, raw), reply))
                    return
            self._say(body, problem, name, where, raw)
            return
        if problem is not None:
            self._say(body, problem, name, where, raw)
        body.values[name] = value.text
        if value.derived:
            body.derive(name, value.derived)

    def _name(self, raw: str, cell: Cell) -> Value:
        if self.is_own:
            return Value(raw)
        if isinstance(cell, float | int):
            return Value("", Problem(ERROR, "name_number"))
        kept = clean(raw)
        if not kept:
            return Value("", Problem(ERROR, "name_missing"))
        found = values.line(raw, values.NAME_LENGTH)
        if found.problem is None and has_unseen(raw):
            return Value(kept, Problem(WARNING, "name_unseen", kept))
        return found

    def _lengths(self, body: Body, row: list[Cell]) -> None:
        """A row of text that is longer or shorter than the heading: its values may stand in the wrong columns."""
        width = len(self.table.fields)
        if self.sheet.fields is not None or not self.table.head.rows:
            return
        beyond = [at for at in range(width, len(row)) if not is_blank(row[at])]
        if beyond:
            values_of = {"count": len(row), "width": width}
            self._say(
                body, Problem(ERROR, "row_long", "", values_of), "", self._at(body, beyond[0]), shown(row[beyond[0]])
            )
        short = self.sheet.ragged.get(body.row)
        if short is not None and short < width:
            values_of = {"count": short, "width": width}
            self._say(body, Problem(WARNING, "row_short", "", values_of), "", self._at(body, short))

    # Places --------------------------------------------------------------------------------------

    def _place(self, body: Body, at: int) -> None:
        """What a row says of its place, to be settled with those of all rows."""
        named = body.values.pop(DATUM, "")
        datum, zone = places.datum_of(named)
        if datum == places.UNKNOWN:
            self._say(body, Problem(ERROR, "datum_unknown"), DATUM, body.cells[DATUM], named)
            for name in COORDINATES:
                body.values.pop(name, None)
            return
        if self.sheet.fields is not None and at < len(self.sheet.shapes) and "lon" not in body.raw:
            self._shape(body, at, self._datum(datum))
            return
        both = body.values.get(PLACE)
        lon, lat = body.values.get("lon", ""), body.values.get("lat", "")
        for name in COORDINATES:
            body.values.pop(name, None)
        if not both and not lon and not lat:
            return
        name = PLACE if both else "lon"
        where, raw = body.cells.get(name, ""), both or f"{lon}, {lat}"
        if not both and (not lon or not lat):
            lacking = "lat" if lon else "lon"
            self._say(body, Problem(ERROR, "place_half"), lacking, body.cells.get(lacking, where), raw)
            return
        pair = places.read_pair(both) if both else places.read_pair(lon, lat)
        if pair is None:
            problem = Problem(ERROR, "place_unread")
            if not both and places.read_pair("0", lat) is None:
                name, where, raw = "lat", body.cells.get("lat", where), lat
            self._say(body, problem, name, where, raw)
            return
        metres = _number(body.values.get("uncertainty_m", ""))
        body.raw["place"] = raw
        body.place = places.Asked(pair, self._datum(datum), zone, body.values.get("unit", ""), metres)

    def _datum(self, named: str) -> str:
        """The datum of a point: the one that its row names, else what a person says of the file."""
        if named or not self.datum.words:
            return named
        self.datum_used += 1
        return self.datum.words

    def _shape(self, body: Body, at: int, datum: str) -> None:
        """The shape of a layer's row: a point, or an outline, whose point inside it is derived."""
        number, shape = self.sheet.numbers[at], self.sheet.shapes[at]
        where = f"/{number}/geometry"
        body.cells["lon"] = body.cells["lat"] = where
        for name in COORDINATES:
            body.values.pop(name, None)
        fault = self.sheet.shape_faults.get(number)
        if fault:
            self._say(body, Problem(ERROR, fault), "geometry", where)
            return
        if shape is None:
            return
        made = _made(shape)
        if made is None or made.is_empty:
            self._say(body, Problem(ERROR, "shape_numbers"), "geometry", where)
        elif not shapely.is_valid(made):
            words = {"detail": shapely.is_valid_reason(made)}
            self._say(body, Problem(ERROR, "shape_crossed", "", words), "geometry", where)
        else:
            point = made if made.geom_type == "Point" else shapely.point_on_surface(made)
            body.raw["place"] = f"{point.x:.9g}, {point.y:.9g}"
            pair = places.Pair(*self.crs.degrees(float(point.x), float(point.y)), 6)
            unit, metres = body.values.get("unit", ""), _number(body.values.get("uncertainty_m", ""))
            outline = None if made.geom_type == "Point" else made
            converted = "" if self.crs.stays else self.crs.code
            body.place = places.Asked(pair, datum, 0, unit, metres, outline, converted)

    def _offer(self, body: Body) -> None:
        """Name the words of a body that are nearly a term of the atlas, or take them for it where that was said."""
        where = body.cells.get("fields_zh", "")
        for word, problem in self.industries.offered(body.values.get("fields_zh", "")):
            reply = self.answers.reply(problem.code, word, problem.suggestion)
            if reply is None:
                self._say(body, problem, "fields_zh", where, word)
                continue
            self.settled.append(Settled(finding(body, problem, "fields_zh", where, word), reply))
            if reply.words:
                self.industries.accept(word, reply.words)


def _made(shape: Mapping[str, Any]) -> Any:
    try:
        return shapely.geometry.shape(dict(shape))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def _number(raw: str) -> float:
    try:
        number = float(raw)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


def as_list(cell: str) -> list[str]:
    """A list cell as a list."""
    return [part for part in cell.split(LIST_SEPARATOR) if part]
