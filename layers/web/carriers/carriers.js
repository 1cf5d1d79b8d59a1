// The carriers: small marks on one canvas, so that a hundred thousand are as quick as seventy.
//
// A full dot is a place known by coordinate or address (A, B); an open ring one known by its park or town only (C).
// Where only the county is known (D) there is no mark: badges.js counts them. The plan's own list is larger and darker
// than the others.

import { atlas, when } from "../base/atlas.js";
import { gridOf } from "../base/grid.js";
import { meet } from "../base/plane.js";
import { isHidden } from "../base/select.js";
import { addSvg } from "../base/text.js";
import { markScaleHere, symbolOf, themeColour } from "../base/theme.js";
import { platforms } from "../ground/platforms.js";
import { addPath } from "../ground/shapes.js";
import { DrawnMarks } from "./drawn_marks.js";
import { groupRadius, paintGroup } from "./group_marks.js";
import {
  carrierAt,
  countyOnly,
  findCarrier,
  forgetCounts,
  layerOf,
  rowOf,
  shownCarrierIds,
  shownFlags,
  shownRows,
  table,
} from "./rows.js";
import { spreadMarks } from "./spread.js";

const REACH = 9; // pixels around the pointer in which a mark answers
const FADED = 0.22;

let worldX = new Float64Array(0); // where carriers with a point are, as shares of the world's width; computed once
let worldY = new Float64Array(0); // ... and of its height
/** @type {number[]} */ let drawn = []; // places in the columns of the carriers that have a mark now
/** @type {number[]} */ let singles = []; // places in `drawn` of those that are not in a counted group
/** @type {Int32Array} */ let markOf; // place in the columns -> place in `drawn`, or -1
/** @type {Spread} */ let spot; // where their marks are, in pixels of the world at this zoom
let trueX = new Float64Array(0); // and where they are known to be
let trueY = new Float64Array(0);
/** @type {Grid} */ let finder;
/** @type {MarkSheet} */ let sheet; // the canvas
let lit = { focus: -1, hover: -1 }; // the rows of those that are chosen or pointed at

export const carriers = {
  // The place of one that has a mark.
  placeOf: (/** @type {string} */ id) => L.latLng(table.lat(rowOf(id)), table.lon(rowOf(id))),
  // One carrier by its id, or null.
  find: findCarrier,
  row: rowOf,
  id: (/** @type {number} */ i) => table.id(i),
  shownRows: shownRows,
  shownIds: shownCarrierIds,
  isShown: (/** @type {string} */ id) => Boolean(shownFlags[rowOf(id)]),
  hit: markAt,
  marks: markBoxes,
  count: () => (table ? table.count : 0),
  groupAt: groupAt,
  members: (/** @type {Group} */ group) =>
    Array.from(group.members, (k) => drawn[k])
      .filter((i) => shownFlags[i])
      .map((i) => table.id(i)),
  tally: tallyShown,
  groups: () => spot.groups,
  each: (/** @type {(i: number) => void} */ visit) => shownFlags.forEach((_is, i) => visit(i)),
  at: carrierAt,
  // By unit: how many carriers of grade D are shown, and how many there are.
  countyOnly: countyOnly,
};

