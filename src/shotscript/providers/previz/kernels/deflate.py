"""Arrays of numbers packed by deflate (RFC 1951), several times as fast as a packer of any bytes and nearly as small.

Numbers are taken as words of four bytes. A word is looked for one pixel before, one row above, and where a word of its
hash came last; what is found goes on as far as it holds. Words lie across two neighbours' numbers, two bytes of each:
of numbers that change slowly the upper bytes stay the same, and with the first of the next, which are often nought,
three bytes of such a word are found one pixel before. All is decided by the bytes alone: the same array, the same pack.

A token is what is written for a word or a run of them: `BYTES` its own four bytes, `THREE` three of the pixel before
and its last byte, else words << 16 | how many words back they are found.
"""

from __future__ import annotations

import numpy as np

from ..compiled import kernel
from .huffman import LONGEST, codes, lengths

u1, u4, u8 = np.uint8, np.uint32, np.uint64
AHEAD = 2  # bytes before the first word
WINDOW = 8191  # words
BLOCK = 1 << 17  # words that share their codes
HASH = 13  # bits
MIX = u4(2654435761)
BYTES, THREE, MOST = 0, -1, 64  # tokens; the words of the longest match
LITERALS, DISTANCES, LENGTHS, END, FIRST = 286, 30, 19, 256, 257
LOW = u8(0xFFFFFFFF)
ORDER = np.array((16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15))


def _symbols(first, extra):
    """The symbol of each number from `first` on: classes of numbers that so many extra bits tell apart."""
    found = [symbol for symbol, bits in enumerate(extra) for _ in range(1 << bits)]
    return np.array([0] * first + found, np.uint8)


