"""Any list of paragraphs: every type, every text that Fountain could take for something else, styles and remarks."""

from __future__ import annotations

from hypothesis import strategies as st

from shotscript.lang.finaldraft.paragraph import Paragraph, Remark, Run, Screenplay, settled

TYPES = (
    "Scene Heading",
    "Action",
    "Action",
    "Character",
    "Character",
    "Parenthetical",
    "Dialogue",
    "Dialogue",
    "Transition",
    "Shot",
    "General",
    "Lyrics",
    "Singing",
    "Cast List",
    "New Act",
    "End of Act",
    "Outline 1",
    "Outline 4",
    "Outline Body",
    'Teaser "A" = B',
    "Scene Heading",
)
WORDS = (
    "INT. KITCHEN - DAY",
    "int. x",
    "EXT.",
    "I/E BUS",
    "MAYA",
    "MAYA (V.O.)",
    "JON ^",
    "CUT TO:",
    "FADE IN:",
    "(beat)",
    "(a) b (c)",
    "beat)",
    "Title: x",
    "JON: hello",
    "!",
    "!!",
    "!!!",
    "！！x",
    "@home",
    ".45 cal",
    "...",
    "> x",
    "> x <",
    "<",
    "~la",
    "～",
    "#",
    "# one",
    "#5#",
    "INT. A #1#",
    "= syn",
    "==",
    "===",
    "====",
    "*",
    "**",
    "***a***",
    "*i*",
    "_",
    "_u_",
    "low_angle",
    "\\",
    "\\*",
    "[[",
    "]]",
    "[[note]]",
    "[",
    "]",
    "/*",
    "*/",
    "/* c */",
    "/",
    "//",
    "[[fdx: Shot]]",
    "fdx: Shot",
    "雨",
    "玛雅",
    "：",
    "（停顿）",
    "é",
    "👻",
    "\u2060",
    "\u2028",
    "\xa0",
    "\t",
    " ",
    "  ",
    "\n",
    "\n\n",
    "1A: WS on MAYA,",
    "SUPER: now",
    "a",
    "She walks.",
    "^",
    "\u200b",
    "&<>\"'",
    "١",
    "ß",
    "ǅ",
    ",",
    "，",
)
STYLES = ("Bold", "Italic", "Underline", "Strikeout", "AllCaps")

texts = st.lists(st.sampled_from(WORDS) | st.text("aA .*_[/(#=!~>@^\n\\", max_size=4), max_size=4).map("".join)
styles = st.frozensets(st.sampled_from(STYLES), max_size=2) | st.just(frozenset())
runs = st.lists(st.builds(Run, texts, styles), max_size=3).map(tuple) | st.builds(lambda t: (Run(t),), texts)
remarks = st.lists(
    st.builds(
        Remark,
        st.integers(0, 9),
        st.sampled_from(
            (
                "see this",
                "shot 1C: CU on MAYA",
                "[[light: dim]]",
                "/* cut */",
                "[[a]]\n/*@cast\n\nMAYA: x\n*/",
                "a\n\nb",
                "x ]] y",
                "[[",
                "fdx: Shot",
                "[[block: A sits]]\n\n[[light: red]]",
                "*/",
                "[x]",
                "two\n  lines",
                "[[ not closed",
            )
        ),
    ),
    max_size=2,
)
numbers = st.sampled_from(("", "", "1", "2A", "A-1", "1 2", "#", "x*y", "12.5"))
aligns = st.sampled_from(("", "", "", "Center", "Right"))


@st.composite
def screenplays(draw: st.DrawFn, noted: bool = True) -> Screenplay:
    """Paragraphs as they come, in no order."""
    made = draw(
        st.lists(
            st.builds(
                Paragraph,
                st.sampled_from(TYPES),
                runs,
                numbers,
                aligns,
                st.sampled_from((False, False, False, True)),
                st.booleans(),
                st.sampled_from(((), (), ("They meet.", "= *x* /* y"))),
                remarks.map(tuple) if noted else st.just(()),
            ),
            max_size=7,
        )
    )
    return Screenplay((), settled(made))
