// Marks as shapes of a drawing, painted by the code that paints them on a canvas. Browsers print a canvas as a picture
// of pixels, some of them with a white ground.

import { addSvg } from "../base/text.js";

/** The part of a canvas's context that marks are painted with. */
export class DrawnMarks {
  /** @param {SVGElement} svg  where the shapes go */
  constructor(svg) {
    this.svg = svg;
    this.globalAlpha = 1;
    this.lineWidth = 1;
    this.strokeStyle = "";
    this.fillStyle = "";
    this.font = "";
    this.textAlign = "";
    this.textBaseline = "";
    this.shape = "path";
    /** @type {Record<string, number | string>} */ this.form = {};
    this.line = "";
  }

  beginPath() {
    this.shape = "path";
    this.line = "";
  }

  arc(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) {
    this.shape = "circle";
    this.form = { cx: x, cy: y, r: r };
  }

  moveTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.line += `M${x} ${y}`;
  }

  lineTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.line += `L${x} ${y}`;
  }

  fill() {
    this.add({ fill: this.fillStyle, "fill-opacity": this.globalAlpha });
  }

  stroke() {
    const look = { fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth };
    this.add({ ...look, "stroke-opacity": this.globalAlpha });
  }

  fillText(/** @type {string} */ words, /** @type {number} */ x, /** @type {number} */ y) {
    const place = { x: x, y: y, "text-anchor": "middle", "dominant-baseline": "central" };
    const node = addSvg("text", { ...place, fill: this.fillStyle, "fill-opacity": this.globalAlpha }, this.svg);
    node.style.font = this.font;
    node.textContent = words;
  }

  /** @param {Record<string, number | string>} look */
  add(look) {
    const form = this.shape === "path" ? { d: this.line } : this.form;
    addSvg(this.shape, { ...form, ...look }, this.svg);
  }
}
