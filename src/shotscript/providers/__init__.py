"""Segments to requests: one folder a provider, found by looking.

A folder here that holds PROVIDER (one), PROVIDERS (several) or GATEWAY is found; nothing lists them. Other packages
add theirs by the entry-point group `shotscript.providers`, each entry a Provider, several, or a module that holds them.
A gateway is joined with every model it carries: `fal/veo-3.1`. `phrase` is no provider: it is what they write with.

They are looked for when first asked: a script that names none can be checked without.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .finding import GROUP, find, named, through

__all__ = ["GROUP", "find", "named", "through"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'shotscript.providers' has no attribute {name!r}")
    return getattr(import_module(".finding", __name__), name)
