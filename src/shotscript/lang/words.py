"""Every word of the clause and block languages, and which of them may open a clause.

The lists are what the grammars spell out (a test compares them): written down here so that names can be matched
without building a parser.
"""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHOT = word_set(
    """
    allow american anamorphic and angle arc around as at back background bcu big bird bird's birds boom bust camera
    center centre close closeup cowboy crane crash cu dolly down dutch ease ecu els establishing everybody everyone ews
    extreme eye facing fast focus follow following for foreground frame from front fs full gently gimbal ground hand
    handheld height held high hold in insert into jib left lens level linear locked long looking looks low ls macro mcu
    medium mfs mid mls motion ms mws of off on orbit ots out over overhead pan pedestal point pov profile pull push
    quarter quickly rack right roll screen shot shoulder slow speed static steadicam the then third three tilt to track
    tracking truck two up very view waist while whip wide with worm worm's worms ws xcu xls xws zoom
    """
)

BLOCK = word_set(
    """
    at bed behind box camera car chair counter crowd door enters exits facing from front gives holds in left lies moves
    of on over puts right runs sits sofa stands table the then to turns walks wall window
    """
)

KINDS = ("box", "table", "chair", "sofa", "bed", "door", "window", "counter", "car", "wall", "crowd")

WORDS = SHOT | BLOCK

STARTERS = SHOT - word_set(
    """
    and angle around at down everybody everyone facing for held in into level motion of off on out quarter shot shoulder
    the then third to up view while with
    """
)
"""Words that may open a clause of a shot line."""

PROSE = word_set(
    """
    american as back background big bird birds bust camera close establishing extreme eye fast foreground from front
    full ground hand high hold left lens long low macro medium mid over point profile right screen slow speed static the
    three two very waist wide worm worms
    """
)
"""Those of them that ordinary descriptions also open with: what follows decides (`low sun` is no low angle)."""
