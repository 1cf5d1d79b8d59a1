"""The measure of labels on a drawn map: names by a wrong symbol, names on something, names outside, names that miss.

It reads what was drawn and nothing of how places were found: the web map from its DOM (`on_the_web`), the maps of
sheets, slides and documents from their list of shapes (`on_paper`). Lengths are pixels or mm; a scene's `px` says how
long a CSS pixel is.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from playwright.sync_api import Page as BrowserPage
from shapely.geometry.base import BaseGeometry

from g60.catalog import boundaries
from g60.catalog.catalog import Catalog
from g60.contract.codes import COUNTIES
from g60.contract.symbology import AREA_LAYERS
from g60.export.paper_map.drawing import Box, Letters, Text
from g60.export.paper_map.plan import Plan
from g60.export.paper_map.typeface import width

# Symbols whose names stand by them: no other of the kind is nearer.
OWNED = ("zone", "lake", "platform", "carrier")
SLACK = 0.6  # pixels by which boxes may touch: letters are smaller than their line
TOLD_APART = 0.25  # the share of a letter that another letter of a curved word may cover


@dataclass(frozen=True)
class Name:
    """A name as it stands: its lines, and the far end of the line that leads to its symbol, where it has one."""

    id: str
    kind: str
    lines: tuple[BaseGeometry, ...]
    lead: tuple[tuple[float, float], tuple[float, float]] | None = None
    faded: bool = False

    @property
    def room(self) -> BaseGeometry:
        """All that it covers."""
        return shapely.union_all(self.lines)


@dataclass(frozen=True)
class Mark:
    """A symbol as it is drawn."""

    id: str
    kind: str
    shape: BaseGeometry
    shown: bool = True


@dataclass
class Drawn:
    """What is drawn on one map."""

    frame: BaseGeometry
    names: list[Name] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    rings: list[BaseGeometry] = field(default_factory=list)  # the core's line
    bands: list[BaseGeometry] = field(default_factory=list)  # the corridor
    covers: list[BaseGeometry] = field(default_factory=list)  # furniture
    land: dict[str, BaseGeometry] = field(default_factory=dict)  # counties
    words: list[list[BaseGeometry]] = field(default_factory=list)  # letters set along a line
    about: frozenset[str] = frozenset()
    px: float = 1.0


@dataclass
class Faults:
    """What is wrong with the names of one map, each as words."""

    wrong: list[str] = field(default_factory=list)
    overlaps: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    names: int = 0

    def __iadd__(self, other: Faults) -> Faults:
        for part in ("wrong", "overlaps", "outside", "missing"):
            getattr(self, part).extend(getattr(other, part))
        self.names += other.names
        return self

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.wrong) + len(self.overlaps) + len(self.outside) + len(self.missing)

    def lines(self) -> str:
        """Each of them in words."""
        missing = [f"{one} is missing" for one in self.missing]
        return "; ".join([*self.wrong, *self.overlaps, *(f"{one} is outside" for one in self.outside), *missing])

    def __str__(self) -> str:
        counts = [len(self.wrong), len(self.overlaps), len(self.outside), len(self.missing)]
        return "{} wrong, {} overlaps, {} outside, {} missing of {} names".format(*counts, self.names)


def faults(drawn: Drawn) -> Faults:
    """What is wrong with the names of a map."""
    found = Faults(names=len(drawn.names))
    for name in drawn.names:
        found.wrong += _strangers(name, drawn)
        found.overlaps += [f"{name.id} on {thing}" for thing in _covered(name, drawn)]
        if not drawn.frame.buffer(SLACK * drawn.px).contains(name.room):
            found.outside.append(name.id)
    for one, other in itertools.combinations(drawn.names, 2):
        if _meet(one, other, drawn.px):
            found.overlaps.append(f"{one.id} on {other.id}")
    for letters in drawn.words:
        found.overlaps += _collided(letters)
        found.overlaps += [
            f"the corridor's name on {mark.id}"
            for mark in drawn.marks
            if mark.shown and any(letter.intersects(mark.shape) for letter in letters)
        ]
    named = {name.id for name in drawn.names if not name.faded}
    found.missing = sorted(drawn.about - named)
    return found


def _strangers(name: Name, drawn: Drawn) -> list[str]:
    """The symbols that a name could be taken for the name of."""
    if name.kind == "county":
        land = drawn.land.get(name.id)
        return (
            []
            if land is None or land.buffer(3 * drawn.px).contains(name.room.centroid)
            else [f"{name.id} outside its land"]
        )
    if name.kind not in OWNED:
        return []
    own = next((mark for mark in drawn.marks if mark.kind == name.kind and mark.id == name.id), None)
    if own is None:
        return [f"{name.id} without a symbol"]
    if name.lead:
        arrives = min(own.shape.distance(shapely.Point(end)) for end in name.lead)
        return [] if arrives <= 3 * drawn.px else [f"the line of {name.id} ends {arrives / drawn.px:.0f} px before"]
    mine = own.shape.distance(name.room)
    nearer = [
        mark.id
        for mark in drawn.marks
        if mark.kind == name.kind and mark.id != name.id and mark.shape.distance(name.room) <= mine
    ]
    return [f"{name.id} by {other}" for other in nearer]


def _covered(name: Name, drawn: Drawn) -> list[str]:
    """What a name lies on, but for what is filtered out."""
    lines = shapely.union_all([_inside(line, drawn.px) for line in name.lines])
    found = []
    for mark in drawn.marks:
        if mark.id == name.id and mark.kind == name.kind:
            if lines.intersects(mark.shape) and not mark.shape.contains(lines):
                found.append("its own rim")
        elif mark.shown and lines.intersects(mark.shape):
            found.append(mark.id)
    found += ["the ring" for ring in drawn.rings if lines.intersects(ring)]
    if name.kind not in ("plate", "corridor"):
        found += ["the band" for band in drawn.bands if lines.intersects(band)]
    return found + ["furniture" for cover in drawn.covers if lines.intersects(cover)]


def _meet(one: Name, other: Name, px: float) -> bool:
    """Whether two names lie on each other, or the line of one runs through the other."""
    rooms = [shapely.union_all([_inside(line, px) for line in name.lines]) for name in (one, other)]
    if rooms[0].intersects(rooms[1]):
        return True
    return any(
        name.lead is not None and shapely.LineString(name.lead).intersects(room)
        for name, room in ((one, rooms[1]), (other, rooms[0]))
    )


def _inside(line: BaseGeometry, px: float) -> BaseGeometry:
    return line.buffer(-SLACK * px, join_style="mitre")


def _collided(letters: list[BaseGeometry]) -> list[str]:
    return [
        "letters of a curved word"
        for one, other in itertools.combinations(letters, 2)
        if one.intersection(other).area > TOLD_APART * min(one.area, other.area)
    ]


def _turned(x: float, y: float, size: tuple[float, float], degrees: float) -> BaseGeometry:
    """The room of a letter whose base line starts at a point."""
    wide, high = size
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    corners = [(0.0, 0.1 * high), (wide, 0.1 * high), (wide, -0.8 * high), (0.0, -0.8 * high)]
    return shapely.Polygon([(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in corners])


def about(catalog: Catalog, shown: Iterable[str], hidden: Iterable[str] = ()) -> frozenset[str]:
    """The areas that a scene is about and that have names of their own beside a symbol: all but the corridor."""
    off = set(hidden)
    layers = {kind: layer for kind, layer in AREA_LAYERS.items() if layer.label and layer.code not in off}
    areas = catalog.areas.loc[[one for one in catalog.areas.index if one in set(shown)]]
    return frozenset(areas.index[areas["kind"].isin(layers)])


# The web map ---------------------------------------------------------------------------------

READ = """() => {
  const map = atlas.map.getContainer();
  const frame = map.getBoundingClientRect();
  const boxOf = ({ left, top, right, bottom }) => [left, top, right, bottom];
  const seen = (element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return style.display !== "none" && style.visibility !== "hidden" && box.width > 1 && box.height > 1;
  };
  const all = (selector, within) => Array.from((within || map).querySelectorAll(selector));
  const LABELS = /^is-(county|unit|neighbour|plate|core|lake|zone|platform|carrier|town)$/;
  const kindOf = (element) => Array.from(element.classList, (name) => LABELS.exec(name)).filter(Boolean)[0][1];
  const inked = (element) => {
    const lines = all(".atlas-line", element).map((line) => {
      const range = document.createRange();
      range.selectNodeContents(line);
      // A typeface's box is higher than its letters, which are an em high.
      const { left, top, right, bottom } = range.getBoundingClientRect();
      const half = parseFloat(getComputedStyle(line).fontSize) * 0.55;
      return { left, right, top: (top + bottom) / 2 - half, bottom: (top + bottom) / 2 + half };
    });
    const badges = all(".atlas-badge", element).filter(seen).map((badge) => badge.getBoundingClientRect());
    return lines.concat(badges).map(boxOf);
  };
  const end = (line, x, y) => {
    const at = line.ownerSVGElement.createSVGPoint();
    [at.x, at.y] = [Number(line.getAttribute(x)), Number(line.getAttribute(y))];
    const there = at.matrixTransform(line.getScreenCTM());
    return [there.x, there.y];
  };
  const leads = {};
  all(".atlas-leader").forEach((line) => (leads[line.dataset.id] = [end(line, "x1", "y1"), end(line, "x2", "y2")]));
  const names = all(".atlas-label").filter(seen).map((element) => ({
    id: element.dataset.id || "", kind: kindOf(element), lines: inked(element),
    faded: element.classList.contains("is-faded"), lead: leads[element.dataset.id || ""] || null }));
  const rings = (path) => {
    const { a, d, e, f } = path.getScreenCTM();
    const parts = (path.getAttribute("d") || "").split(/[Mm]/).filter((part) => /\\d/.test(part));
    return parts.map((part) => {
      const numbers = (part.match(/-?[\\d.]+/g) || []).map(Number);
      return numbers.map((x, i) => [x * a + e, numbers[i + 1] * d + f]).filter((_, i) => i % 2 === 0);
    });
  };
  const KINDS = { hexagon: "zone", disc: "lake", ring: "ring", band: "band", county: "county", platform: "platform" };
  const shapes = [];
  all(".atlas-shape").forEach((path) => {
    const name = Object.keys(KINDS).filter((one) => path.classList.contains("atlas-" + one))[0];
    const pane = path.closest(".atlas-pane");
    if (!name || !path.dataset.id || getComputedStyle(pane).display === "none") return;
    const [l, t, r, b] = boxOf(path.getBoundingClientRect());
    const outline = name === "platform" ? [[[l, t], [r, t], [r, b], [l, b]]] : rings(path);
    const shown = !path.classList.contains("is-faded");
    shapes.push({ id: path.dataset.id, kind: KINDS[name], shown: shown, rings: outline });
  });
  const corner = atlas.map.getPixelBounds().getTopLeft();
  const marks = atlas.carriers.marks().map((mark) => ({
    id: mark.id, r: mark.r - 1, shown: !mark.id || atlas.carriers.isShown(mark.id),
    x: mark.x - corner.x + frame.left, y: mark.y - corner.y + frame.top }));
  const letters = all(".atlas-corridor-name").filter((text) => seen(text) && !text.classList.contains("is-faded"));
  const words = letters.map((text) => {
    const { e, f } = text.getScreenCTM();
    const path = text.querySelector("textPath");
    const size = parseFloat(getComputedStyle(text).fontSize);
    const places = Array.from(path.textContent, (_, i) => i).filter((i) => path.textContent[i].trim());
    return places.map((i) => {
      const from = path.getStartPositionOfChar(i);
      const to = path.getEndPositionOfChar(i);
      const wide = Math.hypot(to.x - from.x, to.y - from.y);
      return { x: from.x + e, y: from.y + f, turned: path.getRotationOfChar(i), size: size, wide: wide };
    });
  });
  const covers = all(".atlas-furniture, .atlas-pointer").filter(seen).map((one) => boxOf(one.getBoundingClientRect()));
  return { frame: boxOf(frame), names, shapes, marks, words, covers };
}"""


def on_the_web(page: BrowserPage, wanted: frozenset[str]) -> Drawn:
    """What is drawn on the web map of a page now; `wanted` are the ids that its scene is about."""
    told = page.evaluate(READ)
    drawn = Drawn(frame=shapely.box(*told["frame"]))
    for name in told["names"]:
        lines = tuple(shapely.box(*line) for line in name["lines"])
        lead = tuple(tuple(end) for end in name["lead"]) if name["lead"] else None
        drawn.names.append(Name(name["id"], name["kind"], lines, lead, name["faded"]))  # type: ignore[arg-type]
    for shape in told["shapes"]:
        _take_shape(drawn, shape)
    for mark in told["marks"]:
        point = shapely.Point(mark["x"], mark["y"]).buffer(mark["r"])
        drawn.marks.append(Mark(mark["id"], "carrier", point, mark["shown"]))
    for word in told["words"]:
        sizes = [((letter["wide"], letter["size"])) for letter in word]
        drawn.words.append(
            [_turned(one["x"], one["y"], size, one["turned"]) for one, size in zip(word, sizes, strict=True)]
        )
    drawn.covers = [shapely.box(*box) for box in told["covers"]]
    inside = {mark.id for mark in drawn.marks if drawn.frame.contains(mark.shape.centroid)}
    rings = {shape["id"] for shape in told["shapes"] if shape["kind"] == "ring"}
    drawn.about = frozenset(one for one in wanted if one in inside | rings)
    return drawn


def _take_shape(drawn: Drawn, shape: Mapping[str, Any]) -> None:
    rings = [shapely.Polygon(ring) for ring in shape["rings"] if len(ring) > 2]
    if not rings:
        return
    whole = shapely.union_all([ring.buffer(0) for ring in rings])
    if shape["kind"] == "county":
        drawn.land[shape["id"]] = whole
    elif shape["kind"] in ("ring", "band"):
        if shape["shown"]:
            (drawn.rings if shape["kind"] == "ring" else drawn.bands).append(
                whole.boundary if shape["kind"] == "ring" else whole
            )
    else:
        drawn.marks.append(Mark(shape["id"], shape["kind"], whole, shape["shown"]))


# Sheets, slides and documents ------------------------------------------------------------------


def on_paper(plan: Plan, *, straight: bool = False) -> Drawn:
    """What is drawn on a sheet's, slide's or document's map; a slide sets words along a line `straight`."""
    subject, ground, px = plan.subject, plan.ground, plan.look.px(1)
    drawn = Drawn(frame=ground.frame.polygon, px=px)
    focus = subject.selection.focus
    # The map of one thing is about it; what else there is on it is named where there is room.
    alone = focus in subject.areas and not subject.selection.restricts
    drawn.about = about(subject.catalog, [focus] if alone else subject.areas, subject.view.hidden)
    for label in plan.labels:
        if label.spot is None:
            continue
        kind = "carrier" if label.kind == "number" else label.kind
        box = label.spot.box
        drawn.names.append(Name(label.id, kind, (box.polygon,), label.spot.lead))
    _take_areas(drawn, plan)
    areas = subject.catalog.areas
    core = not subject.areas.isdisjoint(areas.index[areas["kind"] == "core_area"])
    for symbol in plan.obstacles.symbols:
        if symbol.kind in ("number", "platform"):
            shape = shapely.union_all([box.polygon for box in symbol.boxes])
            shown = core if symbol.kind == "platform" else symbol.id in subject.carriers
            drawn.marks.append(Mark(symbol.id, "carrier" if symbol.kind == "number" else "platform", shape, shown))
    for part in plan.group.walk():
        if isinstance(part, Letters):
            drawn.words.append(_letters(part, straight=straight))
    drawn.covers = [_text_box(text) for text in _axis_texts(plan)]
    inside = {mark.id for mark in drawn.marks if drawn.frame.contains(mark.shape.centroid)}
    cores = {one for one in drawn.about if areas.at[one, "kind"] == "core_area"}
    drawn.about = frozenset(one for one in drawn.about if one in inside or (one in cores and drawn.rings))
    return drawn


