"""What is found in a file, by kind: all of a kind settled at once, or one by one; and rows without an industry."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from g60.contract.codes import UNITS
from g60.contract.i18n import counted, table, text
from g60.record.intake.bodies import Body
from g60.record.intake.columns import DATUM, EXTRAS
from g60.record.intake.days import LOST_MONTH
from g60.record.intake.examine import Outcome
from g60.record.intake.findings import ERROR, QUESTION, WARNING, Finding
from g60.record.intake.places import DATUM_NAMES
from g60.record.intake.same_body import MERGE, SEPARATE
from g60.record.intake.values import LEVELS, STATUSES
from g60.ui.import_acts import (
    AREA_UNITS_ASKED,
    EACH_ALONE,
    NONE,
    NOT_DONE,
    SAME,
    SHOWN,
    body_at,
    can_mend,
    can_take,
    industry_open,
    is_chosen,
    is_place,
)
from g60.ui.import_answered import answered, kind, more
from g60.ui.import_steps import Block, field_words, step, unit_options, words
from g60.ui.import_work import Job, Work
from g60.ui.page import Page

# Rows whose values are listed with a line.
ROWS_NAMED = 6


def findings(page: Page, work: Work, outcome: Outcome) -> Block:
    """The step of errors, questions and warnings."""
    lang = page.lang
    # What is remembered stands among the answers.
    listed = [one for one in outcome.found if not one.code.startswith("remembered_")]
    counts = Counter(one.severity for one in listed)
    held = counts[ERROR] + counts[QUESTION]
    rows = len(outcome.bodies) - outcome.good
    parts = [counted(f"importing_{name}s", counts[name], lang) for name in (ERROR, QUESTION, WARNING) if counts[name]]
    summary = text("comma", lang).join(parts) or text("importing_nothing_found", lang)
    blocks: list[Block] = []
    if held:
        code = "importing_good_rows" if rows else "importing_good_all"
        good = text(code, lang, good=outcome.good, bad=rows, rows=len(outcome.bodies))
        blocks.append(words(good))
    blocks += ways(work, lang, marked=bool(listed))
    for severity in (ERROR, QUESTION, WARNING):
        groups = [(code, found) for of, code, found in outcome.groups() if of == severity]
        groups = [(code, found) for code, found in groups if not code.startswith("remembered_")]
        if groups:
            blocks.append({"type": "heading", "level": 3, "text": text(f"importing_title_{severity}", lang)})
            blocks += [_group(page, work, code, found) for code, found in groups]
    blocks += answered(work, outcome, lang)
    return step("found", text("importing_step_found", lang), summary, "current" if held else "done", blocks)


def ways(work: Job[Any], lang: str, *, marked: bool) -> list[Block]:
    """The workbook with its bad cells marked, to be mended where it was made; and the last answer taken back."""
    acts: list[Block] = [{"label": text("importing_marked", lang), "event": {"type": "marked"}}] if marked else []
    if work.before:
        acts.append({"label": text("importing_undo", lang), "event": {"type": "undo"}})
    return [{"type": "actions", "actions": acts}] if acts else []


def _group(page: Page, work: Work, code: str, found: list[Finding]) -> Block:
    """One kind of finding: how many, what settles them all, and a line for each value."""
    lang = page.lang
    lines = together(found)
    key = f"group-{code}"
    most = work.shown.get(key, SHOWN)
    return {
        "type": "group",
        "key": key,
        "severity": found[0].severity,
        "label": text("importing_group", lang, count=f"{len(found):,}", kind=kind(code, lang)),
        "actions": _all_of(code, found, lang),
        "lines": [_line(page, work, those) for those in lines[:most]],
        "more": more(key, len(lines) - most, lang),
    }


def together(found: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of a kind by what would settle them together: one value, wherever it stands."""
    by_value: dict[object, list[Finding]] = defaultdict(list)
    for at, one in enumerate(found):
        same = (one.field, one.value, one.suggestion)
        is_one = one.row is None or not one.value or one.code in EACH_ALONE
        by_value[at if is_one else same].append(one)
    return list(by_value.values())


