"""Packing against every packing there is: 200 random scenes always, 2,000 for each provider's limits on request.

`make proof` asks for the second (SHOTSCRIPT_PROOF=1) and prints its figure.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import pytest
from brute import proven

from shotscript.plan.limits import Limits
from shotscript.providers import find

SCENES, PROOF, SHOTS = 200, 2000, 14
WORDS = ("prompt", "shot_words", "references", "prompt_unit", "continues")


@pytest.mark.parametrize("block", range(10))
def test_never_worse_than_brute_force(block: int):
    for seed in range(block * SCENES // 10, (block + 1) * SCENES // 10):
        planned, best = proven(seed, SHOTS)
        assert planned == best, seed


@pytest.mark.skipif(not os.environ.get("SHOTSCRIPT_PROOF"), reason="make proof")
def test_never_worse_for_any_providers_limits(capsys: pytest.CaptureFixture[str]):
    kinds = _kinds()
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for limits, names in kinds:
            wrong = [seed for seed, equal in enumerate(pool.map(partial(_equal, limits), range(PROOF), chunksize=50))
                     if not equal]
            assert not wrong, (names, wrong[:5])
            with capsys.disabled():
                print(f"packing is the best of all partitions: {PROOF} scenes, {', '.join(names)}")
    with capsys.disabled():
        print(f"{len(kinds) * PROOF} scenes of up to {SHOTS} shots, {len(kinds)} kinds of limits, "
              f"{sum(len(names) for _, names in kinds)} providers: every packing is the optimum")


def _equal(limits: Limits, seed: int) -> bool:
    planned, best = proven(seed, SHOTS, limits)
    return planned == best


def _kinds() -> list[tuple[Limits, list[str]]]:
    """Every provider's limits once, with the names of those who share them. Words play no part: `fits` is given."""
    kinds: dict[str, tuple[Limits, list[str]]] = {}
    for name, provider in find().items():
        key = provider.limits.model_dump_json(exclude=set(WORDS))
        kinds.setdefault(key, (provider.limits, []))[1].append(name)
    return list(kinds.values())
