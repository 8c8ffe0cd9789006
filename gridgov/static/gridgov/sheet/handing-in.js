// 提交底稿: not while a part of it is still on this machine. It is asked again, for the page of the sheet in another
// tab may be sending it.

import { leftBehind } from "./left.js";
import { element, link } from "./making.js";

const EVERY = 2_000;
const form = document.querySelector("[data-submit-form]");
const button = form.querySelector("[data-submit-sheet]");
const isReady = !button.disabled;
const note = element("p", "", "message message-warning");
let shown = 0;
note.hidden = true;
note.setAttribute("role", "status");
form.prepend(note);

async function look() {
  const { operations, photos } = await leftBehind(form.dataset);
  const count = operations.length + photos.length;
  button.disabled = !isReady || count > 0;
  note.hidden = !count;
  if (count === shown) return;
  shown = count;
  note.replaceChildren(`这台平板上还有 ${count} 项没有上传，全部上传后才能提交：`, link("打开评分表上传", form.dataset.sheetUrl));
}

button.disabled = true;
await look();
setInterval(look, EVERY);
