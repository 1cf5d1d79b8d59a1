// The card of one thing: a title block, its facts with the evidence of each, its neighbours.

/** A fact: label, value, evidence mark; the mark opens the citation below it. */
function fact(entry, texts, number, opened) {
  const node = el("div", { class: "fact" }, named("dt", "label", entry.label), value(entry));
  const key = (entry.subject || "") + " " + entry.field + " " + entry.label;
  const button = evidenceMark(entry, texts, "citation-" + number, () => node, (on) => {
    if (on) opened.add(key);
    else opened.delete(key);
  });
  node.append(el("dd", { class: "proof" }, button));
  if (opened.has(key)) button.open(true);
  return node;
}

/** A link of the app itself, to one of its pages or to do something; an address of another host stays text. */
function link(entry) {
  if (entry.event) return named("button", "act", entry.label, { type: "button", "data-event": entry.event, "data-id": entry.id, "aria-pressed": entry.on === undefined ? null : String(entry.on) });
  if (entry.page) return pageLink(entry.page, entry.label);
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
    let number = card.facts.length; // of the next fact: each citation has an id of its own
    const sections = (card.sections || []).map((section) => el("section", { class: "group" },
      el("h3", {}, named("span", "", section.title), section.items.length > 0 && el("span", { class: "count" }, counted(section.count === undefined ? section.items.length : section.count))),
      section.note && named("p", "note", section.note),
      (section.facts || []).length > 0 && el("dl", { class: "facts" }, ...section.facts.map((entry) => fact(entry, texts, number++, this.opened))),
      section.items.length > 0 && el("div", { class: "rows" }, ...section.items.map((item) => set(row(item, true), { tabindex: 0 })))));
    const links = (card.links || []).length > 0 && el("p", { class: "links" }, ...card.links.map(link));
    this.body.textContent = "";
    this.body.append(header, ...(links ? [links] : []), facts, ...sections);
  }
}
