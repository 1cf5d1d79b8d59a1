"""The letters of every sheet: Noto Sans SC (SIL Open Font License), from the package that ships it, not the machine's.

The package holds one variable font of 31,000 characters. A sheet takes the letters it uses, in the two weights it
uses, as fonts of its own.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from fontTools.varLib.models import normalizeLocation, piecewiseLinearMap
from fontTools.varLib.varStore import VarStoreInstancer

from g60.contract.i18n import table

FAMILY = "Noto Sans SC"
WEIGHTS = {False: 400, True: 700}
STYLE_NAMES = {False: "Regular", True: "Bold"}
# What stands for a character that no font here has: an empty box, which the font has.
REPLACEMENT = "□"
EM = 1000

# What a sheet's text does without; widths come from the outlines' own tables.
_DROPPED = (
    *("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "VVAR", "HVAR", "STAT", "DSIG", "gasp", "prep", "MVAR"),
)


@cache
def _data() -> bytes:
    package = files("justmytype_intl_cjk").joinpath("fonts", "ofl", "notosanssc", "NotoSansSC[wght].ttf")
    with as_file(package) as path:
        return path.read_bytes()


def _font(**settings: Any) -> TTFont:
    return TTFont(io.BytesIO(_data()), lazy=True, recalcTimestamp=False, **settings)


@cache
def _characters() -> dict[int, str]:
    found: dict[int, str] = _font().getBestCmap()
    return found


class _Widths:
    """How wide letters are in one weight, in thousandths of the em."""

    def __init__(self, weight: int) -> None:
        font = _font()
        location = normalizeLocation({"wght": weight}, {"wght": (100, 100, 900)})
        bends = font["avar"].segments.get("wght") if "avar" in font else None
        self._location = {"wght": piecewiseLinearMap(location["wght"], bends) if bends else location["wght"]}
        advances = font["HVAR"].table
        self._plain = font["hmtx"].metrics
        self._map = advances.AdvWidthMap.mapping if advances.AdvWidthMap else None
        self._deltas = VarStoreInstancer(advances.VarStore, font["fvar"].axes, self._location)
        self._font = font
        self._known: dict[str, float] = {}

    def of(self, char: str) -> float:
        """The width of one character."""
        if char not in self._known:
            name = _characters()[ord(char)]
            index = self._map[name] if self._map else self._font.getGlyphID(name)
            self._known[char] = self._plain[name][0] + self._deltas[index]
        return self._known[char]


@cache
def _widths(weight: int) -> _Widths:
    return _Widths(weight)


def has(char: str) -> bool:
    """Whether a character can be printed."""
    return ord(char) in _characters() and unicodedata.category(char)[0] != "C"


@lru_cache(maxsize=4000)
def printable(words: str) -> str:
    """The text on one line, each character that cannot be printed as an empty box."""
    flat = " ".join(unicodedata.normalize("NFC", words).split())
    return "".join(char if has(char) else REPLACEMENT for char in flat)


def unprintable(words: str) -> list[str]:
    """The characters of a text that cannot be printed, each once."""
    flat = " ".join(unicodedata.normalize("NFC", words).split())
    return list(dict.fromkeys(char for char in flat if not has(char)))


def advances(words: str, *, bold: bool = False) -> tuple[float, ...]:
    """How wide each letter of a printable text is, in thousandths of the em."""
    return tuple(map(_widths(WEIGHTS[bold]).of, words))


@lru_cache(maxsize=20000)
def em_width(words: str, *, bold: bool = False) -> float:
    """How wide a printable text is, as a multiple of its size."""
    return sum(advances(words, bold=bold)) / EM


def width(words: str, size: float, *, bold: bool = False, spacing: float = 0.0) -> float:
    """How wide a printable text is, in the unit of its size; spacing follows each letter but the last."""
    return em_width(words, bold=bold) * size + spacing * max(0, len(words) - 1)


@cache
def _own_letters() -> frozenset[int]:
    return frozenset(ord(char) for entry in table().values() for said in entry.values() for char in said)


class _Letters:
    """The whole font cut down to the letters asked for so far: cutting a sheet's letters out of it takes a tenth."""

    def __init__(self) -> None:
        self._kept: tuple[frozenset[int], bytes] = (frozenset(), b"")

    def font(self, codes: frozenset[int]) -> TTFont:
        """A variable font that has at least these characters."""
        known, data = self._kept
        if not codes <= known:
            # One document needs its own letters; where others follow it, those of the project's texts come next.
            known |= codes | (_own_letters() if known else frozenset())
            data = _written(_cut(_font(), known))
            self._kept = known, data
        return TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False)


_letters = _Letters()


def _cut(font: TTFont, codes: Iterable[int]) -> TTFont:
    for tag in _DROPPED:
        if tag in font:
            del font[tag]
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]  # copyright and licence go with the letters
    picker = subset.Subsetter(options)
    picker.populate(unicodes=sorted(codes))
    picker.subset(font)
    return font


def _written(font: TTFont) -> bytes:
    data = io.BytesIO()
    font.save(data, reorderTables=False)
    return data.getvalue()


def foresee(characters: Iterable[str]) -> None:
    """Says which characters a document has in both weights, so that they are looked for once."""
    _letters.font(_codes(characters))


def _codes(characters: Iterable[str]) -> frozenset[int]:
    return frozenset({ord(char) for char in characters} | {0x20, ord(REPLACEMENT)})


def font_file(characters: Iterable[str], *, bold: bool) -> bytes:
    """A TrueType font of these characters alone, in one weight."""
    return _file_of(_codes(characters), bold=bold)


# A sheet is looked at before it is printed, and the same letters are asked for again.
@lru_cache(maxsize=8)
def _file_of(codes: frozenset[int], *, bold: bool) -> bytes:
    font = instancer.instantiateVariableFont(_cut(_letters.font(codes), codes), {"wght": WEIGHTS[bold]}, inplace=True)
    style = STYLE_NAMES[bold]
    names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"{FAMILY.replace(' ', '')}-{style}"}
    for number, name in names.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = WEIGHTS[bold]
    return _written(font)
