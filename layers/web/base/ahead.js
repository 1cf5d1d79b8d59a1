// Ahead of the server: a facet that is clicked is painted at once, and the server's message, which comes a tenth of a second later,
// finds it done. The server stays the one who knows: what it does not confirm in time is taken back.

import { atlas } from "./atlas.js";
import { takeMessage } from "./select.js";

const FACETS = ["unit", "industry", "kind", "list"];
const CODES = /^[0-9a-z,-]{0,400}$/;
const AHEAD_MS = 2500;

let toldByServer = null; // the server's last message
let clickedAhead = null; // the facets that were clicked and that it has not told yet
let aheadTimer = 0;

// What to take of a message of the server: its answer to an earlier click must not undo a later one.
export function settled(message) {
  toldByServer = message;
  if (clickedAhead && FACETS.every((facet) => (message[facet] || "") === clickedAhead[facet])) forgetAhead();
  return clickedAhead ? Object.assign({}, message, clickedAhead) : message;
}

function forgetAhead() {
  clickedAhead = null;
  clearTimeout(aheadTimer);
}

// The page says what was clicked: {unit: "330481,330402", ...}, all four facets.
export function goAhead(asked) {
  const state = atlas.state;
  // To clear also ends a search or a drawing: the server says what that gives.
  if (!toldByServer || (asked.clear && (state.rows || state.near || state.within))) return;
  if (!FACETS.every((facet) => typeof asked[facet] === "string" && CODES.test(asked[facet]))) return;
  forgetAhead();
  clickedAhead = {};
  FACETS.forEach((facet) => (clickedAhead[facet] = asked[facet]));
  aheadTimer = setTimeout(() => {
    clickedAhead = null;
    takeMessage(toldByServer);
  }, AHEAD_MS);
  takeMessage(Object.assign({}, toldByServer, clickedAhead));
}
