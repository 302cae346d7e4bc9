"""A closed service is sent nothing: the refusal says when it closed and where to go; a copy of it may be asked."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

import shotscript
from shotscript.core.errors import UsageError
from shotscript.core.settings import settings
from shotscript.providers import find, named
from shotscript.providers.contract import Provider, Status
from shotscript.studio.paid import price
from shotscript.ui.cli import run

CLOSED = [one for one in find().values() if one.status is Status.RETIRED]
OPEN = [one for one in find().values() if one.status is not Status.RETIRED and not one.local]
SCRIPT = "INT. HALL - DAY\n\n!! 1A: WS, 4s\n\nA door opens.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "my film.fountain").write_text(SCRIPT)
    (tmp_path / "shotscript.toml").write_text("")
    return tmp_path


def refused(project: Path, provider: Provider) -> str:
    film = shotscript.compile(project / "my film.fountain", provider=provider.name)
    with pytest.raises(UsageError) as trouble:
        price(film)
    assert not (project / ".shotscript").exists() and not (project / "build").exists()
    return str(trouble.value)


def test_there_is_a_closed_service():
    assert {"sora-2", "sora-2-pro"} <= {one.name for one in CLOSED}


@pytest.mark.parametrize("provider", CLOSED, ids=lambda one: one.name)
def test_the_refusal_names_the_day_and_where_to_go(project: Path, provider: Provider):
    words = refused(project, provider)
    assert str(provider.retired) in words and all(name in words for name in provider.successors)
    assert f'[services."{provider.name}"]' in words


@pytest.mark.parametrize("provider", CLOSED, ids=lambda one: one.name)
def test_the_command_it_offers_runs(project: Path, provider: Provider, capsys: pytest.CaptureFixture[str]):
    offered = refused(project, provider).partition("shotscript ")[2].partition(" (or ")[0].partition(". A service")[0]
    assert run(shlex.split(offered)) == 0
    assert f"{provider.name} -> {provider.successors[0]}" in capsys.readouterr().out


@pytest.mark.parametrize("provider", CLOSED, ids=lambda one: one.name)
def test_a_service_that_copies_it_lifts_the_refusal(project: Path, provider: Provider):
    (project / "shotscript.toml").write_text(f'[services."{provider.name}"]\nbase = "http://localhost:9000/v1/"\n')
    film = shotscript.compile(project / "my film.fountain", provider=provider.name)
    assert price(film).missing == 1
    assert settings(project).base(provider.name) == "http://localhost:9000/v1"


def test_one_closed_service_does_not_open_another(project: Path):
    (project / "shotscript.toml").write_text('[services."sora-2"]\nbase = "http://localhost:9000/v1"\n')
    assert "closed" in refused(project, named("sora-2-pro"))


def test_without_successors_there_is_still_a_sentence(project: Path):
    film = shotscript.compile(project / "my film.fountain", provider="sora-2")
    with pytest.raises(UsageError, match=r"my film.fountain' --from sora-2\. A service"):
        price(replace(film, provider=replace(film.provider, successors=())))


@pytest.mark.parametrize("provider", OPEN[:2], ids=lambda one: one.name)
def test_a_living_one_is_not_called_closed(project: Path, provider: Provider):
    assert price(shotscript.compile(project / "my film.fountain", provider=provider.name)).missing == 1


@pytest.mark.parametrize("provider", [*CLOSED, *OPEN[:2]], ids=lambda one: one.name)
def test_the_reel_of_this_machine_is_not_made_by_a_service(project: Path, provider: Provider):
    film = shotscript.compile(project / "my film.fountain", provider=provider.name)
    with pytest.raises(UsageError, match="shotscript render"):
        shotscript.produce(film)


@pytest.mark.parametrize(("text", "words"), [
    ('[services."sora-2"]\nbase = "localhost:9000"', "services.sora-2.base: 'localhost:9000' is no address"),
    ('[services."sora-2"]\nbase = "ftp://x"', "is no address"),
    ('[services."sora-2"]\nbase = "http://"', "is no address"),
    ('[services."sora-2"]\nbase = "http://x/v1?key=1"', "is no address"),
    ('[services."sora-2"]\nurl = "http://x"', "services.sora-2"),
    ('[services."sora-2"]\nbase = "http://x"\nurl = "http://x"', "no setting 'services.sora-2.url'; there are base"),
    ('[services]\n"sora-2" = "http://x"', "services.sora-2"),
])
def test_what_is_wrong_with_an_address_is_said(tmp_path: Path, text: str, words: str):
    (tmp_path / "shotscript.toml").write_text(text)
    with pytest.raises(UsageError, match=words.replace(".", r"\.")):
        settings(tmp_path)
