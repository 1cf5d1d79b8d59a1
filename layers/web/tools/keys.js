// The keyboard: one stop of the Tab key from which the arrow keys walk over everything that is shown, Enter chooses.
// What is walked to is highlighted on the map and told to a screen reader.

import { atlas, when } from "../base/atlas.js";
import { isShown } from "../base/select.js";
import { chooseThing, pointAt } from "../base/talk.js";
import { addButton, addElement, caption, nameOf, text, write } from "../base/text.js";
import { carriers } from "../carriers/carriers.js";
import { findThing } from "../carriers/rows.js";
import { kindText } from "./hand.js";

/** @type {HTMLButtonElement} */ let walker;
/** @type {string[]} */ let stopAreas = []; // ids of the areas that are shown
/** @type {Uint32Array} */ let stopRows = new Uint32Array(0); // rows of the carriers that are shown
let stopPlace = 0;

// Areas in their order, then carriers, without what is filtered out or switched off.
function collectStops() {
  stopAreas = atlas.areas.filter((area) => isShown(area.id)).map((area) => area.id);
  stopRows = carriers.shownRows();
  const area = stopAreas.indexOf(atlas.state.focus);
  const row = stopRows.indexOf(carriers.row(atlas.state.focus));
  stopPlace = area >= 0 ? area : row >= 0 ? stopAreas.length + row : 0;
}

function stopCount() {
  return stopAreas.length + stopRows.length;
}

function stopId() {
  if (stopPlace < stopAreas.length) return stopAreas[stopPlace];
  return stopRows.length ? carriers.id(stopRows[stopPlace - stopAreas.length]) : "";
}

function tellStop() {
  const thing = stopCount() ? findThing(stopId()) : null;
  if (!thing) return write(walker, text("walk_none"));
  const values = { name: nameOf(thing), kind: kindText(thing), n: stopPlace + 1, all: stopCount() };
  return write(walker, text("walk", values));
}

function showStop() {
  tellStop();
  pointAt(stopId());
}

function walkStops(/** @type {KeyboardEvent} */ event) {
  /** @type {Record<string, number>} */ const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const step = steps[event.key];
  if (event.key === "Home") stopPlace = 0;
  else if (event.key === "End") stopPlace = Math.max(0, stopCount() - 1);
  else if (step && stopCount()) stopPlace = (stopPlace + step + stopCount()) % stopCount();
  else return;
  event.preventDefault();
  event.stopPropagation();
  showStop();
}

when("draw", () => {
  const box = atlas.map.getContainer();
  walker = addButton("atlas-walker", box, () => stopCount() && chooseThing(stopId()));
  walker.setAttribute("aria-live", "polite");
  const hint = addElement("span", "atlas-unseen", box);
  hint.id = "atlas-walk-hint";
  caption(hint, "walk_hint");
  walker.setAttribute("aria-describedby", hint.id);
  L.DomEvent.disableClickPropagation(walker);
  walker.addEventListener("focus", () => {
    collectStops();
    showStop();
  });
  walker.addEventListener("blur", () => pointAt(""));
  walker.addEventListener("keydown", walkStops);
  box.setAttribute("role", "region");
  caption(box, "map_label", "aria-label");
});

function renewStops() {
  if (!atlas.drawn) return;
  collectStops();
  tellStop();
}

when("drawn", renewStops);
when("select", renewStops);
when("language", renewStops);
when("named", () => walker && document.activeElement === walker && tellStop());
