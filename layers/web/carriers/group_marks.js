// Counted groups: one mark for several carriers that would hide one another, with their number.

import { atlas } from "../base/atlas.js";
import { text } from "../base/text.js";
import { themeColour, typeScale } from "../base/theme.js";

const THOUSANDS = 10000; // from here on a number is written in thousands; the tooltip has it in full

export function groupRadius(/** @type {number} */ count) {
  return (count < 2 ? 4 : 8 + 2.4 * Math.log10(count)) * typeScale();
}

export function paintGroup(
  /** @type {CanvasRenderingContext2D} */ context,
  /** @type {Group} */ group,
  /** @type {PaintDot} */ dot,
) {
  // Light, with a dark edge like the badges: a field of them must leave the plan's figures to be seen.
  const alone = group.count < 2;
  dot(context, group.x, group.y, group.r, { colour: themeColour(alone ? "body" : "panel"), rim: 1.2 });
  if (alone) return;
  context.lineWidth = 1.2;
  context.strokeStyle = themeColour("carrier");
  context.stroke();
  context.fillStyle = themeColour("carrier");
  context.font = "600 " + (group.count < 100 ? 11 : 10) * typeScale() + "px " + atlas.symbology.font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(shortNumber(group.count), group.x, group.y + 0.5);
}

function shortNumber(/** @type {number} */ count) {
  return count < THOUSANDS ? String(count) : Math.round(count / 1000) + "k";
}

export function groupText(/** @type {Group} */ group) {
  return text("group_tip", { n: group.count.toLocaleString("en-US") });
}
