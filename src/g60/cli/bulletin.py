"""The call `bulletin`: what has changed since the last quarter, as text, JSON, a workbook, a document or a slide."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from g60.cli.commands import DONE, day_named, format_of, hand_over, joined
from g60.cli.data import folder_of
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.export.bulletin_files import BULLETIN_FILES
from g60.export.imprint import day_in_jiaxing
from g60.record.catalogs import catalogs_in
from g60.review import bulletin
from g60.review.quarters import Quarter


def add_arguments(call: argparse.ArgumentParser) -> None:
    """The parts of the call: a quarter, by default the running one; the format; the file."""
    call.add_argument("--quarter", default="", metavar="2026Q3")
    call.add_argument("--today", default="", metavar="DATE")
    call.add_argument("--format", choices=("text", "json", *BULLETIN_FILES))
    call.add_argument("-o", "--output", type=Path, metavar="FILE")
    call.set_defaults(run=show)


def show(asked: argparse.Namespace) -> int:
    """The bulletin of a quarter: the counts first, then each change with source and who."""
    form = format_of(asked, {"txt": "text", "json": "json"} | {one: one for one in BULLETIN_FILES}, "text")
    day = _day(asked.today)
    quarter = Quarter.parse(asked.quarter) if asked.quarter else Quarter.of(day)
    found = bulletin.bulletin(catalogs_in(folder_of(asked), ""), quarter, day)
    if form in BULLETIN_FILES:
        hand_over(BULLETIN_FILES[form].make(found, asked.lang), asked.output)
        return DONE
    if form == "json":
        content = json.dumps(bulletin.as_json(found, asked.lang), ensure_ascii=False, indent=2) + "\n"
    else:
        content = "\n".join(_lines(found, asked.lang)) + "\n"
    if asked.output is None:
        print(content, end="")
    else:
        hand_over(content.encode(), asked.output)
    return DONE


def _day(given: str) -> date:
    if not given:
        return day_in_jiaxing()
    day = day_named(given)
    if day is None:
        raise RefusedError("error_no_day", given=given[:40])
    if not Quarter.of(day).has_neighbours:
        raise RefusedError("error_day_edge", given=given[:40])
    return day


def _lines(of: bulletin.Bulletin, lang: str) -> list[str]:
    found = bulletin.lines(of, lang)
    told = [bulletin.title(of, lang), bulletin.span(of, lang)]
    if of.unrecorded:
        return told
    told += [joined(name, words) for name, words in bulletin.count_words(of, found, lang)]
    told.append(bulletin.standing_words(of, lang))
    if not found:
        told.append(text("bulletin_empty", lang))
    for part, name, what, before, after, *rest in (bulletin.cells(line, lang) for line in found):
        told.append(joined(part, name, what, f"{before} → {after}", *rest))
    return told
