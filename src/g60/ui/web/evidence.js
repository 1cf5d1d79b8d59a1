// A value and where it comes from: the figure, the mark of its evidence, and the citation that the mark opens.

const FIGURE = /^([≥≤≈<>~±]?\s?[-−]?\d[\d.,–\s]*)(\s*)([^\d\s][^\d]{0,11})?$/; // 23.3 km², ≥50 %, 24 个, 1–2
const EVIDENCE = ["stated", "derived", "inferred", "reported", "missing"];

/** A value; a short number with its unit is set as a figure. */
function value(fact) {
  const figure = !fact.missing && typeof fact.value === "string" && fact.value.length < 24 && FIGURE.exec(fact.value.trim());
  const bare = figure && !figure[3] && !fact.figure; // a year, a number of a document
  const node = el("dd", { class: fact.missing ? "value missing" : "value" });
  if (figure && !bare) {
    node.append(el("span", { class: "figure", dir: "ltr" }, el("span", { class: "digits" }, figure[1].trim()), figure[3] && el("span", { class: "unit" }, figure[3])));
  } else if (fact.value) node.append(named("span", "text", fact.value));
  for (const line of fact.lines || []) node.append(named("span", "line", line));
  return node;
}

/** The document behind a value: what, where in it, why, and the sentence itself if it is at hand. */
function citation(fact, texts, id) {
  const from = fact.citation;
  const node = el("dd", { class: "citation", id });
  if (fact.caption) node.append(named("p", "caption", fact.caption)); // in a table: which column this is of
  if (!from) {
    node.append(named("p", "", phrase(texts, "no_citation")));
    return node;
  }
  if (from.title) node.append(named("p", "title", from.title));
  if (from.number_date) node.append(named("p", "number", from.number_date));
  const place = [from.locator, from.line ? phrase(texts, "line", { line: from.line }) : ""].filter(Boolean);
  if (place.length) node.append(el("p", { class: "place" }, ...place.map((part) => named("span", "", part))));
  if (from.note) node.append(named("p", "note", from.note));
  if (from.quote) node.append(named("blockquote", "", from.quote, { lang: "zh-CN" }));
  if (fact.subject) node.append(el("p", { class: "correct" }, pageLink("corrections", phrase(texts, "correct"), { subject: fact.subject, field: fact.field })));
  return node;
}

/** A link to another page of the app with the address's state kept as it is at the click, and more of it in `about`. */
function pageLink(page, label, about) {
  const address = () => {
    const asked = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(about || {})) asked.set(key, value);
    if (about) asked.set("from", location.pathname.split("/").pop() || "atlas");
    return new URL(page + "?" + asked, location.href).href;
  };
  const node = named("a", "", label, { href: address(), target: "_self" });
  const renew = () => set(node, { href: address() }); // the map's view may have moved since
  for (const name of ["pointerdown", "focus", "click"]) node.addEventListener(name, renew);
  return node;
}

/** The mark of an entry's evidence: a button that opens the citation. `place` says where the citation is put. */
function evidenceMark(entry, texts, id, place, toggled) {
  const kind = EVIDENCE.includes(entry.evidence) ? entry.evidence : "missing";
  const button = el("button", { type: "button", class: "evidence " + kind, "aria-expanded": "false", "aria-controls": id, "data-field": entry.field },
    el("span", { class: "form", "aria-hidden": "true" }), el("span", {}, entry.evidence_label || ""));
  set(button, { "aria-label": phrase(texts, "evidence_of", { label: entry.label, evidence: entry.evidence_label || "" }) });
  const open = (on) => {
    set(button, { "aria-expanded": on ? "true" : "false" });
    const shown = place().querySelector("#" + id);
    if (on && !shown) place().append(citation(entry, texts, id));
    if (!on && shown) shown.remove();
    if (toggled) toggled(on);
  };
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    event.stopPropagation(); // Esc closes the innermost thing: first the citation, then the card
    open(false);
  });
  button.open = open;
  return button;
}
