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
from .references import HEAVY_BYTES, Refs, interned_names, open_heavy, open_plain, opener
from .shallow import size_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Buckets = list[tuple[type, list[Any]]]

CHUNK = 4096
"""Tracked objects that are looked at together."""
_SLICE = 8_192
_DROPPED_AT_ONCE = 65_536
_SAMPLE = 32
_MOSTLY = 0.6
SINGLETONS = (type(None), type(Ellipsis), type(NotImplemented))


def _count_of_single_referrer() -> int:
    """Return what getrefcount says of an object that a container and a list of ours refer to."""
    container = [object()]
    objects = gc.get_referents(container)
    return next(map(getrefcount, objects))


SINGLE = _count_of_single_referrer()
"""What getrefcount says of an object in a list of ours to which one other object refers."""


def _mostly_shared(objects: list[Any]) -> bool:
    """Whether, by a sample, most have several referrers: then those with one are not sorted out."""
    sample = objects[:: len(objects) // _SAMPLE + 1]  # holds one more reference
    return sum(map(is_not, repeat(SINGLE + 1), map(getrefcount, sample))) > _MOSTLY * len(sample)


class TypeSum:
    """The objects of one type that were met so far."""

    __slots__ = ("bytes", "count", "is_own", "known", "open", "plan", "single", "type")

    def __init__(self, kind: type, is_own: bool, names: dict[int, object]) -> None:
        """Find out how objects of this type are sized and followed; `names` are all str met by id."""
        self.type = kind
        self.is_own = is_own
        self.count = 0
        self.bytes = 0
        self.known: dict[int, object] = names if kind is str else {}
        self.plan = size_plan(kind)
        self.open = opener(kind, names)
        self.single = any(kind is single for single in SINGLETONS)

    def add(self, objects: list[Any]) -> int:
        """Count some objects that were not met before; return their bytes."""
        size = self.plan(objects)
        self.count += len(objects)
        self.bytes += size
        return size

    def unmet(self, objects: list[Any], shared: bool) -> list[Any]:
        """Return those that were not met before; remember those that may be met again."""
        alone: list[Any] = []
        if not shared and not _mostly_shared(objects):
            # Small ints exist once, so `is not` compares them, and fastest.
            several = list(map(is_not, repeat(SINGLE), map(getrefcount, objects)))
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
        self._partition = partition()
        self._names: dict[int, object] = {}
        self._refs: list[Any] = []
        self._shared_refs: list[Any] = []
        self._heavy: list[Iterator[Refs]] = []
        self.sums: dict[int, TypeSum] = {}
        self.tracked_count = 0
        self.own: list[Any] = []
        self.was_disturbed = False

    def run(self, objects: list[Any]) -> None:
        """Count `objects`, which the collector tracks, and all they lead to; empties the list."""
        held = interned_names(objects)
        try:
            while self._step(objects):
                self._check()
        finally:
            for waiting in (held, objects, self._refs, self._shared_refs):
                drop_in_parts(waiting)
            self._heavy.clear()
            self._names = {}
            for found in self.sums.values():
                found.known, found.open = {}, None

    def figures(self, key: int) -> tuple[int, int]:
        """Return count and bytes of the type with this id."""
        found = self.sums[key]
        return found.count, found.bytes

    def _step(self, objects: list[Any]) -> bool:
        """Do a few milliseconds of work; return whether there was any left."""
        if len(self._refs) >= _SLICE or not (objects or self._heavy or len(self._shared_refs) >= _SLICE):
            waiting, shared = (self._refs, False) if self._refs else (self._shared_refs, True)
            self._add_untracked(taken(waiting, _SLICE), shared)
            return bool(objects or self._refs or self._shared_refs or self._heavy)
        if len(self._shared_refs) >= _SLICE:
            self._add_untracked(taken(self._shared_refs, _SLICE), shared=True)
        elif self._heavy:
            self._read_heavy()
        else:
            self._add_tracked(taken(objects, CHUNK))
        return True

    def _add_tracked(self, chunk: list[Any]) -> None:
        self.tracked_count += len(chunk)
        buckets = self._partition(chunk)
        size = 0
        for kind, objects in buckets:
            found = self._sum(kind)
            size += found.add(objects)
            if found.is_own:
                self.own += objects
        self._open(buckets, size)

    def _sum(self, kind: type) -> TypeSum:
        found = self.sums.get(id(kind))
        if found is None:
            found = self.sums[id(kind)] = TypeSum(kind, self._is_own(kind), self._names)
        return found

    def _add_untracked(self, piece: list[Any], shared: bool) -> None:
        """Count what was not met before, and note what that refers to."""
        if shared:
            piece[:] = dict(zip(map(id, piece), piece)).values()
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
        self._open(fresh, size)

    def _open(self, buckets: Buckets, size: int) -> None:
        """Note what the objects refer to; those that may refer to very much are left for later."""
        plain: list[Any] = []
        for kind, objects in buckets:
            read = self._sum(kind).open
            if read is None:
                continue
            if size > HEAVY_BYTES:
                self._heavy.append(open_heavy(objects, kind, read))
            elif read is open_plain:
                plain += objects
            else:
                self._note(read(objects))
        if plain:
            self._note(open_plain(plain))

    def _read_heavy(self) -> None:
        if not self._note(islice(self._heavy[-1], 1)):
            self._heavy.pop()

    def _note(self, read: Iterable[Refs]) -> bool:
        """Keep references to look at; return whether there were any."""
        noted = False
        try:
            for refs in read:
                noted = True
                if refs.shared:
                    self._shared_refs += refs.objects
                elif self._refs:
                    self._refs += refs.objects
                else:
                    self._refs = refs.objects
        except RuntimeError:  # another thread changed a dict or set while it was read
            self.was_disturbed = True
        return noted


def drop_in_parts(waiting: list[Any]) -> None:
    """Empty a list so that other threads can run in between."""
    while waiting:
        del waiting[-_DROPPED_AT_ONCE:]


def taken(waiting: list[Any], count: int) -> list[Any]:
    """Take items off the end of a list."""
    piece = waiting[-count:]
    del waiting[-count:]
    return piece
