// What part of the ground is in the window. It moves when the reader moves it, when a chosen thing is out of sight, and never else.
(function () {
  "use strict";

  const FLIGHT_S = 0.6;
  const REPORT_MS = 300;
  const STAY_OUT = 1.2; // how many zoom levels one may go out beyond the whole city: further lies land we do not draw

  let moved = false; // until somebody moved the map, a new size of the window shows the whole city again
  let quiet = false; // while the map is moved by us and nobody need be told
  let reporting = 0;

  function home() {
    const whole = atlas.homeView();
    atlas.map.setView(whole.center, whole.zoom, { animate: false });
  }

  atlas.home = function () {
    const whole = atlas.homeView();
    atlas.flyTo(whole.center, whole.zoom);
  };

  atlas.flyTo = function (at, zoom) {
    if (calm()) atlas.map.setView(at, zoom, { animate: false });
    else atlas.map.flyTo(at, zoom, { duration: FLIGHT_S });
  };

  // The window of the whole city in pixels of the world, and the furniture that covers parts of it, while the zoom is about that of the whole city; else null.
  atlas.homeWindow = function () {
    const whole = atlas.homeView();
    const zoom = atlas.map.getZoom();
    if (Math.abs(zoom - whole.zoom) > 0.3) return null;
    const size = atlas.map.getSize();
    const corner = atlas.map.project(whole.center, zoom).subtract(size.divideBy(2));
    const covers = atlas.furnitureBoxes().map((box) => ({ x: box.x + corner.x, y: box.y + corner.y, w: box.w, h: box.h }));
    return { x: corner.x, y: corner.y, w: size.x, h: size.y, covers: covers };
  };

  function calm() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  function unheard(act) {
    quiet = true;
    act();
    quiet = false;
  }

  // "11,30.53,120.69" is zoom, latitude, longitude.
  function parse(view) {
    const numbers = view.split(",").map(Number);
    if (numbers.length !== 3 || !numbers.every(isFinite)) return null;
    if (numbers[0] < 1 || numbers[0] > 22 || Math.abs(numbers[1]) > 85 || Math.abs(numbers[2]) > 180) return null;
    return numbers;
  }

  atlas.view = function () {
    const centre = atlas.map.getCenter();
    return [atlas.map.getZoom().toFixed(2), centre.lat.toFixed(5), centre.lng.toFixed(5)].map(Number).join(",");
  };

  // Fly to what is chosen if it is out of sight.
  function follow(id) {
    const thing = id && atlas.find(id);
    if (!thing) return;
    const at = whereIs(thing);
    if (!at || inSight(at)) return;
    atlas.flyTo(at, atlas.map.getZoom());
  }

  function whereIs(thing) {
    if (thing.kind === "carrier") return thing.at || whereIs(atlas.find(thing.unit) || {});
    if (atlas.countyBounds(thing.id)) return atlas.latLng(thing.label || [0, 0]);
    return thing.label ? atlas.latLng(thing.label) : null;
  }

  function inSight(at) {
    const size = atlas.map.getSize();
    const point = atlas.map.latLngToContainerPoint(at);
    const edge = Math.min(40, size.x * 0.06);
    return point.x > edge && point.y > edge && point.x < size.x - edge && point.y < size.y - edge;
  }

  // The view that the first message names, else the whole city.
  atlas.when("open", (view) => {
    atlas.map.invalidateSize({ pan: false });
    const numbers = parse(view || "");
    unheard(() => (numbers ? atlas.map.setView([numbers[1], numbers[2]], numbers[0], { animate: false }) : home()));
    moved = Boolean(numbers);
    limit();
    watch();
  });

  // Not further out than a little beyond the city.
  function limit() {
    const whole = atlas.map.getBoundsZoom(atlas.cityBounds());
    unheard(() => atlas.map.setMinZoom(Math.max(1, Math.min(whole - STAY_OUT, atlas.map.getZoom()))));
  }

  function watch() {
    atlas.map.on("moveend", () => {
      if (quiet) return;
      moved = true;
      clearTimeout(reporting);
      reporting = setTimeout(() => atlas.send("view", { view: atlas.view() }), REPORT_MS);
    });
    new ResizeObserver(() => {
      const size = atlas.map.getContainer().getBoundingClientRect();
      if (!size.width || !size.height) return; // the page has put the frame away for a moment
      const centre = atlas.map.getCenter(); // still that of the old size
      unheard(() => {
        atlas.map.invalidateSize({ pan: false, animate: false });
        if (moved) atlas.map.setView(centre, atlas.map.getZoom(), { animate: false, reset: true });
        else home();
      });
      limit();
      atlas.say("resize");
    }).observe(atlas.map.getContainer());
  }

  // A link that names both a view and a focus shows the view.
  atlas.when("focus", (detail) => {
    if (!detail.first || !moved) follow(atlas.state.focus);
  });

  atlas.when("begin", () => {
    if (!calm()) return;
    atlas.map.options.inertia = false;
    atlas.map._zoomAnimated = false;
  });
})();
