"""What every provider must hold, whoever wrote it: nothing lost in silence, same in same out, its limits kept.

One suite over `providers.find()`. The film is a small one built by hand (`filmset`), asked for in the longest segments
the provider takes.
"""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest
from filmset import Values, segments_of

from shotscript import providers
from shotscript.core import digest
from shotscript.core.diagnostic import Level
from shotscript.core.errors import UsageError
from shotscript.lang.clause import Framing
from shotscript.lang.term import Size
from shotscript.providers import claims
from shotscript.providers.contract import Draft, Provider, Verdict
from shotscript.providers.outside import is_outside
from shotscript.providers.review import markdown
from shotscript.providers.service import Refused

FOUND = providers.find()
FOLDER = Path(providers.__file__).parent


@pytest.fixture(params=FOUND)
def provider(request) -> Provider:
    return FOUND[request.param]


def drafts(provider: Provider, values: Values = Values()) -> list[Draft]:  # noqa: B008 - frozen
    segments, context = segments_of(provider, values)
    return [provider.write(segment, context) for segment in segments]


def test_they_are_found_by_looking():
    assert {"kling-3-omni"} <= set(FOUND)
    assert all(name == found.name and found.name == found.name.strip().lower() for name, found in FOUND.items())


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match="kling-3-omni"):
        providers.named("kling-3-omnni")
    assert providers.named("kling-3-omni") is FOUND["kling-3-omni"]


def test_facts_are_dated_and_typed(provider):
    assert provider.title and provider.checked.year >= 2026
    assert provider.limits.cuts >= 1
    assert (provider.wire is None) == provider.local, "a provider has a wire or a hand to draw with"
    segments, _ = segments_of(provider)
    assert all(isinstance(price := provider.price(s), Decimal) and price >= 0 for s in segments)


def test_every_claim_has_exactly_one_verdict(provider):
    segments, context = segments_of(provider)
    for segment in segments:
        answered = Counter((loss.shot, loss.kind, loss.span) for loss in provider.write(segment, context).losses)
        asked = Counter((c.shot, c.kind, c.span) for cut in segment.cuts for c in claims.claims(cut.shot, context))
        wrong = {key: (n, answered[key]) for key, n in asked.items() if answered[key] != n}
        assert not wrong, wrong


def test_looks_and_clothes_are_answered_once_a_segment(provider):
    """Of everyone whom a shot of the segment names, at the first shot that does."""
    segments, context = segments_of(provider)
    for segment in segments:
        losses = provider.write(segment, context).losses
        framings = [c for cut in segment.cuts for c in cut.shot.clauses if isinstance(c, Framing)]
        named = dict.fromkeys(n.text for c in framings for n in (*c.on, *([c.by] if c.by else [])))
        for person in filter(None, map(context.story.person, named)):
            assert sum(loss.kind == "look" and loss.span == person.span for loss in losses) == 1
        kinds = Counter((loss.kind, loss.span) for loss in losses if loss.kind in ("look", "wears"))
        assert all(n == 1 for n in kinds.values())


def test_what_is_not_used_says_why(provider):
    for draft in drafts(provider):
        assert all(loss.how for loss in draft.losses if loss.verdict is not Verdict.USED)


def test_same_segment_same_bytes(provider):
    first, second = drafts(provider), drafts(provider)
    assert [d.request.key for d in first] == [d.request.key for d in second]
    assert [d.request.model_dump_json() for d in first] == [d.request.model_dump_json() for d in second]
    assert [d.losses for d in first] == [d.losses for d in second]


def test_the_body_is_json(provider):
    for draft in drafts(provider):
        assert digest.canonical(draft.request.body)


def test_pieces_cover_the_prompt(provider):
    segments, context = segments_of(provider)
    for segment in segments:
        request = provider.write(segment, context).request
        edges = [(piece.start, piece.end) for piece in request.pieces]
        assert all(a < b for a, b in edges)
        assert [a for a, _ in edges] == [0, *(b for _, b in edges)][: len(edges)]
        assert not request.prompt or edges[-1][1] == len(request.prompt)


def test_prompt_pieces_point_at_the_script(provider):
    segments, context = segments_of(provider)
    for segment in segments:
        for piece in provider.write(segment, context).request.pieces:
            assert piece.span is None or context.words(piece.span)


def test_dialogue_is_in_the_prompt_to_the_letter_or_reported(provider):
    segments, context = segments_of(provider, Values(line="You kept — “the coat”; after all? 一百"))
    for segment in segments:
        draft = provider.write(segment, context)
        told = {(loss.shot, loss.span): loss for loss in draft.losses}
        for cut in segment.cuts:
            for beat in cut.shot.beats:
                loss = told[cut.shot.label, beat.span]
                exempt = loss.verdict is not Verdict.USED or is_outside(loss.how)
                assert beat.text in draft.request.prompt or exempt


def test_within_the_lengths(provider):
    for draft in drafts(provider):
        assert not [p for p in draft.problems if p.level is Level.ERROR]
        assert provider.limits.prompt is None or len(draft.request.prompt) <= provider.limits.prompt


