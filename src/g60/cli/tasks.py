"""The tasks of the documents on the command line."""

from __future__ import annotations

import argparse
import json

from g60.cli.commands import DONE, entry_line
from g60.cli.data import catalog_of
from g60.contract.codes import LIST_SEPARATOR, TASK_KINDS, WIDER_SUBJECTS
from g60.contract.errors import UnknownIdError
from g60.evidence import tasks as task_rows
from g60.evidence.wording import Wording


def add_arguments(call: argparse.ArgumentParser) -> None:
    """The parts of the call: a kind, a subject, the format."""
    call.add_argument("--kind", choices=TASK_KINDS, default="")
    call.add_argument("--subject", default="", metavar="ID")
    call.add_argument("--format", choices=("text", "json"), default="text")
    call.set_defaults(run=show)


def show(asked: argparse.Namespace) -> int:
    """The tasks of a kind and a subject: as text, one line each; as JSON, each cell with its citation."""
    catalog = catalog_of(asked)
    if asked.subject and asked.subject not in catalog.ids | set(WIDER_SUBJECTS):
        raise UnknownIdError(id=asked.subject)
    found = task_rows.tasks(catalog, kind=asked.kind, subject=asked.subject)
    if asked.format == "json":
        content = {"version": catalog.version, "count": len(found), "items": task_rows.as_json(catalog, found)}
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return DONE
    wording = Wording(catalog, asked.lang)
    for task in found:
        line = entry_line(wording.entry(task.name(asked.lang), task_rows.task_label(task, asked.lang)))
        words = task.facts["text_zh"].value
        print(" | ".join(str(part) for part in (line, words, LIST_SEPARATOR.join(task.subjects)) if part))
    return DONE
