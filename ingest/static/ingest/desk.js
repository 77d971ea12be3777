// The table of a batch: follows what goes on, keeps what is typed, saves a field when it is left, publishes in steps.
// Without scripts the same form is sent as a whole.
const form = document.querySelector("[data-desk-form]");
const words = form.dataset;
const STEP = 10; // publications at a time
let saving = 0;

const desk = () => form.querySelector("[data-desk]");
const say = (text) => {
  const place = form.querySelector("[data-said]");
  if (place && place.textContent !== text) place.textContent = text;
};
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const fields = (row) => [...row.querySelectorAll(".desk-field input, .desk-field textarea")];
const touched = (field) => field.value !== field.defaultValue;

async function asked(body) {
  const answer = await fetch(location.pathname + location.search, {
    method: body ? "POST" : "GET",
    body,
    credentials: "same-origin",
    headers: { "X-Requested-With": "XMLHttpRequest" },
  });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-desk]");
  if (!fresh) throw new Error("signed out");
  return fresh;
}

// What the server says of a row goes into the row that stands here. `sent` is what it was told of its fields.
function bringUp(fresh, sent = {}) {
  const here = desk();
  here.toggleAttribute("data-busy", fresh.hasAttribute("data-busy"));
  const [summary, told] = [here, fresh].map((each) => each.querySelector("[data-part=summary]"));
  if (summary.textContent.trim() !== told.textContent.trim()) summary.replaceChildren(...told.childNodes);
  const remedy = here.querySelector("[data-part=remedy]");
  if (remedy && !fresh.querySelector("[data-part=remedy]")) remedy.remove();
  const body = here.querySelector("tbody");
  if (!body) return fresh.querySelector("tbody") ? location.reload() : undefined;
  const rows = new Map([...fresh.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
  for (const row of body.querySelectorAll("[data-row]")) {
    const next = rows.get(row.dataset.row);
    rows.delete(row.dataset.row);
    if (!next) row.remove();
    else for (const part of row.querySelectorAll("[data-part]")) bringUpPart(part, next, sent);
  }
  body.append(...rows.values());
  const choose = form.querySelector("[data-choose-all]");
  if (choose) choose.hidden = !body.querySelector("[name=chosen]");
}

function bringUpPart(part, next, sent) {
  const fresh = next.querySelector(`[data-part="${part.dataset.part}"]`);
  if (part.dataset.part === "title" && fields(part).length && fields(fresh).length) {
    bringUpFields(part, fresh, sent);
    return;
  }
  if (part.dataset.served === fresh.innerHTML) return;
  const box = part.querySelector("[name=chosen]");
  const again = fresh.querySelector("[name=chosen]");
  if (box && again) return;
  const stood = part.contains(document.activeElement);
  const open = part.querySelector("details[open]");
  if (open && fresh.querySelector("details")) fresh.querySelector("details").open = true;
  fresh.dataset.served = fresh.innerHTML;
  part.replaceWith(fresh);
  if (stood) fresh.querySelector("a, button, input, summary")?.focus();
}

function bringUpFields(part, fresh, sent) {
  const was = part.querySelector("[type=hidden]");
  let kept = false;
  for (const field of fields(part)) {
    const now = fresh.querySelector(`[name="${field.name}"]`);
    const refused = now.hasAttribute("aria-invalid");
    const unsent = field.name in sent ? field.value !== sent[field.name] : touched(field);
    if (unsent || (refused && !(field.name in sent))) {
      kept = true;
      continue;
    }
    if (!refused) {
      field.defaultValue = now.defaultValue;
      field.value = now.defaultValue;
    }
    field.toggleAttribute("aria-invalid", refused);
    if (refused) field.setAttribute("aria-invalid", "true");
    const note = field.parentElement.querySelector(".desk-note");
    const told = now.parentElement.querySelector(".desk-note");
    if (note.innerHTML !== told.innerHTML) note.innerHTML = told.innerHTML;
  }
  if (!kept) was.value = fresh.querySelector("[type=hidden]").value;
}

// What is typed in these rows, as a form.
function typed(rows, act) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("act", act);
  const sent = {};
  for (const row of rows) {
    const all = fields(row);
    if (!all.some(touched)) continue;
    body.set(row.querySelector("[name^=was-]").name, row.querySelector("[name^=was-]").value);
    for (const field of all) body.set(field.name, (sent[field.name] = field.value));
  }
  return { body, sent };
}

async function save(rows) {
  const dirty = rows.filter((row) => fields(row).some(touched));
  if (!dirty.length) return;
  const { body, sent } = typed(dirty, "save");
  saving += 1;
  say(words.wordsSaving);
  try {
    const fresh = await asked(body);
    bringUp(fresh, sent);
    say(fresh.dataset.troubles === "0" ? words.wordsSaved : "");
  } catch {
    say(words.wordsAway);
    setTimeout(() => save(dirty), 5000);
  } finally {
    saving -= 1;
  }
}

async function publish(button) {
  const boxes = [...form.querySelectorAll("[name=chosen]:checked")];
  if (!boxes.length) return say(words.wordsNone);
  button.disabled = true;
  let done = 0;
  let left = 0;
  const news = [];
  try {
    for (let start = 0; start < boxes.length; start += STEP) {
      say(filled(words.wordsPublishing, { done: start, count: boxes.length }));
      const step = boxes.slice(start, start + STEP);
      const { body, sent } = typed(
        step.map((box) => box.closest("[data-row]")),
        "publish",
      );
      for (const box of step) {
        body.append("chosen", box.value);
        box.checked = false;
      }
      const fresh = await asked(body);
      bringUp(fresh, sent);
      done += Number(fresh.dataset.published);
      left += Number(fresh.dataset.troubles);
      news.push(...fresh.querySelectorAll("[data-part=news] > li"));
    }
    desk().querySelector("[data-part=news]").replaceChildren(...news);
    const told = [filled(words.wordsPublished, { count: done })];
    if (left) told.push(filled(words.wordsLeft, { count: left }));
    say(told.join(" "));
  } catch {
    say(words.wordsAway);
  } finally {
    button.disabled = false;
  }
}

async function follow() {
  if (desk().hasAttribute("data-busy") && !saving && !document.hidden) {
    try {
      bringUp(await asked());
    } catch {
      // The site is away for a moment: ask again.
    }
  }
  setTimeout(follow, Number(words.pollMilliseconds));
}

form.addEventListener("change", (event) => {
  const row = event.target.closest("[data-row]");
  if (row && event.target.closest(".desk-field")) save([row]);
});
// A title has one line, however long it is: Enter keeps it, as in other fields.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.closest(".desk-field")) {
    event.preventDefault();
    save([event.target.closest("[data-row]")]);
  }
});
form.addEventListener("submit", (event) => {
  const by = event.submitter;
  if (by && by.hasAttribute("formaction")) return;
  event.preventDefault();
  if (by && by.hasAttribute("data-publish")) publish(by);
  else save([...form.querySelectorAll("[data-row]")]);
});
form.querySelector("[data-choose-all]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const boxes = [...form.querySelectorAll("[name=chosen]")];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});
setTimeout(follow, Number(words.pollMilliseconds));
