// The queue of photos: shrunk first, kept on this machine, sent after the texts. Taking one away waits here too.

import { Queue } from "./queue.js";
import { sendPhoto, sendRemoval } from "./sending.js";
import { shrink } from "./shrinking.js";

export class Photos extends Queue {
  constructor({ url, user, store }) {
    super(store);
    Object.assign(this, { url, user, shrinking: 0 });
  }

  // Raises an Error with a sentence for a file that is no picture.
  async add(target, file) {
    this.shrinking += 1;
    try {
      const bytes = await shrink(file);
      const taken = moment(new Date());
      this.push({ target, caption: taken, name: `${target} ${taken.replaceAll(":", "")}.jpg`, bytes, tried: false });
    } finally {
      this.shrinking -= 1;
      this.tell("change", { target });
    }
  }

  of(target) {
    return this.items.filter((photo) => photo.target === target && !photo.unwanted);
  }

  // Whether a photo of the server, known by the address that removes it, is on its way out.
  isLeaving(url) {
    return this.items.some((photo) => photo.removal === url);
  }

  send(photo) {
    if (photo.removal) return sendRemoval(photo.removal);
    photo.tried = true;
    this.store.keep(photo);
    return sendPhoto(this.url, photo, this.user);
  }

  saved(photo, { body }) {
    if (photo.unwanted && body.evidence && !body.evidence.removed) {
      // Now it is known which one it is on the server: the next sending removes it there.
      photo.removal = body.evidence.removal;
      return this.store.keep(photo);
    }
    this.remove(photo);
    this.tell("saved", { target: photo.target });
  }

  // What was sent once may be on the server: it is sent again to learn its place there, and then removed.
  takeAway(photo) {
    if (!photo.tried || photo.trouble) return this.giveUp(photo);
    photo.unwanted = true;
    this.store.keep(photo);
    this.tell("change", { target: photo.target });
  }

  takeAwayStored(target, url) {
    this.push({ target, removal: url, unwanted: true });
    this.tell("change", { target });
  }
}

function moment(date) {
  const two = (number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
