// The transcript follows the film, and a click on a cue plays it from there: what is cited and shared from then on is that
// cue. Without this file each cue is a link.
for (const player of document.querySelectorAll("[data-player]")) {
  const video = player.querySelector("video");
  const spoken = document.querySelector("[data-transcript]");
  const transcript = spoken?.querySelector(".transcript-text");
  const cues = transcript ? [...transcript.querySelectorAll("a.cue[data-start]")] : [];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let current = null;
  let left = 0; // when somebody last moved about in the transcript: their place is theirs for a while
  let ours = 0; // until when what scrolls is what was set going here
  let placed = 0; // where that left it

  // As Media Fragments writes it (W3C, 4.2.1): 70, 70.5, 1:10, 0:01:10, each also behind "npt:".
  const seconds = (hash) => {
    const found = /^#t=(?:npt:)?((?:\d+:){0,2}\d+(?:\.\d*)?)/.exec(hash);
    return found ? found[1].split(":").reduce((sum, part) => 60 * sum + Number(part), 0) : null;
  };
  const begin = (at, play) => {
    video.currentTime = at;
    if (play) video.play().catch(() => {});
  };

  const follow = () => {
    const now = video.currentTime * 1000;
    const cue = cues.findLast((each) => Number(each.dataset.start) <= now + 20);
    if (cue === current) return;
    current?.classList.remove("cue-now");
    current = cue;
    if (!cue) return;
    cue.classList.add("cue-now");
    if (Date.now() - left > 4000 && !held()) show(cue);
  };
  // Whoever goes through it with the keyboard keeps the cue in focus in sight for as long as the focus is there.
  const held = () => transcript.matches(":focus-visible") || transcript.querySelector(":focus-visible") !== null;
  const show = (cue) => {
    ours = calm.matches ? 0 : Date.now() + 1000; // without motion it is there at once
    const above = cue.getBoundingClientRect().top - transcript.getBoundingClientRect().top;
    const top = transcript.scrollTop + above - transcript.clientHeight / 3;
    transcript.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
    placed = transcript.scrollTop;
  };

  const refer = ({ start, number, at }) => {
    const { permanent, language } = spoken.dataset;
    const address = `${permanent}t${start / 1000}/${language ? `${language}/` : ""}`;
    document.getElementById("bagikan-alamat").value = address;
    document.querySelector("[data-share]").href = `https://wa.me/?text=${encodeURIComponent(address)}`;
    const place = new URLSearchParams({ halaman: at, nomor: number });
    document.querySelector("[data-cite]").href = `${spoken.dataset.citations}?${place}`;
  };

  const leave = () => (left = Date.now());
  for (const way of ["wheel", "touchmove", "keydown"]) transcript?.addEventListener(way, leave, { passive: true });
  transcript?.addEventListener("pointerdown", (event) => {
    if (event.target === transcript) leave(); // its scroll bar: what is said in it lies in paragraphs
  });
  transcript?.addEventListener("scroll", () => {
    if (Date.now() < ours) placed = transcript.scrollTop;
    else if (Math.abs(transcript.scrollTop - placed) > 1) leave();
  });
  transcript?.addEventListener("scrollend", () => (ours = 0));
  transcript?.addEventListener("click", (event) => {
    const cue = event.target.closest("a[data-start]");
    if (!cue || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.replaceState(history.state, "", cue.getAttribute("href"));
    refer(cue.dataset);
    begin(Number(cue.dataset.start) / 1000, true);
  });
  video.addEventListener("timeupdate", follow);
  video.addEventListener("seeked", follow);

  // Another quality goes on where this one is.
  player.querySelector(".player-qualities")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-quality]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const at = video.currentTime;
    const playing = !video.paused;
    video.defaultPlaybackRate = video.playbackRate; // loading goes back to the default
    const shown = [...video.textTracks].map((track) => track.mode);
    video.querySelector("source").src = link.dataset.quality;
    video.load();
    for (const [place, mode] of shown.entries()) video.textTracks[place].mode = mode;
    begin(at, playing);
    for (const each of player.querySelectorAll("[data-quality]")) each.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });

  const from = seconds(location.hash);
  if (from !== null) begin(from, false);
  addEventListener("hashchange", () => {
    const at = seconds(location.hash);
    if (at !== null) begin(at, false);
  });
  const asked = transcript?.querySelector(".cue-asked");
  if (asked) show(asked);
}
