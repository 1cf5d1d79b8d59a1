// The atlas in the reader's browser: its one global, and the three calls that a map's script makes.
//
//   atlas.begin(map, {symbology: address, texts: address})   once, first
//   atlas.draw(map, "counties", address)                     once for each layer
//   atlas.apply(map, {unit: "330481", lang: "zh", ...})      at each change of the selection
//
// The first two are the same for every visitor, so the map is drawn once. The third carries codes only, may come before the
// data has arrived, and may be repeated. Every other file here draws one thing: it registers what it does with `atlas.when`.
(function () {
  "use strict";

  // How every map of ours behaves; here and not in the page's script, which is sent again with every answer.
  L.Map.mergeOptions({
    center: [30.65, 120.8],
    zoom: 10,
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.1,
    zoomDelta: 0.5,
    wheelPxPerZoomLevel: 120,
    minZoom: 8,
    maxZoom: 15,
    trackResize: false, // view.js does, and keeps the centre
  });

  const atlas = (window.atlas = {});
  const listeners = {};
  const requests = [];
  let message = null;

  atlas.map = null;
  atlas.painted = false; // true once the reader has seen a map
  atlas.drawn = 0; // how often the layers were drawn; it stays 1
  atlas.symbology = null;
  atlas.texts = null;
  atlas.data = {}; // each layer's data by the layer's name, as it came

  // The steps of the work, in order: "begin" (there is a map, no data), "draw" (all data is here: draw it), "drawn" (all
  // shapes stand: place labels). Later, as the reader acts: "select", "focus", "hover", "language", "theme", "layers", "resize",
  // and "named" when names of a long list have come.
  atlas.when = function (step, act) {
    (listeners[step] = listeners[step] || []).push(act);
  };

  atlas.say = function (step, detail) {
    (listeners[step] || []).forEach((act) => act(detail));
  };

  // The only place that fetches. A page that brings its data along replaces this one function.
  atlas.load = function (address) {
    return fetch(address, { credentials: "same-origin" }).then((answer) => {
      if (!answer.ok) throw new Error(answer.status + " " + address);
      return /\.bin$/.test(address) ? answer.arrayBuffer() : answer.json();
    });
  };

  atlas.begin = function (map, addresses) {
    atlas.map = map;
    atlas.say("begin");
    request("symbology", addresses.symbology);
    request("texts", addresses.texts);
    // The map's script goes on to ask for its layers; only then is it known what "all" is.
    setTimeout(collect, 0);
  };

  atlas.draw = function (map, layer, address) {
    request(layer, address);
  };

  atlas.apply = function (map, next) {
    // Only the first message's view counts: it is where the reader was, before there was a map here.
    message = message && !atlas.drawn ? Object.assign({}, next, { view: message.view }) : next;
    if (atlas.drawn) atlas.take(atlas.settled(message));
  };

  // How often the map showed something new, for those who wait for it from outside.
  atlas.countPaint = function () {
    requestAnimationFrame(() => {
      const told = atlas.map.getContainer().dataset;
      told.painted = String(Number(told.painted || 0) + 1);
    });
  };

  function request(name, address) {
    requests.push({ name: name, address: address });
  }

  function collect() {
    const loads = requests.map((wanted) => atlas.load(wanted.address).then((data) => keep(wanted.name, data)));
    loads.push(styled());
    Promise.all(loads).then(open, fail);
  }

  function keep(name, data) {
    if (name === "symbology") atlas.symbology = data;
    else if (name === "texts") atlas.texts = data;
    else if (data instanceof ArrayBuffer) atlas.data[name] = atlas.table(data);
    else atlas.data[name] = data;
  }

  // The frame loads style sheets without waiting for them, and labels cannot be measured without theirs.
  function styled() {
    return new Promise((resolve) => {
      const end = Date.now() + 5000;
      const look = () => {
        const there = getComputedStyle(document.documentElement).getPropertyValue("--atlas").trim();
        if (there || Date.now() > end) resolve();
        else setTimeout(look, 15);
      };
      look();
    });
  }

  function open() {
    if (message) atlas.prepare(message); // language and theme, before anything is drawn with them
    atlas.say("theme");
    atlas.say("draw");
    atlas.drawn += 1;
    atlas.take(atlas.settled(message || {}));
    atlas.say("drawn");
    requestAnimationFrame(() => requestAnimationFrame(show));
  }

  function show() {
    atlas.map.getContainer().classList.add("is-painted");
    atlas.painted = true;
    atlas.countPaint();
    atlas.send("ready", {});
  }

  // Nothing is swallowed: the reader is told, and may try again; the browser's console has the reason.
  function fail(error) {
    atlas.say("fail", collect);
    throw error;
  }
})();
