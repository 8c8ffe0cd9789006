// What is not on the server yet, kept on this machine under the user and the sheet it belongs to: another user's
// page never loads it. Without a database (private windows of old browsers) memory must do, and the page says so.

import { run } from "./database.js";

const KINDS = ["operations", "photos"];

export class Store extends EventTarget {
  constructor(kind, { user, sheet, owner }) {
    super();
    Object.assign(this, { kind, user, sheet, owner, writing: 0, failed: false });
  }

  // Everything of this user and sheet, oldest first.
  async load() {
    const rows = await this.attempt("readonly", (store) => store.index("place").getAll([this.user, this.sheet]));
    return (rows ?? []).sort((one, other) => one.order - other.order);
  }

  async keep(item) {
    await this.write((store) => store.put({ ...item, user: this.user, sheet: this.sheet, owner: this.owner }));
  }

  async drop(item) {
    await this.write((store) => store.delete(item.uuid));
  }

  async write(work) {
    this.writing += 1;
    await this.attempt("readwrite", work);
    this.writing -= 1;
  }

  async attempt(mode, work) {
    try {
      const found = await run(this.kind, mode, work);
      this.fail(false);
      return found;
    } catch {
      this.fail(true);
      return null;
    }
  }

  fail(failed) {
    if (this.failed === failed) return;
    this.failed = failed;
    this.dispatchEvent(new CustomEvent("change"));
  }
}

// How much of other users lies on this machine: [{name, count}], never what it is.
export async function othersThan(user) {
  const counts = new Map();
  for (const kind of KINDS) {
    for (const row of await all(kind)) {
      if (row.user !== user) counts.set(row.user, { name: row.owner, count: (counts.get(row.user)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()];
}

async function all(kind) {
  try {
    return (await run(kind, "readonly", (store) => store.getAll())) ?? [];
  } catch {
    return [];
  }
}

// Operations that a page of an earlier version left in localStorage, oldest first; once kept here they leave it.
export async function takeOver(store, evaluation) {
  const prefix = `gridgov-operation:${store.user}:${evaluation}:`;
  for (const key of oldKeys(prefix)) {
    const { uuid, target, base, value, trouble } = JSON.parse(localStorage.getItem(key));
    const order = Number(key.slice(prefix.length).split("-")[0]);
    await store.keep({ uuid, order, at: new Date(order).toISOString(), target, base, value, trouble: trouble ?? null });
    if (!store.failed) localStorage.removeItem(key);
  }
}

function oldKeys(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).sort();
  } catch {
    return [];
  }
}
