"""The tables of slides, each with the lines of the notes that say where its values stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from g60.catalog.catalog import Catalog
from g60.contract.codes import EVIDENCE, NOT_APPLICABLE
from g60.contract.i18n import name_column, text
from g60.contract.quantities import SIGNS, Quantity, quantity_text, unit_text
from g60.contract.translations import beside
from g60.evidence import compare, figures, sums
from g60.evidence.codes import EVIDENCE_SIGNS, documents
from g60.evidence.facts import MISSING, Fact, facts
from g60.evidence.sentence import counts
from g60.evidence.wording import Wording
from g60.export.office.slides.model import Cell, Row, Table
from g60.export.office.subject_card import parted, subject_card
from g60.export.plain_text import in_lines, plain
from g60.review import indicators

LISTED_AT_MOST = 2_000
LONG_CELL = 9  # lines of a cell that holds a sentence
ALIKE_AT_LEAST = 3  # rows of which a shared value is said once

Part = tuple[Table, list[str]]


def facts_table(wording: Wording, entity_id: str) -> Part:
    """Every value of one area, carrier or county."""
    card = subject_card(wording, entity_id)
    found = in_lines(card.entries)
    notes = [_note(wording, card.title, entry.label, entry.words, entry.fact) for entry in found]
    stated, missing = parted(found)
    rows = [(Cell(entry.label), Cell(entry.words, entry.cited.code)) for entry in stated]
    rows += [(Cell(one.words, one.code), Cell(one.listed(wording.lang))) for one in missing]
    heads = (text("brief_field", wording.lang), card.title)
    return Table(entity_id, heads, tuple(rows), (0.34, 0.66), LONG_CELL), notes


def in_common(table: Table, lang: str) -> Table:
    """A table whose columns that say the same of every row are one row: what is so of all of them."""
    count, columns = len(table.rows), range(1, len(table.heads))
    plain_rows = all(len(row) == len(table.heads) for row in table.rows)
    same = [
        at for at in columns if count >= ALIKE_AT_LEAST and plain_rows and len({row[at] for row in table.rows}) == 1
    ]
    kept = [at for at in range(len(table.heads)) if at not in same]
    if not same or len(kept) < 2:
        return table
    whole = sum(table.shares[at] for at in kept)
    told = []
    for at in same:
        said = text("label_value", lang, label=table.heads[at], value=table.rows[0][at].words)
        words = text("slide_all_have", lang, count=count, said=said)
        told.append((Cell(words, table.rows[0][at].code, len(kept)),))
    rows = (*(tuple(row[at] for at in kept) for row in table.rows), *told)
    return replace(
        table,
        heads=tuple(table.heads[at] for at in kept),
        rows=rows,
        shares=tuple(table.shares[at] / whole for at in kept),
    )


def _note(wording: Wording, subject: str, label: str, shown: str, fact: Fact) -> str:
    """The line of the notes that says where a value stands."""
    cited = wording.cited(fact.citation)
    said = {"name": subject, "field": label, "value": shown, "evidence": cited.code, "place": cited.place}
    return plain(text("slides_note", wording.lang, **said))


def areas_table(wording: Wording, ids: Sequence[str], kind: str) -> Part:
    """Name, county, and the number that tells areas of a kind apart: the area of a lake, a zone's target."""
    catalog, lang = wording.catalog, wording.lang
    is_lake, measure = kind == "lake_district", "" if kind == "lake_district" else shared_measure(catalog, kind)
    named = figures.measure_name(catalog, measure, lang) if measure else ""
    last_label = wording.label("area_km2") if is_lake else named
    rows: list[Row] = []
    notes: list[str] = []
    for entity_id in ids:
        entity = facts(catalog, entity_id)
        shown = [(wording.label("unit"), entity.fact("unit"))]
        if last_label:
            shown.append((last_label, entity.fact("area_km2") if is_lake else target_of(catalog, entity_id, measure)))
        cells = [Cell(wording.name(entity_id))]
        for name, fact in shown:
            cells.append(Cell(_brief_words(wording, fact), wording.code(fact)))
            notes.append(_note(wording, wording.name(entity_id), name, wording.words(fact), fact))
        rows.append(tuple(cells))
    total = sums.lakes_area(catalog) if is_lake and len(ids) == (catalog.areas["kind"] == kind).sum() else None
    if total is not None:
        rows.append((Cell(text("total", lang)), Cell(NOT_APPLICABLE), Cell(wording.words(total), wording.code(total))))
        notes.append(_note(wording, text("total", lang), wording.label("area_km2"), wording.words(total), total))
    heads = (text(f"kind_{kind}", lang), wording.label("unit"), *([last_label] if last_label else []))
    table = Table(kind, heads, tuple(rows), (0.46, 0.27, 0.27) if last_label else (0.6, 0.4))
    return in_common(table, lang), notes


