"""What fal is sent of a film: bodies exactly, references reworded, and what is said to be lost on the way."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from fal_films import CAST, FORMS, HANDED, TEXTS, script
from films import Film, segments, understood
from filmset import Values, segments_of

from shotscript.plan.timeline import Segment
from shotscript.providers import find, named
from shotscript.providers.contract import Draft, Status, Verdict
from shotscript.providers.fal.facts import CARRIES

CUT = "!! 1A: CU on MAYA, 5s\n\nMAYA\nYou kept it.\n"


def drafts(name: str, text: str) -> list[tuple[Segment, Draft]]:
    one: Film = understood(text)
    return [(part, named(name).write(part, one.context())) for part in segments(one, named(name).limits)]


def first(name: str, cast: str = CAST["plain"], handed: str = "", text: str = CUT, form: str = FORMS[0],
          language: str = "en") -> Draft:
    return drafts(name, script(form, cast, handed, text, language))[0][1]


def said(draft: Draft, kind: str, at: int = 0) -> tuple[Verdict, str]:
    found = [loss for loss in draft.losses if loss.kind == kind]
    return found[at].verdict, found[at].how


def test_it_carries_what_it_says_and_nothing_that_is_closed():
    mine = {name for name in find() if name.startswith("fal/")}
    assert mine == {f"fal/{name}" for name in CARRIES}
    assert all(named(name).status is not Status.RETIRED for name in mine)
    assert named("fal/wan-2.1-vace").title == "Wan 2.1 VACE at fal"
    assert named("fal/wan-2.6").note.startswith("prices are those of the models' own services")


@pytest.mark.parametrize(("form", "path", "told"), [
    ("picture: 16:9 720p 24fps", "standard", {"duration": "6"}), ("picture: 16:9 4k 24fps", "pro", {})])
def test_hailuo_has_its_size_in_the_path(form, path, told):
    asked = first("fal/hailuo-02", handed=HANDED["both"], form=form).request
    assert asked.model == f"fal-ai/minimax/hailuo-02/{path}/image-to-video"
    assert asked.body == {"prompt": asked.prompt, "prompt_optimizer": False, "image_url": "need:first frame/film",
                          "end_image_url": "need:last frame/film", **told}
    long = first("fal/hailuo-2.3", text="!! 1A: CU on MAYA, 9s\n\nShe waits.\n", form=form).request
    assert (long.model, long.body["duration"]) == ("fal-ai/minimax/hailuo-2.3/standard/text-to-video", "10")


def test_vidu_has_its_pictures_by_name():
    words = first("fal/vidu-q3-turbo", form=FORMS[1]).request
    assert words.model == "fal-ai/vidu/q3/text-to-video/turbo"
    assert words.body == {"prompt": words.prompt, "duration": 5, "resolution": "1080p", "audio": True, "seed": 7,
                          "aspect_ratio": "9:16"}
    framed = first("fal/vidu-q3-pro", handed=HANDED["both"]).request
    assert framed.model == "fal-ai/vidu/q3/image-to-video" and "aspect_ratio" not in framed.body
    assert (framed.body["image_url"], framed.body["end_image_url"]) == ("need:first frame/film", "need:last frame/film")


def test_motion_control_has_its_two_files():
    danced = first("fal/kling-3-motion", CAST["pictures"], HANDED["dance"], form=FORMS[1])
    assert danced.request.model == "fal-ai/kling-video/v3/pro/motion-control"
    assert danced.request.body == {
        "prompt": danced.request.prompt, "image_url": "need:image/Maya", "video_url": "need:performance/Maya",
        "character_orientation": "video", "keep_original_sound": True}
    figure = first("fal/kling-2.6-motion").request
    assert figure.model == "fal-ai/kling-video/v2.6/standard/motion-control"
    assert figure.body["keep_original_sound"] is False and figure.needs == first("kling-2.6-motion").request.needs


@pytest.mark.parametrize("name", CARRIES)
def test_the_models_own_words_go_along(name):
    """But for references, and backslashes that a graph needs."""
    there, here = named(f"fal/{name}"), named(name)
    segments_, context = segments_of(there, Values())
    for segment in segments_:
        mine, own = there.write(segment, context), here.write(segment, context)
        assert mine.request.prompt == own.request.prompt.replace("\\(", "(").replace("\\)", ")")
        assert "".join(mine.request.prompt[p.start : p.end] for p in mine.request.pieces) == mine.request.prompt
        assert len(mine.losses) == len(own.losses)


def test_kling_is_a_list_of_shots():
    segments_, context = segments_of(named("fal/kling-3-legacy"), Values())
    request = named("fal/kling-3-legacy").write(segments_[0], context).request
    own = named("kling-3-legacy").write(segments_[0], context).request.body
    assert request.model == "fal-ai/kling-video/v3/standard/text-to-video"
    assert request.body == {
        "multi_prompt": [{"prompt": shot["prompt"], "duration": shot["duration"]} for shot in own["multi_prompt"]],
        "shot_type": "customize", "duration": "10", "generate_audio": True, "aspect_ratio": "16:9",
        "negative_prompt": "subtitles, watermark, background music"}


def test_nothing_excluded_is_said_too():
    text = script(FORMS[0], text="!! 1A: CU on MAYA, 5s\n\nShe waits.\n", never="")
    assert drafts("fal/kling-3-legacy", text)[0][1].request.body["negative_prompt"] == ""


def test_people_are_elements_of_the_request():
    draft = first("fal/kling-3-omni-legacy", CAST["pictures"], HANDED["nothing"],
                  "!! 1A: MS on MAYA and JON, 5s\n\nMAYA\nJon.\n")
    assert draft.request.model == "fal-ai/kling-video/o3/standard/reference-to-video"
    assert draft.request.body["elements"] == [{
        "frontal_image_url": "need:image/Maya-1",
        "reference_image_urls": ["need:image/Maya-2", "need:image/Maya-3"]}]
    assert draft.request.body["image_urls"] == ["need:image/Jon"]
    words = draft.request.body["multi_prompt"][0]["prompt"]
    assert "@Element1 (Maya): woman, 34" in words and "@Image1 (Jon): man, 41" in words
    assert '@Element1 says: "Jon."' in words and "<<<" not in words
    assert [need.role for need in draft.request.needs] == ["image"] * 4
    assert said(draft, "voice") == (Verdict.LOST, "fal binds no voice that was not made there first")
    assert [said(draft, "images", n) for n in (0, 1)] == [(Verdict.USED, "as @Element1"), (Verdict.USED, "as @Image1")]


def test_elements_stand_beside_a_first_frame():
    draft = first("fal/kling-3-legacy", CAST["pictures"], HANDED["both"])
    body = draft.request.body
    assert draft.request.model.endswith("/image-to-video") and "aspect_ratio" not in body
    assert (body["start_image_url"], body["end_image_url"]) == ("need:first frame/film", "need:last frame/film")
    assert body["elements"][0]["frontal_image_url"] == "need:image/Maya-1"


def test_one_clip_a_request_the_next_is_called_by_name():
    text = "!! 1A: MS on MAYA and JON, 5s\n\nJON\nMaya.\n"
    draft = first("fal/kling-3-omni-legacy", CAST["clips"], "", text)
    assert draft.request.body["elements"] == [{"video_url": "need:clip/Maya"}]
    words = draft.request.body["multi_prompt"][0]["prompt"]
    assert "@Element1 (Maya): woman" in words and " Jon: man, 41." in words and 'Jon says: "Maya."' in words
    assert [said(draft, "clip", n)[0] for n in (0, 1)] == [Verdict.USED, Verdict.LOST]
    assert [need.ref for need in draft.request.needs] == ["need:clip/Maya"]


def test_beside_a_plate_nobody_is_bound_by_a_clip():
    draft = first("fal/kling-3-omni-legacy", CAST["clips"], HANDED["plate"])
    body = draft.request.body
    assert draft.request.model == "fal-ai/kling-video/o3/standard/video-to-video/edit"
    assert (body["video_url"], body["keep_audio"], "elements" in body) == ("need:plate/film", True, False)
    assert body["prompt"].startswith("Keep the camera and the timing of @Video1. ") and "<<<" not in body["prompt"]
    assert said(draft, "clip")[0] is Verdict.LOST


def test_an_authors_own_reference_is_written_otherwise_and_said_to_be():
    draft = first("fal/kling-3-legacy", text="!! 1A: CU on MAYA, 5s\n\nMAYA\nAsk @Element1 and @home.\n")
    assert 'says: "Ask ＠Element1 and @home."' in draft.request.body["multi_prompt"][0]["prompt"]
    verdict, how = said(draft, "dialogue")
    assert verdict is Verdict.APPROXIMATED and how.endswith("an @ would name a reference, so it is written ＠")


@pytest.mark.parametrize(("language", "verdict"), [
    ("en", Verdict.USED), ("zh", Verdict.USED), ("es", Verdict.APPROXIMATED)])
def test_languages_that_are_translated_are_told(language, verdict):
    """Of v3, whose types say so; the words stand in the prompt all the same."""
    draft = first("fal/kling-3-legacy", language=language)
    assert said(draft, "dialogue")[0] is verdict and ("translates" in said(draft, "dialogue")[1]) == (language == "es")
    assert "You kept it." in draft.request.prompt
    assert "translates" not in said(first("fal/kling-3-omni-legacy", language=language), "dialogue")[1]


@pytest.mark.parametrize("name", ["fal/kling-3-legacy", "fal/veo-3.1", "fal/veo-3.1-references"])
def test_a_film_in_4k_is_made_in_1080p(name):
    form = "picture: 16:9 4k 24fps"
    draft = first(name, form=form)
    assert said(draft, "picture") == (Verdict.APPROXIMATED, "made at 1080p")
    assert draft.request.body.get("resolution", "1080p") == "1080p" and "/standard/" not in draft.request.model
    (part, _), *_ = drafts(name, script(form, text=CUT))
    (fine, _), *_ = drafts(name, script("picture: 16:9 1080p 24fps", text=CUT))
    assert named(name).price(part) == named(name).price(fine)


def test_veo_with_pictures_takes_neither_exclusions_nor_a_seed():
    draft = first("fal/veo-3.1-references", CAST["pictures"], form=FORMS[1])
    assert draft.request.model == "fal-ai/veo3.1/reference-to-video"
    assert draft.request.body["image_urls"][0] == "need:image/1"
    assert not {"seed", "negative_prompt"} & set(draft.request.body)
    assert said(draft, "seed")[0] is said(draft, "never")[0] is Verdict.LOST
    plain = first("fal/veo-3.1-references", form=FORMS[1])
    assert (plain.request.model, plain.request.body["seed"]) == ("fal-ai/veo3.1", 7)
    assert said(plain, "seed")[0] is said(plain, "never")[0] is Verdict.USED


def test_veo_is_not_rewritten():
    assert first("fal/veo-3.1").request.body == {
        "prompt": first("veo-3.1").request.prompt, "aspect_ratio": "16:9", "duration": "6s", "resolution": "720p",
        "generate_audio": True, "auto_fix": False, "negative_prompt": "subtitles, logos, background music"}
    frames = first("fal/veo-3.1-fast", handed=HANDED["both"]).request
    assert frames.model == "fal-ai/veo3.1/fast/first-last-frame-to-video"
    assert frames.body["first_frame_url"] == "need:first frame/film"
    alone = first("fal/veo-3.1-lite", handed=HANDED["first"]).request
    assert (alone.model, alone.body["image_url"]) == ("fal-ai/veo3.1/lite/image-to-video", "need:first frame/film")


@pytest.mark.parametrize(("form", "shape", "size"), [
    ("picture: 16:9 720p 24fps", "16:9", "720p"), ("picture: 9:16 1080p 24fps", "9:16", "1080p"),
    ("picture: 1:1 720p 24fps", "1:1", "720p"), ("picture: 4:3 1080p 24fps", "4:3", "1080p"),
    ("picture: 2.39:1 4k 24fps", "16:9", "1080p")])
def test_wan_26_has_its_pixels_in_words(form, shape, size):
    body = first("fal/wan-2.6", form=form).request.body
    assert (body["aspect_ratio"], body["resolution"], body["duration"]) == (shape, size, "5")
    assert (body["multi_shots"], body["enable_prompt_expansion"]) == (False, False)


def test_wan_27_has_its_files_by_name():
    edited = first("fal/wan-2.7", handed=HANDED["plate"])
    assert edited.request.model == "fal-ai/wan/v2.7/edit-video" and edited.request.body["audio_setting"] == "auto"
    assert edited.request.body["video_url"] == "need:plate/film"
    assert said(edited, "never") == (Verdict.LOST, "beside footage fal takes no exclusions")
    framed = first("fal/wan-2.7", handed=HANDED["frame and line"])
    assert framed.request.body["audio_url"] == "need:recorded line/Maya"
    assert framed.request.body["image_url"] == "need:first frame/film" and "aspect_ratio" not in framed.request.body


def test_wan_27_binds_no_voices_at_fal():
    draft = first("fal/wan-2.7-references", CAST["both"])
    assert draft.request.body["reference_video_urls"] == ["need:clip/1"] and "voice" not in str(draft.request.body)
    assert said(first("wan-2.7-references", CAST["both"]), "voice")[0] is Verdict.USED
    assert said(draft, "voice") == (Verdict.LOST, "fal binds no voices to pictures")
    assert said(draft, "dialogue") == (Verdict.USED, "in a voice of the model's own")


def test_depth_drives_from_five_seconds_on():
    """At least 81 frames, up to 241, each on the pass's own grid."""
    for part, draft in drafts("fal/wan-2.1-vace", script(FORMS[0], text=CUT + "\n!! 1B: CU on JON, 1s\n\nHe nods.\n")):
        body, drive = draft.request.body, draft.request.needs[0]
        assert drive.role == "depth pass" and body["video_url"] == drive.ref and body["preprocess"] is False
        assert body["num_frames"] == drive.recipe["frames"] == part.seconds * 16 and (body["num_frames"] - 81) % 4 == 0
        assert 81 <= body["num_frames"] <= 241 and part.seconds >= Fraction(81, 16)
    assert named("wan-2.1-vace").limits.frames_most == 81


