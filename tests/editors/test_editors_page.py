"""The notes of docs/editors.md: Neovim's are run where Neovim is, the others held to the keys the editors document."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
NVIM = shutil.which("nvim")
FAULTY = "INT. A\n\n!! 1A: CU on MAYA, 85mm, dolyl in\n\nMAYA\nHello.\n"
WAITED = """
vim.cmd("edit " .. vim.fn.fnameescape({path}))
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50)
local told = {{}}
for _, one in ipairs(vim.diagnostic.get(0)) do table.insert(told, one.code .. " line " .. one.lnum + 1) end
local place = {{ textDocument = {{ uri = vim.uri_from_bufnr(0) }}, position = {{ line = 2, character = 20 }} }}
local answers = vim.lsp.buf_request_sync(0, "textDocument/hover", place, 20000)
for _, one in pairs(answers or {{}}) do table.insert(told, one.result.contents.value) end
io.stdout:write(table.concat(told, "\\n"))
vim.cmd("qa!")
"""
STANDING_IN = """
vim.g.do_filetype_lua = 1
local set = {}
vim.lsp.config = function(name, how) set[name] = how end
vim.lsp.enable = function(name)
  local how = set[name]
  assert(type(how.root_markers) == "table")
  vim.api.nvim_create_autocmd("FileType", { pattern = how.filetypes, callback = function()
    vim.lsp.buf_attach_client(0, vim.lsp.start_client({
      name = name, cmd = how.cmd, init_options = how.init_options, root_dir = vim.fn.getcwd() }))
  end })
end
"""
"""What `vim.lsp.config` and `enable` of 0.11 do with what these notes set, for a Neovim that is older."""

HELIX = {"name", "language-id", "scope", "injection-regex", "file-types", "shebangs", "roots", "auto-format",
         "diagnostic-severity", "comment-tokens", "block-comment-tokens", "indent", "language-servers", "grammar",
         "formatter", "soft-wrap", "text-width", "rulers", "path-completion", "workspace-lsp-roots",
         "persistent-diagnostic-sources"}  # fmt: skip
"""The keys of a language, by docs.helix-editor.com/languages.html (25.07), 2026-11-20."""
HELIX_SERVER = {"command", "args", "config", "timeout", "environment", "required-root-patterns"}
SUBLIME = {"enabled", "command", "env", "settings", "initializationOptions", "selector", "priority_selector",
           "diagnostics_mode", "tcp_port", "experimental_capabilities", "disabled_capabilities"}  # fmt: skip
"""The keys of a client, by lsp.sublimetext.io/client_configuration (sublimelsp/LSP), 2026-11-20."""
ZED = {"semantic_tokens": {"off", "combined", "full"}}
"""By zed.dev/docs/semantic-tokens, 2026-11-20."""


def notes(chapter: str, language: str) -> list[str]:
    (text,) = re.findall(rf"^## {chapter}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    found = re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found
    return found


def nvim(folder: Path, lua: str) -> str:
    """What Neovim says of a script with a slip in it, set up so and by nothing else."""
    assert NVIM
    film = folder / "film.fountain"
    film.write_text(FAULTY, encoding="utf-8")
    command = folder / "bin" / "shotscript"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m shotscript "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (folder / "init.lua").write_text(lua, encoding="utf-8")
    (folder / "look.lua").write_text(WAITED.format(path=json.dumps(str(film))), encoding="utf-8")
    said = subprocess.run([NVIM, "--headless", "--clean", "-u", "init.lua", "-c", "luafile look.lua"],
                          cwd=folder, capture_output=True, text=True, timeout=120,
                          env={"PATH": f"{command.parent}:/usr/bin:/bin", "HOME": str(folder),
                               "XDG_STATE_HOME": str(folder), "XDG_DATA_HOME": str(folder)})  # fmt: skip
    assert said.returncode == 0, said.stderr
    return said.stdout + said.stderr


def version() -> tuple[int, ...]:
    said = subprocess.run([str(NVIM), "--version"], capture_output=True, text=True, timeout=30).stdout
    return tuple(map(int, re.findall(r"\d+", said)[:2]))


@pytest.mark.skipif(NVIM is None, reason="there is no nvim here")
@pytest.mark.parametrize("at", [0, 1], ids=["0.11", "older"])
def test_neovim_shows_the_slip_and_the_lens(tmp_path: Path, at: int):
    lua = notes("Neovim", "lua")[at]
    old = version() < (0, 11)
    if at == 1 and not old:
        pytest.skip("these notes are for a Neovim before 0.11")
    told = nvim(tmp_path, f"{STANDING_IN if old and at == 0 else ''}{lua}")
    assert "SY105 line 3" in told
    assert "85 mm" in told


def test_helix_knows_every_key():
    (text,) = notes("Helix", "toml")
    told = tomllib.loads(text)
    (language,) = told["language"]
    assert set(told) == {"language-server", "language"}
    assert set(language) <= HELIX and {"name", "scope", "file-types", "language-servers"} <= set(language)
    (server,) = language["language-servers"]
    assert set(told["language-server"][server]) <= HELIX_SERVER
    assert told["language-server"][server]["command"] == "shotscript"
    assert told["language-server"][server]["args"] == ["lsp"]


@pytest.mark.skipif(shutil.which("hx") is None, reason="there is no hx here")
def test_helix_finds_the_server(tmp_path: Path):
    (text,) = notes("Helix", "toml")
    (tmp_path / "helix").mkdir()
    (tmp_path / "helix/languages.toml").write_text(text, encoding="utf-8")
    said = subprocess.run(["hx", "--health", "fountain"], capture_output=True, text=True, timeout=60,
                          env={"PATH": f"{Path(sys.executable).parent}:/usr/bin", "XDG_CONFIG_HOME": str(tmp_path)})
    assert said.returncode == 0 and "shotscript" in said.stdout


def test_sublime_knows_every_key():
    (text,) = notes("Sublime Text", "json")
    (client,) = json.loads(text)["clients"].values()
    assert set(client) <= SUBLIME and client["enabled"] is True
    assert client["command"] == ["shotscript", "lsp"]


def test_zed_is_told_in_one_name():
    (text,) = notes("Zed", "json")
    settings = json.loads(text)
    manifest = tomllib.loads((ROOT / "editors/zed/extension.toml").read_text(encoding="utf-8"))
    (server,) = manifest["language_servers"]
    (language,) = settings["languages"]
    assert manifest["language_servers"][server]["languages"] == [language]
    assert settings["languages"][language]["language_servers"] == [server]
    assert settings["languages"][language]["semantic_tokens"] in ZED["semantic_tokens"]
    assert {"id", "name", "version", "schema_version", "authors", "description"} <= set(manifest)
    assert tomllib.loads((ROOT / "editors/zed/Cargo.toml").read_text())["lib"]["crate-type"] == ["cdylib"]


def test_the_settings_named_are_those_the_server_reads():
    watch = (ROOT / "src/shotscript/ui/lsp/watch.py").read_text(encoding="utf-8")
    named = set(re.findall(r'"?(\w+)"?\s*[:=] (?:true|false)', "".join(
        re.findall(r"(?:init_options|config|initialization_options|initializationOptions)\W+\{[^}]*\}", PAGE))))
    assert named == {"infos", "staging"}
    assert all(f'said.get("{name}")' in watch for name in named)


def test_the_version_on_the_page_is_the_packages():
    package = json.loads((ROOT / "editors/vscode/package.json").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert package["version"] == project["version"]
    assert set(re.findall(r"shotscript-([\d.]+)\.vsix", PAGE)) == {package["version"]}
