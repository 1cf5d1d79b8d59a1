"""The data dictionary: every dataset and field of the contract, on one page in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from g60.contract.dataset import Dataset, Field
from g60.contract.i18n import LANGUAGES, table, text
from g60.contract.schema import DATASETS, GROUND_DATASETS

BOTH = " · "


def as_markdown() -> str:
    """The data dictionary as Markdown."""
    parts = [f"# {_both('dictionary_title')}", *_paragraphs("dictionary_about")]
    # Datasets with the same fields (the four kinds of area) share one section.
    for _, group in groupby((*DATASETS, *GROUND_DATASETS), key=lambda dataset: (dataset.columns, dataset.key)):
        parts.extend(_section(tuple(group)))
    parts.extend(_forms())
    return "\n\n".join(parts) + "\n"


def _section(datasets: tuple[Dataset, ...]) -> Iterator[str]:
    yield "## " + ", ".join(f"`{dataset.file}`" for dataset in datasets)
    yield from _paragraphs(f"dataset_{datasets[0].name}")
    yield _table(
        ("file", "key", "geometry", "cited"),
        (
            (
                f"`{dataset.file}`",
                f"`{dataset.key}`",
                ", ".join(dataset.geometry),
                _both("dictionary_yes" if dataset.cited else "dictionary_no"),
            )
            for dataset in datasets
        ),
    )
    yield _table(("field", "label", "form", "required", "meaning"), _rows(datasets))


def _rows(datasets: tuple[Dataset, ...]) -> Iterator[tuple[str, ...]]:
    first = datasets[0]
    if first.key not in first.columns:
        yield _row(first, Field(first.key, "slug", required=True), ())
    for place, field in enumerate(first.fields):
        # Where the codes differ from file to file, the section lists all of them.
        codes = dict.fromkeys(code for dataset in datasets for code in dataset.fields[place].codes)
        yield _row(first, field, tuple(codes))
    yield from (_row(first, field, field.codes) for field in first.optional)


def _row(dataset: Dataset, field: Field, codes: Sequence[str]) -> tuple[str, ...]:
    form = " ".join(part for part in (f"`{field.form}`", field.range, *(f"`{code}`" for code in codes)) if part)
    own, common = f"meaning_{dataset.name}_{field.name}", f"meaning_{field.name}"
    meaning = _both(own if own in table() else common, "<br>")
    return (
        f"`{field.name}`",
        _both(f"field_{field.name}"),
        form,
        _both("dictionary_yes") if field.required else "",
        meaning,
    )


def _forms() -> Iterator[str]:
    yield f"## {_both('dictionary_forms')}"
    used = dict.fromkeys(field.form for dataset in (*DATASETS, *GROUND_DATASETS) for field in dataset.all_fields)
    yield _table(("form", "meaning"), ((f"`{form}`", _both(f"form_{form}", "<br>")) for form in used))


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = [_both(f"dictionary_column_{column}") for column in columns]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def _paragraphs(code: str) -> list[str]:
    return [text(code, lang) for lang in LANGUAGES]


def _both(code: str, between: str = BOTH) -> str:
    return between.join(dict.fromkeys(text(code, lang) for lang in LANGUAGES))
