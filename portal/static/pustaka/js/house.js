// The way out, made quicker: this page leaves the history, and three presses of Shift do what the button does.
const ways = [...document.querySelectorAll("[data-leave]")];

function leave(way) {
  document.documentElement.hidden = true;
  location.replace(way.href);
}

for (const way of ways) {
  way.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    leave(way);
  });
}

if (ways.length) {
  let presses = 0;
  let last = 0;
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.repeat) {
      presses = 0;
      return;
    }
    presses = event.timeStamp - last < 1500 ? presses + 1 : 1;
    last = event.timeStamp;
    if (presses === 3) leave(ways[0]);
  });

  // A page that the browser kept alive must not come back blank.
  addEventListener("pageshow", () => {
    document.documentElement.hidden = false;
  });
}
