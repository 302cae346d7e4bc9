"""Fields and variants as a writer meets them: what is put in where, what is said of what cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotscript.core.world import TextWorld
from shotscript.lang.parse import parse
from shotscript.narrative import marks, speech
from shotscript.narrative.resolve import understand
from shotscript.narrative.story import Story

HEAD = "/*@fields\ncity: Lisbon\nhook: It rains in {city}.\n*/\n"


def told(text: str) -> tuple[Story, list[tuple[str, str, str]]]:
    """The story without marks, and (code, words it points at, fix) of every problem of fields and variants."""
    script, _, sources = parse(TextWorld({"f.fountain": text}), "f.fountain")
    story, problems = understand(script, sources)
    found = [(p.code, sources["f.fountain"].slice(p.span), p.fix.text if p.fix else "") for p in problems
             if p.code.startswith("FD")]
    return marks.settled(story), found


def film(body: str, head: str = HEAD) -> tuple[Story, list[tuple[str, str, str]]]:
    return told(f"{head}\nINT. ROOM - DAY\n\n{body}\n")


def test_fields_go_into_all_prose_and_into_paths() -> None:
    story, problems = told(HEAD + """
/*@cast
MAYA: woman from {city}
  wears: {city} scarf
  images: cast/{city}.png, b.png
*/

/*@places
ROOM: a room in {city}
*/

INT. ROOM - DAY

[[light: {city} sun]]
[[state MAYA: wears {city} hat; tired of {city}]]
[[sound: sounds/{city}.wav]]
[[super: "Hello {city}" center]]
!! 1A: CU on MAYA, "a map of {city}", push in at "sees {city}"

She sees {city}.

