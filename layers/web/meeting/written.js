// Where the reader is, and what was prepared and decided, written at once. Chromium writes what a page keeps in its
// local storage some seconds later, and after the first time in an hour up to a minute later: a browser that dies would
// come back some scenes before. A transaction of IndexedDB is with the system as soon as it ends.

const STORE = "kept";

const STORE_PATIENCE_MS = 500; // a browser that has not opened its own store so long does without

/** @type {Promise<IDBDatabase | null> | null} */
let storeOpening = null;

function openStore() {
  storeOpening = storeOpening || database();
  return storeOpening;
}

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
  const held = await openStore();
  if (!held) return;
  const store = held.transaction(STORE, "readwrite").objectStore(STORE);
  for (const [key, value] of Object.entries(values)) store.put(value, key);
}

/**
 * What was written under a key; undefined where there is nothing, or it is not to be had soon.
 * @param {string} key
 * @returns {Promise<any>}
 */
export function readWritten(key) {
  const late = new Promise((done) => setTimeout(done, STORE_PATIENCE_MS));
  return Promise.race([askStore(key), late]);
}

/** @param {string} key */
async function askStore(key) {
  const held = await openStore();
  if (!held) return undefined;
  return new Promise((done) => {
    const asked = held.transaction(STORE).objectStore(STORE).get(key);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(undefined);
  });
}
