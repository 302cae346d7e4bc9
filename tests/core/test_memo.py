"""What is remembered: made once, told apart by its key, forgotten when nobody asks, kept with what was made of it."""

from __future__ import annotations

from shotscript.core.memo import ROUNDS, Memo


def test_a_key_is_made_once_and_others_apart():
    memo, made = Memo(), []
    assert [memo.of(key, lambda: made.append(1) or len(made)) for key in ("a", "b", "a")] == [1, 2, 1]


def test_the_exact_key_saves_what_the_quick_one_misses():
    memo, made = Memo(), []
    for quick in range(3):
        memo.closely(("quick", quick), lambda: "exact", lambda: made.append(1))
    assert len(made) == 1


def test_equal_values_become_the_very_same():
    memo = Memo()
    one, other = ("long", ("value",)), ("long", ("value",))
    assert memo.one(one) is one
    assert memo.one(other) is one


def test_what_nobody_asks_for_is_forgotten_and_what_is_used_stays():
    memo = Memo()
    memo.of("gone", dict)
    memo.of("outer", lambda: memo.of("inner", dict))
    for _ in range(3 * ROUNDS):
        memo.turn()
        memo.of("outer", dict)
    assert len(memo) == 2
    made: list[int] = []
    memo.of("inner", lambda: made.append(1))
    memo.of("gone", lambda: made.append(2))
    assert made == [2]


def test_what_fails_is_not_remembered():
    memo = Memo()
    try:
        memo.of("key", lambda: 1 // 0)
    except ZeroDivisionError:
        assert memo.of("key", lambda: 7) == 7
    assert memo.of("other", lambda: 8) == 8
