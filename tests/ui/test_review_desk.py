"""The desk as values and HTML: what is sent for a shot, what became of it, what was said; text of a script is text."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest
from deskkit import PROVIDER, SMALL, Stage

from shotscript.core.errors import UsageError
from shotscript.providers import find
from shotscript.providers.contract import Status
from shotscript.render.ledger import events
from shotscript.render.orders import books
from shotscript.studio import Film, lower, read
from shotscript.studio.judgements import Judgement, take_name
from shotscript.ui.page import dollars
from shotscript.ui.review import desk, prompts, takes, verdicts
from shotscript.ui.review.values import Reel, Showing, Wish

VOID = {"br", "input", "img", "meta", "link"}
LEFT_OPEN = {"td", "th", "tr", "tbody", "thead"}
LETTERS = {"used": "u", "approximated": "a", "lost": "l"}
EVIL = "\"></p><img src=x onerror=alert(1)><script>alert(2)</script>'{{7*7}}"


class Tree(HTMLParser):
    """Elements with attributes, all the text in them and what they stand in; what must be closed is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[dict] = []
        self.elements: list[dict] = []
        self.feed(text)
        self.close()
        assert not self.open, [one["tag"] for one in self.open]

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "li" and self.open[-1]["tag"] == "li":
            self.open.pop()
        one = {"tag": tag, "at": dict(attrs), "text": "", "in": [e["at"] for e in self.open]}
        self.elements.append(one)
        if tag not in VOID | LEFT_OPEN:
            self.open.append(one)

    def handle_endtag(self, tag: str) -> None:
        if tag == "ul" and self.open[-1]["tag"] == "li":
            self.open.pop()
        if tag not in LEFT_OPEN:
            assert self.open and self.open[-1]["tag"] == tag, (tag, [one["tag"] for one in self.open])
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one["text"] += data

    def all(self, tag: str = "", cls: str = "", **at: str) -> list[dict]:
        return [e for e in self.elements if tag in ("", e["tag"])
                and (not cls or cls in (e["at"].get("class") or "").split())
                and all(e["at"].get(name.replace("_", "-")) == value for name, value in at.items())]

    def one(self, tag: str = "", cls: str = "", **at: str) -> dict:
        [found] = self.all(tag, cls, **at)
        return found


def inert(tree: Tree) -> None:
    """Nothing in it runs, and nothing leads away."""
    for one in tree.elements:
        assert one["tag"] not in ("script", "style", "iframe", "img", "link", "object", "base"), one
        for name, value in one["at"].items():
            assert not name.startswith("on") and name not in ("style", "srcdoc", "action", "formaction"), one
            if name in ("src", "href"):
                assert re.fullmatch(r"(clip|reel)/[0-9a-f]+\.mp4(#t=[\d.,]+)?", value), one


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@pytest.fixture(scope="module")
def light(example: Path) -> tuple[Showing, Film]:
    """The example, and a film of it at its own provider."""
    text = read(example)
    return Showing(1, lower(text, "previz", {})), lower(text, "", {})


def panels(now: Showing, film: Film) -> list[tuple[str, Tree]]:
    """The prompt tab of the first shot of every segment."""
    return [(one.cuts[0].shot.label, Tree(prompts.panel(now, lambda *_: film, Wish(one.cuts[0].shot.label))))
            for one in film.segments]


def test_every_claim_has_its_verdict(light: tuple[Showing, Film]):
    now, film = light
    for (_, tree), draft, price in zip(panels(now, film), film.drafts, film.prices, strict=True):
        rows = [row["at"]["class"] for row in tree.all("tr") if "data-k" in row["at"]]
        assert sorted(rows) == sorted(LETTERS[loss.verdict.value] for loss in draft.losses)
        sheet = tree.one("article")["text"]
        for loss in draft.losses:
            assert " ".join(loss.clause.split()) in " ".join(sheet.split()) and loss.how in sheet
        assert dollars(price) in sheet and dollars(sum(film.prices)) in tree.one("p", "facts")["text"]
        assert json.loads(tree.one("code")["text"]) == draft.request.body
        assert tree.one("p", "words")["text"] == draft.request.prompt


