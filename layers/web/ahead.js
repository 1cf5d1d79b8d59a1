// Ahead of the server: a facet that is clicked is painted at once, and the server's message, which comes a tenth of a second later,
// finds it done. The server stays the one who knows: what it does not confirm in time is taken back.
(function () {
  "use strict";

  const FACETS = ["unit", "industry", "kind", "list"];
  const CODES = /^[0-9a-z,-]{0,400}$/;
  const PATIENCE_MS = 2500;

  let told = null; // the server's last message
  let ahead = null; // the facets that were clicked and that it has not told yet
  let timer = 0;

  // What to take of a message of the server: its answer to an earlier click must not undo a later one.
  atlas.settled = function (message) {
    told = message;
    if (ahead && FACETS.every((facet) => (message[facet] || "") === ahead[facet])) forget();
    return ahead ? Object.assign({}, message, ahead) : message;
  };

  function forget() {
    ahead = null;
    clearTimeout(timer);
  }

  // The page says what was clicked: {unit: "330481,330402", ...}, all four facets.
  atlas.goAhead = function (asked) {
    const state = atlas.state;
    // To clear also ends a search or a drawing: the server says what that gives.
    if (!told || (asked.clear && (state.rows || state.near || state.within))) return;
    if (!FACETS.every((facet) => typeof asked[facet] === "string" && CODES.test(asked[facet]))) return;
    forget();
    ahead = {};
    FACETS.forEach((facet) => (ahead[facet] = asked[facet]));
    timer = setTimeout(() => {
      ahead = null;
      atlas.take(told);
    }, PATIENCE_MS);
    atlas.take(Object.assign({}, told, ahead));
  };
})();
