// A value and where it comes from: the figure, the mark of its evidence, and the citation that the mark opens.

import { button, el, named, phrase, set } from "../base/dom.js";
import { closed, opened } from "../base/opened.js";

/** @typedef {import("./source.js").Entry} Entry @typedef {import("./source.js").Source} Source */
/** @typedef {HTMLButtonElement & {open: (on: boolean) => void}} Mark */

export const EVIDENCE = ["stated", "derived", "inferred", "reported", "missing"];
/** @type {Record<string, string>} */
const PRINTED_MARKS = { stated: "■", derived: "＝", inferred: "◇", reported: "▲", missing: "–" };
const FIGURE = /^([≥≤≈<>~±]?\s?[-−]?\d[\d.,–\s]*)(\s*)([^\d\s][^\d]{0,11})?$/; // 23.3 km², ≥50 %, 24 个, 1–2

/**
 * The form and the name of a kind of evidence.
 * @param {string} evidence
 * @param {Source} source
 */
export function evidenceName(evidence, source) {
  const kind = EVIDENCE.includes(evidence) ? evidence : "missing";
  const words = el("span", { class: "word" }, phrase(source.texts, `evidence_${kind}`));
  return el("span", { class: `evidence ${kind}` }, el("span", { class: "form", "aria-hidden": "true" }), words);
}

/**
 * A value; a short number with its unit is set as a figure.
 * @param {Entry} entry
 * @param {"dd" | "div"} [tag]
 */
export function valueNode(entry, tag) {
  const words = entry.value || "";
  const figure = !entry.missing && words.length < 24 && FIGURE.exec(words.trim());
  const node = el(tag || "dd", { class: entry.missing ? "value missing" : "value" });
  if (figure && (figure[3] || entry.figure)) {
    const unit = figure[3] && el("span", { class: "unit" }, figure[3]);
    node.append(el("span", { class: "figure", dir: "ltr" }, el("span", { class: "digits" }, figure[1].trim()), unit));
  } else if (words) node.append(named("span", "text", words)); // also a year, or the number of a document
  for (const line of entry.lines || []) node.append(named("span", "line", line));
  return node;
}

/**
 * The document behind a value: what, where in it, why, and the sentence itself if it is at hand.
 * @param {Entry} entry
 * @param {Source} source
 * @param {string} id
 */
function citationNode(entry, source, id) {
  const from = source.citation(entry);
  const node = el("dd", { class: "citation", id }, entry.caption && named("p", "caption", entry.caption));
  if (!from) {
    node.append(named("p", "", phrase(source.texts, "panel_no_citation")));
    return node;
  }
  if (from.title) node.append(named("p", "title", from.title));
  if (from.number_date) node.append(named("p", "number", from.number_date));
  const line = from.line && phrase(source.texts, "panel_line", { line: from.line });
  const place = [from.locator, line].filter(Boolean).map((part) => named("span", "", part));
  if (place.length) node.append(el("p", { class: "place" }, ...place));
  if (from.note) node.append(named("p", "note", from.note));
  if (from.quote) node.append(named("blockquote", "", from.quote, { lang: "zh-CN" }));
  const about = entry.subject ? { subject: entry.subject, field: entry.field } : null;
  const past = about && source.past ? source.past(about) : null;
  if (past)
    past.then((found) => found && node.insertBefore(pastNode(found.values, source), node.querySelector(".correct")));
  const correct = about && pageLink(source, "corrections", phrase(source.texts, "panel_correct"), about);
  if (correct) node.append(el("p", { class: "correct" }, correct));
  return node;
}

/**
 * The values that a field has had: since which version each holds, when, who, why, and on what it rests.
 * @param {import("./source.js").PastValue[]} values
 * @param {Source} source
 */
