"""The client: ES modules in rooms under `web/`, checked and joined into one file per bundle when it is first asked for.

A module imports names by `import { a, b } from "../room/module.js"` and exports declarations by `export function`,
`export const`, `export let` or `export class`; other forms are refused. The joined modules share one scope. Therefore
no two modules of a bundle define the same name at their top level.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from g60.contract import symbology
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, table
from g60.contract.themes import css_variables

# A module imports from its own room and from the rooms before it. Entries stand beside the rooms and import from any.
ROOMS = ("base", "ground", "carriers", "labels", "furniture", "tools", "panel", "meeting", "hosts")
_IMPORT = re.compile(r'^import (?:\{ ?(?P<names>[\w\s,]+?),? ?\} from )?"(?P<path>[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function\*?|const|let|class) \w)", re.MULTILINE)
_DECLARED = re.compile(
    r"^(?P<export>export )?(?:async function|function\*?|const|let|var|class) (?P<name>[\w$]+)(?P<more>,)?",
    re.MULTILINE,
)
_OUTSIDE = re.compile(
    r"^(?:import\b(?! ?\()|export\b(?! (?:async function|function|const|let|class)\b)|(?:const|let|var) ?[\[{])", re.M
)
_TYPES = re.compile(r"/\*\*.*?\*/ ?", re.DOTALL)  # JSDoc: for the type checker and the reader
_COMMENT = re.compile(r"^\s*(?://.*)?\n", re.MULTILINE)


class ClientError(ValueError):
    """What is wrong with the modules of a bundle: one line for each fault, with its file and line."""


@dataclass(frozen=True)
class Bundle:
    """What is served as one script and one style sheet: an entry module and, by file, the styles in their order.

    A `module` exports what its entry exports. It is a part of the page and holds its style sheet and its `words`, by
    the beginnings of their codes. Any other bundle is a plain script whose names nobody else sees; one without an
    entry is only styles.
    """

    entry: str = ""
    styles: tuple[str, ...] = ()
    module: bool = False
    words: tuple[str, ...] = ()


_PANEL = ("panel_", "evidence_")
_RESULTS = ("panel/results.css", "panel/evidence.css", "panel/card.css")
_REPORT = ("panel/evidence.css", "panel/card.css", "panel/report.css", "panel/spark.css")
_INTAKE = ("panel/form.css", "panel/place.css", "panel/intake.css")
_DECISIONS = "meeting/decisions.css"


_LOOK = ("theme_", "map_map_label", "newer_", "small_lost", "panel_key")
# The texts that are said by a style sheet, before any script runs.
CSS_WORDS = ("small_css_", "title")


def _styles(*styles: str) -> tuple[str, ...]:
    return ("panel/panel.css", *styles)


def _part(name: str, *styles: str, words: tuple[str, ...] = _PANEL) -> Bundle:
    return Bundle(f"hosts/{name}_part.js", _styles(*styles), module=True, words=words)


BUNDLES: Mapping[str, Bundle] = {
    "atlas": Bundle("map.js", styles=tuple(f"{room}/{room}.css" for room in ROOMS[:6])),
    "page": Bundle(styles=("hosts/page.css", "hosts/header_rows.css", "hosts/waiting.css", "hosts/paper.css")),
    "facets": _part("facets", "panel/facets.css", "hosts/facets_narrow.css"),
    "results": _part("results", *_RESULTS, words=(*_PANEL, "tally_", "only_", "compare_")),
    "look": _part("look", "hosts/look.css", "panel/key_sheet.css", words=_LOOK),
    "report": _part("report", *_REPORT, "panel/opening.css"),
    "form": _part("form", "panel/form.css", words=()),
    "document": _part("document", "panel/document.css", words=()),
    "view_link": _part("view_link", words=()),
    "editor": _part("editor", "panel/edit.css", "panel/place.css", words=("edit_",)),
    "intake": _part("intake", *_REPORT, *_INTAKE, words=(*_PANEL, "edit_map", "importing_ui_")),
    "unsaved": _part("unsaved", *_REPORT, words=("edit_unsaved_",)),
    "meeting": _part("meeting", "meeting/planner.css", _DECISIONS, words=("meeting_",)),
    "room": Bundle(
        "hosts/pack.js", styles=("meeting/room.css", "meeting/stage.css", "meeting/print.css", "panel/key_sheet.css")
    ),
    "room_facets": Bundle(styles=_styles("panel/facets.css", "meeting/board.css")),
    "room_results": Bundle(styles=_styles(*_RESULTS, "meeting/board.css")),
    "room_board": Bundle(styles=_styles(*_REPORT, _DECISIONS, "meeting/board.css")),
}


@dataclass(frozen=True)
class _Import:
    path: str
    names: tuple[str, ...]
    line: int


@dataclass
class Module:
    """A module as it was read: its imports, and each name that it declares at its top level with the line."""

    path: str
    text: str
    imports: list[_Import] = field(default_factory=list)
    declared: dict[str, int] = field(default_factory=dict)
    exported: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def room(self) -> str:
        """The room that the module stands in; "" for an entry."""
        return self.path.rpartition("/")[0]

    def body(self) -> str:
        """The module as it stands in the joined file: without imports, the word export and lines of comment."""
        return _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", self.text))).strip()


def read_module(path: str, text: str) -> Module:
    """A module from its text; what the grammar does not allow is among its `faults`."""
    # What stands for a comment keeps its lines, so that every fault is named with the line of the file.
    module = Module(path, _TYPES.sub(lambda found: "\n" * found[0].count("\n"), text.replace("\r\n", "\n")))

    def line(position: int) -> int:
        return module.text.count("\n", 0, position) + 1

    for found in _IMPORT.finditer(module.text):
        names = tuple(name.strip() for name in (found["names"] or "").split(",") if name.strip())
        target = posixpath.normpath(posixpath.join(module.room, found["path"]))
        module.imports.append(_Import(target, names, line(found.start())))
    for found in _DECLARED.finditer(module.text):
        if found["more"]:
            module.faults.append(f"{path}:{line(found.start())}: one name per declaration at the top level")
        if found["name"] in module.declared:
            module.faults.append(f"{path}:{line(found.start())}: {found['name']} is defined twice in this module")
        module.declared[found["name"]] = line(found.start())
        if found["export"]:
            module.exported.append(found["name"])
    rest = _IMPORT.sub(lambda found: "\n" * found[0].count("\n"), module.text)
    for found in _OUTSIDE.finditer(rest):
        written = rest[found.start() :].partition("\n")[0]
        module.faults.append(
            f"{path}:{rest.count(chr(10), 0, found.start()) + 1}: not a form that is allowed: {written}"
        )
    return module


class _Walk:
    """The modules that an entry needs, in the order in which they can be run, and every fault on the way."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self.read = read
        self.modules: dict[str, Module] = {}
        self.order: list[Module] = []
        self.open: list[str] = []
        self.faults: list[str] = []

    def visit(self, path: str, text: str) -> None:
        module = self.modules[path] = read_module(path, text)
        self.faults += module.faults
        self.open.append(path)
        for asked in module.imports:
            self.follow(module, asked)
        self.open.pop()
        self.order.append(module)

    def follow(self, module: Module, asked: _Import) -> None:
        where = f"{module.path}:{asked.line}"
        if not _may_import(module.room, asked.path.rpartition("/")[0]):
            self.faults.append(f"{where}: {module.room or 'an entry'} must not import {asked.path}")
        if asked.path in self.open:
            circle = " -> ".join([*self.open[self.open.index(asked.path) :], asked.path])
            self.faults.append(f"{where}: the imports go in a circle: {circle}")
            return
        if asked.path not in self.modules:
            text = self.read(asked.path)
            if text is None:
                self.faults.append(f"{where}: there is no file {asked.path}")
                return
            self.visit(asked.path, text)
        target = self.modules[asked.path]
        self.faults += [
            f"{where}: {asked.path} exports no {name}" for name in asked.names if name not in target.exported
        ]

    def defined_twice(self, given: Iterable[str]) -> Iterator[str]:
        places: dict[str, list[str]] = defaultdict(list)
        for name in given:
            places[name].append("a constant of the bundle")
        for module in self.order:
            for name, line in module.declared.items():
                places[name].append(f"{module.path}:{line}")
        for name, where in places.items():
            if len(where) > 1:
                yield f"{where[-1]}: {name} is defined already, by {' and '.join(where[:-1])}"


