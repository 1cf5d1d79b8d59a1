// The values of an indicator as a small line: the years from the baseline to the target, the target as a line across.
//
// A value that is preliminary is a hollow dot on a broken line. The scale is the line's own and does not begin at zero;
// the numbers stand beside it in words.

import { svgNode } from "../base/dom.js";

const SPARK_WIDE = 150;
const SPARK_HIGH = 50;
const SPARK_EDGE = { left: 5, right: 5, top: 5, bottom: 18 };

/**
 * @typedef {Object} Spark  (g60.review.spark)
 * @property {string} label  all of it in words
 * @property {[number, number, boolean][]} points  year, value, whether it is preliminary; in the order of the years
 * @property {[number, number] | null} baseline  year and value
 * @property {number | null} target
 * @property {number | null} high  the upper end of a target that is a range
 * @property {[number, number]} years  the first and the last year
 */

/**
 * @param {Spark} spark
 * @returns {Element}
 */
export function sparkNode(spark) {
  const values = spark.points.map((point) => point[1]);
  if (spark.baseline) values.push(spark.baseline[1]);
  for (const goal of [spark.target, spark.high]) if (goal !== null) values.push(goal);
  const place = sparkScale(values, spark.years);
  const frame = { class: "spark", viewBox: `0 0 ${SPARK_WIDE} ${SPARK_HIGH}`, role: "img", "aria-label": spark.label };
  return svgNode("svg", frame, ...goalNodes(spark, place), ...wayNodes(spark, place), ...yearNodes(spark.years));
}

/**
 * @typedef {{x: (year: number) => number, y: (value: number) => number}} Place
 * @param {number[]} values
 * @param {[number, number]} years
 * @returns {Place}
 */
function sparkScale(values, [first, last]) {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const wide = SPARK_WIDE - SPARK_EDGE.left - SPARK_EDGE.right;
  const high = SPARK_HIGH - SPARK_EDGE.top - SPARK_EDGE.bottom;
  const x = (/** @type {number} */ year) =>
    SPARK_EDGE.left + (last > first ? ((year - first) / (last - first)) * wide : wide / 2);
  const y = (/** @type {number} */ value) =>
    SPARK_EDGE.top + (most > least ? (1 - (value - least) / (most - least)) * high : high / 2);
  return { x, y };
}

/**
 * The target across all years: a line, or a band between the ends of a range.
 * @param {Spark} spark
 * @param {Place} place
 */
function goalNodes(spark, { y }) {
  if (spark.target === null) return [];
  const at = y(spark.target);
  const line = svgNode("line", { class: "goal", x1: 0, x2: SPARK_WIDE, y1: at, y2: at });
  if (spark.high === null) return [line];
  const top = y(spark.high);
  return [svgNode("rect", { class: "span", x: 0, y: top, width: SPARK_WIDE, height: Math.max(at - top, 1) }), line];
}

/**
 * The line from value to value, and a dot for each.
 * @param {Spark} spark
 * @param {Place} place
 */
function wayNodes(spark, { x, y }) {
  /** @type {[number, number, boolean][]} */
  const steps = spark.baseline ? [[spark.baseline[0], spark.baseline[1], false], ...spark.points] : spark.points;
  const lines = steps.slice(1).map((step, at) => {
    const [from, to] = [steps[at], step];
    const ends = { x1: x(from[0]), y1: y(from[1]), x2: x(to[0]), y2: y(to[1]) };
    return svgNode("line", { class: to[2] ? "way uncertain" : "way", ...ends });
  });
  const dots = spark.points.map(([year, value, uncertain]) =>
    svgNode("circle", { class: uncertain ? "dot uncertain" : "dot", cx: x(year), cy: y(value), r: 3 }),
  );
  const start = spark.baseline;
  const base = start
    ? [svgNode("rect", { class: "base", x: x(start[0]) - 2.5, y: y(start[1]) - 2.5, width: 5, height: 5 })]
    : [];
  return [...lines, ...base, ...dots];
}

/** @param {[number, number]} years */
function yearNodes([first, last]) {
  const left = svgNode("text", { class: "year", x: 0, y: SPARK_HIGH - 2 });
  const right = svgNode("text", { class: "year", x: SPARK_WIDE, y: SPARK_HIGH - 2, "text-anchor": "end" });
  left.textContent = String(first);
  right.textContent = first === last ? "" : String(last);
  return [left, right];
}
