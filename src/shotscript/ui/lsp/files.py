"""The files that a path under way may go on to: those of the folder it has come to, inside the project."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ...core.world import OutsideProject, World

MOST = 200


def files(world: World, near: str, typed: str) -> Iterator[tuple[str, bool]]:
    """Paths as they would be written, and whether each is a folder; hidden ones left out."""
    folder = typed.rpartition("/")[0]
    try:
        full = world.resolve(near, folder or ".")
    except OutsideProject:
        return
    try:
        with os.scandir(full) as entries:
            found = sorted((entry.name, entry.is_dir()) for entry in entries if not entry.name.startswith("."))
    except (OSError, ValueError):
        return
    for name, is_folder in found[:MOST]:
        yield (f"{folder}/" if folder else "") + name + "/" * is_folder, is_folder
