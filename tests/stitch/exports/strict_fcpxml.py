"""A strict reader of FCPXML 1.11: which elements may stand where, in which order, with which attributes, as Apple's
document type definition has it, and what Final Cut Pro asks beyond that. For the part of the format we write."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_CLIP = "lane offset name start duration enabled ref! srcEnable audioStart audioDuration format tcStart tcFormat " \
        "modDate audioRole videoRole"
_MARKERS = "(marker |chapter-marker |rating |keyword |analysis-marker )*"
RULES = {
    "fcpxml": ("(import-options )?(resources )?library ", "version!"),
    "resources": ("(asset |effect |format |media |locator )*", ""),
    "format": ("", "id! name frameDuration fieldOrder width height paspH paspV colorSpace projection stereoscopic"),
    "asset": ("(media-rep )+(metadata )?", "id! name uid start duration hasVideo format hasAudio videoSources "
              "audioSources audioChannels audioRate customLUTOverride colorSpaceOverride auxVideoFlags"),
    "media-rep": ("(bookmark )?", "kind sig src! suggestedFilename"),
    "effect": ("", "id! name uid! src"),
    "library": ("(event |smart-collection )*", "location colorProcessing"),
    "event": ("(project |asset-clip )*", "name uid"),
    "project": ("sequence ", "name uid id modDate"),
    "sequence": ("(note )?spine (metadata )?",
                 "format! duration tcStart tcFormat audioLayout audioRate renderFormat keywords"),
    "spine": ("(asset-clip |gap |transition )*", "lane offset name format"),
    "asset-clip": ("(note )?(conform-rate )?(timeMap )?(adjust-conform )?(adjust-transform )?(adjust-blend )?"
                   f"(adjust-volume )?{_MARKERS}(audio-channel-source )*(filter-video )*(filter-audio )*(metadata )?",
                   _CLIP),
    "note": ("", ""),
    "adjust-blend": ("(param )*(reserved )?", "amount mode"),
    "param": ("(fadeIn )?(fadeOut )?(keyframeAnimation )?(param )*", "name! key value enabled"),
    "fadeIn": ("", "type duration!"),
    "fadeOut": ("", "type duration!"),
    "marker": ("", "start! duration value! completed note"),
    "metadata": ("(md )*", ""),
    "md": ("(array )?", "key! value editable type displayName description source"),
    "transition": (f"(filter-video )?(filter-audio )?{_MARKERS}(metadata )?(reserved )?", "name offset duration!"),
    "filter-video": ("(data )*(param )*", "ref! name enabled"),
}
_TIMES = {"offset", "start", "duration", "frameDuration", "tcStart"}
_TIME = re.compile(r"(-?\d+)(?:/(\d+))?s")


def time(text: str) -> Fraction:
    match = _TIME.fullmatch(text)
    assert match, f"{text!r} is no time"
    value = Fraction(int(match[1]), int(match[2] or 1))
    assert value.numerator < 2**63 and value.denominator < 2**31, f"{text} is finer than the format holds"
    return value


def read(data: bytes) -> tuple[list[tuple[str, Fraction, Fraction]], list[tuple[Fraction, Fraction]]]:
    """Clips (name, seconds from the start, seconds) and transitions (start, seconds) of the storyline."""
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>')
    root = ElementTree.fromstring(data)
    assert root.tag == "fcpxml" and root.get("version") == "1.11"
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for one in root.iter():
        _check(one, set(ids))
    return _storyline(root)


def _check(one: Element, ids: set[str | None]) -> None:
    order, attributes = RULES[one.tag]
    children = "".join(f"{child.tag} " for child in one)
    assert re.fullmatch(order, children), f"{one.tag} holds {children}"
    known = {name.rstrip("!") for name in attributes.split()}
    assert set(one.keys()) <= known, f"{one.tag} has {set(one.keys()) - known}"
    missing = {name.rstrip("!") for name in attributes.split() if name.endswith("!")} - set(one.keys())
    assert not missing, f"{one.tag} lacks {missing}"
    for name in _TIMES & set(one.keys()):
        time(one.get(name, ""))
    for name in ("ref", "format"):
        assert one.get(name) is None or one.get(name) in ids, f"{one.tag} names {one.get(name)}, which is not there"


def _storyline(root: Element) -> tuple[list[tuple[str, Fraction, Fraction]], list[tuple[Fraction, Fraction]]]:
    """Clips stand one after the other on whole frames, within their files; transitions lie over two of them."""
    sequence = next(root.iter("sequence"))
    formats = {one.get("id"): one for one in root.iter("format")}
    assets = {one.get("id"): one for one in root.iter("asset")}
    frame = time(formats[sequence.get("format")].get("frameDuration", ""))
    at = origin = time(sequence.get("tcStart", "0s"))
    clips, transitions = [], []
    for child in next(iter(sequence)):
        start, lasting = time(child.get("offset", "")), time(child.get("duration", ""))
        assert (start / frame).denominator == (lasting / frame).denominator == 1, "an edit off the frames of the film"
        if child.tag == "transition":
            transitions.append((start - origin, lasting))
            continue
        assert start == at, "a hole in the storyline"
        at += lasting
        source = time(child.get("start", "0s"))
        assert 0 <= source <= source + lasting <= time(assets[child.get("ref")].get("duration", "")) + frame
        clips.append((child.get("name", ""), start - origin, lasting))
    assert time(sequence.get("duration", "")) == at - origin
    return clips, transitions
