"""A small film with everything that varies: fields in prose, looks and quotes, and variants of every key."""

from __future__ import annotations

from shotscript.studio import Film, Read, read, version

FILM = """\
/*@format
picture: 16:9 720p 24fps
style: 35mm film, muted teal
*/

/*@fields
name: Alexandra
city: San Sebastian
hook: Tonight it rains in {city}.
*/

/*@cast
MAYA: woman, 34, cropped silver hair
  wears: red wool coat
  speaks: British English
JON: man, 41, tired eyes
  wears: grey suit
*/

/*@places
KITCHEN: narrow kitchen, yellow table
  size: 5m x 4m
*/

/*@variants
rain:
  weather: heavy downpour
  light: grey overcast
tall:
  picture: 9:16
night:
  time: NIGHT
noir:
  style: black and white, hard shadows
es:
  language: es
  MAYA.speaks: Spanish
  hook: Esta noche llueve en {city}, y en todas las calles hasta el mar.
winter:
  MAYA.wears: black fur coat
low:
  MAYA.voice: voices/low.wav
same:
  style: 35mm film, muted teal
  language: en
  MAYA.wears: red wool coat
  MAYA.speaks: British English
  picture: 16:9 720p
  name: Alexandra
  city: San Sebastian
*/

INT. KITCHEN - DAY

[[light: one window]]

!! 1A: WS on MAYA and JON, 24mm, 4s

Maya waits at the table.

!! 1B: MCU on JON, 65mm, 3s

JON
You kept it.

!! 1C: CU on MAYA, 85mm, dolly in 0.3m

MAYA
(quietly)
{hook}

!! 1D: MS on JON, "a card on the wall says {name}", 3s

Jon reads the card for {name}.

EXT. STREET - DAY

!! 2A: WS on MAYA, 28mm, 4s

Maya walks along the street.

!! 2B: MCU on JON, 5s

JON
{name}, come home to {city}.

!! 2C: EWS, 3s

Nobody is left.
"""
PLAIN = FILM[: FILM.index("/*@variants")] + FILM[FILM.index("INT. KITCHEN - DAY"):]
"""The same without variants, which every packing would be tried with."""
VARIANTS = ("rain", "tall", "night", "noir", "es", "winter", "low", "same")


def film(text: str = FILM) -> Read:
    return read(text)


def compiled(one: Read, provider: str, variant: str = "", row: dict[str, str] | None = None) -> Film:
    return version(one, provider, {}, fresh=True, variant=variant, row=row)


def bodies(one: Film) -> list[dict]:
    """All that is sent, and what it stands on."""
    return [request.model_dump(mode="json", exclude={"pieces"}) for request in one.requests]


def cuts(one: Film) -> list[tuple]:
    """All that says where and how long: nothing of it may differ between versions."""
    return [(segment.index, segment.name, cut.shot.label, cut.start, cut.frames, cut.lead, cut.tail, cut.seconds)
            for segment in one.segments for cut in segment.cuts]


__all__ = ["FILM", "PLAIN", "VARIANTS", "bodies", "compiled", "cuts", "film"]
