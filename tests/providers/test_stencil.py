"""Templates: words keep their origin, a user's template says what ours says, and what it leaves out is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from filmset import segments_of
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader

from shotscript.core.errors import UsageError
from shotscript.core.span import Span
from shotscript.providers import find
from shotscript.providers.phrase import sandbox, stencil
from shotscript.providers.phrase.native import Values
from shotscript.providers.phrase.text import Text, _fold_short, own, said, text, tied

HERE, THERE = Span(0, 4, "f"), Span(9, 12, "f")
WHO, LINE, MARK, NIL = said("Maya", HERE), said("You kept  the coat", THERE), own(" !"), Text()
VALUES = {
    "who": WHO, "line": LINE, "mark": MARK, "nil": NIL, "yes": True, "no": False, "kind": "speech", "n": 3,
    "bits": [{"words": LINE, "kind": "speech", "hung": True}, {"words": WHO, "kind": "pause", "hung": False}],
}


def plainly(source: str, **values: object) -> Text:
    """As if it were a provider's own."""
    template = stencil.Stencils(DictLoader({"a": source})).get_template("a")
    return text(tied(template.root_render_func(Values(template.environment, values or VALUES, "a"))))


def fenced(source: str, **values: object) -> Text:
    return text(tied(sandbox.printed("kling/a.jinja2", source, values or VALUES)))


@pytest.mark.parametrize(("source", "words", "spans"), [
    ("{{ who }}: {{ line }}", "Maya: You kept  the coat", [HERE, None, THERE]),
    ("{{ who ~ ', ' ~ line }}", "Maya, You kept  the coat", [HERE, None, THERE]),
    ("{% set a %}{{ who }}{% endset %}{{ a | upper }}", "MAYA", [HERE]),
    ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(m(who)) }}", "<<Maya>>", [None, HERE, None]),
    ("{{ [who, line] | join(' & ') }}", "Maya & You kept  the coat", [HERE, None, THERE]),
    ("{{ line | replace('kept', 'wore') | lower | trim }}", "you wore  the coat", [THERE]),
    ("{{ line[4:8] }}{{ who[0:1] }}", "keptM", [THERE, HERE]),
    ("{{ line | stopped }}{{ who + '!' }}", "You kept  the coat.Maya!", [THERE, None, HERE, None]),
    ("{{ bits | map(attribute='words') | listed }}", "You kept  the coat and Maya", [THERE, None, HERE]),
    ("{{ 'was' | capitalize }} {{ line | capitalize }}", "Was You kept  the coat", [None, THERE]),
    ("{{ {'a': who}['a'] }}{{ (who if yes) }}{{ (who if no) }}", "MayaMaya", [HERE]),
])
def test_words_keep_their_origin(source, words, spans):
    for made in (plainly(source), fenced(source)):
        assert str(made) == words
        assert [piece.span for piece in made.pieces()] == spans


PARTS = {name: provider for name, provider in find().items() if not provider.local}


@pytest.mark.parametrize("provider", PARTS.values(), ids=PARTS)
def test_a_copy_of_our_own_templates_says_the_same(provider):
    """Request, map and verdicts: whoever starts from a copy starts from what there is."""
    package = getattr(provider.write, "func", provider.write).__module__.rpartition(".")[0]
    names = stencil.names(package)
    if not names:
        pytest.skip("asked for without words")
    own = {name: stencil.source(package, name.partition("/")[2]) for name in names}
    segments, context = segments_of(provider)
    for segment in segments:
        mine = provider.write(segment, replace(context, templates=own, memo={}))
        ours = provider.write(segment, context)
        assert (mine.request, mine.losses, mine.problems) == (ours.request, ours.losses, ours.problems)


