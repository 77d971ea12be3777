// Copies what a button names, and says so in its own words. Without a script the text can be selected by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.querySelector("span");
  const before = words.textContent;
  const source = document.getElementById(button.dataset.copy);
  words.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const text = source.dataset.text ?? source.value ?? source.textContent.trim();
    try {
      await write(text, source.dataset.text && source.innerHTML.trim());
    } catch {
      // No clipboard on a page without https: choose the text, so that one key copies it.
      const range = document.createRange();
      range.selectNodeContents(source);
      if (source.select) source.select();
      else getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
      if (!document.execCommand("copy")) return;
    }
    words.textContent = button.dataset.copied;
    setTimeout(() => {
      words.textContent = before;
    }, 2500);
  });
}

// A word processor takes the italics of a reference along; everything else takes the plain text.
async function write(text, html) {
  if (!html || !window.ClipboardItem) return navigator.clipboard.writeText(text);
  const kinds = { "text/plain": text, "text/html": html };
  const blobs = Object.entries(kinds).map(([kind, content]) => [kind, new Blob([content], { type: kind })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}
