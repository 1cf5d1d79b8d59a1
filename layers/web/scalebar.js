// A scale bar that is right at the latitude in the middle of the window, where Web Mercator is 16 % too long.
(function () {
  "use strict";

  const LONGEST = 130; // pixels
  let bar = null;
  let words = null;

  function draw() {
    if (!bar) return;
    const size = atlas.map.getSize();
    const middle = size.y / 2;
    const ends = [[size.x / 2 - LONGEST / 2, middle], [size.x / 2 + LONGEST / 2, middle]];
    const metres = atlas.map.distance(atlas.map.containerPointToLatLng(ends[0]), atlas.map.containerPointToLatLng(ends[1]));
    if (!metres) return;
    const round = roundBelow(metres);
    bar.style.width = Math.round((LONGEST * round) / metres) + "px";
    atlas.write(words, round >= 1000 ? atlas.text("scale_km", { n: round / 1000 }) : atlas.text("scale_m", { n: round }));
  }

  // The largest of 1, 2, 5 times a power of ten that is not above a number.
  function roundBelow(number) {
    const power = Math.pow(10, Math.floor(Math.log10(number)));
    const digit = number / power;
    return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
  }

  atlas.when("begin", () => {
    const corner = atlas.element("div", "atlas-corner atlas-furniture", atlas.map.getContainer());
    const scale = atlas.element("div", "atlas-scale", corner);
    words = atlas.element("div", "atlas-scale-words", scale);
    bar = atlas.element("div", "atlas-scale-bar", scale);
    atlas.corner = corner;
  });
  atlas.when("drawn", () => {
    draw();
    atlas.map.on("moveend zoomend", draw);
  });
  atlas.when("language", draw);
  atlas.when("resize", draw);
})();
