// The beginning: the page is built, the map is drawn once, and the place where somebody left is found again.
(function () {
  "use strict";

  if (window.tooOld) return;
  const kept = room.recallData(room.keys.look) || {};
  const asked = new URLSearchParams(window.location.search);
  const lang = asked.get("lang") || kept.lang;
  const theme = asked.get("theme") || kept.theme;
  if (lang === "zh" || lang === "en") room.lang = lang;
  document.documentElement.lang = room.lang === "en" ? "en" : "zh-CN";
  room.build();
  document.documentElement.style.setProperty("--u", "13px");

  atlas.begin(L.map("map"), { symbology: "symbology", texts: "texts" });
  room.asked.layers.forEach((layer) => atlas.draw(atlas.map, layer, layer));
  if (["day", "dark", "projector", "print"].indexOf(theme) >= 0) room.theme = theme;
  room.tellMap();

  // Where the reader was: the scene that the address names, else the one that was kept.
  function place() {
    const number = Number(asked.get("scene"));
    if (number >= 1 && number <= room.scenes.length) return number - 1;
    const id = room.recall(room.keys.scene);
    const found = room.scenes.findIndex((scene) => scene.id === id);
    return Math.max(0, found);
  }

  const answers = {
    choose: (message) => (typeof message.id === "string" ? room.choose(message.id) : 0),
    only: (message) => {
      const others = room.data.facets.filter((facet) => facet.field === "list")[0].options.map((option) => option.code).filter((code) => code !== "plan");
      const isOther = message.code === "other_carrier";
      const kind = isOther ? "carrier" : message.code;
      const list = isOther ? others.sort() : message.code === "carrier" ? ["plan"] : [];
      room.change({ kind: [kind], list: list });
    },
    layers: (message) => room.change({ layers: message.layers }),
    near: (message) => room.change({ near: message.near }),
    within: (message) => room.change({ within: message.within }),
    view: () => room.say("kept"),
    copy: () => {
      const centre = atlas.map.getCenter();
      const state = Object.assign({}, room.state, { map: [atlas.map.getZoom().toFixed(2), centre.lat.toFixed(5), centre.lng.toFixed(5)].map(Number).join("/") });
      atlas.say("told", { type: "copied", link: window.location.href.split("#")[0] + "#" + room.query(state) });
    },
    ready: begin,
  };
  window.addEventListener("atlas", (event) => {
    const answer = Object.prototype.hasOwnProperty.call(answers, event.detail.type) ? answers[event.detail.type] : null;
    if (answer) answer(event.detail);
  });

  function begin() {
    const old = document.getElementById("old");
    if (old) old.remove();
    room.started = true;
    room.at = place();
    if (room.asked.back || kept.presenting) room.begin(room.at);
    else if (window.location.hash.length > 1) open(window.location.hash.slice(1));
    else if (room.recall(room.keys.scene)) room.show(room.at, true);
    else room.show(0, true);
    if (room.passedOver) room.tell(room.text("pack_presentation_ignored"));
    document.body.dataset.started = "1";
  }

  function open(query) {
    const state = room.parse(query);
    room.take(state);
    const view = room.viewOf(state);
    atlas.map.setView(view.center, view.zoom, { animate: false });
  }
})();
