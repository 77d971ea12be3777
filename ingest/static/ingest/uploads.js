// Sends files in pieces by the tus protocol, one after the other, and goes on where a line broke or a tab was closed.
// Kept in the browser: a file's name, size and date, with the address of what was sent of it; no more, and no longer.
// Without scripts the form sends the files itself.
const WAITS = [1, 2, 4, 8, 15, 30, 60]; // seconds until the next attempt
const MB = 1000 * 1000;
const NOISE = /^(\..*|thumbs\.db|desktop\.ini)$/i; // what systems put into folders

const box = document.querySelector("[data-uploader]");
const facts = JSON.parse(document.getElementById("uploader-facts").textContent);
const words = facts.words;
const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
const find = (name) => box.querySelector(`[data-${name}]`);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const format = new Intl.NumberFormat(document.documentElement.lang || "id", { maximumFractionDigits: 1 });
const megabytes = (bytes) => format.format(bytes / MB);

let entries = [];
let sending = false;
let address = "";

class Refused extends Error {} // no use to try again; the message is for the editor
class SignedOut extends Error {}
class Unknown extends Error {} // the server knows nothing of it

// What is kept in the browser.
const key = (file) => `unggah ${file.name} ${file.size} ${file.lastModified}`;
const remember = {
  get(file) {
    try {
      return localStorage.getItem(key(file));
    } catch {
      return null;
    }
  },
  set(file, place) {
    try {
      localStorage.setItem(key(file), place);
    } catch {
      // Then it cannot be gone on with after the tab is closed.
    }
  },
  drop(file) {
    try {
      localStorage.removeItem(key(file));
    } catch {
      // It was not kept either.
    }
  },
};

// One request. Rejects where no answer came.
function ask(method, url, { headers = {}, body = null, entry = null, onprogress = null } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("X-CSRFToken", token);
    request.onload = () => resolve(request);
    request.onerror = request.ontimeout = request.onabort = () => reject(new Error("away"));
    if (onprogress) request.upload.onprogress = onprogress;
    if (entry) entry.request = request;
    request.send(body);
  });
}

async function tus(method, url, options = {}) {
  const answer = await ask(method, url, {
    ...options,
    headers: { "Tus-Resumable": "1.0.0", ...options.headers },
  });
  if (!answer.getResponseHeader("Tus-Resumable")) {
    if (answer.status < 400 || answer.status === 403) throw new SignedOut();
    throw new Error("away");
  }
  if (answer.status === 404) throw new Unknown();
  if (answer.status === 409 || (answer.status >= 500 && answer.status !== 507)) throw new Error("again");
  if (answer.status >= 400) throw new Refused(answer.responseText);
  return answer;
}

const coded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

async function begin(entry) {
  const said = [`filename ${coded(entry.path)}`, `batch ${coded(facts.batch)}`];
  if (facts.target) said.push(`target ${coded(String(facts.target))}`);
  const answer = await tus("POST", facts.begin, {
    entry,
    headers: { "Upload-Length": entry.file.size, "Upload-Metadata": said.join(",") },
  });
  entry.place = answer.getResponseHeader("Location");
  entry.sent = 0;
  remember.set(entry.file, entry.place);
}

async function whereIs(entry) {
  const answer = await tus("HEAD", entry.place, { entry });
  entry.sent = Number(answer.getResponseHeader("Upload-Offset"));
  return answer;
}

async function piece(entry) {
  const from = entry.sent;
  const end = Math.min(from + facts.piece, entry.file.size);
  entry.last = end === entry.file.size;
  const answer = await tus("PATCH", entry.place, {
    entry,
    headers: { "Upload-Offset": from, "Content-Type": "application/offset+octet-stream" },
    body: entry.file.slice(from, end),
    onprogress: (event) => {
      entry.sent = from + Math.min(event.loaded, end - from);
      show(entry);
    },
  });
  entry.sent = Number(answer.getResponseHeader("Upload-Offset"));
  show(entry);
}

