"""The system's keyring, by the `keyring` package: an extra. Keys are read from it where it opens without asking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ..core import secret
from ..core.errors import FileError, UsageError

NAME = "shotscript"
"""What the keyring calls us."""
LACK = "the system's keyring is read by a package that is not installed: pip install 'shotscript[keyring]'"


def installed() -> bool:
    return find_spec("keyring") is not None


def find(variable: str) -> str:
    """A key, nothing where there is none or the keyring does not open."""
    if not installed():
        return ""
    ring = import_module("keyring")
    try:
        return (ring.get_password(NAME, variable) or "").strip()
    except ring.errors.KeyringError:
        return ""


def put(variable: str, value: str) -> str:
    """Keep a key; what the keyring is called. UsageError without the package, FileError where it does not open."""
    secret.keep(value)
    with _opened() as ring:
        ring.set_password(NAME, variable, value)
        return ring.get_keyring().name


def drop(variable: str) -> bool:
    """Forget a key; False where there was none."""
    with _opened() as ring:
        if ring.get_password(NAME, variable) is None:
            return False
        ring.delete_password(NAME, variable)
        return True


def title() -> str:
    """What the keyring is called, nothing where there is none that opens."""
    if not installed():
        return ""
    ring = import_module("keyring").get_keyring()
    return ring.name if ring.priority > 0 else ""


@contextmanager
def _opened() -> Iterator[Any]:
    if not installed():
        raise UsageError(LACK)
    ring = import_module("keyring")
    try:
        yield ring
    except ring.errors.NoKeyringError:
        raise FileError("this system has no keyring that opens; set the variable in the environment") from None
    except ring.errors.KeyringError as trouble:
        # Some keyrings repeat what they were given: neither their words nor a traceback through them may show it.
        raise FileError(f"the keyring failed: {type(trouble).__name__}") from None
