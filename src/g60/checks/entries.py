"""Findings about the entries of the contract itself: fields, layers and kinds without what a reader needs of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from g60.contract.dataset import Dataset
from g60.contract.i18n import LANGUAGES, table
from g60.contract.issues import Issue, Severity
from g60.contract.schema import AREA_KINDS, DATASETS, DISTRICT_KINDS, GROUND_DATASETS, KINDS
from g60.contract.statements import DOCUMENT_DATASETS
from g60.contract.symbology import LEGEND_GROUPS, MAP_LAYERS, SYMBOLS, MapLayer
from g60.contract.themes import THEMES, Theme

SCHEMA, STATEMENTS, SYMBOLOGY = "contract/schema.py", "contract/statements.py", "contract/symbology.py"
THEMES_FILE = "contract/themes.py"
TEXTS_OF_KIND = ("kind", "count", "tally", "map_kind")
TEXTS_OF_DISTRICT_KIND = ("field_count", "unit_of_count", "preset")
SHAPES = (
    *("outline", "band", "line", "way", "track", "place"),
    *("ring", "disc", "hexagon", "square", "dot", "lamp"),
)


def check_entries() -> Iterator[Issue]:
    """Every entry of schema and symbology that lacks a text, a symbol, a layer or a colour."""
    yield from check_texts(THEMES_FILE, {"themes": [f"theme_{name}" for name in THEMES]})
    for dataset in (*DATASETS, *GROUND_DATASETS):
        yield from check_texts(STATEMENTS if dataset in DOCUMENT_DATASETS else SCHEMA, dict(_texts_of(dataset)))
    for kind in KINDS:
        forms = (*TEXTS_OF_KIND, *(TEXTS_OF_DISTRICT_KIND if kind in DISTRICT_KINDS else ()))
        yield from check_texts(SCHEMA, {kind: [f"{form}_{kind}" for form in forms]})
    layered = {layer.kind: layer for layer in MAP_LAYERS}
    for kind in AREA_KINDS:
        if kind not in layered or layered[kind].symbol != kind:
            yield Issue(Severity.ERROR, "kind_without_layer", SYMBOLOGY, None, kind)
    for layer in MAP_LAYERS:
        yield from _check_layer(layer)


def check_texts(file: str, wanted: dict[str, list[str]]) -> Iterator[Issue]:
    """The texts that an entry of a file needs and the table of texts lacks, in any language."""
    known = table()
    for entry, codes in wanted.items():
        for code in codes:
            missing = [lang for lang in LANGUAGES if not known.get(code, {}).get(lang)]
            if missing:
                yield Issue(Severity.ERROR, "text_missing", file, None, entry, code, ", ".join(missing))


def _texts_of(dataset: Dataset) -> Iterator[tuple[str, list[str]]]:
    known = table()
    for field in dataset.all_fields:
        own, common = f"meaning_{dataset.name}_{field.name}", f"meaning_{field.name}"
        yield f"{dataset.name}.{field.name}", [f"field_{field.name}", own if own in known else common]
    told = [f"left_out_{dataset.name}"] if dataset.cited else []
    yield dataset.name, [dataset.described, f"licence_{dataset.licence}", *told]


def _check_layer(layer: MapLayer) -> Iterator[Issue]:
    name = layer.code or layer.data
    if layer.group:
        yield from check_texts(SYMBOLOGY, {name: [f"map_{layer.text}", f"map_legend_{layer.group}"]})
        if layer.group not in LEGEND_GROUPS:
            yield Issue(
                Severity.ERROR, "layer_part_unknown", SYMBOLOGY, None, name, layer.group, ", ".join(LEGEND_GROUPS)
            )
    symbol = SYMBOLS.get(layer.symbol)
    if symbol is None:
        if layer.symbol or layer.group:
            yield Issue(Severity.ERROR, "layer_without_symbol", SYMBOLOGY, None, name, layer.symbol)
        return
    if symbol.shape not in SHAPES:
        yield Issue(Severity.ERROR, "layer_part_unknown", SYMBOLOGY, None, name, symbol.shape, ", ".join(SHAPES))
    colours = {entry.name for entry in fields(Theme)}
    needed = [symbol.colour, *([f"{symbol.colour}_ink"] if layer.kind in AREA_KINDS else [])]
    for colour in needed:
        if colour not in colours:
            yield Issue(Severity.ERROR, "layer_part_unknown", SYMBOLOGY, None, name, colour, "Theme")


def client_issues(faults: Iterable[str]) -> Iterator[Issue]:
    """The faults of the client's modules, each with its file and line, as issues."""
    for fault in faults:
        file, _, what = fault.partition(": ")
        yield Issue(Severity.ERROR, "client_fault", f"layers/web/{file}", detail=what)
