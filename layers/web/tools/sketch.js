// What is being drawn by hand, corner by corner: a line or a ring in a pane above everything, with the next edge
// following the pointer. It is ink, not the accent: nothing here is chosen yet.

import { atlas, when } from "../base/atlas.js";
import { addElement, write } from "../base/text.js";
import { addPane, addPath } from "../ground/shapes.js";

const SAME_CORNER = 4; // pixels; a double click is no new corner

const LABEL_ROOM = 150; // pixels that a label needs beside its corner

/** @type {DrawPath} */ function drawSketch(path, classes) {
  return addPath(path, "sketch", classes);
}

// A sketch: {closed, most: corners at most, words(points): what its label says}. Its methods that may refuse return the
// key of the text that says why, else "".
export class Sketch {
  constructor(/** @type {SketchOptions} */ options) {
    this.options = options;
    /** @type {L.LatLng[]} */ this.points = [];
    /** @type {L.LatLng | null} */ this.next = null; // where the pointer is
    this.done = false;
    this.ground = drawSketch(L.polygon([]), "atlas-sketch-ground");
    this.edges = ["atlas-sketch-casing", "atlas-sketch-line"].map((name) =>
      drawSketch(L.polyline([], { fill: false }), name),
    );
    /** @type {L.CircleMarker[]} */ this.dots = [];
    this.label = addElement("div", "atlas-sketch-label");
    const icon = L.divIcon({ className: "atlas-anchor", html: this.label, iconSize: [0, 0] });
    this.anchor = L.marker([0, 0], { icon: icon, interactive: false, keyboard: false, pane: "atlas-sketch" });
  }

  add(/** @type {L.LatLng} */ at) {
    if (this.done) this.clear();
    const last = this.points[this.points.length - 1];
    if (last && pixelsApart(last, at) < SAME_CORNER) return "";
    if (this.options.most && this.points.length >= this.options.most) return "sketch_most";
    if (this.options.closed && this.crosses(at, false)) return "sketch_crosses";
    this.points.push(at);
    this.show();
    return "";
  }

  // Take the last corner off.
  back() {
    this.done = false;
    this.points.pop();
    this.show();
  }

  move(/** @type {L.LatLng} */ at) {
    if (this.done) return;
    this.next = at;
    this.show();
  }

  // End here: nothing follows the pointer any more.
  finish() {
    const least = this.options.closed ? 3 : 2;
    if (this.points.length < least) return this.options.closed ? "sketch_three" : "sketch_two";
    if (this.options.closed && this.crosses(this.points[0], true)) return "sketch_crosses";
    this.done = true;
    this.next = null;
    this.show();
    return "";
  }

  clear() {
    this.points = [];
    this.next = null;
    this.done = false;
    this.show();
  }

  remove() {
    this.clear();
    [this.ground, ...this.edges].forEach((path) => path.remove());
    this.anchor.remove();
  }

  // The corners with the one under the pointer.
  live() {
    return this.next && this.points.length ? this.points.concat([this.next]) : this.points;
  }

  // Whether an edge from the last corner to a point would cross an edge that is there.
  crosses(/** @type {L.LatLng} */ to, /** @type {boolean} */ closing) {
    const from = this.points[this.points.length - 1];
    for (let i = closing ? 1 : 0; i + 2 < this.points.length; i++)
      if (edgesCross(this.points[i], this.points[i + 1], from, to)) return true;
    return false;
  }

  show() {
    const ring = this.live();
    const closed = Boolean(this.options.closed) && ring.length > 2;
    this.ground.setLatLngs(closed ? ring : []);
    this.edges.forEach((path) => path.setLatLngs(closed ? ring.concat([ring[0]]) : ring));
    this.showDots();
    const words = ring.length > 1 && this.options.words ? this.options.words(ring) : "";
    write(this.label, words);
    if (!words) return this.anchor.remove();
    const middle = this.done && closed;
    const at = middle ? L.latLngBounds(ring).getCenter() : ring[ring.length - 1];
    this.anchor.setLatLng(at);
    this.label.classList.toggle("is-done", middle);
    const toEdge = atlas.map.getSize().x - atlas.map.latLngToContainerPoint(at).x;
    this.label.classList.toggle("is-left", !middle && toEdge < LABEL_ROOM);
    return this.anchor.addTo(atlas.map);
  }

  showDots() {
    this.dots.splice(this.points.length).forEach((dot) => dot.remove());
    this.points.forEach((at, i) => {
      if (!this.dots[i]) this.dots[i] = drawSketch(L.circleMarker(at, { radius: 3.5 }), "atlas-sketch-dot");
      this.dots[i].setLatLng(at);
    });
  }
}

function pixelsApart(/** @type {L.LatLng} */ a, /** @type {L.LatLng} */ b) {
  return atlas.map.latLngToContainerPoint(a).distanceTo(atlas.map.latLngToContainerPoint(b));
}

// Whether two edges have a point in common.
function edgesCross(
  /** @type {L.LatLng} */ a,
  /** @type {L.LatLng} */ b,
  /** @type {L.LatLng} */ c,
  /** @type {L.LatLng} */ d,
) {
  return sideOf(a, b, c) * sideOf(a, b, d) <= 0 && sideOf(c, d, a) * sideOf(c, d, b) <= 0;
}

function sideOf(/** @type {L.LatLng} */ a, /** @type {L.LatLng} */ b, /** @type {L.LatLng} */ c) {
  return Math.sign((b.lng - a.lng) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lng - a.lng));
}

when("begin", () => {
  addPane("sketch", 480).classList.add("atlas-sketch-pane");
});
