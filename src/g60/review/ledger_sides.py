"""Both sides of an entry of the ledger as facts: the name and the target, each with the place where it stands."""

from __future__ import annotations

from dataclasses import replace

from g60.catalog.catalog import Catalog
from g60.contract.codes import LIST_SEPARATOR
from g60.contract.i18n import LANGUAGES, table, text
from g60.contract.quantities import Quantity
from g60.evidence import figures
from g60.evidence.facts import MISSING, Fact
from g60.evidence.lookup import subject_name
from g60.review.ledger import Entry


def name_fact(catalog: Catalog, kind: str, one: str, lang: str) -> Fact:
    """What one side is called. A translation is inferred, and cites the sentence that it translates."""
    field = "text_zh" if kind == "target" else "name_zh"
    cited, name = catalog.citation(one, field) or MISSING, subject_name(catalog, one, lang)
    if lang == "zh" or kind == "target":
        return Fact(field, name, cited, one)
    own = catalog.citation(one, f"name_{lang}") or MISSING
    return Fact(f"name_{lang}", name, replace(own, source=cited.source, locator=cited.locator, line=cited.line), one)


def target_fact(catalog: Catalog, kind: str, one: str) -> Fact | None:
    """The number that one side aims at; None for a kind that has none."""
    if kind == "indicator":
        row = catalog.tables.indicators.loc[one]
        names = ("operator", "target", "unit_of_measure", "target_year")
        operator, value, unit, year = (str(row[name]) for name in names)
        quantity = Quantity(operator, value, "", unit, year=year)
        return Fact("target", quantity, catalog.citation(one, "target") or MISSING, one)
    if kind == "target":
        subject = str(catalog.tables.targets.at[one, "subject"])
        return next(found.fact for found in figures.targets(catalog, subject) if found.id == one)
    return None


def places(catalog: Catalog, entry: Entry) -> tuple[str, str]:
    """The documents of both sides and their lines, as a row of the ledger cites them; no lines where one has none."""
    cited = []
    for one in (entry.old, entry.new):
        facts = (name_fact(catalog, entry.kind, one, "zh"), target_fact(catalog, entry.kind, one)) if one else ()
        cited += [fact.citation for fact in facts if fact is not None]
    pairs = [
        (citation.source[at if len(citation.source) > 1 else 0], line)
        for citation in cited
        for at, line in enumerate(citation.line)
        if citation.source
    ]
    if pairs and all(citation.line for citation in cited):
        return LIST_SEPARATOR.join(source for source, _ in pairs), LIST_SEPARATOR.join(str(line) for _, line in pairs)
    return LIST_SEPARATOR.join(dict.fromkeys(source for one in cited for source in one.source)), ""


def reason_fact(entry: Entry, lang: str) -> Fact:
    """Why an entry is classed so, with the evidence and the lines on which that rests."""
    code = f"ledger_note_{entry.citation.evidence}"
    zh, en = (text(code, one) if code in table() else "" for one in LANGUAGES)
    return Fact("ledger", entry.reason(lang), replace(entry.citation, note=zh, note_en=en))
