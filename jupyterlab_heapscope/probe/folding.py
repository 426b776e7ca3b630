"""Recursion, folded: of frames that come again and again only the first and the last are described."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .frames import Spot

_LEAST_FRAMES = 4
_LEAST_ROUNDS = 3
_LONGEST_ROUND = 4


class Fold(NamedTuple):
    """Neighbouring frames: a single one, or whole rounds of a recursion."""

    start: int
    frame_count: int
    round_length: int
    """Frames of a round: 1 where a function calls itself, 2 where it does so through a decorator's wrapper."""


def folds(spots: list[Spot]) -> list[Fold]:
    """Fold all that recurs, the shortest rounds first; what recurs too seldom stays single."""
    found: list[Fold] = []
    start = 0
    while start < len(spots):
        fold = _fold_at(spots, start)
        found.append(fold)
        start += fold.frame_count
    return found


def _fold_at(spots: list[Spot], start: int) -> Fold:
    for length in range(1, _LONGEST_ROUND + 1):
        end = start + length
        while end < len(spots) and spots[end].is_same_place(spots[end - length]):
            end += 1
        count = (end - start) // length * length
        if count >= max(_LEAST_FRAMES, _LEAST_ROUNDS * length):
            return Fold(start, count, length)
    return Fold(start, 1, 1)
