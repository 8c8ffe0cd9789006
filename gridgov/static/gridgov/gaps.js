// 达标路径: ticking a gap moves the total at once. Every figure is the server's; without this module 重算 does the same.

const form = document.querySelector("[data-gaps]");
const ticks = document.querySelectorAll("input[name=tick]");
let asked = null;

function query() {
  return new URLSearchParams(new FormData(form)).toString();
}

async function simulate() {
  asked?.abort();
  const mine = (asked = new AbortController());
  try {
    const response = await fetch(`${form.dataset.simulate}?${query()}&facts=${form.dataset.facts}`, { credentials: "same-origin", signal: mine.signal, headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) throw new Error(response.status);
    show(await response.json());
    history.replaceState(null, "", `?${query()}`);
  } catch (error) {
    // Logged out, or no network: the plain way says what is wrong.
    if (error.name !== "AbortError") form.requestSubmit();
  }
}

function show(figures) {
  for (const place of document.querySelectorAll("[data-figure]")) place.textContent = figures[place.dataset.figure];
  for (const place of document.querySelectorAll("[data-section]")) place.textContent = figures.sections[place.dataset.section];
  for (const place of document.querySelectorAll("[data-gain]")) place.textContent = figures.gains[place.dataset.gain];
  const distance = document.querySelector("[data-figure=distance]");
  distance.classList.toggle("tag-good", figures.passed);
  distance.classList.toggle("tag-warn", !figures.passed);
  document.querySelector("[data-bar-low]").setAttribute("width", figures.low);
  document.querySelector("[data-bar-high]").setAttribute("width", figures.high);
  const bar = document.querySelector("[data-bar]");
  bar.setAttribute("aria-label", bar.getAttribute("aria-label").replace(/最低 \d+，最高 \d+/, `最低 ${figures.low}，最高 ${figures.high}`));
}

for (const tick of ticks) {
  tick.addEventListener("change", () => {
    tick.closest("tr").classList.toggle("opened", tick.checked);
    simulate();
  });
}

for (const choice of form.querySelectorAll("select")) choice.addEventListener("change", () => form.requestSubmit());

// Going back, a browser may restore ticks the figures do not know.
window.addEventListener("pageshow", () => {
  if ([...ticks].some((tick) => tick.checked !== tick.defaultChecked)) simulate();
});
