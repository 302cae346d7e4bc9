"""Run as a program: what the providers named write of the tour, as digests, for a process to compare with its own."""

from __future__ import annotations

import json
import sys

from films import segments, toured
from found import FOUND

from shotscript.core import digest
from shotscript.providers.contract import Provider


def written(provider: Provider) -> str:
    """A digest of every request, prompt, map, verdict and problem, in order."""
    rows = []
    for one in toured():
        context = one.context()
        for segment in segments(one, provider.limits):
            draft = provider.write(segment, context)
            rows.append([draft.request.key, draft.request.model_dump(mode="json"),
                         [loss.model_dump(mode="json") for loss in draft.losses], [str(p) for p in draft.problems],
                         str(provider.price(segment))])
    return digest.of(rows)


if __name__ == "__main__":
    print(json.dumps({name: written(FOUND[name]) for name in sys.argv[1:]}))
