"""The review page and its parts: whole, inert whatever a script holds, and made anew only where something is new."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import shotscript
from shotscript.studio.board import board
from shotscript.studio.judgements import Judgement
from shotscript.ui.review import page as review
from shotscript.ui.review.page import Part, floor, page, parts, timeline
from shotscript.ui.review.values import Reel, Showing

VOID = {"meta", "link", "img", "input", "br"}
STILL = Path("/tmp/0123abcd.jpg")

NASTY = """Title: <script>alert("title")</script>
Author: </title><script>alert("author")</script>

/*@cast
MAYA: woman, 34, "></p><img src=x onerror=alert(1)>
*/

INT. </style><b>ROOM - DAY #1#

!! 1A: CU on MAYA, "&lt;i&gt; & <i onclick=x>", </article></section>, 4s

MAYA
</script><script>alert(2)</script> ]]> <!-- \x07 שלום עולם 你好

[[note: <iframe src="https://example.org/"></iframe>]]

Click javascript:alert(3) or <a href="javascript:alert(4)">here</a>. <hx-get url="/judge"> {{ 7 * 7 }} {% raw %}
"""


class Tree(HTMLParser):
    """Elements with their attributes and text; asserts that what is opened is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[dict[str, Any]] = []
        self.elements: list[dict[str, Any]] = []
        self.feed(text)
        self.close()
        assert not self.stack, [one["tag"] for one in self.stack]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = {"tag": tag, "attrs": dict(attrs), "text": "", "in": [each["tag"] for each in self.stack]}
        assert len(one["attrs"]) == len(attrs), f"an attribute twice: {attrs}"
        self.elements.append(one)
        if tag not in VOID:
            self.stack.append(one)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack and self.stack[-1]["tag"] == tag, (tag, [one["tag"] for one in self.stack])
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        for one in self.stack:
            one["text"] += data

    def all(self, tag: str, cls: str = "") -> list[dict[str, Any]]:
        return [e for e in self.elements
                if e["tag"] == tag and (not cls or cls in (e["attrs"].get("class") or "").split())]

    def of(self, id: str) -> dict[str, Any]:
        [one] = [e for e in self.elements if e["attrs"].get("id") == id]
        return one


def showing(text: str | Path, **more: Any) -> Showing:
    film = shotscript.compile(text, provider="previz")
    made = board(film)
    told = {one.label: f"{i:064x}" for i, one in enumerate(made.panels)}
    return Showing(1, film, made, {one.label: (STILL, STILL) for one in made.panels}, **{"told": told, **more})


@pytest.fixture(scope="module")
def text(example: Path) -> str:
    return example.read_text()


@pytest.fixture(scope="module")
def shown(text: str) -> Showing:
    return showing(text)


@pytest.fixture(scope="module")
def nasty() -> Showing:
    return showing(NASTY)


def digests(found: Iterable[tuple[str, Part]]) -> dict[str, str]:
    return {name: part.digest for name, part in found}


def lines(tree: Tree) -> list[str]:
    """The script as the page shows it, a text for each line."""
    return [e["text"] for e in tree.all("p") if e["in"][-1] == "li" and "ol" in e["in"] and "main" in e["in"]
            and not e["attrs"].get("class")]


def test_the_whole_script_is_there_to_the_letter(shown: Showing, text: str):
    tree = Tree(page(shown, (), live=True))
    told = iter(lines(tree))
    for line in text.splitlines():
        if line.strip():
            assert line in told, f"{line!r} is missing, or out of its place"


def test_every_shot_has_its_line_and_its_panel(shown: Showing):
    assert shown.film
    tree, film = Tree(page(shown, (), live=True)), shown.film
    for shot in film.story.shots:
        panel = tree.of(f"shot-{shot.label}")
        assert panel["tag"] == "article" and panel["attrs"]["data-of"] == shown.told[shot.label]
        own = [e for e in tree.elements if e["attrs"].get("data-shot") == shot.label and e["tag"] in ("li", "i")]
        assert own, shot.label
        if not shot.auto:
            said = film.read.sources[film.story.source].slice(shot.span)
            assert any(said in e["text"] for e in own), shot.label
    pictures = tree.all("img")
    assert len([e for e in pictures if e["attrs"].get("src") == f"still/{STILL.stem}.jpg"]) == 2 * len(film.story.shots)


def test_lines_are_numbered_as_in_the_file(shown: Showing, text: str):
    tree = Tree(page(shown, (), live=True))
    written = text.splitlines()
    for one in tree.all("ol", "lines"):
        at = tree.elements.index(one)
        item = tree.elements[at + 2]
        assert item["text"] == written[int(one["attrs"]["start"]) - 1]


