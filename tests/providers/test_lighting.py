"""The small vocabulary of light and weather: what is understood, what is not, and what previz says of it."""

from __future__ import annotations

import pytest

import shotscript
from shotscript.providers import lighting
from shotscript.providers.lighting import Light, light, phase, shown, weather

SCRIPT = """INT. KITCHEN - {hour} #1#

[[block: TABLE table at 0 0; OLD TABLE table at 2 0; MAYA sits at -0.6 0]]
[[light: {light}]]
[[weather: {weather}]]

!! 1A: WS on MAYA, 24mm

She waits.

EXT. YARD - CONTINUOUS #2#

[[weather: {weather}]]

!! 2A: WS on MAYA, 24mm

She goes.
"""


def compiled(hour="NIGHT", light="one lamp", weather="rain"):
    return shotscript.compile(SCRIPT.format(hour=hour, light=light, weather=weather), provider="previz")


def verdict(film, kind, shot="1A"):
    return next((loss.verdict.value, loss.how) for loss in film.losses if loss.kind == kind and loss.shot == shot)


@pytest.mark.parametrize(("words", "found"), [
    ("one tungsten bulb over the table", {"source": "lamp"}),
    ("the last orange light, low and from behind", {"side": "back", "hue": "warm", "height": "low"}),
    ("moonlight through wet glass", {"source": "moon"}),
    ("window left, soft", {"source": "window", "side": "left", "quality": "soft"}),
    ("Hard sun from the right", {"source": "sun", "side": "right", "quality": "hard"}),
    ("no lamp, cold", {"hue": "cold"}), ("low key", {"level": "dark"}),
    ("candlelight on their faces", {"source": "candle"}), ("neon, pink", {"source": "neon", "hue": "pink"}),
    ("Rembrandt", {}), ("a lampshade factory", {}), ("", {}),
])
def test_words_are_understood(words, found):
    assert shown(words) == found


@pytest.mark.parametrize(("words", "sky"), [
    ("heavy rain", "rain"), ("It snows.", "snow"), ("morning mist", "fog"), ("a storm without rain", "rain"),
    ("no rain", ""), ("clear", ""), ("brainstorm", ""),
])
def test_weather_is_understood(words, sky):
    assert weather(words) == sky


@pytest.mark.parametrize(("hour", "told"), [
    ("DAY", "day"), ("NIGHT", "night"), ("DAWN", "dawn"), ("MAGIC HOUR", "dusk"), ("LATE EVENING", "evening"),
    ("EARLY MORNING", "morning"), ("LATER THAT NIGHT", "day"), ("AFTERNOON", "day"),
])
def test_the_hour_is_the_headings(hour, told):
    """LATER... goes on from the scene before, and the first scene has none."""
    film = compiled(hour)
    first, second = film.story.scenes
    assert phase(first, film.story) == (told if told != "day" else "night" if first.night else "day")
    assert phase(second, film.story) == phase(first, film.story)


def test_the_longest_name_in_the_words_is_meant():
    film = compiled(light="lamp over the old table, warm")
    shot, scene = film.story.scenes[0].shots[0], film.story.scenes[0]
    found = light(shot, scene, film.story, ("TABLE", "OLD TABLE", "TAB"))
    assert found == Light("night", "lamp", hue="warm", at="OLD TABLE")


def test_weather_is_outdoors():
    film = compiled()
    inside, outside = (light(scene.shots[0], scene, film.story) for scene in film.story.scenes)
    assert (inside.weather, outside.weather) == ("", "rain")


def test_what_has_a_word_is_shown_and_what_has_none_is_lost_aloud():
    assert verdict(compiled(), "light") == ("approximated", "as lamp light")
    assert verdict(compiled(), "weather", "2A") == ("approximated", "as rain in the air, outdoors")
    told, how = verdict(compiled(light="like a Rembrandt"), "light")
    assert told == "lost" and all(source in how for source in lighting.KNOWN)
    assert verdict(compiled(weather="a fine day"), "weather", "2A")[0] == "lost"


def test_only_what_is_shown_changes_the_request():
    def key(**words):
        return compiled(**words).requests[0].key

    assert key(light="one lamp") != key(light="candles")
    assert key(light="like a Rembrandt") == key(light="like a Vermeer")
