// Quicker ways for those with script; every page works without. Keys can be switched off.
"use strict";
(() => {
  const problems = document.querySelector(".problems");
  if (problems) problems.focus();

  const OFF = "commonweal-keys-off";
  const off = () => localStorage.getItem(OFF) === "1";
  const places = { w: "/desk/", v: "/vision/" };
  let waiting = false;
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (off() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (waiting && places[event.key]) location.assign(places[event.key]);
    waiting = event.key === "g";
    if (event.key === "/") {
      const search = document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); }
    }
    if (event.key === "?") location.assign("/keys/");
  });
  const button = document.querySelector("[data-keys-switch]");
  if (button) {
    const show = () => { button.textContent = off() ? button.dataset.on : button.dataset.off; };
    button.addEventListener("click", () => { localStorage.setItem(OFF, off() ? "0" : "1"); show(); });
    show();
  }
})();
