// The small map with the rows of an import: added, changed, removed; of one that moves, where it was.

import { el, empty, named, phrase, say, set, svgNode } from "../base/dom.js";
import { PlaceMap } from "./edit_place.js";

/** @typedef {[number, number, string, string, number?, number?]} Point  place, state, name, where it was before */

const DOT = 0.9;

export class IntakeMap extends PlaceMap {
  constructor() {
    super(() => undefined);
    /** @type {Point[]} */
    this.points = [];
    this.dots = svgNode("g", {});
    this.map.append(this.dots);
    this.legend = el("p", { class: "map-legend" });
    this.note = named("p", "hint", "");
    this.node.classList.add("seen");
    this.node.append(this.legend, this.note);
  }

  /** @param {any} data @param {import("./source.js").Source} source */
  show(data, source) {
    this.points = data.points;
    super.show({ counties: data.counties }, source);
    set(this.map, { "aria-label": data.label });
    say(this.hint, phrase(source.texts, "importing_ui_map_hint"));
    say(this.note, data.note);
    const marks = data.legend.map((/** @type {any} */ one) =>
      el("span", { class: `mark-of ${one.state}` }, named("span", "", one.label)),
    );
    empty(this.legend).append(...marks);
    this.draw();
  }

  /** Nothing is picked here: a click moves the map to where it was made. @param {[number, number]} place */
  pick(place) {
    this.centre = place;
    this.draw();
  }

  /** The arrows move the map. @param {KeyboardEvent} event */
  key(event) {
    this.at = this.centre;
    super.key(event);
    this.at = null;
    this.draw();
  }

  draw() {
    super.draw();
    if (!this.dots || !this.width) return;
    const drawn = this.points.flatMap((point) => this.drawn(point));
    empty(this.dots).append(...drawn);
  }

  /** @param {Point} point @returns {Element[]} */
  drawn([lon, lat, state, name, was_lon, was_lat]) {
    const [x, y] = this.xy([lon, lat]);
    const title = say(svgNode("title", {}), name);
    const dot = svgNode("circle", { class: `dot ${state}`, cx: x.toFixed(2), cy: y.toFixed(2), r: DOT }, title);
    if (was_lon === undefined || was_lat === undefined) return [dot];
    const [old_x, old_y] = this.xy([was_lon, was_lat]);
    const d = `M${old_x.toFixed(2)},${old_y.toFixed(2)}L${x.toFixed(2)},${y.toFixed(2)}`;
    return [svgNode("path", { class: "moved", d }), dot];
  }
}
