"""How much memory each name of the notebook holds: deep, exclusive and shared bytes.

- Deep bytes: the object and all that can be reached from it, each once (see belongs.py).
- Exclusive bytes: the part that would be freed if this name alone went away. That is what can be
  reached from no other name, and is held by nothing outside of the names either: a frame, a
  module, a library's cache. Names of IPython's own count as holders: what is in `Out` is held by
  it. Objects that only hold each other are freed, by the collector.
- Shared bytes: the rest. For two names of one object all of it is shared.

One pass over the heap gives each object that has several referrers to the first name that
reaches it, and counts the references to it. A reference that crosses from one name's territory
into another's makes all behind it shared, and so does an object with more references than were
met: those come from outside. Then only what is behind the crossings is walked again, for the
deep bytes.

Limits: what a library's C code holds without telling the collector (the strings of a Cython
class, say) looks as if it were held from outside; names of attributes that instances share look
as if they were not. Neither is large.
"""

from __future__ import annotations

from collections import Counter
from itertools import compress, islice, repeat
from operator import add, gt
from sys import getrefcount
from typing import TYPE_CHECKING, Any

from .belongs import is_of_the_program
from .budget import Cut
from .meetings import Beyond, Claim, Within
from .reach import Reach, reached_types
from .references import names_not_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .blocks import Block
    from .budget import Budget
    from .met_type import MetTypes
    from .reach import Meeting, ReachedType

# What getrefcount says of an object that only a dict refers to.
_HELD_BY_DICT = next(map(getrefcount, map({0: object()}.__getitem__, [0])))
_PART = 32_768


class Holding:
    """The object that one or more names refer to, and its territory: what no earlier one reaches."""

    def __init__(self, number: int, root: object, left_out: dict[int, object]) -> None:
        """Begin with the object alone; what is left out counts as met."""
        self.number = number
        self.root = root
        self.names: list[Any] = []
        self.left_out = left_out
        self.territory = {**left_out, id(root): root}
        self.crossing: dict[int, object] = {}
        """Objects of others' territories that are referred to from this one."""
        self.crossing_blocks: set[Block] = set()
        self.holders: list[Holding] = []
        """Those from which the object itself is referred to."""
        self.is_held_outside = is_of_the_program(type(root)) or id(root) in left_out
        self.own_bytes = 0
        self.shared_bytes: int | None = None
        """Those of the own ones that do not go away with the name; None before they are known."""
        self.beyond_bytes: int | None = None
        """Those of others' that are reached; None before they are known."""
        self.notes: dict[str, None] = {}

    def forget(self) -> None:
        """Let go of all objects."""
        self.root, self.territory, self.crossing = None, {}, {}

    @property
    def deep_bytes(self) -> int | None:
        """Bytes of all that is reached."""
        return None if self.beyond_bytes is None else self.own_bytes + self.beyond_bytes

    @property
    def exclusive_bytes(self) -> int | None:
        """Bytes that go away with the name."""
        return None if self.shared_bytes is None else self.own_bytes - self.shared_bytes


