// The scenes, and showing them: one scene is a selection and a view, and showing it twice gives the same picture.
(function () {
  "use strict";

  const FLIGHT_S = 0.55;
  const LINES = 45; // a line of text is at least this share of the screen's height
  const SMALLEST = 10; // pixels of the smallest type on the map at scale 1
  const REFERENCE = { x: 1000, y: 640 }; // the window in which a scene's zoom was chosen
  const FULL = { compare: 1, indicators: 1 };
  const HALF = { opening: 1, closing: 1 };

  room.at = 0;
  room.strayed = false;
  room.gone = [];
  let moving = false;
  room.moving = () => moving;
  let ours = false; // whether the full screen is one that we asked for

  // What came along, or live what this browser keeps; a file that cannot be read is said and passed over.
  function choose() {
    const kept = room.asked.back ? room.recallData(room.keys.presentation) : null;
    if (kept && kept.format === "g60-scenes" && Array.isArray(kept.scenes) && kept.scenes.some(isScene)) return kept;
    const emptied = kept && kept.format === "g60-scenes" && Array.isArray(kept.scenes) && kept.scenes.length === 0;
    room.passedOver = Boolean(room.asked.back && !emptied && room.recall(room.keys.presentation));
    return room.asked.presentation;
  }

  function isScene(scene) {
    return Boolean(scene) && typeof scene === "object" && typeof scene.query === "string";
  }

  const words = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
  const chosen = choose();
  room.presentation = { title_zh: words(chosen.title_zh, 200), title_en: words(chosen.title_en, 200) };
  room.scenes = chosen.scenes.filter(isScene).slice(0, 200).map((scene, i) => ({
    id: words(scene.id, 80) || "scene-" + (i + 1),
    face: ["opening", "map", "compare", "indicators", "closing"].indexOf(scene.face) >= 0 ? scene.face : "map",
    title_zh: words(scene.title_zh, 200), title_en: words(scene.title_en, 200),
    notes_zh: words(scene.notes_zh, 4000), notes_en: words(scene.notes_en, 4000),
    query: words(scene.query, 4000).split("?").pop(),
  }));
  room.scene = () => room.scenes[room.at];

  // ---- where a scene's subject lies ----

  function extend(bounds, coordinates) {
    if (typeof coordinates[0] === "number") bounds.extend(L.latLng(coordinates[1], coordinates[0]));
    else coordinates.forEach((part) => extend(bounds, part));
  }

  room.boundsOf = function (ids) {
    const bounds = L.latLngBounds([]);
    const wanted = new Set(ids);
    ["corridor", "core_area", "lake_districts", "high_tech_zones", "counties"].forEach((layer) =>
      atlas.features(layer).filter((feature) => wanted.has(feature.id)).forEach((feature) => extend(bounds, feature.geometry.coordinates))
    );
    ids.forEach((id) => {
      const one = room.find(id);
      if (one && one.kind === "carrier" && one.at) bounds.extend(L.latLng(one.at[1], one.at[0]));
      else if (one && one.kind === "carrier" && one.unit && ids.length === 1) bounds.extend(atlas.countyBounds(one.unit) || L.latLngBounds([]));
    });
    return bounds;
  };

  room.subject = subject;

  function subject(state) {
    if (state.focus) return [state.focus];
    if (state.compare.length) return state.compare;
    if (!room.restricts(state)) return [];
    return state.unit.length ? state.unit.concat(room.shown()) : room.shown();
  }

  // {center, zoom} of a selection in the window as it is.
  room.viewOf = function (state) {
    const place = /^(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/.exec(state.map);
    const size = atlas.map.getSize();
    if (place) {
      const grown = Math.log2(Math.min(size.x / REFERENCE.x, size.y / REFERENCE.y));
      return { center: L.latLng(Number(place[2]), Number(place[3])), zoom: rounded(Number(place[1]) + grown) };
    }
    const ids = subject(state);
    const bounds = room.boundsOf(ids);
    if (!bounds.isValid() || isCityWide(state, ids, bounds)) return wholeCity(size);
    const margin = L.point(size.x * 0.2, size.y * 0.2);
    const zoom = Math.min(12.5, atlas.map.getBoundsZoom(bounds, false, margin));
    return { center: bounds.getCenter(), zoom: rounded(zoom) };
  };

  // The same picture each time: what stands on the map at the moment has no say in it.
  function wholeCity(size) {
    const bounds = atlas.cityBounds();
    const zoom = rounded(atlas.map.getBoundsZoom(bounds, false, L.point(size.x * 0.06, size.y * 0.06)));
    const corners = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) => atlas.map.project(corner, zoom));
    return { center: atlas.map.unproject(corners[0].add(corners[1]).divideBy(2), zoom), zoom: zoom };
  }

  // Things all over the city are shown in the whole city; so are those whose place nobody knows, which counties' badges count.
  function isCityWide(state, ids, bounds) {
    if (state.focus || state.unit.length) return false;
    const city = atlas.cityBounds();
    const share = Math.max((bounds.getEast() - bounds.getWest()) / (city.getEast() - city.getWest()), (bounds.getNorth() - bounds.getSouth()) / (city.getNorth() - city.getSouth()));
    return ids.some((id) => room.find(id).at === null) || (ids.length > 3 && share > 0.5);
  }

  function rounded(zoom) {
    return Math.max(atlas.map.getMinZoom(), Math.min(atlas.map.getMaxZoom(), Math.round(zoom * 10) / 10));
  }

  function calm() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  function move(view, fly) {
    moving = true;
    clearTimeout(move.timer);
    atlas.map._stop(); // `stop` would zoom to the next whole step
    const near = atlas.map.getCenter().distanceTo(view.center) < 5 && Math.abs(atlas.map.getZoom() - view.zoom) < 0.05;
    const flies = fly && !near && !calm() && atlas.painted;
    if (flies) atlas.map.flyTo(view.center, view.zoom, { duration: FLIGHT_S });
    else atlas.map.setView(view.center, view.zoom, { animate: false });
    room.view = { lat: view.center.lat, lng: view.center.lng, zoom: view.zoom };
    // A flight ends where it was asked to, also on a machine that was too busy to draw it.
    move.timer = setTimeout(() => {
      atlas.map._stop();
      if (flies) atlas.map.setView(view.center, view.zoom, { animate: false });
      moving = false;
    }, flies ? 590 : 60);
  }

  // ---- showing ----

  room.show = function (n, still) {
    if (!room.scenes.length) return;
    room.at = Math.max(0, Math.min(room.scenes.length - 1, n));
    const scene = room.scene();
    room.remember(room.keys.scene, scene.id);
    const state = room.parse(scene.query);
    room.gone = state.gone;
    moving = true;
    clearTimeout(move.timer);
    room.say("scene-leaves");
    room.take(state);
    stray(false);
    room.closeAside();
    board(room.presenting ? scene.face : "");
    room.say("scene"); // the title block is written first: its height is the map's
    fit();
    move(room.viewOf(room.state), !still);
  };

  room.step = function (by) {
    if (!room.presenting) room.begin(room.at);
    else if (room.at + by >= 0 && room.at + by < room.scenes.length) room.show(room.at + by);
    else room.returnToScene();
  };

  room.returnToScene = function () {
    room.show(room.at);
  };

  function board(face) {
    const box = document.getElementById("board");
    room.face = FULL[face] || HALF[face] || face === "decisions" ? face : "";
    box.hidden = !room.face;
    document.body.dataset.board = !room.face ? "" : FULL[face] || face === "decisions" ? "full" : "half";
    drawBoard();
  }

  function drawBoard() {
    const box = room.empty(document.getElementById("board"));
    box.scrollTop = 0;
    if (!room.face) return;
    if (!room.presenting || room.strayed || room.face === "decisions") room.button("pack_close", room.closeBoard, box, "act close");
    if (room.face === "compare") room.drawComparison(box);
    else if (room.face === "indicators") room.drawIndicators(box);
    else if (room.face === "decisions") room.drawDecisions(box);
    else if (room.face === "opening") opening(box);
    else closing(box);
  }

  function opening(box) {
    room.named("h2", "", room.titleOf(room.presentation), box);
    const open = room.openDecisions();
    const list = room.node("ol", "agenda", box);
    room.scenes.forEach((scene, n) => {
      if (scene.face === "opening") return;
      const line = room.node("li", "", list);
      line.value = n + 1;
      const button = room.named("button", "act", room.titleOf(scene), line);
      button.type = "button";
      button.addEventListener("click", () => room.show(n));
    });
    if (!open.length) return;
    room.write(room.node("h3", "", box), room.text("pack_open_decisions"));
    open.forEach((one) => room.decisionLine(one, box));
  }

  function closing(box) {
    room.write(room.node("h2", "", box), room.text("pack_evidence"));
    const list = room.node("dl", "marks", box);
    ["stated", "derived", "inferred", "reported", "missing"].forEach((kind) => {
      room.write(room.node("dt", "", list), room.markOf(kind) + " " + room.text("evidence_" + kind));
      room.write(room.node("dd", "", list), room.text("evidence_means_" + kind));
    });
    room.data.documents[room.lang].forEach((one) => room.named("p", "document", "[" + one.number + "] " + one.title, box));
  }

  room.openBoard = function (face) {
    if (room.presenting && room.scene().face !== face) stray(true);
    board(face);
    fit();
  };
  room.closeBoard = function () {
    board("");
    fit();
  };

  function stray(on) {
    if (room.strayed === on) return;
    room.strayed = on;
    document.body.classList.toggle("is-astray", on);
    room.say("strayed-changed");
  }

  // ---- the size of things ----

  // In presenting no text is smaller than a forty-fifth of the screen's height.
  function size() {
    const unit = room.presenting ? Math.ceil((window.innerHeight / LINES) * 10) / 10 : 13;
    document.documentElement.style.setProperty("--u", unit + "px");
    atlas.enlarge(room.presenting ? unit / SMALLEST : 0);
  }

  function fit() {
    size();
    atlas.map.invalidateSize({ pan: false, animate: false });
  }

  room.fit = fit;

  // ---- beginning and ending ----

  room.begin = function (n) {
    room.presenting = true;
    document.body.classList.add("is-presenting");
    document.body.classList.remove("is-browsing");
    atlas.map.keyboard.disable();
    atlas.putAway();
    room.say("presenting");
    fit();
    room.show(n, true);
    room.say("kept");
  };

  room.fullScreen = function () {
    if (document.fullscreenElement || !document.fullscreenEnabled) return;
    document.documentElement.requestFullscreen().then(() => (ours = true), () => (ours = false)); // not allowed: the window will do
  };

  room.end = function () {
    room.say("leaving");
    if (room.asked.back) {
      const look = new URLSearchParams();
      look.append("scene", String(room.at + 1));
      if (room.lang !== "zh") look.append("lang", room.lang);
      if (room.theme !== "day") look.append("theme", room.theme);
      window.location.assign(room.asked.back + "?" + look);
      return;
    }
    room.presenting = false;
    ours = false;
    document.body.classList.remove("is-presenting");
    document.body.classList.add("is-browsing");
    if (document.fullscreenElement) document.exitFullscreen();
    atlas.map.keyboard.enable();
    room.say("presenting");
    fit();
    room.show(room.at, true);
    room.say("kept");
  };

  document.addEventListener("fullscreenchange", () => {
    if (document.fullscreenElement || !ours) return;
    ours = false;
    if (room.presenting && !room.windowOpening) room.end();
  });

  room.when("strayed", () => room.presenting && stray(true));
  room.when("language", drawBoard);
  room.when("selection", () => room.face === "compare" && drawBoard());
  atlas.when("drawn", () => {
    atlas.map.on("dragstart", () => room.presenting && stray(true));
    atlas.map.on("zoomstart", () => room.presenting && !moving && stray(true));
  });
  // A window of another size shows the same scene.
  atlas.when("resize", () => {
    if (!room.started || !room.presenting) return;
    size();
    if (!room.strayed) move(room.viewOf(room.state), false);
  });
})();
