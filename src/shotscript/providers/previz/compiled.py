"""How kernels are compiled and where the machine code is kept.

Numba's disk cache does not notice an edit in a file that a kernel only calls into, so the cache folder carries a digest
of every kernel file in its name. It is set before any kernel is decorated, hence here, where all kernels import from.
Fast maths stays off: frames must be the same bytes on every CPU.
"""

from __future__ import annotations

import os
from pathlib import Path

from numba import config, njit
from platformdirs import user_cache_dir

from ...core import digest

FILES = (Path(__file__), *sorted((Path(__file__).parent / "kernels").glob("*.py")))


def cache_folder() -> Path:
    """The folder of this version's machine code; NUMBA_CACHE_DIR moves its parent."""
    name = "kernels-" + digest.of([[path.name, digest.of_bytes(path.read_bytes())] for path in FILES])[:16]
    return Path(os.environ.get("NUMBA_CACHE_DIR") or user_cache_dir("shotscript")) / name


def is_cold() -> bool:
    """Whether no kernel has been compiled on this machine yet."""
    return not any(cache_folder().glob("**/*.nbi"))


setattr(config, "CACHE_DIR", str(cache_folder()))  # noqa: B010 - numba makes its settings at run time
kernel = njit(cache=True, fastmath=False, nogil=True, error_model="numpy", boundscheck=False)
