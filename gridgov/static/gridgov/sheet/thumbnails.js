// The photos of a row: taking one, those on their way, and those on the server, each with a button that removes it.

import { button, element } from "./making.js";

export class Thumbnails {
  constructor(photos) {
    Object.assign(this, { photos, urls: new Map() });
    document.addEventListener("change", (event) => event.target.matches("input[data-photo]") && this.chosen(event.target));
    document.addEventListener("click", (event) => this.clicked(event));
    photos.addEventListener("change", ({ detail }) => this.draw(detail.target));
    photos.addEventListener("saved", ({ detail }) => this.draw(detail.target));
    photos.addEventListener("trouble", ({ detail }) => this.draw(detail.target));
  }

  async chosen(field) {
    const { target } = field.closest("[data-photos]").dataset;
    const files = [...field.files];
    field.value = "";
    for (const file of files) {
      try {
        await this.photos.add(target, file);
      } catch (error) {
        this.say(target, error.message);
      }
    }
  }

  // A photo of the server is a plain form, so that it can be removed without a script too.
  clicked(event) {
    const remove = event.target.closest("[data-photo-remove]");
    if (!remove) return;
    event.preventDefault();
    this.photos.takeAwayStored(remove.dataset.photoRemove, remove.form.getAttribute("action"));
  }

  drawAll() {
    for (const place of document.querySelectorAll("[data-photo-list]")) this.fill(place);
    this.letGo();
  }

  draw(target) {
    if (!target) return this.drawAll();
    const place = document.querySelector(`[data-photo-list="${CSS.escape(target)}"]`);
    if (place) this.fill(place);
    return this.letGo();
  }

  fill(place) {
    place.querySelectorAll("[data-queued]").forEach((old) => old.remove());
    place.append(...this.photos.of(place.dataset.photoList).map((photo) => this.figure(photo)));
    for (const form of place.querySelectorAll("form[action]")) {
      form.closest("li").hidden = this.photos.isLeaving(form.getAttribute("action"));
    }
  }

  figure(photo) {
    const item = element("li", "", "photo photo-queued");
    item.dataset.queued = photo.uuid;
    const image = element("img");
    image.src = this.urlOf(photo);
    image.alt = `${photo.target} 的照片 ${photo.caption}`;
    const state = element("small", photo.trouble ? "需处理" : "待上传");
    const remove = button("移除", () => this.photos.takeAway(photo), "btn-sm btn-outline-secondary");
    remove.setAttribute("aria-label", `移除 ${photo.target} 的照片 ${photo.caption}`);
    item.append(image, state, remove);
    return item;
  }

  urlOf(photo) {
    const known = this.urls.get(photo.uuid) ?? URL.createObjectURL(new Blob([photo.bytes], { type: "image/jpeg" }));
    this.urls.set(photo.uuid, known);
    return known;
  }

  // What has left the queue needs no memory any more.
  letGo() {
    const kept = new Set(this.photos.items.map((photo) => photo.uuid));
    for (const [uuid, url] of this.urls) {
      if (kept.has(uuid)) continue;
      URL.revokeObjectURL(url);
      this.urls.delete(uuid);
    }
  }

  say(target, sentence) {
    const place = document.querySelector(`[data-photo-list="${CSS.escape(target)}"]`);
    const note = element("li", sentence, "bad");
    note.setAttribute("role", "alert");
    place?.append(note);
    setTimeout(() => note.remove(), 10_000);
  }
}