// Where they are on the map of the world, computed once.
function measureWorld() {
  worldX = new Float64Array(table.count);
  worldY = new Float64Array(table.count);
  for (let i = 0; i < table.count; i++) {
    if (!table.hasPoint(i)) continue;
    const sine = Math.sin((table.lat(i) * Math.PI) / 180);
    worldX[i] = table.lon(i) / 360 + 0.5;
    worldY[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }
}

// Where the marks go, once for each zoom and set of layers.
function arrangeMarks() {
  drawn = [];
  forgetCounts();
  markOf = new Int32Array(table.count).fill(-1);
  const off = { carriers: isHidden("carriers"), bodies: isHidden("bodies") };
  for (let i = 0; i < table.count; i++) {
    if (table.hasPoint(i) && !off[layerOf(i)]) markOf[i] = drawn.push(i) - 1;
  }
  const zoom = atlas.map.getZoom();
  const wide = 256 * 2 ** zoom;
  trueX = new Float64Array(drawn.length);
  trueY = new Float64Array(drawn.length);
  for (let k = 0; k < drawn.length; k++) {
    trueX[k] = worldX[drawn[k]] * wide;
    trueY[k] = worldY[drawn[k]] * wide;
  }
  const fixed = isHidden("core") ? [] : platforms.map((at) => atlas.map.project(at, zoom));
  spot = spreadMarks(trueX, trueY, fixed, markScaleHere());
  singles = [];
  for (let k = 0; k < drawn.length; k++) if (spot.group[k] < 0) singles.push(k);
  finder = gridOf(
    singles.map((k) => spot.x[k]),
    singles.map((k) => spot.y[k]),
    singles.length,
    32,
  );
  recountGroups();
}

// How many members of each counted group are shown.
function recountGroups() {
  spot.groups.forEach((group) => {
    group.count = 0;
    for (let m = 0; m < group.members.length; m++) group.count += shownFlags[drawn[group.members[m]]];
    group.r = groupRadius(group.count);
  });
}

// The counted group at a point of the world at this zoom that has somebody to show, or null.
function groupAt(/** @type {Point} */ point) {
  return (
    spot.groups.find((group) => group.count && Math.hypot(group.x - point.x, group.y - point.y) <= group.r + 2) || null
  );
}

// Where the shown ones are: marks, counted groups, counties' badges. They sum to all that are shown in the layers that
// are on.
function tallyShown() {
  const badges = countyOnly();
  return {
    marks: singles.filter((k) => shownFlags[drawn[k]]).length,
    groups: spot.groups.map((group) => group.count),
    badges: Object.keys(badges).map((unit) => badges[unit].shown),
  };
}

// Boxes of the marks and groups, for labels that want to stay clear of them: [{x, y, r, id, shown}].
function markBoxes() {
  const boxes = singles.map((k) => ({
    x: spot.x[k],
    y: spot.y[k],
    r: markSize(drawn[k]) / 2 + 1,
    id: table.id(drawn[k]),
    shown: Boolean(shownFlags[drawn[k]]),
  }));
  const groups = spot.groups.map(({ x, y, r, count }) => ({ x: x, y: y, r: r, id: "", shown: count > 0 }));
  return boxes.concat(groups);
}

// The id of the mark nearest to a point of the world at this zoom, "" where there is none; shown ones win over faded
// ones.
function markAt(/** @type {Point} */ point) {
  let best = "";
  let least = Infinity;
  finder.near(point.x, point.y, REACH, (place) => {
    const k = singles[place];
    const apart = Math.hypot(spot.x[k] - point.x, spot.y[k] - point.y) + (shownFlags[drawn[k]] ? 0 : REACH);
    if (apart < least && apart < 2 * REACH) {
      least = apart;
      best = table.id(drawn[k]);
    }
  });
  return best;
}

function markSize(/** @type {number} */ i) {
  return lookOf(i).size * markScaleHere();
}

function lookOf(/** @type {number} */ i) {
  return symbolOf(layerOf(i) === "carriers" ? "carrier" : "body");
}

// ---- painting ----

class MarkSheet extends L.Renderer {
  constructor() {
    super({ pane: "atlas-marks", padding: 0.25 });
  }

  get inside() {
    return /** @type {RendererInside} */ (/** @type {unknown} */ (this));
  }

  _initContainer() {
    this.inside._container = document.createElement("canvas");
    this.inside._container.setAttribute("aria-hidden", "true");
  }

  // Leaflet calls this when the map has come to rest: size the canvas to the view and a margin, and paint it.
  _update() {
    const { _map: map, _bounds: before, _container: canvas } = this.inside;
    if (map._animatingZoom && before) return;
    /** @type {RendererInside} */ (/** @type {unknown} */ (L.Renderer.prototype))._update.call(this);
    const bounds = this.inside._bounds;
    const size = bounds.getSize();
    const ratio = window.devicePixelRatio || 1;
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    canvas.style.width = size.x + "px";
    canvas.style.height = size.y + "px";
    L.DomUtil.setPosition(canvas, bounds.getTopLeft());
    this.fire("update");
  }

  _updatePaths() {
    this.paint();
  }

  paint() {
    const { _bounds: bounds, _container: canvas } = this.inside;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const ratio = window.devicePixelRatio || 1;
    lit = { focus: rowOf(atlas.state.focus), hover: rowOf(atlas.state.hover) };
    const { x: left, y: top } = atlas.map.getPixelOrigin().add(bounds.getTopLeft());
    const { x: wide, y: high } = bounds.getSize();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, wide, high);
    context.translate(-left, -top);
    const seen = { x: left - 20, y: top - 20, w: wide + 40, h: high + 40 };
    paintMarks(context, seen);
  }

  // For paper: the same marks as shapes, in the place of the canvas.
  /** @returns {() => void} what puts the canvas back */ drawn() {
    const { _bounds: bounds, _container: canvas } = this.inside;
    const { x: left, y: top } = atlas.map.getPixelOrigin().add(bounds.getTopLeft());
    const { x: wide, y: high } = bounds.getSize();
    const place = { width: wide, height: high, viewBox: `${left} ${top} ${wide} ${high}` };
    const svg = addSvg("svg", place, /** @type {Element} */ (canvas.parentNode));
    L.DomUtil.setPosition(/** @type {HTMLElement} */ (/** @type {unknown} */ (svg)), bounds.getTopLeft());
    const context = /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (new DrawnMarks(svg)));
    paintMarks(context, { x: left, y: top, w: wide, h: high });
    canvas.style.display = "none";
    return () => {
      svg.remove();
      canvas.style.display = "";
    };
  }
}