LENGTH = _symbols(3, [0] * 8 + [bits for bits in range(1, 6) for _ in range(4)])[: 4 * MOST + 1]
DISTANCE = np.ascontiguousarray(_symbols(1, [max(0, i // 2 - 1) for i in range(DISTANCES)])[: 4 * WINDOW + 1 : 4])


@kernel
def _put(out, at, held, n, bits, count):
    """`count` more bits after the `n` held ones: whole words go to `out`. No branch: which it is cannot be foreseen."""
    held |= u8(bits) << u8(n)
    n += count
    out[at] = u4(held & LOW)
    whole = n >> 5
    return at + whole, held >> u8(whole << 5), n & 31


@kernel
def _run(words, at, before, end):
    """How many words from `at` on are those from `before` on."""
    n = 0
    while at + n < end and words[before + n] == words[at + n]:
        n += 1
    return n


@kernel
def _parse(words, start, end, left, back, near, table, tokens, literals, distances):
    """Words [start, end) to tokens, and how often each symbol comes; returns how many tokens. A word is looked for in
    this very loop: a call would cost as much as the looking."""
    i, count = start, 0
    while i < end:
        w = words[i]
        slot = ((w * MIX) & LOW) >> u8(32 - HASH)
        last, run, away, three = table[slot], 0, 0, False
        table[slot] = i
        if i >= left:
            other = words[i - left] ^ w
            three = (other & u4(0xFFFFFF)) == 0
            if other == 0:
                run, away = _run(words, i, i - left, end), left
        if i >= back and words[i - back] == w:
            above = _run(words, i, i - back, end)
            if above > run:
                run, away = above, back
        if run == 0 and last >= 0 and i - last <= WINDOW and words[last] == w:
            run, away = _run(words, i, last, end), i - last
        if run > 1 or (run == 1 and (away == left or (away <= near and not three))):
            i += run
            count = _matched(run, away, tokens, count, literals, distances)
            continue
        tokens[count] = THREE if three else BYTES
        literals[3, w >> u4(24)] += 1
        if three:
            literals[1, FIRST + LENGTH[3]] += 1
            distances[DISTANCE[left]] += 1
        else:
            literals[0, w & u4(255)] += 1
            literals[1, (w >> u4(8)) & u4(255)] += 1
            literals[2, (w >> u4(16)) & u4(255)] += 1
        i, count = i + 1, count + 1
    return count


@kernel
def _matched(run, away, tokens, count, literals, distances):
    """A run as tokens, counted; returns how many there are now."""
    while run > 0:
        part = min(run, MOST)
        tokens[count] = (part << 16) | away
        literals[0, FIRST + LENGTH[4 * part]] += 1
        distances[DISTANCE[away]] += 1
        count, run = count + 1, run - part
    return count


@kernel
def _pair(a, b):
    """Two codes, one after the other: bits and their number."""
    return (a >> 8) | ((b >> 8) << (a & 255)), (a & 255) + (b & 255)


@kernel
def _match(size, away, literal, distance):
    """A match of `size` bytes `away` words back: its length's bits and their number, its distance's and theirs."""
    s, d = np.int64(LENGTH[size]), np.int64(DISTANCE[away])
    a, b = literal[FIRST + s], distance[d]
    more, further = max(0, s // 4 - 1), max(0, d // 2 - 1)
    long, far = (size - 3) & ((1 << more) - 1), (4 * away - 1) & ((1 << further) - 1)
    return ((a >> 8) | (long << (a & 255)), (a & 255) + more, (b >> 8) | (far << (b & 255)), (b & 255) + further)


@kernel
def _tell(words, i, left, tokens, count, literal, distance, out, at, held, n):
    """Tokens of the words from `i` on as codes, and the end of the block."""
    long, long_n, far, far_n = _match(3, left, literal, distance)
    again, again_n = long | (far << long_n), long_n + far_n
    for k in range(count):
        token = tokens[k]
        if token == BYTES:
            w = words[i]
            bits, size = _pair(literal[w & u4(255)], literal[(w >> u4(8)) & u4(255)])
            at, held, n = _put(out, at, held, n, bits, size)
            bits, size = _pair(literal[(w >> u4(16)) & u4(255)], literal[w >> u4(24)])
            at, held, n = _put(out, at, held, n, bits, size)
            i += 1
        elif token == THREE:
            code = literal[words[i] >> u4(24)]
            at, held, n = _put(out, at, held, n, again | ((code >> 8) << again_n), again_n + (code & 255))
            i += 1
        else:
            long, long_n, far, far_n = _match(4 * (token >> 16), token & 0xFFFF, literal, distance)
            at, held, n = _put(out, at, held, n, long, long_n)
            at, held, n = _put(out, at, held, n, far, far_n)
            i += token >> 16
    return _put(out, at, held, n, literal[END] >> 8, literal[END] & 255)


@kernel
def _packed_lengths(bits, symbols, extra):
    """Numbers of bits as symbols: 17 and 18 are so many noughts, `extra` how many above the least. Returns how many."""
    count, i = 0, 0
    while i < len(bits):
        none = 0
        while i + none < len(bits) and bits[i + none] == 0 and none < 138:
            none += 1
        symbols[count], extra[count] = bits[i], 0
        if none >= 11:
            symbols[count], extra[count] = 18, none - 11
        elif none >= 3:
            symbols[count], extra[count] = 17, none - 3
        i += none if none >= 3 else 1
        count += 1
    return count


@kernel
def _head(bits, out, at, held, n):
    """A block's head: the numbers of bits of its codes, literals' and distances', packed by codes of their own."""
    symbols, extra = np.empty(len(bits), np.int64), np.empty(len(bits), np.int64)
    count = _packed_lengths(bits, symbols, extra)
    own, code = np.zeros(LENGTHS, np.int64), np.zeros(LENGTHS, np.int64)
    lengths(np.bincount(symbols[:count], minlength=LENGTHS), 7, own)
    codes(own, code)
    head = 0b100 | (LITERALS - 257) << 3 | (DISTANCES - 1) << 8 | (LENGTHS - 4) << 13  # not the last one, own codes
    at, held, n = _put(out, at, held, n, head, 17)
    for i in range(LENGTHS):
        at, held, n = _put(out, at, held, n, own[ORDER[i]], 3)
    for i in range(count):
        symbol = symbols[i]
        at, held, n = _put(out, at, held, n, code[symbol] >> 8, code[symbol] & 255)
        if symbol > 16:
            at, held, n = _put(out, at, held, n, extra[i], 3 if symbol == 17 else 7)
    return at, held, n


@kernel
def _plain(raw, start, end, out, at, held, n):
    """Bytes [start, end), few, as they are, from a whole byte to a whole byte."""
    at, held, n = _put(out, at, held, n, 0, 3)
    at, held, n = _put(out, at, held, n, 0, -n & 7)
    at, held, n = _put(out, at, held, n, end - start, 16)
    at, held, n = _put(out, at, held, n, 0xFFFF - (end - start), 16)
    for i in range(start, end):
        at, held, n = _put(out, at, held, n, raw[i], 8)
    return at, held, n


@kernel
def pack(raw, words, left, back, near, out):
    """Bytes `raw` (n,) into `out`, to a whole byte and without a last block; returns how many bytes.

    words: raw's own from `AHEAD` on · left, back: words from a pixel to the one before and the one above · near: up to
    how many words back a lone word is worth a match · out: uint32, two for each of them and a thousand.
    """
    table, tokens = np.full(1 << HASH, -1, np.int32), np.empty(min(BLOCK, len(words)), np.int32)
    bits, code = np.empty(LITERALS + DISTANCES, np.int64), np.empty(LITERALS + DISTANCES, np.int64)
    at, held, n = _plain(raw, 0, AHEAD, out, 0, u8(0), 0)
    for start in range(0, len(words), BLOCK):
        end = min(start + BLOCK, len(words))
        literals, distances = np.zeros((4, LITERALS), np.int64), np.zeros(DISTANCES, np.int64)
        count = _parse(words, start, end, left, back, near, table, tokens, literals, distances)
        literals[0, END], literals[0, FIRST + LENGTH[3]] = 1, literals[0, FIRST + LENGTH[3]] + 1
        distances[DISTANCE[left]] += 1  # these two are looked up whether they come or not
        lengths(literals.sum(0), LONGEST, bits[:LITERALS])
        lengths(distances, LONGEST, bits[LITERALS:])
        codes(bits[:LITERALS], code[:LITERALS])
        codes(bits[LITERALS:], code[LITERALS:])
        at, held, n = _head(bits, out, at, held, n)
        at, held, n = _tell(words, start, left, tokens, count, code[:LITERALS], code[LITERALS:], out, at, held, n)
    at, held, n = _plain(raw, AHEAD + 4 * len(words), len(raw), out, at, held, n)
    out[at] = u4(held & LOW)
    return 4 * at + (n >> 3)
