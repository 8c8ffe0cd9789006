// Moving through the rows: 1 2 3 answer, A takes what is proposed, ↑ ↓ move, Enter goes to the next unjudged row,
// N notes, ? says why.

const BORDER = 12;
const isUnjudged = (row) => !("judged" in row.dataset) && !row.querySelector("[aria-pressed=true]");

// Whether the answers of a row lie between the bars above and below; the margins of the row are their heights.
function isInSight(row) {
  const { top, bottom } = (row.querySelector(".row-controls") ?? row).getBoundingClientRect();
  const { scrollMarginTop, scrollMarginBottom } = getComputedStyle(row);
  return top >= parseFloat(scrollMarginTop) - BORDER && bottom <= innerHeight - parseFloat(scrollMarginBottom);
}

export class Rows {
  constructor() {
    for (const name of ["rowselected", "scrollend"]) document.addEventListener(name, () => this.nameNext());
    document.addEventListener("keydown", (event) => this.pressed(event));
    // Not on pointerdown: rows that open and close between press and release would take the finger off its button.
    document.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]");
      if (row && !event.target.closest("button.judge")) this.select(row);
    });
  }

  get all() {
    return [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  }

  get current() {
    return document.querySelector("[data-row].current") ?? this.all[0];
  }

  // What is `under` the finger stays where it is, whatever opens and closes above it.
  select(row, under = row) {
    const before = under.getBoundingClientRect().top;
    document.querySelectorAll("[data-row].current").forEach((other) => other.classList.remove("current"));
    row.classList.add("current");
    document.dispatchEvent(new CustomEvent("rowselected"));
    const moved = under.getBoundingClientRect().top - before;
    if (moved) window.scrollBy({ top: moved, behavior: "instant" });
  }

  // The row is brought into view between the sticky bars; nothing moves while it is visible.
  goTo(row) {
    if (!row) return;
    this.select(row);
    row.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    const rows = this.all;
    this.goTo(rows[rows.indexOf(this.current) + by]);
  }

  // The next row without a judgement after this one, from the top again when there is none below.
  nextUnjudged(from = this.current) {
    const rows = this.all;
    const after = rows.slice(rows.indexOf(from) + 1).concat(rows);
    return after.find(isUnjudged);
  }

  // Where 下一条未评 leads: to the current row while it waits out of sight, else to the one after it.
  get next() {
    const row = this.current;
    return row && isUnjudged(row) && !isInSight(row) ? row : this.nextUnjudged();
  }

  // A row out of sight comes to the top: a screenful is judged before somebody has to turn on.
  turn() {
    const row = this.next;
    if (!row) return;
    const hidden = !isInSight(row);
    this.select(row);
    // At once: a smooth way would be cut short when the item left behind folds.
    if (hidden) row.scrollIntoView({ block: "start", behavior: "instant" });
  }

  nameNext() {
    const place = document.querySelector("[data-next-code]");
    if (place) place.textContent = this.next?.dataset.row ?? place.textContent;
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return document.activeElement.blur();
    if (event.target.closest("input, textarea, select, summary, dialog")) return;
    const action = this.actionFor(event);
    if (!action) return;
    event.preventDefault();
    action();
  }

  actionFor({ key, target }) {
    if (/^[1-9]$/.test(key)) return () => this.current?.querySelector(`button[data-key="${key}"]`)?.click();
    if (key === "Enter" && target.closest("a, button")) return null;
    return {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      Enter: () => this.turn(),
      a: () => this.accept(),
      A: () => this.accept(),
      n: () => this.note(),
      N: () => this.note(),
      "?": () => this.current?.querySelector("[data-why]")?.click(),
    }[key];
  }

  // The answer that is marked as proposed; a second press does not clear it.
  accept() {
    this.current?.querySelector("button.suggested[aria-pressed=false]")?.click();
  }

  note() {
    this.current?.querySelector("details.more")?.setAttribute("open", "");
    this.current?.querySelector("[name=note]")?.focus();
  }
}
