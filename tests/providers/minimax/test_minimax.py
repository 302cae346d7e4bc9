"""MiniMax: bracket commands, the structured prompt, the bodies, and what its answers mean."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from films import segments, toured, understood

from shotscript.providers.contract import Verdict
from shotscript.providers.minimax import PROVIDERS
from shotscript.providers.minimax.camera import COMMANDS
from shotscript.providers.minimax.wire import progress_h3, progress_hailuo, ticket
from shotscript.providers.service import Call, Ready, Refused, Working

NAMED = {provider.name: provider for provider in PROVIDERS}
VENDORS = {"Truck left", "Truck right", "Pan left", "Pan right", "Push in", "Pull out", "Pedestal up", "Pedestal down",
           "Tilt up", "Tilt down", "Zoom in", "Zoom out", "Shake", "Tracking shot", "Static shot"}
"""The complete list, as five resellers' copies of the vendor's page agree."""
CAST = """/*@format
picture: {picture}
style: 35mm film
*/
/*@cast
MAYA: woman, 34, silver hair
  images: m1.png, m2.png
  voice: maya.wav
JON: man, 41
  speaks: low and dry
*/
/*@places
KITCHEN: yellow table
  images: k.png
*/
INT. KITCHEN - NIGHT

"""


def drafts(name: str, shots: str, picture: str = "16:9 720p 24fps"):
    film, provider = understood(CAST.replace("{picture}", picture) + shots), NAMED[name]
    return [(one, provider.write(one, film.context())) for one in segments(film, provider.limits)]


def test_only_the_vendors_commands_are_given():
    assert set(COMMANDS.values()) == VENDORS
    for name in ("hailuo-2.3", "hailuo-02"):
        for film in toured():
            for one in segments(film, NAMED[name].limits):
                prompt = NAMED[name].write(one, film.context()).request.prompt
                for bracket in re.findall(r"\[([^\]]*)\]", prompt):
                    assert set(bracket.split(", ")) <= VENDORS and len(bracket.split(", ")) <= 3


@pytest.mark.parametrize(("moves", "told"), [
    ("dolly in 1.2m over 4s", "[Push in] The camera pushes in about 1.2 metres over 4 seconds."),
    ("pan left 20deg while tilt up 5deg", "[Pan left, Tilt up] The camera pans left about 20 degrees while it tilts up "
     "about 5 degrees."),
    ("truck left 1m then zoom in to 85mm", "[Truck left] [Zoom in] The camera trucks left about one metre, then "
     "zooms in to an 85mm view."),
    ("orbit left 20deg", "The camera arcs left about 20 degrees."),
    ("static", "[Static shot] The camera is locked off."),
])
def test_moves_that_have_a_command_get_it(moves, told):
    ((_, draft),) = drafts("hailuo-2.3", f"!! 1A: CU on MAYA, {moves}, 5s\n")
    assert told in draft.request.prompt


def test_brackets_of_the_author_are_no_commands():
    ((_, draft),) = drafts("hailuo-2.3", "!! 1A: CU on MAYA, 5s\n\nShe reads [Pan left] aloud.\n")
    assert "She reads ［Pan left］ aloud." in draft.request.prompt
    assert [x.verdict for x in draft.losses if x.kind == "action"] == [Verdict.APPROXIMATED]


@pytest.mark.parametrize(("picture", "seconds", "size", "dollars"), [
    ("16:9 720p 24fps", 5, "768P", "0.28"), ("16:9 1080p 24fps", 6, "1080P", "0.49"),
    ("16:9 1080p 24fps", 9, "768P", "0.56")])
def test_the_large_size_is_made_for_six_seconds_only(picture, seconds, size, dollars):
    ((one, draft),) = drafts("hailuo-02", f"!! 1A: CU on MAYA, {seconds}s\n", picture)
    assert draft.request.body["resolution"] == size and NAMED["hailuo-02"].price(one) == Decimal(dollars)
    told = next(x for x in draft.losses if x.kind == "picture")
    assert told.verdict is (Verdict.USED if size == "1080P" else Verdict.APPROXIMATED)


def test_frames_of_hailuo():
    above = "[[frame first: a.png]]\n[[frame last: b.png]]\n!! 1A: CU on MAYA, 5s\n"
    ((_, old),), ((_, new),) = drafts("hailuo-02", above), drafts("hailuo-2.3", above)
    assert (old.request.body["first_frame_image"], old.request.body["last_frame_image"]) == (
        "need:first frame/film", "need:last frame/film")
    assert "last_frame_image" not in new.request.body
    assert any(x.kind == "frame last" and x.verdict is Verdict.LOST for x in new.losses)


TALK = """[[sound: a clock ticking]]
!! 1A: CU on MAYA, 85mm, 3s

MAYA
(quietly)
You kept <it>.

!! 1B: MS on JON, 3s

