"""What stands of each shot and take of a film, told in the terminal or as JSON: `review --summary`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from ..core.errors import ShotscriptError
from ..core.show import visible
from ..studio import Read, read, rushes, version
from ..studio.judgements import Judgement, Row, book, path_of, rows
from . import options

_SINCE = {"": "", "changed": ", changed since", "gone": ", in the film no more"}
_TOLD = {"rejected": "rejected", "changed": "changed since", "open": "open", "gone": "in the film no more",
         "takes": "judged take", "comments": "comment"}


def tell(path: Path, variant: str, form: str) -> int:
    """The whole answer. Lines of the file that cannot be read are told apart; what is right counts all the same."""
    held = book(path_of(path))
    said = tuple(one for one in held.judgements if one.script in ("", path.name))
    script = read(path)
    told = rushes.told(rushes.film(script, variant))
    found = rows(said, told, _keys(script, variant, said))
    for words in held.broken:
        options.say(options.words(), words)
    if form == "json":
        options.answer({"file": str(path), "counts": counts(found), "shots": [_json(row) for row in found],
                        "broken": list(held.broken)})
    else:
        click.echo("\n".join(visible(line) for line in _lines(path, found)))
    return 0


def counts(found: Sequence[Row]) -> dict[str, int]:
    """Each shot counts once: as approved or rejected where that holds, else as changed since then, or as open. `gone`
    are shots that somebody spoke of and that are in the film no more."""
    shots = [row for row in found if not row.take and row.since != "gone"]
    tally = Counter(row.since or row.stands for row in shots)
    return {"shots": len(shots), **{word: tally[word] for word in ("approved", "rejected", "changed", "open")},
            "gone": len({row.shot for row in found if row.since == "gone"}),
            "takes": sum(bool(row.take and row.verdict) for row in found),
            "comments": sum(len(row.comments) for row in found)}


def _lines(path: Path, found: Sequence[Row]) -> Iterator[str]:
    wide = max((len(row.shot) for row in found), default=0)
    for row in found:
        name = f"{'':{wide}}  {row.take}" if row.take else f"{row.shot:{wide}}"
        by = f"  {row.verdict.who}, {_when(row.verdict)}" if row.verdict else ""
        yield f"{name}  {row.stands}{_SINCE[row.since]}{by}"
        if row.verdict and row.verdict.words:
            yield f"{'':{wide}}    {_words(row.verdict)}"
        for one in row.comments:
            yield f"{'':{wide}}    {one.who}, {_when(one)}: {_words(one)}"
    yield f"{path.name}: {_total(counts(found))}"


def _total(tally: dict[str, int]) -> str:
    words = [f"{tally['shots']} shot{'s' * (tally['shots'] != 1)}: {tally['approved']} approved"]
    words += [f"{tally[word]} {_TOLD[word]}" for word in ("rejected", "changed", "open", "gone") if tally[word]]
    words += [f"{tally[word]} {_TOLD[word]}{'s' * (tally[word] != 1)}" for word in ("takes", "comments") if tally[word]]
    return ", ".join(words)


def _when(one: Judgement) -> str:
    return one.at.replace("T", " ")[:16]


def _words(one: Judgement) -> str:
    return " ".join(one.words.split())


def _json(row: Row) -> dict[str, Any]:
    verdict = row.verdict
    return {"shot": row.shot, "take": row.take, "stands": row.stands, "since": row.since,
            **({"who": verdict.who, "at": verdict.at, "words": verdict.words} if verdict else {}),
            "comments": [{"who": one.who, "at": one.at, "words": one.words} for one in row.comments]}


def _keys(script: Read, variant: str, said: Iterable[Judgement]) -> Container[str]:
    """The keys of what would be asked for now at the providers whose takes were judged: as the script is written, and
    in its variants as long as a take is unaccounted for."""
    found: set[str] = set()
    wanted = {(one.take.rsplit("/", 2)[0], one.of) for one in said if one.take and one.verdict != "comment"}
    versions = dict.fromkeys(("", variant, *(one.name for one in script.story.variants)))
    for provider in sorted({provider for provider, _ in wanted}):
        for each in versions:
            if all(of in found for name, of in wanted if name == provider):
                break
            found |= _asked(script, provider, each)
    return found


def _asked(script: Read, provider: str, variant: str) -> set[str]:
    """Of a provider there is no more, nothing would be asked."""
    try:
        return {one.key for one in version(script, provider, variant=variant).requests}
    except ShotscriptError:
        return set()
