"use strict";
/* The review room: one shot is selected, the player stands in it, and script, panels and plan go along. What changes is
   fetched part by part and put in place; nothing is kept here that a reload would not bring back. */
(() => {
  const $ = (id) => document.getElementById(id);
  const live = document.body.dataset.live === "yes";
  const video = $("reel"), cover = $("cover"), slider = $("time"), calm = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 52rem)");
  const SVG = "http://www.w3.org/2000/svg";
  let film, by, inReel;
  let selected = "", offset = 0, following = true, seeking = -1, spoken = null, lit = [], blind = true, settled = false, round = "";

  document.body.classList.add("awake");
  for (const id of ["tools", "screen", "controls", "shot"]) $(id).hidden = false;

  /* ---- the film in time ---- */

  function load() {
    film = JSON.parse($("timeline").textContent);
    by = new Map(film.shots.map((one, i) => [one.label, Object.assign(one, {number: i})]));
    inReel = film.shots.filter((one) => one.start !== null).sort((a, b) => a.start - b.start);
    slider.max = Math.max(film.frames - 1, 0);
    if (film.width) $("screen").style.aspectRatio = `${film.width} / ${film.height}`;
    $("play").disabled = !film.reel;
    for (const [id, first] of Object.entries(film.scenes)) count($(id), first);
    if (video.getAttribute("src") !== (film.reel || null)) turn();
  }

  /* Lines of a scene that did not change but moved in the file. */
  function count(scene, first) {
    if (!scene) return;
    const lists = scene.querySelectorAll("ol.lines");
    if (!lists.length) return;
    const off = first - lists[0].start + Number(lists[0].dataset.at);
    if (off) for (const one of lists) one.start += off;
  }

  /* Another reel: the player goes on in the same shot. */
  function turn() {
    const playing = !video.paused;
    blind = true;
    if (!film.reel) { video.removeAttribute("src"); video.load(); return; }
    veil(by.get(selected));
    video.setAttribute("src", film.reel);
    video.addEventListener("loadeddata", () => {
      blind = false;
      if (selected) go(selected, offset);
      if (playing) video.play().catch(() => {});
    }, {once: true});
  }

  /* The frame of the reel that is seen, whole: a hair past a frame's edge is that frame. */
  const frame = () => Math.floor(video.currentTime * film.fps + 0.01);

  function shotAt(at) {
    let low = 0, high = inReel.length - 1, found = null;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (inReel[middle].start <= at) { found = inReel[middle]; low = middle + 1; } else high = middle - 1;
    }
    return found && at < found.start + found.length ? found : null;
  }

  function go(label, frames) {
    const one = by.get(label);
    if (!one) return;
    offset = Math.min(Math.max(frames, 0), Math.max(one.frames, 1) - 1);
    seeking = -1;
    if (one.start !== null && film.reel) {
      seeking = one.start + Math.min(offset, one.length - 1);
      if (video.readyState) video.currentTime = (seeking + 0.5) / film.fps;
      else seeking = -1;
    }
    show(one);
  }

  function show(one) {
    veil(one);
    slider.value = one.at + offset;
    const words = `${one.label} · ${timecode(one.at + offset)} · frame ${offset + 1} of ${one.frames}`;
    if ($("place").value !== words) $("place").value = words;
    slider.setAttribute("aria-valuetext", words);
    needle(one.at + offset);
    speak(one);
    plan.draw(offset);
  }

  /* The still of a shot that the reel does not show as it is written, and of any while there is no reel to see. */
  function veil(one) {
    const word = one && (one.stale || one.start === null) ? (live ? "being drawn" : "not in this reel") : "";
    const still = one && (word || blind) ? one.still[0] : "";
    cover.hidden = !still;
    if (still && cover.getAttribute("src") !== still) cover.setAttribute("src", still);
    $("word").hidden = !word;
    $("word").textContent = word;
  }

  function timecode(at) {
    const rate = Math.round(film.fps), whole = Math.floor(at / rate), two = (n) => String(n).padStart(2, "0");
    const hours = film.frames >= 3600 * rate ? `${Math.floor(whole / 3600)}:` : "", minutes = Math.floor(whole / 60);
    return `${hours}${two(hours ? minutes % 60 : minutes)}:${two(whole % 60)}:${two(at % rate)}`;
  }

  /* The line whose words are said or done at this frame of the shot. */
  function speak(one) {
    let line = null;
    for (const [start, number] of one.lines) if (start <= offset) line = number;
    const here = line === null ? null : $(`${one.scene}-l${line - film.scenes[one.scene]}`);
    if (here === spoken) return false;
    spoken?.classList.remove("spoken");
    spoken = here;
    spoken?.classList.add("spoken");
    return true;
  }

  /* ---- one shot is selected ---- */

  function select(label, {seek = true, scroll = true, focus = false} = {}) {
    const one = by.get(label);
    if (!one) return;
    const fresh = label !== selected;
    selected = label;
    if (fresh) {
      if (round && seek) round = label;
      mark();
      plan.take(label);
      if (settled) history.replaceState(null, "", `#shot-${encodeURIComponent(label)}`);
      document.dispatchEvent(new CustomEvent("shot", {detail: {label}}));
    }
    if (seek) go(label, 0);
    const card = $(`shot-${label}`);
    if (scroll) reveal(card);
    if (focus) card?.querySelector("h3 a").focus({preventScroll: true});
  }

  function mark() {
    for (const one of lit) one.classList.remove("now");
    lit = [...document.querySelectorAll(`#film [data-shot="${CSS.escape(selected)}"], #strip [data-shot="${CSS.escape(selected)}"]`)];
    for (const one of lit) one.classList.add("now");
    const card = $(`shot-${selected}`);
    $("shot-name").textContent = card?.querySelector(".camera").textContent ?? "";
  }

  /* Into view, if it does not stand well in it. */
  function reveal(one, air = 1, sure = false) {
    if (!one) return;
    for (let shut = one.closest("details:not([open])"); shut; shut = shut.parentElement.closest("details:not([open])")) shut.open = true;
    const box = one.getBoundingClientRect(), top = shade(), room = innerHeight - top;
    if (box.top >= top + room * 0.04 * air && box.bottom <= innerHeight - room * 0.12 * air) return;
    const high = box.height > room * 0.8;
    const way = box.top - top - (high ? room * 0.06 : (room - box.height) * 0.38), far = Math.abs(way) > innerHeight * 2;
    scrollTo({top: scrollY + way, behavior: calm.matches || far ? "auto" : "smooth"});
    /* Rows on the way had a guessed height until now. */
    if (far && !sure) requestAnimationFrame(() => requestAnimationFrame(() => reveal(one, air, true)));
  }

  /* How much of the window is covered from above. */
  function shade() {
    if (narrow.matches) return Math.max($("stand").getBoundingClientRect().bottom, 0);
    return Math.max($("tools").getBoundingClientRect().bottom, 0) + 40;
  }

  function step(by_) {
    const at = by.get(selected)?.number ?? (by_ > 0 ? -1 : 0);
    const next = film.shots[Math.min(Math.max(at + by_, 0), film.shots.length - 1)];
    if (next) select(next.label, {focus: true});
  }

  /* ---- playing ---- */

  function tick() {
    const one = shotAt(frame());
    if (round && one?.label !== round && seeking < 0) { go(round, 0); return; }
    if (one && seeking < 0) {
      offset = Math.min(frame() - one.start, one.frames - 1);
      if (one.label !== selected) select(one.label, {seek: false, scroll: following});
      const moved = speak(one);
      show(one);
      if (moved && following && !video.paused) reveal(spoken);
    }
  }
  function beat() {
    if (video.paused || video.ended) return;
    tick();
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(beat); else requestAnimationFrame(beat);
  }
  function toggle() {
    if (!film.reel) return;
    if (!video.paused) { video.pause(); return; }
    if (!selected && film.shots.length) select(film.shots[0].label);
    follow(true);
    video.play().catch(() => {});
  }
  function nudge(frames) {
    const one = by.get(selected);
    if (!one) return;
    video.pause();
    place(one.at + offset + frames);
  }
  function place(at) {
    let one = film.shots[0];
    for (const each of film.shots) if (each.at <= at) one = each;
    if (!one) return;
    if (one.label !== selected) select(one.label, {seek: false, scroll: following});
    go(one.label, at - one.at);
  }
  function loop() {
    round = round ? "" : selected;
    pulse(round ? `${round} again and again` : "on to the next shot");
  }
  function full() {
    if (document.fullscreenElement) document.exitFullscreen(); else $("screen").requestFullscreen().catch(() => {});
  }
  function follow(on) {
    following = on;
    $("follow").setAttribute("aria-pressed", String(on));
    if (on && !video.paused) reveal(spoken ?? $(`shot-${selected}`));
  }

  video.addEventListener("seeked", () => {
    if (seeking >= 0 && frame() === seeking) seeking = -1;
  });
  video.addEventListener("play", () => {
    seeking = -1;
    $("play").textContent = "❚❚";
    $("play").setAttribute("aria-label", "stop");
    if (following) reveal(spoken ?? $(`shot-${selected}`));
    beat();
  });
  for (const name of ["pause", "ended"]) video.addEventListener(name, () => {
    $("play").textContent = "▶";
    $("play").setAttribute("aria-label", "play");
    tick();
  });
  slider.addEventListener("input", () => place(Number(slider.value)));
  $("play").addEventListener("click", toggle);
  video.addEventListener("click", toggle);
  cover.addEventListener("click", toggle);
  $("follow").addEventListener("click", () => follow(!following));
  const away = (event) => {
    if (!video.paused && following && !event.target.closest?.("#side")) follow(false);
  };
  addEventListener("wheel", away, {passive: true});
  addEventListener("touchmove", away, {passive: true});

  /* ---- the strip's needle ---- */

  function needle(at) {
    const strip = $("strip");
    if (!strip || !film.frames) return;
    let mark = strip.querySelector(".needle");
    if (!mark) {
      mark = document.createElementNS(SVG, "rect");
      for (const [name, value] of [["class", "needle"], ["width", "2"], ["y", "0"], ["height", "12"]])
        mark.setAttribute(name, value);
      strip.append(mark);
    }
    mark.setAttribute("x", ((at + 0.5) / film.frames * 1000 - 1).toFixed(2));
  }

  /* ---- the floor plan, with what moves on it ---- */

  const plan = (() => {
    const known = new Map();
    let floor = null, layer = null, wanted = "";
    const box = $("plan");
    box.open = !narrow.matches;

    async function take(label) {
      wanted = label;
      const drawn = [...document.querySelectorAll("#film .plans")].find((one) => one.dataset.shots.split(" ").includes(label));
      const svg = drawn?.querySelector("svg");
      box.hidden = !svg;
      floor = layer = null;
      box.querySelector("svg")?.remove();
      if (!svg) return;
      const copy = svg.cloneNode(true);
      copy.setAttribute("role", "img");
      copy.setAttribute("aria-label", `floor plan with the camera of ${label}`);
      layer = document.createElementNS(SVG, "g");
      layer.setAttribute("class", "moving");
      copy.append(layer);
      box.append(copy);
      const made = await data(label);
      if (wanted !== label || !made) return;
      floor = made;
      draw(offset);
    }

    async function data(label) {
      const key = `${label} ${$(`shot-${label}`)?.dataset.of ?? ""}`;
      if (known.has(key)) return known.get(key);
      const held = [...document.querySelectorAll("script.floor")].find((one) => one.dataset.label === label);
      let made = held ? JSON.parse(held.textContent) : null;
      if (!held && live) {
        const answer = await fetch(`floor/${encodeURIComponent(label)}.json`).catch(() => null);
        made = answer?.ok ? await answer.json() : null;
      }
      if (known.size > 200) known.clear();
      if (made) known.set(key, made);
      return made;
    }

    const at = (curve, i) => curve[Math.min(Math.max(i, 0), curve.length - 1)];
    const mm = (x, z) => [(x - floor.origin[0]) * floor.metre, (z - floor.origin[1]) * floor.metre];
    const turned = (x, y, yaw) => `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${(-yaw * 180 / Math.PI).toFixed(1)})`;
    function part(i, tag, name) {
      let one = layer.children[i];
      if (!one) { one = document.createElementNS(SVG, tag); one.setAttribute("class", name); layer.append(one); }
      return one;
    }

    function draw(i) {
      if (!floor || !layer) return;
      const camera = floor.camera;
      const [x, z, yaw, spread] = ["x", "z", "yaw", "spread"].map((key) => at(camera[key], i));
      const reach = Math.max(at(camera.reach, i) * 1.15, 8 / floor.metre);
      const points = [[x, z]];
      for (let k = 0; k <= 8; k++) {
        const a = yaw + spread * (k / 8 - 0.5);
        points.push([x - Math.sin(a) * reach, z - Math.cos(a) * reach]);
      }
      part(0, "polygon", "cone").setAttribute("points", points.map(([a, b]) => mm(a, b).map((n) => n.toFixed(2)).join()).join(" "));
      const [px, py] = mm(x, z), inside = [Math.min(Math.max(px, 3), floor.wide - 3), Math.min(Math.max(py, 3), floor.deep - 11)];
      const far = inside[0] !== px || inside[1] !== py;
      const lens = part(1, "path", "");
      lens.setAttribute("class", far ? "camera far" : "camera");
      lens.setAttribute("d", "M-1.5-1h3v3.4h-3zM-.7-1h1.4l1-1.8h-3.4z");
      lens.setAttribute("transform", turned(...inside, yaw));
      floor.people.forEach((who, n) => {
        const body = part(n + 2, "path", "who");
        const half = Math.max(0.46 * floor.metre, 3.6) / 2;
        body.setAttribute("d", `M${-half} 0a${half} ${half * 0.55} 0 1 0 ${2 * half} 0a${half} ${half * 0.55} 0 1 0 ${-2 * half} 0zM${-half * 0.4} ${half * 0.45}L0 ${half * 1.2}L${half * 0.4} ${half * 0.45}z`);
        body.setAttribute("transform", turned(...mm(at(who.x, i), at(who.z, i)), at(who.yaw, i)));
        body.setAttribute("visibility", at(who.shown, i) ? "visible" : "hidden");
      });
    }
    return {take, draw};
  })();

  /* ---- search ---- */

  const search = (() => {
    let index = null, hits = [], at = -1, waiting = 0;
    const words = $("words");
    function read() {
      index = [...document.querySelectorAll("#film li, #film h2")].map((one) => ({one, text: one.textContent.toLowerCase()}));
      for (const one of document.querySelectorAll("#film .card"))
        index.push({one, text: `shot ${one.dataset.shot}\n${one.dataset.people}\n${one.textContent}`.toLowerCase()});
    }
    function look() {
      cancelAnimationFrame(waiting);
      waiting = 0;
      const asked = words.value.trim().toLowerCase();
      if (!index) read();
      hits = asked ? index.filter((each) => each.text.includes(asked)).map((each) => each.one) : [];
      hits.sort((a, b) => a === b ? 0 : a.compareDocumentPosition(b) & 4 ? -1 : 1);
      at = -1;
      paint(asked);
      tell();
    }
    function paint(asked) {
      if (!CSS.highlights) return;
      CSS.highlights.delete("hit");
      const ranges = [];
      for (const one of asked ? hits.slice(0, 300) : []) {
        const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
          const start = node.data.toLowerCase().indexOf(asked);
          if (start < 0 || start + asked.length > node.length) continue;
          const range = new Range();
          range.setStart(node, start);
          range.setEnd(node, start + asked.length);
          ranges.push(range);
        }
      }
      if (ranges.length) CSS.highlights.set("hit", new Highlight(...ranges));
    }
    function tell() {
      const asked = words.value.trim();
      $("hits").value = !asked ? "" : at < 0 ? `${hits.length} found` : `${at + 1} of ${hits.length}`;
      for (const id of ["hit-before", "hit-next"]) $(id).hidden = !hits.length;
    }
    function next(way) {
      if (waiting) look();
      if (!hits.length) return;
      hits[at]?.classList.remove("found");
      at = (at + way + hits.length) % hits.length;
      const one = hits[at];
      one.classList.add("found");
      video.pause();
      if (one.dataset.shot) select(one.dataset.shot, {scroll: false});
      reveal(one);
      tell();
    }
    function clear() {
      hits[at]?.classList.remove("found");
      words.value = "";
      look();
    }
    words.addEventListener("input", () => { waiting ||= requestAnimationFrame(look); });
    words.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { clear(); words.blur(); }
    });
    $("search").addEventListener("submit", (event) => { event.preventDefault(); next(1); });
    words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.shiftKey) { event.preventDefault(); next(-1); }
    });
    $("hit-next").addEventListener("click", () => next(1));
    $("hit-before").addEventListener("click", () => next(-1));
    return {focus: () => { words.focus(); words.select(); }, stale: () => {
      const one = hits[at];
      index = null;
      if (!words.value) return;
      look();
      at = hits.indexOf(one);
      tell();
    }};
  })();

  /* ---- what is said of a shot ---- */

  async function judge(label, verdict) {
    if (!label || !live) return;
    if (verdict === "comment") {
      if (label !== selected) select(label);
      desk(true);
      document.dispatchEvent(new CustomEvent("comment", {detail: {label}}));
      return;
    }
    const body = JSON.stringify({shot: label, take: "", verdict, words: "", of: $(`shot-${label}`)?.dataset.of ?? ""});
    const answer = await fetch("judge", {method: "POST", headers: {"Content-Type": "application/json"}, body}).catch(() => null);
    pulse(answer?.ok ? `${label} ${verdict}` : `${label} could not be ${verdict}: ${answer ? await answer.text() : "the room does not answer"}`);
  }

  function desk(open) {
    document.body.classList.toggle("desk", open);
    $("to-desk").setAttribute("aria-expanded", String(open));
  }
  $("to-desk").addEventListener("click", () => desk(!document.body.classList.contains("desk")));

  /* ---- clicks and keys ---- */

  document.addEventListener("click", (event) => {
    const say = event.target.closest("[data-say]");
    if (say) { judge(say.closest("[data-shot]")?.dataset.shot ?? selected, say.dataset.say); return; }
    const link = event.target.closest("a[href^='#']");
    const shot = event.target.closest("#strip [data-shot], #film [data-shot]");
    if (link && !shot) { jump(link, event); return; }
    if (!shot || event.target.closest("button, summary, input") || !getSelection().isCollapsed) return;
    event.preventDefault();
    const strip = event.target.closest("#strip");
    select(shot.dataset.shot, {scroll: !!strip});
    if (!strip) reveal(event.target.closest(".card, li"), 0);
  });

  /* To a line: the shot that is seen there is selected. */
  function jump(link, event) {
    const line = $(decodeURIComponent(link.hash.slice(1)));
    if (!line || line.id === "film") return;
    event.preventDefault();
    const home = link.closest("details.index");
    if (home) home.open = false;
    if (line.dataset.shot) select(line.dataset.shot, {scroll: false});
    reveal(line.closest("li, section") ?? line);
    flash(line);
  }
  function flash(line) {
    document.querySelector(".found")?.classList.remove("found");
    line.classList.add("found");
  }
  let problem = -1;
  function wrong() {
    const told = document.querySelector("#problems summary");
    $("wrong").hidden = !told;
    $("wrong").textContent = told?.textContent.trim() ?? "";
    $("wrong").classList.toggle("error", !!told?.querySelector(".error"));
  }
  $("wrong").addEventListener("click", nextProblem);
  function nextProblem() {
    const all = document.querySelectorAll("#problems a");
    if (all.length) all[problem = (problem + 1) % all.length].click();
  }

  const keys = {
    j: () => step(1), k: () => step(-1), " ": toggle, ",": () => nudge(-1), ".": () => nudge(1),
    a: () => judge(selected, "approved"), r: () => judge(selected, "rejected"), c: () => judge(selected, "comment"),
    l: loop, v: full, n: nextProblem, "/": search.focus, f: () => follow(!following), "?": () => $("keys").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("keys").open) return;
    const at = event.target;
    if (at.closest("textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])")) return;
    if (event.key === " " && at.closest("button, summary, input:not([type=range]), [role=tab], video")) return;
    if (["PageDown", "PageUp", "Home", "End", "ArrowDown", "ArrowUp"].includes(event.key)) away(event);
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  $("ask").addEventListener("click", () => $("keys").showModal());
  document.addEventListener("select-shot", (event) => select(event.detail.label));

  /* ---- the text is saved: parts that are others now are fetched and put in place ---- */

  let saying = 0, resting = "";
  function pulse(words, kind = "") {
    $("pulse").textContent = words;
    if (kind) $("pulse").className = kind;
    $("pulse").classList.toggle("said", !kind || kind === "off");
    clearTimeout(saying);
    if (!kind) saying = setTimeout(() => pulse(resting, $("pulse").className.includes("off") ? "off" : "on"), 4000); else resting = words;
  }
  let news = null, busy = false;
  async function take() {
    if (busy) return;
    busy = true;
    try {
      while (news) {
        const told = news;
        news = null;
        await swap(told);
      }
    } finally { busy = false; }
  }
  async function swap(told) {
    const changed = Object.keys(told.parts).filter((id) => $(id)?.dataset.digest !== told.parts[id]);
    const texts = await Promise.all(changed.map((id) => fetch(`part/${encodeURIComponent(id)}`)
      .then((answer) => answer.ok ? answer.text() : "").catch(() => "")));
    const open = new Set([...document.querySelectorAll("details[open]")].map(named));
    const order = (told.order?.length ? told.order : Object.keys(told.parts)).filter((id) => /^(front|scene-)/.test(id));
    const stay = held();
    settle(order);
    for (const [i, id] of changed.entries()) if (texts[i]) await put(id, texts[i]);
    for (const one of document.querySelectorAll("details:not([open], #desk *)")) if (open.has(named(one))) one.open = true;
    if (changed.some((id) => /^(player|front|scene-)/.test(id))) again(changed);
    else if (changed.includes("head")) { mark(); needle(Number(slider.value)); }
    if (changed.includes("problems")) wrong();
    stay();
  }

  /* What is read stays where it is on the screen: the selected shot if it is seen, else the first that is. */
  function held() {
    const seen = (one) => { const box = one?.getBoundingClientRect(); return box && box.bottom > shade() && box.top < innerHeight; };
    const cards = [$(`shot-${selected}`), ...document.querySelectorAll("#film .card")];
    const one = cards.find(seen);
    if (!one) return () => {};
    const root = document.documentElement, id = one.id, top = one.getBoundingClientRect().top;
    root.style.overflowAnchor = "none";
    return () => {
      const now = $(id);
      if (now) scrollBy({top: now.getBoundingClientRect().top - top, behavior: "instant"});
      requestAnimationFrame(() => requestAnimationFrame(() => { root.style.overflowAnchor = ""; }));
    };
  }
  const named = (one) => `${one.closest("[id]")?.id} ${one.className} ${one.dataset.shots ?? ""}`;

  /* The scenes there are, in their order; those that are new are still empty. */
  function settle(order) {
    const home = $("film"), kept = new Set(order);
    for (const one of [...home.children]) if (!kept.has(one.id)) one.remove();
    order.forEach((id, i) => {
      let one = $(id);
      if (!one) { one = document.createElement("section"); one.id = id; }
      if (home.children[i] !== one) home.insertBefore(one, home.children[i] ?? null);
    });
  }
  async function put(id, text) {
    const target = $(id);
    if (target) await htmx.swap({text, target, sourceElement: target, swap: "outerMorph"});
  }
  function again(changed) {
    spoken = null;
    load();
    search.stale();
    if (!by.has(selected)) { selected = ""; lit = []; if (film.shots.length) select(film.shots[0].label, {scroll: false}); return; }
    mark();
    if (video.paused) go(selected, offset); else tick();
    if (changed.some((id) => $(id)?.querySelector(`#shot-${CSS.escape(selected)}`))) plan.take(selected);
  }
  /* A browser opens six connections to one place: a page that nobody sees gives up the one that never ends, and hears
     how things stand as soon as it is seen again. */
  function listen() {
    let source = document.hidden ? null : heard();
    document.addEventListener("visibilitychange", () => {
      source?.close();
      source = document.hidden ? null : heard();
    });
  }
  function heard() {
    const source = new EventSource("events");
    source.addEventListener("open", () => pulse("live", "on"));
    source.addEventListener("error", () => pulse("the room does not answer", "off"));
    source.addEventListener("message", (event) => {
      news = JSON.parse(event.data);
      document.dispatchEvent(new CustomEvent("news", {detail: news}));
      take();
    });
    return source;
  }

  load();
  wrong();
  const asked = decodeURIComponent(location.hash.replace(/^#shot-/, ""));
  const first = by.has(asked) ? asked : film.shots[0]?.label;
  /* desk.js, which comes after, hears of it too. */
  addEventListener("DOMContentLoaded", () => { if (first) select(first, {scroll: first === asked}); });
  /* An address that names a shot before all is loaded would have the browser go there. */
  addEventListener("load", () => { settled = true; });
  if (live) listen();
})();
