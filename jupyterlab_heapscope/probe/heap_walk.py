"""Counts and sizes every object of the heap by type, without running code of the user.

`gc.get_objects()` gives what the collector tracks. The rest (str, int, bytes, arrays …) is found
from there by following references to closure. The loops run in C: objects are partitioned by
type, and each bucket is counted and sized at once. An object with a single referrer is met only
once; the others are remembered by id, so that nothing is counted twice.

Other threads may change the heap meanwhile: pieces are taken off the list and dropped at once,
and between slices of a few milliseconds the walk asks whether it has to give up.
"""

from __future__ import annotations

import gc
from itertools import compress, filterfalse, islice, repeat
from operator import is_not, not_
from sys import getrefcount
from typing import TYPE_CHECKING, Any, Callable

from .buckets import partition
from .references import HEAVY_BYTES, Refs, open_heavy, open_plain, opener
from .shallow import size_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    Buckets = list[tuple[type, list[Any]]]

_CHUNK = 4096
_SLICE = 16_384
_DROPPED_AT_ONCE = 65_536
_SINGLETONS = (type(None), type(Ellipsis), type(NotImplemented))


def _count_of_single_referrer() -> int:
    """Return what getrefcount says of an object that a container and a list of ours refer to."""
    container = [object()]
    objects = gc.get_referents(container)
    return next(map(getrefcount, objects))


_SINGLE = _count_of_single_referrer()


class TypeSum:
    """The objects of one type that were met so far."""

    __slots__ = ("bytes", "count", "is_own", "known", "open", "plan", "single", "type")

    def __init__(self, kind: type, is_own: bool) -> None:
        """Find out how objects of this type are sized and followed."""
        self.type = kind
        self.is_own = is_own
        self.count = 0
        self.bytes = 0
        self.known: dict[int, object] = {}
        self.plan = size_plan(kind)
        self.open = opener(kind)
        self.single = any(kind is single for single in _SINGLETONS)

    def add(self, objects: list[Any]) -> int:
        """Count some objects that were not met before; return their bytes."""
        size = self.plan(objects)
        self.count += len(objects)
        self.bytes += size
        return size

    def unmet(self, objects: list[Any], shared: bool) -> list[Any]:
        """Return those that were not met before; remember those that may be met again."""
        alone: list[Any] = []
        if not shared:
            # Small ints exist once, so `is not` compares them, and fastest.
            several = list(map(is_not, repeat(_SINGLE), map(getrefcount, objects)))
            if not any(several):
                return objects
            if not all(several):
                alone = list(compress(objects, map(not_, several)))
                objects = list(compress(objects, several))
        known = self.known
        before = len(known)
        known.update(zip(map(id, objects), objects))
        count = len(known) - before
        return alone + list(islice(reversed(known.values()), count)) if count else alone


class HeapWalk:
    """One walk; `sums` has its result by id of the type."""

    def __init__(self, check: Callable[[], None], is_own: Callable[[type], bool]) -> None:
        """Take what raises when the walk has to give up, called every few milliseconds.

        Instances of types that are the prober's own are kept apart, in `own`.
        """
        self._check = check
        self._is_own = is_own
        self.own: list[Any] = []
        self.was_disturbed = False
        self._partition = partition()
        self.sums: dict[int, TypeSum] = {}
        self.tracked_count = 0

    def run(self, objects: list[Any]) -> None:
        """Count `objects`, which the collector tracks, and all they lead to; empties the list."""
        try:
            while objects:
                self._check()
                chunk = objects[-_CHUNK:]
                del objects[-_CHUNK:]
                self._add_tracked(chunk)
        finally:
            while objects:  # in parts, so that other threads can run in between
                del objects[-_DROPPED_AT_ONCE:]
            for found in self.sums.values():
                found.known = {}

    def _add_tracked(self, chunk: list[Any]) -> None:
        self.tracked_count += len(chunk)
        buckets = self._partition(chunk)
        chunk.clear()
        size = 0
        for kind, objects in buckets:
            found = self._sum(kind)
            size += found.add(objects)
            if found.is_own:
                self.own += objects
        self._follow(buckets, size)

    def _sum(self, kind: type) -> TypeSum:
        found = self.sums.get(id(kind))
        if found is None:
            found = self.sums[id(kind)] = TypeSum(kind, self._is_own(kind))
        return found

    def _follow(self, buckets: Buckets, size: int) -> None:
        """Count what the objects of some buckets lead to that the collector does not track."""
        pending = [self._opened(buckets, size)]
        while pending:
            try:
                refs = next(pending[-1], None)
            except RuntimeError:  # another thread changed a dict or set while it was read
                self.was_disturbed = True
                refs = None
            if refs is None:
                pending.pop()
                continue
            objects = refs.objects
            while objects:
                self._check()
                piece = objects
                if len(objects) > _SLICE:
                    piece = objects[-_SLICE:]
                    del objects[-_SLICE:]
                fresh, size = self._add_untracked(piece, refs.shared)
                if fresh:
                    pending.append(self._opened(fresh, size))

    def _opened(self, buckets: Buckets, size: int) -> Iterator[Refs]:
        plain: list[Any] = []
        for kind, objects in buckets:
            read = self._sum(kind).open
            if read is None:
                continue
            if size > HEAVY_BYTES:
                yield from open_heavy(objects, read)
            elif read is open_plain:
                plain += objects
            else:
                yield from read(objects)
        if plain:
            yield from open_plain(plain)

    def _add_untracked(self, piece: list[Any], shared: bool) -> tuple[Buckets, int]:
        """Count what was not met before; return those of it that refer to more, and their bytes."""
        if shared:  # most are the names that many dicts have as keys
            met = self._sum(str).known
            once = dict(zip(map(id, piece), piece)).values() if set(map(id, piece)).difference(met) else ()
            piece[:] = once
        buckets = self._partition(list(filterfalse(gc.is_tracked, piece)))
        piece.clear()  # so that only the buckets and the containers refer to the objects
        fresh: Buckets = []
        size = 0
        while buckets:
            kind, objects = buckets.pop()
            found = self._sum(kind)
            if found.single and found.count:
                continue
            objects = found.unmet(objects, shared)
            if objects:
                added = found.add(objects)
                if found.open is not None:
                    fresh.append((kind, objects))
                    size += added
        return fresh, size
