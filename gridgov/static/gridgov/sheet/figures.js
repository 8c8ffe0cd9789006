// Figures and derivations: always those the server computed. Parts marked data-live are taken from a fresh copy of
// the page and put in place of the old ones; what somebody is typing in, or has not saved, stays.

export class Figures extends EventTarget {
  constructor(isPending) {
    super();
    this.isPending = isPending;
    this.running = null;
    this.again = false;
  }

  // Asked for several times while one is under way, it runs once more.
  async refresh(url = location.href) {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.fetchPage(url);
    try {
      const page = await this.running;
      if (page) this.replace(page);
    } finally {
      this.running = null;
    }
    if (this.again) {
      this.again = false;
      return this.refresh();
    }
  }

  async fetchPage(url) {
    try {
      const response = await fetch(url, { credentials: "same-origin", cache: "no-store", headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) return null;
      return new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      return null;
    }
  }

  replace(page) {
    if (!page.querySelector("[data-sheet]")) return;
    for (const old of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(old.id);
      if (fresh && !this.isBusy(old) && versionOf(fresh) >= versionOf(old)) this.swap(old, fresh);
    }
    this.dispatchEvent(new CustomEvent("refreshed"));
  }

  isBusy(part) {
    const target = part.dataset.row ?? part.querySelector("form[data-value]")?.dataset.target;
    if (target && this.isPending(target)) return true;
    const active = document.activeElement;
    return part.contains(active) && active.matches("input, textarea") && active.value !== active.defaultValue;
  }

  swap(old, fresh) {
    const copy = document.importNode(fresh, true);
    keepState(old, copy);
    if (old.isEqualNode(copy)) return;
    const focus = focusPath(old);
    old.replaceWith(copy);
    if (focus) copy.querySelector(focus)?.focus({ preventScroll: true });
  }
}

// A copy fetched before the last answer came shows an older version: it must not bring the old base back.
function versionOf(part) {
  return Number(part.dataset.base ?? part.querySelector("form[data-base]")?.dataset.base ?? 0);
}

// What only this browser knows: which row is current, which details are open, words not yet sent.
function keepState(old, copy) {
  for (const name of ["current", "flash"]) copy.classList.toggle(name, old.classList.contains(name));
  const opened = old.querySelectorAll("details");
  copy.querySelectorAll("details").forEach((details, place) => (details.open = opened[place]?.open ?? false));
  for (const field of old.querySelectorAll("input[type=text], input:not([type]), textarea")) {
    if (field.value === field.defaultValue) continue;
    const same = copy.querySelector(`[name="${field.name}"]`);
    if (same) same.value = field.value;
  }
}

function focusPath(part) {
  const active = document.activeElement;
  if (!part.contains(active) || active === part) return "";
  for (const name of ["data-key", "data-step", "data-why", "href", "name"]) {
    const value = active.getAttribute(name);
    if (value) return `${active.localName}[${name}="${CSS.escape(value)}"]`;
  }
  return active.localName;
}
