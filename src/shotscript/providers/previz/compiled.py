"""How kernels are compiled and where the machine code is kept.

Numba's disk cache does not notice an edit in a file that a kernel only calls into, so the cache folder carries a digest
of every kernel file in its name. It is set before any kernel is decorated, hence here, where all kernels import from.
Fast maths stays off: frames must be the same bytes on every CPU.
"""

from __future__ import annotations

import os
from pathlib import Path

import llvmlite.binding as llvm
import numba
from numba import config, njit

from ...core import cache, digest

READY = "ready"
FILES = (Path(__file__), *sorted((Path(__file__).parent / "kernels").glob("*.py")))


def cache_folder() -> Path:
    """The folder of this version's machine code for this processor; NUMBA_CACHE_DIR moves its parent."""
    files = [[path.name, digest.of_bytes(path.read_bytes())] for path in FILES]
    name = "kernels-" + digest.of([numba.__version__, llvm.get_host_cpu_name(), files])[:16]
    return Path(os.environ.get("NUMBA_CACHE_DIR") or cache.folder()) / name


def is_cold() -> bool:
    """Whether the kernels have not all been compiled on this machine yet."""
    return not (cache_folder() / READY).exists()


def mark_warm() -> None:
    """Note that all are; without a folder that can be written they are compiled anew by every process."""
    if cache_folder().is_dir():
        (cache_folder() / READY).touch()


def _can_keep() -> bool:
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(cache_folder(), os.W_OK)


setattr(config, "CACHE_DIR", str(cache_folder()))  # noqa: B010 - numba makes its settings at run time
kernel = njit(cache=_can_keep(), fastmath=False, nogil=True, error_model="numpy", boundscheck=False)