def _may_import(room: str, other: str) -> bool:
    if room == "":
        return other in ROOMS
    return room in ROOMS and other in ROOMS and ROOMS.index(other) <= ROOMS.index(room)


def join(
    entry: str, read: Callable[[str], str | None], *, module: bool = False, given: Mapping[str, Any] | None = None
) -> str:
    """The script of an entry and all that it imports. `given` are constants that its modules may use without import.

    Raises ClientError with every fault: a name or file that is not there, an import against the order of the rooms or
    in a circle, a name that two modules define, a form that the grammar does not allow.
    """
    walk = _Walk(read)
    text = read(entry)
    if text is None:
        raise ClientError(f"{entry}: there is no such entry")
    walk.visit(entry, text)
    constants = dict(given or {})
    faults = [*walk.faults, *walk.defined_twice(constants)]
    if faults:
        raise ClientError("\n".join(f"{fault} (entry {entry})" for fault in faults))
    lines = [f"const {name} = {json.dumps(value, ensure_ascii=False)};" for name, value in constants.items()]
    body = "\n".join([*lines, *(part.body() for part in walk.order)])
    if module:
        return f"{body}\nexport {{ {', '.join(walk.modules[entry].exported)} }};\n"
    return f'(function () {{\n"use strict";\n{body}\n}})();\n'


