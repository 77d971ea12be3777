// Long lists of boxes in the admin: a field that narrows them, the ticked ones first. The list is one stop for the Tab
// key; the arrow keys go from box to box.
const words = { id: ["Saring daftar", "dipilih"], en: ["Narrow the list", "chosen"] };
const [narrow, chosen] = words[document.documentElement.lang.slice(0, 2)] ?? words.id;
const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function enhance(list) {
  if (list.dataset.enhanced) return;
  list.dataset.enhanced = "yes";
  const rows = [...list.children];
  const box = (row) => row.querySelector("input");
  const ticked = (row) => box(row).checked;
  const called = list.closest(".w-panel__wrapper")?.querySelector(".w-field__label")?.textContent.trim() ?? "";
  const inOrder = [...rows.filter(ticked), ...rows.filter((row) => !ticked(row))];
  const shown = () => inOrder.filter((row) => !row.hidden).map(box);
  list.append(...inOrder);
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", called);

  const field = document.createElement("input");
  field.type = "search";
  field.className = "many-of-many-field";
  field.placeholder = narrow;
  field.setAttribute("aria-label", called ? `${narrow}: ${called}` : narrow);
  field.setAttribute("aria-controls", list.id);
  const count = document.createElement("p");
  count.className = "help";
  count.setAttribute("role", "status");

  const stopAt = (wanted) => { for (const row of rows) box(row).tabIndex = box(row) === wanted ? 0 : -1; };
  const tell = () => { count.textContent = `${rows.filter(ticked).length} ${chosen}`; };
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLocaleLowerCase();
    for (const row of rows) row.hidden = !ticked(row) && !row.textContent.toLocaleLowerCase().includes(wanted);
    stopAt(shown()[0]);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "ArrowDown") {
      event.preventDefault();
      shown()[0]?.focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const boxes = shown();
    const next = boxes.indexOf(event.target) + step;
    boxes[Math.min(Math.max(next, 0), boxes.length - 1)]?.focus();
  });
  list.addEventListener("focusin", (event) => stopAt(event.target));
  list.addEventListener("change", tell);
  list.before(field);
  list.after(count);
  stopAt(shown()[0]);
  tell();
}

const all = () => document.querySelectorAll("div.many-of-many").forEach(enhance);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
else all();
