// On a wide window a change is the question asked again; in the sheet of a phone one chooses first, then applies.
const form = document.getElementById("cari");
const wide = matchMedia("(min-width: 62rem)");

addEventListener("change", (event) => {
  const field = event.target;
  if (field.form !== form) return;
  if (field.id === "urut" || (wide.matches && field.type === "checkbox")) form.requestSubmit();
});
