"""What a command waits for when it starts: nothing it does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from shotscript import studio

HEAVY = ("av", "moviepy", "numba", "shotscript.stitch", "shotscript.film.encode")


@pytest.mark.parametrize("code", [
    "import shotscript; shotscript.read",
    "from shotscript.studio import compile, lower, read",
    "from shotscript.providers import named; named('previz'); named('kling-3-omni')",
    "import shotscript; shotscript.compile('INT. ROOM - DAY\\n\\nRain.\\n', provider='previz').requests[0].key",
])
def test_who_reads_or_compiles_loads_no_encoder_and_no_renderer(code: str):
    asked = f"{code}\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_what_acts_is_there_when_asked_for_in_any_order():
    code = ("from shotscript import studio\nimport shotscript.studio.make as module\nimport shotscript.studio.passes\n"
            "assert studio.produce is module.produce and studio.prepare is module.prepare\n"
            "from shotscript.studio import compile, produce, read\nassert callable(produce) and callable(read)\n"
            "from shotscript.providers import named\nassert named('previz').draw and named('previz').prepare")
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = studio.nothing
