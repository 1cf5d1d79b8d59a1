"""How a brief is set so that it stays one page: the size of its type, the height of its map, how much it lists.

A word processor sets the page anew, with its own typefaces; so lines have exact heights and some room is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from g60.contract.i18n import text
from g60.evidence.wording import Entry
from g60.export.office.subject_card import Belonging, Missing
from g60.export.paper_map.drawing import MM_PER_PT
from g60.export.paper_map.lines import ELLIPSIS, is_chinese, wrap

MARGIN_MM, TOP_MM, BOTTOM_MM = 15.0, 11.0, 19.0
WIDTH_MM, HEIGHT_MM = 210.0, 297.0
COLUMNS_MM = (46.0, 66.0, 68.0)
ROOM_MM = HEIGHT_MM - TOP_MM - BOTTOM_MM - 5.0
LEADING, CLOSE = 1.28, 1.15  # from line to line, of the type size; the second before a line is left out
LEAST_PT = 9.0  # of any type in the document
SIZES = (10.5, 10.0, 9.5, LEAST_PT)
MAPS_MM = (140.0, 128.0, 116.0, 104.0, 92.0, 80.0, 68.0, 60.0)
LEAST_MAP_MM = 48.0  # before a line is left out
NAMES = (10_000, 40, 20, 10)  # of what belongs to a county, at most
FEW_NAMES = 3  # ... before a line is left out
WHOLE = 0  # lines of a citation, at most: as many as it needs
PLACE_LINES = 2  # ... where not every reason has room; one before a line is left out
LEFT_LINES = 3  # of the names of lines that are left out
_WHERE = re.compile(r".*?\bL\d[\d,–-]*|[^；;]*")
# What a line says that is left out before any other: how a place is known and drawn, not what is there.
LEFT_FIRST = (
    *("uncertainty_m", "location_grade", "lat", "lon", "geometry_basis", "plan", "list", "no"),
    *("address_zh", "place_zh", "aliases"),
)
NARROWER = 0.93  # other typefaces run wider than the one that is measured with
LATIN_NARROWER = 0.98  # ... but not Arial, which is narrower by a twentieth
ROW_MM = 0.3  # the rule of a row
HEAD_MM = 17.5  # title, the line below it and the imprint, each on one line


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a brief is set: type in points, the map's height in mm, how many lines and names it lists, how close.

    `places` is how many lines a citation has at most, but for the first ones, of which so many are `whole`.
    Where room is `scarce` a citation that is word for word the one above says so, and the foot names what is cited.
    """

    size: float
    map_mm: float
    lines: int
    names: int
    leading: float = LEADING
    places: int = WHOLE
    whole: int = 0
    scarce: bool = False


@dataclass(frozen=True, slots=True)
class BriefWords:
    """What a brief says below its map."""

    lines: Sequence[Entry]
    missing: Sequence[Missing]
    belonging: Sequence[Belonging]
    foot: Sequence[str]
    lang: str
    cited_foot: Sequence[str] = ()  # the same with those documents alone that the brief cites

    def foot_of(self, setting: Fitting) -> Sequence[str]:
        """The foot of a brief that is set so: all documents, or those that are cited where room is scarce."""
        return self.cited_foot if setting.scarce and self.cited_foot else self.foot


def fit(said: BriefWords) -> Fitting:
    """The most generous setting of a brief that has room on one page, which it fills."""
    for tried in _settings(len(said.lines)):
        if height(said, tried) <= ROOM_MM:
            return _filled(said, tried)
    least = Fitting(LEAST_PT, LEAST_MAP_MM, len(said.lines), FEW_NAMES, CLOSE, 1, scarce=True)
    while least.lines > 1 and height(said, least) > ROOM_MM:
        least = replace(least, lines=least.lines - 1)
    return _filled(said, least)


def _settings(lines: int) -> Iterator[Fitting]:
    for names in NAMES:
        for size in SIZES:
            for map_mm in MAPS_MM:
                yield Fitting(size, map_mm, lines, names)
    for names in (NAMES[-1], FEW_NAMES):
        for scarce in (False, True):
            for map_mm in (*MAPS_MM, LEAST_MAP_MM):
                yield Fitting(LEAST_PT, map_mm, lines, names, CLOSE, scarce=scarce)
    for places in (PLACE_LINES, 1):
        yield Fitting(LEAST_PT, LEAST_MAP_MM, lines, FEW_NAMES, CLOSE, places, scarce=True)


def _filled(said: BriefWords, setting: Fitting) -> Fitting:
    """A setting that has room, with what is left of it given to citations that are cut, then to the map."""
    if setting.places:
        for whole in range(1, setting.lines + 1):
            if height(said, replace(setting, whole=whole)) > ROOM_MM:
                break
            setting = replace(setting, whole=whole)
    left = max(0.0, ROOM_MM - height(said, setting))
    return replace(setting, map_mm=min(MAPS_MM[0], setting.map_mm + int(left)))


