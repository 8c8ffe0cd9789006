// The sheet page: answers become operations, operations are saved, figures come back from the server.

import { Changes } from "./changes.js";
import { Delivery } from "./delivery.js";
import { Figures } from "./figures.js";
import { Folding } from "./folding.js";
import { Judging, placeFor, show } from "./judging.js";
import { Rows } from "./keyboard.js";
import { guard } from "./leaving.js";
import { Outbox } from "./outbox.js";
import { Panel } from "./panel.js";
import { Photos } from "./photos.js";
import { State } from "./state.js";
import { othersThan, Store, takeOver } from "./store.js";
import { Thumbnails } from "./thumbnails.js";
import { keepPages } from "./worker.js";

const page = { ...document.querySelector("[data-sheet]").dataset };
const [user, sheet] = [Number(page.user), Number(page.sheetKey)];
const owner = { user, sheet, owner: page.userName };
const outbox = new Outbox({ url: page.operationUrl, user, store: new Store("operations", owner) });
const photos = new Photos({ url: page.photoUrl, user, store: new Store("photos", owner) });
const delivery = new Delivery(outbox, photos);
const judging = new Judging(outbox);
const figures = new Figures((target) => outbox.pending(target) !== undefined);
const changes = new Changes({ url: page.changesUrl, serial: Number(page.serial), isOwn: (uuid) => outbox.made.has(uuid) });
const rows = new Rows();
const folding = new Folding(rows);
const thumbnails = new Thumbnails(photos);
const sync = asButton(document.querySelector("[data-sync]"));
const state = new State({ outbox, delivery, place: sync });
const panel = new Panel({
  outbox,
  photos,
  delivery,
  page,
  opener: sync,
  troubles: document.querySelector("[data-troubles]"),
  dialog: document.querySelector("[data-sync-panel]"),
});
guard({ outbox, photos, delivery });

// Without a script it only says something; with one it opens the panel.
function asButton(place) {
  const made = document.createElement("button");
  for (const { name, value } of place.attributes) if (name !== "role") made.setAttribute(name, value);
  made.type = "button";
  made.setAttribute("aria-live", "polite");
  made.setAttribute("aria-haspopup", "dialog");
  made.textContent = place.textContent;
  place.replaceWith(made);
  return made;
}

function flash(operation) {
  const row = document.getElementById(`row-${operation.target}`);
  if (!row) return;
  row.classList.add("flash");
  row.querySelector("[data-state]").textContent = `${operation.author} 刚刚改过`;
  setTimeout(() => row.classList.remove("flash"), 4000);
}

function showUndo() {
  document.querySelector("[data-undo]").hidden = !judging.undone.length;
}

outbox.addEventListener("change", ({ detail }) => {
  showUndo();
  if (detail.target && outbox.pending(detail.target) === undefined && !outbox.waiting.length) figures.refresh();
});
outbox.addEventListener("saved", async ({ detail }) => {
  const place = placeFor(detail.target);
  if (place) place.dataset.base = detail.version;
  if (!outbox.waiting.length) await figures.refresh();
});
photos.addEventListener("saved", () => photos.waiting.length || figures.refresh());
changes.addEventListener("news", async ({ detail }) => {
  await figures.refresh();
  detail.forEach(flash);
});
figures.addEventListener("refreshed", () => {
  showUndo();
  state.show();
  thumbnails.drawAll();
  folding.update();
  rows.nameNext();
});
judging.addEventListener("judged", ({ detail }) => {
  const next = rows.nextUnjudged(detail);
  if (next) rows.select(next, detail);
});

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-undo]")) return judging.undo();
  if (event.target.closest("[data-next]")) {
    event.preventDefault();
    return rows.turn();
  }
  const why = event.target.closest("[data-why], [data-why-close]");
  if (!why || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  await explain(why.dataset.why);
});

// Opens the derivation of a figure, or closes it; the address keeps it, so that a reload shows the same.
async function explain(target) {
  const opener = document.activeElement;
  const url = new URL(location.href);
  if (target) url.searchParams.set("why", target);
  else url.searchParams.delete("why");
  history.replaceState(null, "", url);
  await figures.refresh();
  if (target) document.querySelector("#why").focus({ preventScroll: true });
  else opener?.focus?.();
}

// What an earlier page left shows in its rows as it was pressed; then it is sent.
async function begin() {
  await takeOver(outbox.store, page.evaluation);
  await delivery.start();
  for (const operation of outbox.waiting) {
    const place = placeFor(operation.target);
    if (place) show(place, operation.value);
  }
  thumbnails.drawAll();
  panel.tellOthers(await othersThan(user));
}

document.documentElement.classList.add("scripted");
const asked = document.getElementById(location.hash.slice(1))?.closest("[data-row]");
rows.select(asked || rows.nextUnjudged(null) || rows.current);
if (asked) asked.scrollIntoView({ block: "center" });
begin();
// The copy of the page may be older than an answer that came while it was on its way.
changes.ask();
keepPages(page);
