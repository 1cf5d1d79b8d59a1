// Cells that do more than say a value: a number that opens whom it counts, and a number that the reader sets.

/** A link to a state of the app that is entered without loading the page anew; a new tab opens it as any link. */
function stateLink(report, action) {
  const node = link({ label: action.label, href: action.href }); // an address of another host would stay text
  if (node.tagName !== "A") return node;
  report.events.push(action.event);
  return set(node, { "data-event": report.events.length - 1, class: "state", target: "_self" });
}

/** What a number counts: how it was counted, who it is and through which words, and the way to see them. */
function counting(report, cell, id) {
  const node = el("div", { class: "opened", id }, el("p", { class: "title" },
    el("span", { class: "evidence " + cell.evidence }, el("span", { class: "form", "aria-hidden": "true" }), el("span", {}, cell.evidence_label)),
    named("strong", "", cell.label)));
  if (cell.citation.note) node.append(named("p", "note", cell.citation.note));
  const from = cell.citation;
  const place = [from.title, from.locator, from.line ? phrase(report.texts, "line", { line: from.line }) : ""].filter(Boolean);
  if (place.length > 0) node.append(el("p", { class: "place" }, ...place.map((part) => named("span", "", part))));
  const list = el("ul", {}, ...cell.opens.items.map((item) => el("li", {}, item.mark && mark(item.mark),
    named("span", "who", item.name), named("span", "through", item.sub))));
  if (cell.opens.items.length > 0) node.append(list);
  const links = (cell.opens.actions || []).map((action) => stateLink(report, action));
  if (links.length > 0) node.append(el("p", { class: "actions" }, ...links));
  return node;
}

/** A number with its parts below it, the darker the larger; it opens what it counts, one at a time in a table. */
function openingCell(report, cell, place, below, aligned) {
  const id = "opened-" + report.number++;
  const button = el("button", { type: "button", class: "counted", "aria-expanded": "false", "aria-controls": id, "aria-label": cell.label + ": " + cell.value },
    named("span", "digits", cell.value), cell.split && named("span", "split", cell.split));
  const open = (on) => {
    if (on && report.open) report.open(false);
    report.open = on ? open : null;
    set(button, { "aria-expanded": String(on) });
    place.textContent = "";
    if (on) place.append(counting(report, cell, id));
    set(below, { hidden: !on });
  };
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
  button.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
  });
  const shade = Math.max(0, Math.min(5, Number(cell.shade) || 0));
  return el("td", { class: "counting" + aligned, "data-shade": shade, "data-none": cell.value === "0", "data-cell": cell.code }, button);
}

/** A whole number from 0 to 9 that the reader sets; it is sent as soon as it is one. */
function settingCell(report, cell, aligned) {
  const given = cell.input;
  const input = el("input", { type: "number", min: 0, max: 9, step: 1, value: given.value, "aria-label": given.label, "data-input": given.event.id });
  input.addEventListener("change", () => {
    if (/^[0-9]$/.test(input.value)) report.send({ ...given.event, value: input.value });
    else input.value = given.value;
  });
  return el("td", { class: "setting" + aligned }, input);
}

/** The input that has the focus, so that it has it again after the report was drawn anew. */
function focusedInput(node) {
  const at = node.getRootNode().activeElement;
  return at && at.dataset ? at.dataset.input : undefined;
}
