// The sheet page: answers become operations, operations are saved, figures come back from the server.

import { Changes } from "./changes.js";
import { Conflicts } from "./conflicts.js";
import { Figures } from "./figures.js";
import { Folding } from "./folding.js";
import { Judging, placeFor, show } from "./judging.js";
import { Rows } from "./keyboard.js";
import { Outbox } from "./outbox.js";
import { Store } from "./store.js";

const { user, evaluation, serial, operationUrl, changesUrl } = document.querySelector("[data-sheet]").dataset;
const outbox = new Outbox({ url: operationUrl, user: Number(user), store: new Store(user, evaluation) });
const judging = new Judging(outbox);
const figures = new Figures((target) => outbox.pending(target) !== undefined);
const changes = new Changes({ url: changesUrl, serial: Number(serial), isOwn: (uuid) => outbox.made.has(uuid) });
const rows = new Rows();
const folding = new Folding(rows);
new Conflicts(outbox, document.querySelector("[data-troubles]"));

function showState() {
  const sync = document.querySelector("[data-sync]");
  const [waiting, troubled] = [outbox.waiting.length, outbox.troubled.length + (outbox.halted ? 1 : 0)];
  const parts = [waiting && `${waiting} 项待保存`, troubled && `${troubled} 项需处理`].filter(Boolean);
  sync.textContent = parts.join("，") || "已全部保存";
  sync.classList.toggle("sync-waiting", Boolean(parts.length));
  for (const row of document.querySelectorAll("[data-row]")) showRow(row);
  document.querySelector("[data-undo]").hidden = !judging.undone.length;
}

function showRow(row) {
  const target = row.dataset.row;
  const troubled = outbox.troubled.some((operation) => operation.target === target);
  const waiting = outbox.pending(target) !== undefined;
  const state = troubled ? "需处理" : waiting && outbox.pause > 1000 ? "没有连上，稍后自动再试" : waiting ? "保存中…" : "";
  const place = row.querySelector("[data-state]");
  if (state) place.dataset.words ??= place.textContent;
  if (state || place.dataset.words) place.textContent = state || place.dataset.words;
  row.classList.toggle("unsaved", Boolean(state));
}

function flash(operation) {
  const row = document.getElementById(`row-${operation.target}`);
  if (!row) return;
  row.classList.add("flash");
  row.querySelector("[data-state]").textContent = `${operation.author} 刚刚改过`;
  setTimeout(() => row.classList.remove("flash"), 4000);
}

outbox.addEventListener("change", showState);
outbox.addEventListener("saved", async ({ detail }) => {
  const place = placeFor(detail.target);
  if (place) place.dataset.base = detail.version;
  await figures.refresh();
});
outbox.addEventListener("change", ({ detail }) => outbox.pending(detail.target) === undefined && !outbox.waiting.length && figures.refresh());
changes.addEventListener("news", async ({ detail }) => {
  await figures.refresh();
  detail.forEach(flash);
});
figures.addEventListener("refreshed", () => {
  showState();
  folding.update();
});
judging.addEventListener("judged", ({ detail }) => {
  const next = rows.nextUnjudged(detail);
  if (next) rows.select(next);
});

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-undo]")) return judging.undo();
  if (event.target.closest("[data-next]")) {
    event.preventDefault();
    return rows.goTo(rows.nextUnjudged());
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

window.addEventListener("beforeunload", (event) => {
  if (outbox.waiting.length) event.preventDefault();
});
for (const name of ["online", "focus"]) window.addEventListener(name, () => outbox.retry());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && outbox.retry());

for (const operation of outbox.waiting) {
  const place = placeFor(operation.target);
  if (place) show(place, operation.value);
}
document.documentElement.classList.add("scripted");
const asked = document.getElementById(location.hash.slice(1))?.closest("[data-row]");
rows.select(asked || rows.nextUnjudged(null) || rows.current);
if (asked) asked.scrollIntoView({ block: "center" });
showState();
outbox.flush();
// The copy of the page may be older than an answer that came while it was on its way.
changes.ask();
