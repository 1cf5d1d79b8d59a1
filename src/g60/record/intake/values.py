"""One cell to one value: counties, dates, areas, codes, levels, with what is wrong or unsure about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from g60.contract.codes import COUNTIES, LIST_SEPARATOR
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


# Dates -------------------------------------------------------------------------------------------

_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_DAY = (
    re.compile(r"(\d{4})年(?:(\d{1,2})月(?:份)?(?:(\d{1,2})[日号]?)?)?"),
    re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})?"),
    re.compile(r"(\d{4})"),
)
# The time of day behind a date. Only a blank, a T or 日 tells where the day ends: in 2021/3/158:30 nobody knows.
_TIME = re.compile(
    r"(?:T|\s|(?<=[日号]))\s*(?:上午|下午)?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AP]M|Z)?$", re.IGNORECASE
)
# The question about a number that may be January or October of a year. October is suggested, for who writes January as
# 2021.01 can only have meant October; January is the `january` of its values.
LOST_MONTH = "date_month"
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000


@lru_cache(maxsize=50_000)
def day(raw: str, *, is_number: bool = False) -> Value:
    """A year, a month or a day in ISO 8601: what is not given is not made up.

    `is_number` says that the cell holds a number: 2021.1 may have been entered as 2021.10.
    """
    # While the blanks are there: without them 15 8:30 is 158:30.
    plain = folded(_TIME.sub("", unicodedata.normalize("NFKC", clean(raw))))
    if re.search(r"[〇零○一二三四五六七八九十]", plain):
        plain = _from_chinese(plain)
    if is_number and (tenth := re.fullmatch(r"(\d{4})\.1", plain)):
        january, october = _whole_day(tenth[1], "1"), _whole_day(tenth[1], "10")
        return Value("", january.problem or Problem(QUESTION, LOST_MONTH, october.text, {"january": january.text}))
    for pattern in _DAY:
        found = pattern.fullmatch(plain)
        if found:
            return _whole_day(*[part for part in found.groups() if part])
    if re.fullmatch(r"\d{5}(\.\d+)?", plain) and FIRST_SERIAL < float(plain) < LAST_SERIAL:
        meant = (date(1899, 12, 30) + timedelta(days=int(float(plain)))).isoformat()
        return Value("", Problem(QUESTION, "date_serial", meant))
    if re.search(r"\d{4}.*(至|到|~|—|-).*\d{4}", plain):
        return Value("", Problem(ERROR, "date_range"))
    turned = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", plain)
    if turned:
        first, second, year = (int(part) for part in turned.groups())
        order = (first, second) if second > 12 >= first else (second, first) if first > 12 >= second else ()
        return Value("", Problem(QUESTION, "date_order", _iso(year, *order) if order else ""))
    return Value("", Problem(ERROR, "not_date"))


def _from_chinese(plain: str) -> str:
    """二〇二一年三月十五日 with digits."""
    plain = re.sub(
        r"([二三]?)十([一二三四五六七八九]?)",
        lambda found: f"{(found[1] or '一')}{(found[2] or '〇')}",
        plain,
    )
    return plain.translate(_CHINESE)


def _whole_day(year: str, *rest: str) -> Value:
    numbers = [int(part) for part in (year, *rest)]
    if not 1900 <= numbers[0] <= 2100:
        return Value("", Problem(ERROR, "date_year", "", {"year": year}))
    try:
        date(numbers[0], *[*numbers[1:], 1, 1][:2])
    except ValueError:
        return Value("", Problem(ERROR, "not_date"))
    return Value(_iso(*numbers))


def _iso(*numbers: int) -> str:
    return "-".join(f"{number:02d}" for number in numbers)


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


# Counties ----------------------------------------------------------------------------------------

CITY_CODE = "330400"
_ZONES = {
    "etdz": (
        "经开区",
        "经开",
        "嘉兴经开",
        "嘉兴经开区",
        "经济技术开发区",
        "嘉兴经济技术开发区",
        "国际商务区",
        "经济开发区",
    ),
    "port": ("港区", "嘉兴港区", "嘉兴港"),
}
_CITY = ("嘉兴", "嘉兴市", "市本级", "全市", "市级", "市属", "市直", "本级", "嘉兴市本级", "市区")
# Former names of counties: the code that the ground has now, and the year of the new name.
FORMER = {"郊区": ("330411", 1999), "秀城区": ("330402", 2005), "秀城": ("330402", 2005), "城区": ("330402", 1993)}
_TOWN = re.compile(r"(?:[^市区县]{1,12}(?:镇|街道|乡|村|社区|路|大道|号|园|城|开发区|新区|高新区)).*")


class Units:
    """The counties and zones as cells name them."""

    def __init__(self, names: Mapping[str, tuple[str, str]]) -> None:
        """`names` has the name and the short name of each unit."""
        self.names = {unit: name for unit, (name, _) in names.items()}
        self.exact: dict[str, str] = {unit: unit for unit in names if not unit.isdecimal()}
        for unit, spellings in names.items():
            self.exact |= {folded(spelling): unit for spelling in spellings}
        for zone, known in _ZONES.items():
            self.exact |= dict.fromkeys(known, zone)
        self._seen: dict[str, Value] = {}

    def read(self, raw: str) -> Value:
        """The unit that a cell names."""
        if raw not in self._seen:
            self._seen[raw] = self._read(raw)
        return self._seen[raw]

    def _read(self, raw: str) -> Value:
        word = folded(raw)
        code = re.fullmatch(r"(\d{6})(?:\.0+|0{6})?", word)
        if code:
            return self._code(code[1])
        if word in self.exact:
            return Value(self.exact[word])
        if word in _CITY:
            return Value("", Problem(QUESTION, "unit_city"))
        short = re.sub(r"^(中国)?(浙江省|浙江)?(嘉兴市|嘉兴)?", "", word) or word
        if short in self.exact:
            return Value(self.exact[short])
        if short in FORMER:
            unit, year = FORMER[short]
            return Value("", Problem(QUESTION, "unit_former", self.names[unit], {"year": year}))
        return self._part(short)

    def within(self, words: str) -> str:
        """The unit that a title names; "" where it names none, or several."""
        plain = folded(words)
        named = {unit for word, unit in self.exact.items() if len(word) > 2 and word in plain}
        return named.pop() if len(named) == 1 else ""

    def _code(self, code: str) -> Value:
        if code in COUNTIES:
            return Value(code)
        if code == CITY_CODE:
            return Value("", Problem(ERROR, "unit_city_code"))
        return Value("", Problem(ERROR, "unit_unknown"))

    def _part(self, short: str) -> Value:
        """A cell that holds more than the name of a unit, or something like it."""
        parts = [part for part in re.split(r"[、,，;；/和与]", short) if part]
        if len(parts) > 1 and all(part in self.exact for part in parts):
            return Value("", Problem(QUESTION, "unit_several"))
        full = [(word, unit) for word, unit in self.exact.items() if len(word) > 2 and unit in COUNTIES]
        for word, unit in full:
            rest = short.removeprefix(word)
            if rest != short and _TOWN.fullmatch(rest):
                return Value(unit, Problem(WARNING, "unit_from_address", self.names[unit]))
        return Value("", Problem(ERROR, "unit_unknown", self._nearest(short)))

    def _nearest(self, short: str) -> str:
        # Loaded only here: a file without a fault needs no proposals.
        from rapidfuzz import fuzz, process  # noqa: PLC0415

        found = process.extractOne(short, list(self.exact), scorer=fuzz.ratio, score_cutoff=55)
        return self.names[self.exact[found[0]]] if found else ""
