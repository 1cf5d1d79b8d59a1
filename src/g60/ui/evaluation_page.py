"""The evaluation page: how many of each grade, the list with its grades, what is missing and from whom, the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from g60.ask.judging import ABOUT, NEARLY, ORDERS, PATHS
from g60.contract.codes import TARGET_GRADES
from g60.contract.i18n import counted, text
from g60.contract.statements import JUDGEMENTS
from g60.evidence.wording import Entry, Wording
from g60.record.people import may
from g60.review.evaluation import setting_text, shown
from g60.review.evaluation_groups import Group, grouped
from g60.review.evaluation_rows import table, value
from g60.review.judged import (
    Judged,
    counts,
    judged,
    name,
    plan_title,
    plans_judged,
    setting_of,
    unit,
)
from g60.review.missing_values import Gap, Reporter, by_reporter, gaps
from g60.ui import edit_value, evaluation_files, import_values_acts
from g60.ui.documents_at_hand import load_documents
from g60.ui.page import Page
from g60.ui.page_list import PAGES
from g60.ui.person import signed_in

Block = dict[str, Any]
# The pages that an evaluation leads to, as far as they are there.
SISTERS = ("indicators", "ledger", "tasks", "bulletin", "edit")
# A group of more rows is folded away where the reader has not asked for it.
FOLDED_BEYOND = 16


def show(page: Page) -> None:
    """Draws the page."""
    asked = page.view.judging
    plans = plans_judged(page.catalog)
    with page.container(key="atlas_evaluation"):
        if not plans:
            page.draw("report", "evaluation_head", {"blocks": [*_head(page), *_words("evaluation_nothing", page.lang)]})
            return
        plan = asked.plan if asked.plan in plans else plans[0]
        entries = judged(page.catalog, plan, setting_of(asked))
        missing = gaps(page.catalog, entries)
        page.draw("report", "evaluation_head", {"blocks": [*_head(page), *_overview(page, plans, plan)]})
        page.draw("report", "evaluation_list", {"blocks": _list(page, plan, entries)})
        page.draw("report", "evaluation_missing", {"blocks": _missing(page, missing, entries)})
        evaluation_files.show(page, plan, entries, missing)
        page.draw("report", "evaluation_method", {"blocks": _method(page, entries)})


def _words(code: str, lang: str, *, quiet: bool = False, **values: object) -> list[Block]:
    return [{"type": "words", "quiet": quiet, "text": text(code, lang, **values)}]


def _event(**parts: str) -> Block:
    return {"type": "judging"} | parts


def _head(page: Page) -> list[Block]:
    """The title, what the page does, and the ways to the pages that it rests on."""
    lang, there = page.lang, {name for name, _, _ in PAGES}
    links = [{"label": text(f"evaluation_to_{one}", lang), "page": one} for one in SISTERS if one in there]
    return [
        {"type": "heading", "text": text("evaluation_title", lang)},
        *_words("evaluation_text", lang),
        {"type": "actions", "label": text("evaluation_pages", lang), "actions": links},
    ]


# How many of each grade --------------------------------------------------------------------------


def _overview(page: Page, plans: Sequence[str], plan: str) -> list[Block]:
    """Each plan with how many of each grade it has, and the settings by which they were given."""
    catalog, lang, setting = page.catalog, page.lang, setting_of(page.view.judging)
    rows = []
    for code in plans:
        entries = judged(catalog, code, setting)
        found = counts(entries)
        cells: list[Block] = [
            {"count": str(found[grade]), "event": _event(judged=code, grade=grade)}
            if found[grade]
            else {"text": "0", "quiet": True}
            for grade in TARGET_GRADES
        ]
        every = {"count": str(len(entries)), "event": _event(judged=code, grade="")}
        label = plan_title(catalog, code, lang)
        row: Block = {"label": label, "event": _event(judged=code, grade=""), "cells": [*cells, every]}
        rows.append(row | {"differs": code == plan})
    head = [text("evaluation_plan", lang), *(text(f"grade_{code}", lang) for code in TARGET_GRADES)]
    grades = {
        "type": "table",
        "look": "grades",
        "caption": text("evaluation_overview", lang),
        "head": [*head, text("total", lang)],
        "rows": rows,
        "numbers": list(range(1, len(TARGET_GRADES) + 2)),
    }
    return [grades, *_words("evaluation_overview_text", lang, quiet=True), *_settings(page)]


def _settings(page: Page) -> list[Block]:
    """What the rules leave to the reader: two numbers and a way, all in the address."""
    lang, setting = page.lang, setting_of(page.view.judging)
    inputs = (("nearly", setting.nearly, NEARLY, "nearly"), ("about", setting.about, ABOUT, "allowed"))
    rows: list[Block] = []
    for code, given_value, (least, most), key in inputs:
        label = text(f"evaluation_set_{code}", lang)
        limits = {"least": least, "most": most, "step": 0.1}
        event = _event(id=key) | {"sets": key}
        given = {"value": shown(given_value), "label": label, "event": event, "limits": limits}
        said = text("evaluation_set_between", lang, least=shown(least), most=shown(most))
        rows.append({"label": label, "cells": [{"input": given}, {"text": said, "quiet": True}]})
    ways = [
        {
            "label": text(f"evaluation_path_{code}", lang),
            "event": _event(path="" if code == PATHS[0] else code),
            "on": code == setting.path,
        }
        for code in PATHS
    ]
    said = text("evaluation_set_path_text", lang)
    label = text("evaluation_set_path", lang)
    rows.append({"label": label, "cells": [{"actions": ways}, {"text": said, "quiet": True}]})
    head = [text(f"evaluation_column_{column}", lang) for column in ("setting", "value", "meaning")]
    inner = {"type": "table", "look": "settings", "head": head, "rows": rows}
    words = {"type": "words", "text": setting_text(setting, lang)}
    return [
        {"type": "fold", "key": "evaluation_settings", "label": text("evaluation_settings", lang), "blocks": [inner]},
        words,
    ]


# The list ----------------------------------------------------------------------------------------


def _list(page: Page, plan: str, entries: Sequence[Judged]) -> list[Block]:
    """The indicators and targets of a plan: filters, then group by group in the order that was asked for."""
    lang, asked = page.lang, page.view.judging
    order = asked.order or ORDERS[0]
    shown_entries = [entry for entry in entries if asked.grade in ("", entry.grade.grade)]
    blocks: list[Block] = [
        {"type": "heading", "text": plan_title(page.catalog, plan, lang)},
        _summary(entries, lang),
        _grades(page, entries),
        _orders(lang, order),
    ]
    if not shown_entries:
        return [*blocks, *_words("evaluation_none", lang)]
    if order == "programme":
        blocks += _words("evaluation_programme_text", lang, quiet=True)
    for group in grouped(page.catalog, shown_entries, order, lang):
        blocks += _group(page, group, is_asked=bool(asked.grade))
    return blocks


def _summary(entries: Sequence[Judged], lang: str) -> Block:
    """How many there are, in one sentence."""
    found = counts(entries)
    said = [
        text("evaluation_some", lang, grade=text(f"grade_{code}", lang), count=found[code])
        for code in TARGET_GRADES
        if found[code]
    ]
    words = text("evaluation_summary", lang, count=len(entries), parts=text("comma", lang).join(said))
    return {"type": "words", "text": words}


def _grades(page: Page, entries: Sequence[Judged]) -> Block:
    lang, asked, found = page.lang, page.view.judging, counts(entries)
    codes = [("", text("evaluation_all", lang), len(entries))]
    codes += [(code, text(f"grade_{code}", lang), found[code]) for code in TARGET_GRADES if found[code]]
    actions = [
        {
            "label": text("compare_group", lang, title=title, count=count),
            "event": _event(grade=code),
            "on": code == asked.grade,
        }
        for code, title, count in codes
    ]
    return {"type": "actions", "label": text("field_grade", lang), "actions": actions}


def _orders(lang: str, order: str) -> Block:
    actions = [
        {
            "label": text(f"evaluation_by_{code}", lang),
            "event": _event(by="" if code == ORDERS[0] else code),
            "on": code == order,
        }
        for code in ORDERS
    ]
    return {"type": "actions", "label": text("evaluation_order", lang), "actions": actions}


def _group(page: Page, group: Group, *, is_asked: bool) -> list[Block]:
    """One group with its table; of a long one the indicators of the plan's table, the rest folded away."""
    lang = page.lang
    title = text("compare_group", lang, title=group.title, count=len(group.entries))
    note = [{"type": "words", "quiet": True, "text": group.note}] if group.note else []
    first: tuple[Judged, ...] = group.entries
    rest: tuple[Judged, ...] = ()
    if len(group.entries) > FOLDED_BEYOND and not is_asked:
        tabled = set(map(str, page.catalog.tables.indicators.index))
        first = tuple(entry for entry in group.entries if entry.id in tabled)
        rest = tuple(entry for entry in group.entries if entry.id not in tabled)
    blocks: list[Block] = [{"type": "heading", "level": 3, "text": title}, *note]
    if first:
        blocks.append(_table(page, first, title))
    if rest:
        label = text("evaluation_rest" if first else "evaluation_targets", lang, count=len(rest))
        folded = {
            "type": "fold",
            "key": f"evaluation_{group.code}",
            "label": label,
            "blocks": [_table(page, rest, label)],
        }
        blocks.append(folded)
    return blocks


