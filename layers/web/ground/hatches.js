// Hatches: fine lines in shapes that nobody surveyed, one pattern per symbol that has a hatch in the theme.
//
// The style sheet fills a shape with `var(--<symbol>-paint)`: its pattern, or its colour where it has no hatch.

import { atlas, when } from "../base/atlas.js";
import { addSvg } from "../base/text.js";
import { hatchOf, symbolOf } from "../base/theme.js";

let patternSvg = null;

// Patterns live in an SVG of their own that is never hidden: a pattern in a hidden one paints nothing.
function drawHatches() {
  if (!patternSvg)
    patternSvg = addSvg(
      "svg",
      { class: "atlas-patterns", width: 0, height: 0, "aria-hidden": "true" },
      atlas.map.getContainer(),
    );
  while (patternSvg.firstChild) patternSvg.removeChild(patternSvg.firstChild);
  ["lake_district", "high_tech_zone"].forEach((name) => {
    const look = hatchOf(name);
    const colour = symbolOf(name).colour;
    const css = name.replace(/_/g, "-");
    document.documentElement.style.setProperty(
      "--" + css + "-paint",
      look ? "url(#atlas-hatch-" + colour + ")" : "var(--" + colour + ")",
    );
    document.documentElement.style.setProperty("--" + css + "-paint-opacity", look ? 1 : symbolOf(name).fill);
    if (look) addPattern(colour, look, symbolOf(name).fill);
  });
}

function addPattern(colour, look, fill) {
  const size = {
    width: look.gap,
    height: look.gap,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(" + look.angle + ")",
  };
  const drawn = addSvg("pattern", Object.assign({ id: "atlas-hatch-" + colour }, size), patternSvg);
  const paint = "var(--" + colour + ")";
  addSvg("rect", { width: look.gap, height: look.gap, "fill-opacity": fill }, drawn).style.fill = paint;
  addSvg("line", { y2: look.gap, "stroke-width": look.width, "stroke-opacity": look.opacity }, drawn).style.stroke =
    paint;
}

when("theme", drawHatches);
