// Nobody leaves with unsent work unasked, and nobody hands in a sheet of which a part is still here.

export function guard({ outbox, photos, delivery, panel }) {
  const isUnsent = () => delivery.unsent.length || photos.shrinking || outbox.store.writing || photos.store.writing;

  window.addEventListener("beforeunload", (event) => {
    if (isUnsent()) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-submit-sheet]") || !isUnsent()) return;
    event.preventDefault();
    panel.open("还有没上传的内容。全部上传、需处理的处理完以后，才能提交底稿。");
  });
}