def _table(page: Page, entries: Sequence[Judged], label: str) -> Block:
    wording = Wording(page.catalog, page.lang, load_documents(page.catalog))
    return table(wording, entries, Entry.as_payload) | {"label": label}


# What is missing ---------------------------------------------------------------------------------


def _missing(page: Page, missing: Sequence[Gap], entries: Sequence[Judged]) -> list[Block]:
    """What is missing, reporter by reporter; and what waits for a person."""
    lang = page.lang
    asked = by_reporter(missing)
    blocks: list[Block] = [{"type": "heading", "text": text("missing_title", lang)}]
    if not asked:
        blocks += _words("missing_none", lang)
    else:
        blocks += [*_words("missing_text", lang), *_to_import(page), _reporters(asked, lang)]
        blocks += [_of_reporter(page, number, item) for number, item in enumerate(asked.items(), start=1)]
    waiting = [entry for entry in entries if entry.grade.grade == "by_person"]
    if waiting:
        rows = [_waiting(page, entry) for entry in waiting]
        head = [text("field_indicator", lang), text("field_target", lang), text("missing_why", lang)]
        head += [text("evaluation_judge_head", lang)] if may(signed_in(), "edit") else []
        inner = {"type": "table", "head": head, "rows": rows}
        label = counted("missing_by_person", len(waiting), lang)
        blocks.append({"type": "fold", "key": "missing_by_person", "label": label, "blocks": [inner]})
    return blocks


