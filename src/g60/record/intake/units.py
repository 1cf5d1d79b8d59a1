"""A cell to a county or zone, with what is wrong or unsure about it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from g60.contract.codes import COUNTIES
from g60.record.intake.findings import ERROR, QUESTION, WARNING, Problem
from g60.record.intake.values import Value
from g60.record.intake.words import folded

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
