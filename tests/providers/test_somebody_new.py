"""Somebody new in the cast, who is in no shot, changes no request: names without Latin letters too."""

from __future__ import annotations

import pytest

from shotscript import studio
from shotscript.core.world import TextWorld

OLD = "老王: man, old\n  images: a.png, b.png, c.png, d.png\n"
NEW = "阿美: woman\n  images: e.png, f.png, g.png, h.png\n"
FILES = {f"{name}.png": name.encode() for name in "abcdefgh"}


def keys(cast: str, provider: str) -> list[str]:
    text = f"/*@cast\n{cast}*/\n\nINT. ROOM - DAY\n\n!! CU on 老王, 5s\n\n他等待。\n"
    film = studio.compile("f.fountain", provider=provider, world=TextWorld({"f.fountain": text, **FILES}))
    return [request.key for request in film.requests]


@pytest.mark.parametrize("provider", ["kling-3-omni", "kling-4", "vidu-q3-turbo-references", "fal/kling-3-omni-legacy"])
def test_whoever_stands_before_in_the_cast(provider: str) -> None:
    assert keys(OLD, provider) and keys(OLD, provider) == keys(NEW + OLD, provider) == keys(OLD + NEW, provider)
