// A line of words over the map that goes by itself: what a tool has just done.
(function () {
  "use strict";

  const SHORT_MS = 2600;
  let note = null;
  let words = null;
  let field = null;
  let timer = 0;
  let from = "";

  // Says the words of a key. With a link they stand beside it, in a field that is selected, until the reader leaves it for the button of `tool`.
  atlas.note = function (key, values, link, tool) {
    clearTimeout(timer);
    note.hidden = false;
    from = tool || "";
    atlas.write(words, atlas.text(key, values));
    field.hidden = !link;
    field.value = link || "";
    if (link) {
      field.focus();
      field.select();
    } else timer = setTimeout(() => (note.hidden = true), SHORT_MS);
  };

  atlas.when("draw", () => {
    note = atlas.element("div", "atlas-note", atlas.map.getContainer());
    note.hidden = true;
    L.DomEvent.disableClickPropagation(note);
    words = atlas.element("span", "atlas-note-words", note);
    words.setAttribute("role", "status");
    field = atlas.element("input", "atlas-note-link", note);
    field.type = "text";
    field.readOnly = true;
    atlas.caption(field, "tool_link", "aria-label");
    field.addEventListener("blur", () => (note.hidden = true));
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape" && from) atlas.toolButton(from).focus();
    });
  });
})();
