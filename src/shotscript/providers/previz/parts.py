"""The parts of a mannequin, by name, in the order in which all arrays hold them."""

from __future__ import annotations

EYE = ("eye", "iris", "lid", "ear", "brow")
FACE = ("head", "hair", "nose", "mouth", "upper lip", "lower lip",
        *(f"{side} {part}" for side in ("left", "right") for part in EYE))
ARM, LEG = ("upper arm", "forearm", "hand"), ("thigh", "shin", "foot")
PARTS = ("pelvis", "abdomen", "chest", "neck", *FACE,
         *(f"{side} {part}" for limb in (ARM, LEG) for side in ("left", "right") for part in limb))
PART = {name: i for i, name in enumerate(PARTS)}
