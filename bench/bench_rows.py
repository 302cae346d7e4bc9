"""How fast a data file becomes films, and in how much memory: rows of a film of ten shots, three of them personal.

    python bench/bench_rows.py [--rows 10000] [--provider kling-3-omni]

The films are compiled in a child process as `compile --data --format json` does it, each written as a line of JSON.
Prints films a second and the child's largest resident size. The aim: 200 films a second, under 300 MB.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILM = """\
/*@format
picture: 16:9 720p 24fps
style: 35mm film, warm morning light
never: subtitles, watermark
*/

/*@fields
name: Alexandra
city: San Sebastian
offer: two tickets for the price of one
*/

/*@cast
MAYA: woman, 34, cropped silver hair, a scar through the left eyebrow
  wears: red wool coat
JON: man, 41, tired eyes
  wears: grey suit
*/

INT. STATION - DAY

!! 1A: WS on MAYA and JON, 24mm, slow dolly in 1m

Maya and Jon wait at the counter. A train pulls in behind them.

!! 1B: MCU on MAYA, 65mm, 6s

MAYA
{name}, the first train to {city} leaves in an hour.

!! 1C: MCU on JON, 65mm

JON
Already?

!! 1D: CU on MAYA, 85mm

She counts the coins in her palm.

!! 1E: MS on JON, 50mm, pan left 20deg

He looks at the clock above the door.

EXT. PLATFORM - DAY

!! 2A: WS on MAYA, 28mm, truck right 2m

Maya runs along the platform, her coat open.

!! 2B: MS on JON, 50mm, "a sign on the wall says {city}", 4s

Jon holds the door for {name}.

!! 2C: CU on JON, 85mm

JON
Come on!

!! 2D: MCU on MAYA, 65mm, 9s

MAYA
{offer}. Only today, and only for {name}.

!! 2E: EWS, crane up 3m

The train leaves the station.
"""
NAMES = ("Ana", "Bo", "Chloé", "Dmitri", "Eun-ji", "Fatima", "Guillermo", "Henrietta", "Ines", "Jan", "Kofi", "Lucía",
         "Maximilian", "Noor", "Óscar", "Priya")
CITIES = ("Rome", "Lisbon", "New York", "Łódź", "Buenos Aires", "서울", "Río de Janeiro", "Kuala Lumpur", "Oslo")
OFFERS = ("Half the fare", "A free coffee on board", "Two tickets for one", "A window seat at no cost", "Dinner, on us")


def data(path: Path, count: int) -> None:
    """Rows as a campaign has them: names and cities that come again, and one value that is nobody else's."""
    deal = random.Random(7)
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "name", "city", "offer"))
        for at in range(count):
            name = f"{deal.choice(NAMES)} {deal.choice('ABCDEFGHIJKLMNOPRSTVW')}."
            rows.writerow((f"c-{at:06d}", name, deal.choice(CITIES), f"{deal.choice(OFFERS)}, code {at}"))


def compiled(folder: Path, provider: str, count: int) -> tuple[float, float]:
    """Seconds and megabytes of the compiler over `count` rows."""
    script, rows = folder / "film.fountain", folder / "rows.csv"
    script.write_text(FILM, encoding="utf-8")
    data(rows, count)
    call = [sys.executable, "-m", "shotscript", "compile", str(script), "--provider", provider, "--data", str(rows),
            "--format", "json"]
    before = time.perf_counter()
    with open(folder / "films.jsonl", "wb") as out, open(folder / "words.txt", "wb") as words:
        done = subprocess.run(call, stdout=out, stderr=words, cwd=folder, env=os.environ)
    took = time.perf_counter() - before
    made = (folder / "films.jsonl").read_bytes().count(b"\n")
    assert done.returncode == 0, (folder / "words.txt").read_text(encoding="utf-8")
    assert made == count, (made, count)
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--rows", type=int, default=10_000)
    ask.add_argument("--provider", default="kling-3-omni")
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seconds, megabytes = compiled(Path(folder), asked.provider, asked.rows)
    print(f"{asked.rows} films of ten shots for {asked.provider}: {seconds:.1f} s, "
          f"{asked.rows / seconds:.0f} films/s, at most {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
