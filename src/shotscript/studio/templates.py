"""A user's own templates, read from a folder: `kling/shot.jinja2` in it stands in for Kling's own words for a shot."""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path

from .. import providers
from ..core.diagnostic import nearest
from ..core.errors import FileError, UsageError
from ..core.settings import FILE, settings
from ..core.world import DiskWorld, OutsideProject
from ..providers.phrase.fence import SOURCE
from ..providers.phrase.stencil import check, names


def load(folder: Path) -> Mapping[str, str]:
    """The templates in a folder, by provider folder and name: `{"kling/shot.jinja2": "..."}`, each checked.

    UsageError for one that stands in for nothing, is no text, or may not be run; FileError where the disk fails.
    """
    known, found = _known(), {}
    for name, path in _files(folder):
        if name not in known:
            near = nearest(name, known, most=4) or known
            raise UsageError(f"{path} stands in for no template; there is {' or '.join(near)}")
        found[name] = _source(path)
        check(name, found[name])
    if not found:
        raise UsageError(f"{folder} holds no templates; there is {' or '.join(known)}")
    return found


def of_project(project: Path) -> Mapping[str, str]:
    """The templates that a project's own settings name. They lie in the project, as all that its files reach."""
    config = settings(project)
    if not config.templates:
        return {}
    world = DiskWorld(project, tuple(project / folder for folder in config.allow))
    try:
        return load(Path(world.resolve(str(project / FILE), config.templates)))
    except OutsideProject as trouble:
        raise UsageError(f"{project / FILE}: templates: {config.templates} is not in the project") from trouble


def _known() -> tuple[str, ...]:
    """Every template there is, of the providers here and of other packages."""
    here = [f"{providers.__name__}.{one.name}" for one in pkgutil.iter_modules(providers.__path__) if one.ispkg]
    others = [entry.module for entry in entry_points(group=providers.GROUP)]
    packages = (*here, *others, *(module.rpartition(".")[0] for module in others if "." in module))
    return tuple(sorted({name for one in packages for name in names(one) if not name.startswith("phrase/")}))


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """What lies in the folders of a folder, and beside them by mistake, in the order of the names."""
    for place in _listed(folder):
        if not place.is_dir():
            yield place.name, place
            continue
        for path in _listed(place):
            yield f"{place.name}/{path.name}", path


def _listed(folder: Path) -> list[Path]:
    try:
        held = sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError, ValueError) as trouble:
        raise UsageError(f"there is no folder {folder}") from trouble
    except OSError as trouble:
        raise FileError(f"cannot read {folder}: {trouble.strerror}") from trouble
    return [folder / name for name in held if not name.startswith((".", "README"))]


def _source(path: Path) -> str:
    try:
        if path.stat().st_size > 4 * SOURCE:
            raise UsageError(f"{path} is larger than a template may be: {SOURCE:,} characters")
        return DiskWorld(path.parent).read_text(str(path))
    except UnicodeDecodeError as trouble:
        raise UsageError(f"{path} is no UTF-8 text") from trouble
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror or 'it is not there'}") from trouble