def shared_measure(catalog: Catalog, kind: str) -> str:
    """The measure of which the most areas of a kind have a target, the first one of several; empty if none has any."""
    ids = catalog.areas.index[catalog.areas["kind"] == kind]
    targets = catalog.tables.targets
    own = targets[targets["subject"].isin(ids)].drop_duplicates(["subject", "measure"])
    return "" if own.empty else str(own.groupby("measure", sort=False).size().idxmax())


def target_of(catalog: Catalog, entity_id: str, measure: str) -> Fact:
    """The target of one measure; missing where an area has none."""
    found = (entry.fact for entry in figures.targets(catalog, entity_id) if entry.measure == measure)
    return next(found, Fact("value", None, MISSING, entity_id))


def list_table(wording: Wording, picked: Catalog) -> Part:
    """Every entity that is shown: its number on the map, its name, its county, its area or how its place is known."""
    lang, catalog = wording.lang, wording.catalog
    rows: list[Row] = []
    notes: list[str] = []
    numbers = {str(entity_id): number for number, entity_id in enumerate(catalog.carriers.index, start=1)}
    areas = set(picked.areas.index)
    for entity_id in [str(one) for one in picked.entities.index[:LISTED_AT_MOST]]:
        name = wording.name(entity_id)
        cells = [Cell(str(numbers.get(entity_id, ""))), Cell(name)]
        for fact in (_fact(catalog, entity_id, "unit"), _last(catalog, entity_id, is_area=entity_id in areas)):
            shown = _brief_words(wording, fact) if fact.value is not None else text("evidence_missing", lang)
            cells.append(Cell(shown, wording.code(fact)))
            notes.append(_note(wording, name, wording.label(fact.field), wording.words(fact), fact))
        rows.append(tuple(cells))
    if len(picked.entities) > LISTED_AT_MOST:
        left = text("panel_more_rows", lang, count=f"{len(picked.entities) - LISTED_AT_MOST:,}")
        rows.append((Cell(""), Cell(left), Cell(""), Cell("")))
    heads = (text("slides_number", lang), wording.label(name_column(lang)), wording.label("unit"))
    return Table("list", (*heads, text("slides_area_or_grade", lang)), tuple(rows), (0.09, 0.48, 0.21, 0.22)), notes


def _fact(catalog: Catalog, entity_id: str, field: str) -> Fact:
    """The fact of one field of an entity; read alone, for a list is long."""
    value = str(catalog.entities.at[entity_id, field]) or None
    return Fact(field, value, catalog.citation(entity_id, field) or MISSING, entity_id)


def _last(catalog: Catalog, entity_id: str, *, is_area: bool) -> Fact:
    """The area of an area; how the place of a carrier is known."""
    if not is_area:
        grade = str(catalog.carriers.at[entity_id, "location_grade"])
        return Fact("location_grade", grade, catalog.citation(entity_id, "location_grade") or MISSING, entity_id)
    size = float(catalog.areas["area_km2"].astype(float)[entity_id])
    value = size if size == size else None  # noqa: PLR0124 - NaN is missing
    return Fact("area_km2", value, catalog.citation(entity_id, "area_km2") or MISSING, entity_id)


def _brief_words(wording: Wording, fact: Fact) -> str:
    """A value as a list has room for it: the short name of a county, the letter of a grade."""
    if isinstance(fact.value, Quantity):
        return beside(quantity_text(fact.value, wording.lang), wording.lang)
    if isinstance(fact.value, str):
        return wording.unit(fact.value) if fact.field == "unit" else fact.value
    return wording.words(fact)


def counts_table(wording: Wording, picked: Catalog) -> Part:
    """How many of each kind are shown, counted by this atlas."""
    lang = wording.lang
    rows = [
        (Cell(text(f"tally_{entry.kind}", lang)), Cell(f"{entry.count:,}", EVIDENCE_SIGNS["derived"]))
        for entry in counts(picked)
    ]
    notes = [text("slides_counted", lang)]
    return Table("counts", (wording.label("kind"), text("slides_count", lang)), tuple(rows), (0.7, 0.3)), notes


def county_table(wording: Wording, picked: Catalog) -> Part:
    """How many zones, lake districts and carriers belong to each county: counts of this atlas, each with its names."""
    lang = wording.lang
    rows: list[Row] = []
    notes: list[str] = []
    for unit in wording.catalog.unit_codes:
        cells = [Cell(wording.name(unit))]
        for column in sums.UNIT_COUNTS:
            fact = sums.counted(picked, unit, column)
            cells.append(Cell(wording.words(fact), wording.code(fact)))
            notes.append(_note(wording, wording.name(unit), wording.label(column), wording.words(fact), fact))
        rows.append(tuple(cells))
    heads = (wording.label("unit"), *(text(f"field_{column}", lang) for column in sums.UNIT_COUNTS))
    return Table("counties", heads, tuple(rows), (0.32, *[0.17] * len(sums.UNIT_COUNTS))), notes


