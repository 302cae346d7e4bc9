"use strict";
/* The desk: tabs for the selected shot. With a server what they show is asked for; without one all of it is in the page,
   hidden. `laid` on the desk says that other sheets lie on it now. */
(() => {
  const desk = document.getElementById("desk");
  const tabs = Array.from(desk?.querySelectorAll("[role=tab]") ?? []);
  if (!tabs.length) return;
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  const panels = tabs.map(panelOf);
  const live = Boolean(panels[0].dataset.live);
  const say = document.getElementById("desk-say");
  const given = tabs[0].parentElement.dataset;
  const kept = recalled();
  const state = {shot: "", provider: kept.provider ?? given.provider, variant: kept.variant ?? given.variant, measured: false, revision: 0};
  const asked = new Map(), shown = new Map();

  /* ---------------------------------------------------------------- which shot, for whom */

  function select(label) {
    if (!label || label === state.shot) return;
    Object.assign(state, {shot: label, measured: false});
    const name = desk.querySelector("[data-shot-name]");
    if (name) name.textContent = label;
    refresh();
  }

  function refresh() {
    const panel = panels.find((one) => !one.hidden);
    if (live) return load(panel);
    if (state.shot) reveal(panel);
  }

  /* All of the window, above all else in it: for takes side by side and a prompt beside its lines. */
  function widen(on) {
    const button = document.getElementById("desk-wide");
    desk.classList.toggle("wide", on);
    desk.popover = on ? "manual" : null;
    if (on) desk.showPopover?.();
    button.ariaPressed = String(on);
    button.textContent = on ? "smaller" : "larger";
  }

  function remember() {
    try {
      const tab = tabs.findIndex((one) => one.ariaSelected === "true");
      sessionStorage.setItem("desk", JSON.stringify({given, provider: state.provider, variant: state.variant, tab}));
    } catch { /* a page that may keep nothing */ }
  }

  /* What was chosen here before, unless the room itself was opened with something else. */
  function recalled() {
    try {
      const found = JSON.parse(sessionStorage.getItem("desk"));
      return JSON.stringify(found?.given) === JSON.stringify(given) ? found : {};
    } catch { return {}; }
  }

  function wish(panel) {
    const found = new URLSearchParams({shot: state.shot, provider: state.provider, variant: state.variant});
    if (state.measured && panel.id === "panel-takes") found.set("measured", "1");
    return found.toString();
  }

  /* Another question puts an end to the one before; the same one, of a newer film, waits for its answer. */
  async function load(panel, after) {
    if (!state.shot) return;
    const want = wish(panel), last = asked.get(panel);
    if (last?.want === want && last.revision === state.revision) return last.done.then(after);
    if (last?.want === want && last.under) return last.done.then(() => load(panel, after));
    last?.stop.abort();
    const one = {want, revision: state.revision, stop: new AbortController(), under: true};
    asked.set(panel, one);
    one.done = fetched(panel, want, one.stop).finally(() => { one.under = false; });
    await one.done;
    after?.();
  }

  async function fetched(panel, want, stop) {
    panel.setAttribute("aria-busy", "true");
    if (!shown.has(panel)) put(panel, "Compiling…");
    try {
      const answer = await fetch(`${panel.dataset.live.slice(1)}?${want}`, {signal: stop.signal});
      const html = await answer.text();
      if (answer.ok) swap(panel, html, want); else trouble(panel, html);
    } catch (fault) {
      if (stop.signal.aborted) return;
      trouble(panel, "The room does not answer. Is it still running?");
    }
    if (!stop.signal.aborted) panel.removeAttribute("aria-busy");
  }

  function trouble(panel, words) {
    asked.delete(panel);
    shown.delete(panel);
    put(panel, words);
  }

  function put(panel, words) {
    const made = document.createElement("p");
    made.className = "none";
    made.textContent = words;
    panel.replaceChildren(made);
  }

  /* What is the same stays as it is; of what is new, whatever somebody was doing goes on. */
  function swap(panel, html, want) {
    if (shown.get(panel) === html) return;
    const same = shown.has(panel) && panel.dataset.want === want;
    shown.set(panel, html);
    panel.dataset.want = want;
    const active = panel.contains(document.activeElement) ? document.activeElement : null;
    const focus = active && {id: active.id, start: active.selectionStart, end: active.selectionEnd};
    const typed = new Map(Array.from(panel.querySelectorAll("textarea"), (one) => [one.id, one.value]));
    const open = new Set(Array.from(panel.querySelectorAll("details[open]"), opener));
    const playing = new Map(Array.from(panel.querySelectorAll("video"), (one) => [one.getAttribute("src"), one]));
    const going = Array.from(playing.values()).filter((one) => !one.paused);
    const made = document.createElement("template");
    made.innerHTML = html;
    for (const one of made.content.querySelectorAll("video")) {
      const old = playing.get(one.getAttribute("src"));
      if (old) { one.replaceWith(old); playing.delete(one.getAttribute("src")); }
    }
    panel.replaceChildren(made.content);
    for (const one of going) if (one.isConnected) one.play().catch(() => {});
    for (const one of panel.querySelectorAll("textarea")) if (same && typed.get(one.id)) one.value = typed.get(one.id);
    for (const one of panel.querySelectorAll("details")) if (open.has(opener(one))) one.open = true;
    laid();
    if (!focus) return;
    const again = (focus.id && document.getElementById(focus.id)) || panel;
    again.focus({preventScroll: true});
    if (again.tagName === "TEXTAREA") again.setSelectionRange(focus.start, focus.end);
  }

  const laid = () => desk.dispatchEvent(new CustomEvent("laid"));
  const opener = (one) => one.dataset.open ?? `${one.closest("article")?.ariaLabel} ${one.firstElementChild?.textContent.replace(/\d+/g, "")}`;

  /* ---------------------------------------------------------------- without a server */

  const held = new Map();
  if (!live) {
    for (const panel of panels) for (const one of panel.querySelectorAll(".held")) {
      for (const shot of one.dataset.shots.split(" ")) {
        const key = `${panel.id} ${one.dataset.edition ?? ""} ${shot}`;
        held.set(key, [...(held.get(key) ?? []), one]);
      }
    }
  }

  function reveal(panel) {
    const edition = document.getElementById("desk-edition")?.value ?? "0";
    const found = held.get(`${panel.id} ${edition} ${state.shot}`) ?? held.get(`${panel.id}  ${state.shot}`) ?? [];
    for (const one of panel.querySelectorAll(".held:not([hidden])")) one.hidden = true;
    for (const one of found) {
      one.hidden = false;
      for (const video of one.querySelectorAll("video")) video.preload = "metadata";
      for (const each of one.querySelectorAll("[data-select]")) {
        if (each.dataset.select === state.shot) each.setAttribute("aria-current", "true");
        else each.removeAttribute("aria-current");
      }
    }
    const empty = panel.querySelector(":scope > [data-empty]");
    if (empty) empty.hidden = found.length > 0;
    laid();
  }

  /* ---------------------------------------------------------------- tabs */

  function turn(tab, after) {
    tabs.forEach((one) => {
      const on = one === tab;
      one.ariaSelected = String(on);
      one.tabIndex = on ? 0 : -1;
      panelOf(one).hidden = !on;
    });
    laid();
    remember();
    if (live) load(panelOf(tab), after); else { if (state.shot) reveal(panelOf(tab)); after?.(); }
  }

  function walkTabs(event) {
    const at = tabs.indexOf(event.target);
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1}[event.key];
    if (at < 0 || to === undefined) return false;
    const tab = tabs[(to + tabs.length) % tabs.length];
    tab.focus();
    turn(tab);
    return true;
  }

  /* ---------------------------------------------------------------- what people say */

  async function send(form, address, fields) {
    if (form.ariaBusy) return;
    form.ariaBusy = "true";
    try {
      const answer = await fetch(address, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(fields)});
      if (!answer.ok) throw new Error(await answer.text());
      for (const one of form.querySelectorAll("textarea")) one.value = "";
      say.textContent = "kept";
    } catch (fault) {
      say.textContent = `not kept: ${fault.message}`;
    }
    form.ariaBusy = null;
    again();
  }

  /* Takes come while others render: what the ledger has is looked at again as long as it is looked at here. */
  async function look() {
    const panel = panels.find((one) => one.id === "panel-takes");
    if (panel.hidden || !state.shot || document.hidden || panel.ariaBusy || !shown.has(panel)) return;
    const want = wish(panel);
    const answer = await fetch(`takes?${want}`).catch(() => null);
    if (answer?.ok && want === wish(panel) && !panel.ariaBusy) swap(panel, await answer.text(), want);
  }

  function again() {
    state.revision += 1;
    refresh();
  }

  function submitted(event) {
    const form = event.target, value = (name) => form.elements.namedItem(name)?.value ?? "";
    if (form.matches("[data-judge]")) {
      const fields = {shot: value("shot"), take: value("take"), of: value("of"), verdict: event.submitter?.value ?? "comment", words: value("words")};
      if (fields.verdict === "comment" && !fields.words.trim()) form.querySelector("textarea").focus();
      else send(form, "judge", fields);
    } else if (form.matches("[data-choose]")) {
      send(form, "choose", {segment: value("segment"), take: value("take"), provider: state.provider, variant: state.variant});
    } else if (!form.matches("[data-switch]")) return;
    event.preventDefault();
  }

  let waiting = 0;
  function changed(event) {
    const form = event.target.closest("[data-switch]");
    if (event.target.id === "desk-edition") return reveal(panels.find((one) => !one.hidden));
    if (!form) return;
    const given = new FormData(form);
    state.provider = given.get("provider") ?? "";
    state.variant = given.getAll("variant").join(",");
    state.measured = false;
    remember();
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 120);
  }

  async function copy(button) {
    const text = button.parentElement.querySelector(".words");
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      button.textContent = "Selected: copy it with the keyboard";
    }
    setTimeout(() => { button.textContent = "Copy the prompt"; }, 2500);
  }

  /* ---------------------------------------------------------------- all that happens */

  desk.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (tabs.includes(button)) turn(button);
    else if (button?.matches(".copy")) copy(button);
    else if (button?.matches("[data-select]")) document.dispatchEvent(new CustomEvent("select-shot", {detail: {label: button.dataset.select}}));
    else if (button?.id === "desk-wide") widen(button.ariaPressed !== "true");
    else if (button?.matches("[data-measure]")) { state.measured = true; button.disabled = true; button.textContent = "Measuring…"; refresh(); }
  });
  desk.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (walkTabs(event)) { /* turned */ }
    else if (event.key === "Escape" && desk.classList.contains("wide")) widen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  desk.addEventListener("submit", submitted);
  desk.addEventListener("change", changed);
  document.addEventListener("shot", (event) => select(event.detail.label));
  let told = 0;
  document.addEventListener("news", () => {
    told ||= setTimeout(() => { told = 0; again(); }, 200);
  });
  document.addEventListener("comment", () => {
    turn(tabs.at(-1), () => panels.at(-1).querySelector("textarea")?.focus());
  });
  if (live) setInterval(look, 5000);
  if (tabs[kept.tab]) turn(tabs[kept.tab]);
})();
