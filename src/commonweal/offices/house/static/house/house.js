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

  // Somebody stopped their passkey, or has none here: say so instead of doing nothing.
  document.addEventListener("allauth.error", (event) => {
    const said = document.querySelector("[data-passkey-problem]");
    if (said) { event.preventDefault(); said.hidden = false; }
  });

  // A session ends with two minutes' notice, and what was typed stays on the page.
  const ends = document.getElementById("session-ends");
  const NOTICE = 120;
  const watch = (left) => setTimeout(() => {
    const main = document.getElementById("main");
    main.prepend(ends.content.cloneNode(true));
    const said = main.firstElementChild;
    const stay = said.querySelector("button");
    const choice = stay.parentElement;
    const over = () => {
      said.querySelector("[data-soon]").hidden = choice.hidden = true;
      said.querySelector("[data-over]").hidden = false;
    };
    const end = setTimeout(over, Math.min(left, NOTICE) * 1000);
    stay.addEventListener("click", async () => {
      const answer = await fetch(stay.dataset.path, { redirect: "manual" }).catch(() => null);
      const more = answer && answer.ok ? Number(await answer.text()) : 0;
      if (more > 0 && more <= NOTICE) { choice.hidden = true; return; } // the whole day is over soon
      clearTimeout(end);
      if (more > NOTICE) { said.remove(); watch(more); } else over();
    });
  }, Math.max(0, left - NOTICE) * 1000);
  if (ends) watch(Number(document.body.dataset.sessionLeft));
})();
