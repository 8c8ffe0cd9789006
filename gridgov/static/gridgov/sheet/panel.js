// 上传情况: what needs a decision, what waits, when it is tried again; at hand from the button that always says it.

import { cards, inWords, photoWords } from "./conflicts.js";
import { save } from "./exporting.js";
import { button, clock, element, link } from "./making.js";

export class Panel {
  constructor({ outbox, photos, delivery, page, troubles, dialog, opener }) {
    Object.assign(this, { outbox, photos, delivery, page, troubles, dialog, others: [], said: "" });
    this.count = element("p", "", "sync-count");
    this.count.setAttribute("role", "status");
    opener.addEventListener("click", () => this.open());
    dialog.addEventListener("click", (event) => event.target.closest("a[href^='#row-']") && dialog.close());
    // The seconds to the next attempt run while somebody looks.
    setInterval(() => this.dialog.open && this.sayWhen(), 1000);
    for (const source of [outbox, photos, delivery]) source.addEventListener("change", () => this.draw());
    outbox.addEventListener("trouble", () => this.draw());
    photos.addEventListener("trouble", () => this.draw());
  }

  // `said` is a sentence on why it opens by itself.
  open(said = "") {
    this.said = said;
    if (!this.dialog.open) this.dialog.showModal();
    this.draw();
  }

  // What of other users lies on this machine: how much, never what.
  tellOthers(others) {
    this.others = others;
    this.draw();
  }

  draw() {
    this.drawTroubles();
    if (this.dialog.open) this.drawPanel();
  }

  // Beside the rows too, so that nothing in trouble is overlooked; what is under the finger must not move.
  drawTroubles() {
    const key = this.troubleKey();
    if (key === this.drawn) return;
    this.drawn = key;
    const anchor = document.querySelector("[data-row].current");
    const before = anchor?.getBoundingClientRect().top;
    const parts = this.troubleParts();
    const others = this.otherWords().map((words) => element("p", words, "sync-note"));
    this.troubles.hidden = !parts.length && !others.length;
    const head = parts.length ? [element("h2", `需处理 ${parts.length} 项`)] : [];
    this.troubles.replaceChildren(...head, ...parts, ...others);
    const moved = anchor ? anchor.getBoundingClientRect().top - before : 0;
    if (moved && window.scrollY > 0) window.scrollBy({ top: moved, behavior: "instant" });
  }

  // A button must not be replaced between the finger's coming and going: drawn is only what has changed.
  troubleKey() {
    return JSON.stringify([this.delivery.halted, this.others, this.delivery.troubled.map((item) => [item.uuid, item.trouble, item.value])]);
  }

  troubleParts() {
    const halted = this.delivery.halted ? [this.haltCard()] : [];
    return [...halted, ...cards(this.outbox, this.photos)];
  }

  haltCard() {
    const card = element("div", "", "trouble");
    const login = link("在新标签页登录", this.page.loginUrl);
    login.target = "_blank";
    login.className = "btn btn-outline-secondary";
    card.append(element("p", this.delivery.halted), login, button("重试", () => this.delivery.retry(), "btn-primary"));
    return card;
  }

  drawPanel() {
    const key = JSON.stringify([this.troubleKey(), this.said, this.outbox.store.failed, this.delivery.waiting.map((item) => item.uuid)]);
    if (key !== this.shown) this.fillPanel();
    this.shown = key;
    this.sayWhen();
  }

  fillPanel() {
    const troubles = this.troubleParts();
    const waiting = this.delivery.waiting;
    const head = element("div", "", "sync-head");
    head.append(element("h2", "上传情况"), button("关闭", () => this.dialog.close()));
    const parts = [head];
    if (troubles.length) parts.push(element("h3", `需处理（${troubles.length}）`), ...troubles);
    parts.push(element("h3", `待上传（${waiting.length}）`), waiting.length ? this.list(waiting) : element("p", "没有待上传的内容。", "quiet"));
    parts.push(this.count, ...this.notes(), this.buttons(), link("上传从平板导出的文件", this.page.unsentUrl));
    this.dialog.replaceChildren(...parts);
  }

  list(waiting) {
    const list = element("ul", "", "sync-list");
    list.append(...waiting.map((item) => line(item)));
    return list;
  }

  notes() {
    const notes = [];
    if (this.outbox.store.failed || this.photos.store.failed) notes.push("本机存不下未上传的内容，关闭页面会丢失。请先连上网络，或导出未上传数据。");
    notes.push(...this.otherWords());
    if (this.said) notes.push(this.said);
    return notes.map((words) => element("p", words, "sync-note"));
  }

  otherWords() {
    return this.others.map(({ name, count }) => `这台平板上有 ${name} 的 ${count} 项未上传，请 ${name} 登录后打开原来的评分表上传。`);
  }

  buttons() {
    const row = element("div", "", "sync-buttons");
    const out = button("导出未上传数据", () => this.export());
    const again = button("立即再试", () => this.delivery.retry(), "btn-primary");
    out.disabled = !this.delivery.unsent.length;
    again.disabled = !this.delivery.waiting.length;
    row.append(out, again);
    return row;
  }

  export() {
    const names = save(this.page, this.outbox.items, this.photos.items);
    this.said = `已导出 ${names.join("、")}。内容仍留在本机，连上后照常上传；也可以在任何电脑上用本人账号登录，用下面的“上传从平板导出的文件”提交。`;
    this.draw();
  }

  sayWhen() {
    const words = whenWords(this.delivery);
    if (this.count.textContent !== words) this.count.textContent = words;
  }
}

function line(item) {
  const made = element("li");
  const what = item.value ? inWords(item.target, item.value) : `${photoWords(item)}，文字传完后上传`;
  const when = element("time", clock(item.at));
  when.dateTime = item.at;
  made.append(element("span", item.target, "code"), element("span", what), when);
  return made;
}

export function whenWords({ waiting, halted, sending, attempts, due }) {
  if (!waiting.length) return "已全部保存。";
  if (halted) return "登录后继续上传。评分可以继续，数据存在本机。";
  const tried = attempts ? `，已试 ${attempts} 次` : "";
  if (sending || !due) return `正在上传${tried}…`;
  return `网络不通，${Math.max(1, Math.ceil((due - Date.now()) / 1000))} 秒后再试${tried}。评分可以继续，数据存在本机。`;
}
