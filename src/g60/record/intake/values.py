"""One cell to one value: areas, credit codes, words of a code list, texts, with what is wrong or unsure about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from g60.contract.codes import LIST_SEPARATOR
from g60.record.intake import figures
from g60.record.intake.findings import ERROR, QUESTION, WARNING, Problem
from g60.record.intake.words import AREA_WORDS, between_brackets, clean, folded

TEXT_LENGTH, NAME_LENGTH = 2_000, 200


class Value(NamedTuple):
    """A value as it would be kept, what is to be said about it, and how it was derived ("" for: as it stands)."""

    text: str = ""
    problem: Problem | None = None
    derived: str = ""


# Areas -------------------------------------------------------------------------------------------

# How many km² each unit of area is, by its folded name: m2 is also m² and ㎡.
AREA_UNITS: Mapping[str, float] = {
    **dict.fromkeys(("平方公里", "平方千米", "km2", "公里2", "sqkm", "平方km"), 1.0),
    **dict.fromkeys(("公顷", "ha", "hm2"), 0.01),
    **dict.fromkeys(("平方米", "m2", "平米", "平", "方"), 1e-6),
    "亩": 1 / 1500,
}
# In km²: the smallest county has 439.
AREA_MOST = 430.0
# How a heading without brackets ends: 面积/亩, 占地面积㎡.
_UNIT_AT_END = re.compile(rf"{AREA_WORDS}(?=$|[^a-z0-9])")


@lru_cache(maxsize=50_000)
def area_km2(raw: str, heading_unit: str) -> Value:
    """An area in km²; a unit inside the cell goes before that of the heading."""
    found = figures.figure(raw)
    if found.is_range:
        return Value("", Problem(ERROR, "number_range"))
    slip = figures.meant(raw)
    if not found.digits or slip:
        return Value("", Problem(ERROR, "not_number", slip))
    own = found.rest.removeprefix("万")
    unit = own or heading_unit.lower()
    number = float(found.digits) * (10_000 if found.rest.startswith("万") else 1)
    if number < 0:
        return Value("", Problem(ERROR, "number_negative"))
    factor = area_factor(unit)
    if factor is None:
        return Value("", Problem(ERROR, "unit_of_area", "", {"unit": unit}))
    if number * factor > AREA_MOST:
        return Value("", Problem(ERROR, "area_large", "", {"unit": unit or "km²"}))
    text = figures.spelt(number * factor)
    problem = Problem(QUESTION, "number_about", text) if found.is_about else None
    return Value(text, problem, f"{clean(raw)}{'' if own else heading_unit} → km²" if factor != 1 else "")


def area_factor(unit: str) -> float | None:
    """How many km² a unit of area is; an unnamed one is km². None for a unit that is none."""
    if not unit:
        return 1.0
    name = folded(unit)
    factor = AREA_UNITS.get(name.removeprefix("万"))
    return None if factor is None else factor * (10_000 if name.startswith("万") else 1)


def unit_of_area(labels: Sequence[str]) -> str:
    """The unit of area that the parts of a heading name, in brackets or at the end; "" for none."""
    for part in labels:
        named = between_brackets(part)
        if named in AREA_UNITS or named.startswith("万"):
            return named
        at_end = _UNIT_AT_END.search(f"{named} {folded(part)}" if named else folded(part))
        if at_end:
            return at_end[0]
    return ""


# Codes and words of a code list ------------------------------------------------------------------

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
CREDIT_LENGTH = 18


@lru_cache(maxsize=50_000)
def credit_code(raw: str, *, is_number: bool) -> Value:
    """A unified social credit code (GB 32100), whose last character checks the others."""
    code = folded(raw).upper().replace("-", "")
    if is_number or re.fullmatch(r"\d(\.\d+)?E\+?\d+", code):
        return Value("", Problem(ERROR, "credit_code_damaged"))
    if len(code) != CREDIT_LENGTH:
        return Value("", Problem(ERROR, "credit_code_length", "", {"count": len(code)}))
    meant = code.replace("O", "0").replace("I", "1").replace("Z", "2").replace("S", "5")
    if any(char not in _ALPHABET for char in code):
        fits = all(char in _ALPHABET for char in meant) and meant[-1] == check_character(meant)
        return Value("", Problem(ERROR, "credit_code_letters", meant if fits else ""))
    expected = check_character(code)
    if code[-1] != expected:
        return Value("", Problem(ERROR, "credit_code_check", "", {"expected": expected}))
    return Value(code)


def check_character(code: str) -> str:
    """The last character that the first seventeen of a credit code ask for."""
    total = sum(_ALPHABET.index(char) * weight for char, weight in zip(code, _WEIGHTS, strict=False))
    return _ALPHABET[(31 - total % 31) % 31]


LEVELS = {
    **dict.fromkeys(("国家级", "国家", "国家部委级", "部级", "国家重点"), "国家级"),
    **dict.fromkeys(("省级", "省", "浙江省级", "省部级", "省重点"), "省级"),
    **dict.fromkeys(("市级", "市", "嘉兴市级", "地市级"), "市级"),
    **dict.fromkeys(("县级", "县", "区级", "县区级", "县(市、区)级", "县市区级", "区县级", "县(区)级"), "县级"),
}
STATUSES = {
    **dict.fromkeys(("筹建", "筹建中", "筹备", "筹备中", "拟建", "规划"), "筹建"),
    **dict.fromkeys(("在建", "建设中", "建设", "施工", "正在建设"), "在建"),
    **dict.fromkeys(
        ("运行", "运行中", "运营", "运营中", "正常", "已建成", "建成", "已运行", "正常运行", "投用", "在运行"), "运行"
    ),
    **dict.fromkeys(("停运", "停业", "停止运行", "暂停", "停用"), "停运"),
    **dict.fromkeys(("撤销", "撤消", "注销", "已撤销", "摘牌", "取消"), "撤销"),
}


def listed(raw: str, known: Mapping[str, str]) -> Value:
    """A word of a code list; another word is a question, for an editor may add to the list."""
    code = known.get(folded(raw))
    if code:
        return Value(code)
    near = next((known[word] for word in known if len(word) > 1 and word in folded(raw)), "")
    return Value("", Problem(QUESTION, "not_listed", near, {"known": "、".join(dict.fromkeys(known.values()))}))


# Texts -------------------------------------------------------------------------------------------

_PARTS = re.compile(r"[、；;，,/／|｜\n\r]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_INJECTED = re.compile(
    r"<\s*/?\s*(script|img|iframe|svg|a|b|i|style|html|body|object|embed|form)\b|javascript:|\{\{", re.I
)


def words_list(raw: str, *, is_own: bool) -> str:
    """The words of a cell as a list; in our own files only a semicolon divides."""
    if is_own:
        return raw
    parts = (clean(part) for part in _PARTS.split(raw))
    return LIST_SEPARATOR.join(dict.fromkeys(part.strip("。.") for part in parts if part.strip("。. ")))


def line(raw: str, longest: int = TEXT_LENGTH) -> Value:
    """A text in one line. What is markup to some program stays the text that it is, and is named."""
    kept = clean(raw)
    if len(kept) > longest:
        return Value("", Problem(ERROR, "text_long", "", {"count": len(kept), "most": longest}))
    if _INJECTED.search(kept):
        return Value(kept, Problem(WARNING, "markup"))
    return Value(kept)