def test_prompt_and_script_light_each_other(light: tuple[Showing, Film], example: Path):
    """The words of the script under a key are the author's at the span that the prompt's words under it come from."""
    now, film = light
    source = example.read_text()
    for (_, tree), draft in zip(panels(now, film), film.drafts, strict=True):
        script, prompt = defaultdict(str), defaultdict(str)
        for one in tree.all("i"):
            side = prompt if any(at.get("class") == "prompt" for at in one["in"]) else script
            for key in one["at"].get("data-k", "").split():
                side[key] += one["text"]
        wanted: dict = defaultdict(str)
        for piece in draft.request.pieces:
            assert piece.span
            wanted[piece.span] += draft.request.prompt[piece.start : piece.end]
        assert prompt and set(prompt) <= set(script)
        pairs = sorted(("".join(script[key].split()), said) for key, said in prompt.items())
        assert pairs == sorted(("".join(source[span.start : span.end].split()), said)
                               for span, said in wanted.items())


def test_every_provider_renders(stage: Stage):
    """Each is offered with its price; each makes a sheet, or says why not; those that are not simply live say so."""
    now = stage.now()
    for name, one in find().items():
        film = stage.film(name)
        tree = Tree(prompts.panel(now, stage.film, Wish("1B", name)))
        inert(tree)
        offer = tree.one("option", value=name)
        assert offer["at"].get("selected", "") is None and offer["text"].startswith(f"{one.title} · ")
        assert ("a second" in offer["text"]) is not offer["text"].endswith("free")
        assert (one.status.value in offer["text"]) is (one.status is not Status.LIVE)
        assert {e["at"]["value"] for e in tree.all("option")} == set(find())
        made = [s for s in film.segments if any(cut.shot.label == "1B" for cut in s.cuts)]
        assert len(tree.all("article")) == len(made)
        if not made:
            [none] = tree.all("p", "none")
            assert none["text"] == f"{one.title} cannot make this shot" and tree.all("li", "error")
        labels = {cut.shot.label for s in film.segments for cut in s.cuts}
        told = tree.one("p", "facts")["text"]
        assert ("none of the film" in told) is (not labels) and ("without" in told) is (0 < len(labels) < 3)
        badges = [e["text"] for e in tree.all("span", "badge")]
        assert badges == ([] if one.status is Status.LIVE else [one.status.value])
        if one.retired:
            assert any(f"closed {one.retired}" in e["text"] for e in tree.all("p", "warn"))
        assert len(Tree(takes.panel(now, stage.film, (), Wish("1B", name))).all("section", "strip-of")) == len(made)


@pytest.mark.parametrize(("provider", "variant", "words"), [
    ("nobody", "", "no provider is called 'nobody'"),
    ("", "sunny", "there is no variant called 'sunny'"),
])
def test_what_cannot_be_compiled_says_why_and_can_be_taken_back(stage: Stage, provider: str, variant: str, words: str):
    for panel in (prompts.panel(stage.now(), stage.film, Wish("1A", provider, variant)),
                  takes.panel(stage.now(), stage.film, (), Wish("1A", provider, variant))):
        tree = Tree(panel)
        assert words in tree.one("p", "problems")["text"] and not tree.all("article")
        assert not provider or "selected" in tree.one("option", value=provider)["at"]
        assert not variant or "checked" in tree.one("input", value=variant)["at"]


def test_variants_are_chosen_together(stage: Stage):
    tree = Tree(prompts.panel(stage.now(), stage.film, Wish("2A", PROVIDER, "rain,tall")))
    boxes = {e["at"]["value"]: "checked" in e["at"] for e in tree.all("input", type="checkbox")}
    assert boxes == {"rain": True, "tall": True}
    assert "heavy rain" in tree.one("p", "words")["text"] and "9:16" in tree.one("code")["text"]


