"""The prompts Kling is sent: the shot list, looks, lines, lengths, and what is said of each."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from filmset import Values, film, segments_of

from shotscript.narrative.story import Beat, Said
from shotscript.plan.lay import timeline
from shotscript.plan.pack import segment
from shotscript.plan.timeline import Segment
from shotscript.providers import named
from shotscript.providers.contract import Context, Draft, Verdict
from shotscript.providers.phrase.casting import ids

PROVIDER = named("kling-3-omni")
LIMITS = PROVIDER.limits
TWO = ("cast/maya-1.png", "cast/maya-2.png")
SHOT = re.compile(r"shot (\d+), (\d+), ([^;]*);(?: |$)")


def first(values: Values) -> Draft:
    segments, context = segments_of(PROVIDER, values)
    return PROVIDER.write(segments[0], context)


def shots(draft: Draft) -> list[tuple[int, int, str]]:
    return [(int(n), int(m), words) for n, m, words in SHOT.findall(draft.request.prompt)]


def verdict(draft: Draft, kind: str, shot: str = "") -> tuple[Verdict, str]:
    loss = next(x for x in draft.losses if x.kind == kind and shot in ("", x.shot))
    return loss.verdict, loss.how


def with_shot(values: Values, number: int, **changes) -> tuple[Segment, Context]:
    """The film's first scene as one segment, one of its shots changed."""
    story, context = film(values)
    scene = story.scenes[0]
    altered = tuple(s.model_copy(update=changes) if i == number else s for i, s in enumerate(scene.shots))
    scenes = (scene.model_copy(update={"shots": altered}), *story.scenes[1:])
    story = story.model_copy(update={"scenes": scenes})
    made = segment(story, timeline(story), LIMITS, 0, 2)
    assert made
    return made, replace(context, story=story)


def test_the_shot_list_is_the_official_one():
    draft = first(Values())
    body = draft.request.body
    assert [(n, m) for n, m, _ in shots(draft)] == [(1, 4), (2, 4), (3, 2)]
    assert sum(m for _, m, _ in shots(draft)) == body["settings"]["duration"] == 10
    assert "".join(m.group() for m in SHOT.finditer(draft.request.prompt)) == draft.request.prompt
    assert all(len(words) <= 512 for _, _, words in shots(draft))


def test_the_whole_prompt():
    assert [words for _, _, words in shots(first(Values(light="")))] == [
        "Wide two-shot of Maya and Jon from a low angle, 24mm wide-angle look at f/4. "
        "The camera pushes in slowly about 1.2 metres over 4 seconds, easing to a stop. "
        "Interior, night: narrow 1950s kitchen, yellow formica table. "
        "Maya: woman, 34, cropped silver hair, a scar through the left eyebrow, red wool coat. "
        "Jon: man, 41, tired eyes, grey suit. Maya waits at the table. The lamp flickers. We hear a clock ticking. "
        "Style: 35mm film, muted teal and amber.",
        "Over-the-shoulder medium close-up of Jon, past Maya's left shoulder, steam curls past the lens. "
        'The camera arcs left around Maya about 20 degrees. Jon, quietly, says: "You kept the coat." A beat.',
        "Insert close-up of the cup. No subtitles, no watermark, no background music.",
    ]


def test_the_body():
    body = first(Values(images=TWO)).request.body
    assert body["settings"] == {"multi_shot": True, "audio": "native", "resolution": "720p", "aspect_ratio": "16:9",
                                "duration": 10}
    assert body["contents"][1:] == [{"type": "element", "element_id": "need:element/Maya", "id": "Maya"}]
    assert "options" not in body


def test_people_bound_to_pictures_are_mentions():
    draft = first(Values(images=TWO))
    assert "two-shot of @Maya and Jon" in draft.request.prompt
    assert [n.role for n in draft.request.needs] == ["image", "image", "element"]
    assert {n.name for n in draft.request.needs} == {"Maya", "Maya-1", "Maya-2"}
    assert verdict(draft, "images") == (Verdict.USED, "as @Maya")


def test_one_picture_is_a_plain_reference():
    draft = first(Values(images=TWO[:1]))
    assert draft.request.body["contents"][1:] == [{"type": "refer_image", "url": "need:image/Maya", "id": "Maya"}]
    assert [n.role for n in draft.request.needs] == ["image"]


def test_a_look_stands_once_in_full_and_the_name_after():
    prompt = first(Values()).request.prompt
    assert prompt.count("a scar through the left eyebrow") == 1
    assert prompt.index("Maya: woman") < prompt.index("past Maya's")


def test_a_state_replaces_the_clothes():
    segments, context = segments_of(PROVIDER, Values())
    prompt = PROVIDER.write(segments[1], context).request.prompt
    assert "a scar through the left eyebrow, black raincoat, hood up." in prompt and "red wool coat" not in prompt


def test_voice_over_and_titles_are_left_to_the_join():
    draft = first(Values())
    assert "I never came back" not in draft.request.prompt and "HALO" not in draft.request.prompt
    assert verdict(draft, "voice over") == (Verdict.APPROXIMATED, "in a scratch voice, done when the film is joined")


