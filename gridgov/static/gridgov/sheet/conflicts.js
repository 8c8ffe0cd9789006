// 需处理: what the server did not take. A conflict shows both versions and their effect; people choose.

import { fact, parse, placeFor } from "./judging.js";

export class Conflicts {
  constructor(outbox, place) {
    Object.assign(this, { outbox, place });
    outbox.addEventListener("change", () => this.draw());
    outbox.addEventListener("trouble", () => this.draw());
    this.draw();
  }

  draw() {
    const troubled = this.outbox.troubled;
    this.place.hidden = !troubled.length && !this.outbox.halted;
    this.place.replaceChildren(element("h2", `需处理 ${troubled.length + (this.outbox.halted ? 1 : 0)} 项`));
    if (this.outbox.halted) this.place.append(this.haltCard());
    this.place.append(...troubled.map((operation) => this.card(operation)));
  }

  haltCard() {
    const card = element("div", "", "trouble");
    card.append(element("p", this.outbox.halted), button("重试", () => this.outbox.retry(), "btn-primary"));
    return card;
  }

  card(operation) {
    const card = element("div", "", "trouble");
    const link = element("a", operation.target);
    link.href = `#row-${operation.target}`;
    const head = element("p", "");
    head.append(link, ` ${(operation.trouble.sentence ?? "").replace(operation.target, "").trim()}`);
    card.append(head, ...(operation.trouble.kind === "conflict" ? this.choice(operation) : this.refusal(operation)));
    return card;
  }

  choice(operation) {
    const { theirs } = operation.trouble;
    return [
      version(`对方：${theirs.author} ${time(theirs.at)}`, operation.target, theirs.value),
      version("我的", operation.target, operation.value),
      button("用对方的", () => this.outbox.settle(operation, false), "btn-outline-secondary"),
      button("用我的", () => this.outbox.settle(operation, true), "btn-primary"),
    ];
  }

  refusal(operation) {
    return [version("我的", operation.target, operation.value), button("知道了，放弃这一改动", () => this.outbox.settle(operation, false), "btn-outline-secondary")];
  }
}

// A judgement in the words of its buttons, with its effect.
export function inWords(target, value) {
  if (fact(value) === "{}") return "清除判定";
  const place = placeFor(target);
  const same = [...(place?.querySelectorAll("button[data-value]") ?? [])].find((one) => fact(parse(one.dataset.value)) === fact(value));
  if (value.faults && !same?.dataset.key) return `${value.faults} 处`;
  if (value.value) return `${value.value}%`;
  return same ? same.innerText.replace(/\s+/g, " ").trim() : fact(value);
}

function version(who, target, value) {
  const words = [inWords(target, value), value.reason && `理由：${value.reason}`, value.note && `备注：${value.note}`];
  const line = element("p", "", "trouble-version");
  line.append(element("b", `${who}：`), words.filter(Boolean).join("；"));
  return line;
}

const time = (text) => text.slice(5, 16).replace("T", " ");

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function button(words, action, kind) {
  const made = element("button", words, `btn ${kind}`);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}
