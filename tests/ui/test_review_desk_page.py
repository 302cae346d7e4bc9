"""The desk in Chromium, by keyboard and pointer: switches, light both ways, tabs, takes judged, chosen and in step."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from deskkit import PROVIDER, SMALL, Stage
from reading import chromium, comes, complaints, tab
from roomkit import FakeRoom, served
from vendor import film_of

from shotscript.render.ledger import events
from shotscript.render.orders import books
from shotscript.studio import Film, version
from shotscript.ui.review import desk
from shotscript.ui.review.page import parts
from shotscript.ui.review.values import News, Reel

LIT = ("[...document.querySelectorAll('#desk .lit')].map((one) => "
       "[one.closest('.prompt, .script, tr').className.split(' ')[0], one.textContent])")


class DeskRoom(FakeRoom):
    """A room whose film is compiled as it is asked for, with a reel that plays."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.folder, SMALL)
        assert self.now.film and self.now.reel
        self.now.reel.path.write_bytes(film_of(Fraction(10)))
        starts = {slot.label: (2 * slot.start, 2 * slot.frames) for slot in self.now.film.timeline.slots}
        self.now = replace(self.now, reel=Reel(self.now.reel.path, "0123abcd", starts, self.now.told))
        self.made: dict[tuple[str, str], Film] = {}

    def film(self, provider: str = "", variant: str = "") -> Film:
        assert self.now.film
        self.asked.append((provider, variant))
        if (provider, variant) not in self.made:
            self.made[provider, variant] = version(self.now.film.read, provider, variant=variant)
        return self.made[provider, variant]

    async def listen(self) -> AsyncIterator[News]:
        async for one in super().listen():
            made = parts(self.now, self.judgements)
            yield replace(one, parts={name: part.digest for name, part in made.items()}, order=tuple(made))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def room(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A page of a film with two takes, 3 and 4 seconds long, and a refusal."""
    stage = Stage(tmp_path_factory.mktemp("desk"))
    for number, seconds in ((1, 3), (2, 4)):
        stage.take("1A", number, "stored", clip=lambda _, seconds=seconds: film_of(Fraction(seconds)))
    stage.take("1A", 3, "refused", "a face was refused")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    room = DeskRoom(stage)
    with served(room) as address:
        page = tab(context, address)
        page.wait_for_selector("#panel-prompt .sheet")
        yield SimpleNamespace(stage=stage, room=room, page=page, context=context)
        context.close()


@pytest.fixture
def page(room: SimpleNamespace) -> Iterator[Any]:
    """At rest on shot 1A, the prompt in front."""
    page = room.page
    page.evaluate("document.dispatchEvent(new CustomEvent('select-shot', {detail: {label: '1A'}}))")
    page.locator("#tab-prompt").click()
    page.locator("#prompt-provider").select_option(PROVIDER)
    comes(page, "document.querySelector('#panel-prompt .facts b')?.textContent === 'Kling 3.0 Omni'")
    yield page
    assert not complaints(page)


def comes_lit(page: Any, sides: set[str]) -> list[list[str]]:
    comes(page, f"sides => {{ const now = new Set({LIT}.map(([side]) => side)); "
                "return sides.every((one) => now.has(one)); }", sorted(sides))
    return page.evaluate(LIT)


def test_a_switch_of_provider_and_variant_keeps_the_shot(page: Any):
    page.locator("#prompt-provider").focus()
    page.locator("#prompt-provider").select_option("sora-2")
    comes(page, "document.querySelector('#panel-prompt .facts b').textContent === 'Sora 2'")
    assert "closed 2026-09-24" in page.inner_text("#panel-prompt") and page.inner_text("#desk .desk-shot") == "1A"
    assert page.evaluate("document.activeElement.id") == "prompt-provider"
    page.locator("#prompt-provider").select_option(PROVIDER)
    page.get_by_label("rain").check()
    comes(page, "document.querySelector('#panel-prompt .words')?.textContent.includes('heavy rain')")
    assert page.inner_text("#panel-prompt .facts .badge") == "rain" and page.get_by_label("rain").is_checked()
    page.locator("#tab-takes").click()
    page.wait_for_selector("#panel-takes .strip-of")
    assert page.locator("#takes-variant-1").is_checked()
    page.locator("#takes-variant-1").uncheck()
    comes(page, "!!document.querySelector('#panel-takes .take[data-take]')")
    page.locator("#tab-prompt").click()
    comes(page, "!document.querySelector('#panel-prompt .words')?.textContent.includes('heavy rain')")


def test_light_falls_from_prompt_to_script_and_back(page: Any):
    atom = page.locator("#panel-prompt .prompt i[data-k]", has_text="red coat").first
    atom.hover()
    lit = comes_lit(page, {"prompt", "script"})
    assert {text for side, text in lit if side == "script"} == {"red coat"}
    line = SMALL[: SMALL.index("red coat")].count("\n") + 1
    assert page.inner_text("#desk-say").split("\n")[:2] == ["● used", f"line {line}"]
    page.locator("#desk-title").hover()
    comes(page, "!document.querySelector('#desk .lit')")
    page.locator("#panel-prompt .script i[data-k]", has_text="24mm f/4").first.hover()
    lit = comes_lit(page, {"prompt", "script", "a"})
    assert any("24mm" in text for side, text in lit if side == "prompt")
    page.locator("#desk-title").hover()


def test_light_falls_by_keyboard_too(page: Any):
    page.locator("#panel-prompt .copy").focus()
    page.keyboard.press("Shift+Tab")
    first = page.evaluate("document.activeElement.textContent")
    assert page.evaluate("document.activeElement.matches('.prompt i[data-k]')")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") != first
    here = page.evaluate("document.activeElement.textContent")
    lit = comes_lit(page, {"prompt", "script"})
    assert here in [text for side, text in lit if side == "prompt"]
    page.keyboard.press("Enter")
    assert page.locator("#desk .here").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#desk .lit").count() == 0 and page.inner_text("#desk .desk-shot") == "1A"


def test_tabs_go_by_arrows_and_a_shot_is_asked_for(page: Any):
    page.locator("#tab-prompt").focus()
    for key, name in (("ArrowRight", "takes"), ("End", "notes"), ("ArrowRight", "prompt"), ("ArrowLeft", "notes"),
                      ("Home", "prompt")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == f"tab-{name}"
        ids = "all => all.filter((one) => !one.hidden && one.tabIndex === 0).map((one) => one.id)"
        assert page.locator("#desk [role=tabpanel]").evaluate_all(ids) == [f"panel-{name}"]
        assert page.locator("#desk [role=tab]").evaluate_all(ids) == [f"tab-{name}"]
    page.locator("#panel-prompt [data-select='1B']").click()
    comes(page, "document.querySelector('#desk .desk-shot').textContent === '1B'")
    assert page.locator(".card.now").get_attribute("data-shot") == "1B"


def test_takes_play_in_step(page: Any):
    page.locator("#tab-takes").click()
    comes(page, "[...document.querySelectorAll('#panel-takes video')].filter((one) => one.readyState > 1).length === 3")
    page.locator("[data-scrub]").fill("2")
    comes(page, "[...document.querySelectorAll('#panel-takes video')].every((one) => "
                "Math.abs(one.currentTime - Number(one.dataset.from ?? 0) - 2) < 0.1)")
    page.locator("[data-play-all]").click()
    comes(page, "[...document.querySelectorAll('#panel-takes video')].every((one) => one.currentTime > 2.2)")
    times = page.locator("#panel-takes video").evaluate_all("all => all.map((one) => one.currentTime)")
    assert max(times) - min(times) < 0.5
    page.locator("[data-play-all]").click()
    comes(page, "[...document.querySelectorAll('#panel-takes video')].every((one) => one.paused)")


def test_a_take_is_judged_and_chosen(page: Any, room: SimpleNamespace):
    """What was said is there after a reload, and in another page; what was chosen is in the ledger."""
    page.locator("#tab-takes").click()
    page.get_by_text("Judge take 1").click()
    form = page.locator("#panel-takes form[data-judge]").first
    form.locator("textarea").fill("her hand\nis wrong")
    form.get_by_text("Approve").click()
    page.wait_for_selector("#panel-takes .take .note.approved")
    assert form.locator("textarea").input_value() == "" and page.locator("details[open] form").count() == 1
    page.get_by_text("Choose this take").click()
    page.wait_for_selector("#panel-takes .take.cut[data-take$='/1']")
    found = books(events(room.stage.folder / ".shotscript" / "ledger.sqlite"))
    assert found.chosen == {(PROVIDER, room.stage.key("1A")): 1}
    page.reload()
    page.wait_for_selector("#panel-takes .take.cut[data-take$='/1'] .note.approved")
    assert page.inner_text("#panel-takes .note .what") == "her hand\nis wrong"
    other = tab(room.context, page.url.split("#")[0])
    other.locator("#tab-notes").click()
    other.wait_for_selector("#panel-notes .note.approved")
    assert "take 1 of Kling 3.0 Omni" in other.inner_text("#panel-notes .note")
    other.keyboard.press("c")
    comes(other, "document.activeElement.id === 'say-words'")
    other.keyboard.type("mind the coat")
    other.locator("#say-comment").click()
    other.wait_for_selector("#panel-notes .note.comment")
    page.locator("#tab-notes").click()
    comes(page, "document.querySelectorAll('#panel-notes .note').length === 2")
    assert page.locator("#panel-notes .note .what").last.inner_text() == "mind the coat"
    assert not complaints(other)
    other.close()


def test_a_room_opened_for_a_provider_in_variants_shows_these_first(room: SimpleNamespace):
    room.room.provider, room.room.variant = "veo-3.1", "rain"
    page = tab(room.context, room.page.url.split("#")[0])
    room.room.provider = room.room.variant = ""
    page.wait_for_selector("#panel-prompt .facts .badge")
    assert page.inner_text("#panel-prompt .facts b >> nth=0") == "Veo 3.1"
    assert page.inner_text("#panel-prompt .facts .badge") == "rain" and page.get_by_label("rain").is_checked()
    assert not complaints(page)
    page.close()


def test_what_is_typed_outlives_news(page: Any):
    page.locator("#tab-notes").click()
    page.wait_for_selector("#say-words")
    page.locator("#say-words").fill("half a thou")
    page.locator("#say-words").press("End")
    before = page.locator("#panel-notes .note").count()
    page.evaluate("fetch('judge', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: "
                  "JSON.stringify({shot: '1A', take: '', verdict: 'approved', words: '', of: ''})}).then(() => 0)")
    comes(page, "count => document.querySelectorAll('#panel-notes .note').length === count + 1", before)
    page.keyboard.type("ght")
    assert page.locator("#say-words").input_value() == "half a thought"
    page.locator("#say-words").fill("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_narrow_window(room: SimpleNamespace, browser: Any, scheme: Any):
    """Nothing is wider than 390 pixels, and nothing stands out of its panel."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme,
                                  storage_state=room.context.storage_state())
    page = tab(context, room.page.url.split("#")[0])
    page.locator("#to-desk").click()
    for name in ("prompt", "takes", "notes"):
        page.locator(f"#tab-{name}").click()
        page.wait_for_selector(f"#panel-{name} :is(.sheet, .strip-of, form)")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.locator("#desk").evaluate("desk => desk.scrollWidth <= desk.clientWidth")
    assert not complaints(page)
    context.close()


