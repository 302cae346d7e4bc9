"""What a script says in passing: in a cue's brackets, beyond a heading's place, of a voice nobody sees."""

from __future__ import annotations

import pytest

from shotscript import studio
from shotscript.core.world import TextWorld
from shotscript.narrative.beats import manner_of
from shotscript.narrative.heading import closer
from shotscript.providers import find

SCRIPT = """/*@cast
MAYA: woman, 34
ANNA: woman, 50
  voice: anna.wav
*/

/*@places
KITCHEN: narrow yellow room
*/

INT. KITCHEN - UNDER THE TABLE - DAY

!! CU on MAYA, 8s

MAYA (WHISPERING)
Hush.

ANNA (O.S., LAUGHING)
Come in, please.
"""
FILM = studio.read("film.fountain", world=TextWorld({"film.fountain": SCRIPT, "anna.wav": b"1"}))


@pytest.mark.parametrize("provider", [name for name, one in find().items() if not one.wants and not one.local])
def test_it_is_told_or_lost_aloud(provider: str) -> None:
    drafts = studio.lower(FILM, provider).drafts
    if find()[provider].limits.cuts_least > 1:
        assert not drafts, "one shot is no request here"
        return
    words = " ".join(draft.request.prompt for draft in drafts).casefold()
    lost = [loss for draft in drafts for loss in draft.losses if loss.verdict == "lost"]
    kinds = {loss.kind for loss in lost}
    assert "under the table" in words or "setting" in kinds
    assert ("whispering" in words and "laughing" in words) or "dialogue" in kinds
    assert {loss.clause for loss in lost if loss.kind == "voice"} == {"anna.wav"}


@pytest.mark.parametrize(("extension", "manner"), [
    ("V.O.", ""), ("CONT'D", ""), ("cont’d", ""), ("O.S., CONT'D", ""), ("MORE", ""), ("34", ""), ("", ""),
    ("WHISPERING", "whispering"), ("O.S., in Spanish", "in Spanish"), ("INTO PHONE", "into phone"), ("(续)", ""),
    ("MORE QUIETLY", "more quietly"),
])
def test_manner_of_a_cue(extension: str, manner: str) -> None:
    assert manner_of(extension) == manner


@pytest.mark.parametrize(("heading", "words"), [
    ("INT. KITCHEN - NIGHT #3#", ""), ("INT. the kitchen - NIGHT", ""), ("INT. KITCHEN", ""),
    ("INT. KITCHEN - SINK - NIGHT", "KITCHEN - SINK"), ("EXT. JON'S KITCHEN - DAY", "JON'S KITCHEN"),
])
def test_what_a_heading_says_beyond_its_place(heading: str, words: str) -> None:
    assert closer(heading, ("KITCHEN", "The Kitchen")) == words
