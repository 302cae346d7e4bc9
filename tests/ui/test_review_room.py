"""The room at work: every save looked at, nothing unchanged drawn again, and no trouble that ends it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shotscript.core.errors import FileError, UsageError
from shotscript.render.ledger import events
from shotscript.studio.judgements import Judgement, add, load, path_of
from shotscript.ui.review import look as looks
from shotscript.ui.review import page, room
from shotscript.ui.review.room import Room
from shotscript.ui.review.values import News, Showing

FILM = """/*@format
picture: 128x72 12fps
*/

/*@use cast.fountain*/

/*@fields
word: Yes.
*/

/*@variants
no:
  word: No.
*/

INT. ROOM - DAY #1#

[[block: MAYA sits at -0.7 0 facing JON; JON stands at 0.7 0 facing MAYA]]

!! 1A: WS on MAYA and JON, 28mm, 1s

They wait.

!! 1B: CU on JON, 50mm, pan left 5deg, 1s

JON
{word}

!! 1C: CU on MAYA, 85mm, orbit left 15deg, 1s
"""
CAST = "/*@cast\nMAYA: woman, 34\nJON: man, 41\n*/\n"
ALL = ["1A", "1B", "1C"]


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A script of which nothing is drawn yet."""
    return laid(tmp_path / "fresh")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    script = laid(tmp_path_factory.mktemp("room") / "made")

    async def play(one: Open) -> None:
        now = await one.drawn()
        assert sorted(now.work.stills) == ALL == list(now.work.clips) == clips(script)

    run(script, play)
    return script


@pytest.fixture
def script(made: Path, tmp_path: Path) -> Path:
    """A script of which everything is drawn."""
    return Path(shutil.copytree(made.parent, tmp_path / "film")) / made.name


def laid(folder: Path) -> Path:
    folder.mkdir()
    (folder / "shotscript.toml").write_text("")
    (folder / "cast.fountain").write_text(CAST)
    path = folder / "film.fountain"
    path.write_text(FILM)
    return path


class Open:
    """A room at work, and all that it told."""

    def __init__(self, script: Path, **more: str) -> None:
        self.told: list[Showing] = []
        self.room = Room(script, tell=self.told.append, **more)

    async def comes(self, wanted: Callable[[Showing], object]) -> Showing:
        """The showing in which it is so, sooner or later."""
        async with asyncio.timeout(60):
            while not wanted(self.room.now):
                await asyncio.sleep(0.01)
        return self.room.now

    async def drawn(self) -> Showing:
        """With all its pictures, and the reel of this very text."""
        return await self.comes(lambda now: now.reel and not now.stale and len(now.stills) == len(now.told)
                                and not now.doing)


@asynccontextmanager
async def at_work(script: Path, **more: str) -> AsyncIterator[Open]:
    one = Open(script, **more)
    task = asyncio.create_task(one.room.run())
    try:
        yield one
    finally:
        task.cancel()
        await asyncio.wait({task})


def run(script: Path, play: Callable[[Open], Awaitable[object]], **more: str) -> None:
    async def whole() -> None:
        async with at_work(script, **more) as one:
            await play(one)

    asyncio.run(whole())


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def clips(script: Path) -> list[str]:
    return [one.segment for one in events(script.parent / ".shotscript" / "ledger.sqlite")]


def pictures(script: Path) -> set[Path]:
    return set((script.parent / ".shotscript" / "stills").glob("*.jpg"))


def unfinished(script: Path) -> list[Path]:
    held = [path for path in script.parent.rglob("*") if path.is_file()]
    return [path for path in held if path.suffix == ".part" or path.name.startswith(".") or "incoming" in path.parts]


def test_an_edit_draws_the_shot_it_changed_and_nothing_else(script: Path):
    async def play(one: Open) -> None:
        first = await one.drawn()
        stills = pictures(script)
        assert clips(script) == ALL and first.film and not first.trouble
        edited(script, "orbit left 15deg", "orbit left 25deg")
        shown = await one.comes(lambda now: now.told != first.told)
        assert shown.stale == {"1C"} and shown.reel == first.reel and shown.work.stills == ("1C",)
        assert shown.stills["1C"][1] != first.stills["1C"][1] and all(path.is_file() for path in shown.stills["1C"])
        assert shown.stills["1A"] == first.stills["1A"]
        after = await one.drawn()
        assert clips(script) == [*ALL, "1C"] and after.work.clips == ("1C",) and after.reel != first.reel
        assert len(pictures(script) - stills) == len({*after.stills["1C"]} - {*first.stills["1C"]})
        edited(script, "orbit left 25deg", "orbit left 15deg")
        await one.comes(lambda now: now.told == first.told)
        assert (await one.drawn()).reel == first.reel and clips(script) == [*ALL, "1C"]

    run(script, play)