def test_a_shot_in_no_segment_says_why(stage: Stage):
    (stage.folder / "done.mp4").write_bytes(b"")
    stage.write(SMALL.replace("!! 2A: WS on MAYA, 4s", "[[take: done.mp4]]\n!! 2A: WS on MAYA, 4s"))
    tree = Tree(prompts.panel(stage.now(), stage.film, Wish("2A", PROVIDER)))
    assert "this shot is finished footage" in tree.one("p", "none")["text"]
    tree = Tree(prompts.panel(stage.now(), stage.film, Wish("9Z", PROVIDER)))
    assert "no such shot any more" in tree.one("p", "none")["text"]
    nothing = Showing(1, None, trouble="cannot read film.fountain: it is gone")
    assert "it is gone" in Tree(prompts.panel(nothing, stage.film, Wish("1A"))).one("p", "problems")["text"]


def test_a_shot_longer_than_a_segment_shows_all_its_parts(stage: Stage):
    stage.write(SMALL.replace("!! 2A: WS on MAYA, 4s", "!! 2A: WS on MAYA, 40s"))
    film = stage.film("wan-2.6")
    parts = [one.name for one in film.segments if one.cuts[0].shot.label == "2A"]
    tree = Tree(prompts.panel(stage.now(), stage.film, Wish("2A", "wan-2.6")))
    assert len(parts) > 1 and [e["at"]["aria-label"] for e in tree.all("article")] == [f"segment {p}" for p in parts]


def test_hostile_text_is_text(stage: Stage):
    text = SMALL.replace("Maya waits at the table.", f"Maya waits. {EVIL}").replace("silver hair", f"silver {EVIL}")
    stage.write(text.replace("You kept it.", "</textarea></script><!-- \x07 javascript:alert(3)"))
    clip = stage.take("1A", 1, "stored")
    stage.take("1A", 2, "refused", EVIL)
    said = [Judgement(EVIL, EVIL, "1A", name, "comment", EVIL, EVIL, EVIL)
            for name in ("", EVIL, take_name(PROVIDER, stage.key("1A"), 1), f"{EVIL}/{EVIL}/{EVIL}")]
    wish, now = Wish("1A", "", f"{EVIL},rain"), stage.now()
    for html in (prompts.panel(now, stage.film, Wish("1A")), prompts.panel(now, stage.film, wish),
                 takes.panel(now, stage.film, said, Wish("1A")), verdicts.panel(now, stage.film, said, Wish("1A")),
                 prompts.panel(now, stage.film, Wish(EVIL, EVIL)), verdicts.panel(now, stage.film, said, Wish(EVIL)),
                 desk.held(now, [stage.film()], said)):
        inert(tree := Tree(html))
        assert "\x07" not in html
    assert EVIL in "".join(e["text"] for e in tree.all("section", "script")) and clip
    assert tree.all("p", "what")[0]["text"] == EVIL


def test_takes_stand_in_order_with_what_the_service_said(stage: Stage):
    kept = [stage.take("1A", 1, "stored"), stage.take("1A", 4, "stored")]
    words = {2: ("refused", "a face was refused"), 3: ("unknown", "it broke off"), 5: ("failed", "no memory"),
             6: ("absent", "never arrived")}
    for number, (state, said) in words.items():
        stage.take("1A", number, state, said)
    stage.take("1A", 7, "sent")
    tree = Tree(takes.panel(stage.now(), stage.film, (), Wish("1B", PROVIDER)))
    cards = [card["at"]["data-take"].rsplit("/", 1)[1] for card in tree.all("li", "take")]
    assert cards == ["1", "4", "2", "3", "5", "6", "7"]
    assert [video["at"]["src"] for video in tree.all("video")] == [f"clip/{one}.mp4" for one in kept]
    told = [e["text"] for e in tree.all("div", "told")]
    line = str(SMALL[: SMALL.index("!! 1A")].count("\n") + 1)
    assert len(told) == 5
    for text, (_, said) in zip(told, words.values(), strict=False):
        assert said in text and "!! 1A: WS on MAYA and JON, 24mm f/4" in text and text.split()[0] == line
    assert "still at the service" in told[-1] and "settle job-" in told[1]
    assert tree.one("li", "cut")["at"]["data-take"].endswith("/4")
    assert [e["text"] for e in tree.all("span", "good")] == ["newest: in the cut"]


