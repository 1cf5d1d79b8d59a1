"""The check before a meeting: what the audience may ask about a presentation.

Every finding names its scene. A grave finding spoils the scene; the presenter should know the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from g60.ask.view import MapView, View
from g60.catalog.catalog import Catalog
from g60.contract.codes import UNITS
from g60.contract.i18n import LANGUAGES, counted, text
from g60.evidence import figures
from g60.evidence.changes import ChangeWording
from g60.evidence.difference import Difference
from g60.evidence.facts import facts
from g60.meeting.scenes import BYTES_AT_MOST, JUDGING_FACES, TASKS_FACE, Presentation, Scene, Words, write
from g60.review.indicators import indicator_name

# The smallest screen of a meeting room in pixels, and the caption at its bottom left as shares of width and height.
SCREEN = (1024, 768)
CAPTION = (0.40, 0.22)
TILE = 256
PACK_BYTES_AT_MOST = 20_000_000
NAMES_SHOWN, CONFLICTS_SHOWN = 8, 4
WITHOUT_FIGURES = ("opening", "closing")
WEAK = ("inferred", "missing")
# The fields of a card, without English names and the form of the geometry, which are not the plan's.
ON_A_CARD = (
    *("unit", "area_km2", "positioning_zh", "industries", "industries_zh", "concept_zh"),
    *("fields_zh", "place_zh", "address_zh", "location_grade"),
)
IN_THE_LIST = ("unit", "industries")
OF_AN_INDICATOR = ("baseline", "actual", "target")
INDICATOR_DATASETS = ("indicators", "actuals", "targets", "judgements")
TASK_DATASETS = ("tasks", "task_reports")
OPEN_CONFLICTS = ("contradiction", "scope")


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding in words; `scene` is the scene's place counted from 1, None for the whole presentation."""

    scene: int | None
    code: str
    words: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class _Shown:
    """A value on the screen: its group and its name in the finding, and its evidence."""

    group: str
    name: str
    evidence: str


def check(
    presentation: Presentation, catalog: Catalog, lang: str, *, review: str = "", pack_bytes: int = 0
) -> list[Remark]:
    """Every remark about a presentation, scene by scene, then those about the whole.

    Args:
        presentation: the presentation to check.
        catalog: the data of the meeting.
        lang: the language of the remarks.
        review: the number of the map's review; empty if the map is not reviewed.
        pack_bytes: the size of a pack without scenes.
    """
    found: list[Remark] = []
    for place, scene in enumerate(presentation.scenes, start=1):
        found += _of_scene(scene, catalog, lang, place)
    return [*found, *_of_all(presentation, lang, review, pack_bytes)]


def _of_scene(scene: Scene, catalog: Catalog, lang: str, place: int) -> Iterator[Remark]:
    yield from (Remark(place, code, words, grave=True) for code, words in _broken(scene, catalog, lang))
    yield from (Remark(place, code, words) for code, words in _unsaid(scene, lang))
    if scene.face in (*WITHOUT_FIGURES, TASKS_FACE):
        return
    if scene.face not in JUDGING_FACES:
        yield from (Remark(place, code, words, grave=True) for code, words in _out_of_sight(scene, catalog, lang))
    shown = replace(scene, id="", title=Words(), notes=Words(), view=View(), gone=())
    yield from (Remark(place, code, words) for code, words in _asked_about(shown, catalog, lang))


def changed_since(scene: Scene, place: int, between: Difference, lang: str) -> Iterator[Remark]:
    """How many of the things that a scene shows have changed since the version that it was made with, and which."""
    if scene.face in WITHOUT_FIGURES:
        return
    if scene.face == TASKS_FACE:
        names = [change.subject for change in between.changes if change.dataset in TASK_DATASETS]
    elif scene.face in JUDGING_FACES:
        names = [change.subject for change in between.changes if change.dataset in INDICATOR_DATASETS]
    else:
        then = between.before.pick(scene.selection.without_unknown(between.before.held))
        shown = [*_shown_things(scene, between.after), *_shown_things(scene, then)]
        names = [one for one in dict.fromkeys(shown) if between.state(one)]
    if not names:
        return
    wording = ChangeWording(between, lang)
    told = _shortened([wording.name(one) for one in dict.fromkeys(names)], lang)
    count = len(dict.fromkeys(names))
    words = text("rehearsal_changed", lang, version=between.before.version, count=count, names=told)
    yield Remark(place, "changed", words)


def _shown_things(scene: Scene, catalog: Catalog) -> list[str]:
    if scene.face == "compare":
        return list(scene.selection.compared)
    picked = catalog.pick(scene.selection).entities.index
    return [*(str(one) for one in picked), *([scene.selection.focus] if scene.selection.focus else [])]