JON
Sí.
"""


def test_the_structured_prompt_with_references():
    ((_, draft),) = drafts("minimax-h3-references", TALK)
    assert draft.request.prompt == (
        "subject_definitions: <Subject 1> is Maya of <Picture 1> and <Picture 2>, with the voice timbre of <Audio 1>: "
        "woman, 34, silver hair. Jon: man, 41.\n\n"
        "summary: [reference generation] 2 shots in order.\n\n"
        "retention_analysis: <Subject 1>: partially_preserved. Jon: partially_preserved.\n\n"
        "detailed_description: [Shot 1] 35mm film. Close-up of <Subject 1>, 85mm long-lens look. "
        "Interior, night: yellow table, as in <Picture 3>. "
        "<Subject 1> (S1), quietly, says <d>[English] You kept ＜it＞.</d> "
        "[Shot 2] At 00:03.000, the camera cuts to the next view. Medium shot of Jon. "
        "Jon (S2), in low and dry, says <d>[English] Sí.</d>\n\n"
        "overall_soundscape: a clock ticking.\n\nnon_diegetic_music: N/A")
    roles = [item.get("role") for item in draft.request.body["content"]]
    assert roles == [None, "reference_image", "reference_image", "reference_image", "reference_audio"]


def test_frames_are_tied_to_their_times():
    above = "[[frame first: a.png]]\n!! 1A: CU on MAYA, 4s\n\n[[frame last: b.png]]\n!! 1B: CU on JON, 4s\n"
    ((_, draft),) = drafts("minimax-h3", above)
    assert draft.request.prompt.startswith(
        "How the reference pictures align with the target video — Picture 1 (from Shot 1) aligns with the 0.00-second "
        "mark; Picture 2 (from Shot 2) aligns with the 8.00-second mark.\n\n"
        "integrated_multimodal_description: [Shot 1]")
    assert draft.request.body["ratio"] == "adaptive"
    ((_, one),) = drafts("minimax-h3", above.split("[[frame last")[0])
    assert one.request.prompt.startswith("For the target video, at 0.00 seconds into the target video, <Picture 1> "
                                         "(from [Shot 1]) is fully referenced.\n\n")


@pytest.mark.parametrize("name", ["minimax-h3", "minimax-h3-references"])
def test_the_grammar_of_the_structured_prompt(name):
    """Fields in their order, shots counted, times that rise inside the length, one tag a line."""
    fields = (["subject_definitions", "summary", "retention_analysis", "detailed_description"]
              if name.endswith("references") else ["integrated_multimodal_description"])
    for film in toured():
        for one in segments(film, NAMED[name].limits):
            prompt = NAMED[name].write(one, film.context()).request.prompt
            found = re.findall(r"^(\w+): ", prompt, re.MULTILINE)
            assert found == [*fields, "overall_soundscape", "non_diegetic_music"], prompt
            assert [int(n) for n in re.findall(r"\[Shot (\d+)\] ", prompt)] == list(range(1, len(one.cuts) + 1))
            times = [int(m) * 60 + float(s) for m, s in re.findall(r"At (\d\d):(\d\d\.\d{3}), the camera", prompt)]
            assert times == sorted(set(times)) and all(0 < at < one.seconds for at in times)
            assert prompt.count("<d>[") == prompt.count("</d>")


@pytest.mark.parametrize(("status", "answer", "means"), [
    *((200, {"status": word}, Working(word)) for word in ("Queueing", "Preparing", "Processing")),
    (200, {"status": "Success", "file_id": "f1"},
     Working("the file is being fetched", Call("GET", "/v1/files/retrieve?file_id=f1"))),
    (200, {"file": {"download_url": "https://x/v.mp4"}, "base_resp": {"status_code": 0}}, Ready(("https://x/v.mp4",))),
    (200, {"status": "Success"}, Refused("the task succeeded without a video")),
    (200, {"base_resp": {"status_code": 1026, "status_msg": "unsafe"}}, Refused("unsafe (code 1026)")),
    (200, {"base_resp": {"status_code": 1002, "status_msg": "slow"}}, Working("slow (code 1002)")),
    (200, {"base_resp": {"status_code": 1001, "status_msg": "late"}}, Working("late (code 1001)")),
    (200, {"status": "Fail", "base_resp": {"status_code": 1024, "status_msg": "x"}},
     Refused("x (code 1024)", final=False)),
    (500, {"base_resp": {"status_code": 1024, "status_msg": "x"}}, Refused("x (code 1024)", final=False)),
    (200, {"status": "Fail"}, Refused("the task failed")), (200, {"status": "Failed"}, Refused("the task failed")),
    (200, {"status": "Success", "file_id": 205258526306433},
     Working("the file is being fetched", Call("GET", "/v1/files/retrieve?file_id=205258526306433"))),
    (200, {"status": "Success", "file_id": True}, Refused("the task succeeded without a video")),
])
def test_what_hailuos_answers_mean(status, answer, means):
    assert progress_hailuo(status, answer) == means


@pytest.mark.parametrize(("status", "answer", "means"), [
    (200, {"task": {"status": "queued"}}, Working("queued")),
    (200, {"task": {"status": "succeeded", "content": {"url": "https://x/v.mp4"}}}, Ready(("https://x/v.mp4",))),
    (200, {"task": {"status": "succeeded", "content": {}}}, Refused("the task succeeded without a video")),
    (200, {"task": {"status": "failed", "error": {"message": "no"}}}, Refused("no")),
    (200, {"task": {"status": "expired"}}, Refused("the task is expired")),
    (429, {"error": {"message": "slow"}}, Refused("slow", final=False)),
])
def test_what_h3s_answers_mean(status, answer, means):
    assert progress_h3(status, answer) == means


def test_a_ticket_may_be_refused_inside_a_200():
    assert ticket(200, {"task_id": "1", "base_resp": {"status_code": 0}}) == "1"
    assert isinstance(ticket(200, {"task_id": "1", "base_resp": {"status_code": 1008}}), Refused)


@pytest.mark.parametrize(("code", "final"), [(1002, False), (1000, True), (1001, True), (1024, True), (1026, True)])
def test_asking_is_tried_again_only_where_nothing_was_taken_in(code, final):
    told = ticket(200, {"base_resp": {"status_code": code, "status_msg": "no"}})
    assert told == Refused(f"no (code {code})", final=final)
