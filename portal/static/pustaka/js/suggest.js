// Suggestions while typing: a combobox as the ARIA patterns have it. Arrows choose, Enter opens, Escape closes; the
// question itself is never changed, and without a choice Enter searches as ever.
const PAUSE = 120; // milliseconds without a key before we ask

for (const form of document.querySelectorAll("form[data-suggest]")) begin(form);

function begin(form) {
  const field = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const told = document.createElement("p");
  list.className = "suggested";
  list.id = `${field.id}-saran`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestLabel);
  told.className = "hidden";
  told.setAttribute("role", "status");
  form.append(list, told);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    field.setAttribute(name, value);
  }

  let waiting = 0;
  let asked = null;
  let chosen = -1;

  const options = () => [...list.children];

  function close() {
    clearTimeout(waiting);
    asked?.abort();
    list.hidden = true;
    list.replaceChildren();
    told.textContent = "";
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    const all = options();
    all[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const here = all[chosen];
    if (here) {
      here.setAttribute("aria-selected", "true");
      here.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", here.id);
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function show(suggestions) {
    if (!suggestions.length || document.activeElement !== field) return close();
    list.replaceChildren(
      ...suggestions.map((each, place) => {
        const option = document.createElement("li");
        const kind = document.createElement("span");
        const name = document.createElement("span");
        option.id = `${list.id}-${place}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = each.url;
        kind.className = "suggested-kind";
        kind.textContent = each.kind;
        name.textContent = each.label;
        if (each.language) name.lang = each.language;
        option.append(kind, name);
        return option;
      }),
    );
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    const { suggestOne, suggestMany } = form.dataset;
    told.textContent = suggestions.length === 1 ? suggestOne : suggestMany.replace("{n}", suggestions.length);
  }

  async function ask() {
    const typed = field.value.trim();
    if (typed.length < 2) return close();
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, {
        headers: { Accept: "application/json" },
        signal,
      });
      const { suggestions } = await answer.json();
      if (!signal.aborted) show(suggestions);
    } catch {
      if (!signal.aborted) close(); // without suggestions one searches as ever
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && list.hidden) {
      if (event.key === "ArrowDown") ask();
    } else if (event.key in steps) {
      event.preventDefault();
      const places = all.length + 1; // one of them is the field itself
      choose(((chosen + 1 + steps[event.key] + places) % places) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(all[chosen].dataset.url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // the first closes the list, the second empties the field
      close();
    } else if (event.key === "Tab") {
      close();
    }
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
}
