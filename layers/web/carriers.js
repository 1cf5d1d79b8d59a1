// The carriers: small marks on one canvas, so that a hundred thousand are as quick as seventy.
//
// A full dot is a place known by coordinate or address (A, B); an open ring one known by its park or town only (C). Where only
// the county is known (D) there is no mark: badges.js counts them. The plan's own list is larger and darker than the others.
(function () {
  "use strict";

  const REACH = 9; // pixels around the pointer in which a mark answers
  const FADED = 0.22;

  let data = null; // the columns, as they came (columns.js)
  let firstRow = 0; // carriers follow the areas in the order of rows
  let plan = -1; // the plan's place among the lists
  let shown = new Uint8Array(0);
  let counts = null; // by unit, of those without a point; null until somebody asks

  let worldX, worldY; // where carriers with a point are, as shares of the world's width and height; computed once
  let drawn = []; // places in the columns of the carriers that have a mark now
  let singles = []; // places in `drawn` of those that are not in a counted group
  let markOf = null; // place in the columns -> place in `drawn`, or -1
  let spot = null; // where their marks are, in pixels of the world at this zoom
  let trueX, trueY; // and where they are known to be
  let finder = null;
  let sheet = null; // the canvas
  let lit = { focus: -1, hover: -1 }; // the rows of those that are chosen or pointed at

  atlas.carriers = {
    // One carrier by its id, or null.
    find: (id) => (row(id) < 0 ? null : record(row(id))),
    row: row,
    id: (i) => data.id(i),
    shownRows: shownRows,
    shownIds: () => Array.from(shownRows(), data.id),
    isShown: (id) => Boolean(shown[row(id)]),
    choose: choose,
    hit: hit,
    marks: marks,
    count: () => (data ? data.count : 0),
    groupAt: groupAt,
    members: (group) => Array.from(group.members, (k) => drawn[k]).filter((i) => shown[i]).map((i) => data.id(i)),
    tally: tally,
    groups: () => spot.groups,
    each: (visit) => shown.forEach((is, i) => visit(i)),
    at: record,
    scale: scale,
    // By unit: how many carriers of grade D are shown, and how many there are.
    countyOnly: countyOnly,
  };

  // The place in the columns of a carrier's id, or -1.
  function row(id) {
    return data && id ? data.find(id) : -1;
  }

  function shownRows() {
    const rows = new Uint32Array(shown.length);
    let count = 0;
    for (let i = 0; i < shown.length; i++) if (shown[i]) rows[count++] = i;
    return rows.subarray(0, count);
  }

  function record(i) {
    return {
      id: data.id(i),
      kind: "carrier",
      name_zh: data.name(i, "name_zh"),
      name_en: data.name(i, "name_en"),
      unit: data.units[data.unit[i]] || "",
      list: data.lists[data.list[i]],
      grade: data.grade(i),
      uncertainty_m: data.radius(i),
      layer: layerOf(i),
      at: data.hasPoint(i) ? L.latLng(data.lat(i), data.lon(i)) : null,
      shown: Boolean(shown[i]),
    };
  }

  function layerOf(i) {
    return data.list[i] === plan ? "carriers" : "bodies";
  }

  function take() {
    data = atlas.data.carriers;
    firstRow = data.areas.length;
    plan = data.lists.indexOf("plan");
    shown = new Uint8Array(data.count).fill(1);
    worldX = new Float64Array(data.count);
    worldY = new Float64Array(data.count);
    for (let i = 0; i < data.count; i++) {
      if (!data.hasPoint(i)) continue;
      const sine = Math.sin((data.lat(i) * Math.PI) / 180);
      worldX[i] = data.lon(i) / 360 + 0.5;
      worldY[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    }
  }

  // Filtering compares small numbers only.
  function choose(chosen) {
    const kind = !chosen.kind || chosen.kind.has("carrier") ? 1 : 0;
    const wanted = (code, codes) => (!codes || codes.has(code) ? 1 : 0);
    // The highest number stands for none: such a carrier passes only where nothing is asked.
    const unit = new Uint8Array(65536).fill(chosen.unit ? 0 : 1);
    const list = new Uint8Array(65536).fill(chosen.list ? 0 : 1);
    data.units.forEach((code, place) => (unit[place] = wanted(code, chosen.unit)));
    data.lists.forEach((code, place) => (list[place] = wanted(code, chosen.list)));
    let bits = 0; // an industry is one bit
    data.industries.forEach((code, place) => (bits |= chosen.industry && chosen.industry.has(code) ? 1 << place : 0));
    for (let i = 0; i < shown.length; i++) {
      shown[i] = kind & unit[data.unit[i]] & list[data.list[i]] & (!chosen.industry || data.bits[i] & bits ? 1 : 0);
      if (shown[i] && atlas.state.rows && !atlas.rowBit(firstRow + i)) shown[i] = 0;
    }
    counts = null;
  }

  function countyOnly() {
    if (counts) return counts;
    const found = data.units.map(() => ({ shown: 0, all: 0 }));
    const off = { carriers: atlas.isHidden("carriers"), bodies: atlas.isHidden("bodies") };
    for (let i = 0; i < shown.length; i++) {
      if (data.hasPoint(i) || off[layerOf(i)] || !found[data.unit[i]]) continue;
      found[data.unit[i]].all += 1;
      found[data.unit[i]].shown += shown[i];
    }
    counts = {};
    found.forEach((counted, place) => {
      if (counted.all) counts[data.units[place]] = counted;
    });
    return counts;
  }

  // Where the marks go, once for each zoom and set of layers.
  function arrange() {
    drawn = [];
    counts = null;
    markOf = new Int32Array(data.count).fill(-1);
    const off = { carriers: atlas.isHidden("carriers"), bodies: atlas.isHidden("bodies") };
    for (let i = 0; i < data.count; i++) {
      if (data.hasPoint(i) && !off[layerOf(i)]) markOf[i] = drawn.push(i) - 1;
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
    singles = [];
    for (let k = 0; k < drawn.length; k++) if (spot.group[k] < 0) singles.push(k);
    finder = atlas.grid(singles.map((k) => spot.x[k]), singles.map((k) => spot.y[k]), singles.length, 32);
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
    const boxes = singles.map((k) => ({ x: spot.x[k], y: spot.y[k], r: size(drawn[k]) / 2 + 1, id: data.id(drawn[k]) }));
    return boxes.concat(spot.groups.map((group) => ({ x: group.x, y: group.y, r: group.r, id: "" })));
  }

  // The id of the mark nearest to a point of the world at this zoom, "" where there is none; shown ones win over faded ones.
  function hit(point) {
    let best = "";
    let least = Infinity;
    finder.near(point.x, point.y, REACH, (place) => {
      const k = singles[place];
      const apart = Math.hypot(spot.x[k] - point.x, spot.y[k] - point.y) + (shown[drawn[k]] ? 0 : REACH);
      if (apart < least && apart < 2 * REACH) {
        least = apart;
        best = data.id(drawn[k]);
      }
    });
    return best;
  }

  function size(i) {
    return look(i).size * scale();
  }

  function look(i) {
    return atlas.symbol(data.list[i] === plan ? "carrier" : "body");
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
      lit = { focus: row(atlas.state.focus), hover: row(atlas.state.hover) };
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
    ["hover", "focus"].forEach((which) => gathered(context, lit[which]));
  }

  // One that is chosen or pointed at has its own mark, also where a counted group stands for it.
  function gathered(context, i) {
    const k = i < 0 ? -1 : markOf[i];
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
    const focus = i === lit.focus;
    const hover = i === lit.hover;
    const r = size(i) / 2 + (focus || hover ? 2 : 0);
    if (focus || hover) context.globalAlpha = 1;
    dot(context, spot.x[k], spot.y[k], r, { open: data.grade(i) === "C", colour: atlas.colour(focus ? "accent" : look(i).colour), rim: look(i).width });
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
