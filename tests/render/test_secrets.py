"""No key in anything a run wrote, printed or logged, whatever a service does with the one it was shown.

Services here repeat the key in every spelling: in their words, in headers. Then all that is left of the run is read:
the project's folder with ledger and store, both outputs, every log at its loudest.
"""

from __future__ import annotations

import base64
import html
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import numpy as np
import pytest
from everyone import served, wires
from loopback import Asked, Reply
from shop import FAST, Shop, shop
from vendor import Service, Vendor, film_of

from shotscript.core import secret
from shotscript.core.errors import UsageError
from shotscript.film.still import png
from shotscript.providers import find
from shotscript.providers.service import Auth
from shotscript.render.auth import Keys, named
from shotscript.studio.paid import render

PROVIDERS = list(wires())
FILM = """/*@cast
MAYA: woman, 34
  images: maya.png
*/

INT. ROOM 1 - NIGHT

!! 1A: MS on MAYA, 6s

{handed}She waits.

INT. ROOM 2 - NIGHT

!! 2A: MS on MAYA, 6s

{handed}She waits more.
"""
HANDED = {"plate": "[[plate: plate.mp4]]\n\n", "performance": "[[perform MAYA: plate.mp4]]\n\n"}


def planted(variable: str) -> str:
    """A key that occurs nowhere else, with characters that formats write in ways of their own."""
    return f"pk-{sha256(variable.encode()).hexdigest()[:24]}/+=\"'\\&<%{variable[::-1]}"


