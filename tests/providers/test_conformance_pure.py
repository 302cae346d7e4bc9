"""Same segment, same bytes, wherever and whenever: a dialect and a wire reach for no network, disk or clock."""

from __future__ import annotations

import ast
import inspect
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest
from films import segments, toured
from found import EACH, FOLDER, folder_of
from fresh import written

from shotscript.providers.contract import Context, Provider

HERE = Path(__file__).parent
WORLDLY = {"socket", "ssl", "http", "urllib.request", "httpx", "requests", "aiohttp", "os", "io", "pathlib", "shutil",
           "tempfile", "glob", "subprocess", "multiprocessing", "time", "random", "secrets", "uuid", "sqlite3", "av",
           "threading", "asyncio", "importlib", "platform", "getpass", "locale"}
CALLS = {"open", "eval", "exec", "print", "input", "hash", "globals", "__import__"}
METHODS = {"today", "now", "utcnow", "read_text", "read_bytes", "write_text", "write_bytes", "urandom", "iterdir"}


@EACH
def test_its_code_reaches_for_nothing(provider: Provider) -> None:
    """Of a service every file; of what is drawn here, the dialect and what it uses of its folder."""
    for path in _files(provider):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
        named -= {"importlib.resources"}  # what lies in the folder itself, read once
        assert not {n for n in named if n in WORLDLY or n.split(".")[0] in WORLDLY}, f"{path} imports {named & WORLDLY}"
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        plain = {func.id for func in calls if isinstance(func, ast.Name)} & CALLS
        inside = {"read_text", "read_bytes"} if "importlib.resources" in path.read_text(encoding="utf-8") else set()
        method = {func.attr for func in calls if isinstance(func, ast.Attribute)} & METHODS - inside
        assert not plain | method, f"{path} calls {plain | method}"


@EACH
def test_writing_touches_neither_network_nor_disk_nor_clock(provider: Provider) -> None:
    """Asked once before, so that what is loaded once (a template, a module) is loaded."""
    one = toured()[0]
    parts = segments(one, provider.limits)
    for segment in parts:
        provider.write(segment, one.context())
    context = one.context()
    with shut() as touched:
        for segment in parts:
            request = provider.write(segment, context).request
            provider.price(segment)
            if provider.wire:
                provider.wire.submit(request, "key")
                provider.wire.ticket(500, {})
                provider.wire.progress(200, {"status": "?"})
    assert not touched, f"{provider.name} reached for {sorted(set(touched))}"


@EACH
def test_what_was_written_before_matters_not(provider: Provider) -> None:
    """Backwards, with nothing remembered, or with all of the film in its memory: the same bytes."""
    for one in toured()[:3]:
        parts, context = segments(one, provider.limits), one.context()
        forwards = [_bytes(provider, segment, context) for segment in parts]
        backwards = [_bytes(provider, segment, one.context()) for segment in reversed(parts)][::-1]
        again = [_bytes(provider, segment, context) for segment in parts]
        assert forwards == backwards == again


@pytest.fixture(scope="session")
def elsewhere(request: pytest.FixtureRequest) -> dict[str, str]:
    """What a fresh process with other hashes writes, for all the providers this run asks about, at once."""
    mine = "test_a_fresh_process_writes_the_same"
    chosen = [item.callspec.id for item in request.session.items
              if getattr(item, "originalname", "") == mine and isinstance(item, pytest.Function)]
    around = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, str(HERE / "fresh.py"), *chosen], env=around, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@EACH
def test_a_fresh_process_writes_the_same(provider: Provider, elsewhere: dict[str, str]) -> None:
    assert elsewhere[provider.name] == written(provider)


@pytest.mark.parametrize("folder", sorted(p.parent.name for p in FOLDER.glob("*/__init__.py")))
def test_no_provider_folder_knows_another(folder: str) -> None:
    others = {p.parent.name for p in FOLDER.glob("*/__init__.py")} - {folder, "phrase"}
    import_module(f"shotscript.providers.{folder}")
    for path in (FOLDER / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not others & set((node.module or "").split(".")), (path.name, node.module)


def test_the_guard_sees_what_it_should():
    """A dialect that looks at a file, or at the clock, would be caught."""
    with shut() as touched:
        Path(__file__).read_text(encoding="utf-8")
        time.time()
    assert any(one.startswith("open") for one in touched) and "time.time" in touched
    with shut() as touched:
        sum(range(10))
    assert not touched


# ---------------------------------------------------------------------------------------------- the guard


_TOUCHED: list[str] | None = None
_CLOCKS = ("time", "time_ns", "monotonic", "perf_counter", "sleep", "localtime", "gmtime")
_EVENTS = ("open", "os.", "socket.", "subprocess.", "shutil.", "sqlite3.", "tempfile.", "urllib.", "glob.")


def _listen(event: str, what: tuple) -> None:
    if _TOUCHED is not None and event.startswith(_EVENTS):
        _TOUCHED.append(f"{event} {what[0] if what else ''!r}")


sys.addaudithook(_listen)


@contextmanager
def shut() -> Iterator[list[str]]:
    """All that is touched of the world meanwhile. Clocks are read in many places of Python itself, so only calls from
    the code under test count."""
    global _TOUCHED
    clocks = {name: getattr(time, name) for name in _CLOCKS}
    _TOUCHED = touched = []
    for name, clock in clocks.items():
        setattr(time, name, _told(name, clock, touched))
    try:
        yield touched
    finally:
        _TOUCHED = None
        for name, clock in clocks.items():
            setattr(time, name, clock)


def _told(name: str, clock, touched: list[str]):
    def read(*given):
        touched.append(f"time.{name}")
        return clock(*given)
    return read


def _files(provider: Provider) -> list[Path]:
    folder = folder_of(provider)
    if not provider.local:
        return sorted(folder.rglob("*.py"))
    start = Path(inspect.getfile(provider.write))
    found, waiting = set(), [start]
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file() or path.parent != folder:
            continue
        found.add(path)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        waiting += [folder / f"{node.module}.py" for node in ast.walk(tree)
                    if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module]
    return sorted(found)


def _bytes(provider: Provider, segment, context: Context) -> tuple:
    draft = provider.write(segment, context)
    return draft.request.model_dump_json(), draft.request.key, draft.losses, draft.problems