// The marks as shapes while a page is printed; the function that is returned ends that.
export function drawMarksAsShapes() {
  return sheet ? sheet.drawn() : () => {};
}

// Faded first, the plan's last, so that what counts lies on top.
function paintMarks(/** @type {CanvasRenderingContext2D} */ context, /** @type {Box} */ seen) {
  const inside = (/** @type {number} */ x, /** @type {number} */ y) => meet({ x: x, y: y, w: 0, h: 0 }, seen, 0);
  /** @type {number[][]} */ const ranks = [[], [], [], []];
  singles.forEach((k) => {
    if (inside(spot.x[k], spot.y[k]))
      ranks[shownFlags[drawn[k]] * 2 + (layerOf(drawn[k]) === "carriers" ? 1 : 0)].push(k);
  });
  ranks.forEach((rank, r) => {
    context.globalAlpha = r < 2 ? FADED : 1;
    rank.forEach((k) => paintLeader(context, k));
    rank.forEach((k) => paintMark(context, k));
  });
  context.globalAlpha = 1;
  spot.groups
    .filter((group) => inside(group.x, group.y))
    .forEach((group) => {
      context.globalAlpha = group.count ? 1 : FADED;
      paintGroup(context, group, paintDot);
    });
  context.globalAlpha = 1;
  [lit.hover, lit.focus].forEach((row) => paintGathered(context, row));
}

// One that is chosen or pointed at has its own mark, also where a counted group stands for it.
function paintGathered(/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ i) {
  const k = i < 0 ? -1 : markOf[i];
  if (k >= 0 && spot.group[k] >= 0) paintMark(context, k);
}

function paintLeader(/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ k) {
  if (Math.hypot(spot.x[k] - trueX[k], spot.y[k] - trueY[k]) < 2) return;
  context.beginPath();
  context.moveTo(trueX[k], trueY[k]);
  context.lineTo(spot.x[k], spot.y[k]);
  context.lineWidth = 0.8;
  context.strokeStyle = themeColour("body");
  context.stroke();
}

function paintMark(/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ k) {
  const i = drawn[k];
  const focus = i === lit.focus;
  const hover = i === lit.hover;
  const r = markSize(i) / 2 + (focus || hover ? 2 : 0);
  if (focus || hover) context.globalAlpha = 1;
  paintDot(context, spot.x[k], spot.y[k], r, {
    open: table.grade(i) === "C",
    colour: themeColour(focus ? "accent" : lookOf(i).colour),
    rim: lookOf(i).width,
  });
  if (focus || hover) context.globalAlpha = shownFlags[i] ? 1 : FADED;
}

// A mark: a light rim, then a full dot or an open ring.
function paintDot(
  /** @type {CanvasRenderingContext2D} */ context,
  /** @type {number} */ x,
  /** @type {number} */ y,
  /** @type {number} */ r,
  /** @type {Dot} */ form,
) {
  context.beginPath();
  context.arc(x, y, r + form.rim, 0, 2 * Math.PI);
  context.fillStyle = themeColour("edge");
  context.fill();
  context.beginPath();
  if (form.open) {
    context.arc(x, y, r - r * 0.2, 0, 2 * Math.PI);
    context.lineWidth = r * 0.4;
    context.strokeStyle = form.colour;
    context.stroke();
  } else {
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = form.colour;
    context.fill();
  }
}

// ---- the rim of what is known ----

/** @type {Record<string, L.Path>} */ const rims = {};

// The circle of uncertainty of the carrier that is chosen or under the pointer.
function showRim(/** @type {"focus"|"hover"} */ which) {
  if (rims[which]) rims[which].remove();
  delete rims[which];
  const carrier = carriers.find(atlas.state[which]);
  if (!carrier || !carrier.at || !carrier.uncertainty_m || isHidden(carrier.layer)) return;
  const circle = L.circle(carrier.at, { radius: carrier.uncertainty_m });
  rims[which] = addPath(circle, "uncertainty", "atlas-uncertainty is-" + which);
}

function repaintMarks() {
  if (sheet) sheet.paint();
}

when("draw", () => {
  measureWorld();
  arrangeMarks();
  sheet = new MarkSheet();
  atlas.map.on("zoomend", arrangeMarks);
  sheet.addTo(atlas.map);
});
when("layers", () => {
  arrangeMarks();
  repaintMarks();
  showRim("focus");
});
when("select", () => {
  recountGroups();
  repaintMarks();
});
when("theme", () => {
  if (!sheet) return;
  arrangeMarks();
  repaintMarks();
});
function light(/** @type {"focus" | "hover"} */ which) {
  repaintMarks();
  showRim(which);
}

when("focus", () => light("focus"));
when("hover", () => light("hover"));