def test_files_are_the_joins_and_what_nobody_makes_is_lost_aloud():
    assert verdict(first(Values()), "super") == (
        Verdict.USED, "set over the picture to the letter, done when the film is joined")
    said = tuple(Said(head=head, text=text, span=film()[0].shots[2].span)
                 for head, text in (("music", "sad piano"), ("take", "a.mp4"), ("sound", "door.wav")))
    seg, context = with_shot(Values(), 1, said=said)
    draft = PROVIDER.write(seg, context)
    assert [verdict(draft, s.head, "1B") for s in said] == [
        (Verdict.LOST, "nobody makes music from words: give it a sound file"),
        (Verdict.USED, "used as it is, done when the film is joined"),
        (Verdict.USED, "laid in at its place, done when the film is joined")]
    assert "piano" not in draft.request.prompt and "door" not in draft.request.prompt


@pytest.mark.parametrize(("line", "sent", "noted"), [
    ("Wait; listen.", "Wait； listen.", "semicolon"),
    ('He said "no".', "He said 'no'.", "double quotes"),
    ("Mail me@home.", "Mail me＠home.", "@"),
])
def test_marks_with_a_meaning_are_changed_aloud(line, sent, noted):
    draft = first(Values(line=line))
    assert f'says: "{sent}"' in draft.request.prompt
    kind, how = verdict(draft, "dialogue")
    assert kind is Verdict.APPROXIMATED and noted in how
    assert len(shots(draft)) == 3


def test_curly_quotes_and_other_scripts_stay():
    draft = first(Values(line="“外套”，你还留着。"))
    assert 'says: "“外套”，你还留着。"' in draft.request.prompt
    assert verdict(draft, "dialogue")[0] is Verdict.USED


def test_what_does_not_fit_goes_in_the_stated_order():
    """Descriptions, then action from its last sentence; looks and dialogue stay."""
    parts = {"description": "smoke " + "a" * 60, "Third": "Third " + "z" * 60 + ".",
             "Second": "Second " + "y" * 60 + ".", "First": "First " + "x" * 60 + "."}
    plain = film()[0].shots[1]
    action = Beat(kind="action", text=" ".join(list(parts.values())[:0:-1]), span=plain.span)
    seen = []
    for extra in range(20, 340, 20):
        line = "w" * extra
        beats = (action, plain.beats[0].model_copy(update={"text": line}), *plain.beats[1:])
        made, context = with_shot(Values(description=parts["description"]), 1, beats=beats, clauses=tuple(
            replace(c, text=parts["description"]) if hasattr(c, "quoted") else c for c in plain.clauses))
        draft = PROVIDER.write(made, context)
        words = shots(draft)[1][2]
        assert line in words and len(words) <= 512 and not draft.problems
        gone = [name for name, text in parts.items() if text not in words]
        assert gone == list(parts)[: len(gone)], "out of order"
        assert (verdict(draft, "description")[0] is Verdict.LOST) == ("description" in gone)
        told, how = verdict(draft, "action", "1B")
        assert (told is Verdict.USED) == ("Third" not in gone) and (told is Verdict.LOST) == ("First" in gone)
        assert "First" in gone or all(parts[name] in how for name in gone[1:])
        seen.append(len(gone))
    assert seen == sorted(seen) and set(seen) >= {0, 1, 2, 3}


def test_a_style_without_room_moves_to_a_later_shot():
    draft = first(Values(action="Maya waits at the table, and " + "waits and " * 12 + "waits."))
    words = [w for _, _, w in shots(draft)]
    assert "Style:" not in words[0] and "Style: 35mm film, muted teal and amber." in words[2]
    assert verdict(draft, "style") == (Verdict.USED, "")


def test_exclusions_come_before_action_where_nothing_has_room():
    action = "Maya waits. " + "The lamp flickers on and off. " * 9
    made, context = with_shot(Values(), 0, beats=(Beat(kind="action", text=action, span=film()[0].shots[0].span),))
    alone = made.model_copy(update={"cuts": made.cuts[:1]})
    draft = PROVIDER.write(alone, context)
    assert "No subtitles, no watermark" in draft.request.prompt and "background music" not in draft.request.prompt
    assert verdict(draft, "never")[0] is Verdict.USED and verdict(draft, "action")[0] is Verdict.APPROXIMATED
    assert len(shots(draft)[0][2]) <= 512


def test_sound_that_holds_on_is_said_once():
    sound = film()[0].shots[0].said
    made, context = with_shot(Values(), 1, said=sound)
    draft = PROVIDER.write(made, context)
    assert draft.request.prompt.count("a clock ticking") == 1
    assert verdict(draft, "sound", "1B") == (Verdict.USED, "said at shot 1A")


def test_dialogue_that_cannot_fit_is_an_error_and_stays_whole():
    line = "word " * 120 + "end."
    draft = first(Values(line=line))
    assert [p.code for p in draft.problems] == ["BK955"]
    assert line in draft.request.prompt
    assert "shot 1B" in draft.problems[0].message and "takes 512 a shot" in draft.problems[0].message


