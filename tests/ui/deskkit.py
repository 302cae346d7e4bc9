"""A small film with a ledger that holds jobs in every state, for tests of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shotscript.render.ledger import Event, Ledger
from shotscript.render.store import Store
from shotscript.studio import Film, Read, lower, read, version
from shotscript.ui.review.values import Reel, Showing

PROVIDER = "kling-3-omni"
SMALL = """Title: Small

/*@format
picture: 16:9 320x180 12fps
provider: kling-3-omni
*/

/*@cast
MAYA: woman, 34, silver hair
  wears: red coat
JON: man, 41
*/

/*@variants
rain:
  weather: heavy rain
tall:
  picture: 9:16
*/

INT. KITCHEN - NIGHT #1#

!! 1A: WS on MAYA and JON, 24mm f/4, dolly in 0.8m over 2s, 3s

Maya waits at the table.

MAYA
Come in.

!! 1B: CU on JON, 85mm f/2, 3s

JON
You kept it.

EXT. YARD - DAY #2#

!! 2A: WS on MAYA, 4s

Maya leaves.
"""


@dataclass
class Stage:
    """A project folder with a script in it."""

    folder: Path
    text: str = SMALL

    def __post_init__(self) -> None:
        (self.folder / "shotscript.toml").touch()
        self.write(self.text)

    @property
    def script(self) -> Path:
        return self.folder / "film.fountain"

    def write(self, text: str) -> None:
        self.script.write_text(text, encoding="utf-8")
        self.read: Read = read(self.script)
        self.made: dict[tuple[str, str], Film] = {}

    def film(self, provider: str = "", variant: str = "") -> Film:
        if (provider, variant) not in self.made:
            self.made[provider, variant] = version(self.read, provider, variant=variant)
        return self.made[provider, variant]

    def now(self, reel: Reel | None = None) -> Showing:
        film = lower(self.read, "previz", {})
        told = {shot.label: f"{n:064x}" for n, shot in enumerate(film.story.shots)}
        return Showing(1, film, told=told, reel=reel)

    def key(self, shot: str, provider: str = PROVIDER) -> str:
        """Of the request of the segment a shot stands in."""
        film = self.film(provider)
        return next(request.key for one, request in zip(film.segments, film.requests, strict=True)
                    if any(cut.shot.label == shot for cut in one.cuts))

    def name(self, shot: str) -> str:
        return next(one.name for one in self.film(PROVIDER).segments if any(c.shot.label == shot for c in one.cuts))

    def take(self, shot: str, number: int, state: str, words: str = "", usd: str = "1.5", key: str = "",
             clip: Callable[[int], bytes] | None = None) -> str:
        """A job of a segment, as the ledger tells it; the digest of its clip, if there is one."""
        home, found = self.folder / ".shotscript", ""
        ledger, key = Ledger(home / "ledger.sqlite"), key or self.key(shot)

        def tell(event: str, **more: str | int) -> None:
            ledger.add(Event(event, key, PROVIDER, self.name(shot), f"job-{key[:6]}-{number}", number,  # type: ignore
                             "film.fountain", **more))  # type: ignore[arg-type]

        tell("intent", usd=usd)
        if state not in ("intent", "refused", "absent"):
            tell("sent", usd=usd, ticket=f"t{number}")
        if state == "stored":
            store = Store(home / "store")
            draft = store.draft("0" * 32)
            draft.write_bytes(clip(number) if clip else b"clip %d of %s" % (number, key.encode()))
            stored = store.keep(draft)
            tell("stored", usd=usd, clip=stored.clip, size=stored.size)
            found = stored.clip
        elif state not in ("intent", "sent"):
            tell(state, usd="0" if state in ("refused", "absent") else usd, words=words)
        ledger.close()
        return found
