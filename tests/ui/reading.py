"""A review page read as a director reads it, in Chromium: from a server or from a folder, it must do the same.

    with chromium() as browser:                       pytest.skip where there is none
        page = opened(browser, address)
        for reading in READINGS: reading(page)        each begins and ends on a page at rest

What is expected comes from the page's own data (`#timeline`), never from its script.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

WAIT = 20_000
"""Milliseconds for anything to happen, on a machine that may be busy."""

_STATE = """() => {
  const id = (name) => document.getElementById(name), now = document.querySelector('.card.now');
  return {label: now?.dataset.shot ?? '', seconds: id('reel').currentTime, paused: id('reel').paused,
          place: id('place').value, spoken: document.querySelector('li.spoken p')?.textContent ?? '',
          lines: [...document.querySelectorAll('li.now')].map((one) => one.textContent.trim()),
          covered: !id('cover').hidden, word: id('word').hidden ? '' : id('word').textContent, scroll: scrollY,
          ready: id('reel').readyState > 1 && !id('reel').seeking};
}"""


@dataclass(frozen=True)
class State:
    """What a reader sees: the selected shot, the player's second and the words under it, the lines that are lit."""

    label: str
    seconds: float
    paused: bool
    place: str
    spoken: str
    lines: list[str]
    covered: bool
    word: str
    scroll: float
    ready: bool


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser without a network of its own, or a skip."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        pytest.skip("there is no Chromium")
    with driver.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=[
            "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
            "--autoplay-policy=no-user-gesture-required"])
        try:
            yield browser
        finally:
            browser.close()