def test_our_grey_picture_is_not_sent_to_vace():
    text = "[[state MAYA: wears red coat]]\n" + CUT
    mine, own = first("fal/wan-2.2-fun", text=text), first("wan-2.2-fun", text=text)
    assert [need.role for need in own.request.needs] == ["depth pass", "first frame"]
    assert [need.role for need in mine.request.needs] == ["depth pass"]
    assert "BK963" in {p.code for p in own.problems} and "BK963" not in {p.code for p in mine.problems}
    given = first("fal/wan-2.2-fun", handed=HANDED["first"])
    assert given.request.body["first_frame_url"] == "need:first frame/film"
    assert not any(loss.how.endswith("in our own first frame") for loss in mine.losses)


def test_ltx_keeps_our_grey_picture_as_far_as_the_graph_does():
    own = first("fal/ltx-2-depth").request
    assert (own.body["image_strength"], own.body["image_url"]) == (0.4, "need:first frame/1")
    given = first("fal/ltx-2-depth", handed=HANDED["both"]).request.body
    assert (given["image_strength"], given["end_image_url"]) == (1.0, "need:last frame/film")
    assert given["video_size"] == {"width": 1280, "height": 704} and (given["fps"], given["num_frames"]) == (24, 121)


@pytest.mark.parametrize("name", ["fal/wan-2.1-vace", "fal/wan-2.2-fun", "fal/ltx-2-depth"])
def test_parentheses_are_the_authors_own_again(name):
    text = "!! 1A: CU on MAYA, 6s\n\nMAYA\nYou kept it (all).\n"
    mine, own = first(name, text=text), first(name.removeprefix("fal/"), text=text)
    assert r"\(all\)" in own.request.prompt and "(all)." in mine.request.prompt and "\\" not in mine.request.prompt
    assert "(cropped)" in mine.request.prompt and said(own, "look")[0] is Verdict.APPROXIMATED
    assert said(mine, "look") == (Verdict.USED, "") and "backslash" not in said(mine, "dialogue")[1]


