// What is wrong with a cell, in the reader's words.

import { phrase } from "../base/dom.js";
import { cellFault } from "./cell_check.js";

/**
 * @param {import("./cell_check.js").Column} column
 * @param {string} value
 * @param {import("../base/dom.js").Texts} texts
 */
export function faultWords(column, value, texts) {
  const code = cellFault(column, value);
  if (!code) return "";
  const { minimum, maximum } = column;
  const known = column.codes.map(([, label]) => label).join("、");
  const limits = [minimum === null ? "" : `≥ ${minimum}`, maximum === null ? "" : `≤ ${maximum}`];
  return phrase(texts, `edit_fault_${code}`, { value, known, range: limits.filter(Boolean).join(" ") });
}
