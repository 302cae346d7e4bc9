"""Keys in the system's keyring: put there without being shown, read where nothing is set, taken out again."""

from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordSetError

from shotscript.core.errors import UsageError
from shotscript.providers.service import Auth
from shotscript.render import ring
from shotscript.render.auth import Keys, takers
from shotscript.ui.cli import run

KEY = "sk-0f3b59f1c2d4-planted"


class Held(KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]
    name = "test ring"  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class Talkative(Held):
    """A keyring that repeats what it was given, as some do."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(f"cannot store {password!r}")

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")


@pytest.fixture
def held() -> Iterator[Held]:
    before, own = keyring.get_keyring(), Held()
    keyring.set_keyring(own)
    yield own
    keyring.set_keyring(before)


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_key_is_kept_used_and_forgotten(
    held: Held, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    typed(monkeypatch, f"  {KEY}\n")
    assert run(["key", "set", "KLING_API_KEY"]) == 0
    assert held.held == {("shotscript", "KLING_API_KEY"): KEY}
    auth = Auth(variables=("KLING_API_KEY",))
    assert Keys({}).headers(auth) == {"Authorization": f"Bearer {KEY}"}
    assert Keys({"KLING_API_KEY": "other"}).headers(auth) == {"Authorization": "Bearer other"}
    assert run(["key", "forget", "KLING_API_KEY"]) == 0 and held.held == {}
    assert run(["key", "forget", "KLING_API_KEY"]) == 0
    with pytest.raises(UsageError, match="KLING_API_KEY"):
        Keys({}).headers(auth)
    out, err = capfd.readouterr()
    assert KEY not in out + err and "test ring" in err and "there was no KLING_API_KEY" in err


def test_a_model_s_key_is_kept_in_its_project(held: Held, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    typed(monkeypatch, f"{KEY}\n")
    monkeypatch.chdir(tmp_path)
    assert run(["key", "set", "MY_MODEL"]) == 2 and held.held == {}
    (tmp_path / "shotscript.toml").write_text(
        '[direct.models.a]\nbase = "http://127.0.0.1:1/v1"\nname = "m"\nkey = "MY_MODEL"\n')
    assert run(["key", "set", "MY_MODEL"]) == 0 and held.held == {("shotscript", "MY_MODEL"): KEY}
    assert run(["key", "forget", "MY_MODEL"]) == 0 and held.held == {}


@pytest.mark.parametrize(("arguments", "text", "status"), [
    (["set", "KLING_API_KEY", KEY], "", 2),
    (["set", KEY], "", 2),
    (["set", "KLING_API_KEX"], KEY, 2),
    (["set", "KLING_API_KEY"], "", 2),
    (["set", "KLING_API_KEY"], f"{KEY}\x1b[2J", 2),
    (["forget", KEY], "", 2),
])
def test_wrong_use_repeats_nothing(
    held: Held, arguments: list[str], text: str, status: int, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
):
    typed(monkeypatch, text)
    assert run(["key", *arguments]) == status
    out, err = capfd.readouterr()
    assert KEY not in out + err and len(err) > 20 and held.held == {}


def test_at_a_terminal_it_is_asked_for_unseen(
    held: Held, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    asked: list[str] = []

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda prompt: asked.append(prompt) or KEY)
    assert run(["key", "set", "KLING_API_KEY"]) == 0 and held.held
    out, err = capfd.readouterr()
    assert KEY not in out + err + "".join(asked)


@pytest.mark.parametrize("debug", ["", "1"])
@pytest.mark.parametrize("backend", [Talkative, fail.Keyring])
def test_a_keyring_that_fails_is_told_without_the_key(
    backend: type[KeyringBackend], debug: str, held: Held, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
):
    keyring.set_keyring(backend())
    monkeypatch.setenv("SHOTSCRIPT_DEBUG", debug)
    typed(monkeypatch, KEY)
    assert run(["key", "set", "KLING_API_KEY"]) == 3
    out, err = capfd.readouterr()
    assert KEY not in out + err and "keyring" in err
    assert ring.find("KLING_API_KEY") == ""


def test_a_keyring_that_keeps_nothing_has_nothing(held: Held):
    keyring.set_keyring(null.Keyring())
    assert ring.find("KLING_API_KEY") == "" and Keys({}).get("KLING_API_KEY") == ""


def test_without_the_package_the_environment_alone_counts(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    really = builtins.__import__

    def importing(name: str, *told: object) -> ModuleType:
        assert not name.startswith("keyring"), "it is not there"
        return really(name, *told)  # type: ignore[arg-type]

    monkeypatch.setattr(ring, "find_spec", lambda name: None)
    monkeypatch.setattr(builtins, "__import__", importing)
    assert ring.find("KLING_API_KEY") == "" and ring.title() == ""
    typed(monkeypatch, KEY)
    assert run(["key", "set", "KLING_API_KEY"]) == 2
    assert "shotscript[keyring]" in capfd.readouterr().err


def test_every_service_says_who_reads_its_variables():
    known = takers()
    assert "kling-3" in known["KLING_API_KEY"] and "kling-3-legacy" in known["KLING_SECRET_KEY"]
    assert any(name.startswith("fal/") for name in known["FAL_KEY"])
