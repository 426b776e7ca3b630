"""Counts and sizes every object of the heap by type, without running code of the user.

`gc.get_objects()` gives what the collector tracks. The rest (str, int, bytes, arrays …) is found
from there by following references to closure. The loops run in C: objects are partitioned by
type, and each bucket is counted and sized at once. An object with a single referrer is met only
once; the others are remembered, so that nothing is counted twice.

Other threads may change the heap meanwhile: pieces are taken off the list and dropped at once,
and between slices of a few milliseconds the walk asks whether it has to give up.
"""

from __future__ import annotations

import gc
from itertools import compress, filterfalse, repeat
from operator import is_, is_not
from sys import getrefcount
from typing import TYPE_CHECKING, Any, Callable

from .known import Known
from .met_type import MetType, MetTypes
from .references import interned_names, opener
from .waiting import SLICE, Waiting, drop_in_parts, taken

if TYPE_CHECKING:
    from collections.abc import Iterable

    Buckets = list[tuple[MetType, list[Any], int]]

CHUNK = 4096
"""Tracked objects that are looked at together."""
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


class TypeSum(MetType):
    """The objects of one type that were met so far."""

    __slots__ = ("is_own", "is_single", "known")

    def __init__(self, kind: type, is_own: bool, names: Known) -> None:
        """Find out how objects of this type are sized and followed; `names` are all str met."""
        super().__init__(kind, opener(kind, names.unmet_names))
        self.is_own = is_own
        self.is_single = any(kind is single for single in SINGLETONS)
        self.known = names if kind is str else Known(kind)

    def unmet(self, objects: list[Any], shared: bool) -> list[Any]:
        """Return those that were not met before; remember those that may be met again."""
        if shared or _mostly_shared(objects):
            return self.known.fresh(objects)
        counts = list(map(getrefcount, objects))
        single_count = counts.count(SINGLE)
        if single_count == len(objects):
            return objects
        if not single_count:
            return self.known.fresh(objects)
        # Small ints exist once, so `is` compares them, and fastest.
        alone = list(compress(objects, map(is_, repeat(SINGLE), counts)))
        return alone + self.known.fresh(list(compress(objects, map(is_not, repeat(SINGLE), counts))))


class HeapWalk:
    """One walk; `sums` has its result by id of the type."""

    def __init__(self, check: Callable[[], None], is_own: Callable[[type], bool], young: Iterable[Any] = ()) -> None:
        """Take what raises when the walk has to give up, called every few milliseconds.

        Instances of types that are the prober's own are kept apart, in `own`. `young` are objects to be walked that
        went through few collections. The next one, which the walk itself may bring about, unties the tuples that hold
        nothing to track: listed as tracked, and met by reference too, they would count twice, with all they lead to.
        """
        self._check = check
        names = Known(str)
        self._types = MetTypes(lambda kind: TypeSum(kind, is_own(kind), names))  # without self: no cycle
        self._waiting = Waiting()
        self.sums = self._types.by_id
        self.tracked_count = 0
        self.own: list[Any] = []
        tuples = [obj for obj in young if type(obj) is tuple]
        if tuples:
            self._types.of(tuple).known.fresh(tuples)

    @property
    def was_disturbed(self) -> bool:
        """Whether another thread changed what was read."""
        return self._waiting.was_disturbed

    def run(self, objects: list[Any]) -> None:
        """Count `objects`, which the collector tracks, and all they lead to; empties the list."""
        held = interned_names(objects)
        try:
            while self._step(objects):
                self._check()
        finally:
            drop_in_parts(held)
            drop_in_parts(objects)
            self._waiting.drop()
            for found in self.sums.values():
                found.known.drop()
                found.read = None

    def figures(self, key: int) -> tuple[int, int]:
        """Return count and bytes of the type with this id."""
        found = self.sums[key]
        return found.count, found.bytes

    def _step(self, objects: list[Any]) -> bool:
        """Do a few milliseconds of work; return whether there was any left."""
        waiting = self._waiting
        piece = waiting.take(SLICE)
        if piece is not None:
            self._add_untracked(*piece)
        elif waiting.heavy:
            waiting.read_heavy()
        elif objects:
            self._add_tracked(taken(objects, CHUNK))
        elif waiting.refs:
            self._add_untracked(taken(waiting.refs, SLICE), shared=False)
        elif waiting.shared:
            self._add_untracked(taken(waiting.shared, SLICE), shared=True)
        else:
            return False
        return True

    def _add_tracked(self, chunk: list[Any]) -> None:
        self.tracked_count += len(chunk)
        buckets = self._types.sorted(chunk)
        for found, objects in buckets:
            if found.is_own:
                self.own += objects
        self._waiting.open_all([(found, objects, found.add(objects)) for found, objects in buckets])

    def _add_untracked(self, piece: list[Any], shared: bool) -> None:
        """Count what was not met before, and note what that refers to."""
        buckets = self._types.sorted(list(filterfalse(gc.is_tracked, piece)))
        piece.clear()  # so that only the buckets and the containers refer to the objects
        fresh: Buckets = []
        while buckets:
            found, objects = buckets.pop()
            if found.is_single and found.count:
                continue
            objects = found.unmet(objects, shared)
            if objects:
                size = found.add(objects)
                if found.read is not None:
                    fresh.append((found, objects, size))
        self._waiting.open_all(fresh)
