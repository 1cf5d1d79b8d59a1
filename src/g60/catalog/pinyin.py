"""How names are spelt in pinyin. `python -m g60.catalog.pinyin` spells what its parent asks, until its input ends.

This alone imports pypinyin, with the first name: its dictionaries take 55 MB and 0.2 s. For a server they are in a
process of their own, which ends when nobody asks (`pinyin_asked`). What is asked comes by standard input, answers go by
standard output.
"""

from __future__ import annotations

import json
import os
import re
import signal
import struct
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import IO, Any

from g60.contract.spelling import search_form

# A syllable is its readings, the likely one first.
Syllable = tuple[str, ...]
# 长三角 is not in pypinyin's dictionary, which then reads 长 as zhang, alone or in 院长 of 研究院长三角. It is always
# chang here, so no other reading is kept.
READINGS = {"长三": (("chang",), ("san",))}
# A letter or digit without pinyin that is not of ASCII: nobody can type it in Latin letters.
UNTYPED = "?"
WORDS_KEPT = 65_536
# Before each question and each of the two parts of an answer stands its length.
LENGTH = struct.Struct(">Q")
# What is told in JSON, and numbers.
Answer = tuple[Any, bytes]


def syllables(name: str) -> list[Syllable]:
    """The syllables of a name, in the form that search compares."""
    seg = import_module("pypinyin.seg.simpleseg").seg
    pieces = re.split(f"({'|'.join(READINGS)})", search_form(name))
    words = (READINGS.get(piece) or (part for word in seg(piece) for part in _reading(word)) for piece in pieces)
    return [readings for parts in words for readings in parts]


@lru_cache(maxsize=WORDS_KEPT)
def _reading(word: str) -> tuple[Syllable, ...]:
    """The readings of each syllable of a word. Cached: a word takes 0.1 ms, and a long list has few distinct words."""
    # Outside Chinese each letter or digit is one syllable.
    spelt = import_module("pypinyin").lazy_pinyin(word, errors=list)
    if len(spelt) != len(word):  # a character that its dictionary counts as two
        return tuple((_typed(part),) for part in spelt if part.isalnum())
    return tuple(
        tuple(dict.fromkeys((_typed(part), *_other_readings(char))))
        for part, char in zip(spelt, word, strict=True)
        if part.isalnum()
    )


@lru_cache(maxsize=WORDS_KEPT)
def _other_readings(char: str) -> Syllable:
    if char.isascii():
        return ()
    library = import_module("pypinyin")
    found = library.pinyin(char, style=library.Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(map(_typed, found[0])) if found else ()


def _typed(part: str) -> str:
    plain = search_form(part)
    return plain if plain.isascii() else UNTYPED


def _numbered(names: Sequence[str]) -> Answer:
    """The distinct syllables of names; of each name a 0, then the numbers of its syllables, which count from 1."""
    known: dict[Syllable, int] = {}
    numbers = array("I")
    for name in names:
        numbers.append(0)
        numbers.extend([known.setdefault(syllable, len(known) + 1) for syllable in syllables(name)])
    return list(known), numbers.tobytes()


def _plain(names: Sequence[str]) -> Answer:
    """The syllables of each name without tones, in their likely reading."""
    return [import_module("pypinyin").lazy_pinyin(name) for name in names], b""


def _initials(names: Sequence[str]) -> Answer:
    """The first letters of the syllables of each name; what is no Chinese stands as it is, between spaces."""
    library = import_module("pypinyin")
    how = {"style": library.Style.FIRST_LETTER, "errors": lambda word: f" {word} "}
    return ["".join(library.lazy_pinyin(name, **how)) for name in names], b""


ASKED: Mapping[str, Callable[[Sequence[str]], Answer]] = {
    "numbered": _numbered,
    "plain": _plain,
    "initials": _initials,
}


def main() -> None:
    """Answer until the input ends."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    # A terminal interrupts the whole group of processes; when this one ends is its parent's affair.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while (asked := taken(sys.stdin.buffer)) is not None:
        what, names = json.loads(asked)
        said, numbers = ASKED[what](names)
        tell(told, json.dumps(said).encode(), numbers)


def tell(into: IO[bytes], *parts: bytes) -> None:
    """Write a question, or the parts of an answer."""
    for part in parts:
        into.write(LENGTH.pack(len(part)) + part)
    into.flush()


def taken(given: IO[bytes]) -> bytes | None:
    """The next question or part of an answer; None at the end, in the middle of one too."""
    head = given.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    content = given.read(length)
    return content if len(content) == length else None


if __name__ == "__main__":
    main()
