"""How long after a save the changed picture stands on the review page: one-shot edits of the example, in Chromium.

    python bench/bench_save.py

The server is `shotscript watch`, a process of its own; the page is the real one, in a headless browser. A time runs
from before the file is written to the news of it having come, to the changed shot's new stills being there to be seen,
and to the reel on the page being of the new text. What was drawn is counted on the disk. The bars: every picture within
1.5 seconds, and nothing drawn but the changed shot.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

from shotscript.render.ledger import events

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "the-last-light"
NAME = "the-last-light.fountain"
BAR = 1.5
ROUNDS = 3
EDITS = (("2F", r"orbit left \d+deg", "orbit left {}deg", 21), ("1B", r"FS on MAYA, \d+mm", "FS on MAYA, {}mm", 55),
         ("3E", r"FS on MAYA and ADA, \d+mm", "FS on MAYA and ADA, {}mm", 46))
"""A shot, what is written of it, what is to be, and the first number there."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

_SEEN = """async ([label, before]) => {
  for (;;) {
    const now = [...document.querySelectorAll(`[id="shot-${label}"] figure img`)];
    if (now.some((one) => !before.includes(one.src)) && now.every((one) => one.complete && one.naturalWidth)) {
      await Promise.all(now.map((one) => one.decode()));
      return;
    }
    await new Promise((go) => setTimeout(go, 5));
  }
}"""
_REEL = """() => {
  const film = JSON.parse(document.getElementById("timeline").textContent);
  return Boolean(film.reel) && film.shots.every((one) => !one.stale);
}"""


@dataclass(frozen=True, slots=True)
class Save:
    """Seconds from a save to what came of it, and what was drawn for it."""

    label: str
    news: float
    picture: float
    reel: float
    stills: int
    clips: list[str]


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        print("there is no Chromium on this machine: nothing is timed")
        return 0
    with (tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (script, address), sync_playwright() as play,
          heard(address) as news):
        browser = play.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        start = time.perf_counter()
        comes(lambda: page.evaluate(_REEL))
        print(f"first reel, everything drawn: {time.perf_counter() - start:.1f} s")
        saves = [saved(page, script, news, edit, number) for number in range(ROUNDS) for edit in EDITS]
        browser.close()
    return told(saves)


def told(saves: list[Save]) -> int:
    for one in saves:
        print(f"{one.label}: news {one.news * 1000:4.0f} ms, picture {one.picture * 1000:4.0f} ms, "
              f"reel {one.reel:.1f} s; {one.stills} stills and the clips of {', '.join(one.clips)} drawn")
    worst = max(one.picture for one in saves)
    only = all(one.clips == [one.label] and one.stills <= 2 for one in saves)
    print(f"bar: every picture within {BAR:.1f} s: {'kept' if worst < BAR else 'missed'}, the slowest {worst:.2f} s")
    print(f"bar: nothing drawn but the changed shot: {'kept' if only else 'missed'}")
    return 0 if worst < BAR and only else 1


def saved(page: Page, script: Path, news: list[tuple[float, dict[str, Any]]], edit: tuple[str, str, str, int],
          number: int) -> Save:
    """One edit, from its save to the reel that shows it."""
    label, old, new, first = edit
    page.locator(f'[id="shot-{label}"]').scroll_into_view_if_needed()
    before = page.evaluate("(label) => [...document.querySelectorAll(`[id='shot-${label}'] figure img`)].map("
                           "(one) => one.src)", label)
    drawn, pictures, count = clips(script), stills(script), len(news)
    text = re.sub(old, new.format(first + number), script.read_text(encoding="utf-8"))
    begun: list[float] = []

    def save() -> None:
        begun.append(time.perf_counter())
        script.write_text(text, encoding="utf-8")

    threading.Timer(0.3, save).start()
    page.evaluate(_SEEN, [label, before])
    picture = time.perf_counter() - begun[0]
    comes(lambda: page.evaluate(_REEL))
    return Save(label, news[count][0] - begun[0], picture, time.perf_counter() - begun[0],
                len(stills(script) - pictures), clips(script)[len(drawn):])


def clips(script: Path) -> list[str]:
    return [one.segment for one in events(script.parent / ".shotscript" / "ledger.sqlite")]


def stills(script: Path) -> set[Path]:
    return set((script.parent / ".shotscript" / "stills").glob("*.jpg"))


def comes(true: Callable[[], object]) -> None:
    end = time.monotonic() + 600
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@contextmanager
def served(folder: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the example that is watched, and the address of its page."""
    script = Path(shutil.copytree(EXAMPLE, folder / "film", ignore=shutil.ignore_patterns("build", ".*"))) / NAME
    (script.parent / "shotscript.toml").touch()
    with subprocess.Popen([sys.executable, "-m", "shotscript", "watch", str(script)], stderr=subprocess.PIPE, text=True
                          ) as process:
        assert process.stderr
        address = next(line for line in process.stderr if "http://" in line).split()[-1]
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield script, address
        finally:
            process.terminate()


@contextmanager
def heard(address: str) -> Iterator[list[tuple[float, dict[str, Any]]]]:
    """All news as another page hears it, and when."""
    found: list[tuple[float, dict[str, Any]]] = []
    with httpx.Client(follow_redirects=True, timeout=None, trust_env=False) as client:
        client.get(address)
        with client.stream("GET", httpx.URL(address).join("/events")) as stream:

            def listen() -> None:
                try:
                    for line in stream.iter_lines():
                        if line.startswith("data: "):
                            found.append((time.perf_counter(), json.loads(line[6:])))
                except httpx.HTTPError:
                    return

            threading.Thread(target=listen, daemon=True).start()
            yield found


if __name__ == "__main__":
    sys.exit(main())
