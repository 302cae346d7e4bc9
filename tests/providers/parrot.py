"""A provider made up for the tests of the suite itself: it says back all it is asked, and can be made to cheat.

`forgets` is a kind of claim, and at will fields of its value, that it leaves out of the request; `says` is the verdict
it gives on that kind all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shotscript.core import digest
from shotscript.core.show import show
from shotscript.core.span import Span
from shotscript.narrative.story import Format, Person, Place, Prop, Scene
from shotscript.plan.limits import Limits
from shotscript.plan.timeline import Segment
from shotscript.providers.claims import Claim, asked
from shotscript.providers.contract import Context, Draft, Loss, Piece, Provider, Request, Status, Verdict

TIMED = ("length", "hold", "pause")
_PARTS = {"look": "look", "wears": "wears", "place": "look", "images": "images", "clip": "clip", "voice": "voice",
          "speaks": "speaks", "style": "style", "never": "never", "seed": "seed"}


@dataclass(frozen=True)
class Parrot:
    forgets: str = ""
    parts: tuple[str, ...] = ()
    says: Verdict = Verdict.USED
    blurts: bool = False

    def write(self, segment: Segment, context: Context) -> Draft:
        claims = [claim for cut in asked(segment, context) for claim in cut]
        lines = [(text, claim.span) for claim in claims if (text := _words(claim))]
        pieces, prompt = [], ""
        for text, span in lines:
            pieces += [Piece(start=len(prompt), end=len(prompt) + len(text), span=span)]
            prompt += text
        told = [digest.of([c.kind, self._meant(c)]) for c in claims if self._tells(c)]
        timed = [str(cut.seconds) for cut in segment.cuts] if self.forgets not in TIMED or self.blurts else []
        body = {"prompt": prompt if not self.forgets else "", "told": told, "seconds": timed}
        request = Request(provider="parrot", model="parrot", segment=segment.name, body=body, prompt=prompt,
                          pieces=tuple(pieces))
        return Draft(request, tuple(map(self._verdict, claims)))

    def _tells(self, claim: Claim) -> bool:
        return self.blurts or not self._forgot(claim) or bool(self.parts)

    def _forgot(self, claim: Claim) -> bool:
        """`move` forgets every move: one that becomes another is forgotten still."""
        return bool(self.forgets) and (claim.kind == self.forgets or claim.kind.split()[0] == self.forgets)

    def _meant(self, claim: Claim) -> Any:
        left = self.parts if self._forgot(claim) else ()
        if isinstance(claim.value, Scene):
            return claim.value.heading
        if claim.kind == "picture" and isinstance(claim.value, Format):
            return [claim.value.width, claim.value.height]
        if isinstance(claim.value, Format | Person | Place | Prop):
            return show(getattr(claim.value, _PARTS[claim.kind]))
        value: Any = claim.value
        names = [f.name for f in fields(value)] if is_dataclass(value) else list(type(value).model_fields)
        held = [getattr(value, name) for name in names if name not in left]
        return [show(one) for one in held if not isinstance(one, Span)]

    def _verdict(self, claim: Claim) -> Loss:
        if not self._forgot(claim) or self.says is Verdict.USED:
            return claim.used()
        return claim.lost("the parrot forgot") if self.says is Verdict.LOST else claim.approximated("in its own words")

    def provider(self) -> Provider:
        return Provider(name="parrot", title="Parrot", status=Status.LIVE, checked=date(2026, 11, 20),
                        limits=Limits(cuts=6, prompt=99999), write=self.write, price=lambda segment: Decimal(1))


def _words(claim: Claim) -> str:
    value: Any = claim.value
    key = {"look": "look", "place": "look", "wears": "wears", "dialogue": "text", "voice over": "text"}.get(claim.kind)
    return getattr(value, key) if key else ""
