// 需处理: what the server did not take. A conflict shows both versions and their effect; people choose.

import { button, clock, element, link } from "./making.js";
import { fact, parse, placeFor, WORDS } from "./judging.js";

// One card for each thing in trouble of the queues, in the order they were made.
export function cards(outbox, photos) {
  return [
    ...outbox.troubled.map((operation) => (operation.trouble.kind === "conflict" ? conflict(outbox, operation) : refusal(outbox, operation))),
    ...photos.troubled.map((photo) => refusal(photos, photo)),
  ];
}

function conflict(outbox, operation) {
  const { theirs } = operation.trouble;
  return card(
    operation,
    version(`对方：${theirs.author} ${clock(theirs.at)}`, operation.target, theirs.value),
    version(`我的`, operation.target, operation.value),
    button("用对方的", () => outbox.settle(operation, false)),
    button("用我的", () => outbox.settle(operation, true), "btn-primary"),
  );
}

function refusal(queue, item) {
  return card(
    item,
    item.value ? version("我的", item.target, item.value) : element("p", photoWords(item), "trouble-version"),
    button("重新上传", () => queue.again(item)),
    button(item.value ? "放弃这一改动" : "放弃", () => queue.giveUp(item)),
  );
}

function card(item, ...parts) {
  const made = element("div", "", "trouble");
  const head = element("p");
  head.append(link(item.target, `#row-${item.target}`), ` ${(item.trouble.sentence ?? "").replace(item.target, "").trim()}`);
  made.append(head, ...parts);
  return made;
}

export function photoWords(photo) {
  if (photo.unwanted) return "移除照片 1 张";
  return `照片 1 张（${photo.caption}）`;
}

// A judgement in the words of its buttons, with its effect.
export function inWords(target, value) {
  if (fact(value) === "{}") return "清除判定";
  const place = placeFor(target);
  const buttons = [...(place?.querySelectorAll("button[data-value]") ?? [])];
  const same = buttons.find((one) => fact(parse(one.dataset.value)) === fact(value));
  if (value.faults && !same?.dataset.key) return `${value.faults} 处`;
  if (value.value) return `${value.value}%`;
  if (same) return same.innerText.replace(/\s+/g, " ").trim() || same.textContent.replace(/\s+/g, " ").trim();
  return plain(value);
}

// For a row of another table, whose buttons are not on this page.
function plain(value) {
  if (value.not_applicable) return "不适用";
  if (value.met) return "满足";
  if (value.choice) return value.choice;
  if ("unmet" in value) return value.unmet ? "确认零分" : "不作零分";
  return fact(value);
}

function version(who, target, value) {
  const words = Object.entries(WORDS).map(([name, label]) => value[name] && `${label}：${value[name]}`);
  const line = element("p", "", "trouble-version");
  line.append(element("b", `${who}：`), [inWords(target, value), ...words].filter(Boolean).join("；"));
  return line;
}
