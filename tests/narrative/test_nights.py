"""Which scenes play at night, by their headings."""

from __future__ import annotations

import pytest

from shotscript.narrative.heading import nights


@pytest.mark.parametrize("times, dark", [
    (["NIGHT"], [True]), (["DAY"], [False]), ([""], [False]), (["MIDNIGHT"], [True]), (["夜"], [True]),
    (["NIGHT", "CONTINUOUS", "SAME", "LATER", "DAY"], [True, True, True, True, False]),
    (["DAY", "MOMENTS LATER"], [False, False]), (["CONTINUOUS"], [False]),
])
def test_nights(times: list[str], dark: list[bool]):
    assert list(nights(times)) == dark
