// A cell of the data as an editor types it: codes by their words, and what is wrong with a value. The server checks the
// same rules (g60.checks.tables); a test runs both on the same values.

/**
 * @typedef {Object} Column  a field as g60.ui.edit_parts describes it
 * @property {string} name
 * @property {string} label
 * @property {string} form
 * @property {boolean} required
 * @property {[string, string][]} codes
 * @property {number | null} minimum
 * @property {number | null} maximum
 * @property {string} unit
 * @property {boolean} locked
 * @property {[string, string][]} [known]  the ids that it may name, with what a reader calls them; in a form
 */

const SLUG_FORM = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const NUMBER_FORMS = /** @type {Record<string, [RegExp, string][]>} */ ({
  number: [
    [/^-?[0-9]+(\.[0-9]+)?$/, "value_not_number"],
    [/^-?[0-9]{1,15}(\.[0-9]{1,10})?$/, "value_number_long"],
  ],
  integer: [
    [/^[0-9]+$/, "value_not_integer"],
    [/^[0-9]{1,9}$/, "value_integer_long"],
  ],
});
const VISIBLE = /(?![\u115f\u1160\u3164\uffa0\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;
const NUMERIC = ["number", "integer", "integers", "date", "period"];

/** @param {string} cell */
export function cellParts(cell) {
  return cell.split(";").filter(Boolean);
}

/** @param {string} value */
function isDate(value) {
  if (!/^[0-9]{4}(-[0-9]{2}){0,2}$/.test(value)) return false;
  const [year, month, day] = `${value}-01-01`.slice(0, 10).split("-").map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

/** @type {Record<string, [(value: string) => boolean, string]>} */
const OTHER_FORMS = {
  slug: [(value) => Array.from(value).length <= 32 && SLUG_FORM.test(value), "value_not_slug"],
  sha256: [(value) => /^[0-9a-f]{64}$/.test(value), "value_not_sha256"],
  date: [isDate, "value_not_date"],
  period: [(value) => /^[0-9]{4}\/[0-9]{4}$/.test(value) && value.slice(0, 4) < value.slice(5), "value_not_period"],
};

/**
 * @param {string} value
 * @param {string} form
 */
function numberFault(value, form) {
  const wrong = NUMBER_FORMS[form].find(([pattern]) => !pattern.test(value));
  return wrong ? wrong[1] : "";
}

/**
 * The code of what is wrong with a value; "" for a good one.
 * @param {Column} column
 * @param {string} value
 */
export function cellFault(column, value) {
  if (!value) return column.required ? "value_missing" : "";
  if (column.required && !VISIBLE.test(value)) return "value_missing";
  if (column.form === "integers") {
    const parts = cellParts(value).map((part) => numberFault(part, "integer"));
    return parts.find(Boolean) || "";
  }
  if (column.form in NUMBER_FORMS) {
    const fault = numberFault(value, column.form);
    if (fault) return fault;
    const low = column.minimum !== null && Number(value) < column.minimum;
    return low || (column.maximum !== null && Number(value) > column.maximum) ? "value_out_of_range" : "";
  }
  if (column.form === "code" || column.form === "codes") {
    const known = column.codes.map(([code]) => code);
    const given = column.form === "codes" ? cellParts(value) : [value];
    return !known.length || given.every((part) => known.includes(part)) ? "" : "value_unknown";
  }
  const form = OTHER_FORMS[column.form];
  return form && !form[0](value) ? form[1] : "";
}

/**
 * A typed or pasted text as a cell: words become codes where they are known, full-width digits become plain ones. What
 * is not understood stays as it was typed.
 * @param {Column} column
 * @param {string} typed
 */
export function readCell(column, typed) {
  const text = typed.trim();
  if (NUMERIC.includes(column.form)) return text.normalize("NFKC").trim();
  if (column.form === "list") return text.replace(/\s*；\s*/g, ";");
  if (!column.codes.length) return text;
  if (column.form !== "codes") return codeOf(column, text);
  const parts = text.split(/[;；、，,]/).map((part) => part.trim());
  return parts
    .filter(Boolean)
    .map((part) => codeOf(column, part))
    .join(";");
}

/** @param {Column} column @param {string} words */
function codeOf(column, words) {
  const same = (/** @type {string} */ one) => one.toLowerCase() === words.toLowerCase();
  const found = column.codes.find(([code, label]) => same(code) || same(label));
  return found ? found[0] : words;
}

/**
 * A cell as it is shown: codes by their words.
 * @param {Column} column
 * @param {string} value
 */
export function cellWords(column, value) {
  if (!column.codes.length || !value) return value;
  const label = (/** @type {string} */ part) => {
    const found = column.codes.find(([code]) => code === part);
    return found ? found[1] : part;
  };
  return column.form === "codes" ? cellParts(value).map(label).join("；") : label(value);
}

/**
 * A block of cells as a spreadsheet copies it: tabs between cells, line ends between rows, quotes around either.
 * @param {string} text
 * @returns {string[][]}
 */
export function pastedBlock(text) {
  const rows = [[""]];
  let quoted = false;
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < plain.length; at++) {
    const char = plain[at];
    const row = rows[rows.length - 1];
    const last = row.length - 1;
    if (quoted) {
      if (char !== '"') row[last] += char;
      else if (plain[at + 1] === '"') {
        row[last] += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && row[last] === "") quoted = true;
    else if (char === "\t") row.push("");
    else if (char === "\n") rows.push([""]);
    else row[last] += char;
  }
  return rows;
}

/**
 * The same for copying.
 * @param {string[][]} rows
 */
export function copiedBlock(rows) {
  const cell = (/** @type {string} */ text) => (/["\t\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}
