// Shapes with a place on the ground, as SVG that Leaflet keeps in place: one pane per layer, one path per shape.
//
// A path carries its thing's id, so that hand.js knows what is under the pointer, and classes, so that atlas.css knows how it
// looks: is-faded (not in the selection), is-focus (chosen), is-hover.
(function () {
  "use strict";

  // From the ground up. The code is what the legend and the URL call the layer; ground cannot be switched off.
  const PANES = {
    neighbours: { z: 210, code: "neighbours" },
    counties: { z: 220, code: "" },
    water: { z: 225, code: "" },
    corridor: { z: 230, code: "corridor" },
    lakes: { z: 250, code: "lakes" },
    zones: { z: 260, code: "zones" },
    reference: { z: 240, code: "reference" },
    core: { z: 270, code: "core" },
    uncertainty: { z: 280, code: "" },
    marks: { z: 300, code: "" },
    leaders: { z: 390, code: "" },
    labels: { z: 400, code: "" },
  };
  const renderers = {};
  const paths = {}; // for each id the paths that show it

  atlas.pane = function (name) {
    return atlas.map.getPane("atlas-" + name);
  };

  // The renderer that draws into a pane.
  atlas.renderer = function (name) {
    if (!renderers[name]) renderers[name] = L.svg({ pane: "atlas-" + name, padding: 0.35 });
    return renderers[name];
  };

  // Add a Leaflet path to a pane, with the classes that style it.
  atlas.addPath = function (path, pane, classes) {
    path.options.renderer = atlas.renderer(pane);
    path.options.pane = "atlas-" + pane;
    path.options.className = classes;
    path.options.interactive = false; // hand.js asks what is under the pointer; Leaflet need not
    path.options.bubblingMouseEvents = true;
    path.addTo(atlas.map);
    return path;
  };

  // Draw a feature's polygons as one path that can be chosen. Its colours come from the style sheet.
  atlas.addArea = function (feature, pane, classes, options) {
    const path = L.polygon(latLngs(feature.geometry), options || {});
    atlas.addPath(path, pane, classes);
    answerTo(path.getElement(), feature.id);
    return path;
  };

  // Draw a feature's line.
  atlas.addLine = function (feature, pane, classes, options) {
    const path = L.polyline(latLngs(feature.geometry), options || {});
    return atlas.addPath(path, pane, classes);
  };

  function answerTo(element, id) {
    element.dataset.id = id;
    element.classList.add("atlas-shape");
    (paths[id] = paths[id] || []).push(element);
  }

  // GeoJSON writes longitude first; Leaflet wants latitude first.
  function latLngs(geometry) {
    const depth = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[geometry.type];
    return L.GeoJSON.coordsToLatLngs(geometry.coordinates, depth);
  }

  atlas.latLng = function (position) {
    return L.latLng(position[1], position[0]);
  };

  // How far a polygon reaches from a point, in metres: the radius of a disc, the half of a hexagon.
  atlas.reach = function (feature) {
    const bounds = L.latLngBounds(L.polygon(latLngs(feature.geometry)).getBounds());
    return Math.min(
      atlas.map.distance(bounds.getNorthWest(), bounds.getNorthEast()),
      atlas.map.distance(bounds.getNorthWest(), bounds.getSouthWest())
    ) / 2;
  };

  // A path's largest ring in pixels of the world at a zoom.
  atlas.outline = function (path, zoom) {
    let rings = path.getLatLngs();
    while (rings.length && Array.isArray(rings[0]) && Array.isArray(rings[0][0])) rings = longest(rings);
    const ring = Array.isArray(rings[0]) ? longest(rings) : rings;
    const step = Math.max(1, Math.floor(ring.length / 120)); // enough to know inside from outside
    return ring.filter((at, i) => i % step === 0).map((at) => atlas.map.project(at, zoom));
  };

  function longest(list) {
    return list.reduce((best, one) => (size(one) > size(best) ? one : best));
  }

  function size(list) {
    return Array.isArray(list[0]) ? Math.max.apply(null, list.map(size)) : list.length;
  }

  // Whether a point lies inside an outline.
  atlas.holds = function (outline, x, y) {
    let inside = false;
    for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
      const a = outline[i];
      const b = outline[j];
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
    }
    return inside;
  };

  atlas.features = function (layer) {
    return (atlas.data[layer] && atlas.data[layer].features) || [];
  };

  atlas.when("begin", () => {
    Object.keys(PANES).forEach((name) => {
      const pane = atlas.map.createPane("atlas-" + name);
      pane.style.zIndex = PANES[name].z;
      pane.classList.add("atlas-pane");
    });
  });

  atlas.when("layers", () => {
    Object.keys(PANES).forEach((name) => {
      const code = PANES[name].code;
      atlas.pane(name).style.display = code && atlas.isHidden(code) ? "none" : "";
    });
  });

  function mark() {
    Object.keys(paths).forEach((id) => {
      paths[id].forEach((element) => {
        element.classList.toggle("is-faded", !atlas.isShown(id));
        element.classList.toggle("is-focus", atlas.state.focus === id);
        element.classList.toggle("is-hover", atlas.state.hover === id);
      });
    });
  }

  atlas.when("select", mark);
  atlas.when("focus", mark);
  atlas.when("hover", mark);
})();
