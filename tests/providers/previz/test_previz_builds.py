"""The same bytes whatever instructions the kernels are compiled to: SSE2 alone, or all this processor has."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_previz_golden import FRAMES, drawn

PROOF = bool(os.environ.get("SHOTSCRIPT_PROOF"))


def digest():
    made = hashlib.sha256()
    for shot, more in FRAMES.values():
        made.update(drawn(shot, **more).tobytes())
    return made.hexdigest()


@pytest.mark.skipif(not PROOF, reason="make proof: it compiles all kernels twice")
@pytest.mark.parametrize("build", [{"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": ""},
                                   {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx2"}])
def test_sse2_and_avx2_draw_the_same(tmp_path, build):
    code = "import test_previz_builds as t; print(t.digest())"
    env = os.environ | build | {"PYTHONPATH": str(Path(__file__).parent), "NUMBA_CACHE_DIR": str(tmp_path)}
    told = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == digest()
