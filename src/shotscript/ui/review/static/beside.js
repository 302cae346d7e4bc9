"use strict";
/* Light that falls from a prompt to the script and back: by pointer, by focus, and held by a click. Told by `laid` on the
   desk that its sheets are others. */
(() => {
  const desk = document.getElementById("desk"), say = document.getElementById("desk-say");
  if (!say) return;

  let lit = [], pinned = null;

  const piece = (node) => node instanceof Element ? node.closest("[data-k]") : null;
  const words = (all) => Array.from(all, (one) => one.textContent).join("").replace(/\s+/g, " ").trim();
  const short = (text) => text.length > 160 ? `${text.slice(0, 158)}…` : text;

  /* The narrowest span that the prompt knows as well; failing that, the narrowest. */
  function key(one, sheet) {
    const keys = one.dataset.k.split(" ");
    return keys.find((k) => sheet.querySelector(`.prompt [data-k="${k}"]`)) ?? keys[0];
  }

  function dark() {
    if (!lit.length) return;
    for (const one of lit) one.classList.remove("lit");
    lit = [];
    pinned?.classList.remove("here");
    pinned = null;
    say.replaceChildren();
  }

  function light(one, pin = false) {
    const sheet = one.closest(".sheet");
    if (!sheet) return;
    dark();
    const k = key(one, sheet);
    lit = Array.from(sheet.querySelectorAll(`[data-k~="${k}"]`));
    for (const each of lit) each.classList.add("lit");
    if (pin) { pinned = one; one.classList.add("here"); }
    tell(sheet, k);
  }

  function tell(sheet, k) {
    const atoms = sheet.querySelectorAll(`.script i[data-k~="${k}"]`);
    const row = sheet.querySelector(`tr[data-k="${k}"]`);
    const add = (tag, text, before = "") => {
      if (!text) return;
      const made = document.createElement(tag), quoted = document.createElement("bdi");
      quoted.textContent = text;
      made.append(before, quoted);
      say.append(made, " ");
    };
    add("b", {u: "● used", a: "◐ approximated", l: "○ lost"}[row?.classList[0]] ?? "script");
    add("span", atoms[0]?.closest(".ln").firstElementChild.textContent, "line ");
    add("span", short(words(atoms)));
    add("span", row?.querySelector(".how").textContent, "— ");
  }

  function walk(box, from, by) {
    const all = Array.from(box.querySelectorAll("i[data-k]"));
    const to = by === "Home" ? 0 : by === "End" ? all.length - 1 : all.indexOf(from) + by;
    const next = all[Math.min(Math.max(to, 0), all.length - 1)];
    if (!next) return;
    for (const one of all) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  }

  /* The other side comes into sight. */
  function show(one) {
    const side = one.closest(".prompt") ? ".script" : ".prompt";
    lit.find((each) => each.closest(side))?.scrollIntoView({block: "nearest"});
  }

  /* One stop of the keyboard for each side; the arrows go on from there. */
  function laid() {
    dark();
    for (const box of desk.querySelectorAll("[data-keys]:not([data-laid])")) {
      box.dataset.laid = "";
      box.querySelectorAll("i[data-k]").forEach((one, n) => { one.tabIndex = n ? -1 : 0; });
    }
  }

  desk.addEventListener("laid", laid);
  desk.addEventListener("click", (event) => {
    if (event.target.closest("a,summary,label,input,select,textarea,video,button")) return;
    const one = piece(event.target);
    if (!one || one === pinned) return dark();
    light(one, true);
    show(one);
  });
  desk.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const box = event.target.closest("[data-keys]"), atom = piece(event.target);
    if (event.key === "Escape" && lit.length) dark();
    else if (box && event.key === "ArrowRight") walk(box, atom, 1);
    else if (box && event.key === "ArrowLeft") walk(box, atom, -1);
    else if (box && (event.key === "Home" || event.key === "End")) walk(box, atom, event.key);
    else if (box && atom && event.key === "Enter") { light(atom, true); show(atom); }
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  const focused = () => desk.querySelector("i[data-k]:focus");
  desk.addEventListener("mouseover", (event) => {
    if (pinned) return;
    const one = piece(event.target);
    if (one) light(one); else if (!focused()) dark();
  });
  desk.addEventListener("mouseleave", () => { if (!pinned && !focused()) dark(); });
  desk.addEventListener("focusin", (event) => { if (event.target.matches("i[data-k]")) light(event.target); });
  desk.addEventListener("focusout", (event) => { if (event.target.matches("i[data-k]") && !pinned) dark(); });
})();
