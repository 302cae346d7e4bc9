"""What each of the family makes of one film: whole answers in `cases`, and the rules of frames, plates and footage."""

from __future__ import annotations

import json
import os
import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from scripts import FILES

import shotscript
from shotscript.core.world import TextWorld
from shotscript.providers.contract import Draft, Loss, Verdict
from shotscript.providers.kling.facts import MODELS
from shotscript.studio import Film

CASES = Path(__file__).parent / "cases"
NAMES = [model.name for model in MODELS]
HEAD = """\
/*@format
picture: 16:9 {size} 24fps
style: 16mm, cold morning
never: subtitles, watermark
*/
/*@cast
MAYA: woman, 34, cropped silver hair
  wears: red wool coat
  {maya}
JON: man, 41, tired eyes
  images: media/b1.png
*/
/*@places
PIER: a long wooden pier, fog
  images: media/place.png
*/

EXT. PIER - DAWN #1#

"""
PICTURES = "images: media/a1.png, media/a2.png\n  voice: media/voice.wav"
FILM = (CASES / "pier.fountain").read_text()


def compiled(provider: str, text: str) -> Film:
    world = TextWorld({"film.fountain": text, **dict.fromkeys(FILES, b"")})
    return shotscript.compile("film.fountain", provider=provider, world=world)


def only(provider: str, shot: str, maya: str = PICTURES, size: str = "720p") -> tuple[Film, Draft]:
    """A film of one shot, and its one request."""
    film = compiled(provider, HEAD.format(maya=maya, size=size) + shot)
    draft, = drafts(film)
    return film, draft


def drafts(film: Film) -> list[Draft]:
    """As the dialect writes them, files by their paths."""
    return [film.provider.write(segment, film.context) for segment in film.segments]


def said(draft: Draft, kind: str) -> Loss:
    return next(loss for loss in draft.losses if loss.kind == kind)


def types(draft: Draft) -> list[str]:
    return [one["type"] for one in draft.request.body.get("contents", ())]


def page(film: Film) -> str:
    parts = []
    for segment, draft in zip(film.segments, drafts(film), strict=True):
        needs = [f"need {n.ref} {n.recipe or n.key}" for n in draft.request.needs if "pass" not in n.recipe]
        price = f"${film.provider.price(segment).normalize():f}"
        body = json.dumps(draft.request.body, indent=1, ensure_ascii=False)
        parts.append("\n".join((f"# {segment.name} {price}", body, *needs)))
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_pier(name):
    path, told = CASES / f"{name}.txt", page(compiled(name, FILM))
    if os.environ.get("SHOTSCRIPT_RENEW"):
        path.write_text(told)
    assert told == path.read_text()


def test_there_is_a_case_for_each_model_and_no_other():
    assert {path.stem for path in CASES.glob("*.txt")} == set(NAMES)


# ------------------------------------------------------------------------------------------------ prices

SILENT, SPOKEN = "!! 1A: MS on MAYA, 5s\n\nShe waits.\n", "!! 1A: MS on MAYA, 5s\n\nMAYA\nWell.\n"


@pytest.mark.parametrize(("name", "size", "silent", "spoken"), [
    ("kling-3-omni", "720p", ".084", ".112"), ("kling-3-omni", "1080p", ".112", ".14"),
    ("kling-3-omni", "4k", ".42", ".42"), ("kling-3", "720p", ".084", ".126"), ("kling-3", "1080p", ".112", ".168"),
    ("kling-3", "4k", ".42", ".42"), ("kling-3-turbo", "720p", ".112", ".112"),
    ("kling-3-turbo", "1080p", ".14", ".14"),
    ("kling-3-turbo", "4k", ".14", ".14"), ("kling-2.6", "720p", ".042", ".14"), ("kling-2.6", "1080p", ".07", ".14"),
    ("kling-3-legacy", "1080p", ".112", ".168"), ("kling-3-omni-legacy", "1080p", ".112", ".14"),
    ("kling-3-motion", "720p", ".126", ".126"), ("kling-3-motion", "1080p", ".168", ".168"),
    ("kling-2.6-motion", "720p", ".07", ".07"), ("kling-2.6-motion", "1080p", ".112", ".112"),
    ("kling-4", "720p", ".157", ".157"), ("kling-4", "1080p", ".235", ".235"),
])
def test_prices_a_second(name, size, silent, spoken):
    """The vendor's page of 2026-09-20, each cell."""
    for text, price in ((SILENT, silent), (SPOKEN, spoken)):
        film, _ = only(name, text, size=size)
        assert film.provider.price(film.segments[0]) == 5 * Decimal(price)


