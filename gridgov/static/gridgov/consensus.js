// 合议: opens rows on the spot and shows within seconds what the leader rules. Without this module the same links and
// forms load whole pages. Figures and rows are always those of the server; a ballot somebody fills in stays.

const EVERY = 2_000;
const place = document.querySelector("[data-consensus]");
let { token, url } = place.dataset;
let running = null;
let again = false;

async function fetchPage(address) {
  try {
    const response = await fetch(address, { credentials: "same-origin", cache: "no-store", headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null;
  }
}

// Asked for while one is under way, it runs once more.
async function refresh() {
  if (running) {
    again = true;
    return running;
  }
  running = fetchPage(url);
  const page = await running;
  running = null;
  if (page?.querySelector("[data-consensus]")) replace(page);
  if (!again) return;
  again = false;
  await refresh();
}

function replace(page) {
  token = page.querySelector("[data-consensus]").dataset.token;
  const anchor = anchorRow();
  const before = anchor?.getBoundingClientRect().top;
  holdInPlace(page);
  for (const old of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh) continue;
    if (old.dataset.live === "rows") mergeRows(old, fresh);
    else if (old.dataset.live === "shown") old.hidden = fresh.hidden;
    else swap(old, fresh);
  }
  if (anchor?.isConnected) keepAt(anchor, before);
}

// What is ruled while people look stays where it was, with its new words; the next page puts it among the ruled ones.
function holdInPlace(page) {
  for (const table of document.querySelectorAll("#disputed, #unjudged")) {
    const fresh = page.getElementById(table.id);
    let last = fresh.tHead;
    for (const row of table.querySelectorAll("[data-row]")) {
      const copy = page.getElementById(row.id);
      if (!copy) continue;
      if (copy.parentElement !== fresh) last.after(copy);
      last = copy;
    }
  }
}

// By scrolling; at the upper end of the page, where that is not possible, a ballot in work is held by room above it.
function keepAt(row, top) {
  window.scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
  const missing = top - row.getBoundingClientRect().top;
  if (missing > 0 && isDraft(row)) place.style.paddingTop = `${parseFloat(getComputedStyle(place).paddingTop) + missing}px`;
}

// The row people look at: the one they work in, else the first below the middle of the screen.
function anchorRow() {
  const rows = [...document.querySelectorAll("[data-row]")];
  const used = document.activeElement.closest("[data-row]") ?? rows.find(isDraft);
  const isInSight = (row) => row.getClientRects().length && row.getBoundingClientRect().bottom > innerHeight / 3;
  return used ?? rows.find(isInSight);
}

function swap(old, fresh) {
  if (isDraft(old)) return;
  const copy = document.importNode(fresh, true);
  const opened = old.querySelectorAll("details");
  copy.querySelectorAll("details").forEach((details, number) => (details.open = opened[number]?.open ?? details.open));
  if (old.isEqualNode(copy)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.textContent : "";
  old.replaceWith(copy);
  if (focused) [...copy.querySelectorAll("a, button")].find((each) => each.textContent === focused)?.focus({ preventScroll: true });
}

// Rows by their id, in the server's order. One that is being filled in is never taken out of the page, for then the
// keyboard would lose what it is composing: the others are laid around it.
function mergeRows(table, fresh) {
  const known = new Map([...table.children].map((row) => [row.id || row.localName, row]));
  let at = table.firstElementChild;
  for (const wanted of fresh.children) {
    const old = known.get(wanted.id || wanted.localName);
    known.delete(wanted.id || wanted.localName);
    const keep = old && (isDraft(old) || isSame(old, wanted));
    const row = keep ? old : document.importNode(wanted, true);
    if (old && !keep) {
      if (at === old) at = old.nextElementSibling;
      old.remove();
    }
    while (keep && isDraft(row) && at !== row && at) at = leave(at);
    if (at === row) at = row.nextElementSibling;
    else table.insertBefore(row, at);
  }
  for (const row of known.values()) if (!isDraft(row)) row.remove();
}

// A row on the way to one that is being filled in: it comes back when its turn comes.
function leave(row) {
  const next = row.nextElementSibling;
  row.remove();
  return next;
}

// Each copy of a ballot has an id and a token of its own; that alone makes no difference.
function isSame(old, wanted) {
  const [one, other] = [old, wanted].map((row) => {
    const copy = document.importNode(row, true);
    for (const field of copy.querySelectorAll("[name=uuid], [name=csrfmiddlewaretoken]")) field.remove();
    return copy;
  });
  return one.isEqualNode(other);
}

// Whether a field in it holds what the server does not know, or somebody is typing in it.
function isDraft(part) {
  const active = document.activeElement;
  if (part.contains(active) && active.matches("textarea, input:not([type=radio], [type=checkbox])")) return true;
  return [...part.querySelectorAll("textarea, input")].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
}

async function open(code) {
  const next = new URL(url, location.href);
  if (code) next.searchParams.set("open", code);
  else next.searchParams.delete("open");
  url = next.href;
  history.replaceState(null, "", url);
  await refresh();
  const row = code && document.getElementById(`target-${code}`);
  if (!row) return;
  bringIntoView(row);
  row.querySelector("[data-ballot] input:checked, [data-ballot] input[type=radio]")?.focus({ preventScroll: true });
}

// The whole row with its ballot, between the top and the bar under the thumb; where it is too high for that, its end
// with the button.
function bringIntoView(row) {
  const fold = row.closest("details");
  if (fold) fold.open = true;
  row.scrollIntoView({ block: "nearest", behavior: "instant" });
  const hidden = row.getBoundingClientRect().bottom - document.querySelector("#foot").getBoundingClientRect().top;
  if (hidden > 0) window.scrollBy({ top: hidden + 4, behavior: "instant" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-open]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link.dataset.open);
});

async function ask() {
  if (document.visibilityState !== "visible") return;
  try {
    const response = await fetch(place.dataset.changesUrl, { credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) return;
    if ((await response.json()).token !== token) await refresh();
  } catch {
    // No network: the next turn asks again.
  }
}

document.documentElement.classList.add("deliberating");
setInterval(ask, EVERY);
document.addEventListener("visibilitychange", ask);
const opened = document.querySelector(".target.opened");
if (opened) requestAnimationFrame(() => bringIntoView(opened));
document.querySelector("#refused")?.scrollIntoView({ block: "center" });
