// Pointers to what the corridor leads to: 上海科创中心 and 杭州城西科创大走廊. Where the place is out of the window, its pointer
// waits at the window's edge in the right direction, clear of the furniture.
(function () {
  "use strict";

  const MARGIN = 12;
  const pointers = [];

  atlas.when("draw", () => {
    atlas.features("reference").filter((feature) => feature.properties.kind === "pointer").forEach((feature) => {
      const plate = atlas.element("div", "atlas-pointer", atlas.map.getContainer());
      const arrow = atlas.svg("svg", { class: "atlas-pointer-arrow", viewBox: "-9 -9 18 18", width: 18, height: 18, "aria-hidden": "true" }, plate);
      const shaft = atlas.svg("path", { d: "M0 7V-6M-4.5 -1.5L0 -6.5L4.5 -1.5" }, arrow);
      const words = atlas.element("span", "atlas-pointer-name", plate);
      pointers.push({ feature: feature, plate: plate, shaft: shaft, words: words, at: atlas.latLng(feature.geometry.coordinates) });
    });
    name();
    atlas.map.on("move zoom moveend zoomend resize", place);
  });

  function name() {
    pointers.forEach((pointer) => {
      atlas.write(pointer.words, atlas.name(pointer.feature.properties));
      pointer.w = pointer.plate.offsetWidth;
      pointer.h = pointer.plate.offsetHeight;
    });
    place();
  }

  function place() {
    const size = atlas.map.getSize();
    const centre = size.divideBy(2);
    const taken = furniture();
    pointers.forEach((pointer) => {
      pointer.plate.style.display = atlas.isHidden("corridor") ? "none" : "";
      const target = atlas.map.latLngToContainerPoint(pointer.at);
      const half = L.point(pointer.w / 2 + MARGIN, pointer.h / 2 + MARGIN);
      const at = inside(target, centre, half, size);
      const clear = avoid(at, pointer, taken, size, half);
      const away = target.distanceTo(clear) > 3;
      const way = target.subtract(clear);
      const bearing = away ? (Math.atan2(way.x, -way.y) * 180) / Math.PI : pointer.feature.properties.bearing || 0;
      pointer.shaft.setAttribute("transform", "rotate(" + Math.round(bearing) + ")");
      L.DomUtil.setPosition(pointer.plate, clear.subtract([pointer.w / 2, pointer.h / 2]).round());
    });
  }

  // The target, or the point of the window's inner frame on the way to it.
  function inside(target, centre, half, size) {
    const way = target.subtract(centre);
    const shareX = Math.abs(way.x) > 0 ? (size.x / 2 - half.x) / Math.abs(way.x) : Infinity;
    const shareY = Math.abs(way.y) > 0 ? (size.y / 2 - half.y) / Math.abs(way.y) : Infinity;
    return centre.add(way.multiplyBy(Math.max(0, Math.min(1, shareX, shareY))));
  }

  // The furniture's boxes in pixels of the window.
  function furniture() {
    const frame = atlas.map.getContainer().getBoundingClientRect();
    return Array.prototype.map.call(atlas.map.getContainer().querySelectorAll(".atlas-furniture"), (element) => {
      const box = element.getBoundingClientRect();
      return { x: box.left - frame.left, y: box.top - frame.top, w: box.width, h: box.height };
    });
  }

  // Slide up or down until no furniture is in the way.
  function avoid(at, pointer, taken, size, half) {
    const free = (y) =>
      taken.every((box) => at.x + pointer.w / 2 + 6 < box.x || at.x - pointer.w / 2 - 6 > box.x + box.w || y + pointer.h / 2 + 6 < box.y || y - pointer.h / 2 - 6 > box.y + box.h);
    for (let step = 0; step < size.y; step += 4) {
      if (at.y - step >= half.y && free(at.y - step)) return L.point(at.x, at.y - step);
      if (at.y + step <= size.y - half.y && free(at.y + step)) return L.point(at.x, at.y + step);
    }
    return at;
  }

  atlas.when("language", name);
  atlas.when("layers", place);
  atlas.when("drawn", name);
  atlas.when("furniture", place);
})();
