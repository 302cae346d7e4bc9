"""What an editor is answered: completion, hover, outline, names, fixes, hints, colours, links, format."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import Editor, offset, run
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from shotscript.lang.words import SHOT
from shotscript.ui.lsp.tokens import KINDS

FILM = """Title: Answers

/*@use bible.fountain
*/

/*@cast
MAYA: woman, 34, *silver* hair
  wears: red coat
  height: 170cm
  images: cast/maya.png, cast/lost.png
JON: man, 41
  also: THE BOSS
*/

# Act one

INT. KITCHEN - NIGHT

[[block: TABLE table at 0 0; MAYA sits at -0.6 0 facing JON; JON stands at 0.9 0.3 facing MAYA]]
[[state JON: wears a hat]]

!! CU on MAYA, 85mm f/2

Maya waits for JON.

MAYA
Where were you, all this long while?

THE BOSS
Away. [[shot 7: MS on JON, 4s]]

# Act two

## Part

EXT. STREET - DAY #12#

!! 12A: as 7, 35mm

JON
Wait.

> CUT TO:
"""
FILES = {"film.fountain": FILM, "bible.fountain": "/*@places\nKITCHEN: yellow, small\n  size: 4m x 3m\n*/\n",
         "cast/maya.png": "x"}


def labels(found: types.CompletionList | list[types.CompletionItem] | None) -> set[str]:
    assert isinstance(found, types.CompletionList)
    return {one.label for one in found.items}


def test_completion_is_what_the_parser_takes(tmp_path: Path):
    async def work() -> None:
        async with Editor(tmp_path, FILES) as editor:
            await editor.open()

            async def offered(line: str, old: str = "!! CU on MAYA, 85mm f/2") -> set[str]:
                await editor.swap(old, line)
                place = editor.at(line, len(line))
                found = await editor.client.text_document_completion_async(
                    types.CompletionParams(editor.document(), place))
                await editor.swap(line, old)
                return labels(found)

            assert {"CU", "dolly in", "OTS", "24mm", "MAYA", "handheld"} <= await offered("!! ")
            assert {"MAYA", "JON", "THE BOSS", "TABLE", "everyone"} <= await offered("!! CU on ")
            assert "dolly" not in await offered("!! CU on ")
            assert {"1m", "over", "to", "ease in", "while"} <= await offered("!! CU on MAYA, dolly in ")
            assert {"1s", "2s"} <= await offered("!! dolly in over ")
            assert {"7", "12A"} <= await offered("!! as ")
            assert '"Where were you, all"' in await offered("!! CU on MAYA, push in at ")
            assert {"shot: ", "block: ", "light: ", "frame first: "} <= await offered("[[")
            assert {"sits", "walks", "holds"} <= await offered("[[block: MAYA ")
            assert {"MAYA", "JON"} <= await offered("[[state ")
            assert {"off"} <= await offered("[[light: ")
            assert {"@cast", "@places", "@use"} <= await offered("/*@")
            assert {"wears: ", "images: ", "voice: "} <= await offered("/*@cast\nX: y\n  ")
            assert {"maya.png"} <= {one.rpartition("/")[2] for one in await offered("/*@cast\nX: y\n  images: cast/")}
            assert {"bible.fountain"} <= await offered("/*@use ")
            assert {"KITCHEN"} <= await offered("INT. ")
            assert {"NIGHT", "CONTINUOUS"} <= await offered("INT. KITCHEN - ")
            assert {"> DISSOLVE TO:"} <= await offered("> ")
            assert {"MAYA", "JON", "INT. ", "!! "} <= await offered("M")

    run(work())


def test_every_word_offered_in_a_clause_is_taken_by_the_parser(tmp_path: Path):
    """No offer is an error by itself: what is chosen leaves no misspelt word behind."""

    async def work() -> None:
        async with Editor(tmp_path, FILES, {"staging": False}) as editor:
            await editor.open()
            old = "!! CU on MAYA, 85mm f/2"
            for line in ("!! ", "!! dolly ", "!! medium ", "!! MAYA looks "):
                await editor.swap(old, line)
                found = await editor.client.text_document_completion_async(
                    types.CompletionParams(editor.document(), editor.at(line, len(line))))
                await editor.swap(line, old)
                assert isinstance(found, types.CompletionList)
                words = [one.label for one in found.items if one.kind == types.CompletionItemKind.Keyword]
                assert words, (line, found)
                assert {part for word in words for part in word.lower().split()} - {"ots", "pov"} <= SHOT

    run(work())


def test_hover_tells_lens_name_shot_and_scene(tmp_path: Path):
    async def work() -> None:
        async with Editor(tmp_path, FILES) as editor:
            await editor.open()

            async def over(words: str, more: int = 0) -> str:
                found = await editor.client.text_document_hover_async(
                    types.HoverParams(editor.document(), editor.at(words, more)))
                assert found, words
                assert isinstance(found.contents, types.MarkupContent)
                return found.contents.value

            lens = await over("85mm", 1)
            assert "23.9° x 13.6°" in lens, "36 mm and 20.25 mm of gate at 85 mm"
            assert "to MAYA" in lens
            assert "sharp from" in lens
            name = await over("MAYA, 85mm", 1)
            assert "woman, 34, \\*silver\\* hair" in name
            assert "red coat" in name
            assert "1.70 m" in name
            assert "man, 41" in await over("THE BOSS\nAway", 2), "another name of the same"
            assert "written 4 s" in await over("7: MS", 0)
            assert "yellow, small" in await over("INT. KITCHEN", 6)
            assert "0.36 m" in await over("CU on", 1)
            assert "condition" in await over("[[state", 4)

    run(work())


def test_outline_and_folds(tmp_path: Path):
    async def work() -> None:
        async with Editor(tmp_path, FILES) as editor:
            await editor.open()
            found = await editor.client.text_document_document_symbol_async(
                types.DocumentSymbolParams(editor.document()))
            assert found

            def tree(symbols: object) -> list:
                assert isinstance(symbols, list | tuple)
                for one in symbols:
                    assert offset(FILM, one.range.start) <= offset(FILM, one.selection_range.start)
                    assert offset(FILM, one.selection_range.end) <= offset(FILM, one.range.end)
                return [(one.name, tree(one.children or ())) if one.children else one.name for one in symbols]

            assert tree(found) == [
                "@use", ("@cast", ["MAYA", "JON"]),
                ("Act one", [("1. INT. KITCHEN - NIGHT", ["1A CU on MAYA, 85mm f/2", "7 MS on JON, 4s"])]),
                ("Act two", [("Part", [("12. EXT. STREET - DAY", ["12A as 7, 35mm"])])]),
            ]
            folds = await editor.client.text_document_folding_range_async(types.FoldingRangeParams(editor.document()))
            rows = FILM.split("\n")
            assert {rows[one.start_line]: rows[one.end_line] for one in folds or ()} == {
                "/*@use bible.fountain": "*/", "/*@cast": "*/", "# Act one": "Away. [[shot 7: MS on JON, 4s]]",
                "INT. KITCHEN - NIGHT": "Away. [[shot 7: MS on JON, 4s]]", "# Act two": "> CUT TO:",
                "## Part": "> CUT TO:", "EXT. STREET - DAY #12#": "> CUT TO:"}

    run(work())


def test_definition_references_and_links(tmp_path: Path):
    async def work() -> None:
        async with Editor(tmp_path, FILES) as editor:
            await editor.open()
            ask, here = editor.client, editor.document()

            async def home(words: str, more: int = 0) -> list[tuple[str, str]]:
                found = await ask.text_document_definition_async(types.DefinitionParams(here, editor.at(words, more)))
                assert isinstance(found, list | tuple)
                return [(Path(one.uri).name, editor.read(one.range) if one.uri == editor.uri() else "") for one in found
                        if isinstance(one, types.Location)]

            assert await home("MAYA, 85mm", 1) == [("film.fountain", "MAYA")]
            assert await home("THE BOSS\nAway", 1) == [("film.fountain", "JON")]
            assert await home("as 7", 3) == [("film.fountain", "[[shot 7: MS on JON, 4s]]")]
            assert await home("bible.fountain", 2) == [("bible.fountain", "")]
            assert await home("cast/maya.png", 2) == [("maya.png", "")]
            found = await ask.text_document_references_async(types.ReferenceParams(
                types.ReferenceContext(True), here, editor.at("JON: man")))
            assert [editor.read(one.range) for one in found or ()] == [
                "JON", "THE BOSS", "JON", "JON", "JON", "THE BOSS", "JON", "JON"]
            links = await ask.text_document_document_link_async(types.DocumentLinkParams(here))
            assert {editor.read(one.range) for one in links or ()} == {"bible.fountain", "cast/maya.png"}

    run(work())


def test_rename_goes_through_cues_shots_and_blocks_and_leaves_prose(tmp_path: Path):
    async def work() -> None:
        async with Editor(tmp_path, FILES) as editor:
            await editor.open()
            ask, here = editor.client, editor.document()
            found = await ask.text_document_rename_async(types.RenameParams(
                text_document=here, position=editor.at("JON: man", 1), new_name="BEN KIM"))
            assert found and found.changes
            text = editor.applied(list(found.changes[editor.uri()]))
            assert text == FILM.replace("JON", "BEN KIM").replace("for BEN KIM.", "for JON.")
            found = await ask.text_document_rename_async(types.RenameParams(
                text_document=here, position=editor.at("MAYA\nWhere", 1), new_name="Zoë"))
            assert found and found.changes
            assert "\n@Zoë\nWhere" in editor.applied(list(found.changes[editor.uri()]))
            found = await ask.text_document_rename_async(types.RenameParams(
                text_document=here, position=editor.at("THE BOSS\nAway", 1), new_name="THE CHIEF"))
            assert found and found.changes
            assert editor.applied(list(found.changes[editor.uri()])) == FILM.replace("THE BOSS", "THE CHIEF")
            for bad in ("", "A: B", "JON", "two\nlines", "The Boss", "~LA", ".BOB", "=B", "A*/", "4s"):
                with pytest.raises(JsonRpcException):
                    await ask.text_document_rename_async(types.RenameParams(
                        text_document=here, position=editor.at("MAYA\nWhere", 1), new_name=bad))
            nothing = await ask.text_document_prepare_rename_async(types.PrepareRenameParams(
                here, editor.at("waits", 1)))
            assert nothing is None

    run(work())


def test_fixes_are_offered_and_mend(tmp_path: Path):
    film = FILM.replace("CU on MAYA, 85mm", "CU on MAYA, dolyl in 1m, 85mm").replace("MS on JON, 4s", "MS on JON, 1s")

    async def work() -> None:
        async with Editor(tmp_path, {**FILES, "film.fountain": film}, {"staging": False}) as editor:
            found = await editor.open()
            misspelt = next(one for one in found if one.code == "SY105")
            ask, here = editor.client, editor.document()
            done = await ask.text_document_code_action_async(types.CodeActionParams(
                here, misspelt.range, types.CodeActionContext([misspelt])))
            fix = next(one for one in done or () if isinstance(one, types.CodeAction) and one.is_preferred)
            assert fix.edit and fix.edit.changes
            assert editor.applied(list(fix.edit.changes[editor.uri()])) == film.replace("dolyl", "dolly")
            asked = types.CodeActionParams(here, misspelt.range, types.CodeActionContext([], only=["source.shots"]))
            done = await ask.text_document_code_action_async(asked)
            note = next(one for one in done or () if isinstance(one, types.CodeAction) and one.title.endswith("notes"))
            note = await ask.code_action_resolve_async(note)
            assert note.edit and note.edit.changes
            assert "[[shot 12A: as 7, 35mm]]" in editor.applied(list(note.edit.changes[editor.uri()]))

    run(work())


def test_allow_is_offered_for_what_is_no_error(tmp_path: Path):
    film = FILM.replace("MS on JON, 4s", "MS on JON, 25s")

    async def work() -> None:
        async with Editor(tmp_path, {**FILES, "film.fountain": film}, {"staging": False}) as editor:
            found = await editor.open()
            long = next(one for one in found if one.code == "TM402")
            done = await editor.client.text_document_code_action_async(types.CodeActionParams(
                editor.document(), long.range, types.CodeActionContext([long])))
            fix = next(one for one in done or () if isinstance(one, types.CodeAction) and "Allow" in one.title)
            assert fix.edit and fix.edit.changes
            text = editor.applied(list(fix.edit.changes[editor.uri()]))
            assert "[[shot 7: MS on JON, 25s, allow TM402]]" in text
            found = await editor.changed("film.fountain", text, types.TextDocumentContentChangeWholeDocument(text))
            assert "TM402" not in [one.code for one in found]

    run(work())


def test_formatting_is_that_of_fmt(tmp_path: Path):
    film = FILM.replace("!! CU on MAYA, 85mm f/2", "!!CU on MAYA,85mm f/2")

    async def work() -> None:
        async with Editor(tmp_path, {**FILES, "film.fountain": film}) as editor:
            await editor.open()
            ask = types.DocumentFormattingParams(editor.document(), types.FormattingOptions(2, True))
            edits = await editor.client.text_document_formatting_async(ask)
            text = editor.applied(list(edits or ()))
            assert "!! 1A: CU on MAYA, 85mm f/2" in text
            await editor.changed("film.fountain", text, types.TextDocumentContentChangeWholeDocument(text))
            assert not await editor.client.text_document_formatting_async(ask)

    run(work())


def test_hints_say_number_and_length(tmp_path: Path):
    async def work() -> None:
        async with Editor(tmp_path, FILES) as editor:
            await editor.open()
            every = types.Range(types.Position(0, 0), types.Position(99, 0))
            found = await editor.client.text_document_inlay_hint_async(types.InlayHintParams(editor.document(), every))
            told = [(FILM.split("\n")[one.position.line][: one.position.character], one.label) for one in found or ()]
            assert ("", "1.") in told
            assert ("!!", "1A:") in told
            assert any(line == "!! CU on MAYA, 85mm f/2" and str(label).endswith(" s") for line, label in told)
            assert any(line == "!! 12A: as 7, 35mm" for line, _ in told)
            assert not any("MS on JON" in line for line, _ in told), "its length and its id are written"
            part = types.Range(editor.at("EXT."), types.Position(99, 0))
            less = await editor.client.text_document_inlay_hint_async(types.InlayHintParams(editor.document(), part))
            assert {one.position.line for one in less or ()} == {editor.at("!! 12A").line}

    run(work())


def coloured(editor: Editor, data: object) -> list[tuple[str, str]]:
    """Tokens as words with their kinds; none may overlap or leave its line."""
    assert isinstance(data, list | tuple)
    found, line, column, end = [], 0, 0, 0
    for at in range(0, len(data), 5):
        down, right, length, kind, _ = data[at : at + 5]
        line, column = line + down, right if down else column + right
        assert down or column >= end
        end = column + length
        place = types.Range(types.Position(line, column), types.Position(line, end))
        words = editor.read(place)
        assert "\n" not in words
        found.append((words, KINDS[kind]))
    return found


def test_colours_in_full_and_in_part(tmp_path: Path):
    film = FILM.replace("Maya waits", "😀 Maya waits").replace("!! CU on MAYA", '!! "😀 x", CU on MAYA')
    film = film.replace("# Act two", "> DISSOLVE TO: [[over: 12f]] now\n\n# Act two")

    async def work() -> None:
        async with Editor(tmp_path, {**FILES, "film.fountain": film}) as editor:
            await editor.open()
            ask, here = editor.client, editor.document()
            full = await ask.text_document_semantic_tokens_full_async(types.SemanticTokensParams(here))
            assert full
            told = coloured(editor, full.data)
            for each in [("@cast", "macro"), ("wears", "property"), ("# Act one", "namespace"), ("!!", "operator"),
                         ("INT. KITCHEN - NIGHT", "namespace"), ("block", "decorator"), ("TABLE", "variable"),
                         ("table", "keyword"), ('"😀 x"', "string"), ("CU", "keyword"), ("MAYA", "class"),
                         ("85mm", "number"), ("f/2", "number"), ("7", "label"), ("12A", "label"), ("shot", "decorator"),
                         ("> CUT TO:", "event"), ("> DISSOLVE TO: ", "event"), ("over", "decorator"),
                         (" now", "event"), ("bible.fountain", "string")]:
                assert each in told, each
            part = await ask.text_document_semantic_tokens_range_async(types.SemanticTokensRangeParams(
                here, types.Range(editor.at("EXT."), editor.at("> CUT"))))
            assert part
            some = coloured(editor, part.data)
            assert some == told[-len(some) :]
            assert some[0] == ("EXT. STREET - DAY #12#", "namespace")

    run(work())
