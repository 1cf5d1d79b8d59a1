// Ahead of the server: a facet that is clicked is painted at once, and the server's message, which comes a tenth of a
// second later, finds it done. The server stays the one who knows: what it does not confirm in time is taken back.

import { atlas } from "./atlas.js";
import { FACETS, takeMessage } from "./select.js";

const CODES = /^[0-9a-z,-]{0,400}$/;
const AHEAD_MS = 2500;

/** @type {Partial<Message> | null} */ let toldByServer = null; // the server's last message
/** @type {Partial<Facets> | null} */ let clickedAhead = null; // what was clicked that it has not told yet
let aheadTimer = 0;

// What to take of a message of the server: its answer to an earlier click must not undo a later one.
export function settled(/** @type {Partial<Message>} */ message) {
  toldByServer = message;
  const ahead = clickedAhead;
  if (ahead && FACETS.every((facet) => (message[facet] || "") === ahead[facet])) forgetAhead();
  return clickedAhead ? Object.assign({}, message, clickedAhead) : message;
}

function forgetAhead() {
  clickedAhead = null;
  clearTimeout(aheadTimer);
}

// The page says what was clicked: {unit: "330481,330402", ...}, every facet that it shows; plans stand where it shows
// none.
export function goAhead(/** @type {Told} */ asked) {
  const state = atlas.state;
  // To clear also ends a search or a drawing: the server says what that gives.
  const told = toldByServer;
  if (!told || (asked.clear && (state.rows || state.near || state.within))) return;
  const { unit, industry, kind, list, plan = told.plan || "" } = asked;
  if (![unit, industry, kind, list, plan].every((codes) => typeof codes === "string" && CODES.test(codes))) return;
  forgetAhead();
  clickedAhead = { unit, industry, kind, list, plan };
  aheadTimer = setTimeout(() => {
    clickedAhead = null;
    takeMessage(toldByServer || told);
  }, AHEAD_MS);
  takeMessage(Object.assign({}, told, clickedAhead));
}
