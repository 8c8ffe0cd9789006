// The service worker: keeps the site's own files and the pages of the sheet for when there is no network. GET only;
// the network comes first. Pages are kept for one user, the last one seen: whose a page is, the server says in a
// header, and the pages of anybody else are let go when somebody logs in or out.
"use strict";

const FILES = "gridgov-files";
const PAGES = "gridgov-pages-";
const WHOSE = "Gridgov-User";
const SHEET = /^\/evaluations\/\d+\/sheet\/[^/]+\/$/;
// A name with the hash of its content never means anything else.
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
// A copy of another table older than this is taken anew.
const FRESH = 600_000;
// How long a page that is kept waits for a network that answers nothing.
const PATIENCE = 6_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fileOf(request));
  else if (request.mode === "navigate") event.respondWith(pageOf(event, url));
  else if (SHEET.test(url.pathname)) event.respondWith(freshPage(event, url));
});

self.addEventListener("message", (event) => {
  const { user, pages, files } = event.data;
  event.waitUntil(keepAll(user, pages, files));
});

async function fileOf(request) {
  const cache = await caches.open(FILES);
  const same = HASHED.test(request.url) && (await cache.match(request.url));
  if (same) return same;
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request.url, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw error;
  }
}

// A page that is opened: from the network, else the copy kept.
async function pageOf(event, url) {
  const kept = SHEET.test(url.pathname) ? await keptPage(url) : undefined;
  const fresh = freshPage(event, url);
  if (!kept) return fresh;
  return Promise.race([fresh.catch(() => kept), new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE))]);
}

// Figures are always asked of the server; a copy of the page is taken on the way.
async function freshPage(event, url) {
  const response = await fetch(event.request);
  event.waitUntil(notice(response.clone(), url));
  return response;
}

async function notice(response, url) {
  const whose = response.headers.get(WHOSE);
  if (whose === null || !response.ok || response.redirected) return;
  const isLoggedOut = whose === "" && !url.searchParams.has("next");
  if (whose || isLoggedOut) await letGoOthers(whose);
  if (whose && SHEET.test(url.pathname)) await (await caches.open(PAGES + whose)).put(url.pathname, response);
}

async function letGoOthers(user) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PAGES) && name !== PAGES + user).map((name) => caches.delete(name)));
}

// Pages of one user only are ever kept.
async function keptPage(url) {
  const names = (await caches.keys()).filter((one) => one.startsWith(PAGES));
  return names.length === 1 ? caches.match(url.pathname, { cacheName: names[0] }) : undefined;
}

// What a page asks to keep: its files, itself, and the other tables unless they are kept already.
async function keepAll(user, pages, files) {
  const kept = await caches.open(FILES);
  for (const file of files) if (!(await kept.match(file))) await take(file, (response) => kept.put(file, response));
  for (const path of pages) {
    const url = new URL(path, location.origin);
    if (isFresh(await caches.match(path, { cacheName: PAGES + user }))) continue;
    await take(url.href, (response) => notice(response, url));
  }
}

function isFresh(response) {
  return response && Date.now() - Date.parse(response.headers.get("Date")) < FRESH;
}

async function take(url, keep) {
  try {
    const response = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (response.ok) await keep(response);
  } catch {
    // No network just now; the next page that opens asks again.
  }
}
