"""The director: which picture shows which words, from real geometry, by the cheapest sequence there is.

A moment (`moments`) is a stretch of text that no cut divides: an action paragraph or its sentences, a piece of speech,
a pause. A take (`takes`) is a candidate set-up: kind, size, people, lens; it is posed on the blocked set (`sights`) at
every state the people stand in, so what it shows is known and not supposed. A cut may stand before any moment whose
place in the text is free, and a shot holds a take for a run of moments.

The price of a sequence is a sum of named terms (`terms`), each a penalty times the weight its style gives it: of every
moment a take shows (speaker out of the picture, importance against size), of every cut between two takes (zoom steps,
screen places, short lines), of every shot's length (rhythm), of the first shot (wide). That is Galvane et al. 2015
with the thirteen idioms of Leake et al. 2017 as terms. `solve` finds the cheapest sequence exactly: semi-Markov dynamic
programming, best[j][c] = min over i of (best cut into c at i) + rhythm(i, j) + moments i..j of c. The best cut into c
at i does not depend on how long c is held, so the work is moments x takes x (takes + shot lengths). Nothing is pruned
but what is impossible: takes that cannot be posed and cuts that film grammar faults have a price beyond all wishes.

Film grammar is asked, not copied: two takes are laid side by side as `grammar.jump` and `grammar.eyelines` see them,
and of takes on both sides of a line only those on the scene's own are kept, so no sequence crosses it. What depends on
more than two takes (walks, laws of a side) is asked of the finished scene by `grammar.check.findings`; each fault found
forbids that cut and the scene is solved again (`covering`), which ends because there are finitely many cuts.

`reasons` says why a cut is where it is: what it would have cost, term by term, to hold the picture before it.
"""

from .covering import Covered, direct
from .terms import STYLES, Style, style

__all__ = ["STYLES", "Covered", "Style", "direct", "style"]
