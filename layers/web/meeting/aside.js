// Filters, list and card: beside the map, or over a scene when somebody asks.

import { focused, named, say } from "../base/dom.js";
import { Facets } from "../panel/facets.js";
import { Results } from "../panel/results.js";
import { cleanQuery, facetsOf, nothingSelected, selectionQuery } from "../panel/selection.js";
import {
  atlas,
  changeSelection,
  chooseSubject,
  isAtScene,
  isRestricted,
  room,
  roomSentence,
  t,
  whenRoom,
} from "./room.js";
import { happen, heldSource, panelRoot } from "./room_panels.js";
import { boundsOf } from "./stage.js";

/** @type {Facets} */
let filters;
/** @type {Results} */
let found;
/** @type {HTMLElement} */
let sentenceLine;
let isAfresh = false; // a question from the hall is about the whole city, not about what the scene happens to show

whenRoom("build", () => {
  filters = new Facets(panelRoot("facets"));
  const results = panelRoot("results");
  sentenceLine = named("p", "sentence", "");
  results.append(sentenceLine);
  found = new Results(results);
  found.listen();
  window.addEventListener("atlas", (event) => {
    const { type, id } = /** @type {CustomEvent} */ (event).detail;
    if (type === "hover" && typeof id === "string") found.hoveredOnMap(id);
  });
  draw();
});
whenRoom("selection", () => draw());

function draw() {
  if (!found) return;
  const { held, state, lang } = room;
  const data = { query: state.q, clearable: isRestricted(), offer: "", facets: facetsOf(held, state, lang) };
  filters.show(data, heldSource(askedInFilters));
  say(sentenceLine, roomSentence());
  const card = state.focus ? held.card(state.focus, lang) : null;
  sentenceLine.hidden = Boolean(card);
  const chosen = state.focus && held.find(state.focus);
  const unit = chosen && (chosen.kind === undefined ? chosen.id : chosen.unit);
  const listed = Object.assign({}, state, { focus: "", compare: [], layers: "", map: "" });
  const rows = `?${selectionQuery(held, listed)}&lang=${lang}`; // the address of the list: what it depends on
  const shown = {
    focus: state.focus,
    units: state.unit,
    compared: state.compare,
    unit: unit ? { id: unit, name: held.optionName("unit", unit, lang) } : null,
    counts: [],
    rows,
    order: { grouped: state.grouped, sorted: state.sorted },
    empty: room.mask.some(Boolean) ? null : nothingFound(),
    card,
  };
  found.show(shown, heldSource(askedInList));
}

function nothingFound() {
  return { title: t("empty_title"), text: t("empty_text"), action: t("panel_clear") };
}

/** Takes all filters off; what is open stays open. */
function clearFilters() {
  const { focus, compare, layers, map, grouped, sorted } = room.state;
  changeSelection(Object.assign(nothingSelected(), { focus, compare, layers, map, grouped, sorted }));
}

/** @param {import("../panel/source.js").PanelEvent} event */
function askedInList(event) {
  if (event.type === "clear") clearFilters();
  else happen(event);
}

/** @param {import("../panel/source.js").PanelEvent} event */
function askedInFilters({ type, selected, q, field, code, id }) {
  if (type === "clear") {
    clearFilters();
    return;
  }
  const asked = /** @type {import("../panel/selection.js").Selection} */ (Object.assign({}, selected));
  asked.q = cleanQuery(String(q), room.held.limits);
  asked.list = asked.list.slice().sort();
  if (type === "query" && asked.q && asked.q !== room.state.q) asked.focus = ""; // a card would cover what is found
  const afresh = Object.assign(
    nothingSelected(),
    type === "query" ? { q: asked.q } : field && { [String(field)]: [code] },
  );
  changeSelection(isAfresh && type !== "toggle" ? afresh : asked);
  isAfresh = false;
  if (typeof id === "string") chooseSubject(id);
}

/** Puts the reader into the search line. */
export function seek() {
  isAfresh = room.presenting && isAtScene();
  if (room.presenting && room.state.focus) changeSelection({ focus: "" });
  openAside();
  filters.seek();
}

export function openAside() {
  if (!room.presenting) return;
  const bounds = room.state.focus ? boundsOf([room.state.focus]) : null;
  const x = bounds && bounds.isValid() ? atlas.map.latLngToContainerPoint(bounds.getCenter()).x : 0;
  document.body.classList.add("has-aside");
  document.body.classList.toggle("is-left", x > window.innerWidth / 2);
  filters.fold.open = false; // what was found is seen first
}

/** Closes it; whether it was open. */
export function closeAside() {
  const was = document.body.classList.contains("has-aside");
  document.body.classList.remove("has-aside");
  const here = focused(document);
  if (was && here) here.blur();
  return was;
}

/** Draws every row, for paper. */
export function wholeList() {
  found.list.drawAll();
}

whenRoom("scene-leaves", closeAside);
whenRoom("chosen", () => room.state.focus && openAside());

/** @param {string} id */
export function chosenOnMap(id) {
  if (id) happen({ type: "choose", id });
  else found.close(true);
}