# The scene itself ------------------------------------------------------------------------------


def _broken(scene: Scene, catalog: Catalog, lang: str) -> Iterator[tuple[str, str]]:
    if scene.gone:
        names = text("enumeration", lang).join(part.value for part in scene.gone)
        yield "gone", text("rehearsal_gone", lang, names=names)
    if scene.face == "map" and not catalog.pick(scene.selection).numbers.any():
        yield "empty", text("rehearsal_empty", lang)


def _unsaid(scene: Scene, lang: str) -> Iterator[tuple[str, str]]:
    if not scene.title.of(lang):
        yield "untitled", text("rehearsal_untitled", lang)
    for other in LANGUAGES:
        lacks = [words for words in (scene.title, scene.notes) if words.of(other) and not getattr(words, other)]
        if lacks:
            yield "language", text("rehearsal_language", lang, name=text("language_name", other))


def _of_all(presentation: Presentation, lang: str, review: str, pack_bytes: int) -> Iterator[Remark]:
    own = len(write(presentation).encode())
    if own > BYTES_AT_MOST:
        yield Remark(None, "cannot_reopen", text("rehearsal_cannot_reopen", lang), grave=True)
    size = pack_bytes + own
    large = size > PACK_BYTES_AT_MOST
    code = "rehearsal_too_large" if large else "rehearsal_size"
    yield Remark(None, "size", text(code, lang, mb=f"{size / 1e6:.1f}"), grave=large)
    words = text("rehearsal_reviewed", lang, number=review) if review else text("rehearsal_unreviewed", lang)
    yield Remark(None, "review", words)


# Values and disagreements ----------------------------------------------------------------------


@lru_cache(maxsize=1024)  # a text is checked at every edit, and a list may have a hundred thousand rows
def _asked_about(scene: Scene, catalog: Catalog, lang: str) -> tuple[tuple[str, str], ...]:
    """The doubtful values and the conflicts of a scene; its texts and its view do not matter."""
    values = [("values", words) for words in _weak(_values(scene, catalog, lang), lang)]
    return (*values, *(("conflict", words) for words in _conflicts(scene, catalog, lang)))


def _subjects(scene: Scene, catalog: Catalog) -> list[str]:
    """Ids of the subjects whose values a scene shows in full: the compared ones, or the focused one."""
    if scene.face == "compare":
        return list(scene.selection.compared)
    return [scene.selection.focus] if scene.selection.focus in catalog.ids else []


def _listed(scene: Scene, catalog: Catalog) -> list[str]:
    """Ids of the entities in a scene's list; a comparison has no list."""
    return [] if scene.face == "compare" else [str(one) for one in catalog.pick(scene.selection).entities.index]


def _values(scene: Scene, catalog: Catalog, lang: str) -> Iterator[_Shown]:
    """Every value that a scene shows, once."""
    if scene.face in JUDGING_FACES:
        yield from _indicator_values(catalog, lang)
        return
    subjects = _subjects(scene, catalog)
    for subject in subjects:
        name = str(catalog.entity(subject)[f"name_{lang}"])
        for fact in facts(catalog, subject).facts:
            if fact.field in ON_A_CARD:
                yield _Shown(name, text(f"field_{fact.field}", lang), fact.evidence)
        for entry in (*figures.targets(catalog, subject), *figures.figures(catalog, subject)):
            yield _Shown(name, figures.measure_name(catalog, entry.measure, lang), entry.fact.evidence)
    names = catalog.entities[f"name_{lang}"]
    labels = {field: text(f"field_{field}", lang) for field in IN_THE_LIST}
    for entity_id in _listed(scene, catalog):
        for field, label in labels.items():
            citation = catalog.citation(entity_id, field)
            if citation and entity_id not in subjects:
                yield _Shown(label, str(names[entity_id]), citation.evidence)


def _indicator_values(catalog: Catalog, lang: str) -> Iterator[_Shown]:
    for code in catalog.tables.indicators.index:
        name = indicator_name(catalog, str(code), lang)
        for field in OF_AN_INDICATOR:
            if citation := catalog.citation(str(code), field):
                yield _Shown(text(f"field_{field}", lang), name, citation.evidence)


