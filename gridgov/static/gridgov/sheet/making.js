// Small elements of the page, made from words: never from markup, for people's words stand in them.

export function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

export function button(words, action, kind = "btn-outline-secondary") {
  const made = element("button", words, `btn ${kind}`);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

export function link(words, href) {
  const made = element("a", words);
  made.href = href;
  return made;
}

// "11-20 10:43" of a moment in ISO format, on the clock of this machine.
export function clock(text) {
  const date = new Date(text);
  const two = (number) => String(number).padStart(2, "0");
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
