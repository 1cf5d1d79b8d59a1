"""The data contract as Frictionless Table Schema, made from `schema`: what each column of an open-data file holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from g60.contract.codes import LIST_SEPARATOR, SLUG
from g60.contract.dataset import Dataset, Field
from g60.contract.i18n import table, text
from g60.contract.schema import DATASETS

# What a cell says where the documents give no value. Never blank, never 0.
MISSING = text("not_stated", "zh")
# Fields that name a row of another file: field → file and its key.
REFERENCES = {"unit": ("units", "unit"), "measure": ("measures", "measure")}
_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "slug": {"type": "string", "constraints": {"pattern": SLUG.pattern}},
    "date": {"type": "string", "constraints": {"pattern": _DATE}},
    "sha256": {"type": "string", "constraints": {"pattern": "[0-9a-f]{64}"}},
}


def table_schema(dataset: Dataset, present: Sequence[str], lang: str, held: Collection[str] = ()) -> dict[str, Any]:
    """The Table Schema of a dataset's CSV file; `present` names the datasets that stand beside it."""
    fields = [_field(dataset, entry, lang) for entry in fields_of(dataset, held)]
    described: dict[str, Any] = {"fields": fields, "missingValues": [MISSING] if dataset.cited else [""]}
    if dataset.name != "citations":
        described["primaryKey"] = [dataset.key]
    keys = [
        {
            "fields": [entry.name],
            "reference": {"resource": REFERENCES[entry.name][0], "fields": [REFERENCES[entry.name][1]]},
        }
        for entry in dataset.fields
        if entry.name in REFERENCES and entry.name != dataset.key and REFERENCES[entry.name][0] in present
    ]
    return described | ({"foreignKeys": keys} if keys else {})


def fields_of(dataset: Dataset, held: Collection[str] = ()) -> tuple[Field, ...]:
    """The fields of a dataset's file, its key first where that is no column of its own.

    `held` are the columns of its table: a field that may be left out is among the fields where it is one of them.
    """
    fields = dataset.fields + tuple(entry for entry in dataset.optional if entry.name in held)
    return fields if dataset.key in dataset.columns else (Field(dataset.key, "slug", required=True), *fields)


def _field(dataset: Dataset, entry: Field, lang: str) -> dict[str, Any]:
    form = _FORMS.get(entry.form, {"type": "string"})
    constraints: dict[str, Any] = dict(form.get("constraints", {}))
    if entry.required:
        constraints["required"] = True
    if entry.name == dataset.key and dataset.name != "citations":
        constraints["unique"] = True
    if entry.codes and entry.form == "code":
        constraints["enum"] = list(entry.codes)
    if entry.minimum is not None:
        constraints["minimum"] = entry.minimum
    if entry.maximum is not None:
        constraints["maximum"] = entry.maximum
    meaning = table().get(f"meaning_{dataset.name}_{entry.name}", table().get(f"meaning_{entry.name}", {}))
    described = {"name": entry.name, "title": text(f"field_{entry.name}", lang), "type": form["type"]}
    if meaning:
        described["description"] = _described(meaning[lang], entry)
    return described | ({"constraints": constraints} if constraints else {})


def _described(meaning: str, entry: Field) -> str:
    """The meaning of a field, with its codes where a cell holds several: no type of Table Schema says that."""
    if entry.form not in ("codes", "list", "integers"):
        return meaning
    codes = ", ".join(entry.codes)
    return f"{meaning} [{LIST_SEPARATOR}]" + (f" ({codes})" if codes else "")


def dataset_named(name: str) -> Dataset:
    """The dataset of a name; raises KeyError."""
    return {dataset.name: dataset for dataset in DATASETS}[name]
