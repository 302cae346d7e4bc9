"""Right clauses and blocking in which every word of ours stands, and all the ways one of its letters can go wrong."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import NamedTuple

from shotscript.lang.names import Names
from shotscript.lang.words import BLOCK, SHOT

NAMES = Names.of([(name, "cast", ()) for name in ("MAYA", "JON", "KOWALSKI")])

CLAUSES = """
    allow AX101 | american shot on MAYA | anamorphic | 40mm anamorphic | WS on MAYA and JON | MS on MAYA and JON
    dutch angle left 12deg | low angle 20deg | high angle shot | arc left 20deg around JON | orbit right around JON
    as 1B | camera at 1.2 2.5 height 1.5m facing JON | camera at 1 2 facing JON | push in at 1s | back | MAYA back
    MAYA looks at JON | looks at JON | MAYA background | background | bcu on MAYA | big close up on MAYA
    bird eye | bird's eye view | birds eye | boom up 1m | boom down | bust shot on MAYA | MAYA looks to camera
    looks into the camera | MAYA center | screen centre | frame center | close on MAYA | close up on MAYA
    closeup on MAYA | medium close up on MAYA | extreme close up on MAYA | cowboy on MAYA | cowboy shot on MAYA
    crane up 1m | crane down 1m | crash zoom in | crash zoom out | cu on MAYA | cu of MAYA | dolly in 1m
    dolly out 1m | dolly left 1m | dolly right | dolly zoom in | dolly zoom out | tilt down 20deg | MAYA looks down
    dutch left 12deg | dutch tilt right | ease in | ease out | ease in out | push in ease in | push in ease out
    push in ease in and out | ecu on MAYA | els on MAYA | establishing shot | ws on everyone | ws on everybody
    ews on MAYA | extreme wide shot | extreme long shot | eye level | eye level shot 5deg | fast push in
    fast motion | fast motion 150% | focus on MAYA | focus MAYA | rack focus to JON | rack focus from MAYA to JON
    pull focus to JON | pull focus from MAYA to JON | follow MAYA | following MAYA | tracking MAYA | track MAYA
    track with MAYA | tracking shot of MAYA | follow shot | push in then hold for 1s | hold for 1s | hold 1s
    MAYA foreground | MAYA in the foreground | in background | frame left | MAYA frame right | from JON
    MAYA front | front | fs on MAYA | full shot on MAYA | gently push in | gimbal | gimbal then push in
    ground level | hand held | handheld | handheld while push in | height 1.5m | three quarter back left
    insert on MAYA | insert of MAYA | insert shot of MAYA | jib up | jib down | truck left 1m | pan left 20deg
    left third | MAYA right third | looks left | MAYA looks off left | looking off screen right | looks screen left
    lens 35mm | 35mm lens | push in linear | linear | locked off | locked | long shot on MAYA | looking at JON
    MAYA looking up | very long shot | very wide shot | low angle | ls on MAYA | macro on MAYA | mcu on MAYA
    medium shot on MAYA | medium wide shot on MAYA | medium long shot | medium full shot | mfs on MAYA | mid shot
    mls on MAYA | slow motion | slow motion 25% | ms on MAYA | mws on MAYA | orbit left 20deg | ots MAYA on JON
    ots MAYA left shoulder on JON | ots MAYA on JON right shoulder | cu ots MAYA on JON | over the shoulder MAYA
    over MAYA's left shoulder on JON | over 3s | push in over 3s | overhead | overhead shot | overhead view
    pan right | pedestal up 1m | pedestal down 1m | point of view MAYA on JON | point of view of MAYA | pov MAYA
    pov MAYA on JON | MAYA's pov on JON | profile left | MAYA profile right | pull out 1m | pull back
    push in 1m | MAYA three quarter front left | three quarter right | quickly push in | very quickly push in
    rack to JON | roll left | roll right 5deg | screen left | MAYA in screen right | two shot | three shot on MAYA and
    JON and KOWALSKI | slow push in | very slow push in | gently pan left then slow tilt up | speed 50% | static
    static then push in | steadicam | steadicam while pan left | pan left then tilt up then hold 1s
    pan left while tilt up | the MAYA looks left | cu on the MAYA | push in to the JON | push in to cu
    push in to cu on JON | orbit left to ots MAYA on JON | crane up to ews | zoom in to 85mm | truck right
    track left 1m | track right | waist shot on MAYA | whip pan left | whip pan right 90deg | wide shot on MAYA
    wide on MAYA | worm eye | worm's eye view | worms eye | ws on MAYA | xcu on MAYA | xls on MAYA | xws on MAYA
    zoom in | zoom out to 24mm | MAYA looks into camera | MAYA looks right | MAYA left third | two shot on MAYA and JON
