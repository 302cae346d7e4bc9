"""The command line. Exit status: 0 fine, 1 the script has errors, 2 wrong use, 3 the world failed, 4 money.

Each command is a file of its own, loaded when it is called.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from traceback import format_exception

import click

from ..core.errors import ShotscriptError
from ..core.secret import hidden
from ..core.show import visible
from . import stop

COMMANDS = {
    "check": "Say what is wrong with a script.",
    "fmt": "Number shots, and write shots, directives and blocks in one spelling.",
    "direct": "Cover scenes without shots, by film idioms, in shot lines you can edit.",
    "explain": "Say what a code means, why it matters and how to mend it.",
    "show": "Show what the compiler sees: tree, story, timeline, segments, camera.",
    "compile": "Write each segment's prompt and request for a provider, with prices and losses.",
    "plan": "Say how a film is cut into segments, why there, and what that costs.",
    "diff": "Say what differs between two builds, two scripts or two providers.",
    "retarget": "Say what changes when a film moves to another provider.",
    "previz": "Render a moving previz reel on this machine.",
    "watch": "Check a film and draw it anew at every save, and show it in the browser.",
    "review": "Show a film in the browser, to be read, watched and judged; say what stands; write the page to share.",
    "board": "Write a storyboard with arrows and floor plans, as PDF and as a page.",
    "cut": "Stitch the chosen takes into the film, with sound, captions and chapters.",
    "qc": "Measure clips against the plan: size, length, cuts, sound, colours.",
    "import": "Read a Final Draft script (FDX) as Fountain.",
    "export": "Write the film for editing programs, or the script: OTIO, EDL, AAF...; FDX, Fountain, a shot list.",
    "conform": "Bring an editor's changed order and lengths back into the script.",
    "render": "Render a film at a service, within a cap, paying for nothing twice.",
    "jobs": "List what was asked for, how it stands and what it cost.",
    "retry": "Ask for one take more of a segment.",
    "choose": "Choose the take of a segment that the film is cut with.",
    "settle": "Say what became of a job whose answer was lost.",
    "providers": "List the providers and what they can make.",
    "key": "Keep a service's key in the system's keyring, or forget it.",
    "doctor": "Say what is installed, which keys are set, and what to do about each lack.",
    "lsp": "Serve an editor: problems as you type, completion, hover, rename, fixes.",
    "schema": "Print the JSON schema of what leaves the process.",
}
FAILED = 3
STOPPED = 130
BUG = 70


class ReaderGone(Exception):
    """Whoever read our output has left, as `head` does. click would end in status 1, which means faults here."""


class Commands(click.Group):
    """The commands by name; a module is imported only when its command runs."""

    def invoke(self, ctx: click.Context) -> int:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as gone:
            raise ReaderGone from gone

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return import_module(f".{cmd_name}_command", __package__).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What each does, without loading all of them to ask."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shotscript")
def shotscript() -> None:
    """A compiler for film: a Fountain screenplay with shots in it becomes previz, prompts and a reel."""


def main() -> None:
    """The program: runs a command and ends in its exit status, in words, never in a traceback."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look for some in all that is installed
    gc.set_threshold(50_000, 20, 100)  # stages make many small values that live to the end: there is little to collect
    stop.listen()
    _open_stdout()
    status = run(sys.argv[1:])
    _close_stdout()
    gc.freeze()  # else Python looks through all of them once more on its way out: a fifteenth of a long film's time
    sys.exit(status)


def _open_stdout() -> None:
    """A path goes out as the bytes it came in as; where the terminal's alphabet lacks a letter, its number stands."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays open to the end
    utf = sys.stdout.encoding.casefold().replace("-", "") == "utf8"
    sys.stdout.reconfigure(errors="surrogateescape" if utf else "backslashreplace")  # type: ignore[union-attr]


def _close_stdout() -> None:
    """What could not be written was told already: it must not fail once more when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(arguments: list[str]) -> int:
    try:
        return shotscript.main(arguments, prog_name="shotscript", standalone_mode=False) or 0
    except click.ClickException as trouble:
        trouble.show()
        return trouble.exit_code
    except ShotscriptError as trouble:
        click.echo(f"shotscript: {visible(hidden(str(trouble)))}", err=True)
        return trouble.exit_status
    except MemoryError:
        click.echo("shotscript: this machine has not enough memory for it", err=True)
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("shotscript: stopped; what was finished is kept, and the next run goes on from there", err=True)
        return STOPPED
    except ReaderGone:
        return 0
    except OSError as trouble:
        where = f"{trouble.filename}: " if trouble.filename else ""
        click.echo(f"shotscript: {visible(where + (trouble.strerror or str(trouble)))}", err=True)
        return FAILED
    except Exception as bug:  # noqa: BLE001 - the one there is
        _tell(bug)
        return BUG


def _tell(bug: Exception) -> None:
    """A fault of ours, in words or where it came from; what a service said may be part of it, so keys are taken out."""
    if os.environ.get("SHOTSCRIPT_DEBUG"):
        click.echo(hidden("".join(format_exception(bug))), err=True)
        return
    click.echo(f"shotscript: this is a fault of ours, not yours: {type(bug).__name__}: {visible(hidden(str(bug)))}\n"
               "Run it again with SHOTSCRIPT_DEBUG=1 and report what it prints.", err=True)
