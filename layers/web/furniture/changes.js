// What came, changed and went between two versions: a mark at each place, and a plate that says what the marks mean, how
// many there are, and who has no place on the map. What went stands where it was.

import { atlas, when } from "../base/atlas.js";
import { isShown } from "../base/select.js";
import { chooseThing, send } from "../base/talk.js";
import { addButton, addElement, nameOf, text, write } from "../base/text.js";
import { findThing } from "../carriers/rows.js";
import { latLng } from "../ground/shapes.js";

/** @typedef {{id: string, name_zh: string, name_en: string, at: Position | null}} Gone */
/** @typedef {{before: number, after: number, came: string[], changed: string[], gone: Gone[]}} Changes */
/** @typedef {"came" | "changed" | "gone"} ChangeState */

const ROUTE = "../../record/changes"; // from the map's frame
const CHANGE_SIGNS = { came: "+", changed: "~", gone: "×" };
const MARKS_AT_MOST = 2000;
const NAMES_AT_MOST = 12;

/** @type {Changes | null} */ let changes = null;
let askedChanges = ""; // the versions that were asked for last, as in 3-7
/** @type {L.LayerGroup} */ let changeMarks;
/** @type {HTMLElement} */ let changePlate;

when("draw", () => {
  changeMarks = L.layerGroup().addTo(atlas.map);
  changePlate = addElement("section", "atlas-changes atlas-furniture", atlas.map.getContainer());
  changePlate.hidden = true;
  L.DomEvent.disableClickPropagation(changePlate);
  L.DomEvent.disableScrollPropagation(changePlate);
});

function askForChanges() {
  const asked = atlas.state.since;
  askedChanges = asked;
  if (!/^\d{1,9}-\d{1,9}$/.test(asked)) {
    changes = null;
    drawChanges();
    return;
  }
  const [since, at] = asked.split("-");
  atlas.load(`${ROUTE}?since=${since}&at=${at}`).then((found) => {
    if (askedChanges !== asked) return; // another question has overtaken this one
    changes = /** @type {Changes} */ (found);
    drawChanges();
  });
}

function drawChanges() {
  changeMarks.clearLayers();
  changePlate.textContent = "";
  changePlate.hidden = !changes;
  if (!changes) return;
  /** @type {string[]} */ const unplaced = [];
  const { came, changed, gone } = changes;
  for (const [state, ids] of /** @type {[ChangeState, string[]][]} */ ([
    ["came", came],
    ["changed", changed],
  ])) {
    ids.slice(0, MARKS_AT_MOST).forEach((id) => {
      const thing = findThing(id);
      const at = thing && (thing.at || (thing.label ? latLng(thing.label) : null));
      if (!thing || (thing.kind === "carrier" ? !thing.shown : !isShown(id))) return;
      if (at) addChangeMark(state, at, nameOf(thing), () => chooseThing(id));
      else unplaced.push(nameOf(thing));
    });
  }
  gone.slice(0, MARKS_AT_MOST).forEach((was) => {
    const name = nameOf(/** @type {Thing} */ (/** @type {unknown} */ (was)));
    if (was.at) addChangeMark("gone", latLng(was.at), name, null);
    else unplaced.push(`${CHANGE_SIGNS.gone} ${name}`);
  });
  fillChangePlate(changes, unplaced);
}

function addChangeMark(
  /** @type {ChangeState} */ state,
  /** @type {L.LatLng} */ at,
  /** @type {string} */ name,
  /** @type {(() => void) | null} */ act,
) {
  const icon = addElement("span", `atlas-change is-${state}`);
  write(addElement("span", "atlas-change-sign", icon), CHANGE_SIGNS[state]);
  const words = text(`changes_${state}_of`, { name });
  const options = { icon: L.divIcon({ html: icon, className: "", iconSize: [26, 26] }), title: words, alt: words };
  const mark = L.marker(at, Object.assign({ interactive: true, keyboard: Boolean(act) }, options));
  if (act) mark.on("click", act);
  mark.addTo(changeMarks);
}

function fillChangePlate(/** @type {Changes} */ found, /** @type {string[]} */ unplaced) {
  const title = text("changes_title", { before: found.before, after: found.after });
  write(addElement("h2", "atlas-changes-title", changePlate), title);
  changePlate.setAttribute("aria-label", title);
  const list = addElement("ul", "", changePlate);
  for (const state of /** @type {ChangeState[]} */ (["came", "changed", "gone"])) {
    const line = addElement("li", "", list);
    const swatch = addElement("span", `atlas-change is-${state}`, line);
    write(addElement("span", "atlas-change-sign", swatch), CHANGE_SIGNS[state]);
    write(addElement("span", "", line), text(`changes_${state}`, { n: found[state].length }));
  }
  if (unplaced.length) {
    const names = unplaced.slice(0, NAMES_AT_MOST).join(text("changes_between"));
    const more = unplaced.length > NAMES_AT_MOST ? text("changes_more", { n: unplaced.length - NAMES_AT_MOST }) : "";
    const fold = addElement("details", "", changePlate);
    write(addElement("summary", "", fold), text("changes_unplaced", { n: unplaced.length }));
    write(addElement("p", "", fold), names + more);
  }
  const ways = addElement("p", "atlas-changes-ways", changePlate);
  write(
    addButton("", ways, () => send("changes", {})),
    text("changes_list"),
  );
  write(
    addButton("", ways, () => send("since", {})),
    text("changes_close"),
  );
}

when("since", askForChanges);
when("select", drawChanges);
when("language", drawChanges);
when("named", drawChanges);
