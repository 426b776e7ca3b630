"""What recurs is folded in whole rounds, and nothing else is."""

from __future__ import annotations

import pytest

from jupyterlab_heapscope.probe.folding import folds
from jupyterlab_heapscope.probe.frames import Spot

CODES = {name: compile("pass", name, "exec") for name in "abcdefghmx"}


def spots(letters: str) -> list[Spot]:
    """Capital letters stand at another line."""
    return [Spot(CODES[letter.lower()], 1 if letter.islower() else 2) for letter in letters]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("", ""),
        ("abc", "a b c"),
        ("aaa", "a a a"),
        ("aaaa", "1:aaaa"),
        ("aaaA", "a a a A"),
        ("maaaaab", "m 1:aaaaa b"),
        ("ababa", "a b a b a"),
        ("mababab", "m 2:ababab"),
        ("mabababax", "m 2:ababab a x"),
        ("abcabcabcd", "3:abcabcabc d"),
        ("aabaabaab", "3:aabaabaab"),
        ("abcdabcdabcdab", "4:abcdabcdabcd a b"),
        ("abcdeabcdeabcde", "a b c d e a b c d e a b c d e"),
        ("aaaabbbb", "1:aaaa 1:bbbb"),
        ("aAaAaA", "2:aAaAaA"),
    ],
)
def test_folds(letters: str, expected: str) -> None:
    found = [
        letters[start : start + count] if count == 1 else f"{length}:{letters[start : start + count]}"
        for start, count, length in folds(spots(letters))
    ]
    assert " ".join(found) == expected


def test_no_frame_is_lost_or_doubled() -> None:
    letters = "ab" * 50 + "abc" * 40 + "a" * 9 + "abcdefgh" * 20 + "h" * 3
    at = 0
    for start, count, length in folds(spots(letters)):
        assert (start, count % length) == (at, 0)
        at += count
    assert at == len(letters)
