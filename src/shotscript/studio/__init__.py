"""The door every face uses, and the documented Python API.

    film = shotscript.compile("film.fountain", provider="kling-3-omni")    pure: text in, values out
    made = shotscript.produce(film)                                        acts: writes clips and a reel

`read` is the first half of `compile`: everything that does not depend on a provider. The writer's mistakes are in
`problems`, never raised; what is raised is in `core.errors`. What acts is loaded when first used, with all that encodes
and joins: who only checks or compiles does not wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .film import Film, Made, Read, build_folder, script_name
from .lower import lower
from .read import read
from .versions import compile, version

if TYPE_CHECKING:
    from .make import Watch, prepare, produce

__all__ = ["Film", "Made", "Read", "Watch", "build_folder", "compile", "lower", "prepare", "produce", "read",
           "script_name", "version"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'shotscript.studio' has no attribute {name!r}")
    return getattr(import_module(".make", __name__), name)
