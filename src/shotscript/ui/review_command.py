"""`shotscript review`: the film on a page, to be read, watched and judged; what stands of it; and the page to share."""

from __future__ import annotations

import getpass
import os
import sys
import threading
import webbrowser
from pathlib import Path

import click

from ..core.errors import UsageError
from ..providers import named
from ..studio.judgements import book, load, path_of
from . import options, report, standing
from .progress import watching
from .review import exported
from .review.room import Room
from .review.serving import serve
from .watch_command import Told


@click.command("review")
@click.argument("file", metavar="FILE")
@click.option("--provider", default="", metavar="NAME", help="Whose prompts the page shows first; else the script's.")
@click.option("--providers", default="", metavar="A,B,C", help="With --export: whose prompts go with it.")
@options.variant
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The page's port; 0 is any that is free.")
@click.option("--browser/--no-browser", default=True, help="Whether to open the page in the browser.")
@click.option("--as", "who", default="", metavar="NAME", help="Who judges; else your name on this machine.")
@click.option("--summary", is_flag=True, help="Serve nothing: say what stands of each shot and take.")
@click.option("--export", "target", type=click.Path(path_type=Path), metavar="FOLDER|FILE.zip",
              help="Serve nothing: write the page as a folder, or a zip, that opens from the disk.")
@options.format
def command(file: str, provider: str, providers: str, variant: str, port: int, browser: bool, who: str, summary: bool,
            target: Path | None, form: str) -> int:
    """Show a film in the browser, to be read, watched, judged and changed: the page follows every save, until Ctrl-C.

    Script beside storyboard, player, floor plan with the moving camera, what every provider would be sent, takes side
    by side. What you approve, reject and say is kept in review.jsonl beside the script. Nobody but you can open it.
    """
    path = Path(file)
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    if summary and target:
        raise UsageError("--summary and --export are two things; ask for one")
    if providers and not target:
        raise UsageError("--providers is for --export; the page itself shows every provider, --provider first")
    wanted = options.names(providers or provider)
    for name in wanted:
        named(name)
    if summary:
        return standing.tell(path, variant, form)
    for words in book(path_of(path)).broken:
        options.say(options.words(), words)
    if target:
        return _export(path, wanted, variant, target, form)
    _show(path, provider, variant, port, browser, who or whoever(), form)
    return 0


def whoever() -> str:
    """The system's name for who sits here."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # which of them hangs on the system
        return "somebody"


def _show(path: Path, provider: str, variant: str, port: int, browser: bool, who: str, form: str) -> None:
    console = options.words()
    room = Room(path, provider=provider, variant=variant, tell=Told(str(path), console))

    def opened(address: str) -> None:
        if form == "json":
            options.answer({"file": str(path), "address": address})
        else:
            click.echo(address)
        options.say(console, "Ctrl-C ends it")
        if browser and _seen():
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    serve(room, port=port, opened=opened, who=who)


def _seen() -> bool:
    """Whether there is a screen to open a browser on: one of letters would take the terminal over."""
    return os.name == "nt" or sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _export(path: Path, providers: tuple[str, ...], variant: str, target: Path, form: str) -> int:
    console = options.words()
    with watching(console, "shots") as watch:
        now, films = exported.shown(path, providers, variant, watch)
    assert now.film
    report.show(report.chosen(now.film.problems, "", "", False), now.film.read.sources, console)
    exported.write(target, exported.contents(now, films, load(path_of(path), path.name)))
    if form == "json":
        options.answer({"file": str(path), "export": str(target), "shots": len(now.told),
                        "providers": [film.provider.name for film in films]})
    else:
        click.echo(str(target))
    return options.status(now.film.problems, False)
