"""`shotscript settle`: somebody has looked, and says what became of a job whose answer was lost."""

from __future__ import annotations

from pathlib import Path

import click

from ..core.errors import UsageError
from ..studio.takes import settle
from . import options


@click.command("settle")
@click.argument("file", metavar="FILE")
@click.argument("job", metavar="JOB")
@click.option("--never", is_flag=True, help="The service never took it: nothing was spent.")
@click.option("--took", default="", metavar="ID", help="The service took it, as this: render brings it home.")
def command(file: str, job: str, never: bool, took: str) -> int:
    """Say what became of an unknown job, after looking at the service's own page. `jobs` lists them."""
    if never == bool(took):
        raise UsageError("say one of the two: --never, or --took with the service's id of the job")
    order = settle(Path(file), job, took)
    said = f"is at the service as {took}: render brings it home" if took else "was never made, and cost nothing"
    options.say(options.words(), f"{order.segment} take {order.take} {said}")
    return 0
