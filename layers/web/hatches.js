// Hatches: fine lines in shapes that nobody surveyed, one pattern per symbol that has a hatch in the theme.
//
// The style sheet fills a shape with `var(--<symbol>-paint)`: its pattern, or its colour where it has no hatch.
(function () {
  "use strict";

  const root = document.documentElement;
  let svg = null;

  // Patterns live in an SVG of their own that is never hidden: a pattern in a hidden one paints nothing.
  function draw() {
    if (!svg) svg = atlas.svg("svg", { class: "atlas-patterns", width: 0, height: 0, "aria-hidden": "true" }, atlas.map.getContainer());
    while (svg.firstChild) svg.removeChild(svg.firstChild);
    ["lake_district", "high_tech_zone"].forEach((name) => {
      const look = atlas.hatchOf(name);
      const colour = atlas.symbol(name).colour;
      const css = name.replace(/_/g, "-");
      root.style.setProperty("--" + css + "-paint", look ? "url(#atlas-hatch-" + colour + ")" : "var(--" + colour + ")");
      root.style.setProperty("--" + css + "-paint-opacity", look ? 1 : atlas.symbol(name).fill);
      if (look) pattern(colour, look, atlas.symbol(name).fill);
    });
  }

  function pattern(colour, look, fill) {
    const size = { width: look.gap, height: look.gap, patternUnits: "userSpaceOnUse", patternTransform: "rotate(" + look.angle + ")" };
    const drawn = atlas.svg("pattern", Object.assign({ id: "atlas-hatch-" + colour }, size), svg);
    const paint = "var(--" + colour + ")";
    atlas.svg("rect", { width: look.gap, height: look.gap, "fill-opacity": fill }, drawn).style.fill = paint;
    atlas.svg("line", { y2: look.gap, "stroke-width": look.width, "stroke-opacity": look.opacity }, drawn).style.stroke = paint;
  }

  atlas.when("theme", draw);
})();
