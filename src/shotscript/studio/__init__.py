"""The door every face uses, and the documented Python API.

    film = shotscript.compile("film.fountain", provider="kling-3-omni")    pure: text in, values out
    made = shotscript.produce(film)                                        acts: writes clips and a reel

`read` is the first half of `compile`: everything that does not depend on a provider. The writer's mistakes are in
`problems`, never raised; what is raised is in `core.errors`. All but `read` is loaded when first used: who only checks
does not wait for providers, and who compiles it not for what encodes and joins.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .read import read
from .reading import Read, script_name

if TYPE_CHECKING:
    from .film import Film, Made, build_folder
    from .lowering import lower
    from .make import Watch, prepare, produce
    from .versions import compile, version

__all__ = ["Film", "Made", "Read", "Watch", "build_folder", "compile", "lower", "prepare", "produce", "read",
           "script_name", "version"]

_HOMES = {"Film": "film", "Made": "film", "build_folder": "film", "lower": "lowering", "compile": "versions",
          "version": "versions", "Watch": "make", "prepare": "make", "produce": "make"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'shotscript.studio' has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
