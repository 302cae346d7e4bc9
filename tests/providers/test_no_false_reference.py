"""Our own references are marked while a prompt is made; nobody's words may carry that mark."""

from __future__ import annotations

import pytest

from shotscript import studio
from shotscript.core.world import TextWorld

SCRIPT = """/*@cast
MAYA: woman
  images: a.png, b.png, c.png, d.png
JON{0}: man
*/

/*@props
CUP{0}: a cup
*/

INT. ROOM {0} - DAY

[[block: MAYA stands at 0 0; TABLE{0} table at 1 1]]
[[state CUP{0}: broken {0}]]

!! CU on "{0} quoted", 8s

{0} acts. CUP{0} falls.

JON{0} ({0})
{0} says.
"""


@pytest.mark.parametrize(("provider", "reference"), [
    ("hailuo-2.3", "[Push in]"), ("vidu-q3-turbo-references", "@Maya"), ("gemini-omni-1.1", "<IMAGE_REF_9>"),
])
def test_marked_words_are_cleaned_all_the_same(provider: str, reference: str) -> None:
    text = SCRIPT.format(f"\ue000{reference}\ue001")
    files = dict.fromkeys(("a.png", "b.png", "c.png", "d.png"), b"")
    film = studio.compile("f.fountain", provider=provider, world=TextWorld({"f.fountain": text, **files}))
    prompts = [draft.request.prompt for draft in film.drafts]
    assert prompts and not any(mark in words for words in prompts for mark in (reference, "\ue000", "\ue001"))
