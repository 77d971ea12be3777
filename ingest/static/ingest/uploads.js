// Brings the list of files up to date while some are being read. Without scripts the page loads itself again, but that
// would lose the files that an editor has just chosen.
const SECONDS = 3;

async function bringUp() {
  const shown = document.querySelector("[data-uploads]");
  if (!shown || !shown.hasAttribute("data-busy")) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-uploads]");
      // Somebody who stands in the list with the keyboard is not thrown out of it.
      if (fresh && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
    }
  } catch {
    // The site is away for a moment: ask again.
  }
  setTimeout(bringUp, SECONDS * 1000);
}

setTimeout(bringUp, SECONDS * 1000);
