"""What Runway's models are sent: whole requests as cases, the words beside a frame, footage, a performance, a list."""

from __future__ import annotations

import json
import os
import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from runway_films import NAMED, drafts, one, packed, understood

from shotscript.core.diagnostic import Level
from shotscript.providers.contract import Draft, Verdict
from shotscript.studio import read
from shotscript.studio.lowering import lower

CASES = Path(__file__).parent / "cases"
STILL = "[[frame first: media/still.png]]\n"


def verdicts(draft: Draft) -> dict[str, tuple[Verdict, str]]:
    return {loss.kind: (loss.verdict, loss.how) for loss in draft.losses}


def words(draft: Draft) -> str:
    return draft.request.body["promptText"]


# ------------------------------------------------------------------------------------------------ whole requests


@pytest.mark.parametrize("name", NAMED)
def test_a_film_in_whole_requests(name):
    """Each request and what was lost, as it stands in a file; what cannot be made says so."""
    film, provider = understood((CASES / "gate.fountain").read_text(encoding="utf-8")), NAMED[name]
    told = "\n\n".join(_told(provider.write(segment, film.context()))
                       for segment in packed(film.story, provider.limits))
    path = CASES / f"{name}.txt"
    if os.environ.get("SHOTSCRIPT_RENEW"):
        path.write_text(told + "\n", encoding="utf-8")
    assert told + "\n" == path.read_text(encoding="utf-8")


def _told(draft: Draft) -> str:
    needs = [f"need {n.ref}: {n.recipe.get('pass') or n.key} {n.recipe or ''}".rstrip() for n in draft.request.needs]
    losses = [f"{one.verdict.value}: {one.kind} of {one.shot}, {one.clause!r}: {one.how}" for one in draft.losses
              if one.verdict is not Verdict.USED]
    problems = [f"{problem.level.name} {problem.code}: {problem.message}" for problem in draft.problems]
    body = json.dumps(draft.request.body, indent=1, ensure_ascii=False)
    return "\n".join([f"== {draft.request.segment}", *problems, body, *needs, *losses])


def test_there_is_a_case_for_each_model_and_no_other():
    assert {path.stem for path in CASES.glob("*.txt")} == set(NAMED)


# ------------------------------------------------------------------------------------------------ a take


def test_camera_first_then_the_shot_what_happens_where_and_the_style():
    told = words(one("runway-gen-4.5", "[[light: one lamp]]\n!! 1A: WS on MAYA, dolly in 1m, 4s\n\nShe waits.\n"))
    parts = ["The camera pushes in", "Wide shot of Maya", "Maya: woman, 34", "She waits", "Interior, night", "Lit by"]
    assert sorted(parts, key=told.index) == parts


@pytest.mark.parametrize("name", ["runway-gen-4.5", "runway-gen-4-turbo"])
def test_beside_a_first_frame_the_words_are_of_motion_alone(name):
    draft = one(name, f"{STILL}[[light: one lamp]]\n!! 1A: WS on MAYA, 24mm, dolly in 1m, 4s\n\nMAYA\nWell.\n")
    assert words(draft) == 'The camera pushes in about one metre. Maya says: "Well."'
    assert draft.request.body["promptImage"] == [{"uri": "need:first frame/film", "position": "first"}]
    said = verdicts(draft)
    for kind in ("framing", "lens", "look", "setting", "light"):
        assert said[kind] == (Verdict.LOST, "the first frame gives it")
    assert said["dialogue"][0] is Verdict.APPROXIMATED and said["frame first"][0] is Verdict.USED


def test_what_moves_in_a_composition_is_told_beside_a_frame_too():
    draft = one("runway-gen-4.5", f"{STILL}!! 1A: CU on MAYA, MAYA looks left, slow motion, 4s\n")
    assert words(draft) == "Maya looks screen left. Slow motion at 50% speed."
    assert verdicts(draft)["gaze"][0] is Verdict.USED


def test_nothing_to_tell_is_still_a_prompt():
    draft = one("runway-gen-4.5", f"{STILL}!! 1A: CU on MAYA, 4s\n")
    assert words(draft) == "The picture holds, alive and almost still."


