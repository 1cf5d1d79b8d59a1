// Copy the address of what is on the screen. The page does it, since the address is its own; where the browser forbids that, the
// address stands in a field, selected, for the reader to copy.
(function () {
  "use strict";

  const SHORT_MS = 2600;
  const PATIENCE_MS = 1500;
  let note = null;
  let words = null;
  let field = null;
  let timer = 0;

  atlas.addTool({
    name: "link",
    icon: "M6.6 9.4L9.4 6.6M7.2 4.6L8.9 2.9A2.97 2.97 0 0 1 13.1 7.1L11.4 8.8M8.8 11.4L7.1 13.1A2.97 2.97 0 0 1 2.9 8.9L4.6 7.2",
    act: () => {
      clearTimeout(timer);
      timer = setTimeout(() => show("link_failed", ""), PATIENCE_MS); // nobody answers
      atlas.send("copy", {});
    },
  });

  function show(key, link) {
    clearTimeout(timer);
    note.hidden = false;
    atlas.write(words, atlas.text(key));
    field.hidden = !link;
    field.value = link;
    if (link) {
      field.focus();
      field.select();
    } else timer = setTimeout(() => (note.hidden = true), SHORT_MS);
  }

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
      if (event.key === "Escape") atlas.toolButton("link").focus();
    });
  });
  atlas.when("told", (message) => {
    if (message.type !== "copied") return;
    const link = typeof message.link === "string" ? message.link : "";
    show(link ? "link_here" : "link_copied", link);
  });
})();
