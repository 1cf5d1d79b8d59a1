// Labels: what each says, how large it is, and when it is shown. Where it stands is decided in placing.js.
//
// Places are computed in pixels of the whole world at a zoom, never of the window, so dragging the map moves no label against it.
(function () {
  "use strict";

  const NARROW = 600; // pixels of the window; below: counties and the chosen one only
  const NARROWEST = 420; // ... and the few areas that a selection leaves; below this not these either
  const FEW = 6;
  const AREAS = ["core", "lake", "zone"];
  const MEDIUM = 900; // below: smaller type
  const FROM_ZOOM = { platform: 11.4, carrier: 12.25 };
  const MOST_CARRIERS = 400; // beyond, carriers are labelled when chosen or pointed at, not by themselves

  const labels = [];
  let carriersLabelled = false;
  let leaders = null; // an SVG for lines from labels to what they name, and for text along lines

  // {id, kind, layer, thing | words, at, reach in metres | size in pixels, path: the Leaflet path it names}
  atlas.addLabel = function (label) {
    label.element = atlas.element("div", "atlas-label is-" + label.kind + " leaflet-zoom-animated", atlas.pane("labels"));
    label.element.setAttribute("aria-hidden", "true"); // shapes and the list speak for themselves
    if (label.id) label.element.dataset.id = label.id;
    labels.push(label);
    return label;
  };

  atlas.leaders = function () {
    return leaders;
  };

  // For tests and other readers: the labels that stand now, with their boxes in pixels of the window.
  atlas.labels = function () {
    return labels.filter((label) => label.box).map((label) => {
      const box = label.element.getBoundingClientRect();
      return { id: label.id, kind: label.kind, text: label.element.textContent, x: box.left, y: box.top, w: box.width, h: box.height };
    });
  };

  // ---- what they say ----

  function fill(label) {
    const element = label.element;
    while (element.firstChild) element.removeChild(element.firstChild);
    wordsOf(label).forEach((words) => atlas.write(atlas.element("span", "atlas-line", element), words));
    if (label.kind === "county" || label.kind === "unit") {
      const badge = atlas.badge(label.id);
      if (badge) element.appendChild(badge);
      label.hasBadge = Boolean(badge);
    }
  }

  function wordsOf(label) {
    if (label.words) return [label.words];
    const words = label.kind === "county" ? atlas.name(label.thing) : atlas.shortName(label.thing);
    if (label.kind === "county") return [atlas.state.lang === "en" ? atlas.shortName(label.thing).toUpperCase() : words];
    return label.kind === "neighbour" || label.kind === "unit" ? [words] : atlas.lines(words);
  }

  function measure() {
    labels.forEach((label) => {
      label.element.style.display = "";
    });
    labels.forEach((label) => {
      label.w = Math.ceil(label.element.offsetWidth);
      label.h = Math.ceil(label.element.offsetHeight);
    });
  }

  // ---- which of them are wanted, best first ----

  function wanted() {
    const zoom = atlas.map.getZoom();
    const narrow = atlas.map.getSize().x < NARROW;
    const few = atlas.map.getSize().x >= NARROWEST && atlas.areas.filter((area) => atlas.isShown(area.id)).length <= FEW;
    return labels.filter((label) => {
      if (label.layer && atlas.isHidden(label.layer)) return false;
      if (isChosen(label)) return true;
      if (label.kind === "unit") return label.hasBadge;
      if (narrow && zoom < 11) return label.kind === "county" || (few && label.shown && AREAS.indexOf(label.kind) >= 0);
      return zoom >= (FROM_ZOOM[label.kind] || 0);
    });
  }

  function isChosen(label) {
    return label.id !== "" && (label.id === atlas.state.focus || label.id === atlas.state.hover);
  }

  // A carrier that is chosen gets a label at any zoom.
  function labelChosen() {
    const carrier = atlas.carriers.find(atlas.state.focus);
    if (!carrier || !carrier.at || labels.some((label) => label.id === carrier.id)) return;
    const label = addCarrier(carrier);
    fill(label);
    measure();
  }

  function addCarrier(carrier) {
    return atlas.addLabel({ id: carrier.id, kind: "carrier", layer: carrier.layer, thing: carrier, at: carrier.at, size: 7 });
  }

  // Carriers get labels when first they are near enough to be read; their marks may stand beside their place.
  function labelCarriers() {
    if (!carriersLabelled && atlas.map.getZoom() >= FROM_ZOOM.carrier && atlas.carriers.count() <= MOST_CARRIERS) {
      carriersLabelled = true;
      const fresh = [];
      atlas.carriers.each((i) => {
        const carrier = atlas.carriers.at(i);
        if (carrier.at && !labels.some((label) => label.id === carrier.id)) fresh.push(addCarrier(carrier));
      });
      fresh.forEach(fill);
      measure();
    }
  }

  // ---- putting them there ----

  let pending = false;

  function placeSoon() {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      place();
    });
  }

  function place() {
    if (!atlas.drawn) return;
    labelCarriers();
    labelChosen();
    const zoom = atlas.map.getZoom();
    const marks = atlas.carriers.marks();
    const spots = {};
    marks.forEach((mark) => (spots[mark.id] = mark));
    labels.forEach((label) => {
      label.box = null;
      label.leader = null;
      label.anchor = atlas.map.project(label.at, zoom);
      if (label.kind === "carrier" && spots[label.id]) label.anchor = L.point(spots[label.id].x, spots[label.id].y);
      label.r = label.reach ? label.reach / atlas.metresPerPixel(label.at) : label.size || 0;
      label.outline = label.path ? atlas.outline(label.path, zoom) : null;
    });
    weigh();
    const asked = wanted();
    atlas.placeLabels(asked, { all: labels, marks: marks });
    labels.forEach((label) => (label.tried = false));
    asked.forEach((label) => (label.tried = label.shown || label.chosen));
    labels.forEach(show);
    position();
    drawLeaders();
    mark();
    leaders.classList.remove("is-away");
  }

  // What the selection makes of each label.
  function weigh() {
    labels.forEach((label) => {
      label.shown = label.kind === "carrier" ? atlas.carriers.isShown(label.id) : atlas.isShown(label.id);
      label.chosen = isChosen(label);
    });
  }

  // A filter fades labels and moves none, unless one that is wanted has no place yet.
  function reweigh() {
    if (!atlas.drawn) return;
    labelChosen();
    weigh();
    mark();
    // One that found no place when it was shown before will find none now.
    if (wanted().some((label) => !label.box && !label.tried && (label.shown || label.chosen))) placeSoon();
  }

  // What a pixel is on the ground, at a place and this zoom.
  atlas.metresPerPixel = function (at) {
    return (40075016.7 * Math.cos((at.lat * Math.PI) / 180)) / (256 * Math.pow(2, atlas.map.getZoom()));
  };

  function show(label) {
    label.element.style.display = label.box ? "" : "none";
    if (label.box) {
      label.offset = L.point(label.box.x - label.anchor.x, label.box.y - label.anchor.y);
      label.element.style.textAlign = label.box.side || "center";
      label.anchorAt = atlas.map.unproject(label.anchor);
    }
  }

  // Labels keep their distance in pixels to their anchor while the map zooms.
  function position(event) {
    labels.forEach((label) => {
      if (!label.box) return;
      const at = event && event.center ? atlas.map._latLngToNewLayerPoint(label.anchorAt, event.zoom, event.center) : atlas.map.latLngToLayerPoint(label.anchorAt);
      L.DomUtil.setPosition(label.element, at.add(label.offset).round());
    });
  }

  // A thin line from a label that had to stand apart to what it names.
  function drawLeaders() {
    Array.prototype.slice.call(leaders.querySelectorAll(".atlas-leader")).forEach((line) => leaders.removeChild(line));
    const origin = atlas.map.getPixelOrigin();
    labels.forEach((label) => {
      if (!label.box || !label.box.lead) return;
      const from = label.box.lead[0].subtract(origin);
      const to = label.box.lead[1].subtract(origin);
      label.leader = atlas.svg("line", { class: "atlas-leader", x1: from.x, y1: from.y, x2: to.x, y2: to.y }, leaders);
    });
  }

  function mark() {
    labels.forEach((label) => {
      const id = label.id;
      const out = label.kind === "county" || label.kind === "unit" ? !atlas.unitChosen(id) : label.shown === false;
      label.element.classList.toggle("is-faded", out);
      if (label.leader) label.leader.classList.toggle("is-faded", out);
      label.element.classList.toggle("is-focus", Boolean(id) && id === atlas.state.focus);
      label.element.classList.toggle("is-hover", Boolean(id) && id === atlas.state.hover);
    });
  }

  function resize() {
    const width = atlas.map.getSize().x;
    const box = atlas.map.getContainer().classList;
    box.toggle("is-narrow", width < NARROW);
    box.toggle("is-medium", width >= NARROW && width < MEDIUM);
    box.toggle("is-wide", width >= 1500);
    far();
    if (!atlas.drawn) return;
    measure();
    placeSoon();
  }

  // From far, lines and dashes are finer.
  function far() {
    atlas.map.getContainer().classList.toggle("is-far", atlas.map.getZoom() < 9.5);
  }

  atlas.when("begin", () => {
    leaders = atlas.svg("svg", { class: "atlas-leaders", width: 1, height: 1, "aria-hidden": "true" }, atlas.pane("leaders"));
  });

  atlas.when("drawn", () => {
    resize();
    labels.forEach(fill);
    measure();
    place();
    atlas.map.on("zoomend", far);
    atlas.map.on("zoomend viewreset", () => {
      position();
      placeSoon();
    });
    atlas.map.on("zoomanim", position);
    atlas.map.on("zoom", () => position());
    atlas.map.on("zoomstart", () => leaders.classList.add("is-away"));
  });
  atlas.when("language", () => {
    labels.forEach(fill);
    measure();
    placeSoon();
  });
  atlas.when("theme", () => {
    if (!atlas.drawn) return;
    measure();
    placeSoon();
  });
  atlas.when("resize", resize);
  atlas.when("select", reweigh);
  atlas.when("focus", reweigh);
  atlas.when("layers", placeSoon);
  atlas.when("hover", mark);
  atlas.when("named", () => {
    const nameless = labels.filter((label) => label.kind === "carrier" && !label.thing.name_zh);
    nameless.forEach((label) => {
      label.thing = atlas.find(label.id);
      fill(label);
    });
    if (nameless.length) measure();
    placeSoon();
  });
})();
