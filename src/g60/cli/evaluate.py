"""The call `evaluate`: the indicators and targets of a plan, each with its grade, the rule and the numbers."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from g60.ask.judging import Judging
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.cli.acting import acting_person, add_acting
from g60.cli.commands import DONE, format_of, hand_over, joined
from g60.cli.data import catalog_of, folder_of
from g60.cli.unread import refuse_beside, refuse_without
from g60.contract.errors import RefusedError
from g60.contract.i18n import counted, text
from g60.evidence.sentence import plan_name
from g60.export.handouts import Order, formats, house_options, quiet
from g60.record.catalogs import Catalogs
from g60.review.evaluation import (
    counts,
    evaluate,
    formula,
    goal_name,
    nature_text,
    reason,
    setting_text,
    shown,
    target_text,
)
from g60.review.grading import PATHS, Grade, Setting

# What a format gets: the data, the plan ("" for all), the grades, the settings, the language.
Writer = Callable[[Catalog, str, tuple[Grade, ...], Setting, str], bytes]


def add_arguments(call: argparse.ArgumentParser) -> None:
    """The parts of the call: a plan, the settings of the rules, a draft, the format."""
    call.add_argument("--plan", default="", metavar="PLAN")
    call.add_argument("--set-nearly", type=_percentage, default=Setting().nearly, metavar="PERCENT")
    call.add_argument("--set-about", type=_percentage, default=Setting().about, metavar="PERCENT")
    call.add_argument("--path", choices=PATHS, default=Setting().path)
    call.add_argument("--draft", type=int, metavar="N")
    add_acting(call)
    call.add_argument("--format", choices=tuple(WRITERS))
    call.add_argument("-o", "--output", type=Path, metavar="FILE")
    call.set_defaults(run=show)


def _percentage(given: str) -> float:
    """A percentage from 0 to 100; raises ValueError, which the parser of the call explains."""
    number = float(given)
    if not 0 <= number <= 100:
        raise ValueError(given)
    return number


def show(asked: argparse.Namespace) -> int:
    """Print or write the grades; raises RefusedError for an unknown plan, version or draft."""
    form = format_of(asked, {"txt": "text"} | {one: one for one in WRITERS if one != "text"}, "text")
    catalog = _catalog(asked)
    if asked.plan and asked.plan not in catalog.tables.plans.index:
        known = ", ".join(map(str, catalog.tables.plans.index))
        raise RefusedError("error_plan_unknown", plan=asked.plan[:80], known=known)
    setting = Setting(asked.set_nearly, asked.set_about, asked.path)
    grades = evaluate(catalog, asked.plan, setting)
    hand_over(WRITERS[form](catalog, asked.plan, grades, setting, asked.lang), asked.output)
    return DONE


def _catalog(asked: argparse.Namespace) -> Catalog:
    """The data of the call: of a draft, where it names one."""
    if asked.draft is None:
        refuse_without(asked, ("account",), "--draft")
        return catalog_of(asked)
    refuse_beside(asked, ("at",), "--draft")
    return Catalogs(folder_of(asked)).draft(acting_person(asked), asked.draft).catalog


# Formats -------------------------------------------------------------------------------------


def as_json(catalog: Catalog, entry: Grade) -> dict[str, Any]:
    """A grade as plain values, with every value that is known of it."""
    goal = entry.goal
    told = {name: getattr(entry, name) for name in ("subject", "indicator", "year", "value", "target", "operator")}
    told |= {"grade": entry.grade, "rule": entry.rule}
    told |= {f"reason_{lang}": reason(catalog, entry, lang) for lang in ("zh", "en")}
    told |= {f"formula_{lang}": formula(entry, lang) for lang in ("zh", "en")}
    told |= {name: getattr(goal, name) or None for name in ("plan", "unit", "period", "nature", "restates")}
    told |= {name: getattr(goal, name) for name in ("target_high", "target_year", "baseline", "baseline_year")}
    told |= {name: getattr(entry, name) for name in ("bar", "nearly", "on_path", "reached_in")}
    told |= {"path": entry.path or None, "status": entry.status or None}
    columns = ("id", "year", "value", "status", "definition_zh", "known_on", "reporter_zh", "source_zh", "counts")
    return told | {
        "reports": [{name: getattr(report, name) for name in columns} for report in entry.reports],
    }


def _json(catalog: Catalog, plan: str, grades: tuple[Grade, ...], setting: Setting, lang: str) -> bytes:
    rows = [as_json(catalog, entry) for entry in grades]
    return (json.dumps(rows, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _text(catalog: Catalog, plan: str, grades: tuple[Grade, ...], setting: Setting, lang: str) -> bytes:
    """How many of each grade, the settings, then each grade in one line."""
    title = plan_name(catalog, plan, lang) if plan else text("grades_of_all", lang)
    found = text("comma", lang).join(
        text("grade_count", lang, grade=text(f"grade_{code}", lang), count=count)
        for code, count in counts(grades).items()
        if count
    )
    lines = [f"{title}{text('colon', lang)}{found}", setting_text(setting, lang)]
    lines += [_line(catalog, entry, lang) for entry in grades]
    again = sum(bool(entry.goal.restates) for entry in grades)
    lines += [counted("grades_restating", again, lang)] if again else []
    return "".join(f"{line}\n" for line in lines).encode()


def _line(catalog: Catalog, entry: Grade, lang: str) -> str:
    nature = f"{text('field_nature', lang)} {nature_text(entry, lang)}"
    return joined(
        entry.indicator,
        goal_name(catalog, entry.indicator, lang),
        f"{text('field_target', lang)} {target_text(catalog, entry, lang)} {entry.target_year or ''}",
        text(f"grade_{entry.grade}", lang),
        reason(catalog, entry, lang),
        formula(entry, lang),
        text(f"grade_rule_{entry.rule}", lang),
        nature,
    )


def _file(ending: str) -> Writer:
    """What makes a file of the evaluation page, over the plan and the settings of the call."""

    def made(catalog: Catalog, plan: str, _: tuple[Grade, ...], setting: Setting, lang: str) -> bytes:
        judging = Judging(plan=plan, nearly=shown(setting.nearly), about=shown(setting.about), path=setting.path)
        order = Order(Selection(), View(lang=lang, judging=judging), house_options())
        return formats("evaluate")[ending].make(catalog, order, quiet)

    return made


# The formats of the grades: a file's kind joins by its name and the function that makes it.
WRITERS: Mapping[str, Writer] = {"text": _text, "json": _json, **{code: _file(code) for code in formats("evaluate")}}
