// Everything that a meeting pack brings along, found by id: entities with what they are filtered and searched by,
// cards, words.

/** @typedef {Record<string, string>} Names  a name in each language, by column */
/** @typedef {{most: number, bytes: number}} Fitting  how many codes an address has room for */
/**
 * @typedef {Object} Limits  by which an address is read (g60.ask.limits)
 * @property {number} slug  letters of an id
 * @property {Fitting} list
 * @property {Fitting} plan
 * @property {Fitting} compare
 * @property {{read: number, bytes: number}} words
 * @property {[number, number, number, number]} sheet  west, south, east, north
 * @property {number} decimals  of a corner
 * @property {{bounds: [number, number], decimals: number}} km
 * @property {{corners: [number, number], letters: number}} ring
 * @property {{decimals: number[], most: number[]}} place  of zoom, latitude, longitude
 * @property {{known: string[], off: string[], shade_letters: number}} layers
 */
/**
 * @typedef {Object} Entity
 * @property {string} id
 * @property {string} kind
 * @property {string} list
 * @property {string} plan  whose space it is of, or whose own list it stands in; "" for none
 * @property {string} unit
 * @property {string} name_zh
 * @property {string} name_en
 * @property {string[]} industries
 * @property {boolean} inferred  whether its unit is inferred
 * @property {[number, number] | null} at  longitude and latitude, where they are known
 * @property {string} text
 * @property {string} pinyin  of each of its names, with all readings
 *
 * @typedef {{id: string, name_zh: string, name_en: string, short_zh: string, short_en: string}} Unit
 * @typedef {{field: string, options: ({code: string} & Names)[]}} HeldFacet
 *
 * @typedef {{name_zh: string, name_en: string, table: string, looks_back: boolean, entries: any[]}} HeldTable
 *
 * @typedef {Object} HeldEvaluation  a plan judged by the usual thresholds
 * @property {string} plan
 * @property {string} name_zh
 * @property {string} name_en
 * @property {Record<string, number>} counts  by grade, in their order
 * @property {string[]} grades  of each row of the table
 * @property {Names} setting  the thresholds in words, by language
 * @property {Record<string, Names>} words  of each language, by grade
 * @property {Record<string, any>} tables  by language
 *
 * @typedef {Object} HeldData
 * @property {number} version
 * @property {Limits} limits
 * @property {HeldFacet[]} facets
 * @property {{spoken: string[], listed: string[]}} kinds
 * @property {string[]} own_lists  the lists that are a plan's own
 * @property {Entity[]} entities  in the order of the map's bits
 * @property {Unit[]} units
 * @property {Record<string, string>} unit_forms  what a reader may type for a unit -> its code
 * @property {[string, string, string][]} filters  facet, code and what a reader may type for it
 * @property {Record<string, Names>} words  of each language, by code
 * @property {Record<string, Record<string, any>>} cards  by id and language
 * @property {import("./source.js").Citation[]} citations  an entry names the place of its own
 * @property {import("./source.js").Item[]} rows  a card's sections name the places of theirs
 * @property {HeldTable[]} indicators
 * @property {HeldEvaluation[]} evaluation
 * @property {Record<string, any> | null} tasks  by language; null where no day was given
 * @property {Record<string, any[]>} documents
 * @property {{summed: string[], fields: string[]}} compared  the numbers whose sum means something, the order of the
 * fields
 */

const hasOwn = Object.prototype.hasOwnProperty;

export class Held {
  /** @param {HeldData} data */
  constructor(data) {
    this.data = data;
    this.limits = data.limits;
    this.entities = data.entities;
    /** @type {Map<string, Entity | Unit>} */
    this.byId = new Map();
    for (const one of [...data.entities, ...data.units]) this.byId.set(one.id, one);
  }

  /**
   * An area, a carrier or a unit.
   * @param {string} id
   * @returns {any}
   */
  find(id) {
    return this.byId.get(id) || null;
  }

  /** @param {any} thing @param {string} lang @returns {string} */
  nameOf(thing, lang) {
    return thing[`name_${lang}`] || thing.name_zh || thing.name_en || thing.id;
  }

  /** @param {string} field */
  options(field) {
    const facet = this.data.facets.find((one) => one.field === field);
    return facet ? facet.options : [];
  }

  /** @param {string} field @param {string} code @param {string} lang */
  optionName(field, code, lang) {
    const option = this.options(field).find((one) => one.code === code);
    return option ? option[lang] : "";
  }

  /**
   * The card of a subject with its rows.
   * @param {string} id @param {string} lang
   * @returns {import("./source.js").Card | null}
   */
  card(id, lang) {
    if (!hasOwn.call(this.data.cards, id)) return null;
    const card = this.data.cards[id][lang];
    const sections = card.sections.map((/** @type {any} */ section) => {
      const rows = (section.rows || []).map((/** @type {number} */ place) => this.data.rows[place]);
      return Object.assign({}, section, { rows });
    });
    return Object.assign({}, card, { sections });
  }

  /** @param {string} word @returns {string | null} */
  unitOf(word) {
    return hasOwn.call(this.data.unit_forms, word) ? this.data.unit_forms[word] : null;
  }
}
