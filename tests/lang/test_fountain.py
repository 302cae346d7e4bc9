"""Plain Fountain: the corners of the specification, what is hidden, and guarantees that hold for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotscript.core.span import Source
from shotscript.lang import emphasis, fountain, hidden
from shotscript.lang.element import Fountain, Kind


def read(text: str) -> Fountain:
    return fountain.read(Source("f", text))[0]


def shape(text: str) -> list[str]:
    """`kind text` of every element, and what else is special about it."""
    found = []
    for e in read(text).elements:
        extra = [e.number and f"#{e.number}", e.extension and f"({e.extension})", e.dual and "^", e.depth and e.depth]
        found.append(" ".join([str(e.kind), e.text, *(str(x) for x in extra if x)]))
    return found


CORNERS = {
    # title page
    "Title: A\nAuthor: B\n\nText": ["action Text"],
    "FADE IN:\n\nText": ["action FADE IN:", "action Text"],
    "CUT TO:\n\nText": ["action Text"],
    "CUT TO:\n[[note]]\n\nText": ["transition CUT TO:", "action Text"],
    "CUT TO: [[note]]\n\nText": ["transition CUT TO:", "action Text"],
    "SMASH CUT TO:\n\nText": ["action Text"],
    "DISSOLVE TO:\n\nText": ["transition DISSOLVE TO:", "action Text"],
    "INT. HOUSE: ATTIC\n\nText": ["heading INT. HOUSE: ATTIC", "action Text"],
    "JON: hello\n\nText": ["action JON: hello", "action Text"],
    "He opens it and it says: run\n\nText": ["action He opens it and it says: run", "action Text"],
    "Mood: dark\nno entry\n\nText": ["action Mood: dark\nno entry", "action Text"],
    "Title: A\nno entry\n": ["action no entry"],
    # headings
    "INT. A\ntext": ["heading INT. A", "action text"],
    "text\nINT. A": ["action text\nINT. A"],
    "INT./EXT. A": ["heading INT./EXT. A"],
    "I/E A": ["heading I/E A"],
    "int. a - day": ["heading int. a - day"],
    "INTERIOR A": ["action INTERIOR A"],
    "EST. A #12-A.1#": ["heading EST. A #12-A.1"],
    "INT. A #a b#": ["heading INT. A #a b#"],
    ".BINOCULARS": ["heading BINOCULARS"],
    "...and": ["action ...and"],
    ". A": ["action . A"],
    "He has a\n.45 in hand": ["action He has a\n.45 in hand"],
    "．屋内 昼": ["heading 屋内 昼"],
    # cues and speeches
    "MAYA\nHello": ["character MAYA", "dialogue Hello"],
    "MAYA\n\nHello": ["action MAYA", "action Hello"],
    "3CPO\nHi": ["character 3CPO", "dialogue Hi"],
    "23\nHi": ["action 23\nHi"],
    "MAYA (V.O.)\nHi": ["character MAYA (V.O.)", "dialogue Hi"],
    "MAYA (on the phone) (CONT'D)\nHi": ["character MAYA (on the phone, CONT'D)", "dialogue Hi"],
    "＠小雨（画外音）\n你好": ["character 小雨 (画外音)", "dialogue 你好"],
    "小雨\n你好": ["action 小雨\n你好"],
    "A\nx\n\nB ^\ny": ["character A", "dialogue x", "character B ^", "dialogue y"],
    "A\nx\n\n@b ^\ny": ["character A", "dialogue x", "character b ^", "dialogue y"],
    "A (x)^\ny": ["character A (x) ^", "dialogue y"],
    "A\none\n  \ntwo": ["character A", "dialogue one\n\ntwo"],
    "A\none\n   \ntwo": ["character A", "dialogue one", "action two"],
    "A\none\n\ntwo": ["character A", "dialogue one", "action two"],
    "A\n(beat)\none": ["character A", "parenthetical beat", "dialogue one"],
    "A\n（停顿）\none": ["character A", "parenthetical 停顿", "dialogue one"],
    "A\n(beat) one": ["character A", "dialogue (beat) one"],
    "A\n(a) one (b)": ["character A", "dialogue (a) one (b)"],
    "A\none\n!two\nthree": ["character A", "dialogue one", "action two\nthree"],
    "A\none\n.45\n#1 dad\n@home\n= x\n> y": ["character A", "dialogue one\n.45\n#1 dad\n@home\n= x\n> y"],
    "A\n~la la\none": ["character A", "lyrics la la", "dialogue one"],
    "A\none\n===\ntwo": ["character A", "dialogue one", "page break ", "action two"],
    "@Maya\n\ntext": ["character Maya", "action text"],
    # transitions
    "a\n\nCUT TO:\n\nb": ["action a", "transition CUT TO:", "action b"],
    "a\n\nCUT TO: \n\nb": ["action a", "action CUT TO: ", "action b"],
    "a\n\nCUT TO:\nb": ["action a", "action CUT TO:\nb"],
    "a\n\ncut TO:\n\nb": ["action a", "action cut TO:", "action b"],
    "MAYA TO: JON\n\nb": ["action MAYA TO: JON", "action b"],
    "a\n\nDISSOLVE TO: [[x]]\n\nb": ["action a", "transition DISSOLVE TO:", "action b"],
    "> Burn to white": ["transition Burn to white"],
    "FADE OUT.": ["action FADE OUT."],
    # the others
    "> THE END <": ["centered THE END"],
    "＞ 完 ＜": ["centered 完"],
    ">": ["action >"],
    "# Act\n## Two\nINT. A": ["section Act 1", "section Two 2", "heading INT. A"],
    "###": ["action ###"],
    "text\n#MeToo": ["action text\n#MeToo"],
    "= outline": ["synopsis outline"],
    "!": ["action "],
    "!!": ["action !"],
    "~": ["lyrics "],
    "@": ["action @"],
    "@(x)": ["action @(x)"],
    "> <": ["centered "],
    "==": ["action =="],
    "== x": ["action == x"],
    "====": ["page break "],
    "！喊": ["action 喊"],
    "～歌": ["lyrics 歌"],
    "!!  1A: CU": ["action !  1A: CU"],
    "!CAPS HERE\ntext": ["action CAPS HERE\ntext"],
    "\tindented\n  more": ["action     indented\n  more"],
    # what is hidden
    "MAYA [[x]]\nHello": ["character MAYA", "dialogue Hello"],
    "MAYA\n[[x]]\nHello": ["character MAYA", "dialogue Hello"],
    "MAYA\nHello\n[[x]]\nagain": ["character MAYA", "dialogue Hello\nagain"],
    "MAYA\nHello\n/* x\n\ny */\nagain": ["character MAYA", "dialogue Hello\nagain"],
    "[[x]]\nMAYA\nHello": ["character MAYA", "dialogue Hello"],
    "one /* two\n\nthree */ four": ["action one  four"],
    "one [[two\nthree]] four": ["action one  four"],
    "one [[two\n\nthree]] four": ["action one [[two", "action three]] four"],
    "one [[two\n  \nthree]] four": ["action one  four"],
    "one /* two\n\nthree": ["action one /* two", "action three"],
    "one */ two": ["action one */ two"],
    "a [[b [[c]] d": ["action a [[b  d"],
    "a [[b /* ]] */ c]] d": ["action a  d"],
    "a /* [[ */ b ]] c": ["action a  b ]] c"],
    "CUT /* away */ TO:\n\nb": ["transition CUT  TO:", "action b"],
}


@pytest.mark.parametrize("text", CORNERS, ids=[t.replace("\n", "|")[:40] for t in CORNERS])
def test_corner(text: str):
    assert shape(text) == CORNERS[text]


@pytest.mark.parametrize("text", CORNERS)
def test_line_ends_do_not_matter(text: str):
    assert shape(text.replace("\n", "\r\n")) == shape(text.replace("\n", "\r")) == CORNERS[text]


@pytest.mark.parametrize(
    "text, code, place", [("a /* b", "FN904", (2, 4)), ("a [[ b", "FN905", (2, 4)), ("[[a [[b\n\nc", "FN905", (0, 2))]
)
def test_unclosed_is_told_once(text: str, code: str, place: tuple[int, int]):
    (problem,) = fountain.read(Source("f", text))[1]
    assert (problem.code, (problem.span.start, problem.span.end)) == (code, place)


def test_title_page():
    tree = read("/* x */\nTitle:\n  One\n  \n\tTwo [[n]]\nMade of: wood\n    Sub: value\n\nText")
    assert [(e.key, e.values) for e in tree.title] == [("Title", ("One", "Two")), ("Made of", ("wood", "Sub: value"))]
    assert [n.text for n in tree.loose] == ["n"]


def test_notes_know_their_place():
    text = "[[alone]]\n\none [[in]] two\n[[own line]]\nthree\n"
    tree = read(text)
    assert [n.text for n in tree.loose] == ["alone"]
    (element,) = tree.elements
    assert [text[n.span.start : n.span.end] for n in element.notes] == ["[[in]]", "[[own line]]"]
    assert [text[s.start : s.end] for s in element.lines] == ["one [[in]] two", "[[own line]]", "three"]
    assert element.text == "one  two\nthree"


@pytest.mark.parametrize(
    "written, shown",
    [
        ("*a*", "a"),
        ("**a**", "a"),
        ("***a***", "a"),
        ("_a_", "a"),
        ("***a** b*", "a b"),
        ("***a* b**", "a b"),
        ("*a **b***", "a b"),
        ("**a *b***", "a b"),
        ("low_angle, dolly_in", "low_angle, dolly_in"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        (r"\*a\* \_b", "*a* _b"),
        ("f****", "f****"),
        ("*a\nb*", "*a\nb*"),
        (r"\{x}", r"\{x}"),
        ("_*a*_", "a"),
        ("*", "*"),
    ],
)
def test_emphasis(written: str, shown: str):
    assert emphasis.plain(written) == shown


HOSTILE = {
    "comments": "/*" * 100_000,
    "notes": "[[" * 100_000,
    "note lines": "[[\n" * 100_000,
    "note paragraphs": "[[a\n\n" * 20_000,
    "closed notes": "[[a]]" * 100_000,
    "closed comments": "/*a*/" * 100_000,
    "nested": "[[ /* ]] */" * 50_000,
    "long line": "a " * 500_000,
    "spaces": " " * 1_000_000 + "x",
    "extensions": "A " + "(x) " * 200_000 + "\nhello",
    "parentheses": "A\n" + "(" * 300_000 + ")" * 300_000,
    "long scene": "INT. A\n\n" + "He walks.\n" * 100_000,
    "long speech": "MAYA\n" + "Hello there.\n" * 100_000,
    "emphasis": "*_**" * 200_000,
    "marks": "#" * 500_000 + "\n\n" + ">" * 500_000,
    "breaks": "\n" * 200_000,
    "numbers": "INT. A " + "#1" * 300_000 + "#",
    "blanks in a note": "[[" + "\n  " * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends(name: str):
    """Each of these takes minutes to days where any step is quadratic."""
    tree, _ = fountain.read(Source("f", HOSTILE[name]))
    assert tree.elements or tree.boneyards or tree.loose or not HOSTILE[name].strip()


PARTS = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "  \n",
        "INT. A - DAY #1#\n",
        "MAYA\n",
        "@maya (V.O.) ^\n",
        "(beat)\n",
        "Hello. ",
        "CUT TO:",
        "> X",
        "<",
        "~la",
        "# S",
        "= syn",
        "===",
        "!x",
        "!! 1A: CU on MAYA, 35mm,\n",
        "[[",
        "]]",
        "/*",
        "*/",
        "[[shot 1A: WS]]",
        "[[light: dim]]",
        "/*@cast\nA: b\n*/",
        "Title: x\n",
        "\t",
        "\u2028",
        "*a*",
        "_",
        "\\",
        "　",
        "（",
        "）",
        "é",
        "😆",
        "．x",
    ]
)
TEXTS = st.lists(PARTS | st.text(max_size=8), max_size=30).map("".join)


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_any_text_is_a_screenplay(text: str):
    source = Source("f", text)
    tree, problems = fountain.read(source)
    spans = [s for e in tree.elements for s in (e.span, *e.lines)] + [t.span for t in tree.title]
    assert all(s.end <= len(text) for s in [*spans, *(p.span for p in problems)])
    assert all(p.level < 3 for p in problems)
    for note in (*tree.loose, *(n for e in tree.elements for n in e.notes)):
        assert source.slice(note.span) == f"[[{note.text}]]"
    for bone in tree.boneyards:
        assert source.slice(bone.span) == f"/*{bone.text}*/"


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_nothing_is_swallowed(text: str):
    """Elements and title stand in text order without overlap, and hold every visible line of the file."""
    source = Source("f", text)
    tree, _ = fountain.read(source)
    spans = [e.span for e in (*tree.title, *tree.elements)]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    held = {at for span in spans for at in range(span.start, span.end)}
    concealed, _ = hidden.find(source)
    held |= {at for note, _ in concealed.regions for at in range(note.span.start, note.span.end)}
    assert not [at for at, letter in enumerate(text) if at not in held and letter.strip()]


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_every_note_is_somewhere(text: str):
    tree = read(text)
    kept = [n.span for n in (*tree.loose, *(n for e in tree.elements for n in e.notes))]
    assert sorted(kept) == [n.span for n in hidden.find(Source("f", text))[0].notes]


def test_kinds_are_all_reachable():
    seen = {e.kind for text in CORNERS for e in read(text).elements}
    assert seen == set(Kind)
