// A long import goes on by itself until it is stopped. Without scripts each press of the button brings the next rows.
const form = document.querySelector("[data-go-on]");
const stop = form?.querySelector("[data-stop]");

if (form) {
  const waiting = setTimeout(() => form.requestSubmit(), 1500);
  stop.hidden = false;
  stop.addEventListener("click", () => {
    clearTimeout(waiting);
    stop.hidden = true;
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
