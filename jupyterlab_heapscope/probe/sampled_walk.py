"""Estimates count and size by type where counting the whole heap would take too long.

What the collector tracks is counted one by one; of what that refers to only a share of the units is
read, a unit being some thousand containers, or a part of a large one. An untracked object that is met
with `r` references to it counts as `1/r`: so it counts as one in the end, however often it is met
(Horvitz and Thompson, 1952). The spread between units gives the error. Modules' names are read whole,
the containers that they name, and objects of types that are rare among their neighbours (a table's
blocks, between lists and dicts), since much hangs on few of them. What the error does not tell of is
a large array of objects that hangs on one of many lists, when that list is not read.

Keys that dicts share have fewer references than dicts, so of those the different ones are counted,
and such as only one unit has stand for the root of `1/share` each (the guaranteed-error estimator of
Charikar et al., 2000). Untracked objects of 64 KiB and more are counted as they are met: there may be
more of them.
"""

from __future__ import annotations

import gc
import sys
from functools import partial
from itertools import compress, filterfalse, repeat
from operator import is_not, not_
from sys import getrefcount
from typing import TYPE_CHECKING, Any, Callable

from .arrays import ndarray_type
from .estimate import Estimate, Keys, Stratum, add_up, parts_of_one
from .heap_walk import CHUNK, SINGLE, SINGLETONS
from .introspect import module_dict
from .met_type import MetType, MetTypes
from .references import Refs, array_parts, in_parts, object_count, opener
from .waiting import Reading, drop_in_parts, taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LARGE = 8_192
"""References of a container that is read in parts, each a unit of this length."""
_LARGE_KINDS = frozenset(map(id, (dict, list, tuple, set, frozenset)))
"""Their ids: a comparison of types would ask the metaclass."""
_FEW = 16
"""Objects of a type in a chunk, up to which all of them are read."""
_HUGE_BYTES = 65_536
"""Shallow size from which on an object is counted as met, and stands for no other."""


class KindSum(MetType):
    """A type: how its objects are sized and followed, and what was counted of them exactly."""

    __slots__ = ("is_own", "is_single", "keys")

    def __init__(self, kind: type, is_own: bool) -> None:
        """Find out how objects of this type are sized and followed."""
        super().__init__(kind, opener(kind, lambda keys: keys))
        self.is_own = is_own
        self.is_single = any(kind is single for single in SINGLETONS)
        self.keys = Keys()


