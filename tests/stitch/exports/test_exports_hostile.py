"""Words of a script and names of files are data in every format; the same film gives the same bytes."""

from __future__ import annotations

import csv
import io
import os
import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import url2pathname
from xml.etree import ElementTree

import opentimelineio as otio
import pytest
import strict_fcpxml
from exported import film

from shotscript.core import digest
from shotscript.stitch.exports import aaf, edl, edl_reading, fcp7, fcpxml, table
from shotscript.stitch.exports import otio as otio_writer

FOLDER = "/clips & <more>/it's \"50%\"#1?/é雨"
WRITERS = {"otio": otio_writer, "edl": edl, "fcp7": fcp7, "fcpxml": fcpxml, "aaf": aaf, "csv": table}
PROMPTS = [
    "line\r\n002  EVIL     V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00",
    "\n* FROM CLIP NAME: EVIL\n* SHOT: 9Z", "]]></lognote><evil/>", "a\x00b\x0b\x1b[31m\ud800\ufffe",
    "\u2028TITLE: evil", "&amp; &lt;b&gt; {\\an8} %s ${x}",
]  # fmt: skip


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_prompt_stays_a_prompt(prompt: str):
    made = film(folder=FOLDER, prompt=prompt)
    names = [name for name, _, _ in made.places]
    listed = edl_reading.read(edl.write(made.cuts).decode("utf-8", "surrogatepass"), Fraction(24))
    assert [one.shot for one in listed.items] == names == [one.name for one in listed.items]
    assert [name for name, _, _ in strict_fcpxml.read(fcpxml.write(made.cuts))[0]] == names
    root = ElementTree.fromstring(fcp7.write(made.cuts))
    assert not list(root.iter("evil")) and len(list(root.iter("lognote"))) == len(names)
    rows = list(csv.DictReader(io.StringIO(table.write(made.cuts).decode(), newline="")))
    assert [row["shot"] for row in rows] == names
    timeline = otio.adapters.read_from_string(otio_writer.write(made.cuts).decode(), "otio_json")
    assert [clip.name for clip in timeline.find_clips()] == names
    assert aaf.write(made.cuts)


def test_a_file_may_be_called_anything():
    made = film(folder=FOLDER)
    want = {str(edit.path) for edit in made.edits.edits}
    timeline = otio.adapters.read_from_string(otio_writer.write(made.cuts).decode(), "otio_json")
    urls = [
        {clip.media_reference.target_url for clip in timeline.find_clips()},
        {one.get("src", "") for one in ElementTree.fromstring(fcpxml.write(made.cuts)).iter("media-rep")},
        {one.text or "" for one in ElementTree.fromstring(fcp7.write(made.cuts)).iter("pathurl")},
    ]
    for found in urls:
        assert {url2pathname(urlsplit(url).path) for url in found} == want
        assert all(url.isascii() and " " not in url and url.startswith("file:///") for url in found)


def test_a_name_that_is_no_utf_8_is_written_and_found_again():
    made = film(folder=os.fsdecode(b"/clips/\xff\xfe"))
    for name, writer in WRITERS.items():
        assert writer.write(made.cuts), name
    (url, *_) = (one.get("src", "") for one in ElementTree.fromstring(fcpxml.write(made.cuts)).iter("media-rep"))
    assert unquote_to_bytes(urlsplit(url).path).startswith(b"/clips/\xff\xfe/")


@pytest.mark.parametrize("prompt", ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1"])
def test_no_spreadsheet_runs_a_prompt(prompt: str):
    (row, *_) = csv.DictReader(io.StringIO(table.write(film(prompt=prompt).cuts).decode(), newline=""))
    assert row["prompt"] == f"'{prompt}"


ANEW = """
import sys
sys.path.insert(0, sys.argv[1])
from exported import film
from test_exports_hostile import WRITERS
from shotscript.core import digest
cuts = film("29.97", sound=True).cuts
print(*(digest.of_bytes(writer.write(cuts)) for writer in WRITERS.values()))
"""


def test_the_same_film_gives_the_same_bytes():
    """In another process, with other hashes and another luck."""
    random.seed(7)
    here = [digest.of_bytes(writer.write(film("29.97", sound=True).cuts)) for writer in WRITERS.values()]
    luck = random.random()
    random.seed(7)
    assert luck == random.random(), "an export has taken from everybody's luck"
    there = subprocess.run(
        [sys.executable, "-c", ANEW, str(Path(__file__).parent)], env={**os.environ, "PYTHONHASHSEED": "12345"},
        capture_output=True, text=True, check=True)
    assert there.stdout.split() == here


def test_metadata_carries_where_each_clip_is_from():
    made = film()
    timeline = otio.adapters.read_from_string(otio_writer.write(made.cuts).decode(), "otio_json")
    clips = list(timeline.find_clips())
    for clip, edit in zip(clips, made.edits.edits, strict=True):
        told, take = clip.metadata["shotscript"], edit.take
        assert take is not None
        assert (told["shot"], told["take"], told["provider"], told["model"], told["usd"], told["key"]) == (
            edit.label, "2", "kling-3-omni", "kling-v3", "0.42", take.key)
        assert told["prompt"] == take.prompt
        assert [marker.name for marker in clip.markers] == [edit.label]
    root = ElementTree.fromstring(fcpxml.write(made.cuts))
    keys = {md.get("key"): md.get("value") for md in next(root.iter("asset-clip")).iter("md")}
    assert keys["com.shotscript.shot"] == "1A" and keys["com.shotscript.usd"] == "0.42"
    assert "* PROVIDER: kling-3-omni" in edl.write(made.cuts).decode()
