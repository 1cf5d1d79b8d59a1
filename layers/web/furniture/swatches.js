// The legend's little pictures, drawn with the same classes as the map, so that neither can differ from the other.

import { addElement, addSvg, write } from "../base/text.js";
import { symbolOf } from "../base/theme.js";
import { areaClasses, dress } from "../ground/areas.js";

const SWATCH_W = 34;
const SWATCH_H = 20;

// The figure of each shape of a symbol.
/** @type {Record<string, [string, Record<string, string | number>]>} */ const FIGURES = {
  band: ["rect", { x: 1, y: 3, width: SWATCH_W - 2, height: SWATCH_H - 6 }],
  ring: ["circle", { cx: 17, cy: 10, r: 6.5 }],
  square: ["rect", { x: 12.5, y: 5.5, width: 9, height: 9 }],
  hexagon: ["path", { d: "M17 1.5L24.4 5.75V14.25L17 18.5L9.6 14.25V5.75Z" }],
  disc: ["circle", { cx: 17, cy: 10, r: 8.5 }],
  circle: ["circle", { cx: 17, cy: 10, r: 8.5 }],
  outline: ["rect", { x: 1.5, y: 3.5, width: SWATCH_W - 3, height: SWATCH_H - 7 }],
};

function drawSwatch(/** @type {Element} */ svg, /** @type {string} */ name) {
  if (name === "full" || name === "open") return swatchDot(svg, 17, 5, name === "open", "carrier");
  const { shape, size, colour, schematic } = symbolOf(name);
  if (shape === "dot") return [false, true].forEach((open) => swatchDot(svg, open ? 24 : 10, size / 2, open, colour));
  if (shape === "line") {
    swatchShape(svg, "path", "atlas-road", { d: "M1 6H33" });
    swatchShape(svg, "path", "atlas-rail", { d: "M1 14H33" });
    return swatchShape(svg, "path", "atlas-rail-ties", { d: "M1 14H33" });
  }
  if (shape === "way") {
    swatchShape(svg, "path", "atlas-way", { d: "M1 6.5H33" });
    return swatchShape(svg, "path", "atlas-way", { d: "M1 13.5H33" });
  }
  if (shape === "track") {
    swatchShape(svg, "path", "atlas-track", { d: "M1 10H33" });
    return swatchShape(svg, "path", "atlas-track-ties", { d: "M1 10H33" });
  }
  if (shape === "place") return swatchShape(svg, "circle", "atlas-town-mark", { cx: 17, cy: 10, r: 3 });
  const classes = schematic ? areaClasses(name) : ["atlas-" + name];
  classes.forEach((own) => dress(swatchShape(svg, FIGURES[shape][0], own, FIGURES[shape][1]), name));
  if (shape === "band") swatchShape(svg, "path", "atlas-road", { d: "M1 10H33" });
}

function swatchShape(
  /** @type {Element} */ svg,
  /** @type {string} */ tag,
  /** @type {string} */ classes,
  /** @type {Record<string,string|number>} */ attributes,
) {
  return addSvg(tag, Object.assign({ class: classes }, attributes), svg);
}

function swatchDot(
  /** @type {Element} */ svg,
  /** @type {number} */ x,
  /** @type {number} */ r,
  /** @type {boolean} */ open,
  /** @type {string} */ colour,
) {
  const look = open
    ? { r: r * 0.8, fill: "none", stroke: "var(--" + colour + ")", "stroke-width": r * 0.4 }
    : { r: r, fill: "var(--" + colour + ")" };
  const circle = addSvg("circle", { cx: x, cy: 10, r: look.r }, svg);
  circle.style.fill = look.fill;
  circle.style.stroke = look.stroke || "none";
  circle.style.strokeWidth = (look["stroke-width"] || 0) + "px";
}

// A swatch by its name; a badge is the same plate as on the map, and so is a lamp.
export function addSwatch(/** @type {string} */ name, /** @type {Element} */ parent) {
  const frame = addElement("span", "atlas-swatch", parent);
  frame.setAttribute("aria-hidden", "true");
  if (name === "badge") {
    write(addElement("span", "atlas-badge", frame), "3");
    return frame;
  }
  if (name === "gathered") {
    write(addElement("span", "atlas-gathered", frame), "12");
    return frame;
  }
  if (name !== "full" && name !== "open" && symbolOf(name).shape === "lamp") {
    write(addElement("span", "atlas-lamp lamp-warn", frame), "△");
    return frame;
  }
  const size = { width: SWATCH_W, height: SWATCH_H, viewBox: "0 0 " + SWATCH_W + " " + SWATCH_H };
  drawSwatch(addSvg("svg", size, frame), name);
  return frame;
}