def test_a_changed_template_changes_the_prompt_and_one_of_another_provider_does_not():
    provider = PARTS["kling-3-omni"]
    segments, context = segments_of(provider)
    words = "{% for b in picture %}Here: {{ b.words }}{% endfor %}"
    mine = provider.write(segments[0], replace(context, templates={"kling/shot.jinja2": words}, memo={}))
    other = provider.write(segments[0], replace(context, templates={"veo/shot.jinja2": words}, memo={}))
    assert "Here: Wide two-shot" in mine.request.prompt
    assert other.request == provider.write(segments[0], context).request


def test_what_is_printed_is_known_by_the_very_value():
    twin = said("Maya", HERE)
    made = stencil.filled("shotscript.providers.kling", "shot.jinja2", who=WHO, twin=twin, line=LINE, nil=NIL,
                          templates={"kling/shot.jinja2": " {{ who }} says {{ line | upper }} {{ nil }}"})
    assert str(made.text) == "Maya says YOU KEPT  THE COAT"
    assert made.printed(WHO) and made.printed(NIL)
    assert not made.printed(twin), "the same words of another value were left out"
    assert not made.printed(LINE), "what was changed does not stand there to the letter"


@pytest.mark.parametrize("way", [
    "{{ who | stopped }}", "{{ [who, line] | listed }}", "{% set a = who ~ line %}{{ a }}", "{{ [who] | join(', ') }}",
    "{% macro m(x) %}{% set y %}({{ x }}){% endset %}{{ y }}{% endmacro %}{{ m(who) }}",
    "{% for b in [{'words': who}] %}{{ b.words }}{% endfor %}",
])
def test_what_goes_a_long_way_is_known_too(way):
    made = stencil.filled("shotscript.providers.kling", "shot.jinja2", who=WHO, line=LINE,
                          templates={"kling/shot.jinja2": way})
    assert made.printed(WHO)


def test_a_section_left_out_is_not_printed():
    for source, kept in (("{{ who }}{% if no %}{{ line }}{% endif %}", WHO), ("{{ line }}{% set a = who %}", LINE)):
        made = stencil.filled("shotscript.providers.kling", "shot.jinja2", who=WHO, line=LINE, no=False,
                              templates={"kling/shot.jinja2": source})
        assert [value for value in (WHO, LINE) if made.printed(value)] == [kept]


words = st.sampled_from(["who", "line", "mark", "nil", "kind", "'a b'", "'.'", "b.words if b else 'z'", "n"])
numbers = st.sampled_from(["n", "1", "0", "n + 2", "n * n", "7 // n", "7 % n", "-n", "bits | length", "n - 1"])
truths = st.one_of(
    st.sampled_from(["yes", "no", "who", "nil", "kind == 'speech'", "kind != 'a'", "n > 2", "n in [1, 3]",
                     "'e' in kind", "line | ended", "bits", "x is defined", "n is equalto 3", "1 < n <= 3"]),
    st.builds("(not {})".format, st.sampled_from(["yes", "nil", "n"])),
    st.builds("({} {} {})".format, st.sampled_from(["yes", "no", "n"]), st.sampled_from(["and", "or"]),
              st.sampled_from(["who", "nil", "no"])),
)
filters = st.sampled_from(["", " | upper", " | string", " | trim", " | stopped", " | capitalize", " | default('d')",
                           " | replace('a', 'bb')", " | lower"])
expressions = st.one_of(
    st.builds("({}){}".format, words, filters), numbers,
    st.builds("{} if {} else {}".format, words, truths, words), st.builds("({}) if {}".format, words, truths),
    st.builds("({}) ~ ({}){}".format, words, words, filters),
    st.builds("m({})".format, words), st.builds("m({}, y={})".format, words, numbers),
    st.sampled_from(["bits | map(attribute='words') | listed", "bits | map(attribute='words') | join(', ')",
                     "(bits | selectattr('hung') | first).words", "(bits | rejectattr('hung') | list)[0].words",
                     "(bits | selectattr('kind', 'equalto', 'pause') | list | last)['words']", "bits[-1].kind",
                     "line[2:6]", "{'a': who, 'b': 'c'}.b", "[who, line][n - 2]", "kind[1:] * 2", "s.t", "x"]),
)