def test_parts_are_the_page(shown: Showing):
    found = parts(shown, ())
    assert list(found) == ["head", "doing", "problems", "player", "front", "scene-1", "scene-2", "scene-3", "scene-4"]
    whole = page(shown, (), live=True)
    for name, part in found.items():
        tree = Tree(part.html)
        assert part.html in whole
        assert tree.elements[0]["attrs"]["id"] == name and tree.elements[0]["attrs"]["data-digest"] == part.digest


@pytest.mark.parametrize("old,new,changed", [
    ("MS on JON, 40mm", "MS on JON, 41mm", {"scene-2"}),
    ("Two women, the great lens", "Two women, the vast lens", {"scene-3"}),
    ("> DISSOLVE TO: [[over: 16f]]", "> DISSOLVE TO: [[over: 16f]]\n\n\n", set[str]()),
], ids=["a shot", "a word", "lines alone"])
def test_an_edit_is_one_scenes(shown: Showing, text: str, old: str, new: str, changed: set[str]):
    before, after = digests(parts(shown, ()).items()), digests(parts(showing(text.replace(old, new)), ()).items())
    assert {name for name in after if name.startswith(("scene", "front")) and after[name] != before[name]} == changed


def test_what_was_made_is_not_made_again(shown: Showing, monkeypatch: pytest.MonkeyPatch):
    before = parts(shown, ())
    monkeypatch.setattr(review, "_filled", lambda *_: pytest.fail("a template is filled again"))
    assert digests(parts(shown, ()).items()) == digests(before.items())


def test_a_judgement_changes_its_scene_and_the_strip(shown: Showing):
    one = Judgement("2026-11-20T09:00:00Z", "ann <b>", "2C", "", "approved", "", shown.told["2C"])
    old = Judgement("2026-11-20T09:00:00Z", "ann", "2D", "", "rejected", 'too "slow" <i>', "0" * 64)
    take = Judgement("2026-11-20T09:00:00Z", "ann", "2E", "kling/1/1", "approved", "", "")
    before, after = parts(shown, ()), parts(shown, (one, old, take))
    assert {name for name in after if after[name].digest != before[name].digest} == {"head", "scene-2"}
    tree = Tree(after["scene-2"].html)
    assert tree.of("shot-2C")["attrs"]["class"].split() == ["card", "approved"]
    assert tree.of("shot-2D")["attrs"]["class"].split() == ["card", "rejected", "changed"]
    assert "changed since" in tree.of("shot-2D")["text"] and 'too "slow" <i>' in tree.of("shot-2D")["text"]
    assert tree.of("shot-2E")["attrs"]["class"].split() == ["card"]
    bars = {e["text"].strip() for e in Tree(after["head"].html).all("title") if "," in e["text"]}
    assert any(bar.startswith("2C, ") and bar.endswith("approved") for bar in bars)
    assert any(bar.startswith("2D, ") and bar.endswith("rejected, changed since") for bar in bars)


def test_problems_lead_to_their_lines(text: str):
    bad = showing(text.replace("MS on JON, 40mm f/2.8", "MS on JON, 4000mm f/2.8, dolly inn 1m"))
    assert bad.film
    tree = Tree(page(bad, (), live=True))
    errors = [one for one in bad.film.problems if one.level.name == "ERROR"]
    links = [e["attrs"]["href"][1:] for e in tree.all("a") if "section" in e["in"] and e["text"].startswith("line ")]
    assert len(links) == len([one for one in bad.film.problems if one.level.name != "INFO"]) and errors
    for link in links:
        assert "dolly inn 1m" in tree.of(link)["text"] and tree.of(link)["tag"] == "li"
    for one in errors:
        assert one.message in tree.of(links[0])["text"], "beside its line"


@pytest.mark.parametrize("live", [True, False])
def test_nothing_in_the_page_runs_or_reaches_out(nasty: Showing, live: bool):
    text = page(nasty, (), live=live)
    tree = Tree(text)
    for one in tree.elements:
        assert one["tag"] not in ("style", "iframe", "object", "embed", "base")
        assert one["tag"] != "b" or "ROOM" not in one["text"]
        names = set(one["attrs"])
        assert not [name for name in names if name.startswith(("on", "hx-", "data-hx")) or name in ("style", "srcset")]
        for address in (one["attrs"].get(name) for name in ("src", "href", "action", "poster")):
            assert address is None or re.fullmatch(r"#.*|(still|static|reel|clip)/[\w.-]+", address), address
    scripts = tree.all("script")
    for one in scripts:
        if one["attrs"].get("type") == "application/json":
            json.loads(one["text"])
        else:
            assert one["attrs"]["src"].startswith("static/") and not one["text"]
    assert (len(tree.all("meta")) == 4) is live, "the policy is in the page where no server sends it"


