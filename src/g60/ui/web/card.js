// The card of one thing: a title block, its facts with the evidence of each, its neighbours.

const FIGURE = /^([≥≤≈<>~±]?\s?[-−–]?\d[\d.,\s]*)(\s*)([^\d\s][^\d]{0,11})$/; // 23.3 km², 3 %, 24 个
const EVIDENCE = ["stated", "derived", "inferred", "reported", "missing"];

/** A value; a short number with its unit is set as a figure. */
function value(fact) {
  const figure = !fact.missing && typeof fact.value === "string" && fact.value.length < 24 && FIGURE.exec(fact.value.trim());
  const node = el("dd", { class: fact.missing ? "value missing" : "value" });
  if (figure) {
    node.append(el("span", { class: "figure", dir: "ltr" }, el("span", { class: "digits" }, figure[1].trim()), el("span", { class: "unit" }, figure[3])));
  } else if (fact.value) node.append(named("span", "text", fact.value));
  for (const line of fact.lines || []) node.append(named("span", "line", line));
  return node;
}

/** The document behind a value: what, where in it, why, and the sentence itself if it is at hand. */
function citation(fact, texts, id) {
  const from = fact.citation;
  const node = el("dd", { class: "citation", id });
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
  return node;
}

/** A fact: label, value, evidence mark; the mark opens the citation below it. */
function fact(entry, texts, number, opened) {
  const kind = EVIDENCE.includes(entry.evidence) ? entry.evidence : "missing";
  const id = "citation-" + number;
  const node = el("div", { class: "fact" }, named("dt", "label", entry.label), value(entry));
  const button = el("button", { type: "button", class: "evidence " + kind, "aria-expanded": "false", "aria-controls": id, "data-field": entry.field },
    el("span", { class: "form", "aria-hidden": "true" }), el("span", {}, entry.evidence_label || ""));
  set(button, { "aria-label": phrase(texts, "evidence_of", { label: entry.label, evidence: entry.evidence_label || "" }) });
  const open = (on) => {
    set(button, { "aria-expanded": on ? "true" : "false" });
    const shown = node.querySelector(".citation");
    if (on && !shown) node.append(citation(entry, texts, id));
    if (!on && shown) shown.remove();
    if (on) opened.add(entry.field);
    else opened.delete(entry.field);
  };
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    event.stopPropagation(); // Esc closes the innermost thing: first the citation, then the card
    open(false);
  });
  node.append(el("dd", { class: "proof" }, button));
  if (opened.has(entry.field)) open(true);
  return node;
}

/** A link of the app itself; an address of another host stays text. */
function link(entry) {
  let address = null;
  try {
    address = new URL(entry.href, location.href);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  const ours = address && address.origin === location.origin && /^https?:$/.test(address.protocol);
  return ours ? named("a", "", entry.label, { href: address.href }) : named("span", "", entry.label);
}

class Card {
  constructor(back) {
    this.back = el("button", { type: "button", class: "back", onclick: back });
    this.body = el("div", { class: "body" });
    this.node = el("article", { class: "card" }, this.back, this.body);
    this.opened = new Set(); // fields whose citation is open
  }

  show(card, texts) {
    say(this.back, phrase(texts, "back"));
    const text = JSON.stringify(card) + JSON.stringify(texts);
    if (text === this.text) return;
    if (card.id !== this.id) this.opened.clear();
    this.text = text;
    this.id = card.id;
    this.title = named("h2", "", card.title, { tabindex: -1 });
    const header = el("header", {}, el("p", { class: "kind" }, mark(card.mark), named("span", "", card.kind)), this.title);
    if (card.also) header.append(named("p", "also", card.also));
    if (card.also_note) header.append(named("p", "also note", card.also_note));
    const facts = el("dl", { class: "facts" }, ...card.facts.map((entry, number) => fact(entry, texts, number, this.opened)));
    const sections = (card.sections || []).map((section) => el("section", { class: "group" },
      el("h3", {}, named("span", "", section.title), section.items.length > 0 && el("span", { class: "count" }, counted(section.items.length))),
      section.note && named("p", "note", section.note),
      el("div", { class: "rows" }, ...section.items.map((item) => set(row(item, true), { tabindex: 0 })))));
    const links = (card.links || []).length > 0 && el("p", { class: "links" }, ...card.links.map(link));
    this.body.textContent = "";
    this.body.append(header, facts, ...sections, ...(links ? [links] : []));
  }
}