def _all_of(code: str, found: list[Finding], lang: str) -> list[Block]:
    """What settles all of a kind with one click."""
    first, event = found[0], {"type": "every", "code": code}
    if code == "sheets_which":
        names = first.suggestion.split(";")
        return [act("importing_take_sheets", {"type": "sheets", "names": names}, lang, lead=True)]
    if code.startswith("hidden_"):
        ways = (("take", "importing_take_hidden"), ("leave", "importing_leave_hidden"))
        return [act(said, {"type": "setting", "name": "hidden", "value": way}, lang) for way, said in ways]
    if code in ("datum_asked", "datum_unstated"):
        known = (("wgs84", True), ("gcj02", False), ("bd09", False))
        event = {"type": "setting", "name": "datum"}
        return [act(f"importing_datum_{way}", {**event, "value": way}, lang, lead=lead) for way, lead in known]
    if len(found) < 2:
        return []
    count = len(found)
    acts: list[Block] = []
    if code in SAME:
        acts.append(act("importing_all_same", {**event, "way": MERGE}, lang, count=count))
        acts.append(act("importing_all_apart", {**event, "way": SEPARATE}, lang, count=count))
    elif all(is_chosen(one) or can_take(one) for one in found):
        acts.append(act("importing_all_suggested", event, lang, lead=True, count=count))
    if code == "industry_offered":
        acts.append(act("importing_all_decline", {**event, "way": "decline"}, lang, count=count))
    if is_place(first) and first.severity != WARNING:
        acts.append(act("importing_all_without_place", {**event, "way": "without_place"}, lang, count=count))
    if first.severity != WARNING and first.row is not None:
        acts.append(act("importing_all_leave", {**event, "way": "leave"}, lang, count=count))
    return acts


def act(code: str, event: Block, lang: str, *, lead: bool = False, **values: object) -> Block:
    """One button, with the event that it sends."""
    return {"label": text(code, lang, **values), "event": event, "lead": lead}


# One line ----------------------------------------------------------------------------------------


def _line(page: Page, work: Work, found: list[Finding]) -> Block:
    """One value with its fault: where it stands, why, and what can be done about it."""
    lang, first = page.lang, found[0]
    cells = [one.cell or (str(one.row) if one.row else "") for one in found]
    named = text("enumeration", lang).join(cell for cell in cells[:ROWS_NAMED] if cell)
    if len(found) > ROWS_NAMED:
        named = text("importing_cells_more", lang, cells=named, count=len(found) - ROWS_NAMED)
    where = " ".join(part for part in (first.sheet, named) if part)
    why = reason(first, lang)
    # Which body it is; where the finding is about its name, that stands there already.
    body = None if first.field == "name_zh" else body_at(work, first.sheet, first.row)
    name = body.name if body else ""
    return {
        "key": "|".join((first.code, first.sheet, first.cell, str(first.row or ""), first.field)),
        "where": where,
        "count": counted("importing_rows", len(found), lang) if len(found) > 1 else name,
        # A reason that names the value says it once.
        "value": "" if f"“{first.value}”" in why else first.value,
        "reason": why,
        "actions": _acts(first, found, lang),
        "typed": _typed(page, first, many=len(found) > 1),
    }


def reason(finding: Finding, lang: str) -> str:
    """Why, in the words of the page, where those of the command line name its options."""
    code = f"importing_reason_{finding.code}"
    code = code if code in table() else f"import_{finding.code}"
    given = {"value": finding.value, "suggestion": _said(finding, lang), "row": finding.row, **finding.values}
    return text(code, lang, **given)


def _said(finding: Finding, lang: str) -> str:
    """What is suggested, in words: the field of a column by its name, a point without how it was found."""
    if finding.code == "column_guess":
        return field_words(finding.suggestion, lang)
    return finding.suggestion.rpartition(": ")[2] if is_place(finding) else finding.suggestion


def _acts_of_column(first: Finding, lang: str) -> list[Block]:
    """What settles a column: which field it is, or that it is left out."""
    event = {"type": "column", "name": first.value}
    if first.code == "column_contact":
        return [act("importing_column_leave", {**event, "value": "none"}, lang, lead=True)]
    return [
        act("importing_column_is", {**event, "value": first.suggestion}, lang, lead=True, field=_said(first, lang)),
        act("importing_column_own", {**event, "value": EXTRAS}, lang),
    ]