MAYA
(thinking of {city})
*{hook}* I mean \\{city\\}.
""")
    assert not problems
    shot = story.shots[0]
    assert (story.cast[0].look, story.cast[0].wears) == ("woman from Lisbon", "Lisbon scarf")
    assert story.cast[0].images == ("cast/Lisbon.png", "b.png")
    assert story.places[0].look == "a room in Lisbon"
    assert shot.light and shot.light.text == "Lisbon sun"
    assert (shot.states[0].wears, shot.states[0].text) == ("Lisbon hat", "tired of Lisbon")
    assert [said.text for said in shot.said] == ["sounds/Lisbon.wav", '"Hello Lisbon" center']
    assert [beat.text for beat in shot.beats] == ["She sees Lisbon.", "It rains in Lisbon. I mean {city}."]
    assert shot.beats[1].delivery == "thinking of Lisbon"
    assert "a map of Lisbon" in [getattr(clause, "text", "") for clause in shot.clauses]


def test_without_a_fields_block_braces_are_text() -> None:
    story, problems = film("Go to {city}, \\{x\\}.", head="")
    assert story.shots[0].beats[0].text == "Go to {city}, \\{x\\}."
    assert not problems


@pytest.mark.parametrize(("head", "body", "expected"), [
    (HEAD, "Go to {citty}.", [("FD101", "{citty}", "{city}")]),
    (HEAD, "Go to {planet}.", [("FD101", "{planet}", "")]),
    (HEAD, "Go to { city }.", [("FD102", "{ city }", "{city}")]),
    (HEAD, "Go to {a-b}.", [("FD102", "{a-b}", "\\")]),
    (HEAD, "@MAYA {city}\nHello.", [("FD102", "{city}", "")]),
    (HEAD, "> CUT TO {city}:", [("FD102", "{city}", "")]),
    (HEAD, "!! CU on \"a {city} map\"\n\nLook.", [("FD102", "{city}", "")]),
    (HEAD, "[[block: TABLE table at {city} 0]]", [("FD102", "{city}", "")]),
    ("/*@fields\na: {b}\nb: {a}\n*/\n", "Go.", [("FD103", "a: {b}", "")]),
    ("/*@fields\nhome city: x\n*/\n", "Go.", [("FD104", "home city", "home_city")]),
    ("/*@fields\ncity: a/b\n*/\n/*@cast\nMAYA: w\n  images: {city}.png\n*/\n", "Go.", [("FD106", "{city}.png", "")]),
    (HEAD + "/*@variants\nrain:\n  wheather: wet\n*/\n", "Go.", [("FD105", "wheather", "weather")]),
    (HEAD + "/*@variants\nrain:\n  BOB.wears: wet\n*/\n", "Go.", [("FD105", "BOB.wears", "")]),
    (HEAD + "/*@variants\nrain:\n  weather: wet {ctiy}\n*/\n", "Go.", [("FD101", "{ctiy}", "{city}")]),
    (HEAD + "/*@variants\nloop:\n  city: {hook}\n*/\n", "Go.", [("FD103", "loop:", "")]),
    (HEAD + "/*@variants\nfast:\n  picture: 9:16 30fps\n*/\n", "Go.", [("FD107", "9:16 30fps", "")]),
    (HEAD + "/*@variants\nnothing:\n*/\n", "Go.", [("FD109", "nothing:", "")]),
])
def test_faults_of_fields(head: str, body: str, expected: list[tuple[str, str, str]]) -> None:
    assert film(body, head)[1] == expected


def test_a_field_in_a_heading_stays_and_is_said() -> None:
    story, problems = told(HEAD + "\nINT. {city} - DAY\n\nGo.\n")
    assert problems == [("FD102", "{city}", "")]
    assert story.scenes[0].heading == "INT. {city} - DAY"


def test_fields_of_other_scripts_and_with_marks() -> None:
    head = "/*@fields\n城市: 台北\nशहर: दिल्ली\ncafé: Núñez\n*/\n"
    story, problems = film("{城市} {शहर} {cafe\u0301}", head)
    assert not problems
    assert story.shots[0].beats[0].text == "台北 दिल्ली Núñez"


def test_defaults_that_grow_without_end_stop() -> None:
    lines = "".join(f"f{at}: " + f"{{f{at + 1}}}" * 10 + "\n" for at in range(30))
    story, _ = film("{f0}", f"/*@fields\n{lines}f30: x\n*/\n")
    assert len(story.shots[0].beats[0].text) == 100_000


def test_a_line_with_a_field_takes_as_long_as_the_same_line_without() -> None:
    spoken, _ = film("@MAYA\n{hook} Come to {city}.")
    plain, _ = film("@MAYA\nIt rains in Lisbon. Come to Lisbon.", head="")
    assert spoken.shots[0].seconds == plain.shots[0].seconds


values = st.lists(st.tuples(st.text(alphabet="ab .,!?", max_size=6), st.text(alphabet="xy. ", min_size=1, max_size=8)),
                  min_size=1, max_size=4)


@given(values, st.lists(st.integers(0, 9), max_size=6))
def test_a_marked_text_cut_anywhere_reads_as_the_plain_text_cut_there(parts, lengths) -> None:
    marked = "".join(before + marks.marked(at, value) for at, (before, value) in enumerate(parts))
    plain = marks.plain(marked)
    assert plain == "".join(before + value for before, value in parts)
    sizes, left = [], len(plain)
    for length in lengths:
        sizes.append(min(length, left))
        left -= sizes[-1]
    pieces = marks.cut(marked, [*sizes, left])
    edges = [sum(sizes[:at]) for at in range(len(sizes) + 1)]
    wanted = [plain[edge : edge + size] for edge, size in zip(edges, [*sizes, left], strict=True)]
    assert [marks.plain(piece) for piece in pieces] == wanted
    new = tuple("N" * at for at in range(1, len(parts) + 1))
    refilled = "".join(marks.written(piece, new) for piece in pieces)
    assert refilled == "".join(before + value for (before, _), value in zip(parts, new, strict=True))


@given(values)
def test_marks_change_no_length_of_speech(parts) -> None:
    marked = "".join(before + marks.marked(at, value) for at, (before, value) in enumerate(parts))
    assert speech.seconds(marked, "en") == speech.seconds(marks.plain(marked), "en")
