"""The page of a build: one file that reaches nothing, runs nothing of a script's, and links prompt to script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest

import shotscript
from shotscript.studio.edition import edition
from shotscript.ui.page import page

VOID = {"meta", "br", "input", "wbr", "img", "link"}
OPEN = {"td", "th", "tr", "li", "tbody", "thead"}
"""Elements whose end may be left out."""

NASTY = """Title: <script>alert("title")</script>

/*@cast
MAYA: woman, 34, "></p><img src=x onerror=alert(1)>
*/

INT. </style><b>ROOM - DAY #1#

!! 1A: CU on MAYA, "&lt;i&gt; & <i onclick=x>", 4s

MAYA
</script><script>alert(2)</script> ]]> <!-- \x07 שלום עולם 你好

她走进厨房。 <iframe src="https://example.org/"></iframe>
"""


class Tree(HTMLParser):
    """Elements with their attributes and all the text in them; asserts that what must be closed is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[dict] = []
        self.elements: list[dict] = []
        self.feed(text)
        self.close()
        assert not self.stack, [one["tag"] for one in self.stack]

    def handle_starttag(self, tag: str, attrs: list) -> None:
        one = {"tag": tag, "attrs": dict(attrs), "text": "", "in": [e["attrs"] for e in self.stack]}
        self.elements.append(one)
        if tag not in VOID | OPEN:
            self.stack.append(one)

    def handle_endtag(self, tag: str) -> None:
        if tag not in OPEN:
            assert self.stack and self.stack[-1]["tag"] == tag, (tag, [one["tag"] for one in self.stack])
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        for one in self.stack:
            one["text"] += data

    def all(self, tag: str = "", cls: str = "") -> list[dict]:
        return [e for e in self.elements if tag in ("", e["tag"])
                and (not cls or cls in (e["attrs"].get("class") or "").split())]


def drawn(film: shotscript.Film) -> tuple[str, Tree]:
    text = page(film, edition(film))
    return text, Tree(text)


@pytest.fixture(scope="module")
def film(example: Path) -> shotscript.Film:
    return shotscript.compile(example, provider="kling-3-omni")


@pytest.fixture(scope="module")
def nasty() -> shotscript.Film:
    return shotscript.compile(NASTY, provider="kling-3-omni")


def test_nothing_but_our_own_style_and_script_may_run(film: shotscript.Film):
    _, tree = drawn(film)
    [policy] = [e["attrs"]["content"] for e in tree.all("meta")
                if e["attrs"].get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        [one] = tree.all(tag)
        digest = base64.b64encode(hashlib.sha256(one["text"].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert not one["attrs"]
    assert "unsafe" not in policy and "http" not in policy


@pytest.mark.parametrize("which", ["film", "nasty"])
def test_it_reaches_nothing_outside(which: str, request: pytest.FixtureRequest):
    _, tree = drawn(request.getfixturevalue(which))
    for one in tree.elements:
        assert one["tag"] not in ("img", "iframe", "link", "object", "embed", "b" if which == "nasty" else "img") or (
            one["tag"] == "b" and not one["attrs"])
        assert not [name for name in one["attrs"] if name.startswith("on") or name in ("style", "src", "srcset")]
        link = one["attrs"].get("href", "#")
        assert link.startswith(("#", "requests/", "prompts/")), link


def test_text_of_a_script_is_text(nasty: shotscript.Film):
    text, tree = drawn(nasty)
    assert len(tree.all("script")) == len(tree.all("style")) == 1
    shown = "".join(one["text"] for one in tree.all("section", "script"))
    for words in ("</script><script>alert(2)</script> ]]> <!--", "שלום עולם 你好", '"></p><img src=x onerror='):
        assert words in shown
    assert "\x07" not in text and "\ufffd" in shown
    [title] = tree.all("h1")
    assert title["text"] == nasty.story.title


@pytest.mark.parametrize("which", ["film", "nasty"])
def test_the_prompt_shown_is_the_prompt_sent(which: str, request: pytest.FixtureRequest):
    film = request.getfixturevalue(which)
    _, tree = drawn(film)
    wanted = [re.sub(r"[\x00-\x08\x7f-\x9f]", "\ufffd", one.prompt) for one in film.requests]
    assert [one["text"] for one in tree.all("p", "words")] == wanted


def test_each_piece_lights_the_words_it_came_from(film: shotscript.Film, example: Path):
    """Both ways: the words under a key in the script are those of the span, and every key of the prompt is there."""
    _, tree = drawn(film)
    source = example.read_text()
    articles = [e["attrs"]["id"] for e in tree.all("article")]
    assert len(articles) == len(film.segments)
    for stem, draft in zip(articles, film.drafts, strict=True):
        mine = [e for e in tree.all("i") if any(a.get("id") == stem for a in e["in"])]
        script, prompt = defaultdict(str), defaultdict(str)
        for one in mine:
            in_prompt = any(a.get("class") == "prompt" for a in one["in"])
            for key in one["attrs"].get("data-k", "").split():
                (prompt if in_prompt else script)[key] += one["text"]
        spans: dict = defaultdict(str)
        for piece in draft.request.pieces:
            assert piece.span
            spans[piece.span] += draft.request.prompt[piece.start : piece.end]
        linked = sorted(("".join(words.split()), prompt[key]) for key, words in script.items() if key in prompt)
        assert set(prompt) <= set(script)
        wanted = ((source[span.start : span.end], said) for span, said in spans.items())
        assert linked == sorted(("".join(words.split()), said) for words, said in wanted)


def test_every_loss_is_a_row_that_lights_its_clause(example: Path):
    film = shotscript.compile(example, provider="previz")
    _, tree = drawn(film)
    rows = [e for e in tree.all("tr") if "data-k" in e["attrs"]]
    letters = [e["attrs"]["class"] for e in rows]
    tally = {"l": "lost", "a": "approximated", "u": "used"}
    for letter, verdict in tally.items():
        assert letters.count(letter) == sum(loss.verdict.value == verdict for loss in film.losses) > 0
    lit = {(e["in"][-1].get("class"), e["attrs"]["class"]) for e in tree.all("i", "l")}
    assert lit
    assert all("w-l" in (e["attrs"]["class"]) for e in tree.all("article"))


def test_segments_are_linked_in_a_row(film: shotscript.Film):
    _, tree = drawn(film)
    stems = [e["attrs"]["id"] for e in tree.all("article")]
    after = [e["attrs"]["href"] for e in tree.all("a") if e["attrs"].get("rel") == "next"]
    before = [e["attrs"]["href"] for e in tree.all("a") if e["attrs"].get("rel") == "prev"]
    assert after == [f"#{stem}" for stem in stems[1:]] and before == [f"#{stem}" for stem in stems[:-1]]


def test_a_film_without_scenes_has_a_page_too():
    text, tree = drawn(shotscript.compile("Title: Nothing\n\n", provider="kling-3-omni"))
    assert not tree.all("article") and "there is nothing to make" in text


def test_faults_are_told_on_the_page():
    _, tree = drawn(shotscript.compile("INT. ROOM - DAY #1#\n\n!! 1A: WS, 0s\n\nShe waits.\n", provider="previz"))
    [trouble] = tree.all("section", "wrong")
    assert "script.fountain:3:" in trouble["text"] and "SY103" in trouble["text"]
