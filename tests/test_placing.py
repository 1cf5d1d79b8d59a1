"""Labels find the same places on the web map and on paper: both algorithms place the same twenty scenes."""

import math
import random
import re
from functools import cache
from typing import Any

import pytest
import shapely

from g60.contract.placement import PLACEMENT
from g60.contract.symbology import as_payload
from g60.export.paper_map.drawing import Box
from g60.export.paper_map.labels import Face, Label
from g60.export.paper_map.placing import Obstacles, Symbol, place_labels
from tests.client_calls import WEB, answers

FRAME = Box(-5000, -5000, 10_000, 10_000)  # nothing is cut off: how a window's edge counts is the window's own matter
SCENES = range(20)
# Zones and platforms are named beside them, often with a line: more of these make more quarrels.
KINDS = ("core", "lake", "county", "unit", "carrier", "neighbour", *["zone", "platform"] * 4)
SYMBOLS = ("lake", "zone", "platform", "carrier")  # a name of these stands by its own symbol
RUN = """
given.scenes.map((scene) => {
  placeAmong(scene.labels, scene.obstacles, scene.symbols, null, given.numbers);
  return scene.labels.map((label) => label.box && [label.box.x, label.box.y, Boolean(label.box.lead)]);
})
"""


def scene(seed: int) -> dict[str, Any]:
    """Labels and obstacles in pixels, crowded so that labels quarrel about places; every kind of label is there."""
    chance = random.Random(seed)
    side = chance.choice((160, 300, 600))

    def at() -> tuple[float, float]:
        return round(chance.uniform(0, side), 2), round(chance.uniform(0, side), 2)

    labels, obstacles, symbols = [], [], []
    for number in range(chance.randint(12, 48)):
        kind = chance.choice(KINDS)
        x, y = at()
        r = {"core": 90.0, "lake": 30.0, "zone": 18.0, "county": 120.0, "neighbour": 80.0}.get(kind, 5.0)
        corners = chance.randint(5, 40)
        outline = [
            (
                x + r * chance.uniform(0.8, 1.2) * math.cos(turn * 2 * math.pi / corners),
                y + r * chance.uniform(0.8, 1.2) * math.sin(turn * 2 * math.pi / corners),
            )
            for turn in range(corners)
        ]
        words = "".join(chance.choice("嘉兴科创湖区高新技术产业园") for _ in range(chance.randint(2, 12)))
        shaped = kind in ("core", "lake", "zone", "county", "neighbour")
        chosen = number == 3 and chance.random() < 0.5
        labels.append(
            {"id": f"{kind}-{number}", "kind": kind, "words": words, "size": chance.choice((9, 11, 13)), "at": (x, y)}
            | {"r": r, "outline": outline if shaped else None, "chosen": chosen, "about": chance.random() < 0.3}
        )
        if kind in SYMBOLS:
            # Two boxes that cover a shape; some of these are filtered out.
            high = 2 * r / 2
            boxes = [(x - r * wide, y - r + k * high, 2 * r * wide, high) for k, wide in enumerate((0.7, 1.0))]
            symbols.append((f"{kind}-{number}", kind, boxes))
            cost = chance.choice((math.inf, PLACEMENT.faded))
            obstacles.extend((box, cost, f"{kind}-{number}") for box in boxes)
    for _ in range(chance.randint(20, 120)):
        x, y = at()
        obstacles.append(((x, y, 10.0, 10.0), chance.choice((PLACEMENT.arrow, PLACEMENT.road, math.inf)), ""))
    return {"labels": labels, "obstacles": obstacles, "symbols": symbols}


def paper_labels(given: dict[str, Any]) -> list[Label]:
    return [
        Label(
            label["id"],
            label["kind"],
            [[label["words"]]],
            Face(label["size"], "#000000"),
            label["at"],
            label["r"],
            shapely.Polygon(label["outline"]) if label["outline"] else None,
            chosen=label["chosen"],
            about=label["about"],
        )
        for label in given["labels"]
    ]


@cache
def on_paper(seed: int) -> list[Any]:
    given = scene(seed)
    labels, obstacles = paper_labels(given), Obstacles()
    for box, cost, owner in given["obstacles"]:
        obstacles.add(Box(*box), cost, owner)
    for owner, kind, boxes in given["symbols"]:
        obstacles.symbols.append(Symbol(owner, kind, tuple(Box(*box) for box in boxes)))
    place_labels(labels, obstacles, FRAME, 1.0)
    return [(label.spot.box.x, label.spot.box.y, bool(label.spot.lead)) if label.spot else None for label in labels]


def for_the_client(given: dict[str, Any]) -> dict[str, Any]:
    labels = []
    for label, measured in zip(given["labels"], paper_labels(given), strict=True):
        wide, high = measured.size()
        outline = [{"x": x, "y": y} for x, y in label["outline"]] if label["outline"] else None
        anchor = {"x": label["at"][0], "y": label["at"][1]}
        labels.append({**label, "anchor": anchor, "w": wide, "h": high, "outline": outline, "shown": True, "kept": ""})
    obstacles = [
        {"box": dict(zip("xywh", box, strict=True)), "cost": min(cost, 1e9), "id": owner}
        for box, cost, owner in given["obstacles"]
    ]
    symbols = [
        {"id": owner, "kind": kind, "boxes": [dict(zip("xywh", box, strict=True)) for box in boxes], "active": True}
        for owner, kind, boxes in given["symbols"]
    ]
    return {"labels": labels, "obstacles": obstacles, "symbols": symbols}


@pytest.fixture(scope="module")
def on_the_web(request: pytest.FixtureRequest) -> list[list[Any]]:
    """Where the client puts the labels of all scenes."""
    given = {"numbers": as_payload()["placement"], "scenes": [for_the_client(scene(seed)) for seed in SCENES]}
    return answers(request, {"labels/placing.js": "placeAmong"}, RUN, given)  # type: ignore[no-any-return]


@pytest.mark.parametrize("seed", SCENES)
def test_both_algorithms_give_each_label_the_same_place(seed: int, on_the_web: list[list[Any]]) -> None:
    given = scene(seed)
    paper, web = on_paper(seed), on_the_web[seed]
    assert any(paper)
    for label, here, there in zip(given["labels"], paper, web, strict=True):
        assert (here is None) == (there is None), label["id"]
        if here and there:
            assert there[:2] == pytest.approx(here[:2], abs=1e-6), label["id"]
            assert there[2] == here[2], label["id"]


def test_the_scenes_try_the_whole_algorithm() -> None:
    """Some labels find no place, some a place inside, some one beside with a line; otherwise equal would say little."""
    found = [pair for seed in SCENES for pair in zip(scene(seed)["labels"], on_paper(seed), strict=True)]
    assert {label["kind"] for label, _ in found} == set(KINDS)
    assert sum(spot is None for _, spot in found) >= 20
    assert sum(bool(spot and spot[2]) for _, spot in found) >= 20
    assert sum(bool(spot and not spot[2]) for _, spot in found) >= 100


def test_every_number_that_the_client_reads_is_in_the_table() -> None:
    modules = [path.read_text("utf-8") for path in sorted((WEB / "labels").glob("*.js"))]
    asked = {name for module in modules for name in re.findall(r"\bprices\.(?!js\b)(\w+)", module)}
    assert len(asked) >= 30
    assert asked <= set(as_payload()["placement"])
