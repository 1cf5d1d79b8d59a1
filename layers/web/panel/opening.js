// Cells that do more than say a value: a number that opens whom it counts, and a number that the reader sets.

import { el, empty, named, phrase, set } from "../base/dom.js";
import { closed, opened } from "../base/opened.js";
import { evidenceName } from "./evidence.js";
import { symbolMark } from "./rows.js";

/** @typedef {import("./report.js").Report} Report */

/**
 * A link of the app itself; an address of another host stays text.
 * @param {string} href
 * @param {string} label
 */
export function ownLink(href, label) {
  let address = null;
  try {
    address = new URL(href, location.href);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  const ours = address && address.origin === location.origin && /^https?:$/.test(address.protocol);
  return ours && address ? named("a", "", label, { href: address.href }) : named("span", "", label);
}

/**
 * A link to a state of the app that is entered without loading the page anew; a new tab opens it as any link.
 * @param {Report} report
 * @param {any} action
 */
function stateLink(report, action) {
  const node = ownLink(action.href, action.label);
  if (node.tagName !== "A") return node;
  report.events.push(action.event);
  return set(node, { "data-event": report.events.length - 1, class: "state", target: "_self" });
}

/**
 * What a number counts: how it was counted, who it is and through which words, and the way to see them.
 * @param {Report} report
 * @param {any} cell
 * @param {string} id
 */
function counting(report, cell, id) {
  const from = cell.citation;
  const line = from.line && phrase(report.from.texts, "panel_line", { line: from.line });
  const place = [from.title, from.locator, line].filter(Boolean).map((part) => named("span", "", part));
  const items = cell.opens.items.map((/** @type {any} */ item) => {
    const words = [named("span", "who", item.name), named("span", "through", item.sub)];
    return el("li", {}, item.mark && symbolMark(item.mark), ...words);
  });
  const links = (cell.opens.actions || []).map((/** @type {any} */ action) => stateLink(report, action));
  return el(
    "div",
    { class: "opened", id },
    el("p", { class: "title" }, evidenceName(cell.evidence, report.from), named("strong", "", cell.label)),
    from.note && named("p", "note", from.note),
    place.length > 0 && el("p", { class: "place" }, ...place),
    items.length > 0 && el("ul", {}, ...items),
    links.length > 0 && el("p", { class: "actions" }, ...links),
  );
}

/**
 * A number with its parts below it, the darker the larger; it opens what it counts, one at a time in a table.
 * @param {Report} report
 * @param {any} cell
 * @param {HTMLElement} place
 * @param {HTMLElement} below
 * @param {string} aligned
 */
export function openingCell(report, cell, place, below, aligned) {
  const id = `opened-${report.number++}`;
  const node = el(
    "button",
    {
      type: "button",
      class: "counted",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-label": `${cell.label}: ${cell.value}`,
    },
    named("span", "digits", cell.value),
    cell.split && named("span", "split", cell.split),
  );
  /** @param {boolean} on */
  const open = (on) => {
    if (on && report.open) report.open(false);
    report.open = on ? open : null;
    if (on) opened(node, () => open(false));
    else closed(node);
    set(node, { "aria-expanded": String(on) });
    empty(place);
    if (on) place.append(counting(report, cell, id));
    set(below, { hidden: !on });
  };
  node.addEventListener("click", () => open(node.getAttribute("aria-expanded") !== "true"));
  const shade = Math.max(0, Math.min(5, Number(cell.shade) || 0));
  const attributes = { "data-shade": shade, "data-none": cell.value === "0", "data-cell": cell.code };
  return el("td", Object.assign({ class: `counting${aligned}` }, attributes), node);
}

const DIGIT_LIMITS = { least: 0, most: 9, step: 1 };

/**
 * A number that the reader sets, from 0 to 9 where the cell says nothing else; it is sent as soon as it is one.
 * @param {Report} report
 * @param {any} cell
 * @param {string} aligned
 */
export function settingCell(report, cell, aligned) {
  const { value, label, event, limits: given } = cell.input;
  const { least, most, step } = given || DIGIT_LIMITS;
  const limits = { type: "number", min: least, max: most, step };
  const input = el("input", Object.assign({ value, "aria-label": label, "data-input": event.id }, limits));
  input.addEventListener("change", () => {
    if (/^[0-9]/.test(input.value) && input.validity.valid)
      report.from.tell(Object.assign({}, event, { [event.sets || "value"]: input.value }));
    else input.value = value;
  });
  return el("td", { class: `setting${aligned}` }, input);
}