def opened(browser: Any, address: str, **settings: Any) -> Any:
    """A page that is ready to be read. Whatever it complains of is kept in `complaints(page)`."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, **settings)
    return tab(context, address)


def tab(context: Any, address: str) -> Any:
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(address)
    page.wait_for_selector("body.awake")
    settled(page)
    return page


def complaints(page: Any) -> list[str]:
    return page.complaints


def state(page: Any) -> State:
    return State(**page.evaluate(_STATE))


def timeline(page: Any) -> dict[str, Any]:
    return json.loads(page.text_content("#timeline"))


def shot(page: Any, label: str) -> dict[str, Any]:
    return next(one for one in timeline(page)["shots"] if one["label"] == label)


def until(page: Any, true: Callable[[State], bool]) -> State:
    """The state as soon as it is as wished; the last one where it never is."""
    found = state(page)
    for _ in range(WAIT // 50):
        if true(found):
            break
        page.wait_for_timeout(50)
        found = state(page)
    return found


def comes(page: Any, true: str, given: Any = None) -> None:
    """Wait until an expression is true; the page's policy forbids what the driver would wait with itself."""
    for _ in range(WAIT // 50):
        if page.evaluate(true, given):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {true}")


def settled(page: Any) -> State:
    """The state when the player stands on its frame."""
    return until(page, lambda one: one.ready or one.covered)


def on_first_frame(page: Any, label: str) -> None:
    """The player is on exactly the first frame of a shot, and says so."""
    line, one = timeline(page), shot(page, label)
    found = until(page, lambda seen: seen.label == label and seen.ready)
    assert found.label == label and found.paused
    assert int(found.seconds * line["fps"] + 0.01) == one["start"], (found, one)
    assert found.place.startswith(f"{label} · ") and found.place.endswith(f"frame 1 of {one['frames']}"), found
    assert not found.covered and not found.word


# ---------------------------------------------------------------------------------------------- readings


def line_to_player(page: Any) -> None:
    """A click on any line of a shot: the player is on its first frame; lines and panel are lit."""
    for one in timeline(page)["shots"][1:4]:
        item = page.locator(f"#film ol.lines li[data-shot='{one['label']}'] > p").first
        item.scroll_into_view_if_needed()
        item.click()
        on_first_frame(page, one["label"])
        lit = page.locator("li.now").evaluate_all("all => all.map((one) => one.dataset.shot)")
        assert lit and set(lit) == {one["label"]}


def panel_to_player(page: Any) -> None:
    for one in reversed(timeline(page)["shots"][-3:]):
        page.locator(f"#shot-{one['label']} .camera").click()
        on_first_frame(page, one["label"])


def strip_to_player(page: Any) -> None:
    one = timeline(page)["shots"][1]
    page.locator(f"#strip [data-shot='{one['label']}'] rect").click()
    on_first_frame(page, one["label"])


def line_follows_player(page: Any) -> None:
    """Playing from one shot's end goes over into the next; its line is lit and in view."""
    first, second = timeline(page)["shots"][:2]
    page.locator(f"#shot-{first['label']} .camera").click()
    on_first_frame(page, first["label"])
    page.evaluate("at => { const bar = document.getElementById('time'); bar.value = at; "
                  "bar.dispatchEvent(new Event('input')); }", second["at"] - 4)
    until(page, lambda one: one.ready)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    found = until(page, lambda one: one.label == second["label"] and bool(one.spoken))
    page.keyboard.press(" ")
    assert found.label == second["label"] and not found.paused, found
    assert found.lines, found
    box = page.locator("li.spoken").bounding_box()
    assert box and 0 <= box["y"] <= 800, box
    assert until(page, lambda one: one.paused).paused


def keys_walk(page: Any) -> None:
    """j and k go from shot to shot, dot and comma from frame to frame."""
    labels = [one["label"] for one in timeline(page)["shots"]]
    page.locator(f"#shot-{labels[0]} .camera").click()
    on_first_frame(page, labels[0])
    page.keyboard.press("j")
    on_first_frame(page, labels[1])
    assert page.evaluate("document.activeElement.textContent.trim()") == f"shot {labels[1]}"
    page.keyboard.press(".")
    found = until(page, lambda one: "frame 2 of" in one.place and one.ready)
    assert int(found.seconds * timeline(page)["fps"] + 0.01) == shot(page, labels[1])["start"] + 1
    page.keyboard.press(",")
    on_first_frame(page, labels[1])
    page.keyboard.press("k")
    on_first_frame(page, labels[0])
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()


def search_finds(page: Any) -> None:
    """A word that a line of dialogue holds: found, in view, its shot selected."""
    words = page.locator("li.dialogue > p").last.text_content().strip()[:18]
    label = page.locator("li.dialogue").last.get_attribute("data-shot")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type(words.upper())
    page.keyboard.press("Enter")
    comes(page, "document.getElementById('hits').value.includes(' of ')")
    on_first_frame(page, label)
    assert words in page.locator("li.found, .card.found").text_content()
    page.keyboard.press("Escape")
    assert page.input_value("#words") == "" and page.locator(".found").count() == 0


def plan_moves(page: Any) -> None:
    """On the floor plan the camera of a moving shot is elsewhere at its end."""
    data = [one for one in timeline(page)["shots"] if page.locator(f"#shot-{one['label']} .frames polygon").count()]
    one = data[0]
    page.locator(f"#shot-{one['label']} .camera").click()
    page.wait_for_selector("#plan .moving .cone", state="attached")
    on_first_frame(page, one["label"])
    before = page.get_attribute("#plan .moving .cone", "points")
    page.evaluate("at => { const bar = document.getElementById('time'); bar.value = at; "
                  "bar.dispatchEvent(new Event('input')); }", one["at"] + one["frames"] - 1)
    comes(page, "before => document.querySelector('#plan .moving .cone').getAttribute('points') !== before", before)


def landmarks(page: Any) -> None:
    """What a screen reader walks by: landmarks, headings, a name on every control."""
    assert page.get_by_role("main").count() == 1
    names = page.get_by_role("complementary").evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert names == ["player and floor plan", "desk"]
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("heading", level=3, name="shot ").count() == len(timeline(page)["shots"])
    nameless = page.evaluate("""[...document.querySelectorAll('button, input, select, a[href]')].filter((one) =>
        !one.closest('[hidden], #desk') && !(one.ariaLabel || one.textContent.trim() || one.labels?.length))
        .map((one) => one.outerHTML)""")
    assert not nameless


READINGS: tuple[Callable[[Any], None], ...] = (
    line_to_player, panel_to_player, strip_to_player, line_follows_player, keys_walk, search_finds, plan_moves,
    landmarks)
