// The legend's little pictures, drawn with the same classes as the map, so that neither can differ from the other.

import { addElement, addSvg, write } from "../base/text.js";

const SWATCH_W = 34;
const SWATCH_H = 20;

/** @type {Record<string, (svg: Element) => void>} */ const SWATCHES = {
  corridor: (/** @type {Element} */ svg) => {
    swatchShape(svg, "rect", "atlas-corridor", { x: 1, y: 3, width: SWATCH_W - 2, height: SWATCH_H - 6 });
    swatchShape(svg, "path", "atlas-road", { d: "M1 10H33" });
  },
  core: (/** @type {Element} */ svg) => {
    swatchShape(svg, "circle", "atlas-core-band", { cx: 17, cy: 10, r: 6.5 });
    swatchShape(svg, "circle", "atlas-core", { cx: 17, cy: 10, r: 6.5 });
  },
  platform: (/** @type {Element} */ svg) =>
    swatchShape(svg, "rect", "atlas-platform", { x: 12.5, y: 5.5, width: 9, height: 9 }),
  zones: (/** @type {Element} */ svg) =>
    swatchShape(svg, "path", "atlas-zone", { d: "M17 1.5L24.4 5.75V14.25L17 18.5L9.6 14.25V5.75Z" }),
  lakes: (/** @type {Element} */ svg) => swatchShape(svg, "circle", "atlas-lake", { cx: 17, cy: 10, r: 8.5 }),
  carriers: (/** @type {Element} */ svg) => {
    swatchDot(svg, 10, 5, false, "carrier");
    swatchDot(svg, 24, 5, true, "carrier");
  },
  bodies: (/** @type {Element} */ svg) => {
    swatchDot(svg, 10, 3.5, false, "body");
    swatchDot(svg, 24, 3.5, true, "body");
  },
  full: (/** @type {Element} */ svg) => swatchDot(svg, 17, 5, false, "carrier"),
  open: (/** @type {Element} */ svg) => swatchDot(svg, 17, 5, true, "carrier"),
  reference: (/** @type {Element} */ svg) => {
    swatchShape(svg, "path", "atlas-road", { d: "M1 6H33" });
    swatchShape(svg, "path", "atlas-rail", { d: "M1 14H33" });
    swatchShape(svg, "path", "atlas-rail-ties", { d: "M1 14H33" });
  },
  neighbours: (/** @type {Element} */ svg) =>
    swatchShape(svg, "rect", "atlas-neighbour", { x: 1.5, y: 3.5, width: SWATCH_W - 3, height: SWATCH_H - 7 }),
};

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

// A swatch by its name; a badge is the same plate as on the map.
export function addSwatch(/** @type {string} */ name, /** @type {Element} */ parent) {
  const frame = addElement("span", "atlas-swatch", parent);
  frame.setAttribute("aria-hidden", "true");
  if (name === "badge") {
    write(addElement("span", "atlas-badge", frame), "3");
    return frame;
  }
  SWATCHES[name](
    addSvg("svg", { width: SWATCH_W, height: SWATCH_H, viewBox: "0 0 " + SWATCH_W + " " + SWATCH_H }, frame),
  );
  return frame;
}