def test_without_a_server_the_same_script_shows_the_same(room: SimpleNamespace, browser: Any, tmp_path: Path):
    """Both films' prompts of a shot, one at a time, and light in the one that is seen."""
    stage = room.stage
    films = [stage.film(PROVIDER), stage.film("veo-3.1")]
    static = Path(desk.__file__).parent / "static"
    for name in ("beside.js", "step.js", "desk.js", "desk.css"):
        (tmp_path / name).write_bytes((static / name).read_bytes())
    (tmp_path / "index.html").write_text(
        '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="desk.css">'
        f'<aside id="desk">{desk.held(stage.now(), films, ())}</aside>'
        '<script src="beside.js"></script><script src="step.js"></script><script src="desk.js"></script>')
    page = browser.new_context(offline=True).new_page()
    page.goto((tmp_path / "index.html").as_uri())
    seen = ".held:not([hidden]) .words"
    for shot in ("1A", "2A"):
        page.evaluate("label => document.dispatchEvent(new CustomEvent('shot', {detail: {label}}))", shot)
        for n, film in enumerate(films):
            page.locator("#desk-edition").select_option(str(n))
            wanted = [one.prompt for one, segment in zip(film.requests, film.segments, strict=True)
                      if any(cut.shot.label == shot for cut in segment.cuts)]
            assert page.locator(f"#panel-prompt {seen}").all_text_contents() == wanted
    page.locator("#panel-prompt .held:not([hidden]) .prompt i[data-k]").first.hover()
    comes_lit(page, {"prompt", "script"})
    page.context.close()
