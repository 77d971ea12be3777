// The way out, made quicker: this page leaves the history, and three presses of Shift do what the button does.
const way = document.querySelector("[data-leave]");

function leave() {
  document.documentElement.hidden = true;
  location.replace(way.href);
}

if (way) {
  way.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    leave();
  });

  let presses = 0;
  let last = 0;
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.repeat) {
      presses = 0;
      return;
    }
    presses = event.timeStamp - last < 1500 ? presses + 1 : 1;
    last = event.timeStamp;
    if (presses === 3) leave();
  });

  // A page that the browser kept alive must not come back blank.
  addEventListener("pageshow", () => {
    document.documentElement.hidden = false;
  });
}
