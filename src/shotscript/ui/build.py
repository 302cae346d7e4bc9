"""The build folder: plain, diffable text, disposable. What an earlier build left in it under our names goes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ..core import files
from ..core.errors import FileError
from ..core.span import Source
from ..providers.review import markdown
from ..studio import Film

_OURS = re.compile(r"[0-9]{3,}-.*\.(md|json)", re.DOTALL)


def write(film: Film, target: Path) -> None:
    """prompts/*.md, requests/*.json, losses.json, sources.json, price.json and timeline.json."""
    files.sweep(files.folder(target))
    prices = film.prices
    prompts, requests = {}, {}
    for one, draft, price in zip(film.segments, film.drafts, prices, strict=True):
        name = f"{one.index + 1:03d}-{one.name}"
        prompts[f"{name}.md"] = markdown(one, draft, film.context, price)
        requests[f"{name}.json"] = _json(draft.request.body)
    _folder(target / "prompts", prompts)
    _folder(target / "requests", requests)
    files.write(target / "losses.json", _json([_place(loss.model_dump(mode="json"), film) for loss in film.losses]))
    files.write(target / "sources.json", _json({r.segment: _pieces(film, r) for r in film.requests}))
    files.write(target / "timeline.json", _json(film.timeline.model_dump(mode="json")))
    files.write(target / "price.json", _json({
        "provider": film.provider.name, "currency": "USD", "total": str(sum(prices)),
        "segments": {one.name: str(price) for one, price in zip(film.segments, prices, strict=True)},
    }))


def _folder(folder: Path, texts: dict[str, str]) -> None:
    files.sweep(files.folder(folder))
    for name, text in texts.items():
        files.write(folder / name, text)
    try:
        for left in folder.iterdir():
            if left.is_file() and left.name not in texts and _OURS.fullmatch(left.name):
                left.unlink()
    except OSError as trouble:
        raise FileError(f"cannot tidy {folder}: {trouble.strerror}") from trouble


def _pieces(film: Film, request: Any) -> list[dict[str, Any]]:
    """The map from each piece of a prompt to its line and column in the script."""
    return [
        _place({"text": request.prompt[p.start : p.end], "span": p.span and {
            "start": p.span.start, "end": p.span.end, "source": p.span.source}}, film)
        for p in request.pieces
    ]


def _place(value: dict[str, Any], film: Film) -> dict[str, Any]:
    """A span said as file, line and column."""
    span = value.pop("span")
    if span:
        source = film.read.sources.get(span["source"]) or Source(span["source"], "")
        line, column = source.position(span["start"])
        value |= {"file": Path(source.name).name, "line": line, "column": column}
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"
