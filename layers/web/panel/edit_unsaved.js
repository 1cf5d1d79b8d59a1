// What was typed in forms and tables of a draft and is not saved yet, with the way back to each: the browser's tab
// keeps it, so only the browser can say so.

import { button, countPhrase, el, empty, named, phrase } from "../base/dom.js";
import { keptTyping } from "./edit_basis.js";

/** @typedef {{code: "table" | "form" | "new", table: string, subject: string, count: number}} Unsaved */

/**
 * What is kept under a name that a table or a form of the draft has given.
 * @param {string} name
 * @param {number} draft
 * @returns {Unsaved | null}
 */
function unsavedIn(name, draft) {
  const [, kind, number, table, rest] = /^g60-(typing|form)-(\d+)-([a-z_]+)(.*)$/.exec(name) || [];
  if (Number(number) !== draft) return null;
  const cells = keptTyping(name);
  if (!Array.isArray(cells) || !cells.length) return null;
  const count = cells.length;
  if (kind === "typing") return { code: "table", table, subject: "", count };
  return rest.startsWith("---")
    ? { code: "new", table, subject: "-", count }
    : { code: "form", table, subject: rest.slice(1, -1), count };
}

/** @param {number} draft */
function unsavedOf(draft) {
  let names;
  try {
    names = Object.keys(sessionStorage);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is off: nothing is kept
    return [];
  }
  return names.sort().flatMap((name) => unsavedIn(name, draft) || []);
}

export class UnsavedList {
  /** @param {Node} root */
  constructor(root) {
    this.node = el("div", { class: "report", role: "status" });
    root.appendChild(this.node);
  }

  /** @param {{draft: number, tables: Record<string, string>}} data @param {import("./source.js").Source} source */
  show(data, source) {
    const lines = unsavedOf(data.draft).map(({ code, table, subject, count }) => {
      const about = { table: data.tables[table] || table, row: subject };
      const words = countPhrase(source.texts, `edit_unsaved_${code}`, count, about);
      const asked = code === "form" ? { subject } : { table, subject };
      const back = button("action", phrase(source.texts, "edit_unsaved_back"), {
        onclick: () => source.tell({ type: "go", ...asked }),
      });
      return el("p", { class: "actions band" }, named("span", "label", words), back);
    });
    empty(this.node).append(...lines);
  }
}