def _take_areas(drawn: Drawn, plan: Plan) -> None:
    subject, ground = plan.subject, plan.ground
    for area_id, row in subject.catalog.areas.iterrows():
        kind, shown = str(row["kind"]), area_id in subject.areas
        layer = AREA_LAYERS[kind]
        shape = ground.on_paper(row.geometry)
        if layer.code in subject.view.hidden or shape.is_empty or not drawn.frame.intersects(shape):
            continue
        if layer.label and layer.label != "core":
            drawn.marks.append(Mark(str(area_id), layer.label, shape, shown))
        elif layer.label == "core":
            drawn.rings += [shape.boundary] if shown else []
        else:
            drawn.bands += [shape] if shown else []
    for unit, shape in boundaries.display_counties().geometry.items():
        if unit in COUNTIES:
            drawn.land[str(unit)] = ground.on_paper(shape).intersection(drawn.frame)


def _letters(word: Letters, *, straight: bool) -> list[BaseGeometry]:
    size = word.size
    wides = [width(char, size, bold=word.bold) for char in word.words]
    if straight:
        (x0, y0, _), (x1, y1, _) = word.poses[0], word.poses[-1]
        turned = math.degrees(math.atan2(y1 - y0, x1 - x0))
        share = [k / max(1, len(word.poses) - 1) for k in range(len(word.poses))]
        poses = [(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part, turned) for part in share]
    else:
        poses = list(word.poses)
    return [
        _turned(x, y, (wide, size), turned)
        for (x, y, turned), wide, char in zip(poses, wides, word.words, strict=True)
        if char.strip()
    ]


def _axis_texts(plan: Plan) -> list[Text]:
    """The words of the corridor's plates and pointers."""
    axis = next((part for part in plan.group.parts if getattr(part, "id", "") == "axis"), None)
    return [part for part in axis.walk() if isinstance(part, Text)] if axis is not None else []  # type: ignore[union-attr]


def _text_box(text: Text) -> BaseGeometry:
    wide = width(text.words, text.size, bold=text.bold, spacing=text.spacing)
    left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
    return Box(left, text.y - 0.8 * text.size, wide, text.size).polygon
