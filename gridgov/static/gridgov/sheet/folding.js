// On a tablet the 满足 rows of a finished item fold into one line, but only when somebody has left the item, and
// without moving the row that is under the finger.

const narrow = window.matchMedia("(max-width: 1199.98px)");

export class Folding {
  constructor(rows) {
    this.rows = rows;
    this.unfolded = new Set();
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("rowselected", () => this.update());
  }

  clicked(event) {
    const item = event.target.closest("[data-unfold]")?.closest(".item");
    if (!item) return;
    this.unfolded.add(item.dataset.item);
    this.update();
    item.querySelector("[data-met] button")?.focus();
  }

  update() {
    const anchor = this.rows.current;
    const before = anchor?.getBoundingClientRect().top;
    for (const item of document.querySelectorAll(".item")) item.classList.toggle("folded", this.isFolded(item, anchor));
    const moved = anchor ? anchor.getBoundingClientRect().top - before : 0;
    if (moved) window.scrollBy({ top: moved, behavior: "instant" });
  }

  isFolded(item, anchor) {
    const finished = item.querySelector(".item-head[data-finished]") && item.querySelector("[data-unfold]");
    return narrow.matches && Boolean(finished) && !item.contains(anchor) && !this.unfolded.has(item.dataset.item);
  }
}
