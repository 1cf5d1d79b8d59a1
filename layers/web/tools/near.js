// The tool "within so many kilometres": around the chosen thing, or around a place that is clicked.

import { atlas, when } from "../base/atlas.js";
import { addButton, nameOf, text, write } from "../base/text.js";
import { carriers } from "../carriers/carriers.js";
import { findThing } from "../carriers/rows.js";
import { plateRefuses } from "../furniture/plate.js";
import { latLng } from "../ground/shapes.js";
import { askedNear, askNear } from "./around.js";
import { addTool } from "./tools.js";

const RADII = [1, 2, 5, 10, 20]; // km
const USUAL_RADIUS = 5;
let nearKm = USUAL_RADIUS;

const nearTool = addTool({
  name: "near",
  icon: "M8 1.8A6.2 6.2 0 1 1 7.99 1.8ZM8 7.6A0.4 0.4 0 1 1 7.99 7.6ZM8 8H13.6M11.8 6.4L13.6 8L11.8 9.6",
  begin: () => {
    const near = askedNear();
    nearKm = near ? near.km : USUAL_RADIUS;
    if (!near) startAtChosen();
    markRadius();
  },
  end: () => {},
  click: (/** @type {L.LatLng} */ at, /** @type {string} */ id) => {
    const carrier = id ? carriers.find(id) : null;
    plateRefuses("");
    askNear({ centre: carrier && carrier.at ? carrier.at : at, km: nearKm });
  },
  choices: (/** @type {HTMLElement} */ box) => {
    RADII.forEach((choice) => {
      const button = addButton("atlas-plate-choice", box, () => chooseRadius(choice));
      button.dataset.km = String(choice);
      write(button, text("scale_km", { n: choice }));
    });
    markRadius();
  },
});

// From the chosen thing at once, if its place is known.
function startAtChosen() {
  const thing = atlas.state.focus ? findThing(atlas.state.focus) : null;
  if (!thing || thing.layer === "counties") return;
  const centre = thing.kind === "carrier" ? thing.at : thing.label && latLng(thing.label);
  if (centre) askNear({ centre: centre, km: nearKm });
  else plateRefuses("near_no_place", () => ({ name: nameOf(thing) }));
}

function chooseRadius(/** @type {number} */ choice) {
  nearKm = choice;
  const near = askedNear();
  if (near) askNear({ centre: near.centre, km: nearKm });
  else markRadius();
}

function markRadius() {
  const near = askedNear();
  if (near) nearKm = near.km;
  const box = atlas.map.getContainer();
  /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll(".atlas-plate-choice")).forEach((button) => {
    button.setAttribute("aria-pressed", String(Number(button.dataset.km) === nearKm));
  });
}

when("around", () => atlas.tool === nearTool && markRadius());