def test_two_quick_saves_end_in_the_newest_text(script: Path):
    async def play(one: Open) -> None:
        await one.comes(lambda now: now.film)
        for angle in range(16, 22):
            script.write_text(FILM.replace("15deg", f"{angle}deg"))
            await asyncio.sleep(0.04)
        edited(script, "21deg", "40deg")
        await one.comes(lambda now: now.film and "40deg" in now.film.read.sources[str(script)].text)
        last = await one.drawn()
        assert last.film and "40deg" in last.film.read.sources[str(script)].text
        assert not unfinished(script)

    run(script, play)


def test_a_save_in_mid_drawing_ends_in_its_own_reel(fresh: Path):
    script = fresh

    async def play(one: Open) -> None:
        await one.comes(lambda now: now.doing.startswith("drawing 1A"))
        edited(script, "28mm", "24mm")
        await one.comes(lambda now: now.film and "24mm" in now.film.read.sources[str(script)].text)
        await one.drawn()

    run(script, play)
    assert sorted(set(clips(script))) == ALL and clips(script).count("1B") == clips(script).count("1C") == 1
    assert not unfinished(script)


def test_a_file_that_goes_away_in_mid_drawing_does_not_stop_it(fresh: Path):
    async def play(one: Open) -> None:
        await one.comes(lambda now: now.doing.startswith("drawing 1A"))
        fresh.unlink()
        await one.comes(lambda now: now.trouble)
        assert "no file" in (await one.drawn()).trouble

    run(fresh, play)


def test_what_goes_away_is_told_and_what_comes_back_is_shown(script: Path):
    async def play(one: Open) -> None:
        first = await one.drawn()
        script.unlink()
        gone = await one.comes(lambda now: now.trouble)
        assert "no file" in gone.trouble and (gone.film, gone.reel) == (first.film, first.reel)
        script.write_text(FILM.replace("28mm", "24mm"))
        back = await one.comes(lambda now: now.told != first.told)
        assert not back.trouble
        settings = script.parent / "shotscript.toml"
        settings.write_text("= no toml")
        broken = await one.comes(lambda now: now.trouble)
        assert "shotscript.toml" in broken.trouble and broken.film is back.film
        edited(script.parent / "cast.fountain", "woman, 34", "woman, 35")
        edited(script, "24mm", "26mm")
        await one.comes(lambda now: now.revision > broken.revision)
        looked = len(one.told)
        await asyncio.sleep(0.5)
        assert len(one.told) <= looked + 1, "it looks only when something has changed"
        settings.write_text("")
        mended = await one.comes(lambda now: not now.trouble)
        assert mended.film and "26mm" in mended.film.read.sources[str(script)].text

    run(script, play)


def test_a_script_that_is_broken_as_it_opens_is_waited_for(script: Path):
    settings = script.parent / "shotscript.toml"
    settings.write_text("provider = 3")

    async def play(one: Open) -> None:
        assert (await one.comes(lambda now: now.trouble)).film is None
        with pytest.raises(UsageError, match=r"shotscript\.toml"):
            one.room.film()
        settings.write_text("")
        assert (await one.comes(lambda now: now.film)).trouble == ""

    run(script, play)


def test_a_writers_mistake_is_shown_with_all_the_rest(script: Path):
    async def play(one: Open) -> None:
        first = await one.comes(lambda now: now.film)
        edited(script, "orbit left", "orbitt left")
        found = await one.comes(lambda now: now.film is not first.film)
        assert found.film and [one.code for one in found.film.problems if one.shot == "1C"] == ["SY105"]
        assert not found.trouble
        edited(script, "orbitt left", "orbit left")
        await one.comes(lambda now: now.told == first.told)
        assert (await one.drawn()).told == first.told

    run(script, play)


def test_a_file_that_is_used_counts_as_the_script_does(script: Path):
    async def play(one: Open) -> None:
        first = await one.comes(lambda now: now.film)
        aside = script.parent / "aside"
        aside.write_text(CAST.replace("woman, 34", "woman, 34\n  height: 150cm"))
        os.replace(aside, script.parent / "cast.fountain")
        changed = await one.comes(lambda now: now.film is not first.film)
        assert changed.told["1C"] != first.told["1C"]

    run(script, play)


