"""How services are spoken to: pure, and never thrown by what comes back."""

from __future__ import annotations

import ast
import copy
import inspect
import sys

import pytest
from films import segments, toured
from found import EACH, MANY
from hypothesis import given
from hypothesis import strategies as st

from shotscript.core import digest
from shotscript.providers.contract import Provider, Request, Status
from shotscript.providers.service import Call, Ready, Refused, Wire, Working

OURS = "key-1-of-ours"
STATUSES = (200, 201, 202, 400, 401, 402, 403, 404, 409, 422, 429, 500, 502, 503)
ODD = (None, True, 0, -1, 3.5, "", "no such word", "<html><body>502 Bad Gateway</body></html>", [], [None], {}, [[]])
KEYS = ("data", "id", "status", "task_id", "request_id", "state", "output", "outputs", "error", "message", "code",
        "urls", "url", "video", "videos", "tasks", "name", "done", "response", "result", "detail")
"""What services call things; each wire's own words come on top."""


@pytest.fixture
def wire(provider: Provider) -> Wire:
    if provider.wire is None:
        pytest.skip("drawn on this machine")
    return provider.wire


def requests(provider: Provider) -> list[Request]:
    one = toured()[1]
    return [provider.write(segment, one.context()).request for segment in segments(one, provider.limits)]


@EACH
def test_submit_is_pure_and_alone_knows_our_key(provider: Provider, wire: Wire) -> None:
    for request in requests(provider):
        before = copy.deepcopy(request.body), request.key
        first, again = wire.submit(request, OURS), wire.submit(request, OURS)
        assert isinstance(first, Call) and first.method == "POST"
        assert (first.path, digest.canonical(first.body)) == (again.path, digest.canonical(again.body))
        assert (request.body, request.key) == before, "submit changed the request"
        assert OURS not in str(request.body)
        if wire.find is not None:
            assert first != wire.submit(request, "another"), "a task can be looked up by our key, but it is not sent"


@EACH
def test_paths_are_fit_for_a_request_line(provider: Provider, wire: Wire) -> None:
    asked = [wire.poll, *([wire.find] if wire.find else [])]
    for call in (ask(word) for ask in asked for word in ("t-1", "a b/c?d=e&f#g\n\r", "../../x", "任务", "%2e%2e")):
        assert call.path.isascii() and call.path.isprintable() and " " not in call.path, call.path
        assert "\n" not in call.path and "#" not in call.path and "../" not in call.path, call.path
    assert all(ask("t-1") == ask("t-1") and ask("t-1") != ask("t-2") for ask in asked)


@EACH
def test_where_and_with_which_key(provider: Provider, wire: Wire) -> None:
    assert wire.base.startswith(("https://", "http://127.0.0.1", "http://localhost")), wire.base
    assert not wire.base.endswith("/")
    assert wire.auth.kind == "none" or (wire.auth.variables and "{key}" in wire.auth.form)
    assert all(name == name.upper() and " " not in name for name in wire.auth.variables)
    assert wire.pace > 0
    if provider.status is not Status.RETIRED:
        assert provider.price is not None


@EACH
def test_an_empty_answer_is_no_task(provider: Provider, wire: Wire) -> None:
    for status in STATUSES:
        assert isinstance(wire.ticket(status, {}), Refused), status
        assert not isinstance(wire.progress(status, {}), Ready), status


@EACH
def test_no_answer_throws(provider: Provider, wire: Wire) -> None:
    """Wrong types under the names a service really uses, its own status words among them."""
    for name in (*KEYS, *own_words(wire)):
        for odd in ODD:
            for answer in ({name: odd}, {"data": {name: odd}}, {"data": [{name: odd}]}, {"output": {name: odd}}):
                sound(wire, 200, answer)
                sound(wire, 500, answer)


@EACH
def test_no_answer_at_random_throws(provider: Provider, wire: Wire) -> None:
    words = own_words(wire)
    names = st.sampled_from((*KEYS, *words))
    leaves = st.one_of(st.sampled_from(ODD), st.sampled_from((*words, *KEYS)), st.text(max_size=5), st.integers(0, 5))
    inner = st.recursive(leaves, lambda held: st.lists(held, max_size=2) | st.dictionaries(names, held, max_size=4),
                         max_leaves=8)

    @MANY
    @given(st.sampled_from(STATUSES), st.dictionaries(names, inner, max_size=5))
    def asked_at_random(status: int, answer: dict) -> None:
        sound(wire, status, answer)

    asked_at_random()


def sound(wire: Wire, status: int, answer: dict) -> None:
    """Answers are of the kinds there are, and say something."""
    kept = copy.deepcopy(answer)
    ticket, progress = wire.ticket(status, answer), wire.progress(status, answer)
    assert answer == kept, "the answer was changed"
    if isinstance(ticket, Refused):
        assert isinstance(ticket.words, str) and ticket.words, (status, answer, ticket)
    else:
        assert isinstance(ticket, str) and ticket and status < 400, (status, answer, ticket)
    assert isinstance(progress, Working | Ready | Refused), (status, answer, progress)
    if isinstance(progress, Ready):
        assert progress.urls and all(isinstance(url, str) and url for url in progress.urls), (status, answer, progress)
        assert status < 400, (status, answer, progress)
    if isinstance(progress, Refused):
        assert isinstance(progress.words, str) and progress.words, (status, answer, progress)


def own_words(wire: Wire) -> tuple[str, ...]:
    """The short strings in a wire's own code: its names of things and its status words."""
    module = sys.modules[getattr(wire.progress, "__module__", __name__)]
    tree = ast.parse(inspect.getsource(module))
    found = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return tuple(sorted(word for word in found if 0 < len(word) < 25 and "\n" not in word))[:60]
