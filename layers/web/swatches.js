// The legend's little pictures, drawn with the same classes as the map, so that neither can differ from the other.
(function () {
  "use strict";

  const W = 34;
  const H = 20;

  const DRAW = {
    corridor: (svg) => {
      shape(svg, "rect", "atlas-corridor", { x: 1, y: 3, width: W - 2, height: H - 6 });
      shape(svg, "path", "atlas-road", { d: "M1 10H33" });
    },
    core: (svg) => {
      shape(svg, "circle", "atlas-core-band", { cx: 17, cy: 10, r: 6.5 });
      shape(svg, "circle", "atlas-core", { cx: 17, cy: 10, r: 6.5 });
    },
    platform: (svg) => shape(svg, "rect", "atlas-platform", { x: 12.5, y: 5.5, width: 9, height: 9 }),
    zones: (svg) => shape(svg, "path", "atlas-zone", { d: "M17 1.5L24.4 5.75V14.25L17 18.5L9.6 14.25V5.75Z" }),
    lakes: (svg) => shape(svg, "circle", "atlas-lake", { cx: 17, cy: 10, r: 8.5 }),
    carriers: (svg) => {
      dot(svg, 10, 5, false, "carrier");
      dot(svg, 24, 5, true, "carrier");
    },
    bodies: (svg) => {
      dot(svg, 10, 3.5, false, "body");
      dot(svg, 24, 3.5, true, "body");
    },
    full: (svg) => dot(svg, 17, 5, false, "carrier"),
    open: (svg) => dot(svg, 17, 5, true, "carrier"),
    reference: (svg) => {
      shape(svg, "path", "atlas-road", { d: "M1 6H33" });
      shape(svg, "path", "atlas-rail", { d: "M1 14H33" });
      shape(svg, "path", "atlas-rail-ties", { d: "M1 14H33" });
    },
    neighbours: (svg) => shape(svg, "rect", "atlas-neighbour", { x: 1.5, y: 3.5, width: W - 3, height: H - 7 }),
  };

  function shape(svg, tag, classes, attributes) {
    return atlas.svg(tag, Object.assign({ class: classes }, attributes), svg);
  }

  function dot(svg, x, r, open, colour) {
    const look = open ? { r: r * 0.8, fill: "none", stroke: "var(--" + colour + ")", "stroke-width": r * 0.4 } : { r: r, fill: "var(--" + colour + ")" };
    const circle = atlas.svg("circle", { cx: x, cy: 10, r: look.r }, svg);
    circle.style.fill = look.fill;
    circle.style.stroke = look.stroke || "none";
    circle.style.strokeWidth = (look["stroke-width"] || 0) + "px";
  }

  // A swatch by its name; a badge is the same plate as on the map.
  atlas.swatch = function (name, parent) {
    const frame = atlas.element("span", "atlas-swatch", parent);
    frame.setAttribute("aria-hidden", "true");
    if (name === "badge") {
      atlas.write(atlas.element("span", "atlas-badge", frame), "3");
      return frame;
    }
    DRAW[name](atlas.svg("svg", { width: W, height: H, viewBox: "0 0 " + W + " " + H }, frame));
    return frame;
  };
})();
