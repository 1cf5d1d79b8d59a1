// The ground below the plan: main roads by rank, and the railways. Quiet lines that come with the zoom, rank by rank.
// They are drawn once; a zoom shows or hides a rank, a filter touches none of them.

import { atlas, featuresOf, when } from "../base/atlas.js";
import { addLine, elementOf } from "./shapes.js";

const THINNEST = 0.4; // of a road's width, where the whole city is small
const THICKEST = 1.5;
const FULL_ZOOM = 12.5; // where a road has its own width

/** @type {{ rank: number, path: L.Polyline }[]} */ const roads = [];

when("draw", () => {
  featuresOf("roads").forEach((feature) => {
    const rank = Number(feature.properties.rank);
    const path = addLine(feature, "roads", "atlas-way", { smoothFactor: 1, fill: false });
    elementOf(path).style.setProperty("--way-share", String(atlas.symbology.road_widths[rank]));
    roads.push({ rank, path });
  });
  featuresOf("railways").forEach((feature) => {
    ["atlas-track", "atlas-track-ties"].forEach((classes) =>
      addLine(feature, "railways", classes, { smoothFactor: 1, fill: false }),
    );
  });
});

function showRanks() {
  const zoom = atlas.map.getZoom();
  roads.forEach(({ rank, path }) => {
    elementOf(path).style.display = zoom >= atlas.symbology.roads_from[rank] ? "" : "none";
  });
  const scale = Math.max(THINNEST, Math.min(THICKEST, 1 + (zoom - FULL_ZOOM) * 0.2));
  atlas.map.getContainer().style.setProperty("--way-scale", scale.toFixed(2));
}

when("drawn", () => {
  showRanks();
  atlas.map.on("zoomend", showRanks);
});