# ------------------------------------------------------------------------------------------------ frames

FRAMES = "[[frame first: media/first.png]]\n[[frame last: media/last.png]]\n!! 1A: MS on MAYA, 5s\n\nShe waits.\n"
LAST = "[[frame last: media/last.png]]\n!! 1A: MS on MAYA, 5s\n\nShe waits.\n"


@pytest.mark.parametrize("name", ["kling-3", "kling-3-omni", "kling-2.6", "kling-4"])
def test_first_and_last_frame(name):
    _, draft = only(name, FRAMES)
    assert [t for t in types(draft) if "frame" in t] == ["first_frame", "last_frame"]
    assert said(draft, "frame first").how == "sent as the first frame"
    assert said(draft, "frame last").verdict is Verdict.USED


@pytest.mark.parametrize("name", [name for name in NAMES if "motion" not in name and "turbo" not in name])
def test_a_last_frame_alone_is_lost_aloud(name):
    _, draft = only(name, LAST)
    loss = said(draft, "frame last")
    assert (loss.verdict, loss.how) == (Verdict.LOST, "a last frame is taken only beside a first one")
    assert "last" not in json.dumps(draft.request.body)


def test_turbo_takes_no_last_frame_and_no_pictures():
    _, draft = only("kling-3-turbo", FRAMES)
    assert types(draft) == ["prompt", "first_frame"] and "@" not in draft.request.prompt
    assert said(draft, "frame last").how == "the model takes no last frame"
    assert said(draft, "images").how == "the model takes no pictures but a first frame"


def test_words_alone_go_as_text_and_a_frame_gives_the_shape():
    _, words = only("kling-3", "!! 1A: MS on MAYA, 5s\n\nShe waits.\n")
    assert set(words.request.body) == {"prompt", "settings"} and words.request.needs == ()
    assert said(words, "images").how == "elements stand only beside a first frame"
    _, framed = only("kling-3", FRAMES)
    assert "aspect_ratio" not in framed.request.body["settings"]
    assert [n.recipe["shape"] for n in framed.request.needs if "frame" in n.role] == ["16:9", "16:9"]
    assert types(framed) == ["prompt", "first_frame", "last_frame", "element"] and "@Maya" in framed.request.prompt


@pytest.mark.parametrize("name", [name for name in NAMES if "motion" not in name])
def test_a_later_part_starts_on_the_last_picture_of_the_one_before(name):
    film = compiled(name, HEAD.format(maya=PICTURES, size="720p") + "!! 1A: MS on MAYA, 40s\n\nShe waits.\n")
    first, *later = drafts(film)
    assert later and all(n.role != "first frame" for n in first.request.needs)
    for draft in later:
        need = next(n for n in draft.request.needs if n.role == "first frame")
        assert need.recipe == {"picture": "last", "of": "the part before"}
        assert need.ref in json.dumps(draft.request.body)


@pytest.mark.parametrize("name", ["kling-3-omni", "kling-3-omni-legacy"])
def test_a_picture_a_first_frame_shuts_out_says_so(name):
    film = compiled(name, HEAD.format(maya="images: a.png", size="720p") + FRAMES)
    loss = said(drafts(film)[0], "images")
    assert loss.verdict is Verdict.LOST and "beside a first frame three elements" in loss.how


# ------------------------------------------------------------------------------------------------ a plate

PLATE = "[[plate: media/footage.mp4, from 3s]]\n!! 1A: MS on MAYA, 5s\n\nShe waits.\n\nMAYA\nWell.\n"


@pytest.mark.parametrize("size", ["720p", "4k"])
def test_a_plate_is_edited(size):
    film, draft = only("kling-3-omni", PLATE, size=size)
    body = draft.request.body
    made = "720p" if size == "720p" else "1080p"
    assert body["settings"] == {"multi_shot": False, "audio": "original", "resolution": made}
    assert body["contents"][0]["text"].startswith("Keep the camera and the timing of @video_1. Medium shot of @Maya.")
    assert body["contents"][1] == {"type": "base_video", "url": "need:plate/film", "id": "video_1"}
    plate = next(n for n in draft.request.needs if n.role == "plate")
    assert (plate.key, plate.recipe) == ("media/footage.mp4", {"from": "3s", "shape": "16:9", "seconds": "5"})
    assert said(draft, "dialogue").how == "word for word, for the lips: the model makes no sound"
    assert film.provider.price(film.segments[0]) == 5 * Decimal("0.126" if size == "720p" else "0.168")


