"""Where everyone stands when a scene begins: told once, where they are seen."""

from __future__ import annotations

import pytest
from films import segments, understood

from shotscript import providers
from shotscript.providers.contract import Verdict

SCRIPT = """/*@cast
LENA: woman, 30
TOM: man, 50
ADA: woman, 67
*/
INT. HALL - DAY

[[block: LENA sits at -1 0; TOM stands at 1 -2 facing LENA; ADA stands at 0 0; TABLE table at 0 0]]

!! 1A: insert TABLE, 2s

!! 1B: CU on TOM, 3s
{moves}
!! 1C: CU on LENA, 3s
"""


@pytest.mark.parametrize(("moves", "lena"), [("", True), ("\n[[block: LENA walks to 1 0]]\n", False)])
def test_a_person_is_placed_where_first_seen_unless_moved_by_then(moves, lena):
    provider = providers.named("seedance-2.5")
    film = understood(SCRIPT.replace("{moves}", moves))
    (one,) = segments(film, provider.limits)
    draft = provider.write(one, film.context())
    first, second, third = draft.request.prompt.split("Shot ")[1:]
    assert "The table is in the middle." in first and "Lena" not in first and "Tom" not in first
    assert "Tom stands on the right, at the back facing Lena." in second
    assert ("Lena sits on the left." in third) == lena and "Ada" not in draft.request.prompt
    told = {loss.clause.split()[0]: (loss.verdict, loss.how) for loss in draft.losses if loss.kind == "blocking"}
    assert told["TOM"][0] is Verdict.APPROXIMATED
    assert told["ADA"] == (Verdict.USED, "ADA is not in this picture")