def _weak(values: Iterable[_Shown], lang: str) -> Iterator[str]:
    """One line for each weak kind of evidence and each group: the number of values, and their names."""
    found: dict[tuple[str, str], list[str]] = {}
    for value in values:
        if value.evidence in WEAK:
            found.setdefault((value.evidence, value.group), []).append(value.name)
    for evidence, group in sorted(found, key=lambda key: WEAK.index(key[0])):
        names = found[evidence, group]
        kind = text(f"evidence_{evidence}", lang)
        shown = _shortened(names, lang)
        yield text("rehearsal_values", lang, group=group, count=len(names), evidence=kind, names=shown)


def _shortened(names: list[str], lang: str) -> str:
    shown = text("enumeration", lang).join(names[:NAMES_SHOWN])
    return text("rehearsal_more", lang, names=shown, count=len(names)) if len(names) > NAMES_SHOWN else shown


def _conflicts(scene: Scene, catalog: Catalog, lang: str) -> Iterator[str]:
    """The conflicts about the subjects of a scene, each once."""
    about = {*_subjects(scene, catalog), *_listed(scene, catalog)}
    if scene.face in JUDGING_FACES:
        about = {str(code) for code in catalog.tables.indicators.index}
    frame = catalog.tables.conflicts
    rows = frame[frame["kind"].isin(OPEN_CONFLICTS)]
    touching = [str(code) for code, cell in rows["subject"].items() if about.intersection(cell.split(";"))]
    for code in touching[:CONFLICTS_SHOWN]:
        yield text("rehearsal_conflict", lang, words=str(figures.conflict(catalog, code, lang).readings.value))
    if len(touching) > CONFLICTS_SHOWN:
        yield counted("rehearsal_conflicts_more", len(touching) - CONFLICTS_SHOWN, lang)


# What the caption covers -----------------------------------------------------------------------


def _out_of_sight(scene: Scene, catalog: Catalog, lang: str) -> Iterator[tuple[str, str]]:
    """Subjects that the caption covers, and subjects outside the screen.

    A scene without a map position shows the whole city, and that view leaves room for the caption.
    """
    if scene.view.place is None or scene.face == "compare":
        return
    screen, caption = ground(scene.view.place)
    shapes = _about(scene, catalog)
    names = {one: str(catalog.entity(one)[f"name_{lang}"]) for one in shapes}
    covered = [names[one] for one, shape in shapes.items() if shape.intersects(caption)]
    # A shape that fills the whole screen is always under the caption: it is not reported.
    large = [names[one] for one, shape in shapes.items() if shape.covers(screen)]
    off = [names[one] for one, shape in shapes.items() if not shape.intersects(screen)]
    if covered := [name for name in covered if name not in large]:
        yield "covered", text("rehearsal_covered", lang, names=_shortened(covered, lang))
    if off and (scene.selection.focus or len(off) == len(shapes)):
        yield "off", text("rehearsal_off", lang, names=_shortened(off, lang))


def _about(scene: Scene, catalog: Catalog) -> dict[str, BaseGeometry]:
    """The shapes of a scene's subjects: the focused one, else all picked ones; none if nothing restricts the scene."""
    focus = scene.selection.focus
    if not focus and not scene.selection.restricts:
        return {}
    ids = [focus] if focus else _listed(scene, catalog)
    found = {one: _shape(one, catalog) for one in ids}
    return {one: shape for one, shape in found.items() if shape is not None}


def _shape(entity_id: str, catalog: Catalog) -> BaseGeometry | None:
    """An area's outline or a carrier's point; None for a county and for a carrier without a point."""
    if entity_id in UNITS:
        return None
    if entity_id in catalog.all_areas.index:
        shape: BaseGeometry = catalog.all_areas.geometry[entity_id]
        return shape
    place = catalog.places[entity_id]
    lon, lat = (float(column[place]) for column in catalog.points)
    return None if math.isnan(lon) else shapely.Point(lon, lat)


def ground(place: MapView) -> tuple[BaseGeometry, BaseGeometry]:
    """The part of the ground on the screen, and the part under the caption, as boxes in degrees."""
    width, height = SCREEN
    world = TILE * 2**place.zoom
    x = (place.lon + 180) / 360 * world
    y = (1 - math.asinh(math.tan(math.radians(place.lat))) / math.pi) / 2 * world

    def corner(right: float, down: float) -> tuple[float, float]:
        lon = (x + (right - 0.5) * width) / world * 360 - 180
        turn = math.pi * (1 - 2 * (y + (down - 0.5) * height) / world)
        return lon, math.degrees(math.atan(math.sinh(turn)))

    def between(left: float, top: float, right: float, bottom: float) -> BaseGeometry:
        (west, north), (east, south) = corner(left, top), corner(right, bottom)
        return shapely.box(west, south, east, north)

    return between(0, 0, 1, 1), between(0, 1 - CAPTION[1], CAPTION[0], 1)
