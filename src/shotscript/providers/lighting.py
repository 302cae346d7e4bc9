"""What of a script's light and weather a grey set can show: the hour of the heading and a small vocabulary.

Known here because two things stand on it: what previz draws, and the keys of the passes that show it (`passes`).
Words that are not in it are kept for the models and said to be not shown (`previz.verdicts`). Left and right are those
of a viewer at the place's front, so that the light stays where it is when the camera crosses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache

from ..narrative.story import Scene, Shot, Story

PHASES: dict[str, tuple[str, ...]] = {
    "dawn": ("dawn", "sunrise", "daybreak", "first light", "黎明", "amanecer"),
    "dusk": ("dusk", "sunset", "twilight", "magic hour", "golden hour", "黄昏", "anochecer"),
    "evening": ("evening", "傍晚", "tarde noche"),
    "night": ("night", "midnight", "夜", "晚", "밤", "noche"),
    "morning": ("morning", "早", "朝", "mañana"),
}
_SAME = ("continuous", "same", "moments later", "later")
_SOURCES: dict[str, tuple[str, ...]] = {
    "candle": ("candle", "candles", "candlelight", "match", "lit match"),
    "fire": ("fire", "firelight", "fireplace", "campfire", "flames", "embers"),
    "neon": ("neon",),
    "fluorescent": ("fluorescent", "fluorescents", "strip light", "strip lights", "striplight"),
    "screen": ("screen", "television", "tv", "monitor", "phone light", "laptop"),
    "moon": ("moon", "moonlight", "moonlit"),
    "lamp": ("lamp", "lamps", "lamplight", "bulb", "lantern", "tungsten", "chandelier", "practical", "street light",
             "streetlight", "street lamp", "streetlamp", "sconce"),
    "window": ("window", "windows", "skylight"),
    "sun": ("sun", "sunlight", "sunny", "sunlit", "sunbeam", "daylight"),
}
_SIDES: dict[str, tuple[str, ...]] = {
    "back": ("from behind", "behind", "backlight", "backlit", "back light", "rim light", "silhouette", "silhouetted",
             "contre-jour"),
    "left": ("left",), "right": ("right",),
    "above": ("overhead", "from above", "top light", "toplight"),
    "front": ("frontal", "from the front", "front light"),
}
_QUALITIES: dict[str, tuple[str, ...]] = {
    "hard": ("hard", "harsh"), "soft": ("soft", "diffuse", "diffused", "overcast", "gentle", "cloudy"),
}
_LEVELS: dict[str, tuple[str, ...]] = {
    "dark": ("dark", "dim", "low key", "low-key", "gloom", "gloomy", "shadowy", "silhouette", "darkness"),
    "bright": ("bright", "high key", "high-key", "brilliant"),
}
_HUES: dict[str, tuple[str, ...]] = {
    "warm": ("warm", "golden", "gold", "amber", "orange", "sodium"), "cold": ("cold", "cool", "steel"),
    "blue": ("blue",), "red": ("red",), "green": ("green",), "pink": ("pink", "magenta", "purple", "violet"),
}
_HEIGHTS: dict[str, tuple[str, ...]] = {"low": ("low",), "high": ("high",)}
_WEATHERS: dict[str, tuple[str, ...]] = {
    "snow": ("snow", "snows", "snowing", "snowfall", "snowflakes", "blizzard", "sleet"),
    "rain": ("rain", "rains", "raining", "rainy", "drizzle", "downpour", "storm", "thunderstorm", "rainstorm"),
    "fog": ("fog", "foggy", "mist", "misty", "haze", "hazy"),
}
_NOT = re.compile(r"\b(?:no|not|without|never|unlit)\s+(?:[a-z]+\s+)?$")
KNOWN = tuple(_SOURCES)
KEPT = 4096


@dataclass(frozen=True, slots=True)
class Light:
    """One choice of each vocabulary, empty where nothing was said.

    phase: dawn morning day dusk evening night · source: what gives the light · side: left right back front above ·
    height: low high · quality: hard soft · level: dark bright · hue · weather: rain snow fog · at: the thing that the
    source stands at or hangs over
    """

    phase: str = "day"
    source: str = ""
    side: str = ""
    height: str = ""
    quality: str = ""
    level: str = ""
    hue: str = ""
    weather: str = ""
    at: str = ""

    def told(self) -> dict[str, str]:
        """What was chosen, for a request: no key without a value."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}


def light(shot: Shot, scene: Scene, story: Story, things: tuple[str, ...] = ()) -> Light:
    """The light of a shot; `things` are the names on the set that its words may point at."""
    said = shown(shot.light.text) if shot.light else {}
    sky = weather(shot.weather.text) if shot.weather and not scene.interior else ""
    words = shot.light.text if shot.light else ""
    return Light(**{"phase": phase(scene, story), **said, "weather": sky, "at": _pointed(words, things)})


def phase(scene: Scene, story: Story) -> str:
    """The hour of a scene's heading; CONTINUOUS, SAME and LATER go on from the scene before."""
    time = scene.time.casefold().strip()
    if time.startswith(_SAME) and scene.index:
        return phase(story.scenes[scene.index - 1], story)
    return _first(time, PHASES) or ("night" if scene.night else "day")


@lru_cache(KEPT)
def _shown(text: str) -> tuple[tuple[str, str], ...]:
    folded = text.casefold()
    found = {"source": _first(folded, _SOURCES), "side": _first(folded, _SIDES), "quality": _first(folded, _QUALITIES),
             "level": _first(folded, _LEVELS), "hue": _first(folded, _HUES)}
    found["height"] = "" if found["level"] == "dark" and "low key" in folded else _first(folded, _HEIGHTS)
    return tuple((key, value) for key, value in found.items() if value)


def shown(text: str) -> dict[str, str]:
    """Of a `light` line, the choices previz can show; nothing if none of its words is known."""
    return dict(_shown(text))


def weather(text: str) -> str:
    """Of a `weather` line: rain, snow, fog or nothing."""
    return _first(text.casefold(), _WEATHERS)


def _first(text: str, choices: dict[str, tuple[str, ...]]) -> str:
    """The first choice, in the table's order, one of whose phrases stands in the text and is not denied."""
    return next((choice for choice, phrases in choices.items() if any(_stands(p, text) for p in phrases)), "")


def _stands(phrase: str, text: str) -> bool:
    if not phrase.isascii():
        return phrase in text
    found = re.finditer(rf"\b{re.escape(phrase)}\b", text)
    return any(not _NOT.search(text[: one.start()]) for one in found)


def _pointed(text: str, things: tuple[str, ...]) -> str:
    """The longest name of a thing that the words hold."""
    folded = text.casefold()
    held = [name for name in things if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", folded)]
    return max(held, key=len, default="")
