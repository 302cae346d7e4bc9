"""Codes for deflate (RFC 1951): lengths after how often each symbol comes, and their bits as they are written.

A code is kept in one number: its bits, the first lowest, above eight bits that say how many they are.
"""

from __future__ import annotations

import numpy as np

from ..compiled import kernel

LONGEST = 13  # bits of a code: four of them and what is left of a word go into 64


@kernel
def lengths(counts, most, out):
    """How many bits each symbol gets, at most `most`, into `out`; none for what never comes. The rarest first, then
    by number: the same counts, the same bits."""
    out[:] = 0
    used = np.flatnonzero(counts)
    if len(used) < 2:
        out[used] = 1
        return
    order = used[np.argsort(counts[used] * counts.shape[0] + used)]
    depth = _depths(counts[order])
    _shorten(depth, most)
    for i in range(len(order)):
        out[order[i]] = depth[i]


@kernel
def _depths(weights):
    """Huffman's own: of weights, smallest first, the two lightest trees become one until one is left."""
    m = len(weights)
    weight, parent, depth = np.empty(2 * m, np.int64), np.zeros(2 * m, np.int64), np.zeros(2 * m, np.int64)
    weight[:m] = weights
    leaf, node = 0, m
    for made in range(m, 2 * m - 1):
        total = 0
        for _ in range(2):
            if leaf < m and (node >= made or weight[leaf] <= weight[node]):
                pick, leaf = leaf, leaf + 1
            else:
                pick, node = node, node + 1
            total += weight[pick]
            parent[pick] = made
        weight[made] = total
    for i in range(2 * m - 3, -1, -1):
        depth[i] = depth[parent[i]] + 1
    return depth[:m]


@kernel
def _shorten(depth, most):
    """No depth above `most`, and still a code: the rarest pay for it, the commonest get back what is left over."""
    room, full = 0, 1 << most
    for i in range(len(depth)):
        depth[i] = min(depth[i], most)
        room += full >> depth[i]
    i = 0
    while room > full:
        while depth[i] >= most:
            i += 1
        depth[i] += 1
        room -= full >> depth[i]
    for i in range(len(depth) - 1, -1, -1):
        while depth[i] > 1 and room + (full >> depth[i]) <= full:
            room += full >> depth[i]
            depth[i] -= 1


@kernel
def codes(bits, out):
    """The code of each symbol from its number of bits, as RFC 1951 hands them out."""
    many, following = np.zeros(17, np.int64), np.zeros(17, np.int64)
    for s in range(len(bits)):
        many[bits[s]] += 1
    many[0] = 0
    for n in range(1, 17):
        following[n] = (following[n - 1] + many[n - 1]) << 1
    for s in range(len(bits)):
        code, turned = following[bits[s]], 0
        following[bits[s]] += 1
        for _ in range(bits[s]):
            turned, code = (turned << 1) | (code & 1), code >> 1
        out[s] = (turned << 8) | bits[s]
