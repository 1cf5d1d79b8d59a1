// Hatches: fine lines in shapes that nobody surveyed, one pattern per symbol that has a hatch in the theme.
//
// The style sheet fills a shape with `var(--<symbol>-paint)`: its pattern, or its colour where it has no hatch.

import { atlas, when } from "../base/atlas.js";
import { addSvg, write } from "../base/text.js";
import { hatchOf, putVariable } from "../base/theme.js";

/** @type {SVGElement} */ let patternSvg;

// Patterns live in an SVG of their own that is never hidden: a pattern in a hidden one paints nothing.
function drawHatches() {
  const hidden = { class: "atlas-patterns", width: 0, height: 0, "aria-hidden": "true" };
  if (!patternSvg) patternSvg = addSvg("svg", hidden, atlas.map.getContainer());
  write(patternSvg, "");
  Object.entries(atlas.symbology.symbols).forEach(([name, symbol]) => {
    const look = hatchOf(name);
    const colour = symbol.colour;
    putVariable(name + "-paint", look ? "url(#atlas-hatch-" + name + ")" : "var(--" + colour + ")");
    putVariable(name + "-paint-opacity", look ? 1 : symbol.fill);
    if (look) addPattern(name, colour, look, symbol.fill);
  });
}

function addPattern(
  /** @type {string} */ name,
  /** @type {string} */ colour,
  /** @type {Hatch} */ look,
  /** @type {number} */ fill,
) {
  const size = { width: look.gap, height: look.gap };
  const turned = { patternUnits: "userSpaceOnUse", patternTransform: "rotate(" + look.angle + ")" };
  const drawn = addSvg("pattern", { id: "atlas-hatch-" + name, ...size, ...turned }, patternSvg);
  const paint = "var(--" + colour.replace(/_/g, "-") + ")";
  addSvg("rect", { ...size, "fill-opacity": fill }, drawn).style.fill = paint;
  const line = { y2: look.gap, "stroke-width": look.width, "stroke-opacity": look.opacity };
  addSvg("line", line, drawn).style.stroke = paint;
}

when("theme", drawHatches);
