// The browser's own database, opened again whenever the browser has closed it: iOS does so behind a page's back.

const NAME = "gridgov";
const OPENING = 5_000;

let opened = null;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const name of ["operations", "photos"]) {
        request.result.createObjectStore(name, { keyPath: "uuid" }).createIndex("place", ["user", "sheet"]);
      }
    };
    request.onsuccess = () => resolve(watched(request.result));
    request.onerror = () => reject(request.error);
    // Some versions of Safari never answer the first page after a start; the page must not wait for ever.
    setTimeout(() => reject(new Error("IndexedDB does not answer")), OPENING);
  });
}

function watched(database) {
  database.onclose = forget;
  database.onversionchange = () => {
    database.close();
    forget();
  };
  return database;
}

function forget() {
  opened = null;
}

async function connection() {
  opened ??= open();
  try {
    return await opened;
  } catch (error) {
    forget();
    throw error;
  }
}

// Runs `work(store)` in a transaction of its own and gives what its request found, once all is on the disk.
// A connection that turns out to be closed is opened again, once.
export async function run(name, mode, work) {
  try {
    return await attempt(await connection(), name, mode, work);
  } catch {
    forget();
    return attempt(await connection(), name, mode, work);
  }
}

function attempt(database, name, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode);
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("aborted"));
    // Asked for at once, so that a page closed in the next moment loses nothing. Where it is unknown it comes by itself.
    if (mode === "readwrite") transaction.commit?.();
  });
}
