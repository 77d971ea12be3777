// Beside a film its cues are played and timed with a button each. Without this file their times are typed.
const film = document.querySelector("[data-film]");
if (film) {
  document.querySelector("[data-hint]").hidden = false;
  const read = (text) => {
    const parts = text.trim().replace(",", ".").split(":").map(Number);
    return parts.some(Number.isNaN) ? null : parts.reduce((all, part) => all * 60 + part, 0);
  };
  const written = (at) => {
    const ms = Math.round(at * 1000);
    const two = (number) => String(number).padStart(2, "0");
    const minutes = Math.floor(ms / 60000);
    const rest = `${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, "0")}`;
    return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
  };
  const button = (words, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small button-secondary";
    made.textContent = words;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const { play, now } = document.currentScript?.dataset ?? {};
  for (const times of document.querySelectorAll(".cue-times")) {
    const start = times.querySelector("[data-time=start]");
    for (const field of times.querySelectorAll("[data-time]")) {
      field.after(
        button("⏱", now ?? "Tulis waktu film sekarang", () => {
          field.value = written(film.currentTime);
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      );
    }
    start.after(
      button("▶", play ?? "Putar dari sini", () => {
        const at = read(start.value);
        if (at === null) return;
        film.currentTime = at;
        film.play().catch(() => {});
      }),
    );
  }
}
