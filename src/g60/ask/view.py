"""The view: the part of an address that changes how the map looks, not what it shows."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Self

from g60.ask.judging import OTHER_DOCUMENTS, Judging
from g60.ask.query import Query, last
from g60.contract.basemaps import CODES as BASEMAPS
from g60.contract.codes import LIGHTS, TASK_KINDS, is_slug
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES
from g60.contract.symbology import LAYERS, OFF_LAYERS
from g60.contract.themes import DEFAULT_THEME, THEMES

# How the list is grouped and sorted; the first one is the default.
GROUPS = ("kind", "unit", "industry", "evidence")
SORTS = ("plan", "name")
# By default every indicator has the same weight in the trial index.
EQUAL_WEIGHT = "1"
# Digits of an address, one for each indicator.
WEIGHTS_AT_MOST = 30
NOT_JUDGING = Judging()
CODE_AT_MOST = 60
# What the counties are compared by on the map stands among the layers: by.count-carrier.
COMPARED_BY = re.compile(r"by\.[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


# Hides every layer but those that are named beside it: shorter, where more are hidden than shown.
ALL_HIDDEN = "-all"


def hidden_layers(parts: Iterable[str]) -> frozenset[str]:
    """The layers that the parts of an address hide."""
    given, layers = set(parts), frozenset(LAYERS)
    if ALL_HIDDEN in given:
        return layers - given
    return layers.intersection(part.removeprefix("-") for part in given if part.startswith("-"))


def _hiding(hidden: frozenset[str]) -> list[str]:
    """The parts of an address that hide layers, in the shorter of two ways."""
    named = [f"-{code}" for code in LAYERS if code in hidden]
    rest = [ALL_HIDDEN, *(code for code in LAYERS if code not in hidden)]
    return min(named, rest, key=lambda parts: len(",".join(parts)))


def asked_layers(codes: Iterable[str]) -> frozenset[str]:
    """The codes of layers that are drawn where they are asked for; of those that shade the counties, one."""
    asked = set(codes)
    shades = sorted(code for code in asked if COMPARED_BY.fullmatch(code) and len(code) <= CODE_AT_MOST)
    return frozenset(OFF_LAYERS).intersection(asked) | frozenset(shades[:1])


# Of zoom, latitude and longitude: the decimals that are kept (five are about a metre), and the most that a map shows.
PLACE_DECIMALS = (2, 5, 5)
PLACE_AT_MOST = (19, 85, 180)


class MapView(NamedTuple):
    """Zoom level and centre of the map in degrees."""

    zoom: float
    lat: float
    lon: float

    def __str__(self) -> str:
        parts = (f"{part:.{decimals}f}" for part, decimals in zip(self, PLACE_DECIMALS, strict=True))
        return "/".join(part.rstrip("0").rstrip(".") for part in parts)


_MAP = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)/(-?\d{1,2}(?:\.\d{1,6})?)/(-?\d{1,3}(?:\.\d{1,6})?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class View:
    """The map's zoom and centre, hidden layers, basemap, language, theme, scene, data version, weights.

    `shown` are layers that are not drawn unless they are asked for.
    `version` is the one that a permalink was made with. `at` asks for the data of a version or a day, `draft` for
    that of a draft, which is over the newest version. `since` asks what has changed since a version or a day.
    `pair` names the two plans that are compared, the earlier one first; it takes the place of `since`, since the map
    marks one difference. `task` and `about` are the kind and the subject of the tasks that the tasks page shows,
    `judging` says what of the evaluation is shown, `light` and `owner` the light of the tasks and their owner's code.
    """

    place: MapView | None = None
    hidden: frozenset[str] = frozenset()
    base: str = ""
    lang: str = DEFAULT_LANGUAGE
    theme: str = DEFAULT_THEME
    scene: int | None = None
    version: int | None = None
    at: str = ""
    since: str = ""
    pair: str = ""
    draft: int | None = None
    weights: str = ""
    task: str = ""
    about: str = ""
    judging: Judging = NOT_JUDGING
    light: str = ""
    owner: str = ""
    shown: frozenset[str] = frozenset()
    grouped: str = ""
    sorted: str = ""

    @classmethod
    def from_query(cls, query: Query) -> Self:
        """The view of a query, with defaults for what the query does not name."""
        layers = last(query, "layers").split(",")
        lang, theme, base = last(query, "lang"), last(query, "theme"), last(query, "base")
        task, about = last(query, "task"), last(query, "about")
        light, owner = last(query, "light"), last(query, "owner")
        grouped, in_order = last(query, "grouped"), last(query, "sorted")
        draft, pair = _small_number(last(query, "draft")), parse_pair(last(query, "pair"))
        return cls(
            place=parse_place(last(query, "map")),
            hidden=hidden_layers(layers),
            base=base if base in BASEMAPS else "",
            lang=lang if lang in LANGUAGES else DEFAULT_LANGUAGE,
            theme=theme if theme in THEMES else DEFAULT_THEME,
            scene=_small_number(last(query, "scene")),
            version=_small_number(last(query, "v")),
            at="" if draft is not None else parse_at(last(query, "at")),
            since="" if pair or draft is not None else parse_at(last(query, "since")),
            pair=pair,
            draft=draft,
            weights=parse_weights(last(query, "w")),
            task=task if task in TASK_KINDS else "",
            about=about if is_slug(about) else "",
            judging=Judging.from_query(query),
            light=light if light in LIGHTS else "",
            shown=asked_layers(layers),
            owner=owner if re.fullmatch("[0-9a-f]{8}", owner, re.ASCII) else "",
            grouped=grouped if grouped in GROUPS[1:] else "",
            sorted=in_order if in_order in SORTS[1:] else "",
        )

    def without_unknown(self, subjects: Collection[str], indicators: int, plans: Collection[str] = ()) -> Self:
        """The view without a subject that has no tasks, weights for another number of indicators, an unknown plan."""
        return replace(
            self,
            about=self.about if self.about in subjects else "",
            weights=self.weights if len(self.weights) == indicators else "",
            judging=self.judging if self.judging.plan in (*plans, OTHER_DOCUMENTS) else replace(self.judging, plan=""),
        )

    def to_query(self) -> dict[str, list[str]]:
        """The view as the query of a permalink; defaults are left out."""
        layers = ",".join(
            [
                *_hiding(self.hidden),
                *(code for code in OFF_LAYERS if code in self.shown),
                *sorted(self.shown.difference(OFF_LAYERS)),
            ]
        )
        query = {
            "map": str(self.place) if self.place else "",
            "layers": layers,
            "base": self.base,
            "grouped": self.grouped,
            "sorted": self.sorted,
            "scene": "" if self.scene is None else str(self.scene),
            "theme": "" if self.theme == DEFAULT_THEME else self.theme,
            "lang": "" if self.lang == DEFAULT_LANGUAGE else self.lang,
            "v": "" if self.version is None else str(self.version),
            "at": self.at,
            "since": self.since,
            "pair": self.pair,
            "draft": "" if self.draft is None else str(self.draft),
            "w": self.weights,
            "task": self.task,
            "about": self.about,
            **self.judging.to_query(),
            "light": self.light,
            "owner": self.owner,
        }
        return {key: [value] for key, value in query.items() if value}


def parse_place(raw: str) -> MapView | None:
    """Zoom and centre of a text such as `11/30.53/120.69`, or None if the map cannot show it."""
    match = _MAP.fullmatch(raw)
    if not match:
        return None
    numbers = [float(part) for part in match.groups()]
    if any(math.fabs(number) > most for number, most in zip(numbers, PLACE_AT_MOST, strict=True)):
        return None
    # With 0.0 added there is no zero below zero.
    return MapView(*(round(number, kept) + 0.0 for number, kept in zip(numbers, PLACE_DECIMALS, strict=True)))


def parse_at(raw: str) -> str:
    """A version's number or a day (2026-11-27); empty if the text is neither."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw, re.ASCII):
        try:
            return date.fromisoformat(raw).isoformat()
        except ValueError:
            return ""
    return raw if re.fullmatch(r"[1-9][0-9]{0,8}", raw, re.ASCII) else ""


def parse_pair(raw: str) -> str:
    """Two plans, as in plan-14.plan-15; empty if the text names no two."""
    plans = raw.split(".")
    return raw if len(plans) == 2 and plans[0] != plans[1] and all(map(is_slug, plans)) else ""


def parse_weights(raw: str) -> str:
    """The weights of the trial index, one digit for each indicator in the order of the file; empty if all are 1."""
    valid = len(raw) <= WEIGHTS_AT_MOST and raw.isascii() and raw.isdecimal()
    return raw if valid and not is_equal(raw) else ""


def is_equal(raw: str) -> bool:
    """Whether these weights are the default, written out."""
    return set(raw) == {EQUAL_WEIGHT}


def _small_number(raw: str) -> int | None:
    return int(raw) if re.fullmatch(r"[1-9][0-9]{0,5}", raw, re.ASCII) else None
