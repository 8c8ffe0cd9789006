// Sends what the queues hold, one thing at a time, the first queue before the second: texts, then photos.
// A thing leaves its queue only after an answer that is 200, JSON, and echoes its id. Nothing got through: a pause,
// each longer than the one before, up to a minute. Nobody logged in, or somebody else: halted until asked again.

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

export class Delivery extends EventTarget {
  constructor(...queues) {
    super();
    Object.assign(this, { queues, sending: null, halted: "", attempts: 0, pause: FIRST_PAUSE, due: 0, timer: 0, ready: false });
    for (const queue of queues) queue.addEventListener("change", () => this.flush());
    for (const name of ["online", "focus"]) window.addEventListener(name, () => this.retry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.retry());
  }

  // Only what has been read can be sent in order.
  async start() {
    await Promise.all(this.queues.map((queue) => queue.load()));
    this.ready = true;
    this.tell();
    this.flush();
  }

  get waiting() {
    return this.queues.flatMap((queue) => queue.waiting);
  }

  get troubled() {
    return this.queues.flatMap((queue) => queue.troubled);
  }

  get unsent() {
    return this.queues.flatMap((queue) => queue.items);
  }

  // At once, whatever the pause; the count of attempts stays until something gets through.
  retry() {
    this.halted = "";
    this.pause = FIRST_PAUSE;
    this.go();
  }

  // New work does not shorten a pause: without a network every press would be an attempt.
  flush() {
    if (this.due > Date.now()) return this.tell();
    return this.go();
  }

  async go() {
    const queue = this.queues.find((one) => one.waiting.length);
    if (!this.ready || this.sending || this.halted || !queue) return this.tell();
    const item = queue.waiting[0];
    clearTimeout(this.timer);
    Object.assign(this, { sending: item, due: 0 });
    this.tell();
    const answer = await queue.send(item);
    this.sending = null;
    if (answer.outcome === "lost") return this.lost();
    if (answer.outcome === "halt") return this.halt(answer);
    Object.assign(this, { attempts: 0, pause: FIRST_PAUSE });
    queue[answer.outcome](item, answer);
    return this.go();
  }

  // 401 and 403: nothing can be saved until the right person has logged in again; everything stays.
  halt({ sentence }) {
    this.halted = sentence;
    this.tell();
  }

  lost() {
    this.attempts += 1;
    this.due = Date.now() + this.pause;
    this.timer = setTimeout(() => this.go(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    this.tell();
  }

  tell() {
    this.dispatchEvent(new CustomEvent("change"));
  }
}
