"""The steps of a workbook of values: what was read, what is wrong or asked at each cell, what is added, saving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from g60.contract.i18n import counted, text
from g60.evidence.lookup import subject_name
from g60.record.imports import Import
from g60.record.intake.days import LOST_MONTH
from g60.record.intake.findings import ERROR, QUESTION, WARNING, Finding, grouped
from g60.record.intake.reported.examine import KEPT, TAKEN, Outcome
from g60.record.intake.reported.rows import Entry
from g60.record.intake.saving import REASON_LENGTH
from g60.record.people import Person
from g60.ui import forms
from g60.ui.import_acts import SHOWN
from g60.ui.import_answered import kind, more
from g60.ui.import_change import folded, publishing_form
from g60.ui.import_county import fate_ways, fate_words
from g60.ui.import_findings import act, reason, ways
from g60.ui.import_steps import Block, step, words
from g60.ui.import_values_acts import address, can_keep, can_take
from g60.ui.import_values_work import ValuesWork
from g60.ui.page import Page

TALLY = ("added", "revised", "same")
SOURCES_NAMED = 6


def steps(page: Page, work: ValuesWork, outcome: Outcome) -> list[Block]:
    """All steps below that of the file."""
    return [
        _understood(outcome, page.lang),
        _findings(page, work, outcome),
        _difference(page, work, outcome),
        _saving(work, outcome, page.lang),
    ]


def _understood(outcome: Outcome, lang: str) -> Block:
    """The step of what was read: the sheets, with the column of each field and of each year."""
    sheets = counted("importing_sheets", len(outcome.sheets), lang)
    values = counted("importing_values_read", len(outcome.entries), lang)
    kind_of = text(f"importing_file_{outcome.kind}", lang)
    summary = text("importing_values_summary", lang, kind=kind_of, sheets=sheets, values=values)
    blocks: list[Block] = []
    for one in outcome.sheets:
        columns = {column: _column(name, lang) for name, column in one.columns.items()}
        columns |= {column: text("importing_values_year", lang, year=year) for column, year in one.years.items()}
        rows = [{"label": one.heading(at), "cells": [{"text": said}]} for at, said in sorted(columns.items())]
        head = [text(f"importing_values_{part}", lang) for part in ("heading", "field")]
        title = text("importing_values_sheet", lang, name=one.sheet.name, row=one.sheet.numbers[one.head])
        blocks += [words(title), {"type": "table", "head": head, "rows": rows, "look": "columns"}]
    if outcome.left_out:
        blocks.append(words(counted("importing_values_empty", outcome.left_out, lang), quiet=True))
    return step("read", text("importing_step_read", lang), summary, "done", blocks)


def _column(name: str, lang: str) -> str:
    return text(f"template_values_{name}", lang)


# Findings ----------------------------------------------------------------------------------------


def _findings(page: Page, work: ValuesWork, outcome: Outcome) -> Block:
    """The step of errors, questions and warnings, by kind, each at its cell."""
    lang = page.lang
    counts = Counter(one.severity for one in outcome.found)
    parts = [counted(f"importing_{name}s", counts[name], lang) for name in (ERROR, QUESTION, WARNING) if counts[name]]
    summary = text("comma", lang).join(parts) or text("importing_nothing_found", lang)
    blocks: list[Block] = []
    if outcome.held:
        tally = outcome.counts
        blocks.append(words(text("importing_values_good", lang, good=tally["good"], bad=tally["bad"])))
    if counts[ERROR]:
        blocks.append(words(text("importing_values_mend", lang)))
    blocks += ways(work, lang, marked=bool(outcome.found))
    titled = ""
    for severity, code, found in grouped(outcome.found):
        if severity != titled:
            titled = severity
            blocks.append({"type": "heading", "level": 3, "text": text(f"importing_title_{severity}", lang)})
        blocks.append(_group(page, work, outcome, code, found))
    blocks += _answered(work, lang)
    state = "current" if outcome.held else "done"
    return step("found", text("importing_step_found", lang), summary, state, blocks)


def _group(page: Page, work: ValuesWork, outcome: Outcome, code: str, found: list[Finding]) -> Block:
    """One kind of finding: how many, what answers all of them, and a line for each cell."""
    lang, key = page.lang, f"group-{code}"
    most = work.shown.get(key, SHOWN)
    named = {(entry.sheet, entry.row): _name(page, entry) for entry in outcome.entries}
    return {
        "type": "group",
        "key": key,
        "severity": found[0].severity,
        "label": text("importing_group", lang, count=f"{len(found):,}", kind=kind(code, lang)),
        "actions": _all_of(code, found, lang) if len(found) > 1 else [],
        "lines": [_line(one, named.get((one.sheet, one.row or 0), ""), lang) for one in found[:most]],
        "more": more(key, len(found) - most, lang),
    }


def _name(page: Page, entry: Entry) -> str:
    """The indicator of a row and its year; as the file calls it, where it is not known."""
    name = subject_name(page.catalog, entry.indicator, page.lang) if entry.indicator else entry.raw.get("name", "")
    return " · ".join(part for part in (name, entry.year) if part)


def _all_of(code: str, found: list[Finding], lang: str) -> list[Block]:
    """What answers all of a kind with one click."""
    event, acts = {"type": "every", "code": code}, []
    taken, kept = sum(map(can_take, found)), sum(map(can_keep, found))
    if taken:
        acts.append(act("importing_all_suggested", {**event, "answer": TAKEN}, lang, lead=True, count=taken))
    if kept:
        acts.append(act("importing_values_keep_all", {**event, "answer": KEPT}, lang, count=kept))
    return acts


def _line(one: Finding, name: str, lang: str) -> Block:
    """One cell with what is wrong or asked, and the answers that can be given."""
    why = reason(one, lang)
    event = {"type": "choose", "code": one.code, "sheet": one.sheet, "cell": one.cell}
    acts: list[Block] = []
    if can_take(one):
        suggestion = text("status_revised", lang) if one.code == "value_revision" else one.suggestion
        acts.append(act("importing_take", {**event, "answer": TAKEN}, lang, lead=True, suggestion=suggestion))
    if one.code == LOST_MONTH:
        january = str(one.values["january"])
        acts.append(act("importing_take", {**event, "answer": KEPT}, lang, suggestion=january))
    elif can_keep(one):
        acts.append(act("importing_values_keep", {**event, "answer": KEPT}, lang, lead=not acts))
    return {
        "key": "|".join((one.code, one.sheet, one.cell)),
        "where": f"{one.sheet} {one.cell}".strip(),
        "count": name,
        # A reason that names the value says it once.
        "value": "" if f"“{one.value}”" in why else one.value,
        "reason": why,
        "actions": acts,
        "typed": None,
    }


def _answered(work: ValuesWork, lang: str) -> list[Block]:
    """Every answer that holds, each to be taken back."""
    lines = list(work.answers.choices.items())
    if not lines:
        return []
    most, back, rows = work.shown.get("answered", SHOWN), text("importing_retract", lang), []
    for (code, at), said in lines[:most]:
        event = {"type": "retract", "code": code, "value": at}
        label = text("importing_values_said", lang, kind=kind(code, lang), cell=at.replace("!", " "))
        answer = {"text": text(f"importing_values_said_{said}", lang)}
        rows.append({"label": label, "cells": [answer, {"actions": [{"label": back, "event": event}]}]})
    head = [text(f"importing_answered_{part}", lang) for part in ("what", "said", "back")]
    label = text("importing_answered", lang, count=len(lines))
    return folded("answered", label, head, rows, len(lines) - most, lang, look="answered")


# What would be added, and saving -----------------------------------------------------------------


def _difference(page: Page, work: ValuesWork, outcome: Outcome) -> Block:
    """The step of what would be added: new values, values of a year that the record has a value of, the same ones."""
    lang = page.lang
    fresh = [one for one in outcome.added if not one.earlier]
    revised = [one for one in outcome.added if one.earlier]
    counts = dict(zip(TALLY, (len(fresh), len(revised), outcome.same), strict=True))
    summary = text("comma", lang).join(
        text(f"importing_values_count_{name}", lang, count=counts[name]) for name in TALLY
    )
    states = dict(zip(TALLY, ("added", "changed", "same"), strict=True))
    figures = [
        {"count": f"{counts[name]:,}", "label": text(f"importing_values_tally_{name}", lang), "state": states[name]}
        for name in TALLY
    ]
    blocks: list[Block] = [words(text("importing_difference_part", lang), quiet=True)] if outcome.held else []
    blocks.append({"type": "tally", "figures": figures})
    for name, found in (("added", fresh), ("revised", revised)):
        if found:
            blocks += _list(page, work, name, found)
    state = "waiting" if outcome.held else "current"
    return step("difference", text("importing_step_difference", lang), summary, state, blocks)


def _list(page: Page, work: ValuesWork, name: str, found: list[Entry]) -> list[Block]:
    lang, most = page.lang, work.shown.get(name, SHOWN)
    columns = ["name", "year", "value", "status", *(["earlier"] if name == "revised" else []), "source", "from"]
    head = [text(f"importing_values_column_{column}", lang) for column in columns]
    rows = [
        {"label": subject_name(page.catalog, one.indicator, lang), "cells": list(_cells(one, name, lang))}
        for one in found[:most]
    ]
    label = text(f"importing_values_list_{name}", lang, count=f"{len(found):,}")
    return folded(name, label, head, rows, len(found) - most, lang, look="values")


def _cells(one: Entry, name: str, lang: str) -> Iterator[Block]:
    goal = one.goal
    value = f"{one.values['value']} {goal.unit}".strip() if goal is not None else one.values["value"]
    given = text("importing_values_converted", lang, value=value, given=one.derived) if one.derived else value
    yield {"text": one.year}
    yield {"text": given}
    yield {"text": text(f"status_{one.status}", lang)}
    if name == "revised":
        yield {"text": one.earlier, "quiet": True}
    yield {"text": one.values.get("source_zh", "")}
    yield {"text": f"{one.sheet} {one.cell('value')}", "quiet": True}


def _saving(work: ValuesWork, outcome: Outcome, lang: str) -> Block:
    """The step that makes a draft of it: from which documents the values are, and why."""
    title, held = text("importing_step_save", lang), len(outcome.held)
    if held:
        said = counted("importing_save_held", held, lang)
        return step("save", title, said, "waiting", [words(said)])
    if not outcome.added:
        said = text("importing_values_save_same", lang)
        return step("save", title, said, "current", [words(said)])
    summary = counted("importing_values_read", len(outcome.added), lang)
    sources = list(dict.fromkeys(one.values["source_zh"] for one in outcome.added))
    named = text("enumeration", lang).join(sources[:SOURCES_NAMED])
    code = "importing_values_sources_more" if len(sources) > SOURCES_NAMED else "importing_values_sources"
    from_which = words(text(code, lang, sources=named, count=len(sources)))
    why = forms.field("why", text("importing_save_why", lang, most=REASON_LENGTH), "area", rows=2)
    form = {"type": "form", "key": "save", "turn": work.number, "title": "", "note": "", "fields": [why]}
    acts = [forms.action("save", text("importing_save_act", lang), lead=True)]
    return step("save", title, summary, "current", [from_which, {**form, "actions": acts}])


def saved(page: Page, work: ValuesWork, held: Import, person: Person) -> list[Block]:
    """What came of it: the draft, with the ways to it and to publishing; and the way back while it is open."""
    lang, draft = page.lang, work.draft
    another = {"label": text("importing_another", lang), "href": address(page)}
    heading = {"type": "heading", "text": text("importing_saved", lang, draft=draft, file=work.file)}
    blocks: list[Block] = [heading, words(counted("importing_values_added", held.counts.get("added", 0), lang))]
    if held.fate is None or held.fate.state != "open":
        blocks += [words(fate_words(held, lang)), *fate_ways(held, lang)]
        return [*blocks, {"type": "actions", "actions": [another]}]
    acts = [
        {"label": text("importing_to_draft", lang), "event": {"type": "draft"}},
        {"label": text("importing_unsave", lang), "event": {"type": "unsave"}},
        another,
    ]
    blocks += [words(text("importing_values_saved_next", lang)), {"type": "actions", "actions": acts}]
    return [*blocks, *publishing_form(work, person, lang)]
