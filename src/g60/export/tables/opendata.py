"""A picked catalog as open data: a zip of the datasets with their schema, licences, sources and a page to read first.

What a cell holds is what `geodata/` holds, but for values that no document gives: these say so in words, and a number
of a GeoJSON is null with the words beside it. County outlines are not in it: they are not ours to hand on.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from shapely import to_geojson as shape_to_geojson

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.codes import LIST_SEPARATOR
from g60.contract.dataset import Dataset
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.contract.schema import AREA_DATASETS, DATASETS
from g60.contract.statements import DOCUMENT_DATASETS, TARGETS, TASKS
from g60.evidence.codes import document_line, documents, evidence_lines
from g60.export.imprint import ATTRIBUTION, day_in_jiaxing, imprint
from g60.export.tables.csv_file import BYTE_ORDER_MARK, as_text_cell
from g60.export.tables.geojson import bounds
from g60.export.tables.tableschema import MISSING, dataset_named, fields_of, table_schema

# What holds for the whole city and belongs to no entity goes along only with everything.
OF_THE_CITY = frozenset({"indicators", "technologies", "plans", "lists", "left_out", "ledger", "successions"})
ODBL = {"name": "ODbL-1.0", "path": "https://opendatacommons.org/licenses/odbl/1-0/"}
CC_BY = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
LICENCES = {"osm": (ODBL,), "geonames": (CC_BY,), "points": (ODBL, CC_BY)}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def to_zip(catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The picked entities and what belongs to them as a data package (Frictionless), in one zip."""
    tables = _tables(catalog, picked, whole=not selection.restricts)
    files = {
        "README.md": _readme(catalog, picked, selection, tables),
        "LICENCES.md": _licences(tables),
        "datapackage.json": _package(catalog, picked, selection, tables, lang),
    }
    for name, frame in tables.items():
        dataset = dataset_named(name)
        write = _geojson if dataset.geometry else _csv
        files[f"data/{dataset.file}"] = write(catalog, frame, dataset)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return written.getvalue()


# Which rows go along -----------------------------------------------------------------------------


def _tables(catalog: Catalog, picked: Catalog, *, whole: bool) -> dict[str, pd.DataFrame]:
    """The rows of each dataset that go along, indexed by their keys, in the order of the data contract."""
    ids = frozenset(picked.entities.index)
    found: dict[str, pd.DataFrame] = {
        "sources": catalog.sources,
        "units": catalog.units,
        "industries": catalog.industries,
    }
    found["industry_terms"] = pd.DataFrame({"industry": dict(catalog.terms)})
    for dataset in AREA_DATASETS:
        found[dataset.name] = picked.areas[picked.areas["kind"] == dataset.kind]
    found |= {"reference": catalog.reference, "carriers": picked.carriers}
    for dataset in DOCUMENT_DATASETS:
        frame = getattr(catalog.tables, dataset.name)
        if whole or (dataset.name not in OF_THE_CITY and dataset.name != "measures"):
            found[dataset.name] = frame if whole else _about(frame, ids, found)
    if not whole:
        used = {measure for name in ("targets", "figures") for measure in found[name]["measure"]}
        found["measures"] = catalog.tables.measures[catalog.tables.measures.index.isin(used)]
    found["citations"] = _cited(catalog, found)
    kept = {dataset.name: found[dataset.name] for dataset in DATASETS if dataset.name in found}
    return {name: frame for name, frame in kept.items() if len(frame) or name == "carriers"}


