"""The build folder: plain, diffable text, disposable. What an earlier build left in it under our names goes.

    prompts/001-1A-1D.md     a segment to read: its prompt, script beside prompt, losses, price, references
    requests/001-1A-1D.json  the exact body
    plan.json                the packing, what each segment costs, and the day the provider's facts were checked
    losses.json price.json sources.json timeline.json
    index.html               all of it in a browser
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from ..core import files
from ..core.errors import FileError, UsageError
from ..providers.review import markdown
from ..studio import Film
from ..studio.edition import Edition, Places, edition, prices, stem
from .page import page

_OURS = re.compile(r"[0-9]{3,}-.*\.(md|json)", re.DOTALL)
_FOLDERS = ("prompts", "requests")
_FACTS = ("plan.json", "losses.json", "sources.json", "price.json", "timeline.json", "compare.json")


def write(film: Film, target: Path) -> Edition:
    """Write a film's build folder, and hand back what stands in it."""
    made = edition(film)
    put(texts(film, made), target)
    return made


def load(folder: Path) -> Edition:
    """What a build folder holds, from its files alone. UsageError where it is none."""
    if not (folder / "plan.json").is_file():
        raise UsageError(f"{folder} is no build folder: it holds no plan.json{_inner(folder)}")
    try:
        return Edition.model_validate({name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
                                       for name in Edition.model_fields})
    except (ValidationError, ValueError) as trouble:
        raise UsageError(f"{folder} is no build of this version: {str(trouble).splitlines()[0]}; compile it again"
                         ) from trouble
    except OSError as trouble:
        raise FileError(f"cannot read {trouble.filename}: {trouble.strerror}") from trouble


def _inner(folder: Path) -> str:
    """A folder of several builds says which ones it holds."""
    try:
        inner = sorted(one.name for one in folder.iterdir() if (one / "plan.json").is_file())
    except OSError:
        return ""
    return f"; it holds the builds {', '.join(inner)}" if inner else ""


def texts(film: Film, made: Edition) -> dict[str, str]:
    """Every file of a build by its path in the folder."""
    found = {}
    for one, draft, price in zip(film.segments, film.drafts, film.prices, strict=True):
        found[f"prompts/{stem(one)}.md"] = markdown(one, draft, film.context, price)
        found[f"requests/{stem(one)}.json"] = _json(draft.request.body)
    found["plan.json"] = made.plan.model_dump_json(indent=1) + "\n"
    found["losses.json"] = _rows(loss.model_dump_json() for loss in made.losses)
    found["sources.json"] = _named({at: _rows((_encode(one) for one in pieces), "")
                                    for at, pieces in made.sources.items()})
    found["price.json"] = _json(prices(film).model_dump(mode="json"))
    timeline = _named_from(film.timeline.model_dump(mode="json"), Places(film))
    found["timeline.json"] = to_json(timeline, indent=1).decode() + "\n"
    found["index.html"] = page(film, made)
    return found


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def put(made: Mapping[str, str], target: Path) -> None:
    """Write files below `target`, and take away what an earlier build left under our names. A file that already holds
    its text is left alone: after an edit most of them do."""
    files.sweep(files.folder(target))
    for folder in _FOLDERS:
        if any(name.startswith(f"{folder}/") for name in made) or (target / folder).is_dir():
            files.sweep(files.folder(target / folder))
            _tidy(target / folder, {name.partition("/")[2] for name in made if name.startswith(f"{folder}/")})
    if any((target / name).is_file() for name in ("plan.json", "compare.json")):
        for name in set(_FACTS) - made.keys():
            files.remove(target / name)
    for name, text in made.items():
        if not _holds(target / name, text):
            files.write(target / name, text, sync=False)


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode(errors="backslashreplace")
    except OSError:
        return False


def _tidy(folder: Path, kept: set[str]) -> None:
    try:
        for left in folder.iterdir():
            if left.is_file() and left.name not in kept and _OURS.fullmatch(left.name):
                left.unlink()
        if not kept and not any(folder.iterdir()):
            folder.rmdir()
    except OSError as trouble:
        raise FileError(f"cannot tidy {folder}: {trouble.strerror}") from trouble


def _named_from(value: Any, places: Places) -> Any:
    """The same with the files of its spans named from the project folder."""
    if isinstance(value, list):
        return [_named_from(one, places) for one in value]
    if isinstance(value, dict):
        return {key: places.files.get(one, one) if key == "source" else _named_from(one, places)
                for key, one in value.items()}
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _rows(rows: Iterable[str], end: str = "\n") -> str:
    """A JSON array, a row a line: what changes is a line of a diff."""
    joined = ",\n".join(rows)
    return f"[\n{joined}\n]{end}" if joined else f"[]{end}"


def _named(values: Mapping[str, str]) -> str:
    joined = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}: {value}" for name, value in values.items())
    return f"{{\n{joined}\n}}\n" if joined else "{}\n"
