"""`shotscript retarget`: what becomes of a film when it moves from one provider to another."""

from __future__ import annotations

from pathlib import Path

import click

from ..core.errors import UsageError
from ..core.timebase import clock
from ..providers import named
from ..providers.contract import Provider, Status
from ..studio import read, version
from ..studio.changes import changes
from ..studio.edition import edition
from . import difference, options


@click.command("retarget")
@options.files
@click.option("--from", "old", default="", metavar="PROVIDER", help="Where it is now; else the script's own provider.")
@click.option("--to", "new", default="", metavar="PROVIDER", help="Where it goes; else the first that follows --from.")
@options.only
@options.format
def command(files: tuple[str, ...], old: str, new: str, only: str, form: str) -> int:
    """What changes when a film moves to another provider: segments, lengths, losses, price and prompts."""
    for path in files:
        film = read(Path(path), only=only)
        before = version(film, old)
        after = version(film, new or _successor(before.provider))
        found = changes(edition(before), edition(after))
        if form == "json":
            options.answer({"file": path, "from": _facts(before.provider), "to": _facts(after.provider),
                            **found.model_dump(mode="json")})
        else:
            options.show(options.result(), *map(_told, (before.provider, after.provider)))
            difference.show(found)
    return 0


def _successor(old: Provider) -> str:
    for name in old.successors:
        return named(name).name
    raise UsageError(f"nothing is known to follow {old.name}; say --to")


def _facts(one: Provider) -> dict[str, object]:
    return {"name": one.name, "title": one.title, "status": str(one.status), "checked": one.checked.isoformat(),
            "retired": one.retired and one.retired.isoformat(), "successors": list(one.successors)}


def _told(one: Provider) -> str:
    closed = f" {one.retired}" if one.retired else ""
    follow = f", followed by {', '.join(one.successors)}" if one.successors else ""
    status = f"{one.status}{closed}{follow}" if one.status is not Status.LIVE else "live"
    longest = f"up to {clock(one.limits.longest)}" if one.limits.longest else "any length"
    return f"{one.title}: {status}; {one.limits.cuts} cuts, {longest}; facts of {one.checked}"
