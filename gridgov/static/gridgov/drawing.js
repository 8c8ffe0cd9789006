// Signatures: strokes of finger, pen or mouse become an SVG path in a box of 400 × 160 (gridgov/drawing.py checks it).
const WIDTH = 400;
const HEIGHT = 160;
// Points nearer to each other than this add nothing one sees.
const NEAR = 1.5;
const LINE = 4;

const tenth = (number) => String(Math.floor(number * 10 + 0.5) / 10);
const within = (number, most) => Math.min(Math.max(number, 0), most);
const written = ([x, y]) => `${tenth(x)} ${tenth(y)}`;

// "M10 20L30 40…" for each stroke; a tap becomes a dot.
export function pathOf(strokes) {
  return strokes.map(([first, ...others]) => {
    const rest = others.length ? others : [first];
    return `M${written(first)}${rest.map((point) => `L${written(point)}`).join("")}`;
  }).join("");
}

export function strokesOf(path) {
  return path.split("M").filter(Boolean).map(
    (stroke) => stroke.split("L").map((point) => point.split(" ").map(Number)),
  );
}

class Pad {
  constructor(root) {
    this.field = root.querySelector("[data-drawing-path]");
    this.canvas = root.querySelector("canvas");
    this.pen = this.canvas.getContext("2d");
    this.pen.scale(this.canvas.width / WIDTH, this.canvas.height / HEIGHT);
    Object.assign(this.pen, { lineWidth: LINE, lineCap: "round", lineJoin: "round", strokeStyle: "#1a2433" });
    this.strokes = strokesOf(this.field.value);
    this.pointer = null;
    this.listen(root);
    this.show();
  }

  listen(root) {
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.follow(event));
    for (const end of ["pointerup", "pointercancel"]) {
      this.canvas.addEventListener(end, (event) => this.finish(event));
    }
    root.querySelector("[data-drawing-clear]").addEventListener("click", () => this.clear());
  }

  // A palm that touches while the pen draws is not a second pen.
  begin(event) {
    if (this.pointer !== null) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.strokes.push([this.place(event)]);
    this.show();
  }

  follow(event) {
    if (event.pointerId !== this.pointer) return;
    const stroke = this.strokes.at(-1);
    for (const each of event.getCoalescedEvents?.() ?? [event]) {
      const point = this.place(each);
      const last = stroke.at(-1);
      if (Math.hypot(point[0] - last[0], point[1] - last[1]) >= NEAR) stroke.push(point);
    }
    this.show();
  }

  finish(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.field.value = pathOf(this.strokes);
  }

  clear() {
    this.strokes = [];
    this.pointer = null;
    this.field.value = "";
    this.show();
  }

  // Where in the box of 400 × 160 the pointer is, however large the canvas is shown.
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) * WIDTH) / box.width;
    const y = ((event.clientY - box.top) * HEIGHT) / box.height;
    return [within(x, WIDTH), within(y, HEIGHT)];
  }

  show() {
    this.pen.clearRect(0, 0, WIDTH, HEIGHT);
    if (this.strokes.length) this.pen.stroke(new Path2D(pathOf(this.strokes)));
  }
}

for (const root of document.querySelectorAll("[data-drawing]")) {
  root.querySelector("[data-drawing-paper]").hidden = true;
  root.querySelector("[data-drawing-pad]").hidden = false;
  new Pad(root);
}
