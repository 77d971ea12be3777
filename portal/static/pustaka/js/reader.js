// Arrow keys turn the page, except where a field or an open sheet needs them.
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [popover]")) return;
  const where = { ArrowLeft: "a[rel=prev]", ArrowRight: "a[rel=next]" }[event.key];
  const link = where && document.querySelector(`.turn ${where}`);
  if (link) location.assign(link.href);
});
