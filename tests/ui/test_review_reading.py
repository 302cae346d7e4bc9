"""The review room in Chromium, served for real: read, played, judged, edited under its eyes."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from reading import (
    READINGS,
    chromium,
    comes,
    complaints,
    on_first_frame,
    opened,
    settled,
    shot,
    state,
    tab,
    timeline,
    until,
)

import shotscript
from shotscript.studio.board import board
from shotscript.ui.review.page import page as whole
from shotscript.ui.review.values import Showing

FILM = """Title: Small

/*@format
picture: 16:9 320x180 12fps
*/

/*@cast
MAYA: woman, 34
JON: man, 41
*/

/*@places
KITCHEN: a kitchen
  size: 6m x 5m
*/

INT. KITCHEN - NIGHT #1#

[[block: TABLE table at 0 0; MAYA sits at -0.95 0 facing JON; JON stands at 0.95 0.1 facing MAYA]]

!! 1A: WS on MAYA and JON, 20mm f/4, dolly in 0.8m over 2s, 2s

Maya waits at the table.

!! 1B: OTS MAYA on JON, 75mm f/2.8

JON
You kept the coat. [[shot 1C: OTS JON on MAYA, 82mm f/2.8]]
(beat)
After all.

!! 1D: CU on MAYA, 85mm f/1.8, orbit left 20deg, 2s

She laughs.

INT. KITCHEN - LATER #2#

Jon stands alone.
"""
HOSTILE = """<script>document.title = "run"</script><img src=x onerror="document.title = 1"> <hx-get url="/judge">"""
STATIC = Path(shotscript.__file__).parent / "ui" / "review" / "static"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def room(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """`shotscript watch` on a small film, with its reel drawn."""
    folder = tmp_path_factory.mktemp("film")
    (folder / "shotscript.toml").touch()
    script = folder / "small.fountain"
    script.write_text(FILM)
    command = [sys.executable, "-m", "shotscript", "watch", str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        address, said = "", []
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"http://\S+", line):
                address = found[0]
            if "reel after" in line:
                break
        assert address, said
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        yield SimpleNamespace(script=script, address=address, context=context, page=tab(context, address))
        context.close()
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.wait(30) == 0


@pytest.mark.parametrize("reading", READINGS, ids=lambda one: one.__name__)
def test_it_reads(room: SimpleNamespace, reading: Callable[[Any], None]):
    reading(room.page)
    assert not complaints(room.page)


def test_the_picture_is_the_reels_own_frame(room: SimpleNamespace):
    """Seen by its pixels: nearer to the shot's first frame than to the last one of the shot before."""
    page = room.page
    page.locator("#shot-1C .camera").click()
    on_first_frame(page, "1C")
    start = shot(page, "1C")["start"]
    seen = np.asarray(Image.open(BytesIO(page.locator("#reel").screenshot())).convert("L").resize((64, 36)), float)
    reel = room.page.context.request.get(page.url.split("#")[0] + timeline(page)["reel"]).body()
    with av.open(BytesIO(reel), "r") as file:
        frames = [frame.to_image().convert("L").resize((64, 36)) for frame in file.decode(video=0)]
    off = [float(np.abs(np.asarray(frames[i], float) - seen).mean()) for i in (start - 1, start)]
    assert off[1] < 6 < off[0], off


def test_an_edit_on_the_disk_is_seen_without_a_reload(room: SimpleNamespace):
    page = room.page
    page.locator("#shot-1D .camera").click()
    on_first_frame(page, "1D")
    page.evaluate("window.mine = 1; scrollTo(0, 500)")
    before = {label: page.get_attribute(f"#shot-{label} img", "src") for label in ("1A", "1D")}
    top = page.locator("#shot-1D").bounding_box()["y"]
    text = room.script.read_text()
    text = text.replace("CU on MAYA, 85mm", "MCU on MAYA, 50mm").replace("waits at", "waits\n\nand waits\n\nat")
    room.script.write_text(text.replace("She laughs.", f"She laughs. {HOSTILE}"))
    comes(page, "was => document.querySelector('#shot-1D img').getAttribute('src') !== was", before["1D"])
    assert page.get_attribute("#shot-1A img", "src") == before["1A"]
    assert page.evaluate("window.mine") == 1 and HOSTILE in page.locator("main").inner_text()
    assert page.title() == "Small · review" and not page.locator("main script, main img[src=x]").count()
    assert abs(page.locator("#shot-1D").bounding_box()["y"] - top) < 40, "what was read has moved away"
    numbers = page.evaluate("[...document.querySelectorAll('ol.lines')].flatMap((one) => "
                            "[...one.children].map((li, i) => one.start + i))")
    assert numbers == sorted(set(numbers)), "lines are counted on"
    comes(page, "JSON.parse(document.getElementById('timeline').textContent).shots.every((one) => !one.stale)")
    found = until(page, lambda one: one.ready and not one.covered)
    assert found.label == "1D" and not found.word
    on_first_frame(page, "1D")
    assert not complaints(page)