def test_a_plate_gets_a_request_of_its_own_and_no_frame_beside_it():
    framed = "[[frame first: media/first.png]]\n" + PLATE + "\n!! 1B: CU on MAYA, 4s\n\nShe turns.\n"
    film = compiled("kling-3-omni", HEAD.format(maya=PICTURES, size="720p") + framed)
    assert [segment.name for segment in film.segments] == ["1A", "1B"]
    assert said(drafts(film)[0], "frame first").how == "a plate takes no frame beside it"
    assert drafts(film)[0].request.body["settings"]["multi_shot"] is False


def test_only_omni_takes_a_plate():
    for name in ("kling-3", "kling-3-turbo", "kling-2.6", "kling-4"):
        assert said(only(name, PLATE)[1], "plate").how == "the model takes no plate"


# ------------------------------------------------------------------------------------------------ clips, voices

CLIP = "clip: media/clip.mp4\n  images: media/a1.png, media/a2.png"
MET = "!! 1A: WS on MAYA and JON, 5s\n\nThey wait.\n"


def test_a_clip_makes_an_element_instead_of_pictures():
    _, draft = only("kling-3-omni", MET, CLIP)
    roles = [need.role for need in draft.request.needs]
    assert roles == ["clip", "element", "image", "image"], "Maya's clip, Jon's picture, the pier's"
    element = draft.request.needs[1]
    assert element.recipe == {"clip": "media/clip.mp4", "voice": "", "look": "woman, 34, cropped silver hair",
                              "wears": "red wool coat"}
    assert said(draft, "clip").verdict is Verdict.USED
    assert said(draft, "images").how == "not its pictures but the clip is bound to the name"


def test_kling_4_takes_the_pictures_of_one_with_a_clip():
    _, draft = only("kling-4", MET, CLIP)
    assert [need.role for need in draft.request.needs] == ["image", "image", "element", "image", "image"]
    assert said(draft, "clip").verdict is Verdict.LOST and said(draft, "images").how == "as @Maya"


def test_a_voice_alone_is_bound_where_2_6_speaks_from_a_frame():
    speech = "[[frame first: media/first.png]]\n!! 1A: MS on MAYA\n\nMAYA\n(softly)\nWell.\n\nMAYA\nThen.\n"
    film, draft = only("kling-2.6", speech, "voice: media/voice.wav")
    assert draft.request.body["contents"][2] == {"type": "voice", "voice_id": "need:voice/voice_1", "id": "voice_1"}
    assert 'Maya @voice_1, softly, says: "Well."' in draft.request.prompt
    assert draft.request.body["settings"] == {"audio": "native", "resolution": "1080p", "duration": 5}
    assert said(draft, "voice").verdict is Verdict.USED and said(draft, "picture").how == "made at 1080p"
    assert film.provider.price(film.segments[0]) == 5 * Decimal("0.168")


def test_2_6_is_silent_at_720p_and_sounds_at_1080p():
    film, draft = only("kling-2.6", MET)
    assert draft.request.body["settings"]["resolution"] == "720p"
    assert film.provider.price(film.segments[0]) == 5 * Decimal("0.042")
    film, draft = only("kling-2.6", "!! 1A: MS on MAYA\n\nMAYA\nWell.\n")
    assert draft.request.body["settings"]["audio"] == "native"
    assert draft.request.body["settings"]["resolution"] == "1080p"
    assert film.provider.price(film.segments[0]) == 5 * Decimal("0.14")
    assert said(draft, "voice").how == "the model binds no voice to this person"


# ------------------------------------------------------------------------------------------------ the legacy standard


