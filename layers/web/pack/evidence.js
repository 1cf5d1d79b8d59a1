// A value and where it comes from: the value, the mark of its evidence, and the citation that the mark opens.
(function () {
  "use strict";

  const MARKS = { stated: "■", derived: "＝", inferred: "◇", reported: "▲", missing: "–" };
  let number = 0;

  room.markOf = (kind) => MARKS[kind] || MARKS.missing;

  // The value's lines into a node; what is missing says so.
  room.value = function (fact, parent) {
    const node = room.node("div", fact.missing ? "value is-missing" : "value", parent);
    if (fact.value) room.named("span", "text", fact.value, node);
    (fact.lines || []).forEach((line) => room.named("span", "line", line, node));
    return node;
  };

  // The mark as a button; the citation opens in `place`.
  room.proof = function (fact, parent, place) {
    const button = room.node("button", "proof is-" + fact.evidence, parent);
    const id = "cited-" + (number += 1);
    button.type = "button";
    room.write(room.node("span", "form", button), room.markOf(fact.evidence)).setAttribute("aria-hidden", "true");
    room.write(room.node("span", "kind", button), room.text("evidence_" + fact.evidence));
    button.setAttribute("aria-label", room.text("panel_evidence_of", { label: fact.label, evidence: room.text("evidence_" + fact.evidence) }));
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      const there = document.getElementById(id);
      button.setAttribute("aria-expanded", String(!there));
      if (there) there.remove();
      else room.citation(fact, place(), id);
    });
    return button;
  };

  room.citation = function (fact, parent, id) {
    const node = room.node("div", "citation", parent);
    node.id = id;
    const from = room.data.citations[fact.cited];
    if (!from) return room.named("p", "", room.text("panel_no_citation"), node);
    if (from.title) room.named("p", "title", from.title, node);
    if (from.number_date) room.named("p", "", from.number_date, node);
    const where = [from.locator, from.line ? room.text("panel_line", { line: from.line }) : ""].filter(Boolean).join("　");
    if (where) room.named("p", "", where, node);
    if (from.note) room.named("p", "note", from.note, node);
    return node;
  };

  // A fact as a line: label, value, mark.
  room.fact = function (fact, parent) {
    const node = room.node("div", "fact", parent);
    room.named("div", "label", fact.label, node);
    room.value(fact, node);
    room.proof(fact, node, () => node);
    return node;
  };
})();
