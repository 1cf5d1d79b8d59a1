// What came, changed and went between two versions, or between two plans: a mark at each place, and a plate that says what
// the marks mean, how many there are, and who has no place on the map. What went stands where it was.

import { atlas, when } from "../base/atlas.js";
import { isShown } from "../base/select.js";
import { chooseThing, send } from "../base/talk.js";
import { addButton, addElement, nameOf, text, write } from "../base/text.js";
import { findThing } from "../carriers/rows.js";
import { latLng } from "../ground/shapes.js";

/** @typedef {{id: string, name_zh: string, name_en: string, at: Position | null}} Gone */
/** @typedef {string | {zh: string, en: string}} Side  the number of a version, or the name of a plan */
/** @typedef {{before: Side, after: Side, came: string[], changed: string[], gone: Gone[]}} Changes */
/** @typedef {{texts: string, list: string, close: string, address: string}} Question */
/** @typedef {"came" | "changed" | "gone"} ChangeState */

const ROUTE = "../../record"; // from the map's frame
const CHANGE_SIGNS = { came: "+", changed: "~", gone: "×" };
const MARKS_AT_MOST = 2000;
const NAMES_AT_MOST = 12;

/** @type {Changes | null} */ let changes = null;
/** @type {Question} */ let question = { texts: "changes", list: "changes", close: "since", address: "" };
/** @type {L.LayerGroup} */ let changeMarks;
/** @type {HTMLElement} */ let changePlate;

when("draw", () => {
  changeMarks = L.layerGroup().addTo(atlas.map);
  changePlate = addElement("section", "atlas-changes atlas-furniture", atlas.map.getContainer());
  changePlate.hidden = true;
  L.DomEvent.disableClickPropagation(changePlate);
  L.DomEvent.disableScrollPropagation(changePlate);
});

// What is asked: two plans go before two versions. A text of another form asks nothing.
function questionAsked() {
  const { since, pair } = atlas.state;
  const plans = /^([a-z0-9-]+\.[a-z0-9-]+)\.(\d{1,9})$/.exec(pair);
  if (plans) {
    const address = `${ROUTE}/plans?pair=${plans[1]}&at=${plans[2]}`;
    return { texts: "plans", list: "ledger", close: "pair", address };
  }
  const versions = /^(\d{1,9})-(\d{1,9})$/.exec(since);
  const address = versions ? `${ROUTE}/changes?since=${versions[1]}&at=${versions[2]}` : "";
  return { texts: "changes", list: "changes", close: "since", address };
}

function askForChanges() {
  const asked = questionAsked();
  question = asked;
  if (!asked.address) {
    changes = null;
    drawChanges();
    return;
  }
  atlas.load(asked.address).then((found) => {
    if (question !== asked) return; // another question has overtaken this one
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
  const words = text(`${question.texts}_${state}_of`, { name });
  const options = { icon: L.divIcon({ html: icon, className: "", iconSize: [26, 26] }), title: words, alt: words };
  const mark = L.marker(at, Object.assign({ interactive: true, keyboard: Boolean(act) }, options));
  if (act) mark.on("click", act);
  mark.addTo(changeMarks);
}

function sideName(/** @type {Side} */ side) {
  return typeof side === "object" ? side[atlas.state.lang === "en" ? "en" : "zh"] : side;
}

function fillChangePlate(/** @type {Changes} */ found, /** @type {string[]} */ unplaced) {
  const title = text(`${question.texts}_title`, { before: sideName(found.before), after: sideName(found.after) });
  write(addElement("h2", "atlas-changes-title", changePlate), title);
  changePlate.setAttribute("aria-label", title);
  const list = addElement("ul", "", changePlate);
  for (const state of /** @type {ChangeState[]} */ (["came", "changed", "gone"])) {
    const line = addElement("li", "", list);
    const swatch = addElement("span", `atlas-change is-${state}`, line);
    write(addElement("span", "atlas-change-sign", swatch), CHANGE_SIGNS[state]);
    write(addElement("span", "", line), text(`${question.texts}_${state}`, { n: found[state].length }));
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
    addButton("", ways, () => send(question.list, {})),
    text("changes_list"),
  );
  write(
    addButton("", ways, () => send(question.close, {})),
    text("changes_close"),
  );
}

when("since", askForChanges);
when("select", drawChanges);
when("language", drawChanges);
when("named", drawChanges);
