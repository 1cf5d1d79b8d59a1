// A small map of the counties on which a place is picked, with the mouse or the keys. Its numbers stand in two inputs
// that can be typed in as well.

import { button, el, empty, named, phrase, say, set, svgNode } from "../base/dom.js";

/** @typedef {[number, number]} Position  longitude, latitude */
/** @typedef {{unit: string, name: string, label: Position, rings: Position[][]}} County */

const KM_PER_DEGREE = 111.195;
const CLOSEST_KM = 2; // across the map
const STEP_KM = 0.1;
/** @type {Record<string, Position>} */
const STEPS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export class PlaceMap {
  /** @param {(lon: string, lat: string) => void} picked */
  constructor(picked) {
    this.picked = picked;
    /** @type {County[]} */
    this.counties = [];
    this.unit = "";
    /** @type {Position | null} */
    this.at = null;
    this.radius_m = 0;
    this.width = 0; // kilometres across
    /** @type {Position} */
    this.centre = [120.75, 30.62];
    this.ground = svgNode("g", {});
    this.shape = svgNode("path", { class: "shape" });
    this.circle = svgNode("circle", { class: "radius" });
    this.cross = svgNode("path", { class: "cross" });
    this.map = svgNode(
      "svg",
      { class: "map", tabindex: "0", role: "application" },
      this.ground,
      this.shape,
      this.circle,
      this.cross,
    );
    this.closer = button("zoom", "+", { onclick: () => this.zoom(0.5) });
    this.farther = button("zoom", "−", { onclick: () => this.zoom(2) });
    this.hint = named("p", "hint", "");
    this.node = el(
      "div",
      { class: "place" },
      el("div", { class: "frame" }, this.map, el("p", { class: "zooms" }, this.closer, this.farther)),
      this.hint,
    );
    set(this.map, {
      onclick: (event) => this.clicked(event),
      onkeydown: (event) => this.key(event),
      onwheel: (event) => {
        event.preventDefault();
        this.zoom(event.deltaY > 0 ? 1.3 : 1 / 1.3, this.placeOf(event));
      },
    });
  }

  /** @param {{counties: County[], ring?: Position[], kind?: string}} data @param {import("./source.js").Source} source */
  show(data, source) {
    set(this.map, { "aria-label": phrase(source.texts, "edit_map") });
    set(this.closer, { "aria-label": phrase(source.texts, "edit_map_closer") });
    set(this.farther, { "aria-label": phrase(source.texts, "edit_map_farther") });
    say(this.hint, phrase(source.texts, data.kind === "area" ? "edit_map_hint_area" : "edit_map_hint"));
    this.ring = data.ring || [];
    if (data.counties !== this.counties) {
      this.counties = data.counties;
      if (!this.width) this.whole();
    }
    this.draw();
  }

  /** @param {string} lon @param {string} lat @param {string} unit @param {string} radius_m */
  set(lon, lat, unit, radius_m) {
    const at = /** @type {Position} */ ([Number(lon), Number(lat)]);
    const isPlace = lon !== "" && lat !== "" && at.every(Number.isFinite);
    const isFar = isPlace && !this.at;
    this.at = isPlace ? at : null;
    this.unit = unit;
    this.radius_m = Number(radius_m) || 0;
    if (isFar && this.at) [this.centre, this.width] = [this.at, 40];
    if (this.at && !this.isSeen(this.at)) this.whole();
    if (this.at && !this.isSeen(this.at)) this.centre = this.at;
    this.draw();
  }

  whole() {
    const all = this.counties.flatMap((county) => county.rings.flat());
    if (!all.length) return;
    const [west, east] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
    const [south, north] = [Math.min(...all.map(([, y]) => y)), Math.max(...all.map(([, y]) => y))];
    this.centre = [(west + east) / 2, (south + north) / 2];
    this.widest = Math.max((east - west) * this.kmEast(), (north - south) * KM_PER_DEGREE * 1.6) * 1.05;
    this.width = this.widest;
  }

  kmEast() {
    return KM_PER_DEGREE * Math.cos((this.centre[1] * Math.PI) / 180);
  }

  // On the map a unit is a kilometre; the view is 100 wide and 62 high.
  scale() {
    return 100 / this.width;
  }

  /** @param {Position} place @returns {Position} */
  xy([lon, lat]) {
    const scale = this.scale();
    return [50 + (lon - this.centre[0]) * this.kmEast() * scale, 31 - (lat - this.centre[1]) * KM_PER_DEGREE * scale];
  }

  /** @param {Position[]} ring */
  path(ring) {
    return ring.map((place) => this.xy(place).map((part) => part.toFixed(2))).join("L");
  }

  draw() {
    if (!this.width) return;
    set(this.map, { viewBox: "0 0 100 62" });
    const shapes = this.counties.map((county) => {
      const d = county.rings.map((ring) => `M${this.path(ring)}Z`).join("");
      return svgNode("path", { d, class: county.unit === this.unit ? "county own" : "county" });
    });
    const names = this.counties.map((county) => {
      const [x, y] = this.xy(county.label);
      return say(svgNode("text", { x, y }), county.name);
    });
    empty(this.ground).append(...shapes, ...names);
    set(this.shape, { d: this.ring && this.ring.length ? `M${this.path(this.ring)}Z` : "" });
    const [x, y] = this.at ? this.xy(this.at) : [-9, -9];
    set(this.circle, { cx: x, cy: y, r: Math.max(0, (this.radius_m / 1000) * this.scale()) });
    set(this.cross, { d: this.at ? `M${x - 2.2},${y}h4.4M${x},${y - 2.2}v4.4` : "" });
  }

  /** @param {MouseEvent} event @returns {Position} */
  placeOf(event) {
    const box = this.map.getBoundingClientRect();
    const size = 100 / Math.max(1, box.width);
    const [x, y] = [(event.clientX - box.left) * size, (event.clientY - box.top) * size];
    const scale = this.scale();
    return [this.centre[0] + (x - 50) / scale / this.kmEast(), this.centre[1] - (y - 31) / scale / KM_PER_DEGREE];
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    this.pick(this.placeOf(event));
  }

  /** @param {Position} place */
  pick(place) {
    this.at = place;
    this.picked(place[0].toFixed(5), place[1].toFixed(5));
    this.draw();
  }

  /** @param {number} factor @param {Position} [about] */
  zoom(factor, about) {
    const still = about || this.at || this.centre;
    const width = Math.max(CLOSEST_KM, Math.min(this.widest || 100, this.width * factor));
    const by = width / this.width;
    this.centre = [still[0] + (this.centre[0] - still[0]) * by, still[1] + (this.centre[1] - still[1]) * by];
    this.width = width;
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = STEPS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step) {
      const km = STEP_KM * (event.shiftKey ? 10 : 1);
      const from = this.at || this.centre;
      this.pick([from[0] + (step[0] * km) / this.kmEast(), from[1] + (step[1] * km) / KM_PER_DEGREE]);
      this.follow();
    } else if (event.key === "+" || event.key === "=") this.zoom(0.5);
    else if (event.key === "-") this.zoom(2);
    else return;
    event.preventDefault();
  }

  /** @param {Position} place */
  isSeen(place) {
    const [x, y] = this.xy(place);
    return x > 4 && x < 96 && y > 4 && y < 58;
  }

  /** The point stays in sight. */
  follow() {
    if (this.at && !this.isSeen(this.at)) this.centre = this.at;
    this.draw();
  }
}