def block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{{% if {} %}}{}{{% elif {} %}}{}{{% else %}}{}{{% endif %}}".format,
                  truths, inner, truths, inner, inner),
        st.builds("{{% for b in bits{} %}}{}{{{{ loop.index }}}}{{% else %}}{}{{% endfor %}}".format,
                  st.sampled_from(["", " if b.hung", " if b.kind == 'x'"]), inner, inner),
        st.builds("{{% for i in range({}) %}}{}{{% endfor %}}".format, st.sampled_from(["n", "0", "1, 4"]), inner),
        st.builds("{{% set x = {} %}}{}".format, expressions, inner),
        st.builds("{{% set x %}}{}{{% endset %}}{{{{ x }}}}".format, inner),
        st.builds("{{% set s.t = {} %}}{}".format, words, inner),
        st.builds("{{% with b = bits[0], z = {} %}}{}{{{{ z }}}}{{% endwith %}}".format, words, inner),
        st.builds("{}{}".format, inner, inner),
    )


pieces = st.one_of(st.sampled_from([" so ", "\n", ", ", ".", "{# a #}", " {%- if 1 %} x {% endif -%} "]),
                   st.builds("{{{{ {} }}}}".format, expressions))
sources = st.recursive(pieces, block, max_leaves=12)
FRAME = ("{{% macro m(a, y=1) %}}<{{{{ a }}}}{{% if y > 1 %}}{{{{ y }}}}{{% endif %}}>{{% endmacro %}}"
         "{{% set s = namespace(t=who) %}}{{% set b = bits[1] %}}{{% set x = line %}}{}{{{{ s.t }}}}")


@settings(max_examples=300, deadline=None)
@given(sources)
def test_both_ways_print_the_same(source):
    """The rewritten operators mean what jinja2's and Python's own do, to the letter and the span."""
    whole = FRAME.format(source)
    mine, ours = fenced(whole), plainly(whole)
    assert (str(mine), mine.pieces()) == (str(ours), ours.pieces())
    assert (str(mine.folded()), mine.folded().pieces()) == (str(ours.folded()), ours.folded().pieces())


@settings(max_examples=100, deadline=None)
@given(st.text("ab{}%#'\"()[]|.,:~+-*/<>= \n_", max_size=60))
def test_any_text_is_a_template_or_a_worded_fault(source):
    try:
        fenced(source)
    except UsageError as fault:
        assert str(fault).startswith("the template kling/a.jinja2, line ")


def test_a_long_text_is_not_kept_for_later():
    """Pages of one's own may be long and many: none stays in memory when it is written."""
    before = _fold_short.cache_info().currsize
    for n in range(50):
        own(f"{n} " * 1000).folded()
    assert _fold_short.cache_info().currsize == before


@pytest.mark.parametrize(("source", "words"), [
    ("¶¶Style: x. ¶Actions: ¶- {{ who }} ¶", "Style: x.\nActions:\n- Maya"),
    ("{{ who }} {% for b in [] %}never{% endfor %} ¶¶ {{ line }} ¶", "Maya\n\nYou kept  the coat"),
    ("a ¶{% if no %}b{% endif %}¶¶c", "a\n\nc"),
    ("{{ who }}:{% if yes %} ¶- {{ line }}{% endif %} ¶ - x", "Maya:\n- You kept  the coat\n- x"),
    ("{{ mark }}¶ . {{ pilcrow }}", "!\n. a¶b"),
])
def test_a_pilcrow_of_ours_is_a_line_break_and_the_authors_stays(source, words):
    for made in (plainly, fenced):
        folded = made(source, **VALUES, pilcrow=said("a¶b", HERE)).folded()
        assert str(folded) == words
        assert "".join(words[p.start : p.end] for p in folded.pieces()) == words
