"use strict";
/* The desk: tabs for the selected shot, light that falls from a prompt to the script and back, takes played in step.
   With a server its tabs are asked for; without one all they can show is in the page, hidden. */
(() => {
  const desk = document.getElementById("desk");
  const tabs = Array.from(desk?.querySelectorAll("[role=tab]") ?? []);
  if (!tabs.length) return;
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  const panels = tabs.map(panelOf);
  const live = Boolean(panels[0].dataset.live);
  const say = document.getElementById("desk-say");
  const kept = recalled();
  const state = {shot: "", provider: kept.provider ?? "", variant: kept.variant ?? "", measured: false, revision: 0};
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
      sessionStorage.setItem("desk", JSON.stringify({provider: state.provider, variant: state.variant, tab: tabs.findIndex((one) => one.ariaSelected === "true")}));
    } catch { /* a page that may keep nothing */ }
  }

  function recalled() {
    try { return JSON.parse(sessionStorage.getItem("desk")) ?? {}; } catch { return {}; }
  }

  function wish(panel) {
    const found = new URLSearchParams({shot: state.shot, provider: state.provider, variant: state.variant});
    if (state.measured && panel.id === "panel-takes") found.set("measured", "1");
    return found.toString();
  }

  /* Always the newest question: an older answer that comes late is let go. */
  async function load(panel, after) {
    if (!state.shot) return;
    const want = wish(panel), key = `${want} ${state.revision}`;
    if (asked.get(panel)?.key === key) return asked.get(panel).done.then(after);
    asked.get(panel)?.stop.abort();
    const stop = new AbortController();
    const done = fetched(panel, want, stop);
    asked.set(panel, {key, stop, done});
    await done;
    after?.();
  }

  async function fetched(panel, want, stop) {
    panel.setAttribute("aria-busy", "true");
    if (!shown.has(panel)) told(panel, "Compiling…");
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
    told(panel, words);
  }

  function told(panel, words) {
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
    dark();
    panel.replaceChildren(made.content);
    for (const one of going) if (one.isConnected) one.play().catch(() => {});
    for (const one of panel.querySelectorAll("textarea")) if (same && typed.get(one.id)) one.value = typed.get(one.id);
    for (const one of panel.querySelectorAll("details")) if (open.has(opener(one))) one.open = true;
    ready(panel);
    if (!focus) return;
    const again = (focus.id && document.getElementById(focus.id)) || panel;
    again.focus({preventScroll: true});
    if (again.tagName === "TEXTAREA") again.setSelectionRange(focus.start, focus.end);
  }

  const opener = (one) => one.dataset.open ?? `${one.closest("article")?.ariaLabel} ${one.firstElementChild?.textContent.replace(/\d+/g, "")}`;

  function ready(root) {
    for (const box of root.querySelectorAll("[data-keys]")) {
      box.querySelectorAll("i[data-k]").forEach((one, n) => { one.tabIndex = n ? -1 : 0; });
    }
  }

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
    dark();
    for (const one of panel.querySelectorAll(".held:not([hidden])")) {
      one.hidden = true;
      for (const video of one.querySelectorAll("video")) video.pause();
    }
    for (const one of found) {
      one.hidden = false;
      for (const video of one.querySelectorAll("video")) video.preload = "metadata";
      for (const each of one.querySelectorAll("[data-select]")) {
        if (each.dataset.select === state.shot) each.setAttribute("aria-current", "true");
        else each.removeAttribute("aria-current");
      }
      ready(one);
    }
    const empty = panel.querySelector(":scope > [data-empty]");
    if (empty) empty.hidden = found.length > 0;
  }

  /* ---------------------------------------------------------------- tabs */

  function turn(tab, after) {
    tabs.forEach((one) => {
      const on = one === tab;
      one.ariaSelected = String(on);
      one.tabIndex = on ? 0 : -1;
      panelOf(one).hidden = !on;
      if (!on) for (const video of panelOf(one).querySelectorAll("video")) video.pause();
    });
    dark();
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

  /* ---------------------------------------------------------------- light from prompt to script and back */

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

  /* ---------------------------------------------------------------- takes in step */

  let master = null;
  const from = (video) => Number(video.dataset.from ?? 0);
  const time = (video) => video.currentTime - from(video);
  const over = (video) => video.ended || (video.dataset.to && video.currentTime >= Number(video.dataset.to) - 0.02);
  const stepped = (video) => video.matches("video[data-step]") && video.closest(".strip-of");
  const inStep = (strip) => strip.querySelector("[data-in-step]")?.checked;
  const all = (strip) => Array.from(strip.querySelectorAll("video[data-step]"));

  function seek(video, at) {
    const end = Number(video.dataset.to ?? (Number.isFinite(video.duration) ? video.duration : at));
    video.currentTime = Math.min(from(video) + Math.max(at, 0), Math.max(end - 0.01, 0));
  }

  function lead(video) {
    const strip = stepped(video);
    if (!strip) return;
    if (!master?.isConnected || master.paused || master.closest(".strip-of") !== strip) master = video;
    if (master !== video || !inStep(strip)) return;
    for (const one of all(strip)) {
      if (one === video) continue;
      if (Math.abs(time(one) - time(video)) > 0.1) seek(one, time(video));
      if (one.paused && !over(one)) one.play().catch(() => {});
    }
  }

  function follow(video, deed) {
    const strip = stepped(video);
    if (!strip || video !== master || !inStep(strip)) return;
    for (const one of all(strip)) if (one !== video) deed(one);
  }

  function playAll(strip) {
    const found = all(strip);
    if (found.some((one) => !one.paused)) { for (const one of found) one.pause(); return; }
    if (found.every(over) || found.some((one) => time(one) < 0)) for (const one of found) seek(one, 0);
    master = found[0];
    for (const one of found) one.play().catch(() => {});
  }

  function playing(video) {
    const strip = stepped(video), button = strip?.querySelector("[data-play-all]");
    if (!button) return;
    const on = all(strip).some((one) => !one.paused);
    button.ariaPressed = String(on);
    button.textContent = on ? "❚❚ Pause" : "▶ Play all";
  }

  /* One hand moves them all, and shows where they are. */
  function scrub(range) {
    const strip = range.closest(".strip-of"), at = Number(range.value);
    master = null;
    for (const one of all(strip)) seek(one, at);
    clock(strip, at);
  }

  function clock(strip, at) {
    const range = strip.querySelector("[data-scrub]");
    if (!range) return;
    range.value = at;
    range.ariaValueText = `${at.toFixed(1)} seconds`;
    strip.querySelector("[data-clock]").textContent = `${at.toFixed(1)} s`;
  }

  function longest(strip) {
    const ends = all(strip).map((one) => (Number(one.dataset.to ?? one.duration) || 0) - from(one));
    const range = strip.querySelector("[data-scrub]");
    if (range) range.max = Math.max(...ends, 0.1);
  }

  const media = {
    play(video) { lead(video); playing(video); },
    pause(video) { if (!over(video)) follow(video, (one) => one.pause()); playing(video); },
    ended(video) { playing(video); },
    seeking(video) {
      if (video === master && stepped(video)) clock(stepped(video), Math.max(time(video), 0));
      follow(video, (one) => { if (Math.abs(time(one) - time(video)) > 0.1) seek(one, time(video)); });
    },
    ratechange(video) { follow(video, (one) => { one.playbackRate = video.playbackRate; }); },
    timeupdate(video) {
      const strip = stepped(video);
      if (strip && video === master) clock(strip, Math.max(time(video), 0));
      if (!video.paused && video.dataset.to && over(video)) video.pause();
      follow(video, (one) => { if (!one.paused && Math.abs(time(one) - time(video)) > 0.2) seek(one, time(video)); });
    },
    loadedmetadata(video) {
      if (video.dataset.from && time(video) < 0) seek(video, 0);
      if (stepped(video)) longest(stepped(video));
    },
  };
  for (const [name, deed] of Object.entries(media)) {
    desk.addEventListener(name, (event) => { if (event.target instanceof HTMLVideoElement) deed(event.target); }, true);
  }
  for (const name of ["pointerdown", "keydown"]) {
    desk.addEventListener(name, (event) => { if (event.target instanceof HTMLVideoElement) master = event.target; }, true);
  }

  /* ---------------------------------------------------------------- what people say */

  async function send(form, address, fields) {
    const buttons = form.querySelectorAll("button");
    for (const one of buttons) one.disabled = true;
    try {
      const answer = await fetch(address, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(fields)});
      if (!answer.ok) throw new Error(await answer.text());
      for (const one of form.querySelectorAll("textarea")) one.value = "";
      say.textContent = "kept";
    } catch (fault) {
      say.textContent = `not kept: ${fault.message}`;
    }
    for (const one of buttons) one.disabled = false;
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
    else if (event.target.matches("video:not([controls])")) playAll(stepped(event.target));
    else if (button?.matches("[data-play-all]")) playAll(button.closest(".strip-of"));
    else if (button?.matches("[data-measure]")) { state.measured = true; button.disabled = true; button.textContent = "Measuring…"; refresh(); }
    else if (!event.target.closest("a,summary,label,input,select,textarea,video,button")) {
      const one = piece(event.target);
      if (!one || one === pinned) return dark();
      light(one, true);
      show(one);
    }
  });
  desk.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const box = event.target.closest("[data-keys]"), atom = piece(event.target);
    if (walkTabs(event)) { /* turned */ }
    else if (event.key === "Escape" && lit.length) dark();
    else if (event.key === "Escape" && desk.classList.contains("wide")) widen(false);
    else if (box && event.key === "ArrowRight") walk(box, atom, 1);
    else if (box && event.key === "ArrowLeft") walk(box, atom, -1);
    else if (box && (event.key === "Home" || event.key === "End")) walk(box, atom, event.key);
    else if (box && atom && event.key === "Enter") { light(atom, true); show(atom); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  desk.addEventListener("mouseover", (event) => {
    if (pinned) return;
    const one = piece(event.target);
    if (one) light(one); else if (lit.length && !desk.querySelector("i[data-k]:focus")) dark();
  });
  desk.addEventListener("mouseleave", () => { if (!pinned && !desk.querySelector("i[data-k]:focus")) dark(); });
  desk.addEventListener("focusin", (event) => { if (event.target.matches("i[data-k]")) light(event.target); });
  desk.addEventListener("focusout", (event) => { if (event.target.matches("i[data-k]") && !pinned) dark(); });
  desk.addEventListener("submit", submitted);
  desk.addEventListener("change", changed);
  desk.addEventListener("input", (event) => { if (event.target.matches("[data-scrub]")) scrub(event.target); });
  document.addEventListener("shot", (event) => select(event.detail.label));
  document.addEventListener("news", again);
  document.addEventListener("comment", () => {
    turn(tabs.at(-1), () => panels.at(-1).querySelector("textarea")?.focus());
  });
  if (live) setInterval(look, 5000);
  if (tabs[kept.tab]) turn(tabs[kept.tab]);
})();
