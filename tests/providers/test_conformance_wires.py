"""How services are spoken to: pure, and never thrown by what comes back."""

from __future__ import annotations

import ast
import copy
import inspect
import sys
from decimal import Decimal

import pytest
from films import segments, toured
from found import EACH, MANY
from hypothesis import given
from hypothesis import strategies as st

from shotscript.core import digest
from shotscript.providers.contract import Provider, Request
from shotscript.providers.service import Auth, Call, Ready, Refused, Wire, Working

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
    """Whatever the service calls a task, and whatever we do."""
    request = requests(provider)[0]
    handle = wire.handle or (lambda request, id: id)
    for ask in [wire.poll, *([wire.find] if wire.find else [])]:
        calls = [ask(handle(request, word)) for word in ("t-1", "a b/c?d=e&f#g\n\r", "../../x", "任务", "%2e%2e")]
        for path in (call.path for call in calls):
            assert path.startswith("/") and path.isascii() and path.isprintable(), path
            assert not {" ", "#", "\n"} & set(path) and "../" not in path, path
        assert len({(call.path, str(call.body)) for call in calls}) == len(calls), "two tasks, one path"
        assert ask(handle(request, "t-1")) == calls[0]


@EACH
def test_where_and_with_which_key(provider: Provider, wire: Wire) -> None:
    assert wire.base.startswith(("https://", "http://127.0.0.1", "http://localhost")), wire.base
    assert not wire.base.endswith("/"), "paths begin with a slash"
    assert wire.pace > 0
    auth: Auth | None = wire.auth
    while auth is not None:
        assert auth.kind == "none" or (auth.variables and "{key}" in auth.form), auth
        assert all(name == name.upper() and name.isidentifier() for name in auth.variables), auth
        auth = auth.other


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
        assert progress.cost is None or (isinstance(progress.cost, Decimal) and progress.cost >= 0), (answer, progress)
    if isinstance(progress, Refused):
        assert isinstance(progress.words, str) and progress.words, (status, answer, progress)


def own_words(wire: Wire) -> tuple[str, ...]:
    """The short strings in a wire's own code: its names of things and its status words."""
    module = sys.modules[getattr(wire.progress, "__module__", __name__)]
    tree = ast.parse(inspect.getsource(module))
    found = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return tuple(sorted(word for word in found if 0 < len(word) < 25 and "\n" not in word))[:60]
