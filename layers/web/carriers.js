// The carriers: small marks on one canvas, so that a hundred thousand are as quick as seventy.
//
// A full dot is a place known by coordinate or address (A, B); an open ring one known by its park or town only (C). Where only
// the county is known (D) there is no mark: badges.js counts them. The plan's own list is larger and darker than the others.
(function () {
  "use strict";

  const REACH = 9; // pixels around the pointer in which a mark answers
  const FADED = 0.22;

  let data = null; // the columns, as they came
  let firstRow = 0; // carriers follow the areas in the order of rows
  let index = new Map(); // carrier id -> its place in the columns
  let unitOf, listOf, industriesOf; // typed columns of small numbers
  let units = [];
  let lists = [];
  let industries = [];
  let shown = new Uint8Array(0);

  let worldX, worldY; // where carriers with a point are, as shares of the world's width and height; computed once
  let drawn = []; // places in the columns of the carriers that have a mark now
  let singles = []; // places in `drawn` of those that are not in a counted group
  let markOf = null; // place in the columns -> place in `drawn`, or -1
  let spot = null; // where their marks are, in pixels of the world at this zoom
  let trueX, trueY; // and where they are known to be
  let finder = null;
  let sheet = null; // the canvas

  atlas.carriers = {
    // One carrier by its id, or null.
    find: (id) => (index.has(id) ? record(index.get(id)) : null),
    shownIds: () => data.id.filter((id, i) => shown[i]),
    isShown: (id) => Boolean(shown[index.get(id)]),
    choose: choose,
    hit: hit,
    marks: marks,
    count: () => (data ? data.id.length : 0),
    groupAt: groupAt,
    members: (group) => Array.from(group.members, (k) => drawn[k]).filter((i) => shown[i]).map((i) => data.id[i]),
    tally: tally,
    each: (visit) => data.id.forEach((id, i) => visit(i)),
    at: record,
    scale: scale,
    // By unit: how many carriers of grade D are shown, and how many there are.
    countyOnly: countyOnly,
  };

  function record(i) {
    return {
      id: data.id[i],
      kind: "carrier",
      name_zh: data.name_zh[i],
      name_en: data.name_en[i],
      unit: data.unit[i],
      list: data.list[i],
      grade: data.grade[i],
      uncertainty_m: data.uncertainty_m[i],
      layer: layerOf(i),
      at: data.lon[i] === null ? null : L.latLng(data.lat[i], data.lon[i]),
      shown: Boolean(shown[i]),
    };
  }

  function layerOf(i) {
    return data.list[i] === "plan" ? "carriers" : "bodies";
  }

  // Codes as small numbers: filtering compares numbers only.
  function coded(column, table) {
    const places = new Map();
    return Uint16Array.from(column, (code) => {
      if (!places.has(code)) places.set(code, table.push(code) - 1);
      return places.get(code);
    });
  }

  function take() {
    data = atlas.data.carriers;
    firstRow = (data.areas || []).length;
    index = new Map(data.id.map((id, i) => [id, i]));
    unitOf = coded(data.unit, units);
    listOf = coded(data.list, lists);
    industriesOf = Uint32Array.from(data.industries, (codes) => codes.reduce((bits, code) => bits | bit(code), 0));
    shown = new Uint8Array(data.id.length).fill(1);
    worldX = new Float64Array(data.id.length);
    worldY = new Float64Array(data.id.length);
    data.id.forEach((id, i) => {
      if (data.lon[i] === null) return;
      const sine = Math.sin((data.lat[i] * Math.PI) / 180);
      worldX[i] = data.lon[i] / 360 + 0.5;
      worldY[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    });
  }

  // An industry is one bit of a number; there are 15.
  function bit(code) {
    if (industries.indexOf(code) < 0) industries.push(code);
    return 1 << industries.indexOf(code);
  }

  function choose(chosen) {
    const kind = !chosen.kind || chosen.kind.has("carrier") ? 1 : 0;
    const unit = units.map((code) => (!chosen.unit || chosen.unit.has(code) ? 1 : 0));
    const list = lists.map((code) => (!chosen.list || chosen.list.has(code) ? 1 : 0));
    let industry = 0;
    if (chosen.industry) chosen.industry.forEach((code) => (industry |= bit(code)));
    for (let i = 0; i < shown.length; i++) {
      const wanted = !chosen.industry || industriesOf[i] & industry ? 1 : 0;
      shown[i] = kind & unit[unitOf[i]] & list[listOf[i]] & wanted;
      if (shown[i] && atlas.state.rows && !atlas.rowBit(firstRow + i)) shown[i] = 0;
    }
  }

  function countyOnly() {
    const counts = {};
    data.unit.forEach((unit, i) => {
      if (data.lon[i] !== null || atlas.isHidden(layerOf(i))) return;
      const counted = (counts[unit] = counts[unit] || { shown: 0, all: 0 });
      counted.all += 1;
      counted.shown += shown[i];
    });
    return counts;
  }

  // Where the marks go, once for each zoom and set of layers.
  function arrange() {
    drawn = [];
    markOf = new Int32Array(data.id.length).fill(-1);
    for (let i = 0; i < markOf.length; i++) {
      if (data.lon[i] !== null && !atlas.isHidden(layerOf(i))) markOf[i] = drawn.push(i) - 1;
    }
    const zoom = atlas.map.getZoom();
    const wide = 256 * Math.pow(2, zoom);
    trueX = new Float64Array(drawn.length);
    trueY = new Float64Array(drawn.length);
    for (let k = 0; k < drawn.length; k++) {
      trueX[k] = worldX[drawn[k]] * wide;
      trueY[k] = worldY[drawn[k]] * wide;
    }
    const fixed = atlas.isHidden("core") ? [] : atlas.platforms.map((at) => atlas.map.project(at, zoom));
    spot = atlas.spread(trueX, trueY, fixed, scale());
    finder = atlas.grid(spot.x, spot.y, drawn.length, 32);
    singles = [];
    for (let k = 0; k < drawn.length; k++) if (spot.group[k] < 0) singles.push(k);
    recount();
  }

  // How many members of each counted group are shown.
  function recount() {
    spot.groups.forEach((group) => {
      group.count = 0;
      for (let m = 0; m < group.members.length; m++) group.count += shown[drawn[group.members[m]]];
      group.r = atlas.groupRadius(group.count);
    });
  }

  // The counted group at a point of the world at this zoom that has somebody to show, or null.
  function groupAt(point) {
    return spot.groups.find((group) => group.count && Math.hypot(group.x - point.x, group.y - point.y) <= group.r + 2) || null;
  }

  // Where the shown ones are: marks, counted groups, counties' badges. They sum to all that are shown in the layers that are on.
  function tally() {
    const badges = countyOnly();
    return {
      marks: singles.filter((k) => shown[drawn[k]]).length,
      groups: spot.groups.map((group) => group.count),
      badges: Object.keys(badges).map((unit) => badges[unit].shown),
    };
  }

  // Boxes of the marks and groups, for labels that want to stay clear of them: [{x, y, r, id}].
  function marks() {
    const boxes = singles.map((k) => ({ x: spot.x[k], y: spot.y[k], r: size(drawn[k]) / 2 + 1, id: data.id[drawn[k]] }));
    return boxes.concat(spot.groups.map((group) => ({ x: group.x, y: group.y, r: group.r, id: "" })));
  }

  // The id of the mark nearest to a point of the world at this zoom, "" where there is none; shown ones win over faded ones.
  function hit(point) {
    let best = "";
    let least = Infinity;
    finder.near(point.x, point.y, REACH, (k) => {
      if (spot.group[k] >= 0) return;
      const apart = Math.hypot(spot.x[k] - point.x, spot.y[k] - point.y) + (shown[drawn[k]] ? 0 : REACH);
      if (apart < least && apart < 2 * REACH) {
        least = apart;
        best = data.id[drawn[k]];
      }
    });
    return best;
  }

  function size(i) {
    return look(i).size * scale();
  }

  function look(i) {
    return atlas.symbol(data.list[i] === "plan" ? "carrier" : "body");
  }

  // Marks are smaller where the whole city is small, and a little larger where streets would show.
  function scale() {
    return atlas.markScale() * Math.max(0.68, Math.min(1.15, 1 + (atlas.map.getZoom() - 10.25) * 0.2));
  }

  // ---- painting ----

  const Sheet = L.Renderer.extend({
    options: { pane: "atlas-marks", padding: 0.25 },

    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._context = this._container.getContext("2d");
    },

    // Leaflet calls this when the map has come to rest: size the canvas to the view and a margin, and paint it.
    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      this._container.width = size.x * ratio;
      this._container.height = size.y * ratio;
      this._container.style.width = size.x + "px";
      this._container.style.height = size.y + "px";
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this.fire("update");
    },

    _updatePaths: function () {
      this.paint();
    },

    paint: function () {
      const context = this._context;
      const ratio = window.devicePixelRatio || 1;
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      const extent = this._bounds.getSize();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, extent.x, extent.y);
      context.translate(-origin.x, -origin.y);
      const inside = (x, y) => x > origin.x - 20 && y > origin.y - 20 && x < origin.x + extent.x + 20 && y < origin.y + extent.y + 20;
      paint(context, inside);
    },
  });

  // Faded first, the plan's last, so that what counts lies on top.
  function paint(context, inside) {
    const ranks = [[], [], [], []];
    singles.forEach((k) => {
      if (inside(spot.x[k], spot.y[k])) ranks[shown[drawn[k]] * 2 + (layerOf(drawn[k]) === "carriers" ? 1 : 0)].push(k);
    });
    ranks.forEach((rank, r) => {
      context.globalAlpha = r < 2 ? FADED : 1;
      rank.forEach((k) => leader(context, k));
      rank.forEach((k) => mark(context, k));
    });
    context.globalAlpha = 1;
    spot.groups.filter((group) => inside(group.x, group.y)).forEach((group) => {
      context.globalAlpha = group.count ? 1 : FADED;
      atlas.paintGroup(context, group, dot);
    });
    context.globalAlpha = 1;
    ["hover", "focus"].forEach((which) => gathered(context, index.get(atlas.state[which])));
  }

  // One that is chosen or pointed at has its own mark, also where a counted group stands for it.
  function gathered(context, i) {
    const k = i === undefined ? -1 : markOf[i];
    if (k >= 0 && spot.group[k] >= 0) mark(context, k);
  }

  function leader(context, k) {
    if (Math.hypot(spot.x[k] - trueX[k], spot.y[k] - trueY[k]) < 2) return;
    context.beginPath();
    context.moveTo(trueX[k], trueY[k]);
    context.lineTo(spot.x[k], spot.y[k]);
    context.lineWidth = 0.8;
    context.strokeStyle = atlas.colour("body");
    context.stroke();
  }

  function mark(context, k) {
    const i = drawn[k];
    const focus = data.id[i] === atlas.state.focus;
    const hover = data.id[i] === atlas.state.hover;
    const r = size(i) / 2 + (focus || hover ? 2 : 0);
    if (focus || hover) context.globalAlpha = 1;
    dot(context, spot.x[k], spot.y[k], r, { open: data.grade[i] === "C", colour: atlas.colour(focus ? "accent" : look(i).colour), rim: look(i).width });
    if (focus || hover) context.globalAlpha = shown[i] ? 1 : FADED;
  }

  // A mark: a light rim, then a full dot or an open ring.
  function dot(context, x, y, r, form) {
    context.beginPath();
    context.arc(x, y, r + form.rim, 0, 2 * Math.PI);
    context.fillStyle = atlas.colour("edge");
    context.fill();
    context.beginPath();
    if (form.open) {
      context.arc(x, y, r - r * 0.2, 0, 2 * Math.PI);
      context.lineWidth = r * 0.4;
      context.strokeStyle = form.colour;
      context.stroke();
    } else {
      context.arc(x, y, r, 0, 2 * Math.PI);
      context.fillStyle = form.colour;
      context.fill();
    }
  }

  // ---- the rim of what is known ----

  const rims = {};

  // The circle of uncertainty of the carrier that is chosen or under the pointer.
  function rim(which) {
    if (rims[which]) rims[which].remove();
    delete rims[which];
    const carrier = atlas.carriers.find(atlas.state[which]);
    if (!carrier || !carrier.at || !carrier.uncertainty_m || atlas.isHidden(carrier.layer)) return;
    const circle = L.circle(carrier.at, { radius: carrier.uncertainty_m });
    rims[which] = atlas.addPath(circle, "uncertainty", "atlas-uncertainty is-" + which);
  }

  function repaint() {
    if (sheet) sheet.paint();
  }

  atlas.when("draw", () => {
    take();
    arrange();
    sheet = new Sheet();
    atlas.map.on("zoomend", arrange);
    sheet.addTo(atlas.map);
  });
  atlas.when("layers", () => {
    arrange();
    repaint();
    rim("focus");
  });
  atlas.when("select", () => {
    recount();
    repaint();
  });
  atlas.when("theme", () => {
    if (!sheet) return;
    arrange();
    repaint();
  });
  ["focus", "hover"].forEach((which) =>
    atlas.when(which, () => {
      repaint();
      rim(which);
    })
  );
})();
