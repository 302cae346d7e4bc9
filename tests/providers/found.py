"""The providers there are, and how many films each is asked: a few in `make test`, many in `make proof`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from shotscript import providers

FOUND = providers.find()
FOLDER = Path(providers.__file__).parent
PROOF = bool(os.environ.get("SHOTSCRIPT_PROOF"))
"""Set by `make proof`: more films, and a fault is shrunk to the smallest script that has it."""

EACH = pytest.mark.parametrize("provider", FOUND.values(), ids=FOUND)
MANY = settings(
    max_examples=300 if PROOF else 12, deadline=None, derandomize=not PROOF, database=None,
    suppress_health_check=list(HealthCheck), print_blob=PROOF,
    phases=(Phase.generate, Phase.shrink) if PROOF else (Phase.generate,),
)


def told(faults: list[str], most: int = 12) -> str:
    """Faults as a page: the first ones whole, the rest by number."""
    rest = f"\n\n... and {len(faults) - most} more" if len(faults) > most else ""
    return f"{len(faults)} faults\n\n" + "\n\n".join(faults[:most]) + rest
