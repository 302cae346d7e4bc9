"""What previz makes of each claim: used, approximated or lost, said once for each.

Previz shows geometry: cameras, bodies, things, time. What only a photographed picture can show is lost, and said to be.
"""

from __future__ import annotations

from ...core import digest
from ...core.show import show
from ...lang.clause import Framing, Lens
from ...narrative.story import Beat, Format, Person, Said, Scene, Shot, State
from .. import lighting
from ..claims import Claim
from ..contract import Loss, Verdict
from ..outside import COMPILER, by_join, is_outside, unbuilt
from ..wardrobe import cloth_colour, tells

_USED = {"framing", "lens", "angle", "dutch", "height", "side", "from", "place in frame", "gaze", "focus", "length",
         "hold", "as", "camera at", "pacing", "blocking", "pause", "picture"}
_APPROXIMATED = {
    "dialogue": "set as a caption, with a moving mouth", "voice over": "set as a caption",
    "setting": "a bare set in the light of its hour", "move handheld": "as a small even sway",
    "move gimbal": "as a smooth move",
}
_LOST = {
    "action": "it takes its time on screen, bodies do not act it out", "description": "words do not show in grey boxes",
    "speed": "bodies move at plain speed", "sound": "previz draws pictures only", "music": "previz draws pictures only",
    "plate": "previz draws its own stage", "perform": "previz draws mannequins",
    "frame first": "previz draws its own stage", "frame last": "previz draws its own stage",
    "place": "its size and things show, not its look", "images": "mannequins have no faces",
    "clip": "mannequins have no faces", "voice": "a scratch voice speaks", "speaks": "a scratch voice speaks",
    "style": "previz has one plain look",
    "never": "previz draws nothing unasked", "seed": "previz throws no dice",
}


def answer(claim: Claim) -> Loss:
    """The one verdict on a claim."""
    if claim.kind == "allow":
        return claim.used(COMPILER)
    if unbuilt(claim.value):
        return claim.lost(unbuilt(claim.value))
    if isinstance(claim.value, Said) and by_join(claim.value):
        return claim.used(by_join(claim.value))
    if claim.kind in _SHOWN:
        return _SHOWN[claim.kind](claim)
    if isinstance(claim.value, Framing) and claim.value.part:
        return claim.approximated("the mannequin has few parts: its region is framed")
    if isinstance(claim.value, Lens) and claim.value.anamorphic:
        return claim.approximated("its angle of view, without its flares and oval blur")
    if claim.kind in _APPROXIMATED:
        return claim.approximated(_APPROXIMATED[claim.kind])
    if claim.kind in _USED or claim.kind.startswith("move "):
        return claim.used()
    if claim.kind == "transition":
        return claim.used("its frames are drawn; the join mixes them")
    return claim.lost(_LOST.get(claim.kind, "previz cannot show it"))


def meaning(cut_claims: tuple[Claim, ...]) -> str:
    """A digest of all values previz said it uses or approximates, wherever they stand in the file.

    It is part of the request, so that none of them can change unnoticed, even one that moves no pixel this time. What
    others in the house answer stays out.
    """
    answers = [(c, answer(c)) for c in cut_claims]
    kept = [c for c, loss in answers if loss.verdict is not Verdict.LOST and not is_outside(loss.how)]
    return digest.of([[c.kind, _said(c)] for c in kept])


def _lit(claim: Claim) -> Loss:
    """What previz has a word for is shown, and only that."""
    assert isinstance(claim.value, Said)
    if claim.kind == "weather":
        sky = lighting.weather(claim.value.text)
        return claim.approximated(f"as {sky} in the air, outdoors") if sky else claim.lost(
            "previz shows rain, snow and fog")
    told = lighting.shown(claim.value.text)
    return claim.approximated(f"as {', '.join(told.values())} light") if told else claim.lost(
        f"previz shows {', '.join(lighting.KNOWN)}, left, right, from behind, hard, soft, dark, bright, warm, cold")


def _worn(claim: Claim) -> Loss:
    value = claim.value
    if claim.kind == "look":
        known = isinstance(value, Person) and tells(value.look)
        return claim.approximated("hair and build only") if known else claim.lost("mannequins have no faces")
    wears = value.wears if isinstance(value, Person | State) else ""
    if cloth_colour(wears):
        return claim.approximated("the colour of the clothes only")
    return claim.lost("mannequins wear one plain dress")


_SHOWN = {"look": _worn, "wears": _worn, "state": _worn, "light": _lit, "weather": _lit}


def _said(claim: Claim) -> str:
    value = claim.value
    if isinstance(value, Person):
        return value.look if claim.kind == "look" else value.wears
    if isinstance(value, State):
        return f"{value.name} {value.wears}"
    if isinstance(value, Scene):
        return value.heading
    if isinstance(value, Format):
        return f"{value.aspect} {value.width}x{value.height} {value.fps}"
    if isinstance(value, Beat):
        return show([value.kind, value.text, value.who, value.delivery, value.extension, value.start, value.seconds])
    return show(value)


def faults_of(shot: Shot) -> str:
    """The words of the banner, empty when the shot is sound."""
    return f"shot {shot.label}: " + "; ".join(shot.faults) if shot.faults else ""
