"""A small project with a script in it, and a service on this machine that makes its clips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kling import Kling
from vendor import Service, Vendor

from shotscript import compile
from shotscript.render.desk import Tempo
from shotscript.render.orders import Books
from shotscript.studio.paid import Bill, Rendered, price, render

FAST = Tempo(scale=0.002, tries=6, quiet=1.0)
SCENE = """INT. ROOM {n} - NIGHT

!! WS, 6s

It waits in room {n}.

"""


@dataclass
class Shop:
    """A project folder, its script and the service."""

    folder: Path
    service: Service
    provider: str

    @property
    def script(self) -> Path:
        return self.folder / "film.fountain"

    def bill(self, **told: Any) -> Bill:
        return price(compile(self.script, provider=self.provider), **told)

    def render(self, cap: str = "1000", tempo: Tempo = FAST, **told: Any) -> Rendered:
        return render(self.bill(**told), cap=Decimal(cap), tempo=tempo, environment=dict(self.service.vendor.keys))

    @property
    def books(self) -> Books:
        return self.bill().books


@contextmanager
def shop(folder: Path, segments: int = 2, faults: Sequence[str] = (), vendor: Vendor | None = None,
         provider: str = "kling-3", script: str = "") -> Iterator[Shop]:
    """A project whose script makes so many segments, and its service, which ends with the block."""
    with Service(vendor or Kling(), faults) as service:
        text = script or "".join(SCENE.format(n=n + 1) for n in range(segments))
        (folder / "film.fountain").write_text(text, encoding="utf-8")
        also = "".join(f'\n"{real}" = "{service.address}{ours}"' for real, ours in service.vendor.also.items())
        (folder / "shotscript.toml").write_text(
            f'[services."{provider}"]\nbase = "{service.address}{service.vendor.base}"\n'
            f'[services."{provider}".also]{also}\n', encoding="utf-8")
        yield Shop(folder, service, provider)