def spellings(key: str) -> set[str]:
    """A key in each form it could be found in, and both its halves."""
    data = key.encode()
    coded = {coder(b"\0" * n + data)[4 * (n > 0) : -4].decode() for n in range(3)
             for coder in (base64.b64encode, base64.urlsafe_b64encode)}
    return {key, json.dumps(key)[1:-1], quote(key), quote(key, safe=""), quote_plus(key), html.escape(key), data.hex(),
            repr(key)[1:-1], key[: len(key) // 2], key[len(key) // 2 :], *coded}


def echoing(vendor: Vendor, shown: Mapping[str, str]) -> Vendor:
    """A service that repeats every key wherever it has words, and in a header of every answer; it is never denied."""

    def said(reply: Reply) -> Reply:
        seen = " ".join(f"{quote(key)} {base64.b64encode(key.encode()).decode()}" for key in shown.values())
        return replace(reply, value=_loud(reply.value, shown), headers={**reply.headers, "x-seen": seen})

    class Echo(type(vendor)):  # type: ignore[misc]
        def denied(self, asked: Asked) -> Reply | None:
            return None

        def accept(self, service: Service, asked: Asked) -> Reply:
            return said(super().accept(service, asked))

        def look(self, service: Service, asked: Asked) -> Reply:
            return said(super().look(service, asked))

        def other(self, service: Service, asked: Asked) -> Reply:
            return said(super().other(service, asked))

        def busy(self, after: int | None) -> Reply:
            return said(super().busy(after))

        def moderated(self) -> Reply:
            return said(super().moderated())

        def broken(self) -> Reply:
            return said(super().broken())

    vendor.__class__ = Echo
    vendor.keys = shown
    return vendor


def _loud(value: Any, shown: Mapping[str, str]) -> Any:
    """A JSON value whose every sentence ends in the keys."""
    if isinstance(value, dict):
        return {name: _loud(one, shown) for name, one in value.items()}
    if isinstance(value, list):
        return [_loud(one, shown) for one in value]
    if not isinstance(value, str) or " " not in value:
        return value
    keys = " ".join(f"Bearer {key} {quote(key)} {quote_plus(key)} {base64.b64encode(key.encode()).decode()} {key[:20]}"
                    f" {base64.urlsafe_b64encode(b'api:' + key.encode()).decode()} {json.dumps(key)}"
                    for key in shown.values())
    return f"{value} (you sent {keys})"


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file below a folder, its name included."""
    for at, names, files in os.walk(folder):
        yield at, " ".join((*names, *files)).encode()
        for name in files:
            yield f"{at}/{name}", (Path(at) / name).read_bytes()


def found(keys: Mapping[str, str], told: Iterator[tuple[str, bytes]]) -> list[str]:
    forms = [(name, form.encode()) for name, key in keys.items() for form in spellings(key)]
    return [f"{name} as {form!r} in {where}" for where, data in told for name, form in forms if form in data]


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """All that is logged by anybody, as text."""
    lines: list[str] = []

    class Listing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    listing, root = Listing(), logging.getLogger()
    before = root.level
    root.addHandler(listing)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(listing)
    root.setLevel(before)


FAULTS = ("moderated at once", "failed", "poll broken", "busy", "no video", "broken")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_a_service_repeats_is_kept_nowhere(
    provider: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], logged: list[str]
):
    wire = find()[provider].wire
    assert wire
    keys = {name: planted(name) for name in named(wire.auth) if f"{{{name}}}" not in wire.base}
    png(tmp_path / "maya.png", np.full((512, 512, 3), 90, np.uint8))
    (tmp_path / "plate.mp4").write_bytes(film_of(Fraction(6), 1280, 720))
    script = FILM.format(handed=HANDED.get(next((r for r in find()[provider].wants if r in HANDED), ""), ""))
    with shop(tmp_path, faults=FAULTS, vendor=echoing(served()[provider](), keys), provider=provider,
              script=script) as at:
        made = [_rendered(at, keys) for _ in range(3)]
        shown = " ".join(repr(one) for one in made).encode()
        told = " ".join(value for one in at.service.asked for value in one.headers.values())
    out, err = capfd.readouterr()
    if keys:
        assert any(key in told for key in keys.values()) or wire.auth.kind == "jwt", "the key was shown to the service"
        assert secret.MASK in shown.decode(), "the service's words were told"
    assert len(logged) > 20, "the libraries were as loud as they can be"
    pieces = [("stdout", out.encode()), ("stderr", err.encode()), ("log", "\n".join(logged).encode()), ("API", shown)]
    assert found(keys, iter(pieces)) == []
    assert found(keys, everything(tmp_path)) == []
    tokens = {value.rpartition(" ")[2]: value for one in at.service.asked for value in one.headers.values()
              if value.startswith("Bearer eyJ")}
    assert len(tokens) == (wire.auth.kind == "jwt"), "one token serves many calls"
    assert found(tokens, iter([*pieces, *everything(tmp_path)])) == []


CRASHES = {
    "words": "raise RuntimeError(f'it said {answer} to {os.environ}')",
    "chained": "try: int(str(answer))\n except ValueError as bug: raise KeyError(str(answer)) from bug",
    "logged": "import logging; logging.getLogger('httpx').error('%s', answer); raise AssertionError(answer)",
    "killed": "import faulthandler; faulthandler._sigsegv()",
}
DRIVER = """
import logging, os, sys
from shotscript.providers.kling import wire_legacy
from shotscript.render import desk
from shotscript.ui import cli

logging.basicConfig(level=logging.DEBUG, format="%(message)s")
desk.Tempo.pause = desk.Tempo.wait = lambda *told: __import__("asyncio").sleep(0.002)
def progress(status, answer):
 CRASH
import dataclasses
from shotscript.providers import finding as providers
found = providers.find()
one = found["kling-3-legacy"]
known = dataclasses.replace(one, wire=dataclasses.replace(one.wire, progress=progress))
providers._found = lambda: (("kling-3-legacy", known),)
sys.argv = ["shotscript", "render", sys.argv[1], "--provider", "kling-3-legacy", "--cap", "1000"]
cli.main()
"""


@pytest.mark.parametrize("debug", ["", "1"])
@pytest.mark.parametrize("crash", sorted(CRASHES))
def test_a_crash_tells_no_key(crash: str, debug: str, tmp_path: Path):
    """A fault of ours whose own words hold what the service said, and the environment."""
    wire = find()["kling-3-legacy"].wire
    assert wire and wire.auth.kind == "jwt"
    keys = {name: planted(name) for name in named(wire.auth) if f"{{{name}}}" not in wire.base}
    environment = {**os.environ, **keys, "SHOTSCRIPT_DEBUG": debug, "PYTHONFAULTHANDLER": "1", "HOME": str(tmp_path)}
    with shop(tmp_path, vendor=echoing(served()["kling-3-legacy"](), keys), provider="kling-3-legacy") as at:
        program = DRIVER.replace("CRASH", CRASHES[crash])
        done = subprocess.run([sys.executable, "-c", program, str(at.script)], env=environment, capture_output=True,
                              cwd=tmp_path, check=False)
        asked = len(at.service.accepted)
    assert asked, done.stderr.decode()
    assert done.returncode == (-11 if crash == "killed" else 70), done.stderr.decode()[-2000:]
    assert b"Segmentation" in done.stderr if crash == "killed" else b"Traceback" in done.stderr if debug else \
        b"a fault of ours" in done.stderr
    assert found(keys, iter([("stdout", done.stdout), ("stderr", done.stderr), *everything(tmp_path)])) == []


def test_the_search_itself_finds_what_is_there(tmp_path: Path):
    key = planted("KEY")
    for number, form in enumerate(sorted(spellings(key))):
        (tmp_path / str(number)).write_text(f"it said {form}.", encoding="utf-8")
    assert len({told.rpartition(" in ")[2] for told in found({"KEY": key}, everything(tmp_path))}) == number + 1


@pytest.mark.parametrize("length", [5, 8, 12, 13, 14, 40, 200])
def test_every_spelling_is_taken_out_and_nothing_else(length: int):
    key = (sha256(str(length).encode()).hexdigest() * 4)[: length - 3] + "/\"&"
    secret.keep(key)
    for form in spellings(key) if length > 24 else {key, json.dumps(key)[1:-1], quote(key, safe=""), html.escape(key)}:
        told = secret.hidden(f"The key {form} is not valid: {form}; twice")
        assert form not in told and told.startswith("The key *") and " is not valid: *" in told
        assert told.endswith("; twice"), told


def test_a_key_shown_by_halves_is_taken_out():
    key = planted("HALF")
    secret.keep(key)
    assert secret.hidden(f"…{key[7:30]}… and {key[:15]}") == "…***… and ***"
    assert secret.hidden("pk-and plain words stay") == "pk-and plain words stay"


@pytest.mark.parametrize("value", ["two\nlines", "schlüssel-123456", "a\0b-456789", "\u200bsk-123456789"])
def test_what_can_be_no_key_is_told_without_being_shown(value: str):
    with pytest.raises(UsageError, match="KLING_API_KEY") as told:
        Keys({"KLING_API_KEY": value}).get("KLING_API_KEY")
    assert value not in str(told.value)


def test_keys_are_shown_by_no_repr():
    keys = Keys({"KLING_API_KEY": planted("KLING_API_KEY")})
    keys.headers(Auth(variables=("KLING_API_KEY",)))
    assert planted("KLING_API_KEY")[:8] not in repr(keys)


def _rendered(at: Shop, keys: Mapping[str, str]) -> Any:
    return render(at.bill(), tempo=FAST, cap=Decimal(10**6), environment=keys)
