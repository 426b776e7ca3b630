"""Counts what can be reached from some objects, each object once.

Like the census it works breadth-first on many objects at once, partitioned by type, in loops that
run in C. Where a structure is a chain, so that few references are waiting at a time, it goes
object by object. An object with a single referrer is met only once; what happens with the others
is up to a `Meeting`. Nothing recurses.
"""

from __future__ import annotations

import gc
from itertools import compress, repeat
from operator import is_, is_not
from sys import getrefcount
from typing import TYPE_CHECKING, Any

from .belongs import is_of_the_program, reader, root_reader
from .foreign import foreign_memory
from .met_type import MetType, MetTypes
from .waiting import SLICE, Waiting, taken

if TYPE_CHECKING:
    from typing import Protocol

    from .blocks import Block, ForeignMemory
    from .budget import Budget
    from .references import Names

    class Meeting(Protocol):
        """Decides about objects and blocks that may be met several times."""

        names: Names | None
        """Which keys of dicts to tell of; None for each reference to one."""
        only_several: bool
        """Whether objects with a single referrer must never be asked about."""

        def unmet(self, objects: list[Any]) -> list[Any]:
            """Return those to count and to enter, each once."""

        def is_new(self, block: Block) -> bool:
            """Whether memory outside of objects is to be counted."""


_FEW = 48
"""References up to this many are followed one by one."""
_STEPS = 1_000
_SAMPLE = 32
_WORTH_A_SAMPLE = 512
_MOSTLY = 0.6


def _counts_of_single_referrer() -> tuple[int, int]:
    """Return what getrefcount says of an object that a container and a list refer to, read in two ways."""
    container = [object()]
    objects = gc.get_referents(container)
    together = next(map(getrefcount, objects))
    for _, count in zip(objects, map(getrefcount, objects)):
        return together, count
    raise AssertionError


_SINGLE, _SINGLE_IN_TURN = _counts_of_single_referrer()


class ReachedType(MetType):
    """The objects of one type that were reached so far."""

    __slots__ = ("foreign", "is_left_out", "waiting")

    def __init__(self, kind: type, names: Names | None) -> None:
        """Find out how objects of this type are sized and followed."""
        self.is_left_out = is_of_the_program(kind)
        super().__init__(kind, None if self.is_left_out else reader(kind, names))
        self.foreign = None if self.is_left_out else foreign_memory(kind)
        self.waiting: list[Any] = []
        """Met, to be counted together."""


def reached_types(names: Names | None) -> MetTypes[ReachedType]:
    """Return what several walks may share whose meetings have the same `names`, to save finding out about each."""
    return MetTypes(lambda kind: ReachedType(kind, names))


