"""Contact sheets of what previz draws, to be looked at: `make look` writes them to build/look/.

    python bench/look.py [SHEET...]

Every size, angle, side, place in the frame, move (start, middle, end), pose, light, weather and theme, each a shot of a
script written here and drawn by the renderer; under each picture stand the words it was asked for with.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

import shotscript
from shotscript.providers.previz.draw import still
from shotscript.providers.previz.letters import font
from shotscript.providers.previz.look import Look

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "look"
WIDE, HIGH, BAR, COLUMNS = 640, 360, 30, 3
Picture = NDArray[np.uint8]

CAST = """/*@format
picture: 16:9 720p 24fps
*/

/*@cast
MAYA: woman, 34, long brown hair
  wears: red wool coat
  height: 168cm
JON: man, 41
  wears: navy sweater
  height: 182cm
*/

/*@places
KITCHEN: a kitchen
  size: 7m x 6m
YARD: a yard
  size: 30m x 30m
*/

"""
PAIR = ("MAYA stands at -0.6 0 facing JON; JON stands at 0.6 -0.1 facing MAYA; TABLE table 1.2 x 0.75 x 0.7 at 0 -1.3; "
        "DOOR door 0.9 x 2.05 x 0.08 at 2.2 -2.95; WINDOW window 1.6 x 1.2 x 0.1 on SILL; "
        "SILL box 0.2 x 0.85 x 1.7 at -3.35 -0.8")
ALONE = ("MAYA stands at 0 0 facing 0; TABLE table 1.2 x 0.75 x 0.7 at -1 -1.6; "
         "DOOR door 0.9 x 2.05 x 0.08 at 2.2 -2.95; WINDOW window 1.6 x 1.2 x 0.1 on SILL; "
         "SILL box 0.2 x 0.85 x 1.7 at -3.35 0.8")
TALK = "MAYA sits at -0.7 0 facing JON; JON sits at 0.7 0 facing MAYA; TABLE table 0.9 x 0.75 x 0.8 at 0 0"


@dataclass(frozen=True, slots=True)
class Tile:
    """A shot: its clauses, where it plays, what is done there, and at which of its frames (shares) it is drawn."""

    words: str
    block: str = PAIR
    place: str = "INT. KITCHEN - DAY"
    light: str = ""
    weather: str = ""
    text: str = "They wait."
    at: tuple[float, ...] = (0.5,)
    theme: str = "colour"
    caption: str = ""


def sizes() -> Iterable[Tile]:
    for size in ("EWS", "WS", "FS", "MWS", "COWBOY", "MS", "MCU", "CU", "ECU"):
        yield Tile(f"{size} on MAYA, 35mm f/4")
    for words in ("two shot, 35mm", "OTS MAYA on JON, 50mm f/2", "OTS JON on MAYA left shoulder, 50mm f/2",
                  "POV MAYA on JON, 35mm", "insert TABLE, 50mm", "CU on MAYA's hands, 85mm f/4"):
        yield Tile(words)


def angles() -> Iterable[Tile]:
    for angle in ("eye level", "low angle", "low angle 35deg", "high angle", "high angle 50deg", "overhead",
                  "worm's eye", "height 0.3m", "ground level", "dutch left 12deg", "dutch right 20deg",
                  "low angle, dutch left 10deg"):
        yield Tile(f"MS on MAYA, 35mm f/4, {angle}")


def sides() -> Iterable[Tile]:
    for side in ("front", "three-quarter left", "profile left", "three-quarter back left", "back",
                 "three-quarter back right", "profile right", "three-quarter right"):
        yield Tile(f"MCU on MAYA, 50mm f/2.8, MAYA {side}", ALONE)
    for words in ("MAYA screen left", "MAYA right third", "MAYA looks left", "MAYA looks right", "MAYA looks up",
                  "MAYA looks down", "MAYA looks to camera"):
        yield Tile(f"MCU on MAYA, 50mm f/2.8, {words}", ALONE)


def moves() -> Iterable[Tile]:
    for move in ("dolly in 1m", "dolly out 1m", "truck left 0.8m", "truck right 0.8m", "pedestal up 0.6m",
                 "pedestal down 0.6m", "crane up 1.5m", "crane down 0.8m", "pan left 20deg", "pan right 20deg",
                 "tilt up 15deg", "tilt down 15deg", "roll left 15deg", "roll right 15deg", "whip pan right to JON",
                 "orbit left 60deg", "orbit right 60deg", "zoom in to 70mm", "zoom out to 24mm",
                 "crash zoom in to 85mm", "dolly zoom in to 24mm", "dolly zoom out to 70mm", "push in to CU",
                 "handheld", "gimbal"):
        yield Tile(f"MS on MAYA, 40mm f/4, {move}, 2s", PAIR if "JON" in move else ALONE, at=(0, 0.5, 1))
    yield Tile("FS on MAYA, 35mm f/4, track MAYA, 3s", at=(0, 0.5, 1),
               block="MAYA stands at -2 0 facing 90; MAYA walks to 2 0 over 3s")
    yield Tile("OTS MAYA on JON, 65mm f/2, rack focus from MAYA to JON at 0.6s, 2s", at=(0, 0.5, 1))


def poses() -> Iterable[Tile]:
    seat = "CHAIR chair 0.5 x 0.9 x 0.5 at 0 0; MAYA sits on CHAIR facing 30"
    for side in ("three-quarter left", "profile right", "back"):
        yield Tile(f"FS on MAYA, 35mm, MAYA {side}", "MAYA stands at 0 0 facing 0", caption=f"stands, {side}")
        yield Tile(f"FS on MAYA, 35mm, MAYA {side}", seat, caption=f"sits, {side}")
        yield Tile(f"FS on MAYA, 35mm, MAYA {side}", "MAYA lies at 0 0 facing 90", caption=f"lies, {side}")
    for verb, over in (("walks", "3s"), ("runs", "1.2s")):
        yield Tile("FS on MAYA, 35mm, MAYA three-quarter left, track MAYA, 3s", at=(0.2, 0.24, 0.28), caption=verb,
                   block=f"MAYA stands at -2 0 facing 90; MAYA {verb} to 2.4 0 over {over}", text=f"She {verb}.")
    yield Tile("FS on MAYA and JON, 28mm, 5s", "T table at -2.4 -1; CUP box 0.1 x 0.14 x 0.1 on T; "
               "MAYA stands at -1.9 0 facing JON; JON stands at 1.2 0 facing MAYA; MAYA holds CUP; "
               "MAYA walks to 0.4 0 then gives CUP to JON", at=(0, 0.2, 0.6), text="She brings it.",
               caption="carries a cup from a table, and gives it")
    yield Tile("WS on MAYA and JON, 24mm, high angle, 5s", "MAYA stands at -2 0 facing JON; "
               "JON stands at 0 0 facing MAYA; MAYA walks to 2 0", at=(0.1, 0.4, 0.7), text="She passes him.",
               caption="walks round somebody")
    yield Tile("FS on MAYA and JON, 35mm", TALK, caption="both sit at a table")
    yield Tile("CU on MAYA's hands, 85mm f/4", TALK, caption="hands on a table")
    yield Tile("CU on MAYA's hands, 85mm f/4", "MAYA stands at 0 0 facing 0", caption="hands at rest")
    for at in (0.05, 0.3, 0.42):
        yield Tile("CU on MAYA, 85mm f/2.8, 4s", ALONE, text="MAYA\nHe never put it out, Jon.", at=(at,),
                   caption=f"speaks, at {at:.0%} of the shot")
    yield Tile("CU on MAYA, 85mm f/2.8", ALONE, caption="is silent")
    yield Tile("WS on JON, 24mm, 3s", "JON stands at 2.2 -1.6 facing 180; DOOR door 0.9 x 2.05 x 0.08 at 2.2 -2.95; "
               "JON walks to 2.2 -2.8 over 2s", at=(0.1, 0.5, 0.7), caption="goes through a door")


def lights() -> Iterable[Tile]:
    for inside in ("INT. KITCHEN", "EXT. YARD"):
        for hour in ("DAWN", "MORNING", "DAY", "DUSK", "EVENING", "NIGHT"):
            block = PAIR if inside.startswith("INT") else TALK.replace("sits", "stands")
            yield Tile("FS on MAYA and JON, 28mm", block, f"{inside} - {hour}", caption=f"{inside} - {hour}")
    for hour, words in (("DAY", "window left"), ("DAY", "window right, soft"), ("DAY", "hard sun from the right"),
                        ("DAY", "backlit"), ("DAY", "bright"), ("DAY", "dark, cold"), ("DAY", "warm"),
                        ("DAY", "fluorescent"), ("NIGHT", "one lamp over TABLE"), ("NIGHT", "candle on TABLE"),
                        ("NIGHT", "firelight"), ("NIGHT", "moonlight"), ("NIGHT", "neon"), ("NIGHT", "a TV screen"),
                        ("NIGHT", "fluorescent")):
        yield Tile("FS on MAYA and JON, 28mm", place=f"INT. KITCHEN - {hour}", light=words, caption=f"{hour}: {words}")
        yield Tile("MCU on MAYA, 50mm f/2.8", place=f"INT. KITCHEN - {hour}", light=words, caption=f"{hour}: {words}")


def weathers() -> Iterable[Tile]:
    for hour in ("DAY", "NIGHT"):
        for weather in ("rain", "snow", "fog"):
            for size in ("WS on MAYA and JON, 28mm", "MCU on MAYA, 50mm f/2.8"):
                yield Tile(size, TALK.replace("sits", "stands"), f"EXT. YARD - {hour}", weather=weather,
                           caption=f"{hour}: {weather}")


def themes() -> Iterable[Tile]:
    dark = Tile("FS on MAYA and JON, 28mm", place="INT. KITCHEN - NIGHT", light="one lamp over TABLE")
    wet = Tile("WS on MAYA and JON, 28mm", place="EXT. YARD - DUSK", weather="rain")
    plain = ("WS on MAYA and JON, 28mm", "OTS MAYA on JON, 50mm f/2", "CU on MAYA, 85mm f/2.8")
    for tile in (*map(Tile, plain), dark, wet):
        for theme in ("colour", "clay", "ink"):
            yield replace(tile, theme=theme, caption=f"{theme}: {tile.words}")


SHEETS: dict[str, Callable[[], Iterable[Tile]]] = {
    "sizes": sizes, "angles": angles, "sides": sides, "moves": moves, "poses": poses, "lights": lights,
    "weather": weathers, "themes": themes,
}


def main(names: list[str]) -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    for name in names or list(SHEETS):
        tiles = list(SHEETS[name]())
        film = shotscript.compile(script(tiles), provider="previz")
        told = [problem.message for problem in film.problems if problem.level.name == "ERROR"]
        assert not told, told
        pictures = [picture for tile, label in zip(tiles, labels(tiles), strict=True)
                    for picture in _pictures(film, tile, label)]
        contact(pictures).save(OUT / f"{name}.png", optimize=True)
        print(f"{OUT / name}.png: {len(pictures)} pictures", flush=True)
    return 0


def script(tiles: list[Tile]) -> str:
    """A scene for each tile."""
    return CAST + "\n".join(_scene(tile, label, i + 1) for i, (tile, label) in enumerate(zip(tiles, labels(tiles),
                                                                                            strict=True)))


def labels(tiles: list[Tile]) -> list[str]:
    return [f"L{i + 1}" for i in range(len(tiles))]


def contact(pictures: list[tuple[Picture, str]]) -> Image.Image:
    """Pictures in rows, each with its words under it."""
    rows = -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * WIDE, rows * (HIGH + BAR)), (16, 17, 20))
    pen = ImageDraw.Draw(sheet)
    for i, (picture, words) in enumerate(pictures):
        left, top = i % COLUMNS * WIDE, i // COLUMNS * (HIGH + BAR)
        sheet.paste(Image.fromarray(picture), (left, top))
        pen.text((left + 10, top + HIGH + BAR / 2), words, font=font(15), fill=(225, 225, 225), anchor="lm")
    return sheet


def _scene(tile: Tile, label: str, number: int) -> str:
    notes = [f"[[{head}: {text}]]" for head, text in (("light", tile.light), ("weather", tile.weather)) if text]
    start, go = _split(tile.block)
    lines = [f"{tile.place} #{number}#", "", f"[[block: {start}]]", *notes, "", *([f"[[block: {go}]]"] if go else []),
             f"!! {label}: {tile.words}", "", tile.text, ""]
    return "\n".join(lines)


def _split(block: str) -> tuple[str, str]:
    """Where all begin, and who goes where."""
    items = [item.strip() for item in block.split(";")]
    going = [item for item in items if any(word in item.split() for word in ("walks", "runs"))]
    return "; ".join(item for item in items if item not in going), "; ".join(going)


def _pictures(film: shotscript.Film, tile: Tile, label: str) -> Iterable[tuple[Picture, str]]:
    frames = film.stage.shots[label].frames
    for share in tile.at:
        frame = min(int(share * frames), frames - 1)
        picture = still(label, film.context, frame, tile.theme, WIDE, HIGH, Look(tags=False, slate=False))
        when = f"  [{frame}/{frames}]" if len(tile.at) > 1 else ""
        yield picture, (tile.caption or tile.words) + when


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
