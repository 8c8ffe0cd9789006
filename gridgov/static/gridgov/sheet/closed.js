// A sheet that is closed takes nothing any more: what this tablet has not sent is shown, and can be taken away.

import { save } from "./exporting.js";
import { leftBehind } from "./left.js";
import { button, element, link } from "./making.js";

const page = { ...document.querySelector("[data-sheet]").dataset };
const place = document.querySelector("[data-troubles]");
const said = element("p", "", "sync-note");
said.setAttribute("role", "status");

function tell({ operations, photos }) {
  const count = operations.length + photos.length;
  if (!count) return;
  const out = button("导出未上传数据", () => {
    said.textContent = `已导出 ${save(page, operations, photos).join("、")}。内容仍留在本机。`;
  });
  place.replaceChildren(element("p", `这台平板上还有 ${count} 项没有上传，${page.closed}`), out, " ", link("上传从平板导出的文件", page.unsentUrl), said);
  place.hidden = false;
}

tell(await leftBehind(page));