class Reach:
    """One walk; `types` has its result by id of the type."""

    def __init__(self, budget: Budget, meeting: Meeting, types: MetTypes[ReachedType] | None = None) -> None:
        """Take what limits the walk and what decides about objects that are met again; `types` may be shared."""
        self.types = reached_types(meeting.names) if types is None else types
        self.count = self.bytes = 0
        self.notes: dict[str, None] = {}
        """Why the bytes are not exact."""
        self._budget = budget
        self._meeting = meeting
        self._waiting = Waiting()

    @property
    def was_disturbed(self) -> bool:
        """Whether another thread changed what was read."""
        return self._waiting.was_disturbed

    def start(self, root: object) -> None:
        """Count the object that is asked about, which is met already; a class with its attributes."""
        found = self.types.of(type(root))
        size = self._add(found, [root])
        read = root_reader(root, self._meeting.names)
        if read is not None:
            self._waiting.open(found, [root], read, size)

    def enter(self, objects: list[Any]) -> None:
        """Count objects of any types, which are met already; raises Cut."""
        for start in range(0, len(objects), SLICE):
            self._add_all(self.types.sorted(objects[start : start + SLICE]))
            self._budget.check(self.count)

    def run(self) -> None:
        """Count all that can be reached; raises Cut."""
        try:
            self.go_on(self._budget)
        finally:
            self.end()

    def go_on(self, budget: Budget) -> None:
        """Count what can be reached; raises Cut, after which it may go on with another budget, or has to end."""
        while self._step():
            budget.check(self.count)

    def end(self) -> None:
        """Let go of all that was still to be looked at."""
        for found in self.types.by_id.values():
            self._flush(found)
        self._waiting.drop()

    def _step(self) -> bool:
        """Do a few milliseconds of work; return whether there was any left."""
        waiting = self._waiting
        piece = waiting.take(_FEW + 1)
        if piece is not None:
            self._meet(*piece)
        elif waiting.refs:
            self._chain()
        elif waiting.shared:
            self._meet(taken(waiting.shared, SLICE), shared=True)
        elif waiting.heavy:
            waiting.read_heavy()
        else:
            return False
        return True

    def _meet(self, refs: list[Any], shared: bool) -> None:
        """Look at references to many objects."""
        buckets = self.types.sorted(refs)
        if not any(bucket is refs for _, bucket in buckets):
            refs.clear()  # so that only the buckets and the containers refer to the objects
        fresh: list[tuple[ReachedType, list[Any]]] = []
        while buckets:
            found, objects = buckets.pop()
            if not found.is_left_out:
                objects = self._unmet(objects, shared)
                if objects:
                    fresh.append((found, objects))
        self._add_all(fresh)

    def _unmet(self, objects: list[Any], shared: bool) -> list[Any]:
        if shared or (not self._meeting.only_several and _mostly_shared(objects)):
            return self._meeting.unmet(objects)
        counts = list(map(getrefcount, objects))
        single_count = counts.count(_SINGLE)
        if single_count == len(objects):
            return objects
        if not single_count:
            return self._meeting.unmet(objects)
        # Small ints exist once, so `is` compares them, and fastest.
        alone = list(compress(objects, map(is_, repeat(_SINGLE), counts)))
        several = list(compress(objects, map(is_not, repeat(_SINGLE), counts)))
        return alone + self._meeting.unmet(several)

    def _chain(self) -> None:
        """Follow few references for some steps, one by one."""
        waiting = self._waiting
        refs, waiting.refs = waiting.refs, []
        for _ in range(_STEPS):
            refs = self._next(refs)
            if waiting.refs:
                refs += waiting.refs
                waiting.refs = []
            if not refs or len(refs) > _FEW:
                break
        waiting.refs = refs
        for found in self.types.by_id.values():
            self._flush(found)

    def _next(self, refs: list[Any]) -> list[Any]:
        """Look at few references; return those of the objects behind them."""
        types = self.types.by_id
        several: list[Any] = []
        plain: list[Any] = []
        for obj, count in zip(refs, map(getrefcount, refs)):
            kind = type(obj)
            found = types.get(id(kind)) or self.types.of(kind)
            if found.is_left_out:
                continue
            if count != _SINGLE_IN_TURN:
                several.append(obj)
                continue
            found.waiting.append(obj)
            if found.is_plain:
                plain.append(obj)
            elif found.read is not None:
                self._waiting.note(self._waiting.watched(found.read([obj])))
        if several:
            self._wait(self._meeting.unmet(several), plain)
        return gc.get_referents(*plain)

    def _wait(self, fresh: list[Any], plain: list[Any]) -> None:
        """Keep a few objects to be counted together; note what they refer to, or that they are `plain`."""
        for obj in fresh:
            found = self.types.of(type(obj))
            found.waiting.append(obj)
            if found.is_plain:
                plain.append(obj)
            elif found.read is not None:
                self._waiting.note(self._waiting.watched(found.read([obj])))

    def _flush(self, found: ReachedType) -> None:
        if found.waiting:
            waiting, found.waiting = found.waiting, []
            self._add(found, waiting)

    def _add(self, found: ReachedType, objects: list[Any]) -> int:
        size = found.add(objects)
        if found.foreign is not None:
            outside = sum(map(self._outside, repeat(found.foreign), objects))
            found.bytes += outside
            size += outside
        self.count += len(objects)
        self.bytes += size
        return size

    def _outside(self, foreign: ForeignMemory, obj: object) -> int:
        """Return the bytes of blocks that an object holds beyond its own size, each block once."""
        found = foreign(obj)
        if found.note is not None:
            self.notes[found.note] = None
        return sum(block.size for block in found.blocks if self._meeting.is_new(block)) - found.in_object

    def _add_all(self, buckets: list[tuple[ReachedType, list[Any]]]) -> None:
        """Count objects that were not met before and note what they refer to."""
        self._waiting.open_all([(found, objects, self._add(found, objects)) for found, objects in buckets])


def _mostly_shared(objects: list[Any]) -> bool:
    """Whether, by a sample, most have several referrers: then those with one are not sorted out."""
    if len(objects) < _WORTH_A_SAMPLE:
        return False
    sample = objects[:: len(objects) // _SAMPLE + 1]  # holds one more reference
    return sum(map(is_not, repeat(_SINGLE + 1), map(getrefcount, sample))) > _MOSTLY * len(sample)
