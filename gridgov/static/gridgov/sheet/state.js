// What the page always says: everything saved, or how much waits and how much needs a decision; and the same per row.

export function stateWords({ waiting, troubled, halted }) {
  const troubles = troubled.length + (halted ? 1 : 0);
  return [waiting.length && `${waiting.length} 项待上传`, troubles && `${troubles} 项需处理`].filter(Boolean).join("，");
}

export class State {
  constructor({ outbox, delivery, place }) {
    Object.assign(this, { outbox, delivery, place });
    for (const source of [outbox, delivery]) source.addEventListener("change", () => this.show());
  }

  show() {
    if (!this.delivery.ready) return;
    const words = stateWords(this.delivery);
    this.place.textContent = words || "已全部保存";
    this.place.classList.toggle("sync-waiting", Boolean(words));
    for (const row of document.querySelectorAll("[data-row]")) this.showRow(row);
  }

  showRow(row) {
    const place = row.querySelector("[data-state]");
    const words = this.wordsOf(row.dataset.row);
    if (words) place.dataset.words ??= place.textContent;
    if (words || place.dataset.words) place.textContent = words || place.dataset.words;
    row.classList.toggle("unsaved", Boolean(words));
  }

  wordsOf(target) {
    if (this.outbox.troubled.some((operation) => operation.target === target)) return "需处理";
    if (this.outbox.pending(target) === undefined) return "";
    return this.delivery.attempts ? "没有连上，稍后自动再试" : "保存中…";
  }
}
