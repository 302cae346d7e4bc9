"use strict";
/* Takes side by side: one hand plays them all, at the same moment of the segment. */
(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;

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
  desk.addEventListener("click", (event) => {
    const button = event.target.closest("[data-play-all]");
    if (button) playAll(button.closest(".strip-of"));
    else if (event.target.matches("video[data-step]:not([controls])")) playAll(stepped(event.target));
  });
  desk.addEventListener("input", (event) => { if (event.target.matches("[data-scrub]")) scrub(event.target); });
  desk.addEventListener("laid", () => { for (const video of desk.querySelectorAll("[hidden] video")) video.pause(); });
})();
