"""Problems in an editor: those that `check` finds, at its positions, as somebody types, whatever is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import Editor, offset, run
from lsprotocol import types

from shotscript.core.diagnostic import Level
from shotscript.studio import read

FILM = """/*@cast
MAYA: woman, 34
JON: man, 41
*/

INT. KITCHEN - NIGHT

!! 1A: CU on MAYA, dolyl in 1m

Maya waits.

MAYA
Where were you?

EXT. STREET - DAY

!! WS on JON, pan left 20

He walks away.
"""
UNICODE = """/*@cast
MAYA: woman
张伟: man
*/

INT. 厨房 - NIGHT

!! CU on MAYA, "😀😀 e\u0301", dolyl in 1m

𝐌 [[shot 1B: MS on 张伟，dolyl in 1m]]

נועה נכנסת. [[shot: CU on MAYA, 8mmm]]
"""


def codes(found: list[types.Diagnostic]) -> list[str | int | None]:
    return [one.code for one in found]


def test_problems_are_those_of_check(tmp_path: Path):
    async def work() -> None:
        async with Editor(tmp_path, {"film.fountain": FILM}) as editor:
            found = await editor.open()
            told = [one for one in read(tmp_path / "film.fountain").told if one.level > Level.INFO]
            assert [(one.code, offset(FILM, one.range.start), offset(FILM, one.range.end)) for one in found] == [
                (one.code, one.span.start, one.span.end) for one in told]
            assert [editor.read(one.range) for one in found][:1] == ["dolyl"]
            assert found[0].severity is types.DiagnosticSeverity.Error
            assert found[0].source == "shotscript"
            assert "did you mean `dolly`" in found[0].message

    run(work())


def test_positions_are_utf_16_and_survive_every_script(tmp_path: Path):
    async def work() -> None:
        async with Editor(tmp_path, {"film.fountain": UNICODE}) as editor:
            found = await editor.open()
            faults = [editor.read(one.range) for one in found if one.severity is types.DiagnosticSeverity.Error]
            assert faults == ["dolyl", "dolyl", "8mmm"]
            found = await editor.swap("dolyl in 1m\n", "dolly in 1m\n")
            faults = [editor.read(one.range) for one in found if one.severity is types.DiagnosticSeverity.Error]
            assert faults == ["dolyl", "8mmm"]
            found = await editor.swap("😀😀", "𝒜")
            assert [editor.read(one.range) for one in found][:1] == ["dolyl"]

    run(work())


@pytest.mark.parametrize(("unit", "column"), [("utf-8", 29), ("utf-32", 22)])
def test_other_units_are_agreed_on(tmp_path: Path, unit: str, column: int):
    async def work() -> None:
        async with Editor(tmp_path, {"film.fountain": UNICODE}, encodings=[unit]) as editor:
            assert str(editor.started.capabilities.position_encoding) == unit
            found = await editor.open()
            assert found[0].range.start.character == len(
                UNICODE.split("\n")[7].partition("dolyl")[0].encode(unit.replace("utf-32", "utf-32-le"))
            ) // (4 if unit == "utf-32" else 1)

    run(work())


def test_line_ends_of_every_kind_and_none_besides(tmp_path: Path):
    """U+2028 and the like end no line for an editor."""
    text = FILM.replace("Maya waits.", "Maya\u2028waits\x0bhere\x85.").replace("\n", "\r\n", 4)
    text = text.replace("EXT. STREET", "\rEXT. STREET")

    async def work() -> None:
        async with Editor(tmp_path, {"film.fountain": text}) as editor:
            found = await editor.open()
            assert [editor.read(one.range) for one in found if one.code == "SY105"] == ["dolyl"]
            found = await editor.swap("dolyl", "dolly")
            found = await editor.swap("pan left 20", "pna left 20deg")
            assert [editor.read(one.range) for one in found] == ["pna"]

    run(work())


def test_what_is_seen_on_the_stage_comes_later_and_stays(tmp_path: Path):
    """Problems of the text at once, those of the stage when the hands rest; in other scenes they stay."""
    film = FILM.replace("dolyl in 1m", "static").replace("pan left 20", "static")
    film = film.replace("!! 1A", "[[block: MAYA walks to 30 0 over 1s]]\n\n!! 1A")

    async def work() -> None:
        async with Editor(tmp_path, {"film.fountain": film}) as editor:
            first = await editor.open()
            await editor.until(lambda found: len(found) > len(first))
            later = list(editor.client.diagnostics[editor.uri()])
            seen = set(codes(later)) - set(codes(first))
            assert {one.code for one in read(tmp_path / "film.fountain").staging.problems} >= seen
            now = await editor.swap("He walks away", "He walked away")
            assert set(codes(now)) >= seen

    run(work())


def test_a_bible_that_is_not_saved_counts(tmp_path: Path):
    files = {"film.fountain": "/*@use bible/cast.fountain\n*/\n\nINT. ROOM - DAY\n\n!! CU on VERA\n\nVera waits.\n",
             "bible/cast.fountain": "/*@cast\nVERA: a judge\n*/\n"}

    async def work() -> None:
        async with Editor(tmp_path, files) as editor:
            assert codes(await editor.open()) == []
            assert codes(await editor.open("bible/cast.fountain")) == [], "a bible is no film without scenes"
            await editor.swap("VERA", "WERA", "bible/cast.fountain")
            await editor.until(lambda found: [editor.read(one.range) for one in found] == ["VERA"])
            await editor.swap("WERA", "VERA", "bible/cast.fountain")
            await editor.until(lambda found: not found)
            await editor.swap("a judge", "a judge\n  heigth: 170cm", "bible/cast.fountain")
            await editor.until(lambda found: codes(found) == ["SY120"], "bible/cast.fountain")

    run(work())


@pytest.mark.parametrize("text", [
    "", "\0", "/*", "[[", "/*@cast\n", "!! ", "[[shot", "\ufeffINT. X\n\n!! dolyl\n", "!! CU on \ud800MAYA\n", "\r",
    "😀" * 3, "INT. A\n\n" * 300, "[[block: " * 50, "!! as as as, , ,,\n" * 20, "/*@use film.fountain\n*/",
    "@\n^\n(\n~\n>\n=\n#\n!\n",
])
def test_nothing_that_is_typed_ends_the_server(tmp_path: Path, text: str):
    async def work() -> None:
        async with Editor(tmp_path, {"film.fountain": FILM}) as editor:
            await editor.open()
            await editor.changed("film.fountain", text.replace("\ud800", "\ufffd"),
                                 types.TextDocumentContentChangeWholeDocument(text))
            everywhere = types.Range(types.Position(0, 0), types.Position(9999, 9999))
            ask, here = editor.client, editor.document()
            for place in (types.Position(0, 0), types.Position(0, 5), types.Position(3, 1), types.Position(9999, 9)):
                await ask.text_document_hover_async(types.HoverParams(here, place))
                await ask.text_document_completion_async(types.CompletionParams(here, place))
                await ask.text_document_definition_async(types.DefinitionParams(here, place))
                await ask.text_document_prepare_rename_async(types.PrepareRenameParams(here, place))
            await ask.text_document_document_symbol_async(types.DocumentSymbolParams(here))
            await ask.text_document_folding_range_async(types.FoldingRangeParams(here))
            await ask.text_document_semantic_tokens_full_async(types.SemanticTokensParams(here))
            await ask.text_document_inlay_hint_async(types.InlayHintParams(here, everywhere))
            await ask.text_document_document_link_async(types.DocumentLinkParams(here))
            await ask.text_document_code_action_async(types.CodeActionParams(
                here, everywhere, types.CodeActionContext([])))
            await ask.text_document_formatting_async(types.DocumentFormattingParams(
                here, types.FormattingOptions(2, True)))
            found = await editor.changed("film.fountain", FILM, types.TextDocumentContentChangeWholeDocument(FILM))
            assert "SY105" in codes(found)
            assert not [one.message for one in ask.log_messages if "fault of ours" in one.message]

    run(work())


def test_infos_and_levels_as_asked_for(tmp_path: Path):
    film = FILM.replace("dolyl in 1m", "static").replace("CU on MAYA", "CU on JON").replace("left 20", "left 20deg")

    async def work(options: dict[str, bool], expected: list[str]) -> None:
        async with Editor(tmp_path, {"film.fountain": film}, options) as editor:
            assert codes(await editor.open()) == expected

    run(work({"staging": False}, []))
    run(work({"infos": True, "staging": False}, ["CV302"]))
    (tmp_path / "shotscript.toml").write_text('[levels]\nCV302 = "error"\n')
    run(work({"staging": False}, ["CV302"]))


def test_a_closed_script_is_not_spoken_of(tmp_path: Path):
    async def work() -> None:
        async with Editor(tmp_path, {"film.fountain": FILM}) as editor:
            assert await editor.open()
            editor.client.text_document_did_close(types.DidCloseTextDocumentParams(editor.document()))
            await editor.until(lambda found: not found)

    run(work())