def _to_import(page: Page) -> list[Block]:
    """The way to the import of the workbooks that come back, for those who may import them."""
    if not may(signed_in(), "edit"):
        return []
    way = {"label": text("values_to_import", page.lang), "href": import_values_acts.address(page)}
    return [{"type": "actions", "label": "", "actions": [way]}]


def _reporters(asked: Mapping[Reporter, list[Gap]], lang: str) -> Block:
    rows = [
        {
            "label": reporter.name(lang),
            "cells": [
                {"text": str(len(found))},
                {"text": str(sum(max(len(gap.years), 1) for gap in found))},
                {"text": text(f"missing_basis_{reporter.basis}", lang), "quiet": True},
            ],
        }
        for reporter, found in asked.items()
    ]
    head = [text(f"missing_column_{code}", lang) for code in ("reporter", "indicators", "values", "basis")]
    return {"type": "table", "look": "missing-values", "head": head, "rows": rows, "numbers": [1, 2]}


def _of_reporter(page: Page, number: int, item: tuple[Reporter, list[Gap]]) -> Block:
    lang, (reporter, found) = page.lang, item
    rows = [
        {
            "label": name(page.catalog, gap.entry, lang),
            "note": unit(gap.entry, lang),
            "cells": [{"text": gap.years_text(lang)}],
        }
        for gap in found
    ]
    head = [text("field_indicator", lang), text("missing_column_years", lang)]
    label = text("compare_group", lang, title=reporter.name(lang), count=len(found))
    inner = {"type": "table", "look": "missing-values", "head": head, "rows": rows}
    return {"type": "fold", "key": f"missing_{number}", "label": label, "blocks": [inner]}


def _waiting(page: Page, entry: Judged) -> Block:
    wording = Wording(page.catalog, page.lang, load_documents(page.catalog))
    named = name(page.catalog, entry, page.lang)
    why = text(f"grade_rule_{entry.grade.rule}", page.lang)
    cells: list[Block] = [value(wording, entry.target, named, Entry.as_payload), {"text": why, "quiet": True}]
    if may(signed_in(), "edit"):
        href = edit_value.address(page, JUDGEMENTS, entry.id)
        cells.append({"label": text("evaluation_judge", page.lang), "href": href})
    return {"label": named, "cells": cells}


# The method --------------------------------------------------------------------------------------


def _method(page: Page, entries: Iterable[Judged]) -> list[Block]:
    """The rules in words, each with how many it judged here, and what the grades mean."""
    lang = page.lang
    used: dict[str, int] = {}
    for entry in entries:
        used[entry.grade.rule] = used.get(entry.grade.rule, 0) + 1
    rows = [
        {"label": text(f"grade_rule_{rule}", lang), "cells": [{"text": str(count)}]} for rule, count in used.items()
    ]
    head = [text("evaluation_column_rule", lang), text("evaluation_column_judged", lang)]
    meaning = [
        {"label": text(f"grade_{code}", lang), "cells": [{"text": text(f"grade_means_{code}", lang)}]}
        for code in TARGET_GRADES
    ]
    means = [text("field_grade", lang), text("evaluation_column_meaning", lang)]
    return [
        {"type": "heading", "text": text("evaluation_method", lang)},
        *_words("evaluation_method_text", lang),
        {"type": "table", "head": means, "rows": meaning},
        {"type": "heading", "level": 3, "text": text("evaluation_rules_used", lang)},
        {"type": "table", "look": "tally", "head": head, "rows": rows, "numbers": [1]},
    ]
