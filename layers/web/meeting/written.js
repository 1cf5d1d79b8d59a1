// Where the reader is, written at once. Chromium writes what a page keeps in its local storage some seconds later, and
// after the first time in an hour up to a minute later: a browser that dies would come back some scenes before. A
// transaction of IndexedDB is with the system as soon as it ends.

const STORE = "kept";

/** @type {Promise<IDBDatabase | null>} */
let opening = Promise.resolve(null);

/** Opens the store; null where the browser has none, or nobody may keep anything. */
function database() {
  return new Promise((/** @type {(found: IDBDatabase | null) => void} */ done) => {
    try {
      const asked = window.indexedDB.open("g60", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = asked.onblocked = () => done(null);
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      done(null);
    }
  });
}

/**
 * Writes values under their keys, without waiting for it.
 * @param {Record<string, unknown>} values
 */
export async function writeAtOnce(values) {
  const held = await opening;
  if (!held) return;
  const store = held.transaction(STORE, "readwrite").objectStore(STORE);
  for (const [key, value] of Object.entries(values)) store.put(value, key);
}

/**
 * What was written under a key; undefined where there is nothing. It is asked first, before anything is written.
 * @param {string} key
 * @returns {Promise<any>}
 */
export async function readWritten(key) {
  opening = database();
  const held = await opening;
  if (!held) return undefined;
  return new Promise((done) => {
    const asked = held.transaction(STORE).objectStore(STORE).get(key);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(undefined);
  });
}
