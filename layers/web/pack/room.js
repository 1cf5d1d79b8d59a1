// The meeting's page: its one global beside the map's, what it was given, and the selection, which is one query as everywhere.
(function () {
  "use strict";

  const room = (window.room = {});
  const listeners = {};
  const LISTS = ["unit", "industry", "kind", "list"];
  const SINGLE = ["q", "near", "within", "focus"];
  const COMPARED_MOST = 10;

  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  room.asked = read("room-asked");
  room.data = read("room-data");
  room.lang = room.asked.lang;
  room.theme = "day";
  room.presenting = false;
  const layers = read("atlas-data");

  // The map's data came along: nothing is fetched.
  atlas.load = function (name) {
    if (!(name in layers)) return Promise.reject(new Error(name));
    const data = layers[name];
    if (!data.base64) return Promise.resolve(data);
    const letters = atob(data.base64);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
    return Promise.resolve(bytes.buffer);
  };

  room.when = function (step, act) {
    (listeners[step] = listeners[step] || []).push(act);
  };
  room.say = function (step, detail) {
    (listeners[step] || []).forEach((act) => act(detail));
  };

  // ---- words and nodes ----

  room.text = function (key, values) {
    const table = room.data.words[room.lang];
    const words = key in table ? table[key] : key;
    return words.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
  };
  room.name = (thing) => thing["name_" + room.lang] || thing.name_zh || thing.name_en || thing.id;
  room.node = atlas.element;
  room.write = function (node, words) {
    if (node.textContent !== words) node.textContent = words;
    return node;
  };
  // Words from data, set apart so that a mark inside cannot reorder what stands around them.
  room.named = function (tag, className, words, parent) {
    const node = room.write(atlas.element(tag, className, parent), words);
    node.dir = "auto";
    return node;
  };
  room.empty = function (node) {
    while (node.firstChild) node.removeChild(node.firstChild);
    return node;
  };
  // A button whose words follow the language.
  room.button = function (key, act, parent, className) {
    const button = atlas.element("button", className || "act", parent);
    button.type = "button";
    const say = () => room.write(button, room.text(key));
    say();
    room.when("language", say);
    button.addEventListener("click", act);
    return button;
  };

  // ---- the selection ----

  const byId = {};
  room.entities = room.data.entities;
  room.entities.forEach((entity) => (byId[entity.id] = entity));
  room.data.units.forEach((unit) => (byId[unit.id] = unit));
  room.find = (id) => (Object.prototype.hasOwnProperty.call(byId, id) ? byId[id] : null);

  room.nothing = function () {
    return { unit: [], industry: [], kind: [], list: [], q: "", near: "", within: "", focus: "", compare: [], layers: "", map: "" };
  };
  room.state = room.nothing();

  room.clean = function (words) {
    return words.replace(/[\u0000-\u0020\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+/g, " ").trim().slice(0, 60);
  };

  // A permalink's query as a selection: codes that the data does not know are named in `gone` and ignored.
  room.parse = function (query) {
    const asked = new URLSearchParams(query);
    const state = Object.assign(room.nothing(), { gone: [] });
    room.data.facets.forEach((facet) => {
      const given = asked.getAll(facet.field);
      state[facet.field] = facet.options.map((option) => option.code).filter((code) => given.indexOf(code) >= 0);
      given.filter((code) => state[facet.field].indexOf(code) < 0).forEach((code) => state.gone.push(code));
    });
    state.list.sort();
    SINGLE.forEach((key) => (state[key] = asked.getAll(key).pop() || ""));
    state.q = room.clean(state.q);
    if (state.focus && !room.find(state.focus)) {
      state.gone.push(state.focus);
      state.focus = "";
    }
    asked.getAll("compare").forEach((id) => {
      if (!room.find(id)) state.gone.push(id);
      else if (state.compare.indexOf(id) < 0 && state.compare.length < COMPARED_MOST) state.compare.push(id);
    });
    if (!circle(state.near)) state.near = "";
    if (!ring(state.within)) state.within = "";
    const hidden = (asked.getAll("layers").pop() || "").split(",").filter((part) => /^-[a-z]+$/.test(part));
    state.layers = hidden.map((part) => part.slice(1)).sort().join(",");
    state.map = asked.getAll("map").pop() || "";
    return state;
  };

  room.query = function (state) {
    const asked = new URLSearchParams();
    LISTS.forEach((key) => state[key].forEach((code) => asked.append(key, code)));
    SINGLE.forEach((key) => state[key] && asked.append(key, state[key]));
    state.compare.forEach((id) => asked.append("compare", id));
    if (state.layers) asked.append("layers", state.layers.split(",").map((code) => "-" + code).join(","));
    if (state.map) asked.append("map", state.map);
    return asked.toString();
  };

  function circle(near) {
    const numbers = near.split(",").map(Number);
    return near && numbers.length === 3 && numbers.every(isFinite) && numbers[2] > 0 && numbers[2] <= 100 ? numbers : null;
  }

  function ring(within) {
    const points = within.split(";").map((part) => part.split(",").map(Number));
    return within && points.length >= 3 && points.every((at) => at.length === 2 && at.every(isFinite)) ? points : null;
  }

  // Whether each entity passes every part of a selection but one.
  room.passing = function (state, except) {
    const on = (key) => key !== except && state[key].length > 0;
    const found = state.q ? room.search(state.q) : null;
    const near = circle(state.near);
    const around = ring(state.within);
    return room.entities.map((one, i) =>
      (!on("unit") || state.unit.indexOf(one.unit) >= 0) &&
      (!on("industry") || one.industries.some((code) => state.industry.indexOf(code) >= 0)) &&
      (!on("kind") || state.kind.indexOf(one.kind) >= 0) &&
      (!on("list") || state.list.indexOf(one.list) >= 0) &&
      (!found || found[i]) &&
      (!near || (one.at !== null && metres(near, one.at) <= near[2] * 1000)) &&
      (!around || (one.at !== null && holds(around, one.at)))
    );
  };

  function metres(from, to) {
    return atlas.geodesy.distance(L.latLng(from[1], from[0]), L.latLng(to[1], to[0]));
  }

  function holds(corners, at) {
    let inside = false;
    for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
      const a = corners[i];
      const b = corners[j];
      const cross = (b[0] - a[0]) * (at[1] - a[1]) - (b[1] - a[1]) * (at[0] - a[0]);
      const between = Math.min(a[0], b[0]) <= at[0] && at[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= at[1] && at[1] <= Math.max(a[1], b[1]);
      if (cross === 0 && between) return true;
      if (a[1] > at[1] !== b[1] > at[1] && at[0] < ((b[0] - a[0]) * (at[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
    }
    return inside;
  }

  room.restricts = function (state) {
    return LISTS.some((key) => state[key].length > 0) || Boolean(state.q || state.near || state.within);
  };

  // Number of entities that each option of a facet would give under the others.
  room.optionCounts = function (field) {
    const passing = room.passing(room.state, field);
    const counts = {};
    room.entities.forEach((one, i) => {
      if (!passing[i]) return;
      (field === "industry" ? one.industries : [one[field]]).forEach((code) => (counts[code] = (counts[code] || 0) + 1));
    });
    return counts;
  };

  // Who is shown, as ids in the order of the data.
  room.shown = function () {
    return room.entities.filter((one, i) => room.mask[i]).map((one) => one.id);
  };

  room.mask = room.passing(room.state);

  // The map's message: codes, and a bit per row for what codes cannot say.
  function message() {
    const state = room.state;
    const bits = state.q || state.near || state.within ? room.mask : null;
    let rows = "";
    for (let at = 0; bits && at < bits.length; at += 8) {
      let byte = 0;
      for (let k = 0; k < 8; k++) if (bits[at + k]) byte |= 1 << k;
      rows += (byte < 16 ? "0" : "") + byte.toString(16);
    }
    return {
      unit: state.unit.join(","), industry: state.industry.join(","), kind: state.kind.join(",").replace(/_/g, "-"), list: state.list.join(","),
      rows: rows, near: state.near, within: state.within.replace(/;/g, ","), focus: state.focus, layers: state.layers,
      lang: room.lang, theme: room.theme, view: "", base: "",
    };
  }

  // Take a whole selection, or a part of one.
  room.take = function (state) {
    room.state = Object.assign(room.nothing(), state);
    room.mask = room.passing(room.state);
    room.tellMap();
    room.say("selection");
  };
  room.change = function (part) {
    room.take(Object.assign({}, room.state, part));
    room.say("strayed");
  };
  room.tellMap = function () {
    atlas.apply(atlas.map, message());
  };
  room.choose = function (id) {
    if (id === room.state.focus) return;
    room.change({ focus: room.find(id) ? id : "" });
    room.say("chosen");
  };
  room.compareToggle = function (id) {
    const compared = room.state.compare.filter((other) => other !== id);
    if (compared.length === room.state.compare.length && compared.length < COMPARED_MOST) compared.push(id);
    room.change({ compare: compared });
  };

  room.speak = function (lang) {
    room.lang = lang;
    document.documentElement.lang = lang === "en" ? "en" : "zh-CN";
    room.tellMap();
    room.say("language");
    room.say("selection");
    room.say("kept");
  };
  room.dress = function (theme) {
    room.theme = theme;
    room.tellMap();
    room.say("theme");
    room.say("kept");
  };
})();