def test_judgements_stay_and_every_tab_knows_them(room: SimpleNamespace):
    page, other = room.page, tab(room.context, room.page.url.split("#")[0])
    page.locator("#shot-1B .camera").click()
    page.keyboard.press("a")
    page.wait_for_selector("#shot-1B.approved")
    other.wait_for_selector("#shot-1B.approved")
    assert other.locator("#strip .bar.approved").count() == 1
    other.locator("#shot-1D [data-say=rejected]").click()
    page.wait_for_selector("#shot-1D.rejected")
    assert state(page).label == "1B"
    page.reload()
    settled(page)
    assert page.locator(".card.approved").count() == page.locator(".card.rejected").count() == 1
    rows = (room.script.parent / "review.jsonl").read_text().splitlines()
    assert [re.findall(r'"verdict": "(\w+)"', row)[0] for row in rows] == ["approved", "rejected"]
    assert not complaints(page) and not complaints(other)
    other.close()


def test_a_page_that_nobody_sees_listens_no_more_and_knows_all_when_seen(room: SimpleNamespace):
    page, other = room.page, tab(room.context, room.page.url.split("#")[0])
    other.evaluate("Object.defineProperty(document, 'hidden', {configurable: true, value: true});"
                   "document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#shot-1A [data-say=approved]").click()
    page.wait_for_selector("#shot-1A.approved")
    page.wait_for_timeout(200)
    assert not other.locator("#shot-1A.approved").count()
    other.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    other.wait_for_selector("#shot-1A.approved")
    other.close()


def test_a_comment_is_written_at_the_desk(room: SimpleNamespace):
    page = room.page
    page.locator("#shot-1C .camera").click()
    page.keyboard.press("c")
    comes(page, "document.activeElement.matches('#desk textarea')")
    page.keyboard.type("a little slower, and jk? no")
    assert state(page).label == "1C", "what is typed is no command"
    page.locator("#desk button[value=comment]:visible").click()
    page.wait_for_selector("#shot-1C .comment")
    assert "a little slower, and jk? no" in page.locator("#shot-1C .comment").inner_text()
    assert not complaints(page)


def test_who_scrolls_away_is_left_alone_and_motion_is_reduced(room: SimpleNamespace, browser: Any):
    page = room.page
    page.locator("#shot-1A .camera").click()
    on_first_frame(page, "1A")
    page.keyboard.press(" ")
    until(page, lambda one: not one.paused)
    page.mouse.move(300, 500)
    page.mouse.wheel(0, 200)
    page.wait_for_selector("#follow[aria-pressed=false]")
    page.keyboard.press(" ")
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("scrollTo(0, 0); window.asked = []; const to = window.scrollTo.bind(window); "
                  "window.scrollTo = (...all) => { asked.push(all[0].behavior); to(...all); }; 0")
    page.keyboard.press("k")
    for _ in range(5):
        page.keyboard.press("j")
    assert page.evaluate("asked.length") and page.evaluate("asked.every((one) => one === 'auto')")
    page.emulate_media(reduced_motion="no-preference")


def test_without_scripts_it_can_be_read(room: SimpleNamespace, browser: Any):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(room.context.cookies())
    page = context.new_page()
    page.goto(room.page.url.split("#")[0])
    assert "You kept the coat." in page.locator("main").inner_text()
    assert page.locator(".card img").first.is_visible()
    assert not page.locator("#controls").is_visible() and not page.locator(".judge").first.is_visible()
    context.close()


def test_five_hundred_shots_scroll_and_search(browser: Any, tmp_path: Path):
    """No task of the page's own keeps it from the next frame for long: measured by the browser, asserted loosely."""
    (tmp_path / "still").mkdir()
    Image.new("RGB", (320, 180), "teal").save(tmp_path / "still" / "one.jpg")
    (tmp_path / "static").symlink_to(STATIC)
    film = shotscript.compile(_many(25, 20), provider="previz")
    panels, still = board(film), tmp_path / "still" / "one.jpg"
    showing = Showing(1, film, panels, {one.label: (still, still) for one in panels.panels})
    (tmp_path / "index.html").write_text(whole(showing, (), live=False))
    page = opened(browser, f"file://{tmp_path}/index.html")
    assert page.locator(".card").count() == 500
    found = state(page)
    assert found.covered and found.word == "not in this reel", "a still stands where the reel has nothing"
    page.evaluate("window.long = []; new PerformanceObserver((list) => { for (const one of list.getEntries()) "
                  "long.push(one.duration); }).observe({type: 'longtask'})")
    page.evaluate("""async () => { const room = document.documentElement; for (let i = 1; i <= 120; i++) {
        scrollTo(0, (room.scrollHeight - innerHeight) * i / 120); await new Promise(requestAnimationFrame); } }""")
    assert page.locator(".card").last.is_visible() and page.evaluate("scrollY") > 50_000
    page.keyboard.press("/")
    page.keyboard.type("number 33")
    comes(page, "document.getElementById('hits').value === '11 found'")
    page.keyboard.press("Enter")
    comes(page, "document.getElementById('hits').value === '1 of 11'")
    tasks = sorted(page.evaluate("long"))
    assert sum(one > 100 for one in tasks) <= 12, f"of 120 leaps and a search: {tasks}"
    page.context.close()


def _many(scenes: int, shots: int) -> str:
    text, number = ["/*@format\npicture: 16:9 320x180\n*/\n"], 0
    for scene in range(scenes):
        text.append(f"INT. ROOM {scene} - DAY\n\n[[block: MAYA stands at -1 0 facing JON; JON stands at 1 0]]\n")
        for _ in range(shots):
            who = ("MAYA", "JON")[number % 2]
            text.append(f"!! MS on {who}, {(35, 50, 85)[number % 3]}mm, {('static', 'pan left 10deg')[number % 2]}\n\n"
                        f"{who}\nThis is number {number}, and there are more to come.\n")
            number += 1
    return "\n".join(text)
