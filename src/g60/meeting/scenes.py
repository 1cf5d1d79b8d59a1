"""The presentation: an ordered tuple of scenes, each with a title, notes, a selection and a view; and its file.

The file is not trusted. The parts that can be read are read, and issues name the others. One presentation comes with
the project: `scenes.json` beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlencode

from g60.ask.permalink import Ignored, ignored, to_query
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.codes import is_slug
from g60.contract.errors import DataError
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.contract.issues import Findings, Issue, Severity
from g60.contract.themes import DEFAULT_THEME
from g60.evidence.sentence import conditions
from g60.meeting.json_file import parse, plain_text, too_long

FORMAT, VERSION = "g60-scenes", 1
TASKS_FACE = "tasks"
FACES = ("opening", "map", "compare", "indicators", "evaluation", TASKS_FACE, "closing")
# Faces that show what is judged, and nothing that is picked.
JUDGING_FACES = ("indicators", "evaluation")
MAP_FACE = "map"
# The limits of a presentation. Scenes beyond them are reported and not read.
SCENES_AT_MOST = 200
BYTES_AT_MOST = 1_000_000
TITLE_LENGTH, NOTES_LENGTH, QUERY_LENGTH = 200, 4000, 4000
LENGTHS = {"title": TITLE_LENGTH, "notes": NOTES_LENGTH}
# Parts of a permalink that belong to the presenter, or ask for the past, and not to the scene.
PRESENTERS = ("lang", "theme", "scene", "at", "since", "draft")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in two languages; one of them may be empty."""

    zh: str = ""
    en: str = ""

    def of(self, lang: str) -> str:
        """The text in a language, or in the other one if it is empty."""
        return str(getattr(self, lang)) or self.zh or self.en


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene. `gone` holds the codes of its permalink that are not in the data: they are kept, not shown."""

    id: str
    face: str
    title: Words
    notes: Words
    selection: Selection
    view: View
    gone: tuple[Ignored, ...] = ()

    @property
    def query(self) -> str:
        """The scene's permalink, without language and theme, which belong to the presenter."""
        query = to_query(self.selection, self.view)
        for key, value in self.gone:
            query[key] = [*query.get(key, []), value]
        return urlencode(query, doseq=True, safe="/,")


@dataclass(frozen=True, slots=True)
class Presentation:
    """A title and the scenes in their order."""

    title: Words
    scenes: tuple[Scene, ...]


@cache
def shipped_text() -> str:
    """The file of the presentation that comes with the project."""
    return files("g60.meeting").joinpath("scenes.json").read_text("utf-8")


@cache
def shipped() -> Presentation:
    """The presentation that comes with the project."""
    content = json.loads(shipped_text())
    scenes = tuple(_scene(entry, entry["id"]) for entry in content["scenes"])
    return Presentation(_words(content, "title", TITLE_LENGTH), scenes)


@lru_cache(maxsize=2)
def shipped_over(catalog: Catalog) -> Presentation:
    """The presentation that comes with the project, without what this data does not hold."""
    return read(shipped_text(), catalog)[0]


def of_permalink(query: str, catalog: Catalog, taken: Collection[str] = ()) -> Scene:
    """The scene of an address, with an id that is not taken and a title that describes its selection."""
    scene = _known(_named(_scene({"query": query}, None), len(taken) + 1, set(taken)), catalog)
    return replace(scene, title=Words(**{lang: _about(catalog, scene.selection, lang) for lang in LANGUAGES}))


def _about(catalog: Catalog, selection: Selection, lang: str) -> str:
    """The title of a selection: its focus, else its conditions, else the whole city."""
    if selection.focus:
        return plain_text(str(catalog.entity(selection.focus)[f"name_{lang}"]), TITLE_LENGTH)
    return plain_text(" · ".join(conditions(catalog, selection, lang)) or text("whole_city", lang), TITLE_LENGTH)


def added(presentation: Presentation, scene: Scene) -> tuple[Presentation, int]:
    """The presentation with one more scene at its end but before a closing scene, and its place counted from 1.

    Raises DataError if it is full.
    """
    if len(presentation.scenes) >= SCENES_AT_MOST:
        raise DataError([Issue(Severity.ERROR, "scenes_full", "", value=str(SCENES_AT_MOST))])
    place = len(presentation.scenes)
    if place and presentation.scenes[-1].face == "closing":
        place -= 1
    scenes = (*presentation.scenes[:place], scene, *presentation.scenes[place:])
    return replace(presentation, scenes=scenes), place + 1


# Writing ---------------------------------------------------------------------------------------


