"""`shotscript cut`: the chosen takes become the film."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

import click

from ..core.errors import UsageError
from ..stitch.captioning import Kind
from ..studio import Film, compile
from ..studio.cutting import CODECS, Cut, Manner, cut
from ..studio.signing import signature, signed
from ..studio.takes import chosen
from . import options, report
from .progress import watching

_AS_IT_IS = "as-is"


@click.command("cut")
@options.files
@click.option("--provider", default="", help="Whose takes to cut from; else the script's own, else previz.")
@options.variant
@options.only
@click.option("--codec", type=click.Choice(CODECS), default="h264", help="H.264 or AV1 in mp4, ProRes 422 HQ in mov.")
@click.option("--fit", type=click.Choice(["auto", "crop", "pad"]), default="auto",
              help="Clips of another shape: edges cut off, or black bars; auto cuts off 8 % at most.")
@click.option("--captions", type=click.Choice(get_args(Kind)), default="sidecar",
              help="Files beside the film, tracks in it, in its pictures, or none.")
@click.option("--languages", default="", metavar="NAMES", help="Of the captions, as en,es or all; else the film's own.")
@click.option("--loudness", default="-16", metavar="LUFS", help=f"Of the whole film; {_AS_IT_IS} leaves it alone.")
@click.option("--sign", "signing", nargs=2, type=click.Path(path_type=Path), metavar="CERT KEY",
              help="Sign what the film is made of into it (C2PA): PEM files of a certificate and its key.")
@options.jobs
@options.out
@options.format
@options.problems
def command(
    files: tuple[str, ...], provider: str, variant: str, only: str, codec: str, fit: str, captions: str, languages: str,
    loudness: str, signing: tuple[Path, Path] | None, jobs: int, out: Path | None, form: str, select: str, ignore: str,
    infos: bool, strict: bool,
) -> int:
    """Stitch the chosen takes into the film: trimmed to the timeline, joined with their sound, words set over them.

    Shots whose clips were never made are drawn on this machine, so there is always a film. What is like the film is
    copied and not coded again; what had to be coded is kept in build/<script name>/parts for the next time.
    """
    manner = Manner(codec, fit, cast(Kind, captions), languages, _loudness(loudness), jobs=jobs)
    who = signature(*signing) if signing else None
    ends = []
    for path, folder in zip(files, options.folders(files, out), strict=True):
        film = compile(Path(path), provider=provider, only=only, variant=variant)
        target = folder or (options.version_folder(film.read.project / "build" / film.read.name, variant)
                            if variant else None)
        with watching(options.words()) as watch:
            takes = chosen(film, jobs=jobs, watch=watch)
            made = cut(film, takes, target, manner=manner, watch=watch)
            if who:
                signed(film, takes, made.path, who)
        found = report.chosen((*film.problems, *made.problems), select, ignore, infos)
        report.show(found, film.read.sources, options.words())
        _tell(path, film, made, form)
        ends.append(options.status(found, strict))
    return max(ends)


def _loudness(text: str) -> float | None:
    if text == _AS_IT_IS:
        return None
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not -70 <= value < 0:
        raise UsageError(f"--loudness is below 0 LUFS, such as -16 or -23, or {_AS_IT_IS}; not {text}")
    return value


def _tell(path: str, film: Film, made: Cut, form: str) -> None:
    console = options.words()
    if made.previz:
        options.say(console, f"note: previz stands in for {', '.join(made.previz)}: no take was made")
    for note in made.notes:
        options.say(console, f"note: {note}")
    seconds = float(made.frames / film.timeline.fps)
    console.print(f"{seconds:.1f} s in {made.frames} frames: {made.copied} copied, {made.coded} coded, "
                  f"{made.fresh} of them now")
    if form == "json":
        options.answer({"file": path, "film": str(made.path), "beside": [str(one) for one in made.beside],
                        "frames": made.frames, "copied": made.copied, "coded": made.coded, "fresh": made.fresh,
                        "previz": list(made.previz), "notes": list(made.notes)})
    else:
        click.echo(str(made.path))
