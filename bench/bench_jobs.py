"""What our care costs: 1,000 paid jobs at a service that answers at once, beside a bare httpx loop that makes the same
calls and writes the same files. The bar: 1.3 of the loop's time.

    python bench/bench_jobs.py
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from statistics import median

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "servers"), str(ROOT / "tests" / "render")]

from kling import Kling  # noqa: E402
from vendor import Service  # noqa: E402

from shotscript import compile  # noqa: E402
from shotscript.render.desk import Tempo  # noqa: E402
from shotscript.studio.paid import price, render  # noqa: E402

JOBS, AT_ONCE, ROUNDS = 1000, 16, 5
SCRIPT = "INT. ROOM - NIGHT\n\n!! WS, 6s\n\nIt waits.\n"
KEYS = dict(Kling.keys)


class Prompt(Kling):
    """Done at the first look."""

    looks = 0


def main() -> None:
    if "--serve" in sys.argv:
        serve()
        return
    with subprocess.Popen([sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as server, tempfile.TemporaryDirectory() as folder:
        assert server.stdout and server.stdin
        address = server.stdout.readline().strip()
        ours, bare = [], []
        for number in range(ROUNDS):
            bare.append(timed(lambda n=number: asyncio.run(loop(address, Path(folder) / f"bare{n}"))))
            ours.append(timed(lambda n=number: jobs(address, Path(folder) / f"ours{n}")))
        server.stdin.close()
    times = sorted(b / a for a, b in zip(bare, ours, strict=True))
    print(f"{JOBS} jobs, {AT_ONCE} at once: bare loop {median(bare):.2f} s, ours {median(ours):.2f} s; {ROUNDS} rounds "
          f"{times[0]:.2f} to {times[-1]:.2f} x, the middle one {median(times):.2f} x")


def serve() -> None:
    """The service, in a process of its own until its stdin ends."""
    with Service(Prompt()) as service:
        print(service.address, flush=True)
        sys.stdin.read()


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def jobs(address: str, folder: Path) -> None:
    folder.mkdir()
    (folder / "film.fountain").write_text(SCRIPT)
    (folder / "shotscript.toml").write_text(f'[services."kling-3"]\nbase = "{address}"\n')
    film = compile(folder / "film.fountain", provider="kling-3")
    made = render(price(film, JOBS), cap=Decimal(100_000), tempo=Tempo(scale=0.0), environment=KEYS, jobs=AT_ONCE)
    assert len(made.fresh) == JOBS


async def loop(address: str, folder: Path) -> None:
    """Ask, look, fetch, write: nothing else."""
    folder.mkdir()
    slots = asyncio.Semaphore(AT_ONCE)
    headers = {"authorization": f"Bearer {KEYS['KLING_API_KEY']}"}
    body = {"prompt": "It waits.", "settings": {"multi_shot": False, "audio": "off", "resolution": "720p",
                                                "aspect_ratio": "16:9", "duration": 6}}
    # As ours: a paid call goes out on a connection of its own.
    once = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=address, headers=headers, limits=once) as asking, httpx.AsyncClient(
            base_url=address, headers=headers) as client:

        async def job(number: int) -> None:
            async with slots:
                told = {"options": {"external_task_id": f"{folder.name}-{number}"}}
                reply = await asking.post("/text-to-video/kling-3.0", json=body | told)
                id = reply.json()["data"]["id"]
                reply = await client.get(f"/tasks?task_ids={id}")
                film = await client.get(reply.json()["data"][0]["outputs"][0]["url"])
                (folder / f"{number}.mp4").write_bytes(film.content)

        await asyncio.gather(*(job(number) for number in range(JOBS)))
    assert len(list(folder.iterdir())) == JOBS


if __name__ == "__main__":
    main()