def write(presentation: Presentation) -> str:
    """The text of a presentation's file; `read` returns the same presentation."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        **_pair("title", presentation.title),
        "scenes": [scene_as_json(scene) for scene in presentation.scenes],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def scene_as_json(scene: Scene) -> dict[str, str]:
    """A scene as plain values: id, face, title and notes in two languages, query."""
    words = _pair("title", scene.title) | _pair("notes", scene.notes)
    return {"id": scene.id, "face": scene.face, **words, "query": scene.query}


def _pair(name: str, words: Words) -> dict[str, str]:
    return {f"{name}_{lang}": str(getattr(words, lang)) for lang in LANGUAGES}


# Reading ---------------------------------------------------------------------------------------


def read(content: str, catalog: Catalog, name: str = "") -> tuple[Presentation, tuple[Issue, ...]]:
    """The presentation in a file, and every finding about it: `row` is the scene's place, counted from 1.

    Raises DataError if the file cannot be read or has no scene.
    """
    parsed = parse(content, FORMAT, VERSION, "scenes", name)
    entries = parsed["scenes"]
    issues = Findings()
    scenes: list[Scene] = []
    taken: set[str] = set()
    size = 0
    for place, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            issues.add(Issue(Severity.WARNING, "scene_broken", name, place))
            continue
        scene = _named(_scene(entry, entry.get("id")), place, taken)
        size += len(json.dumps(scene_as_json(scene), ensure_ascii=False).encode())
        if len(scenes) == SCENES_AT_MOST or size > BYTES_AT_MOST:
            kept, given = str(len(scenes)), str(len(entries))
            issues.add(Issue(Severity.WARNING, "scenes_too_many", name, place, value=given, detail=kept))
            break
        known = _known(scene, catalog)
        issues.extend(_findings(entry, scene, known, name, place))
        taken.add(known.id)
        scenes.append(known)
    if not scenes:
        raise DataError([Issue(Severity.ERROR, "scenes_none", name), *issues.all()])
    return Presentation(_words(parsed, "title", TITLE_LENGTH), tuple(scenes)), issues.all()


def issue_line(issue: Issue, lang: str) -> str:
    """A finding about a presentation as one line of text."""
    place = text("scene_place", lang, number=issue.row) if issue.row is not None else issue.file
    what = text(f"issue_{issue.code}", lang, value=issue.value, detail=issue.detail)
    return text("scene_finding", lang, place=place, what=what) if place else what


def _scene(entry: Mapping[str, Any], given: Any) -> Scene:
    """The scene of an entry; its ids and lists may be missing in the data."""
    query = _query(entry)
    face = entry.get("face")
    view = View.from_query({key: values for key, values in query.items() if key not in PRESENTERS})
    return Scene(
        given if isinstance(given, str) and is_slug(given) else "",
        face if isinstance(face, str) and face in FACES else MAP_FACE,
        _words(entry, "title", TITLE_LENGTH),
        _words(entry, "notes", NOTES_LENGTH),
        Selection.from_query(query),
        replace(view, lang=DEFAULT_LANGUAGE, theme=DEFAULT_THEME, scene=None),
    )


def _query(entry: Mapping[str, Any]) -> dict[str, list[str]]:
    given = entry.get("query")
    written = given[:QUERY_LENGTH].rpartition("?")[2] if isinstance(given, str) else ""
    try:
        return parse_qs(written, max_num_fields=200)
    except ValueError:  # more parts than any permalink has
        return {}


def _named(scene: Scene, place: int, taken: set[str]) -> Scene:
    """The scene with an id that no other scene has."""
    if scene.id and scene.id not in taken:
        return scene
    number = place
    while f"scene-{number}" in taken:
        number += 1
    return replace(scene, id=f"scene-{number}")


def _known(scene: Scene, catalog: Catalog) -> Scene:
    """The scene without the codes that are missing in the data; these are in `gone`."""
    asked, known = scene.selection, scene.selection.without_unknown(catalog.held)
    kept = known.to_query()
    gone = [
        Ignored(key, value)
        for key, values in asked.to_query().items()
        for value in values
        if value not in kept.get(key, ())
    ]
    return replace(scene, selection=known, gone=tuple(gone))


def _findings(entry: dict[str, Any], scene: Scene, known: Scene, name: str, place: int) -> Iterator[Issue]:
    face = entry.get("face")
    if face is not None and face != scene.face:
        shown = plain_text(str(face), 40)
        yield Issue(Severity.WARNING, "scene_face", name, place, "face", shown, ", ".join(FACES))
    if not scene.title.of(DEFAULT_LANGUAGE):
        yield Issue(Severity.WARNING, "scene_untitled", name, place, "title")
    lengths = {f"{part}_{lang}": most for part, most in LENGTHS.items() for lang in LANGUAGES}
    long = too_long(entry, lengths)
    if long:
        yield Issue(Severity.WARNING, "scene_cut", name, place, value=", ".join(long))
    for key, value in known.gone:
        yield Issue(Severity.WARNING, "scene_gone", name, place, key, value)
    query = _query(entry)
    for part in ignored(query, scene.selection, View.from_query(query)):
        yield Issue(Severity.WARNING, "scene_ignored", name, place, part.key, f"{part.key}={part.value}")


def _words(entry: Mapping[str, Any], name: str, most: int) -> Words:
    given = (entry.get(f"{name}_{lang}") for lang in LANGUAGES)
    return Words(*(plain_text(part, most) if isinstance(part, str) else "" for part in given))
