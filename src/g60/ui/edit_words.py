"""What an editor reads of the data's codes: names of datasets and subjects, options of a field, a value in words."""

from __future__ import annotations

from collections.abc import Mapping

from g60.catalog.catalog import Catalog
from g60.catalog.goals import Goal, goals
from g60.contract.codes import LIST_SEPARATOR, split
from g60.contract.dataset import Dataset, Field
from g60.contract.errors import ConflictError, DataError, G60Error
from g60.contract.i18n import table, text
from g60.contract.issues import Issue
from g60.contract.quantities import Quantity, quantity_text
from g60.contract.schema import AREA_DATASETS, CITATIONS, DATASETS, WATER
from g60.contract.statements import ACTUALS, JUDGEMENTS, TASK_REPORTS
from g60.evidence.changes import EXTRAS, extras_words, shape_words, titles
from g60.evidence.lookup import subject_name
from g60.evidence.sentence import list_name
from g60.evidence.tasks import task_label, tasks
from g60.record.history import EVIDENCE_OF
from g60.record.rows import BY_NAME, GEOMETRY, Cells

# What is edited as rows. Citations are edited with the values that they belong to, water is drawn from a package.
EDITED = tuple(dataset for dataset in DATASETS if dataset not in (CITATIONS, WATER))
# The beginnings of the texts that say a code in words, by field; those of a dataset go before those of any.
SAID_AS: dict[str | tuple[str, str], tuple[str, ...]] = {
    "kind": ("kind_", "map_kind_"),
    "date_basis": ("evidence_",),
    "reason": ("left_out_because_",),
    ("conflicts", "kind"): ("conflict_",),
    ("tasks", "kind"): ("task_",),
    ("names", "kind"): ("name_",),
    ("ledger", "state"): ("ledger_state_",),
    ("successions", "event"): ("succession_",),
    ("task_reports", "state"): ("task_state_",),
}
# The datasets whose rows are of an indicator or target, and the field that names it.
OF_INDICATORS, INDICATOR = (ACTUALS, JUDGEMENTS), "indicator"
SHOWN_LENGTH = 160


def dataset_name(dataset: Dataset, lang: str) -> str:
    """What a reader calls the rows of a dataset."""
    code = f"kind_{dataset.kind}" if dataset in AREA_DATASETS else f"edit_dataset_{dataset.name}"
    return text(code, lang) if code in table() else dataset.file


def options(catalog: Catalog, dataset: Dataset, field: Field, lang: str) -> list[tuple[str, str]]:
    """The codes that a field may hold, each in the reader's words; none for a field that is no code."""
    if dataset.name == "carriers" and field.name == "list":
        return [(code, list_name(catalog, code, lang)) for code in catalog.lists]
    if dataset is TASK_REPORTS and field.name == "task":
        return [(task.id, f"{task_label(task, lang)} {task.name(lang).value}") for task in tasks(catalog)]
    if _is_indicator(dataset, field.name):
        return indicator_options(catalog, dataset, lang)
    return [(code, _said(catalog, dataset, field.name, code, lang)) for code in field.codes]


def _is_indicator(dataset: Dataset, field: str) -> bool:
    """Whether a field names an indicator or target."""
    return dataset in OF_INDICATORS and field == INDICATOR


def indicator_options(catalog: Catalog, dataset: Dataset, lang: str) -> list[tuple[str, str]]:
    """The indicators and targets that take a value, or that a person has to judge, those of the newest plan first.

    A target that repeats an indicator of its plan takes no value of its own.
    """
    plans = [*map(str, catalog.tables.plans.index)]
    ranked = sorted(goals(catalog), key=lambda goal: -plans.index(goal.plan) if goal.plan in plans else 1)
    return [
        (goal.id, _goal_words(catalog, goal, lang))
        for goal in ranked
        if (goal.target is None or goal.target_year is None if dataset is JUDGEMENTS else goal.target is not None)
        and not goal.restates
    ]


def _goal_words(catalog: Catalog, goal: Goal, lang: str) -> str:
    low, high = ("" if number is None else f"{number:.10g}" for number in (goal.target, goal.target_high))
    figure = quantity_text(Quantity(goal.operator, low, high, goal.unit), lang)
    parts = (subject_name(catalog, goal.id, lang), figure, str(goal.target_year or ""))
    return " · ".join(part for part in parts if part)


def _said(catalog: Catalog, dataset: Dataset, field: str, code: str, lang: str) -> str:
    if field == "unit" and code in catalog.units.index:
        return str(catalog.units.at[code, f"short_{lang}"])
    if field in ("industries", "industry") and code in catalog.industries.index:
        return str(catalog.industries.at[code, f"short_{lang}"])
    beginnings = SAID_AS.get((dataset.name, field)) or SAID_AS.get(field) or (f"{field}_",)
    found = (f"{beginning}{code}" for beginning in beginnings)
    return next((text(one, lang) for one in found if one in table()), code)


