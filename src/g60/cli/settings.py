"""The call `settings`: every setting, what it does, and what happens without it."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from g60.cli.commands import DONE, hand_over
from g60.contract.i18n import LANGUAGES, text
from g60.contract.settings import BY_NAME, SETTINGS, Setting, given, kind_text

# What stands between these two lines of a guide is made.
_MADE = re.compile(r"(<!-- settings:[^\n]*-->\n).*?(<!-- end of settings -->)", re.DOTALL)
COLUMNS = ("name", "does", "kind", "without")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `settings`."""
    parser.add_argument("--format", choices=("text", "md", "json"), default="text")
    parser.add_argument("--write", type=Path, metavar="FILE")
    parser.set_defaults(run=settings)


def settings(asked: argparse.Namespace) -> int:
    """Print the settings: as text with what is set now, as the tables of docs/operations.md, or as JSON.

    With `--write` the tables take the place of those in a guide.
    """
    if asked.write:
        page = asked.write.read_text("utf-8")
        hand_over(_MADE.sub(lambda found: found[1] + as_markdown(asked.lang) + found[2], page).encode(), asked.write)
    elif asked.format == "json":
        print(json.dumps([_as_json(setting) for setting in SETTINGS], ensure_ascii=False, indent=2))
    elif asked.format == "md":
        print(as_markdown(asked.lang), end="")
    else:
        print("\n".join(_lines(asked.lang)))
    return DONE


def as_markdown(lang: str) -> str:
    """The settings as Markdown: a table for each place in which they are set."""
    blocks = []
    for place, group in groupby(SETTINGS, key=lambda setting: setting.place):
        rows = [[f"`{setting.name}`", *_cells(setting, lang)] for setting in group]
        heads = [text(f"setting_column_{column}", lang) for column in COLUMNS]
        lines = [heads, ["---"] * len(heads), *rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        blocks.append(f"{text(f'setting_place_{place}', lang)}:\n\n{table}\n")
    return "\n".join(blocks)


def _cells(setting: Setting, lang: str) -> tuple[str, str, str]:
    """What a setting does, what its value is, and what happens without it."""
    return text(setting.text, lang), kind_text(setting, lang), text(f"{setting.text}_without", lang)


def _as_json(setting: Setting) -> dict[str, object]:
    words = {
        f"{column}_{lang}": words
        for lang in LANGUAGES
        for column, words in zip(COLUMNS[1:], _cells(setting, lang), strict=True)
    }
    return {"name": setting.name, "place": setting.place, "default": setting.default, **words}


def _lines(lang: str) -> Iterator[str]:
    for setting in (one for one in BY_NAME.values() if one.place != "tests"):
        does, kind, without = (words.replace("`", "") for words in _cells(setting, lang))
        set_now = given(setting.name) if setting.place == "environment" else ""
        shown = ("…" if setting.secret else set_now) if set_now and set_now != setting.default else f"({without})"
        yield f"{setting.name} = {shown}\n    {does} [{kind}]"
