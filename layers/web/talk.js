// Talking to the page around the map: what the reader did here, and what the page points at.
(function () {
  "use strict";

  // Tell the page. Without a page around, the window itself hears it: the meeting pack listens there.
  atlas.send = function (type, detail) {
    const message = Object.assign({ atlas: 1, type: type }, detail);
    if (window.parent !== window) window.parent.postMessage(message, window.location.origin);
    else window.dispatchEvent(new CustomEvent("atlas", { detail: message }));
  };

  window.addEventListener("message", (event) => {
    if (event.origin !== window.location.origin || event.source !== window.parent) return;
    const message = event.data;
    if (!message || message.atlas !== 1 || !atlas.drawn) return;
    if (message.type === "facets") atlas.goAhead(message);
    if (message.type === "hover") atlas.hover(typeof message.id === "string" ? message.id : "");
    if (message.type === "copied" || message.type === "added" || message.type === "full") atlas.say("told", message);
  });
})();
