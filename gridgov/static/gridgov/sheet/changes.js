// What others did, asked for every few seconds while somebody looks at the page.

const EVERY = 2_000;

export class Changes extends EventTarget {
  // `isOwn` tells of an operation's uuid whether this page made it: its echo is no news.
  constructor({ url, serial, isOwn }) {
    super();
    Object.assign(this, { url, serial, isOwn });
    setInterval(() => document.visibilityState === "visible" && this.ask(), EVERY);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.ask());
  }

  async ask() {
    const body = await this.read();
    if (!body || body.serial <= this.serial) return;
    this.serial = body.serial;
    const news = (body.operations ?? []).filter((operation) => !this.isOwn(operation.uuid));
    if (news.length) this.dispatchEvent(new CustomEvent("news", { detail: news }));
  }

  async read() {
    try {
      const response = await fetch(`${this.url}?since=${this.serial}`, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        cache: "no-store",
      });
      return response.ok && !response.redirected ? await response.json() : null;
    } catch {
      return null;
    }
  }
}
