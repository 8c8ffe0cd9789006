// 审定意见表: adds rows on the spot. Without this module the same button asks the server for them.
const body = document.querySelector("[data-rows]");
const row = document.querySelector("template[data-row]");
const total = document.querySelector(`[name="${body.dataset.rows}-TOTAL_FORMS"]`);
const most = Number(document.querySelector(`[name="${body.dataset.rows}-MAX_NUM_FORMS"]`).value);
const ROWS_AT_ONCE = 3;

function addRow() {
  const number = Number(total.value);
  const added = row.content.cloneNode(true);
  for (const field of added.querySelectorAll("[name]")) {
    for (const attribute of ["name", "id"]) {
      field.setAttribute(attribute, field.getAttribute(attribute).replace("__prefix__", number));
    }
  }
  body.append(added);
  total.value = number + 1;
}

document.querySelector("[data-add-rows]").addEventListener("click", (event) => {
  // At the limit the server says so.
  if (Number(total.value) + ROWS_AT_ONCE > most) return;
  event.preventDefault();
  const first = body.rows.length;
  for (let count = 0; count < ROWS_AT_ONCE; count += 1) addRow();
  body.rows[first].querySelector("input").focus();
});
