"""Where a film comes from, signed into it: a C2PA manifest with each of its clips as an ingredient (extra `c2pa`).

The manifest is bound to every byte of the file, so it is written last; whatever copies or changes the film afterwards
breaks or loses it. Nothing is asked of any network: no time stamp, no remote manifest, no revocation list. Who is to be
believed as a signer is decided by whoever reads it.

Source: C2PA 2.2 (actions, ingredients), IPTC's digital source types, c2pa-python 0.38.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from ..core import secret
from ..core.errors import FileError, MediaError, UsageError
from .aside import aside

Origin = Literal["generated", "drawn", "footage"]
"""Made by a model that was trained; drawn by our own renderer, which was not; or somebody's own footage."""
LABEL = "app.shotscript.takes"
_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_KINDS: dict[str, str] = {"generated": "trainedAlgorithmicMedia", "drawn": "algorithmicMedia"}
_MIMES = {".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".avi": "video/avi"}
_ALONE = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}, "builder": {"thumbnail": {"enabled": False}}}
_ALGORITHMS = (
    (bytes.fromhex("06082a8648ce3d030107"), "es256"), (bytes.fromhex("06052b81040022"), "es384"),
    (bytes.fromhex("06052b81040023"), "es512"), (bytes.fromhex("06092a864886f70d010101"), "ps256"),
    (bytes.fromhex("06032b6570"), "ed25519"),
)
"""What names a certificate's kind of key in its bytes, and the algorithm of signatures by it."""
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----(.+?)-----END", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A clip the film is made of. `shots` are the labels of those it shows; `take` is 0 where there are no takes."""

    path: Path
    shots: tuple[str, ...]
    origin: Origin
    provider: str = ""
    model: str = ""
    take: int = 0

    @property
    def title(self) -> str:
        return f"{', '.join(self.shots)}{f', take {self.take}' if self.take else ''}"

    @property
    def words(self) -> str:
        made = {"generated": "made by", "drawn": "drawn by", "footage": "footage"}[self.origin]
        return " ".join(filter(None, (made, self.provider, self.model if self.model != self.provider else "")))


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: a certificate with those that vouch for it, and its key, as PEM."""

    certificates: bytes
    key: bytes = b""
    algorithm: str = ""

    def __repr__(self) -> str:
        return f"Signature({self.algorithm})"


def signature(certificate: Path, key: Path) -> Signature:
    """Read and tried before anything is made. UsageError without the extra, or for files that cannot sign."""
    if find_spec("c2pa") is None:
        raise UsageError("a film is signed by a package that is not installed: pip install 'shotscript[c2pa]'")
    chain, held = _read(certificate), _read(key)
    for line in held.decode(errors="replace").splitlines():
        secret.keep(line.strip() if not line.startswith("-----") else "")
    found = Signature(chain, held, _algorithm(certificate, chain))
    _signer(found).close()
    return found


def sign(path: Path, title: str, clips: Sequence[Ingredient], who: Signature) -> None:
    """Put a manifest into a finished film: aside, synced, then renamed. MediaError where it cannot be."""
    c2pa, kind = import_module("c2pa"), _MIMES.get(path.suffix.lower(), "")
    if kind not in ("video/mp4", "video/quicktime"):
        raise UsageError(f"{path.name} cannot be signed: mp4 and mov can")
    try:
        with c2pa.Context.from_dict(_ALONE) as alone, c2pa.Builder(manifest(title, clips), context=alone) as builder:
            for number, clip in enumerate(clips, 1):
                _add(builder, number, clip)
            with aside(path) as part, open(path, "rb") as film, open(part, "w+b") as into, _signer(who) as signer:
                builder.sign(signer, kind, film, into)
    except c2pa.C2paError as trouble:
        raise MediaError(f"cannot sign {path}: {secret.hidden(str(trouble))}") from None


def manifest(title: str, clips: Sequence[Ingredient]) -> dict[str, Any]:
    """What the manifest says, as c2pa's builder takes it."""
    placed = [{"action": "c2pa.placed", "parameters": {"ingredientIds": [_id(number)]}, **_typed(clip.origin)}
              for number, clip in enumerate(clips, 1)]
    made = {"action": "c2pa.created", "digitalSourceType": _SOURCE + source_type(clips)}
    takes = [{"ingredient": _id(number), "shots": list(clip.shots), "origin": clip.origin, "provider": clip.provider,
              "model": clip.model, "take": clip.take} for number, clip in enumerate(clips, 1)]
    return {
        "claim_generator_info": [{"name": "Shotscript", "version": version("shotscript")}], "title": title,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [made, *placed]}},
                       {"label": LABEL, "data": {"takes": takes}}],
    }


def source_type(clips: Sequence[Ingredient]) -> str:
    """IPTC's word for what a film of these clips is."""
    origins = {clip.origin for clip in clips}
    if len(clips) == 1:
        return _KINDS.get(clips[0].origin, "composite")
    if "generated" in origins:
        return "compositeWithTrainedAlgorithmicMedia"
    return "algorithmicMedia" if origins == {"drawn"} else "composite"


def _typed(origin: Origin) -> dict[str, str]:
    return {"digitalSourceType": _SOURCE + _KINDS[origin]} if origin in _KINDS else {}


def _add(builder: Any, number: int, clip: Ingredient) -> None:
    """A clip, with the manifest its own maker may have signed into it."""
    told = {"title": clip.title, "relationship": "componentOf", "instance_id": _id(number), "label": _id(number),
            "description": clip.words}
    with open(clip.path, "rb") as file:
        builder.add_ingredient(told, _MIMES.get(clip.path.suffix.lower(), "video/mp4"), file)


def _id(number: int) -> str:
    return f"clip-{number}"


def _signer(who: Signature) -> Any:
    c2pa = import_module("c2pa")
    try:
        return c2pa.Signer.from_info(c2pa.C2paSignerInfo(who.algorithm.encode(), who.certificates, who.key, None))
    except (c2pa.C2paError, ValueError) as trouble:
        raise UsageError(f"this certificate and key cannot sign: {secret.hidden(str(trouble))}") from None


def _algorithm(path: Path, chain: bytes) -> str:
    """By the kind of key in the first certificate."""
    first = _PEM.search(chain)
    try:
        held = base64.b64decode(first[1]) if first else b""
    except binascii.Error:
        held = b""
    found = next((name for mark, name in _ALGORITHMS if mark in held), "")
    if not found:
        raise UsageError(f"{path} holds no certificate that can sign: PEM is wanted, of an EC, RSA or Ed25519 key")
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}") from None
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble
