// The queue of operations: sent one by one, in order, until the server has answered each with its own id.
// An operation leaves the queue only after a 200 in JSON that echoes its uuid; a login page also answers 200.

import { send } from "./sending.js";

const LONGEST_PAUSE = 60_000;
const FIRST_PAUSE = 1_000;

// A uuid of version 4; crypto.randomUUID does not exist on plain http.
export function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export class Outbox extends EventTarget {
  constructor({ url, user, store }) {
    super();
    Object.assign(this, { url, user, store, busy: false, pause: FIRST_PAUSE, timer: 0, halted: "", count: 0 });
    this.operations = store.load();
    this.made = new Set(this.operations.map((operation) => operation.uuid));
  }

  get waiting() {
    return this.operations.filter((operation) => !operation.trouble);
  }

  get troubled() {
    return this.operations.filter((operation) => operation.trouble);
  }

  // The newest value on its way for a target; undefined when there is none.
  pending(target) {
    return this.waiting.filter((operation) => operation.target === target).at(-1)?.value;
  }

  // `base` counts only when nothing for this target is on its way: otherwise it becomes known with the answer.
  add(target, base, value) {
    const before = this.waiting.filter((operation) => operation.target === target).at(-1);
    if (before && !before.tried) {
      before.value = value;
      this.store.keep(before);
    } else {
      this.push({ target, base: before ? null : base, value });
    }
    this.tell("change", { target });
    this.flush();
  }

  push({ target, base, value }) {
    const key = `${Date.now()}-${String(this.count++).padStart(4, "0")}`;
    const operation = { uuid: newUuid(), key, target, base, value, tried: false };
    this.operations.push(operation);
    this.made.add(operation.uuid);
    this.store.keep(operation);
  }

  retry() {
    this.halted = "";
    this.pause = FIRST_PAUSE;
    this.flush();
  }

  async flush() {
    if (this.busy || this.halted) return;
    const operation = this.waiting[0];
    if (!operation) return;
    clearTimeout(this.timer);
    this.busy = true;
    operation.tried = true;
    this.store.keep(operation);
    const answer = await send(this.url, operation, this.user);
    this.busy = false;
    this[answer.outcome](operation, answer);
    this.tell("change", { target: operation.target });
  }

  saved(operation, { body }) {
    this.remove(operation);
    this.pause = FIRST_PAUSE;
    this.rebase(operation.target, body.version);
    this.tell("saved", body);
    this.flush();
  }

  // 409: what follows for the same target was made without having seen theirs, so it is part of the conflict.
  conflict(operation, { body }) {
    const later = this.waiting.filter((other) => other.target === operation.target && other !== operation);
    operation.value = later.at(-1)?.value ?? operation.value;
    later.forEach((other) => this.remove(other));
    this.trouble(operation, { kind: "conflict", sentence: body.error, theirs: body.theirs });
  }

  // 422 and 423: the server understood and refuses; the rest goes on.
  refused(operation, { sentence }) {
    this.rebase(operation.target, operation.base);
    this.trouble(operation, { kind: "refused", sentence });
  }

  // 401 and 403: nothing can be saved until somebody has logged in again; the queue stays.
  halt(operation, { sentence }) {
    this.halted = sentence;
  }

  lost() {
    this.timer = setTimeout(() => this.flush(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  trouble(operation, trouble) {
    operation.trouble = trouble;
    this.store.keep(operation);
    this.tell("trouble", operation);
    this.flush();
  }

  rebase(target, version) {
    const next = this.waiting.find((operation) => operation.target === target && operation.base === null);
    if (next) next.base = version;
    if (next) this.store.keep(next);
  }

  remove(operation) {
    this.operations = this.operations.filter((other) => other !== operation);
    this.store.drop(operation);
  }

  // 用我的: a new operation on the version that was shown; 用对方的: ours is let go.
  settle(operation, useMine) {
    this.remove(operation);
    if (useMine) this.push({ target: operation.target, base: operation.trouble.theirs.version, value: operation.value });
    this.tell("change", { target: operation.target });
    this.flush();
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