def parted_lines(lines: Sequence[Entry], count: int) -> tuple[list[Entry], list[Entry]]:
    """So many lines in their order, and those that find no room: first how a place is known, then the last ones."""
    order = sorted(range(len(lines)), key=lambda at: _rank(lines[at], at))
    kept = set(order[:count])
    return [one for at, one in enumerate(lines) if at in kept], [one for at, one in enumerate(lines) if at not in kept]


def _rank(line: Entry, at: int) -> tuple[int, int]:
    field = line.fact.field
    return (1, -LEFT_FIRST.index(field)) if field in LEFT_FIRST else (0, at)


def height(said: BriefWords, setting: Fitting) -> float:
    """How high the page of a brief is, in mm."""
    size, leading, wide = setting.size, setting.leading, WIDTH_MM - 2 * MARGIN_MM
    shown, left = parted_lines(said.lines, setting.lines)
    places = places_of(shown, setting, said.lang)
    rows = sum(_row(line, place, setting) for line, place in zip(shown, places, strict=True))
    rows += sum(_missing_row(one, said.lang, setting) for one in said.missing)
    head_and_rest = _line(size, leading) + ROW_MM
    head_and_rest += (LEFT_LINES * _line(small(size), leading) + ROW_MM) if left else 0
    paragraphs = [f"{part.title}  {part.words(said.lang, setting.names)}  {part.note}" for part in said.belonging]
    named = sum(_high(words, size, wide, leading) + 1.0 for words in paragraphs)
    foot = sum(_high(words, small(size), wide, leading) for words in said.foot_of(setting))
    return HEAD_MM + setting.map_mm + 3.0 + rows + head_and_rest + named + foot


def places_of(lines: Sequence[Entry], setting: Fitting, lang: str) -> list[str]:
    """Where each of some lines stands, and why; where room is scarce, what says the same as the line above says so."""
    found: list[str] = []
    above = ""
    for at, line in enumerate(lines):
        place = line.cited.place
        if setting.scarce and place and place == above:
            found.append(text("brief_as_above", lang))
        else:
            most = WHOLE if at < setting.whole else setting.places
            found.append(cut_place(place, setting.size, most and max(most, _lines_beside(line, setting))))
        above = place
    return found


def _lines_beside(line: Entry, setting: Fitting) -> int:
    """How many lines of a citation stand beside label and value without a higher row."""
    high = _row(line, "", setting) - ROW_MM
    return int(high / _line(small(setting.size), setting.leading) + 1e-6)


def _where(place: str) -> str:
    """Document, part and line of a citation, without its reason."""
    found = _WHERE.match(place)
    return found.group() if found else place


def cut_place(words: str, size: float, most: int = PLACE_LINES) -> str:
    """Where a value stands, in so many lines at most; where that is one, document, part and line have two if need be.

    The citation of one place is never cut for room, its reason is; of many places the first stand there.
    """
    wide, em = (COLUMNS_MM[2] - 1.5) * NARROWER, small(size) * MM_PER_PT
    if most == WHOLE:
        return words
    if most == 1:
        where = _where(words)
        if len(wrap(where + ELLIPSIS, wide, em)) == 1:
            return _joined(wrap(words, wide, em, most=1))
        words, most = where, PLACE_LINES
    return words if len(wrap(words, wide, em)) <= most else _joined(wrap(words, wide, em, most=most))


def _joined(lines: Sequence[str]) -> str:
    """Lines as one text again, with a space where words of Latin letters meet."""
    joined = lines[0]
    for line in lines[1:]:
        joined += f" {line}" if joined[-1:].isascii() and line[:1].isascii() else line
    return joined


def _row(line: Entry, place: str, setting: Fitting) -> float:
    size = setting.size
    cells = (
        (line.label, size),
        (f"{line.words} {line.cited.code}", size),
        (place, small(size)),
    )
    columns = zip(cells, COLUMNS_MM, strict=True)
    return max(_high(words, em, wide - 1.5, setting.leading) for (words, em), wide in columns) + ROW_MM


def _missing_row(missing: Missing, lang: str, setting: Fitting) -> float:
    size, leading = setting.size, setting.leading
    label = _high(f"{missing.words} {missing.code}", size, COLUMNS_MM[0] - 1.5, leading)
    return max(label, _high(missing.listed(lang), size, sum(COLUMNS_MM[1:]) - 1.5, leading)) + ROW_MM


def small(size: float) -> float:
    """The size of what stands back beside type of this size, in points."""
    return max(size - 1, LEAST_PT)


def _high(words: str, size: float, wide: float, leading: float) -> float:
    share = NARROWER if is_chinese(words) else LATIN_NARROWER
    return len(wrap(words, wide * share, size * MM_PER_PT)) * _line(size, leading)


def _line(size: float, leading: float) -> float:
    return size * leading * MM_PER_PT
