// What a panel needs of its host. The page asks the server by address and sends events to it; the meeting pack holds
// everything and answers in the browser. A panel is shown with its data and a source, and knows nothing else of where
// it stands.

/**
 * @typedef {import("../base/dom.js").Texts} Texts
 *
 * @typedef {Object} Citation  the document behind a value
 * @property {string} [title]
 * @property {string} [number_date]
 * @property {string} [locator]
 * @property {string} [line]
 * @property {string} [note]
 * @property {string} [quote]
 *
 * @typedef {Object} Compared  what a comparison needs of an entry
 * @property {string} part
 * @property {string} code
 * @property {string} [year]
 * @property {string} same  equal for two values that are the same
 * @property {number | null} [number]
 * @property {string} [basis]
 *
 * @typedef {Object} Entry  a value with its evidence (g60.evidence.card)
 * @property {string} field
 * @property {string} label
 * @property {string} evidence  code
 * @property {string} [subject]
 * @property {string} [value]
 * @property {string[]} [lines]
 * @property {boolean} [missing]
 * @property {boolean} [figure]
 * @property {Citation | null} [citation]
 * @property {number} [cited]  in a pack: the number of its citation
 * @property {Compared | null} [compare]
 * @property {string} [caption]  in a table: which column this is of
 *
 * @typedef {Object} Item  one thing as a row
 * @property {string} id
 * @property {string} name
 * @property {string} mark
 * @property {string} [sub]
 *
 * @typedef {Object} Section
 * @property {string} code
 * @property {string} [title]
 * @property {string} [note]
 * @property {number} [count]
 * @property {Entry[]} [entries]
 * @property {Item[]} [rows]
 *
 * @typedef {Object} Card  one subject, composed by g60.evidence.card
 * @property {string} id
 * @property {string} kind
 * @property {string} kind_name
 * @property {string} mark
 * @property {string} title
 * @property {string} [also]
 * @property {string} [also_note]
 * @property {Section[]} sections
 *
 * @typedef {{type: string} & Record<string, unknown>} PanelEvent  what the reader did (g60.ui.events)
 *
 * @typedef {[string, number, Item[]]} Group  a group of the list: its title, its count, its first rows
 *
 * @typedef {Object} Source
 * @property {string} lang
 * @property {Texts} texts
 * @property {(event: PanelEvent) => void} tell
 * @property {(id: string) => void} hover  what the pointer is at, "" for nothing
 * @property {(address: string) => Promise<Group[] | null>} groups  the list at an address; null while it cannot be had
 * @property {(address: string, group: number, from: number) => Promise<Item[] | null>} rows  one window of a group
 * @property {(address: string, words: string) => Promise<import("./suggesting.js").Suggested[] | null>} [suggest]  what
 *   words may stand for
 * @property {(page: string, about?: Record<string, string>) => string | null} page  the address of another page; ""
 *   where the host opens it on an event of the type "page", null where there is none
 * @property {(entry: Entry) => Citation | null} citation
 * @property {(about: {subject: string, field: string}) => Promise<{values: PastValue[]} | null> | null} [past]  the
 *   values that a field has had; null where the record has one version only
 *
 * @typedef {Object} PastValue  a value that a field has had (g60.ui.past)
 * @property {string} value
 * @property {number} version
 * @property {string} at
 * @property {string} who
 * @property {string} why
 * @property {string} source
 */

export const FIELDS = ["unit", "industry", "kind", "list", "plan"]; // the checklists, in their order
export const ROWS_AT_ONCE = 50; // rows of one answer (g60.ui.listing)
export const PATIENCE_MS = 2500; // how long a click may stand against data that does not know it yet
