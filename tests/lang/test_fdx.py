"""Final Draft files: read as data alone, every paragraph kept, notes and blocks carried through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from screenplay_tools.fdx.parser import Parser
from screenplay_tools.screenplay import ElementType

from shotscript.core import markup
from shotscript.lang.finaldraft import fdx_reading, fdx_writing, fountain_reading, fountain_writing
from shotscript.lang.finaldraft.paragraph import Paragraph, Remark, Run, Screenplay

FOLDER = Path(__file__).resolve().parents[2] / "../shared/fountain"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'


def fdx(body: str, rest: str = "") -> bytes:
    return f'{HEAD}<FinalDraft DocumentType="Script" Version="5"><Content>{body}</Content>{rest}</FinalDraft>'.encode()


def para(kind: str, text: str, more: str = "") -> str:
    return f'<Paragraph Type="{kind}"{more}><Text>{text}</Text></Paragraph>'


def fountain(data: bytes) -> str:
    """The Fountain text of a file, proved to bring the same paragraphs back."""
    told = fdx_reading.read(data).play
    text = fountain_writing.write(told)
    assert fountain_reading.read(text).paragraphs == told.paragraphs
    assert fdx_reading.read(fdx_writing.write(fountain_reading.read(text))).play == told
    return text


# ---------------------------------------------------------------------------------------------- the fixture


@pytest.fixture
def fixture() -> Path:
    path = FOLDER / "fountain-tools" / "TestFDX-FD.fdx"
    if not path.is_file():
        pytest.skip("../shared/fountain is not beside the project")
    return path


def raw(data: bytes) -> list[tuple[str, str, str]]:
    """Type, number and text of each paragraph, told without any reader of ours."""
    content = ElementTree.fromstring(data).find("Content")
    assert content is not None
    return [(one.get("Type", ""), one.get("Number", ""), "".join(text.text or "" for text in one.findall("Text")))
            for one in content.findall("Paragraph")]


def test_the_fixture_goes_round(fixture: Path) -> None:
    data = fixture.read_bytes()
    text = fountain(data)
    back = fdx_writing.write(fountain_reading.read(text))
    assert raw(back) == raw(data)
    body = text.split("\n\n", 1)[1]
    assert body == fixture.with_suffix(".fountain").read_text(encoding="utf-8").strip() + "\n"
    assert text.startswith("Title: _FDX Test Script_\nCredit: Written by\nAuthor: Ian\nDraft date:\n    Draft\n")


# ---------------------------------------------------------------------------------------------- hostile files

LAUGHS = "<!DOCTYPE FinalDraft [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{last};' * 10}'>" for last, name in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"


@pytest.mark.parametrize(("data", "said"), [
    (f"{LAUGHS}<FinalDraft><Content>{para('Action', '&i;')}</Content></FinalDraft>", "entities of its own"),
    ("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><FinalDraft><Content>&e;</Content></FinalDraft>",
     "entities of its own"),
    ("<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'><FinalDraft/>", "points to another file"),
    ("<!DOCTYPE x PUBLIC 'a' 'b'><FinalDraft/>", "points to another file"),
    ("<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><FinalDraft/>", "entities of its own"),
    ("<!DOCTYPE x [<!ATTLIST FinalDraft a CDATA 'b'>]><FinalDraft/>", "entities of its own"),
    ("<FinalDraft>" + "<a>" * 300 + "</a>" * 300 + "</FinalDraft>", "deep"),
    ("<FinalDraft><Content>", "line 1"), ("", "line 1"), ("not xml", "line 1"), ("<FinalDraft/>", "no Final Draft"),
    ("<html><Content/></html>", "no Final Draft"), ("<FinalDraft><Content>&nbsp;</Content></FinalDraft>", "entity"),
    ('<?xml version="1.0" encoding="klingon"?><FinalDraft/>', "encoding"), ("<a>\x00</a>", "line 1"),
])
def test_what_is_no_plain_data_is_refused(data: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        fdx_reading.read(data.encode())


def test_a_file_too_large_or_with_too_much_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST", 100)
    with pytest.raises(ValueError, match="more than 100 elements"):
        fdx_reading.read(fdx(para("Action", "x") * 60))
    monkeypatch.setattr(markup, "LARGEST", 100)
    with pytest.raises(ValueError, match="larger than"):
        fdx_reading.read(fdx(para("Action", "x")))


def test_utf_16_and_a_bare_doctype_are_read() -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE FinalDraft><FinalDraft><Content>{para("Action", "雨")}' \
        "</Content></FinalDraft>"
    assert fdx_reading.read(text.encode("utf-16")).play.paragraphs[0].text == "雨"


# ---------------------------------------------------------------------------------------------- paragraphs


@pytest.mark.parametrize(("body", "text"), [
    (para("Action", "MAYA") + para("Action", "Hello"), "MAYA\n\nHello\n"), (para("Action", "A\nx"), "!A\n!x\n"),
    (para("Action", "INT. THE WORD"), "!INT. THE WORD\n"), (para("Scene Heading", "KITCHEN"), ".KITCHEN\n"),
    (para("Action", "CUT TO:"), "!CUT TO:\n"), (para("Transition", "FADE OUT."), "> FADE OUT.\n"),
    (para("Character", "玛雅") + para("Dialogue", "你好"), "@玛雅\n你好\n"),
    (para("Character", "MAYA"), "@MAYA\n"), (para("Shot", "ANGLE ON JON"), "!! ANGLE ON JON\n"),
    (para("General", "A note"), "A note [[fdx: General]]\n"), (para("Cast List", "ANN"), "ANN [[fdx: Cast List]]\n"),
    (para("New Act", "ACT ONE"), "> ACT ONE < [[fdx: New Act]]\n"), (para("Lyrics", "La la"), "~La la\n"),
    (para("Character", "A") + para("Parenthetical", "beat") + para("Dialogue", "Hi"),
     "A\n(beat) [[fdx: Parentheses=\"No\"]]\nHi\n"),
    (para("Dialogue", "Nobody"), "!Nobody [[fdx: Dialogue]]\n"), (para("Action", ""), "!\n"),
    (para("Action", "THE END", ' Alignment="Center"'), "> THE END <\n"),
    (para("Action", "Later.", ' StartsNewPage="Yes"'), "===\n\nLater.\n"),
    (para("Action", "a *b* _c_ [[d]] /* e"), "a \\*b\\* \\_c\\_ [\u2060[d]] /\\* e\n"),
    (para("Scene Heading", "INT. A", ' Number="A 1"'), 'INT. A [[fdx: Number="A 1"]]\n'),
    (para("Outline 2", "Act two"), "## Act two\n"), (para("Action", "Title: x"), "!Title: x\n"),
    (para("Character", "A") + para("Dialogue", "one\n\n(two)\n~three"), "A\none\n  \n\u2060(two)\n\u2060~three\n"),
])
def test_forced_only_where_it_must_be(body: str, text: str) -> None:
    assert fountain(fdx(body)) == text


def test_styles() -> None:
    body = ('<Paragraph Type="Action"><Text>A </Text><Text Style="Bold">big </Text><Text Style="Bold+Italic">red</Text>'
            '<Text Style="Strikeout+Underline"> coat</Text><Text>.</Text></Paragraph>')
    assert fountain(fdx(body)) == (
        'A big red coat. [[fdx: Bold="2-9" Italic="6-9" Strikeout="9-14" Underline="9-14"]]\n')
    body = ('<Paragraph Type="Action"><Text>A </Text><Text Style="Bold">big </Text><Text Style="Underline">red</Text>'
            '<Text Style="AllCaps"> coat</Text></Paragraph>')
    assert fountain(fdx(body)) == 'A **big** _red_ coat [[fdx: AllCaps="9-14"]]\n'


def test_dual_dialogue_in_either_place() -> None:
    speeches = para("Character", "A") + para("Dialogue", "x") + para("Character", "B") + para("Dialogue", "y")
    for body in (f"<Paragraph><DualDialogue>{speeches}</DualDialogue></Paragraph>",
                 f"<DualDialogue>{speeches}</DualDialogue>"):
        assert fountain(fdx(body)) == "A\nx\n\nB ^\ny\n"
    root = ElementTree.fromstring(fdx_writing.write(fountain_reading.read("A\nx\n\nB ^\ny\n")))
    assert [one.get("Type") for one in root.findall("Content/Paragraph/DualDialogue/Paragraph")] == [
        "Character", "Dialogue", "Character", "Dialogue"]


def test_summaries_and_what_is_left_out() -> None:
    body = ('<Paragraph Type="Scene Heading"><SceneProperties><Summary><Paragraph><Text>They meet.</Text></Paragraph>'
            '</Summary></SceneProperties><Text>INT. A</Text><OmittedScene><Paragraph><Text>no</Text></Paragraph>'
            '</OmittedScene></Paragraph><Paragraph Type="Action"><Text RevisionID="2">x</Text></Paragraph>')
    assert fountain(fdx(body)) == "INT. A\n\n= They meet.\n\nx\n"
    assert fdx_reading.read(fdx(body)).left == ("1 paragraphs of omitted scenes", "1 revision marks")


# ---------------------------------------------------------------------------------------------- notes and our layer


def test_notes_in_a_paragraph_and_by_ranges() -> None:
    inline = '<Paragraph Type="Action"><Text>See </Text><ScriptNote ID="1"><Paragraph><Text>why?</Text></Paragraph>' \
        "</ScriptNote><Text>this.</Text></Paragraph>"
    assert fountain(fdx(inline)) == "See [[why?]]this.\n"
    dual = "<Paragraph><DualDialogue>" + para("Character", "A") + para("Dialogue", "x") + "</DualDialogue></Paragraph>"
    notes = ('<ScriptNotes><ScriptNote Range="4,6"><Paragraph><Text>one</Text></Paragraph><Paragraph/></ScriptNote>'
             '<ScriptNote Range="12,14"><Paragraph><Text>two</Text></Paragraph></ScriptNote></ScriptNotes>')
    found = fdx_reading.read(fdx(para("Action", "He 👻 goes") + dual + para("Action", "Go on"), notes)).play.paragraphs
    assert [one.remarks for one in found] == [(Remark(5, "one"),), (Remark(0, "two"),), (), ()]


def test_a_native_note_is_never_read_as_a_tag_or_as_the_end_of_itself() -> None:
    for words in ("fdx: Shot", "a ]] b [[ c", "/* x", "[[x", "*/"):
        play = Screenplay((), (Paragraph("Action", (Run("He goes."),), remarks=(Remark(3, words),)),))
        assert fountain_reading.read(fountain_writing.write(play)) == play


def test_our_layer_comes_back_to_the_letter(example: Path) -> None:
    text = example.read_text()
    play = fdx_reading.read(fdx_writing.write(fountain_reading.read(text))).play
    assert fountain_writing.write(play) == text
    assert sum(one.type == "Shot" for one in play.paragraphs) == text.count("\n!! ")


def test_a_real_screenplay_goes_round(phoenix: Path) -> None:
    play = fountain_reading.read(phoenix.read_text(encoding="utf-8"))
    back = fdx_reading.read(fdx_writing.write(play)).play
    assert back.paragraphs == play.paragraphs
    assert fountain_reading.read(fountain_writing.write(back)).paragraphs == play.paragraphs


# ---------------------------------------------------------------------------------------------- another reader

OTHERS = {"Scene Heading": ElementType.HEADING, "Shot": ElementType.HEADING, "Action": ElementType.ACTION,
          "Character": ElementType.CHARACTER, "Dialogue": ElementType.DIALOGUE, "Transition": ElementType.TRANSITION,
          "Parenthetical": ElementType.PARENTHETICAL}


def test_another_reader_sees_the_same(example: Path) -> None:
    play = fountain_reading.read(example.read_text())
    found = Parser().parse(fdx_writing.write(play).decode()).elements
    assert [(one.type, getattr(one, "name", None) or one.text) for one in found] == [
        (OTHERS[one.type], one.text.strip("()")) for one in play.paragraphs]
    assert replace(play, title=()).paragraphs


def test_the_same_script_is_the_same_bytes(example: Path) -> None:
    play = fountain_reading.read(example.read_text())
    assert fdx_writing.write(play) == fdx_writing.write(fountain_reading.read(example.read_text()))