def value_words(catalog: Catalog, dataset: Dataset, field: str, value: str | None, lang: str) -> str:
    """A cell in words: codes by their names, a shape by its area; "" for an empty one."""
    if not value:
        return ""
    if field == GEOMETRY:
        return shape_words(value, lang)
    if field == EXTRAS:
        return extras_words(value, lang)
    if field == "list":
        return list_name(catalog, value, lang)
    known = {entry.name: entry for entry in dataset.fields}
    is_named = (dataset is TASK_REPORTS and field == "task") or _is_indicator(dataset, field)
    if field in known and (known[field].codes or is_named):
        names = dict(options(catalog, dataset, known[field], lang))
        parts = value.split(LIST_SEPARATOR) if known[field].form == "codes" else [value]
        return text("comma", lang).join(names.get(part, part) for part in parts)
    return value if len(value) <= SHOWN_LENGTH else value[:SHOWN_LENGTH] + "…"


def field_name(field: str, lang: str) -> str:
    """What a reader calls a field, or the evidence of one."""
    plain = field.removeprefix(EVIDENCE_OF)
    code = "draft_geometry" if plain == GEOMETRY else f"field_{plain}"
    name = text(code, lang) if code in table() else plain
    return name if plain == field else text("draft_evidence_of", lang, field=name)


def row_name(catalog: Catalog, dataset: str, subject: str, cells: Cells | None, lang: str) -> str:
    """What a reader calls a row: the name that it has, else the one that the catalog knows, else its id."""
    named = (f"name_{lang}", f"title_{lang}", "name_zh", "technology_zh", "text_zh")
    own = [cells[name] for name in named if cells and cells.get(name)]
    if BY_NAME.get(dataset) in OF_INDICATORS and cells:
        parts = (subject_name(catalog, cells[INDICATOR], lang), cells.get("year", ""))
        own = [" ".join(part for part in parts if part)]
    plain = subject.removeprefix(BY_NAME[dataset].subject_prefix) if dataset in BY_NAME else subject
    found = own[0] if own else subject_name(catalog, subject, lang)
    return found[:80] if found else plain


def citation_words(catalog: Catalog, citation: Cells | None, lang: str, names: Mapping[str, str] | None = None) -> str:
    """A citation in one line: the kind of evidence, the document's title, place, line, reason.

    `names` are the titles, where the catalog may not hold all of them.
    """
    if citation is None:
        return ""
    known = titles(catalog, lang) if names is None else names
    note = citation["note"] if lang == "zh" else citation.get("note_en") or citation["note"]
    line = f"L{citation['line']}" if citation["line"] else ""
    parts = [
        text(f"evidence_{citation['evidence']}", lang),
        text("semicolon", lang).join(known.get(one, one) for one in split(citation["source"])),
        citation["locator"],
        line,
        note,
    ]
    return " · ".join(part for part in parts if part)


def finding_words(issue: Issue, lang: str) -> str:
    """What is wrong with a value, and what to do about it, for a reader who sees whose value it is beside the words."""
    code = f"finding_{issue.code}" if f"finding_{issue.code}" in table() else f"issue_{issue.code}"
    return text(code, lang, value=issue.value, detail=issue.detail)


def finding_about(catalog: Catalog, issue: Issue, subject: str, field: str, lang: str) -> str:
    """Whom and which field a finding is about: a name and a label; the dataset, where the subject is not known."""
    dataset = next((one for one in DATASETS if one.file == issue.file), None)
    if subject:
        whose = row_name(catalog, dataset.name if dataset else "", subject, None, lang)
    else:
        whose = dataset_name(dataset, lang) if dataset else issue.file
    label = field_name(field or issue.field, lang) if field or issue.field else ""
    return " · ".join(part for part in (whose, label) if part)


def finding_place(issue: Issue, lang: str) -> str:
    """The file and the row of a finding, for those who look it up there."""
    row = text("issue_row", lang, row=issue.row) if issue.row is not None else ""
    return " ".join(part for part in (issue.file, row) if part)


def finding_line(issue: Issue, lang: str) -> str:
    """A finding in one line where nothing stands beside it: the field, what is wrong, then the file and row."""
    label = field_name(issue.field, lang) if issue.field else ""
    about, place = f"{label}{text('colon', lang)}" if label else "", finding_place(issue, lang)
    return f"{about}{finding_words(issue, lang)}" + (f" ({place})" if place else "")


def error_words(error: G60Error, lang: str) -> str:
    """An error in one or more lines, with fields by their names, and all that it holds."""
    values = dict(error.values)
    if "field" in values:
        values["field"] = field_name(str(values["field"]), lang)
    lines = [text(error.code, lang, **values)]
    if isinstance(error, DataError):
        lines += [finding_line(issue, lang) for issue in error.issues[:20]]
    if isinstance(error, ConflictError):
        lines += [f"{one.subject} · {field_name(one.field, lang)}" for one in error.disagreements[:20]]
    return "\n".join(lines)