// One file, to its end, however often the line breaks.
async function send(entry) {
  let attempts = 0;
  let sure = false; // that we know how far it came
  entry.state = "sending";
  while (entry.state === "sending") {
    try {
      if (!entry.place) {
        await begin(entry);
        sure = true;
      } else if (!sure) {
        await whereIs(entry);
        sure = true;
        if (entry.sent) note(entry, filled(words.resumed, { sent: megabytes(entry.sent) }));
      }
      while (entry.sent < entry.file.size && entry.state === "sending") {
        await piece(entry);
        attempts = 0;
      }
      if (entry.state === "sending") entry.state = "done";
    } catch (error) {
      if (entry.state !== "sending") break;
      sure = false;
      if (error instanceof Refused) {
        entry.state = "refused";
        entry.sentence = error.message;
        remember.drop(entry.file);
      } else if (error instanceof SignedOut) {
        entry.state = "stopped";
        entry.sentence = words.signed_out;
      } else if (error instanceof Unknown) {
        // The answer to its last piece was lost on the way: it is there. Otherwise it begins anew.
        remember.drop(entry.file);
        if (entry.last) entry.state = "done";
        else if (++attempts > WAITS.length) entry.state = "stopped";
        else entry.place = "";
      } else if (attempts >= WAITS.length) {
        entry.state = "stopped";
        entry.sentence = words.gave_up;
      } else {
        await pause(entry, WAITS[attempts++]);
      }
    }
  }
  if (entry.state === "done") remember.drop(entry.file);
  show(entry);
}

function pause(entry, seconds) {
  note(entry, navigator.onLine ? filled(words.again, { seconds }) : words.offline);
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      entry.wake = null;
      resolve();
    };
    const timer = setTimeout(end, seconds * 1000);
    window.addEventListener("online", end);
    entry.wake = end;
  });
}

async function cancel(entry) {
  if (!["waiting", "sending", "stopped"].includes(entry.state)) return;
  entry.state = "cancelled";
  entry.request?.abort();
  entry.wake?.();
  remember.drop(entry.file);
  show(entry);
  if (entry.place) await tus("DELETE", entry.place).catch(() => {});
}

// What is chosen, put in order: PDFs, the table that tells of them, and what is neither.
function sorted(chosen) {
  const pdfs = [];
  const tables = [];
  const others = [];
  for (const { file, path, inside } of chosen) {
    if (inside && NOISE.test(file.name)) continue;
    if (/\.(csv|xlsx)$/i.test(file.name)) tables.push(file);
    else if (inside && !/\.pdf$/i.test(file.name)) others.push(file.name);
    else pdfs.push({ file, path, sent: 0, place: "", state: "waiting", sentence: "" });
  }
  pdfs.sort((one, other) => one.path.localeCompare(other.path, undefined, { numeric: true }));
  return { pdfs, tables, others };
}

async function start(chosen) {
  if (sending || !chosen.length) return;
  const { pdfs, tables, others } = sorted(chosen);
  find("progress").hidden = false;
  find("buttons").replaceChildren();
  find("list").replaceChildren();
  entries = [];
  if (tables.length > 1) return tell(words.two_tables);
  if (!pdfs.length) return tell(words.no_pdf);
  if (pdfs.length > facts.most) return tell(filled(words.too_many, { count: pdfs.length }));
  if (!(await open(pdfs, tables[0]))) {
    // The table must be mended first, or left out.
    const rest = chosen.filter(({ file }) => file !== tables[0]);
    if (tables.length) button(words.without_table, () => start(rest));
    return;
  }
  entries = pdfs;
  if (others.length) {
    const names = others.slice(0, 5).join(", ") + (others.length > 5 ? ", …" : "");
    const line = document.createElement("li");
    line.textContent = filled(words.skipped, { count: others.length, names });
    find("list").append(line);
  }
  for (const entry of entries) {
    if (entry.file.size > facts.largest) [entry.state, entry.sentence] = ["refused", words.too_large];
    if (!entry.file.size) [entry.state, entry.sentence] = ["refused", words.empty];
    list(entry);
  }
  await run();
}

// The batch that the files go to: of those that were begun before, theirs.
async function open(pdfs, table) {
  let code = facts.batch;
  for (const entry of pdfs) {
    const place = remember.get(entry.file);
    if (!place) continue;
    try {
      entry.place = place;
      const answer = await whereIs(entry);
      code ||= answer.getResponseHeader("Pustaka-Kiriman") || "";
    } catch (error) {
      if (error instanceof Unknown) remember.drop(entry.file);
      entry.place = "";
      entry.sent = 0;
    }
  }
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  body.set("batch", code);
  if (table) body.set("table", table);
  try {
    const answer = await ask("POST", facts.open, { body });
    if (answer.status !== 201) {
      tell(answer.status === 422 ? answer.responseText : words.signed_out);
      return false;
    }
    const opened = JSON.parse(answer.responseText);
    facts.batch = opened.code;
    address = opened.address;
    return true;
  } catch {
    tell(words.gave_up);
    return false;
  }
}

