"""What holds for any script: every word once and in order, exact time, unique labels, shots that mind their own."""

from __future__ import annotations

from fractions import Fraction as F

from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core import timebase
from shotscript.core.diagnostic import Level
from shotscript.core.show import show
from shotscript.core.world import TextWorld
from shotscript.lang.ast import ActionText, SpeechText
from shotscript.lang.parse import parse
from shotscript.narrative.check import check
from shotscript.narrative.resolve import understand
from shotscript.narrative.story import Story

ACTION = st.sampled_from([
    "Maya waits at the table.", "Jon leaves. The door shuts.", "Rain.", "A dog barks at nobody; nobody minds.",
    "玛雅看着窗外。", "She counts to 17, twice.",
])  # fmt: skip
LINE = st.sampled_from(["Where were you?", "I was here all night. I swear it!", "No", "¿Dónde?", "你好。我走了。"])
CUE = st.sampled_from(["MAYA", "JON", "MAYA (V.O.)", "JON (O.S.)"])
SHOT = st.sampled_from([
    "!! WS", "!! CU on MAYA, 85mm", "!! MS on JON, push in, 4.5s", "!! auto", "!! two shot MAYA and JON, hold 1s",
    "!! OTS MAYA on JON, pan left 20deg then static, speed 50%",
])  # fmt: skip
SPEECH = st.builds(
    lambda cue, lines, beat: "\n".join([cue, lines[0], *(["(beat)"] if beat else []), *lines[1:]]),
    CUE, st.lists(LINE, min_size=1, max_size=2), st.booleans(),
)  # fmt: skip
CUT_SPEECH = st.builds(lambda cue, a, b: f"{cue}\n{a} [[shot: MCU on JON]]\n{b}", CUE, LINE, LINE)
OTHER = st.sampled_from([
    "> DISSOLVE TO:", "CUT TO:", "[[light: dark]]", "[[state MAYA: wears a hat]]", "[[music: low cello]]",
])  # fmt: skip
PARAGRAPH = st.one_of(ACTION, SPEECH, SHOT, CUT_SPEECH, OTHER)
HEADING = st.sampled_from(["INT. KITCHEN - NIGHT", "EXT. YARD - CONTINUOUS", "INT. KITCHEN - DAY #7#"])
SCENE = st.builds(lambda heading, body: [heading, *body], HEADING, st.lists(PARAGRAPH, max_size=7))
SCRIPT = st.lists(SCENE, min_size=1, max_size=3)


def read(scenes: list[list[str]]):
    text = "\n\n".join(paragraph for scene in scenes for paragraph in scene) + "\n"
    script, _, _ = parse(TextWorld({"a.fountain": text}), "a.fountain")
    return script, *understand(script)


@settings(max_examples=60, deadline=None)
@given(SCRIPT)
def test_beats_are_the_text_once_and_in_order(scenes: list[list[str]]) -> None:
    script, story, _ = read(scenes)
    items = (item for scene in script.scenes for item in scene.items)
    written = [item.text for item in items if isinstance(item, ActionText | SpeechText)]
    assert [beat.text for shot in story.shots for beat in shot.beats if beat.text] == written


@settings(max_examples=60, deadline=None)
@given(SCRIPT)
def test_time_is_exact_and_beats_stay_in_their_shot(scenes: list[list[str]]) -> None:
    _, story, _ = read(scenes)
    labels = [shot.label.casefold() for shot in story.shots]
    assert len(set(labels)) == len(labels)
    for shot in story.shots:
        assert isinstance(shot.seconds, F) and shot.seconds >= 1 and shot.why
        assert shot.frames == timebase.frames(shot.seconds, F(24))
        for beat in shot.beats:
            assert isinstance(beat.start, F) and isinstance(beat.seconds, F)
            assert beat.start >= 0 and beat.start + beat.seconds <= shot.seconds
        for held in (shot.transition_in, shot.transition_out):
            assert held is None or 2 <= held.frames <= shot.frames


@settings(max_examples=40, deadline=None)
@given(SCRIPT, st.data())
def test_inserting_a_shot_changes_no_other_shot(scenes: list[list[str]], data: st.DataObject) -> None:
    """A shot without words of its own goes in before another shot line: everything else means what it meant."""
    scenes = [[p for p in scene if not p.startswith(">")] for scene in scenes]
    places = [(i, j) for i, scene in enumerate(scenes) for j, p in enumerate(scene) if p.startswith("!!")]
    if not places:
        return
    i, j = data.draw(st.sampled_from(places))
    longer = [list(scene) for scene in scenes]
    longer[i].insert(j, "!! ECU on MAYA, 2s")
    before, after = (meanings(read(version)[1]) for version in (scenes, longer))
    new = next(k for k in range(len(after)) if k >= len(before) or after[k] != before[k])
    assert [m for k, m in enumerate(after) if k != new] == before


def meanings(story: Story) -> list[str]:
    """Of every shot but the empty one that stands for a scene with nothing in it."""
    shown = [shot for shot in story.shots if not shot.auto or shot.beats]
    return [show([*shot.clauses, *shot.beats, *shot.states]) + str(shot.seconds) for shot in shown]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.builds(lambda h, b: [h, *b], HEADING, st.lists(st.one_of(ACTION, SPEECH), max_size=6)), min_size=1,
                max_size=3))
def test_plain_fountain_earns_no_error(scenes: list[list[str]]) -> None:
    _, story, problems = read(scenes)
    assert not [p for p in (*problems, *check(story)) if p.level is Level.ERROR]


@settings(max_examples=20, deadline=None)
@given(SCRIPT)
def test_the_same_text_is_the_same_story(scenes: list[list[str]]) -> None:
    assert read(scenes)[1:] == read(scenes)[1:]
