"""Every fault on every service: each job ends with the right clip or in words, within its time, and nothing is paid for
twice. In `make test` one provider for each way of speaking to a service, in `make proof` all of them."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from everyone import served, wires
from shop import Shop, shop
from vendor import FAULTS, film_of

from shotscript.core.errors import UsageError
from shotscript.film.still import png
from shotscript.providers import find
from shotscript.render.paid import Outcome
from shotscript.studio.paid import Rendered

PROOF = bool(os.environ.get("SHOTSCRIPT_PROOF"))
PROVIDERS = sorted(served()) if PROOF else list(wires())
FILM = """/*@cast
MAYA: woman, 34, cropped silver hair
  images: maya.png
*/

INT. ROOM 1 - NIGHT

!! 1A: MS on MAYA, 6s

{handed}She waits.

{more}INT. ROOM 2 - NIGHT

!! 2A: MS on MAYA, 6s

{handed}She waits more.

{more}"""
MORE = "!! CU on MAYA, 3s\n\nShe looks up.\n\n!! WS, 3s\n\nNothing.\n\n"
"""For models that make no clip of fewer than three shots."""
HANDED = {"plate": "[[plate: plate.mp4]]\n\n", "performance": "[[perform MAYA: plate.mp4]]\n\n"}
BY_ADDRESS = ("kling-2.6-motion", "kling-3-motion")
"""Their service takes footage by its address alone, so nothing drawn here can be sent there."""
PASSING = ("", "busy", "busy, no word when", "slow", "poll broken", "poll reset", "poll busy", "poll garbage",
           "poll hang", "truncated", "wrong length", "expired", "no video")
"""What a run gets over by itself: both clips are there in the end."""
REFUSED = ("moderated at once",)
FAILED = ("failed", "moderated", "done with an error", "done without a video")
OPEN = ("lost reply", "refused line", "broken", "garbage", "hang")
"""Whether the job was taken in cannot be told from the answer: where it cannot be looked up either, it is unknown."""


def test_every_fault_is_tried():
    assert {*PASSING, *REFUSED, *FAILED, *OPEN} == {"", *FAULTS}


@pytest.mark.parametrize("fault", sorted({"", *FAULTS}))
@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_fault(provider: str, fault: str, tmp_path: Path):
    with _shop(tmp_path, provider, [fault] if fault else []) as at:
        made = at.render()
        again = at.render()
        _judged(at, fault, made, again)


@pytest.mark.parametrize("provider", BY_ADDRESS)
def test_what_cannot_be_sent_is_said_before_anything_is_asked_for(provider: str, tmp_path: Path):
    _media(tmp_path)
    with shop(tmp_path, vendor=served()[provider](), provider=provider, script=FILM.format(handed="", more="")) as at:
        with pytest.raises(UsageError, match="figure pass 1 cannot be sent to this service, and it is drawn here"):
            at.render()
        assert not at.service.asked and not at.books.orders


def test_a_film_that_fits_no_request_is_told_why(tmp_path: Path):
    _media(tmp_path)
    script = FILM.format(handed="", more="")
    with shop(tmp_path, vendor=served()["runway-multi-shot"](), provider="runway-multi-shot", script=script) as at:
        with pytest.raises(UsageError, match="BK958: shot 1A stands with fewer than 3 shots"):
            at.render()
        assert not at.service.asked


@contextmanager
def _shop(folder: Path, provider: str, faults: Sequence[str]) -> Iterator[Shop]:
    """A film the provider can make, with whatever it must be handed."""
    _media(folder)
    model = find()[provider]
    wants = ("performance",) if provider in BY_ADDRESS else model.wants
    handed = next((HANDED[role] for role in wants if role in HANDED), "")
    script = FILM.format(handed=handed, more=MORE if model.limits.cuts_least > 1 else "")
    with (shop(folder, faults=faults, vendor=served()[provider](), provider=provider, script=script) as at,
          _drawn(provider, folder / ".shotscript" / "needs")):
        if provider in BY_ADDRESS:
            with open(folder / "shotscript.toml", "a", encoding="utf-8") as file:
                file.write(f'[assets."plate.mp4"]\n"{provider}" = "https://media.example.com/plate.mp4"\n')
        yield at


@contextmanager
def _drawn(provider: str, needs: Path) -> Iterator[None]:
    """Passes of our own are drawn for the first fault of a provider, and lie there for the others."""
    if provider in _DRAWN:
        shutil.copytree(_DRAWN[provider], needs)
    yield
    if provider not in _DRAWN and needs.is_dir():
        kept = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, kept, ignore_errors=True)
        _DRAWN[provider] = Path(shutil.copytree(needs, kept / "needs"))


_DRAWN: dict[str, Path] = {}


def _judged(at: Shop, fault: str, made: Rendered, again: Rendered) -> None:
    states = [one.order.state for one in made.outcomes if one.order]
    waiting = [one for one in made.outcomes if one.order is None]
    wanted, wire = len(made.bill.entries), made.bill.provider.wire
    assert wire and wanted >= 1 and len(states) + len(waiting) == wanted
    assert all(_follows_a_bad_one(one, made) for one in waiting), [one.words for one in waiting]
    if fault in PASSING or (fault in OPEN and (wire.find or wire.keeps)):
        assert states == ["stored"] * wanted, [one.words for one in made.outcomes]
        assert len(at.service.accepted) == wanted and not again.outcomes
        _right(at, made)
    elif fault in OPEN:
        assert sorted(states) == sorted([*["stored"] * (len(states) - 1), "unknown"]), states
        assert len(again.bill.unknown) == 1 and not any(one.order for one in again.outcomes), "not asked for again"
        assert again.bill.books.spent == sum(one.order.usd for one in made.outcomes if one.order), "counted as spent"
    else:
        bad = [one for one in made.outcomes if one.order and one.order.state in ("refused", "failed")]
        assert len(bad) == 1 and len(bad[0].words) > 5, states
        assert bad[0].order and bad[0].order.usd == 0
        assert states.count("stored") == len(states) - 1
        told = [one.order.state for one in again.outcomes if one.order]
        assert told == ["stored"] * (1 + len(waiting)), "asked for again, and made"
    assert not list((at.folder / ".shotscript" / "store" / "incoming").iterdir())


def _follows_a_bad_one(outcome: Outcome, made: Rendered) -> bool:
    """Whether a clip was not asked for because the one it begins with the last picture of is not there."""
    wanted = outcome.errand.wanted
    there = {one.order.key for one in made.outcomes if one.order and one.order.state == "stored"}
    return bool(wanted and wanted.before and wanted.before not in there)


def _right(at: Shop, made: Rendered) -> None:
    clips = [one.order.clip for one in made.outcomes if one.order]
    assert all(clip and clip.clip == sha256(film_of(at.service.seconds)).hexdigest() for clip in clips)


def _media(folder: Path) -> None:
    picture, film = _files()
    (folder / "maya.png").write_bytes(picture)
    (folder / "plate.mp4").write_bytes(film)


@cache
def _files() -> tuple[bytes, bytes]:
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"shotscript-maya-{os.getpid()}.png"
    png(path, np.full((512, 512, 3), 90, np.uint8))
    picture = path.read_bytes()
    path.unlink()
    return picture, film_of(Fraction(6), 1280, 720)


