"""Every export, read by OpenTimelineIO's adapter and by a second reader, has the cuts of the timeline at every rate."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import aaf2
import opentimelineio as otio
import pytest
import strict_fcpxml
from exported import EXACT, RATES, Exported, film

from shotscript.stitch.exports import aaf, edl, edl_reading, fcp7, fcpxml, table
from shotscript.stitch.exports import otio as otio_writer
from shotscript.stitch.exports.clock import frame

SOURCES = (None, Fraction(24), Fraction(25), Fraction(30))

Place = tuple[str, int, int]


def both(test):
    return pytest.mark.parametrize("rate", RATES)(pytest.mark.parametrize("source", SOURCES)(test))


def by_otio(timeline: otio.schema.Timeline) -> tuple[list[Place], dict[str, tuple[int, int]]]:
    """Clips of the pictures with the frames they stand on, and what lies before and after the cut into each."""
    places, crossings, waiting = [], {}, None
    track = timeline.video_tracks()[0]
    for child in track:
        if isinstance(child, otio.schema.Transition):
            waiting = round(child.in_offset.value), round(child.out_offset.value)
        elif isinstance(child, otio.schema.Clip) and not isinstance(child.media_reference,
                                                                    otio.schema.GeneratorReference):
            held = track.range_of_child(child)
            places.append((child.name, round(held.start_time.value), round(held.duration.value)))
            if waiting and all(waiting):
                crossings[child.name] = waiting
            waiting = None
    return places, crossings


def halves(made: Exported) -> dict[str, tuple[int, int]]:
    return {label: (frames // 2, frames - frames // 2) for label, frames in made.crossings.items()}


@both
def test_otio(rate: str, source: Fraction | None):
    made = film(rate, source)
    data = otio_writer.write(made.cuts)
    timeline = otio.adapters.read_from_string(data.decode(), "otio_json")
    assert by_otio(timeline) == (made.places, halves(made))
    assert timeline.global_start_time.value == frame("01:00:00;00" if rate == "29.97" else "01:00:00:00", EXACT[rate])
    told = json.loads(data)["tracks"]["children"][0]["children"]
    clips = [one for one in told if one["OTIO_SCHEMA"].startswith("Clip")]
    assert [one["source_range"]["duration"]["value"] for one in clips] == [frames for _, _, frames in made.places]
    for one, edit in zip(clips, made.edits.edits, strict=True):
        start = one["source_range"]["start_time"]
        assert abs(start["value"] - edit.at * (source or EXACT[rate])) < 1e-6
        assert one["metadata"]["shotscript"]["shot"] == one["name"]


@both
def test_cmx_3600(rate: str, source: Fraction | None):
    made = film(rate, source)
    text = edl.write(made.cuts).decode()
    fps = EXACT[rate]
    timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=float(fps))
    # A list does not say how a transition lies over its cut: OTIO lets it begin there, we centre it.
    fixed = []
    places, _ = by_otio(timeline)
    for (name, start, _), (_, begins, frames) in zip(places, made.places, strict=True):
        assert start == begins - made.crossings.get(name, 0) // 2
        fixed.append((name, begins, frames))
    assert fixed == made.places
    read = edl_reading.read(text, fps)
    assert [(one.shot, one.start * fps, one.seconds * fps) for one in read.items] == made.places
    assert {one.at * fps for one in read.joins if one.kind in ("dissolve", "wipe")} == {
        start for name, start, _ in made.places if name in made.crossings}


@pytest.mark.parametrize(("rate", "start", "fcm", "first", "last"), [
    ("24", "", "NON-DROP FRAME", "01:00:00:00", "01:00:21:05"),
    ("23.976", "", "NON-DROP FRAME", "01:00:00:00", "01:00:21:05"),
    ("25", "10:00:00:00", "NON-DROP FRAME", "10:00:00:00", "10:00:21:06"),
    ("29.97", "", "DROP FRAME", "01:00:00;00", "01:00:21;06"),
    ("29.97", "00:59:50:00", "NON-DROP FRAME", "00:59:50:00", "01:00:11:06"),
    ("29.97", "00:59:50;00", "DROP FRAME", "00:59:50;00", "01:00:11;06"),
])  # fmt: skip
def test_a_list_says_how_it_counts_and_where_it_begins(rate: str, start: str, fcm: str, first: str, last: str):
    lines = edl.write(film(rate, start=start).cuts).decode().splitlines()
    assert lines[1] == f"FCM: {fcm}"
    forms = [line.split() for line in lines if line[:1].isdigit()]
    assert (forms[0][-2], forms[-1][-1]) == (first, last)


@both
def test_final_cut_pro_7(rate: str, source: Fraction | None):
    made = film(rate, source, sound=True)
    data = fcp7.write(made.cuts)
    timeline = otio.adapters.read_from_string(data.decode(), "fcp_xml")
    assert by_otio(timeline)[1] == halves(made)
    root = ElementTree.fromstring(data)
    assert second_fcp7(root) == (made.places, made.crossings)
    assert len(root.findall(".//audio/track/clipitem")) == len(made.places)
    # OTIO keeps a clip's length at the clip's own rate, so it has the places exactly where the rates are one.
    if source is None or source == EXACT[rate]:
        assert by_otio(timeline)[0] == made.places


def second_fcp7(root: ElementTree.Element) -> tuple[list[Place], dict[str, int]]:
    """Places by the rules of the format: an end of -1 is the cut point of the transition beside it."""
    places, crossings, items = [], {}, list(root.findall(".//video/track/*"))
    for at, one in enumerate(items):
        if one.tag != "clipitem":
            continue
        start, end = int(one.findtext("start", "")), int(one.findtext("end", ""))
        name = one.findtext("name", "")
        if start == -1:
            head = items[at - 1]
            assert head.findtext("alignment") == "center"
            a, b = int(head.findtext("start", "")), int(head.findtext("end", ""))
            start, crossings[name] = a + (b - a) // 2, b - a
        if end == -1:
            tail = items[at + 1]
            a, b = int(tail.findtext("start", "")), int(tail.findtext("end", ""))
            end = a + (b - a) // 2
        places.append((name, start, end - start))
    return places, crossings


@both
def test_fcpxml(rate: str, source: Fraction | None):
    made = film(rate, source, sound=True)
    fps = EXACT[rate]
    clips, transitions = strict_fcpxml.read(fcpxml.write(made.cuts))
    assert [(name, start * fps, lasting * fps) for name, start, lasting in clips] == made.places
    assert [((start * fps), lasting * fps) for start, lasting in transitions] == [
        (start - made.crossings[name] // 2, made.crossings[name])
        for name, start, _ in made.places if name in made.crossings]


@both
def test_aaf(rate: str, source: Fraction | None, tmp_path: Path):
    made = film(rate, source, sound=True)
    path = tmp_path / "film.aaf"
    path.write_bytes(aaf.write(made.cuts))
    assert by_otio(otio.adapters.read_from_file(str(path))) == (made.places, halves(made))
    assert second_aaf(path, EXACT[rate]) == made.places


def second_aaf(path: Path, fps: Fraction) -> list[Place]:
    """Components of the pictures: a transition overlaps what stands on either side of it, and is cut at its point."""
    places, at, cut, tail = [], 0, None, 0
    with aaf2.open(str(path)) as file:
        film = next(file.content.toplevel())
        slot = next(one for one in film.slots if one.media_kind == "Picture")
        assert Fraction(str(slot.edit_rate)) == fps
        parts = list(slot.segment.components)
        for number, part in enumerate(parts):
            after = parts[number + 1] if number + 1 < len(parts) else None
            if isinstance(part, aaf2.components.Transition):
                at -= part.length
                cut = at + part["CutPoint"].value
                continue
            begins = cut if cut is not None else at
            at, cut = at + part.length, None
            tail = after.length - after["CutPoint"].value if isinstance(after, aaf2.components.Transition) else 0
            if isinstance(part, aaf2.components.SourceClip):
                places.append((part.mob.name, begins, at - tail - begins))
    return places


@both
def test_shot_list(rate: str, source: Fraction | None):
    made = film(rate, source)
    rows = list(csv.DictReader(io.StringIO(table.write(made.cuts).decode(), newline="")))
    assert [(row["shot"], int(row["start frame"]), int(row["frames"])) for row in rows] == made.places
    fps, drop = EXACT[rate], rate == "29.97"
    zero = frame(rows[0]["record in"], fps, drop)
    assert [frame(row["record in"], fps, drop) - zero for row in rows] == [start for _, start, _ in made.places]
    assert {row["usd"] for row in rows} == {"0.42"} and rows[0]["prompt"].startswith("Maya <waits> & ")
