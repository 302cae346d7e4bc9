"""An editor's file to what it says. Its kind is told from its name; XML from its root."""

from __future__ import annotations

from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from ...core.errors import FileError, UsageError
from . import edl_reading, fcpxml_reading, otio_reading
from .returned import Returned

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""What every AAF file begins with."""

KINDS = (".otio", ".fcpxml", ".xml", ".edl", ".aaf")


def read(path: Path, fps: Fraction) -> Returned:
    """What an editor's file says; `fps` is the film's rate, for a list that does not tell. UsageError for a kind we do
    not read, FileError for a file that is not there, damaged, or holds no edit."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise UsageError(f"{path} is of no kind that is read back: {', '.join(KINDS)}")
    try:
        return _read(path, kind, fps)
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble
    except (ValueError, LookupError, ElementTree.ParseError) as trouble:
        raise FileError(f"cannot read {path}: {trouble}") from trouble


def _read(path: Path, kind: str, fps: Fraction) -> Returned:
    data = path.read_bytes()
    if kind == ".edl":
        return edl_reading.read(data.decode("utf-8-sig", errors="replace"), fps)
    if kind in (".xml", ".fcpxml"):
        root = ElementTree.fromstring(data)
        return fcpxml_reading.read(root) if root.tag == "fcpxml" else otio_reading.read(path, "fcp_xml")
    if kind == ".aaf" and not (find_spec("otio_aaf_adapter") and find_spec("aaf2")):
        raise UsageError("AAF is read with the extra `aaf`: pip install 'shotscript[aaf]'")
    if kind == ".aaf" and not data.startswith(_COMPOUND):
        raise ValueError("it is no AAF file")
    return otio_reading.read(path, "otio_json" if kind == ".otio" else "AAF")
