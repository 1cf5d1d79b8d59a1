// What the selection is drawn around: a circle with a rim to drag, a ring of corners, each with a button that takes it off again.
// Who is inside is for the server to say; here it is only drawn. The accent says that it was chosen.
(function () {
  "use strict";

  const SIDES = 96;
  const MARGIN = 60; // pixels that a chip needs on either side of its middle
  const RADIUS = { least: 0.5, most: 50, step: 0.5 }; // km that the rim can be dragged or pushed to
  const SOUTH_EAST = 135; // where labels seldom are

  let circle = null; // {path, dot, chip, rim, centre, km}
  let ring = null; // {path, chip}
  let bearing = SOUTH_EAST; // on which side of the circle its rim is held

  // "120.69,30.53,5" as {centre, km}; null for nothing.
  function parse(near) {
    const numbers = near.split(",").map(Number);
    return numbers.length === 3 && numbers.every(isFinite) ? { centre: L.latLng(numbers[1], numbers[0]), km: numbers[2] } : null;
  }

  atlas.near = function () {
    return parse(atlas.state.near || "");
  };

  // Ask for what lies so near; null for anywhere. Shown at once, and told to the page.
  atlas.askNear = function (near) {
    atlas.state.near = near ? [near.centre.lng.toFixed(4), near.centre.lat.toFixed(4), near.km.toFixed(1)].map(Number).join(",") : "";
    atlas.say("around");
    atlas.send("near", { near: atlas.state.near });
  };

  // The same for a ring of points; none for anywhere.
  atlas.askWithin = function (points) {
    const corners = points.map((at) => [Number(at.lng.toFixed(4)), Number(at.lat.toFixed(4))].join(","));
    atlas.state.within = corners.join(",");
    atlas.say("around");
    atlas.send("within", { within: corners.join(";") });
  };

  // The points of a circle on the ground.
  function rim(centre, km) {
    return Array.from({ length: SIDES }, (none, i) => atlas.geodesy.direct(centre, (i * 360) / SIDES, km * 1000));
  }

  function draw(path, classes) {
    return atlas.addPath(path, "around", classes);
  }

  // An element of ours that stays at a place of the ground.
  function stand(element, at, options) {
    const icon = L.divIcon({ className: "atlas-anchor", html: element, iconSize: [0, 0] });
    return L.marker(at, Object.assign({ icon: icon, keyboard: false, interactive: false, pane: "atlas-around-handles" }, options)).addTo(atlas.map);
  }

  // A small plate with words and a button that takes the shape off.
  function chip(at, words, key, off) {
    const plate = atlas.element("div", "atlas-chip");
    L.DomEvent.disableClickPropagation(plate);
    const text = atlas.write(atlas.element("span", "atlas-chip-words", plate), words);
    const button = atlas.element("button", "atlas-chip-off", plate);
    button.type = "button";
    button.setAttribute("aria-label", atlas.text(key));
    button.title = atlas.text(key);
    atlas.svg("path", { d: "M3 3L9 9M9 3L3 9" }, atlas.svg("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, button));
    button.addEventListener("click", () => {
      off();
      atlas.map.getContainer().focus({ preventScroll: true });
    });
    return { marker: stand(plate, at), words: text };
  }

  // ---- the circle ----

  function showCircle(near) {
    const km = near.km;
    circle = { centre: near.centre, km: km };
    circle.path = draw(L.polygon(rim(near.centre, km), { smoothFactor: 0.2 }), "atlas-around");
    circle.dot = draw(L.circleMarker(near.centre, { radius: 3 }), "atlas-around-centre");
    circle.chip = chip(seen(tops(circle)), radiusText(km), "near_off", () => atlas.askNear(null));
    circle.rim = handle(circle);
  }

  // Where a circle's chip may stand, best first.
  function tops(of) {
    return [0, 60, 300, 90, 270, 120, 240, 180].map((way) => atlas.geodesy.direct(of.centre, way, of.km * 1000)).concat([of.centre]);
  }

  // The first of these places that is well inside the window and clear of the furniture, else the first.
  function seen(places) {
    const size = atlas.map.getSize();
    const taken = atlas.furnitureBoxes();
    const clear = (point) => taken.every((box) => Math.abs(point.x - box.x - box.w / 2) > box.w / 2 + MARGIN || Math.abs(point.y - box.y - box.h / 2) > (box.h + MARGIN) / 2);
    const inside = places.filter((at) => {
      const point = atlas.map.latLngToContainerPoint(at);
      return point.x > MARGIN && point.x < size.x - MARGIN && point.y > MARGIN / 2 && point.y < size.y - MARGIN / 2 && clear(point);
    });
    return inside[0] || places[0];
  }

  // After a move the chips stand where they can be reached.
  function reach() {
    if (circle) circle.chip.marker.setLatLng(seen(tops(circle)));
    if (ring) ring.chip.marker.setLatLng(seen(ring.tops));
  }

  function radiusText(km) {
    return atlas.text("near_chip", { n: Number(km.toFixed(1)) });
  }

  function resize(km) {
    circle.km = Math.max(RADIUS.least, Math.min(RADIUS.most, Math.round(km * 10) / 10));
    circle.path.setLatLngs(rim(circle.centre, circle.km));
    circle.chip.marker.setLatLng(seen(tops(circle)));
    atlas.write(circle.chip.words, radiusText(circle.km));
    label(circle.knob);
  }

  function label(knob) {
    knob.setAttribute("aria-valuenow", String(circle.km));
    knob.setAttribute("aria-valuetext", radiusText(circle.km));
  }

  // The knob on the rim: dragged by pointer, pushed by arrow keys.
  function handle(of) {
    const knob = atlas.element("div", "atlas-rim");
    of.knob = knob;
    const values = { role: "slider", tabindex: "0", "aria-valuemin": RADIUS.least, "aria-valuemax": RADIUS.most, "aria-label": atlas.text("near_radius") };
    Object.keys(values).forEach((name) => knob.setAttribute(name, values[name]));
    knob.title = atlas.text("near_radius");
    label(knob);
    knob.addEventListener("keydown", push);
    const marker = stand(knob, atlas.geodesy.direct(of.centre, bearing, of.km * 1000), { draggable: true, interactive: true });
    marker.on("drag", () => {
      resize(atlas.geodesy.distance(circle.centre, marker.getLatLng()) / 1000);
      bearing = towards(circle.centre, marker.getLatLng());
    });
    marker.on("dragend", () => atlas.askNear(circle));
    return marker;
  }

  function push(event) {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    resize(circle.km + step * RADIUS.step);
    circle.rim.setLatLng(atlas.geodesy.direct(circle.centre, bearing, circle.km * 1000));
    clearTimeout(push.timer);
    push.timer = setTimeout(() => circle && atlas.askNear(circle), 300);
  }

  function towards(from, to) {
    const a = atlas.map.project(from);
    const b = atlas.map.project(to);
    return (Math.atan2(b.x - a.x, a.y - b.y) * 180) / Math.PI;
  }

  // ---- both ----

  function parts() {
    const found = circle ? [circle.path, circle.dot, circle.chip.marker, circle.rim] : [];
    return ring ? found.concat([ring.path, ring.chip.marker]) : found;
  }

  function corners() {
    const numbers = (atlas.state.within || "").split(",").map(Number);
    const points = [];
    for (let i = 0; i + 1 < numbers.length; i += 2) points.push(L.latLng(numbers[i + 1], numbers[i]));
    return points.length > 2 ? points : null;
  }

  function show() {
    const near = atlas.near();
    const points = corners();
    const told = JSON.stringify([atlas.state.near, points, atlas.state.lang]);
    if (show.told === told) return;
    show.told = told;
    const held = document.activeElement && document.activeElement.classList.contains("atlas-rim");
    parts().forEach((part) => part.remove());
    circle = ring = null;
    if (near) showCircle(near);
    if (points) {
      const tops = points.slice().sort((a, b) => b.lat - a.lat);
      ring = { tops: tops, path: draw(L.polygon(points, { smoothFactor: 0 }), "atlas-around") };
      ring.chip = chip(seen(tops), atlas.text("within_chip"), "within_off", () => atlas.askWithin([]));
    }
    if (held && circle) circle.knob.focus({ preventScroll: true });
  }

  atlas.when("begin", () => {
    [["atlas-around", 290], ["atlas-around-handles", 470]].forEach((one) => {
      const pane = atlas.map.createPane(one[0]);
      pane.style.zIndex = one[1];
      pane.classList.add("atlas-pane");
    });
  });
  atlas.when("drawn", () => atlas.map.on("moveend", reach));
  atlas.when("around", show);
  atlas.when("language", show);
})();
