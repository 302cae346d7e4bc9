"""`shotscript direct`: the director's coverage written into the script as shot lines, and the reason for each cut."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import click

from ..core.timebase import clock
from ..optics.directing import STYLES
from ..optics.directing.covering import Picked
from ..studio.directing import Directed, directed, picked
from ..studio.proposals.purse import Purse
from ..studio.proposing import Proposed, proposed
from . import options, proposals, rewrite

_STYLES = [name.replace(" ", "-") for name in STYLES]


@click.command("direct")
@options.files
@click.option("--style", type=click.Choice(_STYLES), default=None,
              help="How it is cut; else as each scene was directed last, else classical.")
@options.only
@click.option("--favour", default="", metavar="NAME", help="Whom the camera likes best.")
@click.option("--why", is_flag=True, help="Change nothing: say of each shot why it is there.")
@click.option("--diff", is_flag=True, help="Change nothing: show what would change.")
@click.option("--stdout", is_flag=True, help="Change nothing: print the new text.")
@proposals.options
@options.format
def command(files: tuple[str, ...], style: str | None, only: str, favour: str, why: bool, diff: bool, stdout: bool,
            model: str | None, cap: Decimal | None, yes: bool, fresh: bool, form: str) -> int:
    """Cover scenes without shots, by film idioms, in shot lines you can edit.

    What you wrote stays to the letter. Run again it covers its own shots anew and keeps each one you changed; a
    `[[directed ...]]` note in each scene tells the one from the other. Weights stand in shotscript.toml: `[direct]`.
    With --model a language model is asked first: what it proposes is taken where it is sound.
    """
    if why + diff + stdout > 1:
        raise click.UsageError("--why, --diff and --stdout exclude one another.")
    how = "why" if why else "diff" if diff else "stdout" if stdout else "write"
    if model is None:
        proposals.alone(cap, yes, fresh)
        return max([_one(path, directed(Path(path), style or "", only=only, favour=favour), None, how, form)
                    for path in files])
    ends, purse = list[int](), Purse(cap)
    for path in files:
        done = proposed(Path(path), model, style or "", agree=partial(proposals.agreed, yes or cap is not None),
                        only=only, favour=favour, fresh=fresh, purse=purse, told=partial(proposals.tell, path))
        ends.append(_one(path, done.made, done, how, form))
    return max(ends)


def _one(path: str, made: Directed, asked: Proposed | None, how: str, form: str) -> int:
    words = options.words()
    for fault in made.faults:
        options.say(words, f"{path}: {fault.message}")
    for heading in made.left:
        options.say(words, f"{path}: {heading} is left as it is: shot lines would change the words around them")
    for fault in (fault for scene in made.scenes for fault in scene.faults):
        options.say(words, f"{path}: {fault.code}: {fault.message}; no coverage does without")
    if how == "write" and not made.same:
        rewrite.write(Path(path), made.before, made.after)
    if form == "json":
        options.answer(_json(path, made, asked, how))
    elif not made.faults:
        _tell(path, made, asked, how)
    return int(bool(made.faults))


def _tell(path: str, made: Directed, asked: Proposed | None, how: str) -> None:
    if how == "diff":
        click.echo(rewrite.change(path, Path(path), made.before, made.after), nl=False)
    elif how == "stdout":
        click.echo(rewrite.encoded(Path(path), made.before, made.after), nl=False)
    elif how == "why":
        for scene in made.scenes:
            options.say(options.result(), f"\n{scene.scene.heading}{proposals.whose(asked, scene)}")
            for pick, line in zip(scene.picked, proposals.lines(asked, scene), strict=True):
                _explain(pick, line)
    else:
        shots, scenes = sum(1 for _ in picked(made)), len(made.scenes)
        said = f"{shots} shots in {scenes} {'scene' if scenes == 1 else 'scenes'}" if shots else "nothing to direct"
        same = ", as they were" if shots and made.same else ""
        options.say(options.words(), f"{path}: {said}{same}{proposals.spent(asked)}")


def _explain(pick: Picked, line: str) -> None:
    told = ", ".join(f"{term} {saved:+.1f}" for term, saved in _gains(pick) if abs(saved) < 1000)
    head = f"{pick.shot.label:<5} {clock(pick.shot.seconds):>7}  {line}"
    options.say(options.result(), head)
    options.say(options.result(), f"      {pick.reason.words}{f' ({told})' if told else ''}")


def _gains(pick: Picked) -> list[tuple[str, float]]:
    return sorted(pick.reason.gains.items(), key=lambda pair: -pair[1])


def _json(path: str, made: Directed, asked: Proposed | None, how: str) -> dict[str, Any]:
    shots = [{"shot": pick.shot.label, "seconds": str(pick.shot.seconds), "line": line,
              "kind": pick.take.kind, "why": pick.reason.words,
              "saves": {term: round(saved, 3) for term, saved in _gains(pick)}}
             for scene in made.scenes for pick, line in zip(scene.picked, proposals.lines(asked, scene), strict=True)]
    text = {"text": made.after} if how == "stdout" and not made.faults else {}
    return {"file": path, "changed": not made.same, "written": how == "write" and not made.same, "shots": shots,
            "left": list(made.left), "problems": [f"{one.code}: {one.message}" for one in made.faults],
            "diff": rewrite.diff(path, made.before, made.after), **text, **proposals.as_json(asked)}