def test_prices_of_fals_own_machines():
    (part, _), *_ = drafts("fal/wan-2.1-vace", script(FORMS[0], text=CUT))
    assert part.seconds == Fraction(81, 16)
    assert named("fal/wan-2.1-vace").price(part) == Decimal("0.48")  # six begun seconds at 720p
    assert named("fal/wan-2.2-fun").price(part) == Decimal("0.60")
    small = part.format.model_copy(update={"width": 854, "height": 480})
    assert named("fal/wan-2.1-vace").price(part.model_copy(update={"format": small})) == Decimal("0.24")
    (part, _), *_ = drafts("fal/ltx-2-depth", script(FORMS[0], text=CUT))
    assert part.seconds == Fraction(121, 24)
    assert named("fal/ltx-2-depth").price(part) == Decimal("0.0018") * 110  # 1280 x 704 x 121 is 109.04 megapixels
    (part, _), *_ = drafts("fal/kling-3-legacy", script(FORMS[0], text=CUT))
    assert named("fal/kling-3-legacy").price(part) == named("kling-3-legacy").price(part) == Decimal("0.126") * 5


def test_a_look_left_to_an_entry_is_nowhere():
    """The words are too many for the shot, and an element's own entry, where they would be, is not made."""
    cast = CAST["pictures"].replace("woman, 34, silver hair", ", ".join(f"a scar number {n}" for n in range(40)))
    mine, own = first("fal/kling-3-omni-legacy", cast), first("kling-3-omni-legacy", cast)
    assert said(own, "look") == (Verdict.APPROXIMATED, "left to the pictures")
    assert said(mine, "look") == (Verdict.LOST, "left to the pictures, which go without words")


def test_the_same_film_with_other_pictures_is_another_request():
    one = first("fal/kling-3-omni-legacy", CAST["pictures"], text=TEXTS["silent"])
    other = first("fal/kling-3-omni-legacy", CAST["pictures"].replace("a2.png", "b1.png"), text=TEXTS["silent"])
    assert one.request.body == other.request.body and one.request.key != other.request.key
    assert replace(one).request.key == one.request.key