function pastNode(values, source) {
  const node = el("div", { class: "past" });
  if (values.length === 0) return node;
  node.append(named("p", "past-title", phrase(source.texts, values.length > 1 ? "panel_past" : "panel_past_one")));
  const list = el("ol", {});
  for (const { value, version, at, who, why, source: from } of values) {
    const since = phrase(source.texts, "panel_past_since", { version });
    const made = [since, at, who, why].filter(Boolean).join(" · ");
    const rests = from ? named("span", "past-from", from) : null;
    list.append(el("li", {}, named("span", "past-value", value), named("span", "past-made", made), rests));
  }
  node.append(list);
  return node;
}

/**
 * The way to another page of the host; null where it has no such page.
 * @param {Source} source
 * @param {string} page
 * @param {string} label
 * @param {Record<string, string>} [about]  what the other page is about
 */
export function pageLink(source, page, label, about) {
  const address = source.page(page, about);
  if (address === null) return null;
  if (address === "") return button("act", label, { onclick: () => source.tell({ type: "page", page }) });
  const node = named("a", "", label, { href: address, target: "_self" });
  const renew = () => set(node, { href: source.page(page, about) }); // the map's view may have moved since
  for (const name of ["pointerdown", "focus", "click"]) node.addEventListener(name, renew);
  return node;
}

/**
 * The mark of an entry's evidence: a button that opens the citation.
 * @param {Entry} entry
 * @param {Source} source
 * @param {string} id  of the citation
 * @param {() => HTMLElement} place  where the citation is put
 * @param {(on: boolean) => void} [toggled]
 * @returns {Mark}
 */
export function evidenceMark(entry, source, id, place, toggled) {
  const mark = evidenceName(entry.evidence, source);
  const words = { label: entry.label, evidence: mark.textContent };
  const node = el("button", {
    type: "button",
    class: mark.className,
    "aria-expanded": "false",
    "aria-controls": id,
    "aria-label": phrase(source.texts, "panel_evidence_of", words),
    "data-field": entry.field,
  });
  node.append(...Array.from(mark.childNodes));
  const isOpen = () => node.getAttribute("aria-expanded") === "true";
  /** @param {boolean} on */
  const open = (on) => {
    set(node, { "aria-expanded": String(on) });
    const shown = place().querySelector(`#${id}`);
    if (on && !shown) place().append(citationNode(entry, source, id));
    if (!on && shown) shown.remove();
    if (on) opened(node, () => open(false));
    else closed(node);
    if (toggled) toggled(on);
  };
  node.addEventListener("click", () => open(!isOpen()));
  return Object.assign(node, { open });
}

/**
 * Who asks where a number comes from clicks the number: it opens what its mark opens. Its words can still be selected.
 * @param {Element | null} value
 * @param {Mark} mark
 */
export function opensByFigure(value, mark) {
  if (!value) return;
  value.classList.add("opens");
  value.addEventListener("click", () => String(window.getSelection()) || mark.click());
}

/**
 * An entry as a line: label, value, mark; the mark opens the citation below it.
 * @param {Entry} entry
 * @param {Source} source
 * @param {string | number} number  of the line: each citation has an id of its own
 * @param {Set<string>} opened  the lines whose citation is open
 */
export function entryLine(entry, source, number, opened) {
  const node = el("div", { class: "fact" }, named("dt", "label", entry.label), valueNode(entry));
  const key = [entry.subject || "", entry.field, entry.label].join(" ");
  const mark = evidenceMark(
    entry,
    source,
    `citation-${number}`,
    () => node,
    (on) => (on ? opened.add(key) : opened.delete(key)),
  );
  node.append(el("dd", { class: "proof" }, mark));
  opensByFigure(node.querySelector(".value"), mark);
  if (opened.has(key)) mark.open(true);
  return node;
}

/**
 * What each kind of evidence means, for paper and for the end of a meeting.
 * @param {Source} source
 */
export function evidenceLegend(source) {
  const list = el("dl", { class: "marks" });
  for (const kind of EVIDENCE) {
    const means = phrase(source.texts, `evidence_means_${kind}`);
    const name = phrase(source.texts, `evidence_${kind}`);
    list.append(el("dt", {}, `${PRINTED_MARKS[kind]} ${name}`), el("dd", {}, means));
  }
  return list;
}