def modules_of(entry: str) -> list[str]:
    """The paths of an entry's modules, in the order in which they are joined: a test asks which module is in none."""
    walk = _Walk(_read)
    walk.visit(entry, _read(entry) or "")
    return [module.path for module in walk.order]


# What is served ----------------------------------------------------------------------------------


def _read(path: str) -> str | None:
    part = files("layers").joinpath("web", path)
    return part.read_text("utf-8") if part.is_file() else None


def part_text(path: str) -> str:
    """One file of the client as it is; raises ClientError where there is none."""
    text = _read(path)
    if text is None:
        raise ClientError(f"there is no file {path}")
    return text


def _named(name: str, content: str, ending: str) -> tuple[str, bytes]:
    data = content.encode()
    return f"{name}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}", data


@cache
def style_text(name: str) -> str:
    """The style sheet of a bundle, joined; raises ClientError where a file of it is not there."""
    parts = {style: _read(style) for style in BUNDLES[name].styles}
    if name == "page":
        parts = {"the colours": css_variables(), "the words": css_words(), **parts}
    if missing := [style for style, text in parts.items() if text is None]:
        raise ClientError("\n".join(f"{style}: there is no such file (bundle {name})" for style in missing))
    return "\n".join(text for text in parts.values() if text)


def css_words() -> str:
    """The CSS rules that define a variable for each text that a style sheet says: `--say-map`, in each language."""
    rules = []
    for lang, texts in words(*CSS_WORDS).items():
        said = {code.split("_")[-1]: text for code, text in texts.items()}
        values = "".join(f"--say-{name}:{json.dumps(text, ensure_ascii=False)};" for name, text in said.items())
        rules.append(f"{':root' if lang == DEFAULT_LANGUAGE else f'html[lang={lang}]'}{{{values}}}")
    return "\n".join(rules)


def script_text(name: str, given: Mapping[str, Any] | None = None) -> str:
    """The script of a bundle, joined; `given` are constants that stand before it."""
    bundle = BUNDLES[name]
    own: dict[str, Any] = {"STYLE": style_text(name), "TEXTS": words(*bundle.words)} if bundle.module else {}
    if bundle.entry.startswith("hosts/"):
        own["AREA_SYMBOLS"] = {kind: (layer.look.shape, layer.look.colour) for kind, layer in _area_layers()}
    return join(bundle.entry, _read, module=bundle.module, given=own | dict(given or {}))


def _area_layers() -> Iterator[tuple[str, Any]]:
    return ((kind, layer) for kind, layer in symbology.AREA_LAYERS.items() if layer.look)


def words(*beginnings: str) -> dict[str, dict[str, str]]:
    """The texts whose codes begin so, by language and code."""
    return {
        lang: {code: entry[lang] for code, entry in table().items() if code.startswith(beginnings)}
        for lang in LANGUAGES
    }


def part_address(part: str) -> str:
    """Where the script of a part of the page is, as a page asks for it."""
    return f"./files/web/{script(part)[0]}"


def style_address(name: str) -> str:
    """The same of the style sheet of a bundle."""
    return f"./files/web/{style(name)[0]}"


def faults() -> list[str]:
    """Every fault of every bundle, with its file and line; none if all can be joined."""
    found: list[str] = []
    for name, bundle in BUNDLES.items():
        for part in (script_text, style_text) if bundle.entry else (style_text,):
            try:
                part(name)
            except ClientError as error:
                found += str(error).splitlines()
    return found


@cache
def script(name: str) -> tuple[str, bytes]:
    """The file name of a bundle's script, which holds its content's hash, and the script itself."""
    return _named(name, script_text(name), "js")


@cache
def style(name: str) -> tuple[str, bytes]:
    """The same for its style sheet."""
    return _named(name, style_text(name), "css")


def served(file: str) -> bytes | None:
    """The script or style sheet that a file name stands for; None where it is unknown or of another version."""
    name, _, rest = file.partition(".")
    if name not in BUNDLES:
        return None
    # Not every bundle has a script.
    made = [style(name)] if rest.endswith(".css") else [script(name)] if BUNDLES[name].entry else []
    return dict(made).get(file)
