"""`shotscript key`: put a service's key into the system's keyring, or take it out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ..core.diagnostic import nearest
from ..core.errors import UsageError
from ..core.settings import FILE, settings
from ..core.world import project_of
from ..render import ring
from ..render.auth import sound, takers
from . import options


@click.group("key")
def command() -> None:
    """Keep a service's key in the system's keyring. `shotscript doctor` names the variables and says which are set."""


@command.command("set")
@click.argument("variable")
@click.argument("more", nargs=-1, metavar="")
def put(variable: str, more: tuple[str, ...]) -> int:
    """Keep the key of VARIABLE. It is asked for without being shown, or read from stdin: never an argument, which
    others on this machine could see."""
    _known(variable)
    if more:  # click would repeat it
        raise UsageError("a key is no argument: it is asked for, or read from stdin")
    if not ring.installed():
        raise UsageError(ring.LACK)
    title = ring.put(variable, sound(variable, _asked(variable)))
    options.say(options.words(), f"{variable} is kept in {title}")
    if os.environ.get(variable, "").strip():
        options.say(options.words(), f"note: {variable} is set in the environment too, and that one is used")
    return 0


@command.command("forget")
@click.argument("variable")
def drop(variable: str) -> int:
    """Take the key of VARIABLE out of the keyring."""
    _known(variable)
    there = ring.drop(variable)
    options.say(options.words(), f"{variable} is forgotten" if there else f"there was no {variable} in the keyring")
    return 0


def _known(variable: str) -> None:
    """A key given in place of its variable must not be repeated: what is no variable of a service is not shown."""
    models = settings(project_of(Path(FILE))).direct.models.values()
    known = dict.fromkeys((*takers(), *(model.key for model in models if model.key)))
    if variable not in known:
        near = nearest(variable, known, most=3) if variable.isupper() else ()
        there = f"; there is {' or '.join(near)}" if near else "; `shotscript doctor` lists them"
        raise UsageError(f"no service's key is called that{there}. The key itself is never an argument")


def _asked(variable: str) -> str:
    if sys.stdin.isatty():
        return click.prompt(f"{variable} (not shown)", hide_input=True, err=True).strip()
    return sys.stdin.readline().strip()
