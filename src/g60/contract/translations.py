"""Chinese words of the documents with their plain translation beside them, for readers of another language.

A translation belongs to the very words: once these are changed it is shown no more, until they are translated anew.
"""

from __future__ import annotations

import re

from g60.contract.i18n import DEFAULT_LANGUAGE, table, text

# Between the parts of a cell that lists several, as it is stored and as it is shown.
BETWEEN = re.compile("[;；、]|, ")


def translated(words: str, lang: str) -> str:
    """The plain translation of a Chinese cell, or of each of its parts; empty in Chinese, and where there is none."""
    if lang == DEFAULT_LANGUAGE or words.isascii():
        return ""
    parts = [words] if f"plain_{words}" in table() else BETWEEN.split(words)
    found = [table()[f"plain_{part}"][lang] for part in parts if f"plain_{part}" in table()]
    return text("enumeration", lang).join(found) if len(found) == len(parts) else ""


def beside(words: str, lang: str) -> str:
    """The words of a cell and their translation on one line."""
    plain = translated(words, lang)
    return text("translation_beside", lang, words=words, plain=plain) if plain else words


def below(words: str, lang: str) -> tuple[str, ...]:
    """The line below the words of a cell that gives their translation; none where there is none."""
    plain = translated(words, lang)
    return (text("translation_line", lang, plain=plain),) if plain else ()
