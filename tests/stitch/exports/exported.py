"""A small film with every transition, its takes as a service would have made them, and where its shots must stand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import shotscript
from shotscript.film.clip import Clip
from shotscript.stitch.exports.cutlist import CutList, cutlist
from shotscript.stitch.lay import lay
from shotscript.stitch.sequence import Sequence
from shotscript.stitch.takes import Take
from shotscript.studio.film import Film

RATES = ("23.976", "24", "25", "29.97")
EXACT = {"23.976": Fraction(24000, 1001), "24": Fraction(24), "25": Fraction(25), "29.97": Fraction(30000, 1001)}
PROMPT = "Maya <waits> & \"sees\" 'Jon'\nover two lines ]]> --> é 雨"

SCRIPT = """/*@format
picture: 16:9 720p %sfps
*/
/*@cast
MAYA: woman, 34
JON: man, 41
*/

> FADE IN:

INT. ROOM - DAY #1#

!! 1A: WS on MAYA and JON, 3s

Maya waits.

> DISSOLVE TO: [[over: 12f]]

!! 1B: CU on MAYA, 3.4s

MAYA
You kept the coat.

!! 1C: CU on JON, 2.7s

Jon looks.

> FADE OUT.

> FADE IN:

!! 1D: MS on JON, 4s

He goes.

> WIPE TO: [[over: 13f]]

INT. HALL - DAY #2#

!! 2A: CU on JON, 5.1s

Jon runs.

!! 2B: WS on JON, 3s

Away.

> FADE OUT.
"""


@dataclass
class Exported:
    film: Film
    edits: Sequence
    cuts: CutList

    @property
    def places(self) -> list[tuple[str, int, int]]:
        """Each shot with its first frame and its length, from the timeline alone."""
        return [(slot.label, slot.start, slot.frames) for slot in self.film.timeline.slots]

    @property
    def crossings(self) -> dict[str, int]:
        return {slot.label: slot.transition_in.frames for slot in self.film.timeline.slots
                if slot.transition_in and slot.transition_in.kind in ("dissolve", "wipe")}


def film(rate: str = "24", source: Fraction | None = None, *, sound: bool = False, folder: str = "/clips",
         prompt: str = PROMPT, previz: bool = False, start: str = "") -> Exported:
    """The film cut from clips of a rate of their own that nobody had to make: a cut list only asks for their facts."""
    made = shotscript.compile(SCRIPT % rate, provider="previz" if previz else "kling-3-omni")
    takes = tuple(
        Take(segment, Path(folder) / f"{segment.index}.mp4") if previz else
        Take(segment, Path(folder) / f"{segment.index}.mp4", 2, "kling-3-omni", "kling-v3", Decimal("0.42"),
             f"{segment.index:064x}", prompt)
        for segment in made.segments)
    edits = lay(made.timeline, takes)
    fps = source or made.timeline.fps
    clips = {}
    for take in takes:
        frames = -int(-take.segment.seconds * fps // 1)
        clips[take.clip] = Clip(take.clip, 1280, 720, fps, frames, frames / fps, "h264", "High", "yuv420p", sound, "",
                                Fraction(1, 12800), (0,))
    return Exported(made, edits, cutlist(edits, made.story, clips, "The <Film> & more", start))
