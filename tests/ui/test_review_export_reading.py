"""The exported page opened from the disk, in Chromium without a network: read as the served one is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from reading import READINGS, chromium, comes, complaints, on_first_frame, tab
from test_review_reading import FILM

from shotscript.studio.judgements import Judgement, add, path_of
from shotscript.ui.cli import run

HOSTILE = """She laughs. <script>document.title = "run"</script><img src=x onerror="document.title = 'run'">"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """`shotscript review --export` of a small film, drawn for it, in a folder that was moved since."""
    home = tmp_path_factory.mktemp("film")
    (home / "shotscript.toml").touch()
    script = home / "small.fountain"
    script.write_text(FILM.replace("She laughs.", HOSTILE))
    add(path_of(script), Judgement("2026-11-21T09:30:00Z", "ann", "1B", "", "comment", HOSTILE, "", script.name))
    with chromium() as browser:
        assert run(["review", str(script), "--export", str(home / "out"), "--providers", "kling-3-omni,previz"]) == 0
        folder = (home / "out").rename(tmp_path_factory.mktemp("elsewhere") / "ä folder, moved")
        context, asked = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True), []
        context.on("request", lambda one: asked.append(one.url))
        page = tab(context, (folder / "index.html").as_uri())
        yield SimpleNamespace(page=page, folder=folder, asked=asked)
        context.close()


@pytest.mark.parametrize("reading", READINGS, ids=lambda one: one.__name__)
def test_it_reads_without_a_server(room: SimpleNamespace, reading: Callable[[Any], None]):
    reading(room.page)
    assert not complaints(room.page)


def test_the_desk_holds_every_provider(room: SimpleNamespace):
    page = room.page
    page.locator("#shot-1B .camera").click()
    on_first_frame(page, "1B")
    page.get_by_role("tab", name="Prompt").click()
    for number, name in enumerate(("Kling 3.0 Omni", "Previz")):
        page.locator("#desk select").first.select_option(index=number)
        comes(page, "name => document.getElementById('desk').innerText.includes(name)", name)
        comes(page, "document.getElementById('desk').innerText.includes('You kept the coat.')")
    page.get_by_role("tab", name="Notes").click()
    comes(page, "document.getElementById('desk').innerText.includes('She laughs. <script>')")
    assert not complaints(page)


def test_nothing_outside_was_asked_for_and_nothing_strange_ran(room: SimpleNamespace):
    home = room.folder.as_uri()
    assert len(room.asked) > 8
    assert [one for one in room.asked if not one.startswith(home)] == []
    assert room.page.title().startswith("Small")
    assert not room.page.get_by_role("button", name="approve").first.is_visible()