def test_a_bound_look_is_left_to_the_pictures_first():
    draft = first(Values(images=TWO, action="Maya waits. " + "The lamp flickers on and off. " * 4))
    assert verdict(draft, "look", "1A") == (Verdict.APPROXIMATED, "left to the pictures")
    assert draft.request.prompt.count("The lamp flickers on and off.") == 4


def test_light_that_holds_on_is_said_once_and_again_when_it_changes():
    held = first(Values(action="Maya waits."))
    assert held.request.prompt.count("Lit by one tungsten bulb") == 1
    assert verdict(held, "light", "1C") == (Verdict.USED, "said at shot 1A")
    light = Said(head="light", text="a match", span=film()[0].shots[2].span)
    seg, context = with_shot(Values(action="Maya waits."), 2, light=light)
    assert "Lit by a match." in shots(PROVIDER.write(seg, context))[2][2]


def test_speech_off_screen_and_in_another_language():
    base = film()[0].shots[1].beats[0]
    off = base.model_copy(update={"unseen": True, "extension": "O.S.", "delivery": ""})
    phone = base.model_copy(update={"unseen": True, "extension": "ON PHONE", "delivery": ""})
    spanish = base.model_copy(update={"language": "es", "text": "¿Por qué?", "delivery": ""})
    french = base.model_copy(update={"language": "fr", "text": "Pourquoi ?", "delivery": ""})
    again = base.model_copy(update={"text": "After all.", "delivery": ""})
    seg, context = with_shot(Values(), 1, beats=(off, phone, spanish, again, french))
    draft = PROVIDER.write(seg, context)
    words = shots(draft)[1][2]
    assert 'Off screen, Jon says: "You kept the coat."' in words
    assert "Over the phone, Jon goes on:" in words
    assert 'Jon goes on in Spanish: "¿Por qué?"' in words and 'goes on in French: "Pourquoi ?"' in words
    assert any(x.verdict is Verdict.APPROXIMATED and "fr is not among" in x.how for x in draft.losses)


def test_a_voice_is_described_once():
    base = film()[0].shots[1].beats[0]
    lines = tuple(base.model_copy(update={"who": "MAYA", "text": t, "delivery": ""}) for t in ("No.", "Yes."))
    seg, context = with_shot(Values(), 1, beats=lines)
    words = shots(PROVIDER.write(seg, context))[1][2]
    assert 'Maya says in British English, low and dry: "No." Maya goes on: "Yes."' in words


def test_audio_and_price_follow_what_is_heard():
    segments, context = segments_of(PROVIDER)
    assert PROVIDER.write(segments[1], context).request.body["settings"]["audio"] == "off"
    assert [PROVIDER.price(s) for s in segments] == [Decimal("1.120"), Decimal("0.420")]
    larger = segments[0].model_copy(update={"format": segments[0].format.model_copy(update={
        "resolution": "1080p", "width": 1920, "height": 1080})})
    assert PROVIDER.price(larger) == Decimal("1.40")


@pytest.mark.parametrize(("aspect", "made"), [("9:16", "9:16"), ("2.39:1", "16:9"), ("4:3", "16:9"), ("1:1", "1:1")])
def test_a_shape_the_model_does_not_make_is_said(aspect, made):
    segments, context = segments_of(PROVIDER)
    form = segments[0].format.model_copy(update={"aspect": aspect})
    draft = PROVIDER.write(segments[0].model_copy(update={"format": form}), context)
    assert draft.request.body["settings"]["aspect_ratio"] == made
    assert any(x.kind == "picture" and x.verdict is Verdict.APPROXIMATED for x in draft.losses) == (aspect != made)


def test_ids_are_never_part_of_one_another():
    story, _ = film(Values(images=TWO))
    person = story.cast[0]
    named = [person.model_copy(update={"name": n}) for n in ("ANN", "ANNA", "JO ANN", "BOB", "玛雅", "ZOË")]
    found = ids(story.model_copy(update={"cast": tuple(named)}))
    lower = [i.casefold() for i in found.values()]
    assert all(a not in b for a in lower for b in lower if a is not b)
    assert found["BOB"] == "Bob" and found["ZOË"] == "Zoe"
    assert all(re.fullmatch(r"\w+", i, re.ASCII) for i in found.values())


def test_seven_references_at_most():
    story, context = film(Values(images=TWO))
    crowd = tuple(story.cast[0].model_copy(update={"name": f"P{chr(65 + i)}"}) for i in range(9))
    scene = story.scenes[0]
    shot = scene.shots[0].model_copy(update={"clauses": (), "beats": (), "seconds": Fraction(4)})
    scene = scene.model_copy(update={"people": tuple(p.name for p in crowd), "shots": (shot,)})
    story = story.model_copy(update={"cast": crowd, "scenes": (scene,)})
    made = segment(story, timeline(story), LIMITS, 0, 0)
    draft = PROVIDER.write(made, replace(context, story=story))
    assert len(draft.request.body["contents"]) == 1 + 7
    assert sum(x.kind == "images" and x.verdict is Verdict.LOST for x in draft.losses) == 2