def test_text_of_a_script_is_text(nasty: Showing):
    text = page(nasty, (), live=True)
    tree = Tree(text)
    told = lines(tree)
    for words in ("</script><script>alert(2)</script> ]]> <!-- \ufffd שלום עולם 你好", "INT. </style><b>ROOM - DAY #1#",
                  '!! 1A: CU on MAYA, "&lt;i&gt; & <i onclick=x>", </article></section>, 4s'):
        assert words in told
    assert any("{{ 7 * 7 }} {% raw %}" in line for line in told) and "\x07" not in text
    assert "<hx-" not in text.lower(), "htmx would take it for its own"
    assert nasty.film and tree.all("h1")[0]["text"] == nasty.film.story.title


def test_a_line_of_a_megabyte_is_one_line():
    long = "A very <b>long</b> line. " * 40_000
    tree = Tree(page(showing(f"INT. ROOM - DAY\n\n!! WS, 4s\n\n{long}\n"), (), live=True))
    assert long.rstrip() in [line.rstrip() for line in lines(tree)]


def test_a_page_of_nothing_says_why():
    tree = Tree(page(Showing(1, None, trouble="cannot read <x>: it is gone"), (), live=True))
    assert [e["text"] for e in tree.all("p", "trouble")] == ["cannot read <x>: it is gone"]
    tree = Tree(page(showing("Just words\n"), (), live=True))
    assert "Just words" in tree.of("film")["text"]


def test_the_timeline_knows_each_shots_place(shown: Showing, text: str):
    assert shown.film
    slots = shown.film.timeline.slots
    reel = Reel(Path("/x.mp4"), "abc", {one.label: (one.start, one.frames) for one in slots[:5]},
                {one.label: shown.told[one.label] for one in slots[:4]})
    told = timeline(Showing(1, shown.film, shown.board, shown.stills, shown.told, reel))
    assert (told["fps"], told["reel"], told["frames"]) == (24.0, "reel/abc.mp4", shown.film.timeline.frames)
    written = text.splitlines()
    for one, slot in zip(told["shots"], slots, strict=True):
        assert (one["label"], one["at"], one["frames"]) == (slot.label, slot.start, slot.frames)
    assert [one["start"] for one in told["shots"]] == [slot.start for slot in slots[:5]] + [None] * (len(slots) - 5)
    assert [one["stale"] for one in told["shots"]] == [False] * 4 + [True] * (len(slots) - 4)
    by = {one["label"]: one for one in told["shots"]}
    assert written[by["2F"]["line"] - 1].startswith("!! 2F:")
    assert [written[line - 1] for _, line in by["2F"]["lines"]] == ["He never put it out, Jon. Somebody else did."]
    assert [(frame, written[line - 1]) for frame, line in by["2C"]["lines"]] == [
        (0, "(beat)"), (24, "After all this time.")]


def test_the_floor_follows_camera_and_people(shown: Showing):
    """Where the stage has them, on the shot's own frames; one number for what stands still."""
    assert shown.film
    for label in ("1A", "1B", "2C", "2F"):
        stage, told = shown.film.stage.shots[label], floor(shown, label)
        own = slice(stage.lead, stage.lead + stage.frames)
        for name, column in (("x", 0), ("z", 2)):
            curve = np.broadcast_to(told["camera"][name], stage.frames) if len(told["camera"][name]) == 1 else (
                told["camera"][name])
            assert np.abs(curve - stage.camera.position[own, column]).max() < 0.002
        assert {one["name"] for one in told["people"]} == {
            track.name for track in stage.people if track.shown[own].any()}
        json.dumps(told)
    assert len(floor(shown, "1B")["camera"]["x"]) > 1 and len(floor(shown, "2C")["camera"]["x"]) == 1
    assert floor(shown, "9Z") == {}


def test_the_camera_looks_where_the_stage_has_it_look(shown: Showing):
    assert shown.film
    told, stage = floor(shown, "2F"), shown.film.stage.shots["2F"]
    pose = stage.camera.cam_to_world[stage.lead]
    ahead = -pose[:3, 2]
    yaw = told["camera"]["yaw"][0]
    assert np.allclose((-np.sin(yaw), -np.cos(yaw)), ahead[[0, 2]] / np.hypot(ahead[0], ahead[2]), atol=0.002)