def compare_table(wording: Wording, found: compare.Comparison) -> Part:
    """The lines of a comparison that have a value, those that differ first; the notes name what nobody has."""
    catalog, lang = wording.catalog, wording.lang
    names = [wording.name(one) for one in found.subjects]
    rows: list[Row] = []
    notes: list[str] = []
    for line in (*found.differing, *found.equal, *found.single):
        label = " ".join(part for part in (compare.label(catalog, line, lang), line.year) if part)
        cells = [Cell(label)]
        for name, fact in zip(names, line.facts, strict=True):
            shown = NOT_APPLICABLE if fact is None else wording.words(fact)
            cells.append(Cell(shown, wording.code(fact) if fact else ""))
            if fact is not None:
                notes.append(_note(wording, name, label, shown, fact))
        # What one alone has is compared with nothing: the notes have it.
        if not line.single:
            rows.append((cells[0], *_said_once(cells[1:], lang)))
    missing = [compare.label(catalog, line, lang) for line in found.missing]
    if missing:
        notes.append(text("compare_missing", lang, names=text("enumeration", lang).join(missing)))
    heads = (text("brief_field", lang), *names)
    first = max(0.2, 0.4 - 0.05 * len(names))
    shares = (first, *[(1 - first) / len(names)] * len(names))
    return Table("comparison", heads, tuple(rows), shares, LONG_CELL), notes


def _said_once(cells: Sequence[Cell], lang: str) -> Sequence[Cell]:
    """The cells of a line; what is the same of all that are compared is one cell that says so."""
    if len(set(cells)) > 1:
        return cells
    words = text("slide_all_are", lang, count=len(cells), said=cells[0].words)
    return [Cell(words, cells[0].code, len(cells))]


def indicator_table(wording: Wording, table: indicators.IndicatorTable, fields: Sequence[str]) -> Part:
    """The indicators of one table of a plan: name, unit, and so many of their values."""
    catalog, lang = wording.catalog, wording.lang
    rows: list[Row] = []
    notes: list[str] = []
    for entry in table.entries:
        name = indicators.indicator_name(catalog, entry.id, lang)
        entity = indicators.indicator_facts(catalog, entry)
        found = {fact.field: fact for fact in entity.facts}
        cells = [Cell(name), Cell(unit_text(entry.unit, lang) or NOT_APPLICABLE)]
        for field in fields:
            # A share needs points: its relative growth would mislead.
            fact = found.get("needed_points", found[field]) if field == "needed_growth" else found[field]
            sign = SIGNS.get(entry.operator, "") if field == "target" else ""
            shown = f"{sign}{wording.words(fact)}"
            cells.append(Cell(shown, wording.code(fact)))
            notes.append(_note(wording, name, wording.label(fact.field), shown, fact))
        rows.append(tuple(cells))
    dated = (_dated(wording, table, field) for field in fields)
    heads = (text("slides_indicator", lang), wording.label("unit_of_measure"), *dated)
    rest = 0.50 / len(fields)
    shares = (0.38, 0.12, *[rest] * len(fields))
    return Table(f"indicators {table.plan} {table.table}", heads, tuple(rows), shares), notes


def _dated(wording: Wording, table: indicators.IndicatorTable, field: str) -> str:
    """The name of a column with its year, where all its values have the same."""
    label = wording.label(field)
    years = {str(year) for entry in table.entries if (year := getattr(entry, f"{field}_year", None)) is not None}
    return text("name_and_year", wording.lang, name=label, year=years.pop()) if len(years) == 1 else label


def source_tables(wording: Wording) -> tuple[Table, Table]:
    """The documents with their numbers, and what the codes of evidence mean."""
    catalog, lang = wording.catalog, wording.lang
    rows = [
        (Cell(str(entry.number)), Cell(entry.title), Cell(entry.issuer), Cell(entry.document_number), Cell(entry.date))
        for entry in documents(catalog, lang)
    ]
    shown = [tuple(Cell(cell.words or text("not_stated_in_document", lang)) for cell in row) for row in rows]
    named = (wording.label(name) for name in ("title_zh", "issuer_zh", "number", "date"))
    heads = (text("slides_document", lang), *named)
    meaning = [
        (Cell(EVIDENCE_SIGNS[kind]), Cell(text(f"evidence_{kind}", lang)), Cell(text(f"evidence_means_{kind}", lang)))
        for kind in EVIDENCE
    ]
    listed = Table("sources", heads, tuple(shown), (0.09, 0.36, 0.27, 0.15, 0.13))
    codes = (text("slides_mark", lang), text("column_evidence", lang), text("slides_meaning", lang))
    return listed, Table("evidence", codes, tuple(meaning), (0.09, 0.15, 0.76))