def _about(frame: pd.DataFrame, ids: frozenset[str], found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The statements about what is shown; what two stand in goes along with either, a report with its task.

    A value and a judgement go along with their target.
    """
    for column, owner in (("task", TASKS.name), ("indicator", TARGETS.name)):
        if column in frame.columns:
            return frame[frame[column].isin(found[owner].index)]
    touching = frame["subject"].map(lambda cell: not ids.isdisjoint(cell.split(LIST_SEPARATOR))).astype(bool)
    if "object" in frame.columns:
        touching |= frame["object"].isin(ids)
    return frame[touching]


def _cited(catalog: Catalog, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The citations of the values that go along, indexed by subject."""
    subjects = {dataset_named(name).subject_prefix + str(key) for name, frame in tables.items() for key in frame.index}
    rows = [
        {
            **{"subject": subject, "field": field, "evidence": citation.evidence},
            "source": LIST_SEPARATOR.join(citation.source),
            "locator": citation.locator,
            "line": LIST_SEPARATOR.join(map(str, citation.line)),
            **{"note": citation.note, "note_en": citation.note_en},
        }
        for (subject, field), citation in catalog.citations.items()
        if subject in subjects
    ]
    return pd.DataFrame(rows, columns=list(dataset_named("citations").columns)).set_index("subject")


# The files ---------------------------------------------------------------------------------------


def _cells(value: Any) -> str:
    if isinstance(value, tuple):
        return LIST_SEPARATOR.join(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.15g}"
    return str(value)


def _csv(catalog: Catalog, frame: pd.DataFrame, dataset: Dataset) -> bytes:
    table = (
        frame.rename_axis(dataset.key)
        .reset_index()[[entry.name for entry in fields_of(dataset, frame.columns)]]
        .map(_cells)
    )
    if dataset.cited:
        table = table.where(table != "", MISSING)
    # A code is one of a known list, and none of these is a formula.
    worded = [entry.name for entry in fields_of(dataset, frame.columns) if entry.form in ("text", "list")]
    table[worded] = table[worded].map(as_text_cell)
    return BYTE_ORDER_MARK + table.to_csv(index=False, lineterminator="\n").encode()


def _geojson(catalog: Catalog, frame: pd.DataFrame, dataset: Dataset) -> bytes:
    """Features with each field and its evidence. A number that no document gives is null, and `_text` says so.

    One word in a column of numbers would make a program of maps take the whole column for text.
    """
    features = []
    for key, row in zip(frame.index, frame.to_dict("records"), strict=True):
        properties: dict[str, Any] = {}
        for entry in dataset.fields:
            value = row.get(entry.name, "")
            words = _cells(value)
            if entry.form in ("number", "integer"):
                # The reference lines keep their bearing as text.
                properties[entry.name] = (value if isinstance(value, int | float) else float(words)) if words else None
                if dataset.cited:
                    properties[f"{entry.name}_text"] = f"{words} {entry.unit}".strip() if words else MISSING
            else:
                properties[entry.name] = words or (MISSING if dataset.cited else None)
            citation = catalog.citation(str(key), entry.name)
            if citation is not None:
                properties[f"{entry.name}_evidence"] = citation.evidence
        geometry = json.loads(shape_to_geojson(row["geometry"]))
        features.append({"type": "Feature", "id": str(key), "properties": properties, "geometry": geometry})
    content: dict[str, Any] = {"type": "FeatureCollection", "name": dataset.name, "attribution": ATTRIBUTION}
    content |= bounds(frame["geometry"]) | {"features": features}
    return json.dumps(content, ensure_ascii=False).encode() + b"\n"


def _package(
    catalog: Catalog, picked: Catalog, selection: Selection, tables: Mapping[str, pd.DataFrame], lang: str
) -> bytes:
    head = imprint(catalog, picked, selection, lang)
    content = {
        "profile": "data-package",
        "name": "jiaxing-innovation-atlas",
        "title": head.title,
        "description": f"{head.sentence}. {head.review}",
        "version": str(catalog.version),
        "data": catalog.fingerprint,
        "created": f"{day_in_jiaxing().isoformat()}T00:00:00Z",
        "licenses": [ODBL, CC_BY],
        "sources": [{"title": document_line(entry)} for entry in documents(catalog, lang)],
        "resources": [_resource(name, tuple(tables), lang, list(frame.columns)) for name, frame in tables.items()],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _resource(name: str, present: tuple[str, ...], lang: str, held: Sequence[str]) -> dict[str, Any]:
    dataset = dataset_named(name)
    described: dict[str, Any] = {
        "name": name.replace("_", "-"),
        "path": f"data/{dataset.file}",
        "description": text(dataset.described, lang),
        "encoding": "utf-8",
    }
    licences = LICENCES.get(dataset.licence, ())
    if licences:
        described["licenses"] = list(licences)
    if dataset.geometry:
        return described | {"format": "geojson", "mediatype": "application/geo+json"}
    schema = table_schema(dataset, present, lang, held)
    for key in schema.get("foreignKeys", []):
        key["reference"]["resource"] = key["reference"]["resource"].replace("_", "-")
    return described | {
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True},
        "schema": schema,
    }


def _readme(catalog: Catalog, picked: Catalog, selection: Selection, tables: Mapping[str, pd.DataFrame]) -> bytes:
    return (
        "\n\n".join(
            part for lang in LANGUAGES for part in _readme_in(catalog, picked, selection, tables, lang)
        ).encode()
        + b"\n"
    )


def _readme_in(
    catalog: Catalog, picked: Catalog, selection: Selection, tables: Mapping[str, pd.DataFrame], lang: str
) -> Iterable[str]:
    head = imprint(catalog, picked, selection, lang)
    yield f"# {head.title}"
    yield _plain(head.sentence)
    if not len(picked.entities):
        yield text("handout_empty", lang)
    yield f"{head.version} · {head.date}\n\n{head.review}"
    yield text("opendata_about", lang)
    yield f"## {text('opendata_files', lang)}"
    yield "\n".join(
        f"- `data/{dataset_named(name).file}` ({len(frame)}): {text(dataset_named(name).described, lang)}"
        for name, frame in tables.items()
    )
    yield f"## {text('handout_sheet_codes', lang)}"
    yield "\n".join(f"- {line}" for line in evidence_lines(lang))
    yield f"## {text('handout_sheet_documents', lang)}"
    yield "\n".join(f"- {_plain(document_line(entry))}" for entry in documents(catalog, lang))


def _plain(words: str) -> str:
    """Words as Markdown shows them: nothing of them is markup."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#|!" else char for char in words)


def _licences(tables: Mapping[str, pd.DataFrame]) -> bytes:
    lines = []
    for lang in LANGUAGES:
        lines += [f"# {text('opendata_licences', lang)}", ""]
        for name in tables:
            terms = text(f"licence_{dataset_named(name).licence}", lang)
            lines.append(f"- `data/{dataset_named(name).file}`: {terms}")
        lines += ["", text("opendata_outlines", lang), ""]
    return "\n".join(lines).encode()