def _acts(first: Finding, found: list[Finding], lang: str) -> list[Block]:
    """What settles one line."""
    if first.code in ("column_guess", "column_contact"):
        return _acts_of_column(first, lang)
    if first.code in ("area_unit_asked", "area_unit_unstated"):
        event = {"type": "setting", "name": "area_unit", "column": first.value}
        return [{"label": unit, "event": {**event, "value": unit}} for unit in AREA_UNITS_ASKED]
    if first.code == "unit_nowhere":
        return []
    acts = _answers(first, found, lang)
    if is_place(first) and first.severity != WARNING:
        acts.append(act("importing_without_place", {**_mend(first, many=len(found) > 1), "text": ""}, lang))
    if first.row is not None and first.severity != WARNING and len(found) == 1:
        acts.append(act("importing_leave", {"type": "leave", "sheet": first.sheet, "row": first.row}, lang))
    return acts


def _answers(first: Finding, found: list[Finding], lang: str) -> list[Block]:
    """What may be meant by the value of one line."""
    acts: list[Block] = []
    event = {"type": "choose", "code": first.code, "value": first.value}
    if first.code in SAME:
        acts.append(act("importing_same", {**event, "answer": MERGE}, lang, lead=True))
        acts.append(act("importing_apart", {**event, "answer": SEPARATE}, lang))
    elif first.code == LOST_MONTH:
        for month in (first.suggestion, str(first.values["january"])):
            acts.append(act("importing_take", {**_mend(first, many=False), "text": month}, lang, suggestion=month))
    elif is_chosen(first):
        code = f"importing_take_{first.code}"
        code = code if code in table() else "importing_take"
        acts.append(act(code, {**event, "answer": first.suggestion}, lang, lead=True, suggestion=first.suggestion))
        if first.code == "industry_offered":
            acts.append(act("importing_decline", {**event, "answer": ""}, lang))
    elif can_take(first):
        mends = {**_mend(first, many=len(found) > 1), "text": first.suggestion}
        acts.append(act("importing_take", mends, lang, lead=True, suggestion=first.suggestion))
    return acts


def _mend(one: Finding, *, many: bool) -> Block:
    """The event that puts another value in the place of a cell's."""
    at = {"sheet": one.sheet, "cell": one.cell}
    return {"type": "mend", **at, "code": one.code, "value": one.value, "every": many}


def _typed(page: Page, one: Finding, *, many: bool) -> Block | None:
    """Where another value is typed or chosen; None where no single cell is wrong."""
    lang = page.lang
    if one.code == "unit_nowhere":
        return _county(page, one.suggestion)
    if not can_mend(one) or (one.severity == WARNING and one.code not in NOT_DONE):
        return None
    name = text("importing_as_lon_lat", lang) if is_place(one) else field_words(one.field, lang)
    asked: Block = {"label": text("importing_typed", lang, field=name), "act": text("importing_typed_act", lang)}
    options = _options(page, one.field)
    if options:
        asked["options"] = [("", text("importing_typed_choose", lang)), *options]
    else:
        asked["value"] = one.value
        asked["hint"] = text("importing_typed_place", lang) if is_place(one) else ""
    return {**asked, "event": _mend(one, many=many)}


def _county(page: Page, meant: str) -> Block:
    """The county of a file without a column of counties; the one that its title names stands there already."""
    lang, units = page.lang, page.catalog.units
    named = units.index[units["name_zh"] == meant]
    return {
        "label": text("importing_setting_unit", lang),
        "options": [("", text("importing_typed_choose", lang)), *unit_options(page)],
        "value": str(named[0]) if len(named) else "",
        "act": text("importing_industry_act", lang),
        "event": {"type": "setting", "name": "unit"},
        "name": "value",
    }