def test_without_a_still_the_turbo_starts_on_our_own_frame_and_is_told_the_look():
    def made(move: str) -> Draft:
        return one("runway-gen-4-turbo", f"!! 1A: CU on MAYA, 85mm, {move}, 4s\n")

    near, far = made("camera at 1 2 height 1.5m"), made("camera at 1 2.5 height 1.5m")
    assert [problem.code for problem in near.problems] == ["BK963"] and near.problems[0].level is Level.WARNING
    (need,) = near.request.needs
    assert (need.role, need.recipe["width"], need.recipe["height"], need.recipe["frames"]) == (
        "first frame", 1280, 720, 1)
    assert need.key != far.request.needs[0].key and "woman, 34" in words(near)
    assert verdicts(near)["camera at"][0] is Verdict.APPROXIMATED


def test_exclusions_sounds_and_pictures_of_people_are_lost():
    head = "/*@format\nnever: subtitles\n*/\n\n/*@cast\nMAYA: woman\n  images: media/a.png\n*/\n\nINT. HALL - DAY\n\n"
    draft = one("runway-gen-4.5", "[[sound: rain]]\n!! 1A: CU on MAYA, 4s\n", head)
    said = verdicts(draft)
    assert {said[kind][0] for kind in ("never", "sound", "images")} == {Verdict.LOST}
    assert "subtitles" not in words(draft) and "rain" not in words(draft)


@pytest.mark.parametrize(("seconds", "asked"), [("0.5s", 2), ("2.2s", 3), ("10s", 10)])
def test_lengths_are_whole_seconds_from_two_to_ten(seconds, asked):
    assert one("runway-gen-4.5", f"!! 1A: CU on MAYA, {seconds}\n").request.body["duration"] == asked


def test_the_second_part_of_a_long_shot_starts_where_the_first_ended():
    parts = drafts("runway-gen-4.5", "!! 1A: CU on MAYA, dolly in 1m, 14s\n")
    assert [[need.recipe for need in draft.request.needs] for _, draft in parts] == [
        [], [{"picture": "last", "of": "the part before"}]]


@pytest.mark.parametrize(("picture", "plain", "framed"), [
    ("16:9 720p", "1280:720", "1280:720"), ("9:16 720p", "720:1280", "720:1280"), ("1:1 720p", "1280:720", "960:960"),
    ("4:3 720p", "1280:720", "1104:832"), ("3:4 720p", "720:1280", "832:1104"), ("21:9 720p", "1280:720", "1584:672")])
def test_pictures_are_told_by_their_pixels(picture, plain, framed):
    head = f"/*@format\npicture: {picture}\n*/\n\nINT. HALL - DAY\n\n"
    ratios = [one("runway-gen-4.5", f"{above}!! 1A: WS, 4s\n", head).request.body["ratio"] for above in ("", STILL)]
    assert ratios == [plain, framed]


# ------------------------------------------------------------------------------------------------ footage


def test_footage_is_made_over_cut_to_the_shot_and_is_its_own_camera():
    draft = one("runway-aleph", "[[plate: media/room.mp4 from 3s]]\n"
                f"{STILL}[[frame last: media/end.png]]\n!! 1A: WS on MAYA, dolly in 1m, 4s\n\nShe waits.\n")
    body = draft.request.body
    assert body["videoUri"] == "need:plate/film" and "duration" not in body
    assert body["keyframes"] == [
        {"uri": "need:first frame/film", "at": 0.0}, {"uri": "need:last frame/film", "at": 1.0}]
    assert draft.request.needs[0].recipe == {"from": "3s", "seconds": "4"}
    assert words(draft) == "Maya: woman, 34. She waits. Interior, night: Kitchen."
    said = verdicts(draft)
    assert said["move dolly"] == said["framing"] == (Verdict.LOST, "the footage is the camera")
    assert said["picture"][0] is Verdict.APPROXIMATED


def test_our_previz_as_footage_carries_the_camera():
    near, far = (one("runway-aleph-previz", f"!! 1A: CU on MAYA, dolly in {by}m, 4s\n") for by in ("0.5", "0.6"))
    (need,) = near.request.needs
    assert (need.role, need.recipe["frames"], need.recipe["fps"]) == ("picture pass", 96, "24")
    assert need.key != far.request.needs[0].key
    assert verdicts(near)["move dolly"] == (Verdict.USED, "as our own footage shows it")


@pytest.mark.parametrize(("picture", "size"), [
    ("16:9 720p", (1280, 720)), ("16:9 4k", (1920, 1080)), ("9:16 1080p", (1080, 1920)), ("21:9 1080p", (1920, 822))])
