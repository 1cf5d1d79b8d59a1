// The card of the chosen one: a title block, its facts with the evidence of each, what stands around it.
(function () {
  "use strict";

  let last = "";

  room.cardOf = (id) => (Object.prototype.hasOwnProperty.call(room.data.cards, id) ? room.data.cards[id][room.lang] : null);

  function drawCard(box, id) {
    const card = room.cardOf(id);
    room.button("pack_back", () => room.choose(""), box, "act back");
    const article = room.node("article", "card", box);
    const head = room.node("header", "", article);
    room.named("p", "kind", card.kind, head);
    room.named("h2", "", card.title, head);
    if (card.also) room.named("p", "also", card.also, head);
    if (card.note) room.named("p", "note", card.note, head);
    const acts = room.node("p", "acts", article);
    const compared = room.state.compare.indexOf(id) >= 0;
    const toggle = room.node("button", "act", acts);
    toggle.type = "button";
    room.write(toggle, room.text(compared ? "compare_remove" : "compare_add"));
    toggle.addEventListener("click", () => room.compareToggle(id));
    if (room.state.compare.length > 1) {
      const open = room.node("button", "act", acts);
      open.type = "button";
      room.write(open, room.text("compare_open", { count: room.state.compare.length }));
      open.addEventListener("click", () => room.openBoard("compare"));
    }
    const facts = room.node("div", "facts", article);
    card.facts.forEach((fact) => room.fact(fact, facts));
    card.sections.forEach((section) => drawSection(article, section));
  }

  function drawSection(article, section) {
    const node = room.node("section", "group", article);
    const head = room.node("h3", "", node);
    room.named("span", "", section.title, head);
    if (section.ids) room.write(room.node("span", "count", head), String(section.ids.length));
    if (section.note) room.named("p", "note", section.note, node);
    (section.facts || []).forEach((fact) => room.fact(fact, node));
    (section.ids || []).filter(room.find).forEach((id) => room.row(id, node, section.subs[id]));
  }

  function draw() {
    const box = document.getElementById("results");
    if (!box) return;
    const focus = room.state.focus;
    const top = box.scrollTop;
    const opened = Array.prototype.map.call(box.querySelectorAll(".proof"), (button) => button.getAttribute("aria-expanded") === "true");
    room.empty(box);
    if (focus) drawCard(box, focus);
    else room.drawList(box);
    const same = last === focus + " " + room.lang;
    box.scrollTop = same ? top : 0;
    if (same && focus) box.querySelectorAll(".proof").forEach((button, at) => opened[at] && button.click());
    last = focus + " " + room.lang;
  }

  room.when("build", draw);
  room.when("selection", draw);
})();
