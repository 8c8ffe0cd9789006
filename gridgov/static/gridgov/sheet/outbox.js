// The queue of operations: every press is one. What was made while another was on its way waits for its version.

import { Queue } from "./queue.js";
import { sendOperation } from "./sending.js";

export class Outbox extends Queue {
  constructor({ url, user, store }) {
    super(store);
    Object.assign(this, { url, user, made: new Set() });
  }

  async load() {
    const early = [...this.items];
    await super.load();
    this.items.forEach((operation) => this.made.add(operation.uuid));
    // Made before it was known that something for the same target waits: its base comes with that one's answer.
    const known = new Set(this.waiting.filter((operation) => !early.includes(operation)).map(({ target }) => target));
    for (const operation of early.filter(({ target }) => known.has(target))) this.base(operation, null);
    for (const target of new Set(this.waiting.map((operation) => operation.target))) this.tell("change", { target });
  }

  // The newest value on its way for a target; undefined when there is none.
  pending(target) {
    return this.waiting.filter((operation) => operation.target === target).at(-1)?.value;
  }

  // `base` counts only when nothing for this target is on its way: otherwise it becomes known with the answer.
  add(target, base, value) {
    const isFirst = this.pending(target) === undefined;
    this.made.add(this.push({ target, base: isFirst ? base : null, value }).uuid);
    this.tell("change", { target });
  }

  send(operation) {
    return sendOperation(this.url, operation, this.user);
  }

  saved(operation, { body }) {
    this.remove(operation);
    this.rebase(operation.target, body.version);
    this.tell("saved", body);
  }

  // 409: what follows for the same target was made without having seen theirs, so it is part of the conflict.
  conflict(operation, { body }) {
    const later = this.waiting.filter((other) => other.target === operation.target && other !== operation);
    const value = later.at(-1)?.value ?? operation.value;
    later.forEach((other) => this.remove(other));
    if (same(value, body.theirs.value)) return this.agree(operation, body.theirs);
    operation.value = value;
    this.trouble(operation, { kind: "conflict", sentence: body.error, theirs: body.theirs });
  }

  // Both found the same, perhaps one person on two tablets: there is nothing to choose.
  agree(operation, theirs) {
    this.remove(operation);
    this.tell("saved", { target: operation.target, ...theirs });
  }

  refused(operation, answer) {
    this.rebase(operation.target, operation.base);
    super.refused(operation, answer);
  }

  rebase(target, version) {
    const next = this.waiting.find((operation) => operation.target === target && operation.base === null);
    if (next) this.base(next, version);
  }

  base(operation, version) {
    operation.base = version;
    this.store.keep(operation);
  }

  // 用我的: a new operation on the version that was shown; 用对方的: ours is let go.
  settle(operation, useMine) {
    this.remove(operation);
    if (useMine) this.add(operation.target, operation.trouble.theirs.version, operation.value);
    else this.tell("change", { target: operation.target });
  }
}

// Equal content, whatever the order of its names.
export function same(one, other) {
  const sorted = (value) => JSON.stringify(Object.entries(value).sort());
  return sorted(one) === sorted(other);
}