def test_our_footage_is_within_1080p(picture, size):
    head = f"/*@format\npicture: {picture}\n*/\n\nINT. HALL - DAY\n\n"
    recipe = one("runway-aleph-previz", "!! 1A: WS, 4s\n", head).request.needs[0].recipe
    assert (recipe["width"], recipe["height"]) == size


def test_a_shot_that_cannot_be_made_is_told_the_models_own_reason():
    film = read(str(CASES / "gate.fountain"))
    for name, code, count in (("runway-aleph", "BK965", 3), ("runway-act-two", "BK966", 3)):
        made = lower(film, name, {}, fresh=True)
        codes = [one.code for one in made.problems if one.level is Level.ERROR and one.code.startswith("BK")]
        assert codes == [code] * count and len(made.segments) == 1


# ------------------------------------------------------------------------------------------------ a performance


def test_a_performance_is_carried_over_to_the_one_it_is_of():
    above = "[[perform MAYA: media/maya.mp4 from 2s]]\n"
    draft = one("runway-act-two", f"{above}!! 1A: CU on MAYA and JON, 4s\n\nMAYA\nHm.\n")
    assert draft.request.body == {
        "model": "act_two", "bodyControl": True, "ratio": "1280:720",
        "reference": {"type": "video", "uri": "need:performance/Maya"},
        "character": {"type": "image", "uri": "need:image/character"}}
    assert [(need.key, need.recipe) for need in draft.request.needs] == [
        ("media/maya.mp4", {"from": "2s", "seconds": "4"}), ("media/maya.png", {})]
    said = verdicts(draft)
    assert said["perform"][0] is said["images"][0] is Verdict.USED
    assert said["dialogue"] == said["look"] == said["framing"] == (
        Verdict.LOST, "the model takes no words: the performance and the character's picture give all there is")


def test_a_clip_stands_in_for_a_picture():
    head = "/*@cast\nMAYA: woman\n  clip: media/maya-walks.mp4\n*/\n\nINT. HALL - DAY\n\n"
    body = one("runway-act-two", "[[perform MAYA: media/m.mp4]]\n!! 1A: CU on MAYA, 4s\n", head).request.body
    assert body["character"] == {"type": "video", "uri": "need:clip/character"}


# ------------------------------------------------------------------------------------------------ a list of shots


def test_a_list_holds_three_to_five_shots_that_add_up():
    three = "!! A: WS on MAYA, 2s\n\n!! B: CU on MAYA, 3.5s\n\nMAYA\nWell.\n\n!! C: CU on JON, 2s\n"
    body = one("runway-multi-shot", three).request.body
    assert (body["duration"], [shot["duration"] for shot in body["shots"]], body["audio"]) == (10, [3, 4, 3], True)
    assert 'Maya says: "Well."' in body["shots"][1]["prompt"] and "woman, 34" in body["shots"][0]["prompt"]
    assert not drafts("runway-multi-shot", "!! A: WS on MAYA, 3s\n\n!! B: CU on MAYA, 3s\n")


def test_a_line_of_a_list_stands_to_the_letter_and_may_be_polished():
    draft = one("runway-multi-shot", "!! A: WS, 3s\n\n!! B: CU on MAYA, 3s\n\nMAYA\nWell.\n\n!! C: CU on JON, 3s\n")
    assert verdicts(draft)["dialogue"][0] is Verdict.APPROXIMATED


# ------------------------------------------------------------------------------------------------ prices


@pytest.mark.parametrize(("name", "above", "seconds", "dollars"), [
    ("runway-gen-4.5", "", 4, "0.48"), ("runway-gen-4-turbo", "", 4, "0.20"), ("runway-aleph-previz", "", 4, "1.12"),
    ("runway-aleph", "[[plate: media/r.mp4]]\n", 1, "0.56"), ("runway-aleph", "[[plate: media/r.mp4]]\n", 2.5, "0.84"),
    ("runway-act-two", "[[perform MAYA: media/m.mp4]]\n", 2, "0.15")])
def test_prices(name, above, seconds, dollars):
    ((segment, _),) = drafts(name, f"{above}!! 1A: CU on MAYA, {seconds}s\n")
    assert NAMED[name].price(segment) == Decimal(dollars)
