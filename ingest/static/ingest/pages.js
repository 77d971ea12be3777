// On a page beside its picture: shows where the words of a line stand, and keeps what was typed from being lost.
const SVG = "http://www.w3.org/2000/svg";

function drawing(paper) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  paper.append(svg);
  return svg;
}

function rectangle(box) {
  const [x, y, width, height] = box.split(" ");
  const shape = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x, y, width, height })) shape.setAttribute(name, value);
  return shape;
}

function showLines(text, paper) {
  const svg = drawing(paper);
  const lines = [...text.querySelectorAll("[data-boxes]")];
  let chosen = null;

  function show(line) {
    if (line === chosen) return;
    chosen?.removeAttribute("data-on");
    chosen = line;
    chosen?.setAttribute("data-on", "");
    svg.replaceChildren(...(chosen ? chosen.dataset.boxes.split(";").map(rectangle) : []));
  }

  text.addEventListener("pointerover", (event) => show(event.target.closest("[data-boxes]")));
  text.addEventListener("pointerleave", () => show(null));
  text.addEventListener("blur", () => show(null));
  text.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !lines.length) return;
    event.preventDefault();
    const place = lines.indexOf(chosen);
    const next = place < 0 ? (step > 0 ? 0 : lines.length - 1) : place + step;
    const line = lines[Math.min(Math.max(next, 0), lines.length - 1)];
    show(line);
    line.scrollIntoView({ block: "nearest" });
  });
  for (const hint of document.querySelectorAll("[data-hint]")) hint.hidden = !lines.length;
}

function keepTyped(form) {
  const field = form.elements.text;
  let leaving = false;
  form.addEventListener("submit", () => (leaving = true));
  addEventListener("beforeunload", (event) => {
    if (!leaving && field.value !== field.defaultValue) event.preventDefault();
  });
}

const text = document.querySelector("[data-lines]");
const paper = document.querySelector("[data-paper]");
if (text && paper) showLines(text, paper);
const form = document.querySelector("[data-typed]");
if (form) keepTyped(form);
