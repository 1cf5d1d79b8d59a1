"""How evidence travels in a file: a short code beside each value, and the documents that its numbers name.

On paper and slides the code is a mark and the numbers of its documents, as in ■1; in a table it is a word, as in 原文1,
which can be filtered by and which no spreadsheet takes for a formula. A document has the same number in every file.
"""

from __future__ import annotations

from dataclasses import dataclass

from g60.catalog.catalog import Catalog, Citation
from g60.contract.codes import EVIDENCE, split
from g60.contract.i18n import text
from g60.contract.translations import translated
from g60.evidence.facts import MISSING

# One letter-sized mark for each kind of evidence, the same forms as in the app.
EVIDENCE_SIGNS = {"stated": "■", "derived": "＝", "inferred": "◇", "reported": "▲", "missing": "–"}


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the list of sources has it: its number in every code, and what it is."""

    number: int
    source: str
    title: str
    issuer: str
    document_number: str
    date: str


def documents(catalog: Catalog, lang: str) -> list[Document]:
    """The documents of a catalog in the order of their numbers; a date that was inferred says so."""
    found = []
    for number, (source, row) in enumerate(catalog.sources.iterrows(), start=1):
        guessed = text("inferred_mark", lang) if row["date"] and row["date_basis"] == "inferred" else ""
        date = f"{row['date']}{guessed}"
        found.append(
            Document(
                number,
                str(source),
                str(row[f"title_{lang}"]),
                issuers(str(row["issuer_zh"]), lang),
                str(row["number"]),
                date,
            )
        )
    return found


def issuers(cell: str, lang: str) -> str:
    """Who issued a document, in the words of a language; a name without a translation stays as it is written."""
    return text("enumeration", lang).join(translated(name, lang) or name for name in split(cell))


def document_line(document: Document) -> str:
    """A document in one line, its number first."""
    parts = (document.title, document.issuer, document.document_number, document.date)
    return f"[{document.number}] " + " · ".join(part for part in parts if part)


def numbers(catalog: Catalog, citation: Citation) -> str:
    """The numbers of the documents that a citation names, as in 1,3; empty where it names none."""
    order = catalog.document_numbers
    return ",".join(str(number) for number in sorted({order[source] for source in citation.source if source in order}))


def short_code(catalog: Catalog, citation: Citation | None) -> str:
    """The code beside a value on paper, as in ■1."""
    cited = citation or MISSING
    return EVIDENCE_SIGNS[cited.evidence] + numbers(catalog, cited)


def spelt(catalog: Catalog, citation: Citation | None, lang: str) -> str:
    """The code beside a value in a table, as in 原文1 or Stated 1; empty where the catalog holds no citation."""
    if citation is None:
        return ""
    word, number = text(f"evidence_{citation.evidence}", lang), numbers(catalog, citation)
    return " ".join(part for part in (word, number) if part) if lang == "en" else word + number


def source_line(catalog: Catalog, citation: Citation, lang: str) -> str:
    """Where a value stands and why it is so, in one line: document numbers, locator, lines, reason."""
    named = numbers(catalog, citation)
    lines = ",".join(str(line) for line in dict.fromkeys(citation.line))
    place = enumerated(citation.locator, lang)
    where = " ".join(part for part in (f"[{named}]" if named else "", place, lines and f"L{lines}") if part)
    reason = citation.note if lang == "zh" else citation.note_en or citation.note
    why = in_a_line(reason, lang)
    return text("cited_because", lang, where=where, why=why) if where and why else where or why


def enumerated(cell: str, lang: str) -> str:
    """The parts of a cell that lists several, each once, set apart as a reader of the language does."""
    parts = dict.fromkeys(part.strip() for part in split(cell))
    return text("semicolon", lang).join(part for part in parts if part)


def in_a_line(reasons: str, lang: str) -> str:
    """Reasons that stand below one another as one line, in which each is set apart from the next."""
    lines = [" ".join(line.split()) for line in reasons.splitlines() if line.strip()]
    return text("semicolon", lang).join([*(line.rstrip("。.；;") for line in lines[:-1]), *lines[-1:]])


def evidence_lines(lang: str) -> list[str]:
    """What each code means, one line each: mark, word, meaning."""
    return [
        f"{EVIDENCE_SIGNS[kind]} {text(f'evidence_{kind}', lang)}: {text(f'evidence_means_{kind}', lang)}"
        for kind in EVIDENCE
    ]
