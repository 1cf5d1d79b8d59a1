"""Text in two languages, from one table: `i18n.toml` beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = LANGUAGES[0]
# What HTML, SVG and PDF call them.
HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}


@cache
def table() -> dict[str, dict[str, str]]:
    """Every text by its code, each with one entry per language."""
    return tomllib.loads(files("g60.contract").joinpath("i18n.toml").read_text("utf-8"))


def text(code: str, lang: str, **values: object) -> str:
    """The text of a code in a language, with its values filled in; a `detail` that is a cause's code is that text.

    Raises KeyError for an unknown code or language: that is a bug, not bad input.
    """
    template = table()[code][lang]
    if "detail" in values:
        values["detail"] = _cause_worded(values["detail"], lang)
    return template.format(**values) if values else template


def _cause_worded(detail: object, lang: str) -> object:
    """A detail; the text of it where it is the code of a cause (`causes.cause`), as it passes between processes."""
    is_cause = isinstance(detail, str) and detail.startswith("cause_") and detail in table()
    return table()[str(detail)][lang] if is_cause else detail


def counted(code: str, count: int, lang: str, **values: object) -> str:
    """A number with its noun, in the grammar of the language: 2 个载体, 1 carrier, 2 carriers."""
    one = f"{code}_one"
    return text(one if count == 1 and one in table() else code, lang, count=f"{count:,}", **values)


def texts(prefix: str, lang: str) -> dict[str, str]:
    """All texts whose code starts with the prefix, by the code without it."""
    return {code.removeprefix(prefix): entry[lang] for code, entry in table().items() if code.startswith(prefix)}


def name_column(lang: str) -> str:
    """The column that holds names in a language."""
    return f"name_{lang}"
