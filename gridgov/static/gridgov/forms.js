// Small helps for plain forms: focus on the error summary, no second submit, filters that submit themselves.
"use strict";

document.querySelector("[data-error-summary]")?.focus();

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => {
    // After the browser has collected the fields: a disabled button would not be sent.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button[type=submit]")) {
        button.disabled = true;
        button.dataset.words = button.textContent;
        button.textContent = "正在处理…";
      }
    });
  });
}

// A page restored by "back" must be usable again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("form[data-once] button[data-words]")) {
    button.disabled = false;
    button.textContent = button.dataset.words;
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