def test_a_take_is_chosen_in_the_ledger(stage: Stage):
    stage.take("1A", 1, "stored")
    stage.take("1A", 2, "stored")
    takes.choose(stage.film, segment=stage.name("1B"), provider=PROVIDER, variant="", take=1)
    found = books(events(stage.folder / ".shotscript" / "ledger.sqlite"))
    assert found.chosen == {(PROVIDER, stage.key("1A")): 1}
    tree = Tree(takes.panel(stage.now(), stage.film, (), Wish("1A", PROVIDER)))
    assert tree.one("li", "cut")["at"]["data-take"].endswith("/1")
    assert [e["text"] for e in tree.all("span", "good")] == ["chosen"]
    with pytest.raises(UsageError, match="no take 9"):
        takes.choose(stage.film, segment=stage.name("1B"), provider=PROVIDER, variant="", take=9)


def test_an_older_texts_takes_stay_in_sight(stage: Stage):
    old = stage.take("1A", 1, "stored")
    stage.write(SMALL.replace("Maya waits", "Maya sleeps"))
    tree = Tree(takes.panel(stage.now(), stage.film, (), Wish("1A", PROVIDER)))
    [card] = tree.all("li", "take")
    assert any(at.get("data-open", "").startswith("older") for at in card["in"])
    assert tree.one("video")["at"]["src"] == f"clip/{old}.mp4" and not tree.all("form", data_choose="")
    assert any("No take was asked for yet" in e["text"] for e in tree.all("p", "none"))


def test_a_clip_that_is_gone_from_the_disk_is_said(stage: Stage):
    digest = stage.take("1A", 1, "stored")
    path = takes.clip(stage.folder, digest)
    assert path and takes.clips([stage.film(PROVIDER)]) == {digest: path}
    other = path.parent.parent / "00" / f"{'0' * 64}.mp4"
    other.parent.mkdir()
    other.write_bytes(b"nobody names it")
    assert takes.clip(stage.folder, "0" * 64) is None and takes.clip(stage.folder, f"../{digest[:2]}/{digest}") is None
    path.unlink()
    assert takes.clip(stage.folder, digest) is None
    tree = Tree(takes.panel(stage.now(), stage.film, (), Wish("1A", PROVIDER)))
    assert not tree.all("video") and "its file is gone" in tree.one("li", "take")["text"]


def test_previz_is_a_stretch_of_the_reel(stage: Stage):
    """In seconds of the reel as it was drawn, which may be of an older text."""
    now = stage.now()
    starts = {"1A": (0, 30), "1B": (30, 36), "2A": (66, 48)}
    reel = Reel(Path("reel.mp4"), "abc123", starts, {**now.told, "1B": "older"})
    for shot, start, end, stale in (("1A", "0.000", "5.500", True), ("2A", "5.500", "9.500", False)):
        tree = Tree(takes.panel(stage.now(reel), stage.film, (), Wish(shot, PROVIDER)))
        video = tree.one("video")["at"]
        assert video["src"] == f"reel/abc123.mp4#t={start},{end}"
        assert (video["data-from"], video["data-to"]) == (start, end)
        assert ("of an older text" in tree.one("li", "plan")["text"]) is stale


