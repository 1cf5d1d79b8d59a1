"""Selections that a reader of the shipped data could make, for tests that hold for all of them."""

import random

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.codes import INDUSTRIES, UNITS
from g60.contract.schema import KINDS

WORDS = (
    "xfd",
    "海宁",
    "hn",
    "研究院",
    "新材料",
    "芯片",
    "tsinghua",
    "yjy",
    "实验室 南湖",
    "no such thing",
    "(",
    "长三角",
)


def random_selection(chance: random.Random, catalog: Catalog) -> Selection:
    """Some codes of some parts, so that about half of the selections show something."""

    def some(codes: tuple[str, ...], most: int) -> frozenset[str]:
        return frozenset(chance.sample(codes, chance.choice((0, 0, 1, most))))

    return Selection(
        units=some(UNITS, 4),
        industries=some(INDUSTRIES, 5),
        kinds=some(KINDS, 3),
        lists=some(catalog.lists, 2) if chance.random() < 0.3 else frozenset(),
        query=chance.choice(WORDS) if chance.random() < 0.3 else "",
    )


def random_selections(count: int, catalog: Catalog) -> list[Selection]:
    """As many selections as asked for, the same ones in every run."""
    chance = random.Random(20210930)
    return [random_selection(chance, catalog) for _ in range(count)]