MUTATIONS = {
    "lens": {"mm": 35}, "stop": {"stop": 8}, "move dolly": {"dolly": Fraction(7, 5)}, "move orbit": {"orbit": 35},
    "look": {"look": "woman, 36, cropped silver hair, a scar through the left eyebrow"},
    "wears": {"wears": "tan wool coat"}, "action": {"action": "Maya waits at the window. The lamp flickers."},
    "dialogue": {"line": "You found the coat."}, "delivery": {"delivery": "sharply"},
    "light": {"light": "one neon tube over the table"}, "weather": {"weather": "snow on the window"},
    "sound": {"sound": "a clock striking"}, "super": {"title": "LAMP"}, "state": {"state": "yellow raincoat, hood up"},
    "framing": {"size": Size.MS}, "angle": {"angle": "high"},
    "description": {"description": "smoke curls past the lens"},
    "blocking": {"walk": Fraction(5, 2)}, "voice over": {"voice_over": "I never came here."},
    "images": {"images": ("cast/maya-1.png", "cast/maya-2.png")},
}
KIND = {"stop": "lens", "delivery": "dialogue"}


@pytest.mark.parametrize("what", MUTATIONS)
def test_a_changed_clause_changes_the_request_exactly_when_it_is_used(provider, what):
    """Between two films that differ in one value: a request differs if, and only if, it said it uses the value."""
    plain, other = Values(), replace(Values(), **MUTATIONS[what])
    for before, after in zip(drafts(provider, plain), drafts(provider, other), strict=True):
        if what == "images":
            assert (before.request.key != after.request.key) == any(
                loss.kind == "images" and loss.verdict is not Verdict.LOST for loss in after.losses)
            continue
        heard = _changed(before, after, KIND.get(what, what), what)
        matters = any(loss.verdict is not Verdict.LOST and not is_outside(loss.how) for loss in heard)
        assert (before.request.key != after.request.key) == matters, heard


def _changed(before: Draft, after: Draft, kind: str, what: str) -> list:
    """The verdicts on the clause that was changed."""
    spot = {"lens": ("1A",), "stop": ("1A",), "framing": ("2A",), "look": None, "wears": None}.get(what, ())
    found = [loss for loss in after.losses if loss.kind == kind]
    if what in ("look", "wears"):
        return [loss for loss in found if loss.clause in (MUTATIONS[what][what],)]
    return [loss for loss in found if not spot or loss.shot in spot]


def test_a_changed_length_changes_the_request(provider):
    before, after = drafts(provider)[0], drafts(provider, Values(seconds=7))[0]
    assert before.request.key != after.request.key


@pytest.mark.parametrize("fps", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)])
def test_every_rate_is_taken_and_lengths_hold(provider, fps):
    segments, _ = segments_of(provider, Values(fps=fps))
    for segment in segments:
        assert len(segment.cuts) <= provider.limits.cuts
        assert provider.limits.longest is None or segment.seconds <= provider.limits.longest
        assert segment.seconds >= provider.limits.shortest
        assert segment.seconds >= Fraction(segment.frames) / fps


def test_the_review_page_can_be_read(provider):
    """Its tables are whole, whatever the script holds, and its bytes are always the same."""
    odd = Values(line="A | pipe, a `tick`, <b>tag</b> and [a link](x)", title="# | *HALO*")
    segments, context = segments_of(provider, odd)
    for segment in segments:
        draft = provider.write(segment, context)
        page = markdown(segment, draft, context, provider.price(segment))
        assert page == markdown(segment, draft, context, provider.price(segment))
        assert page.startswith("# Segment ") and page.endswith("\n") and "\n\n\n" not in page
        rows = [line for line in page.split("\n") if line.startswith("|")]
        assert rows and all(line.endswith("|") for line in rows)
        assert "<b>" not in "".join(rows)


def test_a_wire_tells_refusals_and_unknown_answers(provider):
    if provider.wire is None:
        pytest.skip("drawn on this machine")
    wire, request = provider.wire, drafts(provider)[0].request
    call = wire.submit(request, "key-1")
    assert call.method == "POST" and call.body and digest.canonical(call.body) == digest.canonical(
        wire.submit(request, "key-1").body)
    assert "key-1" in digest.canonical(call.body).decode() and "key-1" not in digest.canonical(request.body).decode()
    assert isinstance(wire.ticket(200, {}), Refused)
    assert isinstance(wire.progress(200, {"code": 0, "data": {"status": "no such word"}}), Refused)


PURE = sorted(path for path in FOLDER.glob("*/*.py") if path.stem in ("dialect", "wire"))
WORLDLY = {"socket", "ssl", "http", "urllib.request", "httpx", "requests", "os", "io", "pathlib", "shutil", "tempfile",
           "subprocess", "time", "random", "datetime", "sqlite3", "av", "threading", "asyncio"}


@pytest.mark.parametrize("path", PURE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_dialects_and_wires_touch_no_network_no_disk_and_no_clock(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    assert not {n for n in named if n in WORLDLY or n.split(".")[0] in WORLDLY}
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"open", "eval", "exec", "print", "input"}


@pytest.mark.parametrize("folder", sorted(p.parent.name for p in FOLDER.glob("*/__init__.py")))
def test_no_provider_folder_knows_another(folder):
    others = {p.parent.name for p in FOLDER.glob("*/__init__.py")} - {folder, "phrase"}
    import_module(f"shotscript.providers.{folder}")
    for path in (FOLDER / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not others & set((node.module or "").split(".")), (path.name, node.module)