class SampledWalk:
    """One walk; `sums` has what it met by id of the type, `estimate` the figures."""

    def __init__(self, share: float, check: Callable[[], None], is_own: Callable[[type], bool]) -> None:
        """Take the share of the references to read, and what `HeapWalk` takes."""
        self.share = share
        self._check = check
        self._types = MetTypes(lambda kind: KindSum(kind, is_own(kind)))
        self._reading = Reading()
        self._chunks, self._parts, self._certain = Stratum(share), Stratum(share), Stratum(1)
        self._huge: set[int] = set()
        self.sums = self._types.by_id
        self.tracked_count = 0
        self.own: list[Any] = []

    @property
    def was_disturbed(self) -> bool:
        """Whether another thread changed what was read."""
        return self._reading.was_disturbed

    def run(self, objects: list[Any]) -> None:
        """Look at `objects`, which the collector tracks, and a share of what they lead to; empties the list."""
        named = _named_containers()
        try:
            while objects:
                self._add_chunk(taken(objects, CHUNK), named)
                self._check()
        finally:
            drop_in_parts(objects)
            for found in self.sums.values():
                found.read = None

    def estimate(self, key: int | None = None) -> Estimate:
        """Return the figures of the type with this id, or of all types together."""
        sums = list(self.sums.values()) if key is None else [self.sums[key]]
        exact = Estimate(sum(found.count for found in sums), sum(found.bytes for found in sums), 0, 0)
        strata = [stratum.estimate(key) for stratum in (self._chunks, self._parts, self._certain)]
        return add_up([exact, *strata, *(found.keys.estimate(self.share) for found in sums)])

    def figures(self, key: int) -> tuple[int, int]:
        """Return estimated count and bytes of the type with this id."""
        found = self.estimate(key)
        return round(found.objects), round(found.bytes)

    def _add_chunk(self, chunk: list[Any], named: set[int]) -> None:
        self.tracked_count += len(chunk)
        light: list[tuple[KindSum, list[Any]]] = []
        few: list[tuple[KindSum, list[Any]]] = []
        for found, objects in self._types.sorted(chunk):
            found.add(objects)
            if found.is_own:
                self.own += objects
            objects = _without_large(found.type, objects, self._read_parts)  # noqa: PLW2901 - the rest of them
            if id(found.type) in _LARGE_KINDS:
                objects = self._without_named(found, objects, named)  # noqa: PLW2901
            (few if len(objects) <= _FEW else light).append((found, objects))
        self._read_all(few)
        if self._chunks.wants_next():
            self._chunks.add(self._unit(self._reading.read(light)))

    def _without_named(self, found: KindSum, objects: list[Any], named: set[int]) -> list[Any]:
        certain = list(map(named.__contains__, map(id, objects)))
        if not any(certain):
            return objects
        self._read_all([(found, list(compress(objects, certain)))])
        return list(compress(objects, map(not_, certain)))

    def _read_all(self, buckets: list[tuple[KindSum, list[Any]]]) -> None:
        """Read objects that much may hang on; of the large containers that they lead to, a share of the parts."""
        if buckets:
            self._certain.wants_next()
            self._certain.add(self._unit(self._reading.read(buckets), self._read_parts))

    def _read_parts(self, kind: type, objects: list[Any]) -> None:
        """Read a share of the parts of large containers."""
        for refs in self._reading.watched(_parts(kind, objects)):
            if self._parts.wants_next():
                self._parts.add(self._unit([refs]))
                self._check()

    def _unit(
        self, read: Iterable[Refs], large: Callable[[type, list[Any]], None] | None = None
    ) -> dict[int, list[float]]:
        """Return weighted count and bytes by type of all untracked objects that the references lead to.

        Large containers among them go to `large`; without it they are read here, every so-manieth part.
        """
        unit: dict[int, list[float]] = {}
        keys: dict[int, Any] = {}
        pending: list[tuple[Iterable[Refs], float]] = [(read, 1.0)]
        while pending:
            opened, weight = pending.pop()
            for refs in opened:
                if refs.shared:
                    keys.update(zip(map(id, refs.objects), refs.objects))
                else:
                    pending += self._weigh(refs.objects, weight, unit, large)
        self._note_keys(list(keys.values()))
        return unit

    def _weigh(
        self,
        objects: list[Any],
        weight: float,
        unit: dict[int, list[float]],
        large: Callable[[type, list[Any]], None] | None,
    ) -> list[tuple[Iterable[Refs], float]]:
        """Add objects to a unit; return what they refer to, with the weight of that."""
        buckets = self._types.sorted(list(filterfalse(gc.is_tracked, objects)))
        objects.clear()  # so that only the buckets and the containers refer to the objects
        opened: list[tuple[Iterable[Refs], float]] = []
        every = max(1, round(1 / self.share))

        def some_parts(each: float, kind: type, containers: list[Any]) -> None:
            refs = (refs for number, refs in enumerate(_parts(kind, containers)) if number % every == 0)
            opened.append((self._reading.watched(refs), each * every))

        while buckets:
            found, bucket = buckets.pop()
            if found.is_single:
                found.count, found.bytes = 1, found.plan(bucket[:1])
                continue
            for group, part in _by_referrers(bucket):
                each = weight * part
                usual, size = self._without_huge(found, group)
                sums = unit.setdefault(id(found.type), [0.0, 0.0])
                sums[0] += each * usual
                sums[1] += each * size
                if found.read is not None:
                    rest = _without_large(found.type, group, large or partial(some_parts, each))
                    opened.append((self._reading.read([(found, rest)]), each))
        return opened

    def _without_huge(self, found: KindSum, objects: list[Any]) -> tuple[int, int]:
        """Return how many of the objects are of usual size, and their bytes.

        A huge one stands for itself only: as one of many it would be gigabytes that are not there.
        """
        count, size = len(objects), found.plan(objects)
        if size < _HUGE_BYTES:
            return count, size
        for obj in objects:
            alone = found.plan([obj])
            if alone < _HUGE_BYTES:
                continue
            count, size = count - 1, size - alone
            if id(obj) not in self._huge:
                self._huge.add(id(obj))
                found.add([obj])
        return count, size

    def _note_keys(self, keys: list[Any]) -> None:
        untracked = list(filterfalse(gc.is_tracked, keys))
        keys.clear()
        for found, bucket in self._types.sorted(untracked):
            found.keys.add(bucket, found.plan)


def _named_containers() -> set[int]:
    """Return the ids of the modules' namespaces, and of the containers that these name."""
    named: set[int] = set()
    for module in list(sys.modules.values()):
        if (namespace := module_dict(module)) is not None:
            named.add(id(namespace))
            named.update(id(value) for value in list(namespace.values()) if id(type(value)) in _LARGE_KINDS)
    return named


def _without_large(kind: type, objects: list[Any], large: Callable[[type, list[Any]], None]) -> list[Any]:
    """Return the containers that are not large; the large ones go to `large`."""
    if id(kind) in _LARGE_KINDS:
        are_large = list(map(_LARGE.__lt__, map(len, objects)))
    elif ndarray_type(kind) is kind:
        are_large = [object_count(array) > _LARGE for array in objects]
    else:
        return objects
    if not any(are_large):
        return objects
    large(kind, list(compress(objects, are_large)))
    return list(compress(objects, map(not_, are_large)))


def _parts(kind: type, objects: list[Any]) -> Iterator[Refs]:
    for obj in objects:
        if ndarray_type(kind) is kind:
            yield from array_parts(obj, _LARGE)
            continue
        yield from in_parts(iter(obj), _LARGE)
        if kind is dict:
            yield from in_parts(iter(obj.values()), _LARGE)


def _by_referrers(objects: list[Any]) -> Iterator[tuple[list[Any], float]]:
    """Yield the objects with a single referrer and, each once, the others; with what one of those counts as.

    Empties the list.
    """
    several = list(map(is_not, repeat(SINGLE), map(getrefcount, objects)))
    alone, shared = list(compress(objects, map(not_, several))), list(compress(objects, several))
    objects.clear()
    if alone:
        yield alone, 1.0
        del alone
    if shared:
        different, part = parts_of_one(shared)
        yield different, part
