"""`--templates DIR`: what is read from the disk, what is refused in words, and what docs/templates.md promises."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from filmset import segments_of

from shotscript.core.errors import FileError, UsageError
from shotscript.core.settings import Settings
from shotscript.providers import named
from shotscript.providers.contract import Verdict
from shotscript.providers.phrase import fence, sandbox, stencil
from shotscript.providers.phrase.filters import FILTERS, TESTS
from shotscript.studio import compile
from shotscript.studio.templates import load, of_project
from shotscript.ui.cli import run

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text()
(EXAMPLE,) = re.findall(r"^```jinja2\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
SCRIPT = """/*@cast
MAYA: woman, 34
*/

INT. KITCHEN - NIGHT

!! WS on MAYA, slow dolly in 1m

Maya waits.

MAYA
You kept the coat.
"""


def folder(place: Path, **files: str | bytes) -> Path:
    for name, held in files.items():
        path = place / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held.encode() if isinstance(held, str) else held)
    return place


def film(place: Path) -> Path:
    script = place / "film.fountain"
    script.write_text(SCRIPT)
    return script


def test_a_folder_is_read_by_provider_and_name(tmp_path):
    made = folder(tmp_path, kling__shot_jinja2="{{ number }}\r\n", kling__words_jinja2=b"\xef\xbb\xbfx", README_md="?")
    (made / "kling" / ".shot.jinja2.swp").write_bytes(b"\xff")
    assert load(made) == {"kling/shot.jinja2": "{{ number }}\r\n", "kling/words.jinja2": "x"}


@pytest.mark.parametrize(("files", "words"), [
    ({"kling__shto_jinja2": "x"}, "stands in for no template; there is kling/shot.jinja2"),
    ({"shot_jinja2": "x"}, "stands in for no template; there is"),
    ({"previz__shot_jinja2": "x"}, "stands in for no template; there is"),
    ({"phrase__shot_jinja2": "x"}, "stands in for no template; there is"),
    ({"kling__deep__shot_jinja2": "x"}, "stands in for no template; there is"),
    ({"kling__shot_jinja2": b"\xff\xfe"}, "shot.jinja2 is no UTF-8 text"),
    ({"kling__shot_jinja2": b"x" * 300_000}, "is larger than a template may be: 65,536 characters"),
    ({"kling__shot_jinja2": "x\n{{ words | uper }}"}, "kling/shot.jinja2, line 2: there is no filter 'uper'"),
    ({"README_md": "x"}, "holds no templates; there is"),
])
def test_what_cannot_be_is_refused_in_words(tmp_path, files, words):
    with pytest.raises(UsageError, match=re.escape(words)):
        load(folder(tmp_path, **files))


def test_a_folder_that_is_not_there_or_cannot_be_read(tmp_path, monkeypatch):
    with pytest.raises(UsageError, match="there is no folder"):
        load(tmp_path / "no")
    with pytest.raises(UsageError, match="there is no folder"):
        load(film(tmp_path))
    made = folder(tmp_path / "words", kling__shot_jinja2="x")
    (made / "kling" / "prompt.jinja2").symlink_to("nowhere")
    with pytest.raises(FileError, match="cannot read"):
        load(made)
    monkeypatch.setattr(os, "listdir", lambda _: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    with pytest.raises(FileError, match="Permission denied"):
        load(made)


@pytest.mark.parametrize("target", ["/dev/zero", "/dev/stdin"])
def test_a_device_is_no_template(tmp_path, target):
    made = folder(tmp_path, kling__words_jinja2="x")
    (made / "kling" / "shot.jinja2").symlink_to(target)
    with pytest.raises((UsageError, FileError)):
        load(made)


def test_a_film_is_compiled_in_ones_own_words(tmp_path):
    source = "{% for b in event %}! {{ b.line if b.kind == 'speech' else b.words }}{% endfor %}"
    words = folder(tmp_path / "words", kling__shot_jinja2=source)
    told = compile(film(tmp_path), provider="kling-3-omni", templates=words)
    (request,) = told.requests
    assert "! Maya waits.! You kept the coat." in request.prompt and "Wide" not in request.prompt
    verdicts = {loss.kind: loss.verdict for loss in told.losses}
    assert verdicts["framing"] is Verdict.LOST and verdicts["dialogue"] is Verdict.USED
    plain = compile(film(tmp_path), provider="kling-3-omni")
    assert {loss.kind: loss.verdict for loss in plain.losses}["framing"] is not Verdict.LOST
    assert told.context.templates.keys() == {"kling/shot.jinja2"}


def test_the_projects_own_folder_serves_until_another_is_named(tmp_path):
    (tmp_path / "shotscript.toml").write_text('templates = "words"\n')
    folder(tmp_path / "words", kling__prompt_jinja2="ours {{ pages[0].words }}")
    other = folder(tmp_path / "other", kling__prompt_jinja2="mine {{ pages[0].words }}")
    made = [compile(film(tmp_path), provider="kling-3-omni", templates=one) for one in ("", other)]
    assert [one.requests[0].prompt.split()[0] for one in made] == ["ours", "mine"]


def test_a_projects_settings_reach_no_further_than_the_project(tmp_path):
    outside = folder(tmp_path / "outside", kling__shot_jinja2="x")
    project = tmp_path / "project"
    project.mkdir()
    for written in ("../outside", str(outside)):
        (project / "shotscript.toml").write_text(f'templates = "{written}"\n')
        with pytest.raises(UsageError, match="is not in the project"):
            of_project(project)
    (project / "shotscript.toml").write_text('templates = "../outside"\nallow = ["../outside"]\n')
    assert of_project(project) == {"kling/shot.jinja2": "x"}
    assert Settings().templates == "" and of_project(tmp_path / "none") == {}


def test_on_the_command_line(tmp_path, capsys):
    words = folder(tmp_path / "words", kling__shot_jinja2="One.\n{% for b in picture %}\n{{ b.word }}{% endfor %}")
    call = ["compile", str(film(tmp_path)), "--provider", "kling-3-omni", "--templates", str(words)]
    assert run(call) == 2
    said = capsys.readouterr().err
    assert "the template kling/shot.jinja2, line 3: there is no 'word' here, only 'words'" in said
    folder(words, kling__shot_jinja2="{% for b in picture %}Look: {{ b.words }}{% endfor %}")
    assert run([*call, "--format", "json"]) == 0
    assert "Look: Wide shot" in next((tmp_path / "build" / "film").rglob("*.md")).read_text()


def test_the_example_of_the_page_runs_and_loses_the_lens():
    provider = named("kling-3-omni")
    segments, context = segments_of(provider)
    (plain, mine) = (provider.write(segments[0], replace(context, templates=own, memo={}))
                     for own in ({}, {"kling/shot.jinja2": EXAMPLE}))
    assert "Interior, night, narrow 1950s kitchen, yellow formica table. Wide two-shot" in mine.request.prompt
    assert "In the look of 35mm film" in mine.request.prompt and 'says: "You kept the coat."' in mine.request.prompt
    assert {loss.clause for loss in mine.losses if loss.verdict is Verdict.LOST} > {
        loss.clause for loss in plain.losses if loss.verdict is Verdict.LOST}


def test_the_page_names_every_value(monkeypatch, example):
    """Whatever a template is given, over the test film and the example, stands on the page."""
    seen: list[tuple[str, dict]] = []
    pour = stencil._poured
    monkeypatch.setattr(stencil, "_poured", lambda package, name, templates, values: (
        seen.append((name, values)), pour(package, name, templates, values))[1])
    provider = named("kling-3-omni")
    segments, context = segments_of(provider)
    for segment in segments:
        provider.write(segment, context)
    compile(example, provider="kling-3-omni")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE))
    told = set(re.findall(r"`(\w+)`", PAGE))
    for name, values in seen:
        lists = values["film"] if name == "prompt.jinja2" else {k: v for k, v in values.items() if isinstance(v, list)}
        assert lists.keys() <= rows.keys() and values.keys() <= told
        for section, items in lists.items():
            assert {key for item in items for key in item} <= set(re.findall(r"`(\w+)`", rows[section]))
    assert {name for name, _ in seen} == {"shot.jinja2", "prompt.jinja2"}


def test_the_page_names_what_a_template_may_do():
    filters, tests = re.search(r"Filters: (.*?)\. Three", PAGE, re.DOTALL), re.search(r"Tests: (.*?)\. F", PAGE)
    assert filters and tests
    assert re.findall(r"`(\w+)`", filters[1]) == sorted(FILTERS)
    assert re.findall(r"`(\w+)`", tests[1]) == sorted(TESTS)
    limits = (f"{sandbox.STEPS:,} steps", f"{sandbox.CHARACTERS:,} characters", f"{sandbox.CALLS} deep",
              f"more than {fence.NESTING} or", f"more than {fence.BLOCKS} deep", f"{fence.SOURCE:,} characters")
    assert [limit for limit in limits if limit not in " ".join(PAGE.split())] == []