def _options(page: Page, field: str) -> list[tuple[str, str]]:
    """What a field of a code list may be, as a cell would have it and as the reader calls it."""
    units = page.catalog.units
    if field == "unit":
        return [
            (str(units.at[one, "name_zh"]), str(units.at[one, f"name_{page.lang}"]))
            for one in UNITS
            if one in units.index
        ]
    if field == DATUM:
        return [(one, one) for one in DATUM_NAMES]
    known = {"level_zh": LEVELS, "status_zh": STATUSES}.get(field, {})
    return [(one, one) for one in dict.fromkeys(known.values())]


# Rows without an industry ------------------------------------------------------------------------


def industries(page: Page, work: Work, outcome: Outcome) -> Block:
    """The step of rows whose words give no industry: by their words, which are settled together; then one by one."""
    lang = page.lang
    found = industry_open(work)
    title = text("importing_step_industry", lang)
    if not found:
        none = len(outcome.without_industry())
        said = counted("importing_industry_said", none, lang) if none else text("importing_industry_all", lang)
        return step("industry", title, said, "done", [words(said)])
    by_words: dict[str, list[Body]] = defaultdict(list)
    for body in found:
        by_words[body.values.get("fields_zh", "")].append(body)
    groups = sorted(by_words.items(), key=lambda entry: (entry[0] == "", -len(entry[1])))
    most = work.shown.get("industry", SHOWN)
    lines = [_by_words(page, said, bodies) for said, bodies in groups if said]
    if by_words.get(""):
        lines.append(_wordless(page, by_words[""]))
        lines += [_one_row(page, body) for body in by_words[""] if body.cells.get("fields_zh")]
    group = {
        "type": "group",
        "key": "group-industry",
        "severity": QUESTION,
        "level": 3,
        "label": counted("importing_industry_open", len(found), lang),
        "actions": [],
        "lines": lines[:most],
        "more": more("industry", len(lines) - most, lang),
    }
    state = "current" if not outcome.held else "waiting"
    summary = counted("importing_industry_summary", len(found), lang)
    has_column = any(body.cells.get("fields_zh") for body in found)
    about = text("importing_industry_about" if has_column else "importing_industry_no_column", lang)
    return step("industry", title, summary, state, [words(about), group])


def _by_words(page: Page, said: str, bodies: list[Body]) -> Block:
    lang = page.lang
    event = {"type": "industry", "words": said}
    return {
        "key": f"industry|{said}",
        "where": text("enumeration", lang).join(body.name for body in bodies[:ROWS_NAMED]),
        "count": counted("importing_rows", len(bodies), lang),
        "value": said.replace(";", "、"),
        "reason": "",
        "actions": [act("importing_industry_none", {**event, "value": NONE}, lang)],
        "typed": _industry(page, event) if all(body.cells.get("fields_zh") for body in bodies) else None,
    }


def _wordless(page: Page, bodies: list[Body]) -> Block:
    lang = page.lang
    event = {"type": "industry", "words": "", "value": NONE}
    return {
        "key": "industry|",
        "where": text("importing_industry_wordless", lang),
        "count": counted("importing_rows", len(bodies), lang),
        "value": "",
        "reason": "",
        "actions": [act("importing_industry_none", event, lang, lead=len(bodies) > 1)],
        "typed": None,
    }


def _one_row(page: Page, body: Body) -> Block:
    event = {"type": "industry", "words": "", "sheet": body.sheet, "row": body.row}
    return {
        "key": f"industry|{body.sheet}|{body.row}",
        "where": " ".join(part for part in (body.sheet, str(body.row)) if part),
        "count": "",
        "value": body.name,
        "reason": "",
        "actions": [],
        "typed": _industry(page, event),
    }


def _industry(page: Page, event: Block) -> Block:
    """The industries to choose from; what is chosen goes beside the words as a term of the atlas."""
    lang, catalog = page.lang, page.catalog
    options = []
    for code, row in catalog.industries.iterrows():
        own = [term for term, given in catalog.terms.items() if given == code]
        if own:
            term = row["short_zh"] if row["short_zh"] in own else own[0]
            options.append((str(term), str(row[f"short_{lang}"])))
    choose = [("", text("importing_typed_choose", lang)), *options]
    return {
        "label": text("importing_industry_choose", lang),
        "options": choose,
        "act": text("importing_industry_act", lang),
        "event": event,
        "name": "value",
    }
