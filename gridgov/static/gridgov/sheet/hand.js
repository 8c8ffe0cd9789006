// On which side the answers stand is a setting of this browser: the same tablet, the same thumb, whoever logs in.

const COOKIE = "gridgov-hand";
const YEAR = 365 * 24 * 3600;
const isLeft = () => document.cookie.split("; ").includes(`${COOKIE}=left`);

function show() {
  document.querySelector("[data-sheet]").classList.toggle("left-handed", isLeft());
  document.querySelector("[data-hand]")?.setAttribute("aria-pressed", String(isLeft()));
}

const button = document.querySelector("[data-hand]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    document.cookie = `${COOKIE}=${isLeft() ? "right" : "left"}; path=/; max-age=${YEAR}; samesite=lax`;
    show();
  });
}
show();
