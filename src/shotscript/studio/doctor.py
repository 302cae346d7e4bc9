"""What this machine has for making films, and what to do about what it lacks. Looks, and asks nobody: no network.

Names of keys are told and nothing else of them, not even their length.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ..core import cache, secret
from ..core.errors import MediaError, ShotscriptError, UsageError
from ..core.installed import Finding, State, packages
from ..core.settings import FILE, Settings, settings
from ..core.world import project_of
from ..film import fonts, libraries
from ..providers import find
from ..providers.contract import Provider
from ..providers.previz import compiled
from ..render import ring
from ..render.auth import Keys, missing, sound, takers
from .lowering import LEDGER

_ROOM = 2 << 30
"""Bytes a film of some minutes may need, with all its takes."""
_SQLITE = (3, 37)
"""The first with strict tables."""
SCRIPTS = {
    "Latin": "Añgßłő", "Greek": "Ωμέγα", "Cyrillic": "Жёлтый", "Chinese": "电影灯光龍門", "Japanese": "映画カメラあ",
    "Korean": "영화촬영", "Arabic": "فيلم", "Hebrew": "סרט", "Devanagari": "फ़िल्म", "Bengali": "চলচ্চিত্র", "Tamil": "படம்",
    "Thai": "ภาพยนตร์", "Armenian": "ֆիլմ", "Georgian": "ფილმი", "Ethiopic": "ፊልም",
}
"""Words of each script whose letters a font for it has."""


def examine(place: Path) -> tuple[Finding, ...]:
    """All there is to say, from the program outwards. `place` is a script, or a file of a project that need not be
    there: its project is looked at too."""
    project = project_of(place)
    said, *wrong = _settings(project)
    return (*packages(), *_media(), *_renderer(), *_ledger(), *wrong, *_told(said), *_keys(said), *_folders(project),
            *_fonts(project, said))


def _settings(project: Path) -> tuple[Settings, *tuple[Finding, ...]]:
    try:
        return (settings(project),)
    except ShotscriptError as trouble:
        words = secret.hidden(str(trouble))
        return Settings(), Finding("project", FILE, "missing", words, "mend the file or remove it")


def _told(said: Settings) -> Iterator[Finding]:
    """The settings as they were read. What an address holds before its `@` is a key."""
    for name in sorted(said.model_fields_set):
        words = re.sub(r"(https?://)[^/@\s'\"]*@", r"\1***@", str(said.model_dump(mode="json")[name]))
        yield Finding("project", name, "fine", secret.hidden(words))
    if said.provider and said.provider not in find():
        yield Finding("project", "provider", "lack", f"no provider is called {said.provider!r}",
                      "`shotscript providers` lists them")


# -------------------------------------------------------------------------------------------- the machine


def _media() -> Iterator[Finding]:
    found = ", ".join(f"{name.removeprefix('lib')} {version}" for name, version in libraries.libraries().items())
    lacks = libraries.lacking()
    told = f"without {', '.join(lacks)}; {found}" if lacks else found
    yield Finding("film", "PyAV", "missing" if lacks else "fine", told,
                  "pip install --force-reinstall av" if lacks else "")
    version, where = libraries.program()
    yield Finding("film", "ffmpeg", "fine" if version else "lack", f"{version} {where}".strip(),
                  "" if version else "pip install --force-reinstall imageio-ffmpeg")


def _renderer() -> Iterator[Finding]:
    """Compiling takes half a minute, once."""
    cold = compiled.is_cold()
    told = f"{'not compiled yet' if cold else 'compiled'}, in {compiled.cache_folder()}"
    yield Finding("film", "renderer", "fine", told,
                  "the first previz compiles it, in half a minute" if cold else "")


def _ledger() -> Iterator[Finding]:
    good = sqlite3.sqlite_version_info >= _SQLITE
    yield Finding("program", "sqlite", "fine" if good else "missing", sqlite3.sqlite_version,
                  "" if good else "install a Python built with SQLite 3.37 or newer")


def _folders(project: Path) -> Iterator[Finding]:
    home, ledger = project / ".shotscript", project / LEDGER
    known = {"project": project, "cache": cache.folder(), "store": home / "store", "needs": home / "needs",
             "build": project / "build"}
    yield from (_folder(name, folder) for name, folder in known.items())
    rows = _bytes(ledger.stat().st_size) if ledger.is_file() else "none yet"
    yield Finding("folders", "ledger", "fine", f"{rows}, {ledger}")
    yield _disk("disk of the project", project)
    yield _disk("disk of the cache", cache.folder())


def _folder(name: str, folder: Path) -> Finding:
    there = _there(folder)
    good = os.access(there, os.W_OK | os.X_OK)
    state: State = "fine" if good else "lack" if name in ("cache", "needs") else "missing"
    told = str(folder) if name == "project" else f"{_amount(folder)}, {folder}"
    return Finding("folders", name, state, told, "" if good else f"make {there} writable")


def _disk(name: str, folder: Path) -> Finding:
    free = shutil.disk_usage(_there(folder)).free
    return Finding("folders", name, "fine" if free > _ROOM else "lack", f"{_bytes(free)} free",
                   "" if free > _ROOM else f"make room: {_bytes(_ROOM)} may be needed; build/ can always be removed")


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def _amount(folder: Path) -> str:
    """How many files and bytes lie in a folder. Links are not followed."""
    found = [Path(at, name).lstat().st_size for at, _, names in os.walk(folder) for name in names
             if os.path.lexists(Path(at, name))]
    return f"{len(found)} file{'' if len(found) == 1 else 's'}, {_bytes(sum(found))}" if found else "empty"


def _bytes(size: int) -> str:
    amount, unit = float(size), "B"
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if amount < 1000 or unit == "TB":
            break
        amount /= 1000
    return f"{amount:.3g} {unit}" if amount < 1000 else f"{amount:.0f} {unit}"


# ----------------------------------------------------------------------------------------------- letters


def _fonts(project: Path, said: Settings) -> Iterator[Finding]:
    own = tuple(project / path for path in said.fonts)
    try:
        shelf = fonts.shelf(own)
    except (UsageError, MediaError) as trouble:
        yield Finding("fonts", "of the project", "lack", str(trouble), f"mend `fonts` in {FILE}")
        shelf = fonts.shelf()
    yield Finding("fonts", "files", "fine", f"{len([one for one in shelf.files if one])} and the one inside Pillow")
    good = [name for name, word in SCRIPTS.items() if not shelf.lacking(word)]
    yield Finding("fonts", "scripts", "fine", ", ".join(good) or "none")
    bad = [name for name in SCRIPTS if name not in good]
    if bad:
        wanted = ", ".join(dict.fromkeys(map(_noto, bad)))
        yield Finding("fonts", "no letters", "lack", ", ".join(bad),
                      f'for words in these install {wanted}, or name a font: fonts = ["..."] in {FILE}')


def _noto(script: str) -> str:
    """The free font that has a script."""
    if script in ("Chinese", "Japanese", "Korean"):
        return "Noto Sans CJK"
    return "Noto Sans" if script in ("Latin", "Greek", "Cyrillic") else f"Noto Sans {script}"


# -------------------------------------------------------------------------------------------------- keys


def _keys(said: Settings) -> Iterator[Finding]:
    keys, title = Keys(), ring.title()
    yield Finding("keys", "keyring", "fine" if title else "lack", title or "none that opens",
                  "" if title else "keys are read from the environment alone"
                  + ("" if ring.installed() else ": pip install 'shotscript[keyring]'"))
    for name, who in takers().items():
        state, told = _key(keys, name)
        yield Finding("keys", name, state, f"{told}; for {_some(who)}",
                      f"set it anew: shotscript key set {name}" if state == "lack" else "")
    if not keys.found:
        yield Finding("keys", "services", "unset", "no key of any service is set",
                      "to render at one, set its variable, or keep it in the keyring: shotscript key set VARIABLE")
    yield from _wanted(keys, find().get(said.provider))


def _key(keys: Keys, name: str) -> tuple[State, str]:
    """Whether a variable is set and where, and whether what it holds can be a key."""
    there = keys.environment.get(name, "").strip()
    value = there or ring.find(name)
    if not value:
        return "unset", "not set"
    try:
        keys.found[name] = sound(name, value)
    except UsageError:
        return "lack", "set, and holds characters that no key has"
    return "fine", "set in the environment" if there else "in the keyring"


def _wanted(keys: Keys, provider: Provider | None) -> Iterator[Finding]:
    """Whether the project's own provider can be asked."""
    auth = provider.wire.auth if provider and provider.wire else None
    try:
        lacks = auth and keys.way(auth) is None
    except UsageError:
        return
    if provider and auth and lacks:
        yield Finding("keys", provider.name, "lack", "the project's provider has no key", missing(auth))


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