def test_a_fault_of_ours_is_told_and_the_next_save_is_looked_at(script: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise ValueError("something within")

    async def play(one: Open) -> None:
        first = await one.drawn()
        with monkeypatch.context() as patch:
            patch.setattr(room, "look", broken)
            edited(script, "28mm", "24mm")
            told = await one.comes(lambda now: now.trouble)
            assert "a fault of ours" in told.trouble and "something within" in told.trouble
            assert told.film is first.film and one.told[-1].trouble == told.trouble
        edited(script, "24mm", "26mm")
        after = await one.comes(lambda now: now.film is not first.film)
        assert not after.trouble

    run(script, play)


def test_pictures_that_cannot_be_drawn_keep_the_text_on_the_page(script: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise FileError("the disk is full")

    async def play(one: Open) -> None:
        first = await one.drawn()
        with monkeypatch.context() as patch:
            patch.setattr(looks, "stills", full)
            patch.setattr(room.rushes, "draw", full)
            edited(script, "orbit left 15deg", "orbit left 25deg")
            told = await one.comes(lambda now: now.trouble)
            assert told.trouble == "the disk is full" and told.film is not first.film and told.stale == {"1C"}
            await one.comes(lambda now: not now.doing)
        edited(script, "orbit left 25deg", "orbit left 26deg")
        await one.comes(lambda now: not now.trouble)
        await one.drawn()

    run(script, play)


def test_a_page_that_cannot_be_made_is_told_where_there_is_a_terminal(script: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise ValueError("no page")

    async def play(one: Open) -> None:
        heard: list[News] = []

        async def listen() -> None:
            async for news in one.room.listen():
                heard.append(news)

        task = asyncio.create_task(listen())
        await one.drawn()
        with monkeypatch.context() as patch:
            patch.setattr(page, "parts", broken)
            edited(script, "28mm", "24mm")
            await one.comes(lambda now: "no page" in now.trouble)
        edited(script, "24mm", "26mm")
        now = await one.comes(lambda now: not now.trouble)
        async with asyncio.timeout(60):
            while heard[-1].revision < now.revision:
                await asyncio.sleep(0.01)
        task.cancel()

    run(script, play)


def test_who_listens_hears_the_present_first_and_the_end(script: Path):
    async def play() -> tuple[list[News], Showing]:
        heard: list[News] = []
        async with at_work(script) as one:
            first = await one.drawn()

            async def listen() -> None:
                async for news in one.room.listen():
                    heard.append(news)

            task = asyncio.create_task(listen())
            async with asyncio.timeout(60):
                while not heard:
                    await asyncio.sleep(0.01)
            assert heard[0].revision == one.room.now.revision
            edited(script, "orbit left 15deg", "orbit left 25deg")
            await one.comes(lambda now: now.told != first.told)
            await one.drawn()
            async with asyncio.timeout(60):
                while heard[-1].revision < one.room.now.revision:
                    await asyncio.sleep(0.01)
            now = one.room.now
        await asyncio.wait_for(task, 60)
        return heard, now

    heard, now = asyncio.run(play())
    assert heard[-1].parts == {name: part.digest for name, part in page.parts(now, ()).items()}
    revisions = [news.revision for news in heard]
    assert heard[-1].order == tuple(heard[-1].parts) and revisions == sorted(revisions)
    assert heard[0].parts["scene-1"] != heard[-1].parts["scene-1"]


def test_a_judgement_is_kept_and_told_and_so_is_anothers(script: Path):
    mine = Judgement("2026-11-21T09:30:00Z", "ann", "1A", "", "approved", script=script.name)
    other = Judgement("2026-11-21T09:31:00Z", "bob", "1B", "", "rejected", "no", script=script.name)

    async def play(one: Open) -> None:
        before = await one.drawn()
        one.room.judge(mine)
        assert one.room.judgements == (mine,) == load(path_of(script)) and one.room.now.revision > before.revision
        add(path_of(script), other)
        await one.comes(lambda _: one.room.judgements == (mine, other))
        assert one.room.now.film is before.film

    run(script, play)

    async def again(one: Open) -> None:
        await one.comes(lambda now: now.film)
        assert one.room.judgements == (mine, other)

    run(script, again)


def test_films_of_other_providers_are_of_the_newest_text(script: Path):
    async def play(one: Open) -> None:
        first = await one.comes(lambda now: now.film)
        film = await asyncio.to_thread(one.room.film, "kling-3-omni")
        assert film.provider.name == "kling-3-omni" and one.room.film("kling-3-omni") is film
        assert one.room.film().provider.name == "veo-3.1" and one.room.film("kling-3-omni", "no") is not film
        for wrong in (("nobody", ""), ("kling-3-omni", "nowhere")):
            with pytest.raises(UsageError):
                one.room.film(*wrong)
        edited(script, "28mm", "24mm")
        await one.comes(lambda now: now.film is not first.film)
        assert "24mm" in one.room.film("kling-3-omni").read.sources[str(script)].text

    run(script, play, provider="veo-3.1")


def test_the_pictures_are_of_the_variant_that_was_asked_for(script: Path):
    async def play(one: Open) -> None:
        now = await one.comes(lambda now: now.film)
        assert now.film and now.film.read.version == "no"

    run(script, play, variant="no")

    async def wrong(one: Open) -> None:
        assert "nowhere" in (await one.comes(lambda now: now.trouble)).trouble

    run(script, wrong, variant="nowhere")


def test_ended_in_mid_drawing_nothing_half_stays_and_the_next_room_finishes(fresh: Path):
    script = fresh

    async def play(one: Open) -> None:
        await one.comes(lambda now: now.doing.startswith("drawing 1B"))

    run(script, play)
    assert "1C" not in clips(script) and not unfinished(script)

    async def again(one: Open) -> None:
        await one.drawn()

    run(script, again)
    assert sorted(clips(script)) == ALL and not unfinished(script)
