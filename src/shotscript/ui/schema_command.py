"""`shotscript schema`: the JSON schemas of all that leaves the process, for programs that read it."""

from __future__ import annotations

import json
from typing import Any

import click
from pydantic import TypeAdapter

from ..narrative.story import Story
from ..plan.timeline import Segment, Timeline
from ..providers.contract import Request
from ..studio.changes import Changes
from ..studio.compare import Comparison
from ..studio.edition import LossRow, PieceRow, Plan, Prices
from ..studio.matrix import Matrix
from ..studio.plans import Planning
from ..studio.qc import Quality

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHAPES: dict[str, Any] = {
    "story": Story, "timeline": Timeline, "segments": list[Segment], "request": Request, "losses": list[LossRow],
    "plan": Plan, "price": Prices, "sources": dict[str, list[PieceRow]], "compare": Comparison, "diff": Changes,
    "matrix": Matrix, "planning": Planning, "quality": Quality,
}
"""By name: `show story`, `show segments`, `show prompts` (a list of requests), `plan`, the files of a build folder."""


@click.command("schema")
@click.argument("what", type=click.Choice(list(SHAPES)), required=False)
def command(what: str | None) -> int:
    """Print the JSON schema of one thing, or of all of them by name."""
    found = schema(what) if what else {name: schema(name) for name in SHAPES}
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


def schema(what: str) -> dict[str, Any]:
    """The schema of what is written, which may leave out what it is read without."""
    return {"$schema": DIALECT, "title": what, **TypeAdapter(SHAPES[what]).json_schema(mode="serialization")}
