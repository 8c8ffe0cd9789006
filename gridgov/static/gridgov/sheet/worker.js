// On a secure origin a service worker keeps the pages of the tables, so that they open without a network.

export async function keepPages({ user, workerUrl }) {
  if (!window.isSecureContext || !navigator.serviceWorker || !workerUrl) return;
  try {
    await navigator.serviceWorker.register(workerUrl, { scope: "/" });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ user, pages: pages(), files: files() });
    // Asks the browser not to throw away what waits here when the disk runs full.
    await navigator.storage?.persist?.();
  } catch {
    // Forbidden by the browser or its owner: the page works as on plain http.
  }
}

// This table and the others of the same sheet.
function pages() {
  const tabs = [...document.querySelectorAll("a.tab")].map((tab) => new URL(tab.href).pathname);
  return [...new Set([location.pathname, ...tabs])];
}

// Scripts, styles and pictures this page was made of.
function files() {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  return loaded.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/")).map(({ href }) => href);
}
