// Nobody leaves with unsent work unasked. Handing in waits for it too (handing-in.js).

export function guard({ outbox, photos, delivery }) {
  const isUnsent = () => delivery.unsent.length || photos.shrinking || outbox.store.writing || photos.store.writing;

  window.addEventListener("beforeunload", (event) => {
    if (isUnsent()) event.preventDefault();
  });
}