def test_references_go_by_number_and_exclusions_in_a_field():
    _, omni = only("kling-3-omni-legacy", MET)
    body = omni.request.body
    assert "Wide two-shot of <<<element_1>>> and <<<image_1>>>" in body["multi_prompt"][0]["prompt"]
    assert "as in <<<image_2>>>" in body["multi_prompt"][0]["prompt"] and "negative_prompt" not in body
    assert "No subtitles, no watermark." in body["multi_prompt"][0]["prompt"]
    _, video = only("kling-3-legacy", MET)
    assert video.request.body["negative_prompt"] == "subtitles, watermark"
    assert "subtitles" not in video.request.prompt and said(video, "never").verdict is Verdict.USED
    _, loud = only("kling-3-legacy", "!! 1A: MS on MAYA\n\nMAYA\nWell.\n")
    assert loud.request.body["negative_prompt"] == "subtitles, watermark, background music"


def test_marks_of_the_legacy_standard():
    _, draft = only("kling-3-omni-legacy", "!! 1A: MS on MAYA\n\nMAYA\nOne; two <<<image_1>>> @home.\n")
    assert "One; two ‹‹‹image_1>>> @home." in draft.request.prompt
    assert "would name a reference" in said(draft, "dialogue").how


def test_too_much_to_exclude_is_an_error():
    text = HEAD.format(maya=PICTURES, size="720p").replace("subtitles, watermark", ", ".join(["x" * 98] * 30)) + MET
    film = compiled("kling-3-legacy", text)
    assert [p.code for p in film.problems if p.code == "BK960"] == ["BK960"]


# ------------------------------------------------------------------------------------------------ motion control

DANCE = "[[perform MAYA: media/dance.mp4, from 1s]]\n!! 1A: MS on MAYA, slow dolly in 0.5m, 6s\n\nShe dances.\n"


def test_footage_moves_one_person():
    film, draft = only("kling-3-motion", DANCE)
    assert draft.request.body["contents"][1:] == [
        {"type": "image", "url": "need:image/Maya"}, {"type": "video", "url": "need:performance/Maya"}]
    assert draft.request.body["settings"] == {
        "audio": "original", "resolution": "720p", "character_orientation": "video"}
    assert [n.key for n in draft.request.needs] == ["media/a1.png", "media/dance.mp4"]
    assert draft.request.needs[1].recipe == {"from": "1s", "seconds": "6"}
    assert said(draft, "framing").how == "the picture of the person gives it"
    assert said(draft, "move dolly").how == "the driving video gives it"
    assert said(draft, "perform").how == "sent as the performance"
    assert not [p for p in film.problems if p.code.startswith("BK96")]


def test_a_person_without_footage_is_moved_by_our_figure():
    film, draft = only("kling-3-motion", "!! 1A: MS on MAYA, slow dolly in 0.5m, 6s\n\nShe dances.\n")
    assert [n.role for n in draft.request.needs] == ["image", "figure pass"]
    recipe = draft.request.needs[1].recipe
    assert (recipe["frames"], recipe["width"], recipe["height"]) == (144, 1280, 720)
    assert said(draft, "move dolly").how == "as our grey figure shows it"
    assert [p.code for p in film.problems if p.code.startswith("BK96")] == ["BK962"]


def test_nobody_to_move_is_told():
    film, draft = only("kling-2.6-motion", DANCE.replace("MAYA", "ANN"), "height: 1.7m")
    assert [n.role for n in draft.request.needs] == ["figure frame", "figure pass"]
    assert said(draft, "perform").how == "nobody has a picture for it to move"
    assert [p.code for p in film.problems if p.code.startswith("BK96")] == ["BK961"]


def test_what_plain_figures_do_not_show_is_lost():
    shot = "!! 1A: MS on MAYA, f/2, focus on MAYA, rack focus from MAYA to JON, 6s\n\nShe waits.\n"
    film, draft = only("kling-3-motion", shot)
    assert [said(draft, kind).verdict for kind in ("lens", "focus", "move rack focus")] == [Verdict.LOST] * 3
    assert said(draft, "framing").verdict is Verdict.APPROXIMATED
    assert [p.code for p in film.problems if p.code.startswith("BK96")] == ["BK962", "BK964"]
    _, seen = only("kling-3-motion", shot.replace("f/2", "35mm f/2"))
    assert said(seen, "lens").verdict is Verdict.APPROXIMATED


def test_a_recorded_line_is_no_performance():
    _, draft = only("kling-3-motion", DANCE.replace("dance.mp4, from 1s", "said.wav"))
    assert said(draft, "perform").how == "the model takes no recorded line"