def test_what_was_said_stands_newest_last_with_what_changed_since(stage: Stage):
    now, key = stage.now(), stage.key("1A")
    take, gone = take_name(PROVIDER, key, 2), take_name(PROVIDER, "0" * 64, 1)
    said = [
        Judgement("2026-11-20T10:00:00Z", "ann", "1A", "", "approved", "", now.told["1A"]),
        Judgement("2026-11-20T11:00:00Z", "bob", "1A", "", "rejected", "too slow", "f" * 64),
        Judgement("2026-11-20T12:00:00Z", "ann", "1A", take, "approved", "", key),
        Judgement("2026-11-20T13:00:00Z", "ann", "1A", gone, "comment", "good light", "0" * 64),
        Judgement("2026-11-20T14:00:00Z", "ann", "1B", "", "comment", "of another shot", ""),
    ]
    tree = Tree(verdicts.panel(now, stage.film, said, Wish("1A", PROVIDER)))
    notes = [" ".join(e["text"].split()) for e in tree.all("p", "who")]
    assert [note.split()[-2:] for note in notes] == [["2026-11-20", f"1{n}:00"] for n in range(4)]
    assert ["take 2 of Kling 3.0 Omni" in note for note in notes] == [False, False, True, False]
    assert [e["text"] for e in tree.all("span", "badge")] == ["changed since", "no longer what would be sent"]
    assert tree.one("input", name="of")["at"]["value"] == now.told["1A"]


def test_a_takes_card_holds_its_own_verdict(stage: Stage):
    stage.take("1A", 1, "stored")
    stage.take("1A", 2, "stored")
    key = stage.key("1A")
    said = [Judgement("2026-11-20T10:00:00Z", "ann", "1B", take_name(PROVIDER, key, 1), "rejected", "her hand", key)]
    tree = Tree(takes.panel(stage.now(), stage.film, said, Wish("1A", PROVIDER)))
    first, second = tree.all("li", "take")
    assert "✗ rejected" in first["text"] and "at 1B" in first["text"] and "her hand" in first["text"]
    assert "rejected" not in second["text"]
    assert [e["at"]["aria-pressed"] for e in tree.all("button", "nay")] == ["true", "false"]


def test_a_take_is_measured_when_somebody_asks(stage: Stage):
    stage.take("1A", 1, "stored")
    assert not Tree(takes.panel(stage.now(), stage.film, (), Wish("1A", PROVIDER))).all("ul", "problems")
    tree = Tree(takes.panel(stage.now(), stage.film, (), Wish("1A", PROVIDER, measured=True)))
    assert "QC101" in tree.one("li", "take")["text"], "it is no film"


def test_without_a_server_all_of_it_is_there(stage: Stage):
    """Every shot has a prompt and its takes in each of the films, and its notes; no two elements have one id."""
    stage.take("1A", 1, "stored")
    now, films = stage.now(), [stage.film(PROVIDER), stage.film("veo-3.1", "rain")]
    html = desk.held(now, films, [Judgement("2026-11-20T10:00:00Z", "ann", "1A", "", "comment", "so far")])
    tree = Tree(html)
    inert(tree)
    assert [e["text"] for e in tree.all("option")] == ["Kling 3.0 Omni", "Veo 3.1 · rain"]
    held = defaultdict(list)
    for one in tree.all("section", "held"):
        assert "hidden" in one["at"]
        panel = next(at["id"] for at in one["in"] if at.get("role") == "tabpanel")
        for shot in one["at"]["data-shots"].split():
            held[panel, one["at"].get("data-edition", "")].append(shot)
    shots = ["1A", "1B", "2A"]
    assert held == {("panel-prompt", "0"): shots, ("panel-prompt", "1"): shots, ("panel-takes", "0"): shots,
                    ("panel-takes", "1"): shots, ("panel-notes", ""): shots}
    ids = [e["at"]["id"] for e in tree.elements if "id" in e["at"]]
    assert len(ids) == len(set(ids)) and not tree.all("form")
    assert html == desk.held(now, films, [Judgement("2026-11-20T10:00:00Z", "ann", "1A", "", "comment", "so far")])
    assert all(e["at"]["preload"] == "none" for e in tree.all("video"))


def test_tabs_name_their_panels():
    tree = Tree(desk.frame())
    tabs = tree.all("button", role="tab")
    assert [tab["text"] for tab in tabs] == ["Prompt", "Takes", "Notes"]
    assert [tab["at"]["aria-selected"] for tab in tabs] == ["true", "false", "false"]
    for tab in tabs:
        panel = tree.one("div", role="tabpanel", id=tab["at"]["aria-controls"])
        assert panel["at"]["aria-labelledby"] == tab["at"]["id"]
