// Things on their way to the server, in order, each kept until the server has answered it by its own id.

import { newUuid } from "./uuid.js";

export class Queue extends EventTarget {
  constructor(store) {
    super();
    Object.assign(this, { store, items: [], last: 0 });
    store.addEventListener("change", () => this.tell("change", {}));
  }

  // What an earlier page left comes first; what was made while it was read follows.
  async load() {
    const earlier = await this.store.load();
    this.last = Math.max(this.last, ...earlier.map((item) => item.order));
    this.items = [...earlier, ...this.items];
  }

  get waiting() {
    return this.items.filter((item) => !item.trouble);
  }

  get troubled() {
    return this.items.filter((item) => item.trouble);
  }

  // The order never goes back, though the clock of the machine may.
  push(more) {
    this.last = Math.max(Date.now(), this.last + 1);
    const item = { uuid: newUuid(), order: this.last, at: new Date().toISOString(), trouble: null, ...more };
    this.items.push(item);
    this.store.keep(item);
    return item;
  }

  remove(item) {
    this.items = this.items.filter((other) => other !== item);
    this.store.drop(item);
  }

  // The server understood and refuses; the rest goes on, and people choose.
  refused(item, { sentence }) {
    this.trouble(item, { kind: "refused", sentence });
  }

  trouble(item, trouble) {
    item.trouble = trouble;
    this.store.keep(item);
    this.tell("trouble", item);
  }

  again(item) {
    item.trouble = null;
    this.store.keep(item);
    this.tell("change", { target: item.target });
  }

  giveUp(item) {
    this.remove(item);
    this.tell("change", { target: item.target });
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
