"""A picked catalog as an Excel workbook that can be printed, filtered, and read back unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog, Citation
from g60.contract.codes import EVIDENCE, NOT_APPLICABLE
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.contract.quantities import SIGNS, Quantity, scope_text, unit_text
from g60.contract.translations import beside
from g60.evidence import figures
from g60.evidence.codes import EVIDENCE_SIGNS, documents, source_line, spelt
from g60.export.imprint import Imprint, imprint
from g60.export.tables.columns import Cell, Column, entity_columns
from g60.export.tables.sheets import PAPER_A3, Sheet, book_of

# What Excel's last row leaves for the sheet of citations, with room for the head; beyond that many, it says so.
CITED_AT_MOST = 200_000
COLUMNS_ON_TWO_PAGES = 28
FIGURE_COLUMNS = (
    *("subject", "name", "kind", "measure", "operator", "value", "value_high", "unit_of_measure", "scope", "year"),
    *("evidence", "place", "text"),
)


def to_xlsx(catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The picked entities as a workbook: data, targets and figures, the place of each value, documents, codes."""
    head = imprint(catalog, picked, selection, lang)
    sheets = [_data_sheet(catalog, picked, lang)]
    sheets += [found for make in (_figures_sheet, _citations_sheet) if (found := make(catalog, picked, lang))]
    return book_of(head, [*sheets, documents_sheet(catalog, lang), _codes_sheet(head, lang)], lang)


# What is on the sheets ---------------------------------------------------------------------------


def _data_sheet(catalog: Catalog, picked: Catalog, lang: str) -> Sheet:
    columns = entity_columns(catalog, picked, lang)
    heads = [(column.name, column.label, _role(column)) for column in columns]
    rows = zip(*(column.cells for column in columns), strict=True)
    notes = () if len(picked.entities) else (text("handout_empty", lang),)
    wide = 3 if len(heads) > COLUMNS_ON_TWO_PAGES else 2
    return Sheet(text("handout_sheet_data", lang), heads, rows, notes, PAPER_A3, wide)


def _role(column: Column) -> str:
    return "number" if column.is_number else column.role


def _figures_sheet(catalog: Catalog, picked: Catalog, lang: str) -> Sheet | None:
    """The targets and reported figures of what is shown; None where there are none."""
    rows = list(_figure_rows(catalog, picked, lang))
    heads = [(name, text(f"handout_column_{name}", lang), _role_of(name)) for name in FIGURE_COLUMNS]
    return Sheet(text("handout_sheet_figures", lang), heads, rows, paper=PAPER_A3) if rows else None


def _figure_rows(catalog: Catalog, picked: Catalog, lang: str) -> Iterator[list[Cell]]:
    subjects = set(catalog.tables.targets["subject"]) | set(catalog.tables.figures["subject"])
    names = picked.entities[f"name_{lang}"]
    for subject in (str(entity_id) for entity_id in picked.entities.index if entity_id in subjects):
        for kind, entries in (("target", figures.targets), ("figure", figures.figures)):
            for entry in entries(catalog, subject):
                name, measure = str(names[subject]), figures.measure_name(catalog, entry.measure, lang)
                yield [subject, name, text(f"handout_{kind}", lang), measure, *_figure_cells(catalog, entry, lang)]


def _figure_cells(catalog: Catalog, entry: figures.Figure, lang: str) -> list[Cell]:
    """A figure's operator, number or numbers, unit, denominator, year, evidence, place and words."""
    quantity, citation, missing = entry.fact.value, entry.fact.citation, text("not_stated", lang)
    if not isinstance(quantity, Quantity):
        return []
    return [
        SIGNS[quantity.operator] or text(f"handout_operator_{quantity.operator.replace('=', 'equal')}", lang),
        float(quantity.value) if quantity.value else text("chart_words", lang),
        float(quantity.value_high) if quantity.value_high else NOT_APPLICABLE,
        unit_text(quantity.unit_of_measure, lang) or quantity.unit_of_measure or missing,
        scope_text(quantity, lang) or missing,
        figures.when_text(entry, lang) or missing,
        spelt(catalog, citation, lang),
        source_line(catalog, citation, lang),
        beside(quantity.words_zh, lang) or missing,
    ]


def _citations_sheet(catalog: Catalog, picked: Catalog, lang: str) -> Sheet | None:
    """Where each value stands, one row for each; None for a list so long that a sheet cannot hold them."""
    ids = picked.entities.index
    shown = set(ids)
    cited = {key: citation for key, citation in catalog.citations.items() if key[0] in shown}
    if not cited or len(cited) > CITED_AT_MOST:
        return None
    order = {str(entity_id): number for number, entity_id in enumerate(ids)}
    rows = _citation_rows(catalog, sorted(cited.items(), key=lambda entry: order[entry[0][0]]), lang)
    names = ("subject", "field", "evidence", "place")
    heads = [(name, text(f"handout_column_{name}", lang), _role_of(name)) for name in names]
    return Sheet(text("handout_sheet_citations", lang), heads, rows)


def _citation_rows(
    catalog: Catalog, cited: Sequence[tuple[tuple[str, str], Citation]], lang: str
) -> Iterator[Sequence[Cell]]:
    for (subject, name), citation in cited:
        where = source_line(catalog, citation, lang)
        yield subject, text(f"field_{name}", lang), spelt(catalog, citation, lang), where or text("not_stated", lang)


def documents_sheet(catalog: Catalog, lang: str) -> Sheet:
    """The documents by the marks under which the other sheets cite them."""
    missing = text("not_stated_in_document", lang)
    names = ("mark", "title", "issuer", "number", "date", "subject")
    labels = ("handout_column_document", "column_title_zh", "column_issuer_zh", "column_number", "column_date")
    heads = [
        (name, text(label, lang), "value") for name, label in zip(names, (*labels, "column_source_code"), strict=True)
    ]
    rows = [
        (
            str(entry.number),
            entry.title,
            entry.issuer or missing,
            entry.document_number or missing,
            entry.date,
            entry.source,
        )
        for entry in documents(catalog, lang)
    ]
    return Sheet(text("handout_sheet_documents", lang), heads, rows)


def _codes_sheet(head: Imprint, lang: str) -> Sheet:
    heads = [
        ("evidence", text("column_evidence", lang), "value"),
        ("mark", text("handout_column_mark", lang), "value"),
        ("meaning", text("handout_column_meaning", lang), "value"),
    ]
    rows = [
        (text(f"evidence_{kind}", lang), EVIDENCE_SIGNS[kind], text(f"evidence_means_{kind}", lang))
        for kind in EVIDENCE
    ]
    notes = (text("handout_code_numbers", lang), text("handout_absent", lang), head.attribution)
    return Sheet(text("handout_sheet_codes", lang), heads, rows, notes)


def _role_of(name: str) -> str:
    return "evidence" if name == "evidence" else "value"
