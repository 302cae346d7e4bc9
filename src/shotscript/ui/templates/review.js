"use strict";
(() => {
  const say = document.getElementById("say");
  if (!say) return;
  const hint = say.firstElementChild;
  let lit = [], held = null, here = null;

  const piece = (node) => node instanceof Element ? node.closest("[data-k]") : null;
  const words = (all) => Array.from(all, (one) => one.textContent).join("").replace(/\s+/g, " ").trim();
  const short = (text) => text.length > 180 ? text.slice(0, 178) + "…" : text;

  function dark() {
    for (const one of lit) one.classList.remove("lit");
    lit = [];
    say.replaceChildren(hint);
  }

  /* The narrowest span that the other side knows; failing that, the narrowest. */
  function key(one, article) {
    const keys = one.dataset.k.split(" ");
    if (!one.closest(".script")) return keys[0];
    return keys.find((k) => article.querySelector(`.prompt [data-k="${k}"]`)) ?? keys[0];
  }

  function light(one) {
    const article = one.closest("article");
    if (!article) return;
    dark();
    const k = key(one, article);
    lit = Array.from(article.querySelectorAll(`[data-k~="${k}"]`));
    for (const each of lit) each.classList.add("lit");
    tell(article, k);
  }

  function tell(article, k) {
    const parts = [];
    const row = article.querySelector(`tr[data-k="${k}"]`);
    const add = (tag, text, before = "") => {
      if (!text) return;
      const made = document.createElement(tag), quoted = document.createElement("bdi");
      quoted.textContent = text;
      made.append(before, quoted);
      parts.push(made);
    };
    const atoms = article.querySelectorAll(`.script i[data-k~="${k}"]`);
    const number = atoms[0]?.closest(".ln").firstElementChild.textContent;
    const name = row && {u: "● used", a: "◐ approximated", l: "○ lost"}[row.className.split(" ")[0]];
    add("b", name || "script");
    add("span", number, "line ");
    add("span", short(words(atoms)));
    add("span", row && row.querySelector(".how").textContent, "— ");
    say.replaceChildren(...parts);
  }

  function hold(one) {
    here?.classList.remove("here");
    here = held = one;
    if (!one) return dark();
    one.classList.add("here");
    light(one);
  }

  function walk(box, step) {
    const all = Array.from(box.querySelectorAll("i[data-k]"));
    const at = all.indexOf(here);
    const next = all[Math.min(Math.max(at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step, 0), all.length - 1)];
    if (!next) return;
    hold(next);
    next.scrollIntoView({block: "nearest"});
  }

  function leap(step) {
    const shown = Array.from(document.querySelectorAll("article")).filter((one) => one.getClientRects().length);
    const top = 80;
    const at = shown.findIndex((one) => one.getBoundingClientRect().bottom > top);
    const on = at >= 0 && shown[at].getBoundingClientRect().top > top ? at - (step > 0 ? 1 : 0) : at;
    const next = shown[Math.min(Math.max(on + step, 0), shown.length - 1)];
    if (next) { next.scrollIntoView(); next.querySelector(".prompt").focus({preventScroll: true}); }
  }

  document.addEventListener("mouseover", (event) => {
    if (held) return;
    const one = piece(event.target);
    if (one) light(one); else dark();
  });
  document.addEventListener("click", (event) => {
    const copy = event.target.closest(".copy");
    if (copy) {
      navigator.clipboard.writeText(copy.parentElement.querySelector(".words").textContent)
        .then(() => { copy.textContent = "copied"; }, () => { copy.textContent = "could not copy"; });
      return;
    }
    if (event.target.closest("a,summary,label,button")) return;
    const one = piece(event.target);
    hold(one === held ? null : one);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input,textarea")) return;
    const box = event.target.closest(".script,.prompt");
    if (event.key === "Escape") hold(null);
    else if (box && event.key === "ArrowRight") walk(box, 1);
    else if (box && event.key === "ArrowLeft") walk(box, -1);
    else if (event.key === "j") leap(1);
    else if (event.key === "k") leap(-1);
    else return;
    event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    if (here && !event.target.contains(here) && event.target.closest(".script,.prompt")) hold(null);
  });
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details.kept")) one.open = true;
  });
  document.addEventListener("change", () => hold(null));
  if (navigator.clipboard) for (const one of document.querySelectorAll(".copy")) one.hidden = false;
})();
