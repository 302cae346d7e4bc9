"""Graphs as they are sent: what drives them, what stands in them, and what is said of each clause."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from films import segments, understood

from shotscript.core.diagnostic import Level
from shotscript.providers.comfyui import PROVIDERS
from shotscript.providers.contract import Verdict

NAMED = {provider.name: provider for provider in PROVIDERS}
SCRIPT = """/*@format
picture: 16:9 720p 24fps
style: 35mm film
never: subtitles, text
seed: 7
*/
/*@cast
MAYA: woman, 34, silver hair
  wears: red coat
  images: m1.png, m2.png
*/
/*@places
KITCHEN: yellow formica table
*/
INT. KITCHEN - NIGHT

[[sound: a clock ticking]]
!! 1A: CU on MAYA, 85mm f/2, low angle, dolly in 0.5m then rack focus to TABLE, 3s

MAYA
Wait (here).
"""


def draft(name: str, text: str = SCRIPT, at: int = 0):
    film, provider = understood(text), NAMED[name]
    return provider.write(segments(film, provider.limits)[at], film.context())


def nodes(made, kind: str):
    return [node["inputs"] for node in made.request.body["prompt"].values() if node["class_type"] == kind]


def test_the_whole_graph_of_fun_control():
    graph = draft("wan-2.2-fun").request.body["prompt"]
    assert [node["class_type"] for node in graph.values()] == [
        "CLIPLoader", "CLIPTextEncode", "CLIPTextEncode", "VAELoader", "LoadVideo", "GetVideoComponents", "LoadImage",
        "Wan22FunControlToVideo", "UNETLoader", "ModelSamplingSD3", "KSamplerAdvanced", "UNETLoader",
        "ModelSamplingSD3", "KSamplerAdvanced", "VAEDecode", "CreateVideo", "SaveVideo"]
    assert graph["5"]["inputs"] == {"file": "need:depth pass/1"} and graph["7"]["inputs"] == {
        "image": "need:first frame/1"}
    assert graph["8"]["inputs"] == {
        "positive": ["2", 0], "negative": ["3", 0], "vae": ["4", 0], "width": 1280, "height": 720, "length": 49,
        "batch_size": 1, "control_video": ["6", 0], "ref_image": ["7", 0]}
    high, low = graph["11"]["inputs"], graph["14"]["inputs"]
    assert (high["add_noise"], high["start_at_step"], high["end_at_step"]) == ("enable", 0, 10)
    assert (low["add_noise"], low["start_at_step"], low["latent_image"]) == ("disable", 10, ["11", 0])
    assert high["noise_seed"] == low["noise_seed"] == 7
    assert graph["3"]["inputs"]["text"] == "subtitles, text"
    assert graph["17"]["inputs"] == {"video": ["16", 0], "filename_prefix": "shotscript", "format": "auto",
                                     "codec": "auto", "format.codec": "auto"}


@pytest.mark.parametrize(("name", "heard"), [("wan-2.2-fun", ""), ("ltx-2-depth", "We hear a clock ticking. ")])
def test_the_words(name, heard):
    assert draft(name).request.prompt == (
        "Close-up of Maya from a low angle, 85mm long-lens look, shallow focus at f/2. "
        "Maya: woman, 34, silver hair, red coat. Interior, night: yellow formica table. "
        f'Maya says: "Wait \\(here\\)." {heard}The camera racks focus to the table. 35mm film.')


def test_what_the_depth_pass_holds_is_used_and_what_it_does_not_is_in_words():
    said = {loss.kind: loss for loss in draft("wan-2.2-fun").losses}
    for kind in ("framing", "angle", "move dolly"):
        assert (said[kind].verdict, said[kind].how) == (Verdict.USED, "in the depth pass")
    assert said["lens"].how == "its length in the depth pass, its stop in words"
    assert said["move rack focus"].verdict is Verdict.APPROXIMATED and "in words" in said["move rack focus"].how
    assert said["sound"].verdict is Verdict.LOST and said["dialogue"].verdict is Verdict.APPROXIMATED
    assert (said["seed"].verdict, said["never"].verdict) == (Verdict.USED, Verdict.USED)


@pytest.mark.parametrize("name", NAMED)
def test_a_longer_lens_is_another_depth_pass_and_a_new_line_is_not(name):
    plain, longer, spoken = draft(name), draft(name, SCRIPT.replace("85mm", "50mm")), draft(
        name, SCRIPT.replace("Wait", "Stay"))
    keys = [one.request.needs[0].key for one in (plain, longer, spoken)]
    assert plain.request.needs[0].role in ("depth pass", "pose pass")
    assert keys[0] == keys[2] != keys[1] and len({one.request.key for one in (plain, longer, spoken)}) == 3


@pytest.mark.parametrize("name", NAMED)
def test_a_shot_put_in_before_changes_no_request(name):
    more = SCRIPT.replace("[[sound", "!! 0A: WS on MAYA, 24mm, 2s\n\nShe sits.\n\n[[sound").replace("!! 1A", "!! 9Z")
    assert draft(name).request.key == draft(name, more, 1).request.key


def test_vace_keeps_given_frames_under_a_mask():
    text = SCRIPT.replace("!! 1A:", "[[frame first: a.png]]\n[[frame last: b.png]]\n!! 1A:")
    made = draft("wan-2.1-vace", text)
    (ready,) = nodes(made, "WanVaceToVideo")
    assert {"control_video", "control_masks", "reference_image"} <= ready.keys()
    between, white = nodes(made, "ImageFromBatch")[0], nodes(made, "RepeatImageBatch")[0]
    assert (between["batch_index"], between["length"], white["amount"]) == (1, 47, 47)
    assert sorted(mask["value"] for mask in nodes(made, "SolidMask")) == [0.0, 0.0, 1.0]
    assert [need.ref for need in made.request.needs] == [
        "need:depth pass/1", "need:first frame/film", "need:last frame/film", "need:image/1"]
    (plain,) = nodes(draft("wan-2.1-vace"), "WanVaceToVideo")
    assert "control_masks" not in plain and plain["reference_image"]


def test_the_frames_of_vace_in_their_order():
    """First still, then depth from its second frame, then the last still; black, white, black."""
    text = SCRIPT.replace("!! 1A:", "[[frame first: a.png]]\n[[frame last: b.png]]\n!! 1A:")
    graph = draft("wan-2.1-vace", text).request.body["prompt"]

    def row(link) -> list[str]:
        node = graph[link[0]]
        inputs = node["inputs"]
        match node["class_type"]:
            case "ImageBatch":
                return row(inputs["image1"]) + row(inputs["image2"])
            case "ImageScale" | "GetVideoComponents" | "MaskToImage" | "ImageToMask" | "RepeatImageBatch":
                return row(next(value for value in inputs.values() if isinstance(value, list)))
            case "ImageFromBatch":
                return [f"depth from {inputs['batch_index']}"]
            case "LoadImage":
                return [inputs["image"]]
            case "SolidMask":
                return [str(inputs["value"])]
        raise AssertionError(node)

    (ready,) = [node["inputs"] for node in graph.values() if node["class_type"] == "WanVaceToVideo"]
    assert row(ready["control_video"]) == ["need:first frame/film", "depth from 1", "need:last frame/film"]
    assert row(ready["control_masks"]) == ["0.0", "1.0", "0.0"]


def test_ltx_is_guided_before_sound_is_joined_and_ends_on_the_last_still():
    text = SCRIPT.replace("!! 1A:", "[[frame first: a.png]]\n[[frame last: b.png]]\n!! 1A:")
    made = draft("ltx-2-depth", text)
    depth, last = nodes(made, "LTXVAddGuide")
    assert (depth["frame_idx"], last["frame_idx"]) == (0, -1)
    assert nodes(made, "LTXVImgToVideoInplace")[0]["strength"] == 1.0
    assert nodes(draft("ltx-2-depth"), "LTXVImgToVideoInplace")[0]["strength"] == 0.4
    assert nodes(made, "LTXVEmptyLatentAudio")[0]["frames_number"] == 73
    assert nodes(made, "CLIPTextEncode")[1]["text"] == "subtitles, text, background music"
    graph = made.request.body["prompt"]
    (joined,) = nodes(made, "LTXVConcatAVLatent")
    assert graph[joined["video_latent"][0]]["class_type"] == "LTXVAddGuide"


@pytest.mark.parametrize(("name", "told"), [("wan-2.2-fun", True), ("wan-2.1-vace", False), ("ltx-2-depth", True)])
def test_our_own_first_frame_is_said_to_be(name, told):
    made = draft(name)
    assert [p.code for p in made.problems if p.code == "BK963"] == ["BK963"] * told
    assert all(p.level is Level.INFO for p in made.problems if p.code == "BK963")
    given = draft(name, SCRIPT.replace("!! 1A:", "[[frame first: a.png]]\n!! 1A:"))
    assert not given.problems and [n.key for n in given.request.needs if n.role == "first frame"] == ["a.png"]


def test_a_long_shot_goes_on_from_the_last_picture_of_its_part():
    long = SCRIPT.replace(", 3s", ", 12s")
    second = draft("wan-2.2-fun", long, 1)
    assert "need:first frame/before" in str(second.request.body)
    first, later = (next(n.recipe for n in draft("wan-2.2-fun", long, at).request.needs if n.role == "depth pass")
                    for at in (0, 1))
    assert first["first"] == "0" and int(later["first"]) > 60


def test_animate_is_moved_by_poses_and_starts_from_the_persons_picture():
    made = draft("wan-2.2-animate")
    assert [need.ref for need in made.request.needs] == ["need:pose pass/1", "need:image/1"] and not made.problems
    said = {loss.kind: loss for loss in made.losses}
    assert said["framing"].verdict is Verdict.APPROXIMATED and "pose pass" in said["framing"].how
    assert said["never"].verdict is Verdict.LOST and nodes(made, "KSampler")[0]["cfg"] == 1.0
    bare = draft("wan-2.2-animate", SCRIPT.replace("  images: m1.png, m2.png\n", ""))
    assert [p.code for p in bare.problems] == ["BK961"] and "need:first frame/1" in str(bare.request.body)


@pytest.mark.parametrize(("seconds", "lengths"), [("2", [61]), ("2.5", [77]), ("3", [77, 21]), ("7", [77, 77, 69])])
def test_animate_goes_on_from_its_last_frames(seconds, lengths):
    made = draft("wan-2.2-animate", SCRIPT.replace(", 3s", f", {seconds}s"))
    parts = nodes(made, "WanAnimateToVideo")
    assert [part["length"] for part in parts] == lengths
    assert "continue_motion" not in parts[0] and parts[0]["video_frame_offset"] == 0
    assert all(part["continue_motion"] and part["video_frame_offset"][1] == 5 for part in parts[1:])
    pose = made.request.needs[0].recipe
    assert pose["frames"] == sum(lengths) - 5 * (len(lengths) - 1) and pose["fps"] == "30"


def test_animate_moves_one_person():
    made = draft("wan-2.2-animate", SCRIPT.replace("MAYA: woman", "JON: man\nMAYA: woman").replace(
        "CU on MAYA", "CU on MAYA and JON"))
    assert [p.code for p in made.problems] == ["BK964"]
