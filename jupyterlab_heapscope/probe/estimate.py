"""Figures of the whole from those of a sample, with their error."""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from math import sqrt
from operator import sub, truediv
from sys import getrefcount
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_GOLDEN = 0.6180339887498949
_CONFIDENCE = 1.96
"""Standard errors on each side that hold 95 of 100 cases."""
_HELD_BY_DICT = next(map(getrefcount, {0: object()}.values()))


class Estimate(NamedTuple):
    """Objects and bytes; each error is half of the interval that holds 95 of 100 cases."""

    objects: float
    bytes: float
    objects_error: float
    bytes_error: float


NOTHING = Estimate(0, 0, 0, 0)


def add_up(estimates: Iterable[Estimate]) -> Estimate:
    """Sum estimates that know nothing of one another."""
    parts = list(estimates)
    count, size = (sum(part[at] for part in parts) for at in (0, 1))
    count_error, bytes_error = (sqrt(sum(part[at] ** 2 for part in parts)) for at in (2, 3))
    return Estimate(count, size, count_error, bytes_error)


class Stratum:
    """Units of one sort, and sums over those that were read: count and bytes by type, and their squares."""

    def __init__(self, share: float) -> None:
        """Take the share of the units to read."""
        self._share = share
        self._units = 0
        self._read = 0
        self._sums: dict[int | None, list[float]] = {}

    def wants_next(self) -> bool:
        """Whether the next unit belongs to the sample; spread evenly, at no fixed distance."""
        self._units += 1
        return self._units == 1 or (self._units * _GOLDEN) % 1 < self._share

    def add(self, unit: dict[int, list[float]]) -> None:
        """Take count and bytes of a unit, by id of the type."""
        self._read += 1
        everything = [sum(column) for column in zip(*unit.values())] or [0.0, 0.0]
        for key, (count, size) in [(None, everything), *unit.items()]:
            sums = self._sums.setdefault(key, [0.0] * 4)
            sums[:] = [sums[0] + count, sums[1] + size, sums[2] + count * count, sums[3] + size * size]

    def estimate(self, key: int | None) -> Estimate:
        """Return the figures of all units, of one type or (None) of all."""
        sums = self._sums.get(key)
        if sums is None:
            return NOTHING
        scale = self._units / self._read
        count, size = sums[:2]
        return Estimate(count * scale, size * scale, self._error(count, sums[2]), self._error(size, sums[3]))

    def _error(self, total: float, squares: float) -> float:
        read, units = self._read, self._units
        if read >= units:
            return 0.0
        if read == 1:
            return total * units
        variance = max(0.0, squares - total * total / read) / (read - 1)
        return _CONFIDENCE * units * sqrt(variance / read * (1 - read / units))


class Keys:
    """Objects of one type that dicts share as keys; how many there are follows from how many are rare."""

    __slots__ = ("_bytes", "_times")

    def __init__(self) -> None:
        """Know none."""
        self._times: Counter[int] = Counter()
        self._bytes = 0

    def add(self, keys: list[Any], size_of: Callable[[list[Any]], int]) -> None:
        """Note the different keys of one unit."""
        fresh = [key for key in keys if id(key) not in self._times]
        self._bytes += size_of(fresh) if fresh else 0
        self._times.update(map(id, keys))

    def estimate(self, share: float) -> Estimate:
        """Return the figures of all, where this share of the units was read."""
        met = len(self._times)
        if not met:
            return NOTHING
        rare = sum(times == 1 for times in self._times.values())
        stands_for = sqrt(1 / share)
        count = met + rare * (stands_for - 1)
        error = rare * max(stands_for - 1, 1 / share - stands_for)
        each = self._bytes / met
        return Estimate(count, count * each, error, error * each)


def parts_of_one(objects: list[Any]) -> tuple[list[Any], float]:
    """Return the different ones of objects that several refer to, and what one of them counts as on average.

    Empties the list.
    """
    met = Counter(map(id, objects))
    different = dict(zip(map(id, objects), objects))
    objects.clear()  # so that only the dict and the referrers refer to them
    referrers = map(max, map(sub, map(getrefcount, different.values()), repeat(_HELD_BY_DICT)), repeat(1))
    parts = sum(map(truediv, met.values(), referrers))
    return list(different.values()), parts / len(different)
