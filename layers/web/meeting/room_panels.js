// The panels of the room: their source of data, which holds everything, and the places in which they stand.

import { button } from "../base/dom.js";
import { cleanQuery, comparedOf, onlySelected, partAsked } from "../panel/selection.js";
import { listGroups, rowsFrom } from "../panel/sentence.js";
import { suggestionsOf } from "../panel/suggesting.js";
import {
  announce,
  atlas,
  changeSelection,
  chooseSubject,
  inBothTongues,
  room,
  roomTexts,
  t,
  toggleCompared,
} from "./room.js";

/**
 * @typedef {import("../panel/source.js").Source} Source
 * @typedef {import("../panel/source.js").PanelEvent} PanelEvent
 */

const DRAWN_OR_SEEN = ["near", "within", "layers", "listing"];

/**
 * A root for the panel in a place, in which its style sheet holds and no other.
 * @param {string} id
 */
export function panelRoot(id) {
  const place = /** @type {HTMLElement} */ (document.getElementById(id));
  const root = place.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES[id]);
  root.adoptedStyleSheets = [sheet];
  return root;
}

/**
 * What a panel asks, answered from what came along.
 * @param {(event: PanelEvent) => void} [tell]
 * @returns {Source}
 */
export function heldSource(tell) {
  const { held, lang } = room;
  /** @type {import("../panel/held.js").Entity[][]} */
  let members = [];
  return {
    lang,
    texts: roomTexts(),
    tell: (event) => (tell || happen)(event),
    hover: (id) => atlas.hover(id),
    groups: () => {
      const groups = listGroups(held, room.mask, lang, room.state);
      members = groups.map(([, one]) => one);
      return Promise.resolve(groups.map(([title, one]) => [title, one.length, rowsFrom(held, one, 0, lang)]));
    },
    rows: (_, group, from) => Promise.resolve(rowsFrom(held, members[group], from, lang)),
    suggest: (_, words) => Promise.resolve(suggestionsOf(held, cleanQuery(words, held.limits), lang)),
    page: (page) => (page === "compare" ? "" : null),
    citation: (entry) => entry.citation || held.data.citations[entry.cited === undefined ? -1 : entry.cited] || null,
  };
}

/**
 * What the reader did in a panel or on the map, as the server's g60.ui.events has it.
 * @param {PanelEvent} event
 */
export function happen(event) {
  const { type } = event;
  const id = typeof event.id === "string" ? event.id : "";
  if (type === "choose" || type === "close") chooseSubject(id);
  else if (type === "compare" && event.ids) changeSelection({ compare: comparedOf(room.held, event.ids) });
  else if (type === "compare") toggleCompared(id);
  else if (type === "only") changeSelection(onlySelected(room.held, room.state, id || String(event.code)));
  else if (DRAWN_OR_SEEN.includes(type)) changeSelection(partAsked(room.held, event));
  else if (type === "page") announce("open", event.page);
}

/**
 * A button whose words follow the language.
 * @param {string} code
 * @param {() => void} act
 * @param {string} [className]
 */
export function roomButton(code, act, className) {
  const node = button(className || "act", "", { onclick: act });
  inBothTongues(() => (node.textContent = t(code)));
  return node;
}
