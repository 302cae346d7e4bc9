"""A compiler for film: a Fountain screenplay with shots in it becomes a previz reel and each video model's prompts.

    film = shotscript.compile("film.fountain")
    made = shotscript.produce(film)

The names below are loaded when first used, so that `shotscript check` need not wait for the renderer.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .core.errors import FileError, MediaError, MoneyError, ProviderError, ShotscriptError, UsageError
    from .studio import Film, Made, Read, compile, produce, read

__all__ = [
    "FileError", "Film", "Made", "MediaError", "MoneyError", "ProviderError", "Read", "ShotscriptError", "UsageError",
    "compile", "produce", "read",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'shotscript' has no attribute {name!r}")
    return getattr(import_module(".core.errors" if name.endswith("Error") else ".studio", __name__), name)