async function run() {
  sending = true;
  find("send").disabled = true;
  find("buttons").replaceChildren();
  button(words.cancel_all, () => Promise.all(entries.map(cancel)));
  for (const entry of entries) {
    if (entry.state === "waiting") await send(entry);
    if (entry.state === "stopped" && entry.sentence === words.signed_out) break;
  }
  sending = false;
  find("send").disabled = false;
  find("buttons").replaceChildren();
  const done = entries.filter((entry) => entry.state === "done").length;
  const skipped = find("list").children.length > entries.length;
  if (done === entries.length && !skipped) {
    tell(words.finished);
    location.assign(address);
    return;
  }
  tell(filled(words.finished_but, { done, count: entries.length }));
  if (entries.some((entry) => entry.state === "stopped" || entry.state === "waiting")) {
    button(words.go_on, () => {
      for (const entry of entries) if (entry.state === "stopped") entry.state = "waiting";
      run();
    });
  }
  if (done) button(words.look, () => location.assign(address));
}

// What is seen.
function tell(text) {
  find("total").textContent = text;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-secondary button-small";
  made.textContent = text;
  made.addEventListener("click", act);
  find("buttons").append(made, " ");
}

function list(entry) {
  entry.line = document.createElement("li");
  const name = document.createElement("span");
  name.className = "uploader-name";
  name.textContent = entry.path;
  entry.bar = document.createElement("progress");
  entry.bar.max = Math.max(entry.file.size, 1);
  entry.bar.setAttribute("aria-label", entry.path);
  entry.note = document.createElement("span");
  entry.note.className = "desk-note";
  entry.stop = document.createElement("button");
  entry.stop.type = "button";
  entry.stop.className = "button button-secondary button-small";
  entry.stop.textContent = words.cancel;
  entry.stop.setAttribute("aria-label", `${words.cancel} ${entry.path}`);
  entry.stop.addEventListener("click", () => cancel(entry));
  entry.line.append(name, entry.bar, entry.note, entry.stop);
  find("list").append(entry.line);
  show(entry);
}

function note(entry, text) {
  if (entry.note.textContent !== text) entry.note.textContent = text;
}

function show(entry) {
  entry.bar.value = entry.state === "done" ? entry.bar.max : entry.sent;
  entry.bar.hidden = ["refused", "cancelled"].includes(entry.state);
  entry.stop.hidden = !["waiting", "sending", "stopped"].includes(entry.state);
  entry.line.dataset.state = entry.state;
  const size = megabytes(entry.file.size);
  note(
    entry,
    entry.sentence ||
      { waiting: words.waiting, done: words.done, cancelled: words.cancelled }[entry.state] ||
      filled(words.sending, { sent: megabytes(entry.sent), size }),
  );
  const wanted = entries.filter((each) => !["refused", "cancelled"].includes(each.state));
  const all = wanted.reduce((sum, each) => sum + each.file.size, 0);
  const sent = wanted.reduce((sum, each) => sum + (each.state === "done" ? each.file.size : each.sent), 0);
  const percent = all ? Math.floor((100 * sent) / all) : 100;
  find("total-bar").value = percent;
  if (sending) {
    const done = entries.filter((each) => each.state === "done").length;
    tell(filled(words.total, { done, count: entries.length, percent }));
  }
}

// Where files come from: the two fields, and what is dropped.
function fromFields() {
  const chosen = [];
  for (const input of box.querySelectorAll("[type=file]")) {
    const inside = input.name === "folder";
    for (const file of input.files) chosen.push({ file, path: file.webkitRelativePath || file.name, inside });
  }
  return chosen;
}

async function fromDrop(dropped) {
  const chosen = [];
  const walk = async (entry, inside) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      chosen.push({ file, path: entry.fullPath.replace(/^\//, ""), inside });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) return;
      for (const each of some) await walk(each, true);
    }
  };
  const roots = [...dropped.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!roots.length) return [...dropped.files].map((file) => ({ file, path: file.name, inside: false }));
  for (const root of roots) await walk(root, false);
  return chosen;
}

box.addEventListener("submit", (event) => {
  const chosen = fromFields();
  if (!chosen.length) return; // the form itself says what is missing
  event.preventDefault();
  start(chosen);
});
const drop = find("drop");
find("drop-hint").textContent = words.drop;
find("drop-hint").hidden = false;
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("uploader-drop--over");
  });
}
for (const name of ["dragleave", "drop"]) {
  drop.addEventListener(name, () => drop.classList.remove("uploader-drop--over"));
}
drop.addEventListener("drop", async (event) => {
  event.preventDefault();
  start(await fromDrop(event.dataTransfer));
});
window.addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});
