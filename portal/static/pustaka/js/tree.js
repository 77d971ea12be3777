// In a wide window there is room for the first look at every group; on a phone each opens when it is asked for.
if (window.matchMedia("(min-width: 62rem)").matches) {
  for (const group of document.querySelectorAll("details.know-group")) group.open = true;
}
const asked = location.hash && document.getElementById(location.hash.slice(1));
if (asked instanceof HTMLDetailsElement) asked.open = true;
