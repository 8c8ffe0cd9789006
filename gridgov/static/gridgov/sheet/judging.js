// Pressing answers: a press becomes an operation, and the row shows it at once. Points come from the server.

export const parse = (text) => JSON.parse(text || "{}");

// What people write beside a judgement.
export const WORDS = { reason: "理由", note: "备注", finding: "发现的问题", asked: "提问记录" };

// A judgement without its words: what a button is compared with.
export function fact(value) {
  return JSON.stringify(Object.fromEntries(Object.entries(value).filter(([name]) => !(name in WORDS))));
}

export class Judging extends EventTarget {
  constructor(outbox) {
    super();
    this.outbox = outbox;
    this.undone = [];
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.entered(event));
  }

  clicked(event) {
    const button = event.target.closest("button.judge");
    if (button && !button.disabled) {
      event.preventDefault();
      this.press(button);
    }
  }

  // Enter in a field of the row: the measured value is recorded, words are saved. The form's own first button
  // would be pressed otherwise, whichever it is.
  entered(event) {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || !field.form?.elements.uuid || field.localName !== "input") return;
    event.preventDefault();
    const button = field.name === "measured" ? field.form.querySelector("[data-measured]") : saveButton(field.form);
    if (button && !button.disabled) this.press(button);
  }

  press(button) {
    const form = button.form;
    const place = placeOf(form);
    const now = this.outbox.pending(form.dataset.target) ?? parse(place.dataset.value);
    const next = this.nextValue(button, form, now);
    if (!next) return;
    this.change(place, form.dataset.target, next, now);
    settle(form);
    if (!("save" in button.dataset) && place.dataset.row) this.dispatchEvent(new CustomEvent("judged", { detail: place }));
  }

  // The value a press makes; null when something must be written first.
  nextValue(button, form, now) {
    if ("save" in button.dataset) return withWords(parse(fact(now)), form);
    if ("measured" in button.dataset) return measured(form);
    if ("step" in button.dataset) return stepped(Number(button.dataset.step), form, now);
    const wanted = parse(button.dataset.value);
    if (fact(wanted) === fact(now) || fact(wanted) === "{}") return {};
    if ("reasoned" in button.dataset && !hasReason(form)) return null;
    return withWords(wanted, form);
  }

  change(place, target, value, before) {
    this.undone.push({ target, value: before });
    this.outbox.add(target, Number(place.dataset.base), value);
    show(place, value);
  }

  undo() {
    const last = this.undone.pop();
    const place = last && placeFor(last.target);
    if (!place) return;
    this.outbox.add(last.target, Number(place.dataset.base), last.value);
    show(place, last.value);
    place.scrollIntoView({ block: "nearest" });
  }
}

export function placeOf(form) {
  return form.closest("[data-row]") ?? form;
}

export function placeFor(target) {
  return document.querySelector(`[data-row="${CSS.escape(target)}"]`) ?? document.getElementById(`decide-${target}`);
}

// Marks the answer on its way; the figures follow from the server.
export function show(place, value) {
  place.classList.add("touched");
  place.dataset.value = JSON.stringify(value);
  place.toggleAttribute("data-judged", fact(value) !== "{}");
  for (const button of place.querySelectorAll("button[aria-pressed]")) {
    button.setAttribute("aria-pressed", String(fact(parse(button.dataset.value)) === fact(value)));
  }
  const words = place.querySelector(".count b");
  if (words) words.textContent = value.faults || value.met ? `${value.faults ?? 0} 处` : "未评";
  // Without a network no fresh copy of the row comes: both ends of the counter are moved here.
  const most = Number(place.querySelector("form[data-most]")?.dataset.most);
  for (const step of place.querySelectorAll("button[data-step]")) {
    step.disabled = step.dataset.step === "-1" ? !value.faults : value.faults >= most;
  }
}

// The words of the form are on their way with the judgement: they are no unsent typing any more.
function settle(form) {
  for (const name of [...Object.keys(WORDS), "measured"]) {
    const field = form.elements[name];
    if (field) field.defaultValue = field.value;
  }
}

function saveButton(form) {
  return document.querySelector(`button[data-save][form="${CSS.escape(form.id)}"]`);
}

function withWords(value, form) {
  for (const name of Object.keys(WORDS)) {
    const words = form.elements[name]?.value.trim();
    if (words) value[name] = words;
  }
  return value;
}

function hasReason(form) {
  const field = form.elements.reason;
  if (field.value.trim()) return true;
  field.closest("details")?.setAttribute("open", "");
  field.setCustomValidity("请先写理由。");
  field.focus();
  field.reportValidity();
  field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
  return false;
}

// Full-width digits and a per cent sign are what an input method gives; the server takes plain digits only.
function measured(form) {
  const field = form.elements.measured;
  const text = field.value.normalize("NFKC").replace(/[\s%]/g, "");
  field.value = text;
  if (!text) return {};
  const good = /^\d+(\.\d+)?$/.test(text) && Number(text) <= 100;
  field.setCustomValidity(good ? "" : "请写 0 到 100 之间的数，如 89.96。");
  field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
  return field.reportValidity() ? withWords({ value: text }, form) : null;
}

function stepped(step, form, now) {
  const faults = (now.faults ?? 0) + step;
  const most = Number(form.dataset.most);
  if (faults < 0 || faults > most) return null;
  return withWords(faults ? { faults } : { met: true }, form);
}
