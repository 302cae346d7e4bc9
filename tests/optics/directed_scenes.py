"""Scenes for the director, and how they are covered: text in, coverage or table out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from shotscript.core.world import TextWorld
from shotscript.lang.parse import parse
from shotscript.narrative.resolve import understand
from shotscript.narrative.story import Story
from shotscript.optics.directing import Covered, Style, direct, style
from shotscript.optics.directing.covering import stretches
from shotscript.optics.directing.matter import Asked
from shotscript.optics.directing.showing import Stretch
from shotscript.optics.directing.table import Table

BLOCK = "[[block: MAYA stands at -0.8 0 facing JON; JON stands at 0.8 0 facing MAYA]]"
CAST = ("/*@cast\nMAYA: woman, 34\n  height: 168cm\nJON: man, 41\n  height: 182cm\nADA: woman, 67\n*/\n\n"
        "/*@props\nLETTER: a folded letter\n*/\n\n")

TALK = CAST + "INT. KITCHEN - NIGHT\n\n" + BLOCK + """

Maya waits at the window. Jon comes in, wet from the rain, and stops when he sees her.

JON
You kept the coat after all this time, and you never told me where you had found it.

MAYA
Yes.

JON
(whispers)
I was there the whole night. I saw who opened the door, and I said nothing about it to anybody.

MAYA
You WHAT? GET OUT! Get out of my house this instant, Jon!

JON
No.

MAYA
(quickly)
Listen to me, there is no time, they will be here in a minute --

JON
(slowly)
I know... I have known for years... and so have you.

Maya turns away from him and looks out at the harbour for a long while.

MAYA
He never put the light out. Somebody else did. You stood on the stairs and you watched.

JON
I did not! I swear to you!

MAYA
Liar.

JON
(softly)
Ask me again tomorrow, when you have slept, and I will tell you everything that I remember.

MAYA
(shouting)
TELL ME NOW!

JON
She came up the stairs with the key in her hand. She did not see me. She never looked up.

Maya and Jon stand and say nothing.

MAYA
Go.
"""
"""Long and short, loud and quiet, fast and slow lines of two people."""

THREE = CAST + """INT. HALL - NIGHT

Maya, Jon and Ada sit down around the table. Nobody eats.

ADA
I have called you here because it cannot go on like this. One of you knows where the key is.

MAYA
I never had it.

JON
Nor I. Ask her again, if you do not believe me. She was alone in the lamp room.

Ada takes the LETTER from her sleeve and lays it before them.

ADA
Then read this.

Maya looks at the LETTER for a long time.

MAYA
Who wrote it?

ADA
You did.
"""

_LINES = ("No.", "You kept the coat.", "I was there the whole night and I said nothing!", "Why? (beat) Why not?",
          "GO AWAY!", "He never put it out. Somebody else did, and you know who.", "...Perhaps.")
_ACTS = ("Maya turns away.", "Jon waits by the door.", "Rain.", "They both listen to a noise outside the house.",
         "Maya looks at the LETTER.")


def scene(seed: int, most: int = 8) -> str:
    """A scene of at most so many paragraphs, another for each seed."""
    dice = random.Random(seed)
    parts = []
    for _ in range(dice.randint(2, most)):
        if dice.random() < 0.3:
            parts.append(dice.choice(_ACTS))
        else:
            parts.append(f"{dice.choice(('MAYA', 'JON', 'ADA'))}\n{dice.choice(_LINES)}")
    return CAST + "INT. ROOM - DAY\n\n" + "\n\n".join(parts) + "\n"


def understood(text: str) -> Story:
    script, _, _ = parse(TextWorld({"a.fountain": text}), "a.fountain")
    return understand(script)[0]


def covered(text: str, name: str = "classical", asked: Asked | None = None) -> Covered:
    story = understood(text)
    found = direct(story, story.scenes[0], style(name), asked)
    assert found
    return found


def with_only(weights: Mapping[str, float], **more) -> Style:
    """A style that weighs nothing else."""
    return replace(style("classical"), weights=weights, length=4.0, **more)


def tables(text: str, chosen: Style | None = None) -> list[tuple[Stretch, Table]]:
    story = understood(text)
    return list(stretches(story, story.scenes[0], chosen or style("classical"), Asked()))