class HeldHeap:
    """All that names hold; the figures are in `holdings`."""

    def __init__(self, named: Iterable[tuple[object, object]], left_out: Iterable[object], budget: Budget) -> None:
        """Take names with their objects, and objects that belong to the program."""
        self._budget = budget
        self._left_out = {id(obj): obj for obj in left_out}
        self._owner_of_block: dict[int, int] = {}
        self._references: Counter[int] = Counter(self._left_out.keys())
        self.object_count = 0
        self.was_disturbed = False
        by_id: dict[int, Holding] = {}
        for name, root in named:
            holding = by_id.get(id(root))
            if holding is None:
                holding = by_id[id(root)] = Holding(len(by_id), root, self._left_out)
                self._references[id(root)] = 1  # of the Holding's; the territory's is expected
            holding.names.append(name)
            self._references[id(root)] += 1
        self.holdings = list(by_id.values())

    def measure(self) -> str | None:
        """Find the figures, and let go of all objects; return why not all figures were found, or None."""
        try:
            self._claim()
            self._share()
            self._reach_beyond()
        except Cut as cut:
            return str(cut)
        finally:
            self._left_out.clear()
            for holding in self.holdings:
                holding.forget()
        return None

    def _claim(self) -> None:
        """Make the territories."""
        types = reached_types(None)
        for holding in self.holdings:
            claim = Claim(holding, self._references, self._owner_of_block)
            reach = Reach(self._budget, claim, types)
            reach.start(holding.root)
            self._finish(reach, holding)
            holding.own_bytes = reach.bytes
            self.object_count += reach.count

    def _finish(self, reach: Reach, holding: Holding) -> None:
        reach.run()
        self._budget.spend(reach.count)
        holding.notes.update(reach.notes)
        self.was_disturbed |= reach.was_disturbed

    def _share(self) -> None:
        """Find what of each territory is behind a crossing, or held from outside."""
        crossing = self._all_crossing()
        blocks = set().union(*(holding.crossing_blocks for holding in self.holdings))
        names: dict[int, object] = {}
        types = reached_types(names_not_in(names))
        owners = self._owner_of_block
        for holding in self.holdings:
            key = id(holding.root)
            holding.is_held_outside |= bool(self._held_outside(holding, [key]))
            if holding.is_held_outside or len(holding.names) > 1 or key in crossing:
                holding.shared_bytes = holding.own_bytes
                continue
            seeds: dict[int, object] = {}
            for part in self._parts(holding.territory):
                keys = [*self._held_outside(holding, part), *filter(crossing.__contains__, part)]
                seeds.update(zip(keys, map(holding.territory.__getitem__, keys)))
            own_blocks = [block for block in blocks if owners[block.key] == holding.number]
            meeting = Within(holding, names, seeds, own_blocks, owners)
            shared = self._walk(meeting, holding, types, seeds, own_blocks)
            self.was_disturbed |= shared > holding.own_bytes  # another thread made it grow meanwhile
            holding.shared_bytes = min(shared, holding.own_bytes)

    def _all_crossing(self) -> dict[int, object]:
        """Return what is referred to across borders, and tell the roots among it who does so."""
        crossing: dict[int, object] = {}
        roots = {id(holding.root): holding for holding in self.holdings}
        for holding in self.holdings:
            for part in self._parts(holding.crossing):
                crossing.update(zip(part, map(holding.crossing.__getitem__, part)))
                for key in filter(roots.__contains__, part):
                    roots[key].holders.append(holding)
        return crossing

    def _held_outside(self, holding: Holding, keys: list[int]) -> list[int]:
        """Return those of a territory's objects that have more references than were met."""
        expected = map(add, map(self._references.__getitem__, keys), repeat(_HELD_BY_DICT))
        found = compress(keys, map(gt, map(getrefcount, map(holding.territory.__getitem__, keys)), expected))
        return [key for key in found if key not in self._left_out]

    def _parts(self, objects: dict[int, object]) -> Iterator[list[int]]:
        """Yield the keys, some at a time; raises Cut."""
        keys = iter(objects)
        while part := list(islice(keys, _PART)):
            yield part
            self._budget.check(0)

    def _reach_beyond(self) -> None:
        """Find what each reaches in the territories of others."""
        names: dict[int, object] = {}
        types = reached_types(names_not_in(names))
        for holding in self.holdings:
            seeds, blocks = holding.crossing, list(holding.crossing_blocks)
            meeting = Beyond(holding, names, seeds, blocks, self._owner_of_block)
            holding.beyond_bytes = self._walk(meeting, holding, types, seeds, blocks)

    def _walk(
        self,
        meeting: Meeting,
        holding: Holding,
        types: MetTypes[ReachedType],
        seeds: dict[int, object],
        blocks: list[Block],
    ) -> int:
        """Return the bytes of some objects and blocks and of all behind them that a meeting lets in."""
        size = sum(block.size for block in blocks)
        if not seeds:
            return size
        reach = Reach(self._budget, meeting, types)
        reach.enter(list(seeds.values()))
        self._finish(reach, holding)
        return size + reach.bytes