"""
"""At `|` and at line ends; a line whose last clause goes on is joined to the next."""

ITEMS = """
    MAYA stands at 1 2 | MAYA stands 1 2 facing JON | MAYA sits on TABLE | MAYA sits behind TABLE facing camera
    MAYA lies on BED facing 90 | MAYA walks to JON | MAYA walks to 1 2 over 3s | MAYA runs to 1 2 | MAYA runs over 2s
    MAYA moves to in front of JON over 12f | MAYA moves to left of JON | MAYA turns to camera | MAYA turns to JON
    MAYA turns to the camera | MAYA enters left | MAYA enters from right | MAYA exits right | MAYA exits left
    MAYA holds CUP | MAYA puts CUP on TABLE | MAYA puts CUP at 1 2 | MAYA gives CUP to JON
    MAYA stands at 0 0 then walks to JON then sits | MAYA walks then turns to JON then exits left
    MAYA stands right of JON | MAYA stands left of TABLE | MAYA stands in front of TABLE facing the camera
    X box at 0 0 | X table 1 x 1 x 1 at 0 0 | X chair at 0 0 | X sofa at 0 0 | X bed at 0 0 | X door at 0 0
    X window on TABLE | X counter left of TABLE | X car at 0 0 | X wall behind TABLE | X crowd at 0 0
"""


class Slip(NamedTuple):
    """A clause with `wrong`, from character `at` on, in place of the word of ours `right`."""

    text: str
    right: str
    wrong: str
    at: int


def clauses() -> list[str]:
    return _split(CLAUSES)


def items() -> list[str]:
    return _split(ITEMS)


def slips(texts: list[str], words: frozenset[str], letters: str) -> Iterator[Slip]:
    """Every edit of every word of ours in every text."""
    for text in texts:
        for match in re.finditer(r"[a-z]+(?:'s)?", text):
            word = match.group()
            if word in words:
                for wrong in edited(word, letters):
                    yield Slip(text[: match.start()] + wrong + text[match.end() :], word, wrong, match.start())


def edited(word: str, letters: str = string.ascii_lowercase) -> list[str]:
    """Every word one letter away: one taken out, one swapped with the next, one put in, one in place of another."""
    found: dict[str, None] = {}
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        near = [head + tail[1:]] if tail else []
        near += [head + tail[1] + tail[0] + tail[2:]] if len(tail) > 1 else []
        near += [head + letter + tail[skip:] for letter in letters for skip in ((0, 1) if tail else (0,))]
        found.update(dict.fromkeys(near))
    found.pop(word, None)
    return [each for each in found if each.strip("'")]


def spelt(text: str, words: frozenset[str]) -> frozenset[str]:
    """The words of ours that stand in a text."""
    return frozenset(re.findall(r"[a-z]+(?:'s)?", text)) & words


def missing() -> tuple[frozenset[str], frozenset[str]]:
    """Our words that no clause and no item holds."""
    said = frozenset().union(*(spelt(text, SHOT) for text in clauses()))
    blocked = frozenset().union(*(spelt(text, BLOCK) for text in items()))
    return SHOT - said, BLOCK - blocked


def _split(text: str) -> list[str]:
    joined = re.sub(r"and\n +", "and ", text.strip())
    return [part.strip() for line in joined.split("\n") for part in line.split("|") if part.strip()]
