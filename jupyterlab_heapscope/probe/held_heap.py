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
met: those come from outside. For the deep bytes only what is behind the crossings is walked again.

Where the budget is not enough, the largest give up alone: none takes more than a quarter of what is
left while others wait. What is known of those that gave up is the least that they hold. For the
others a reference from there looks as if it came from outside, so their sizes are exact.

Limits: what a library's C code holds without telling the collector (the strings of a Cython
class, say) looks as if it were held from outside; names of attributes that instances share look
as if they were not. Neither is large.
"""

from __future__ import annotations

from collections import Counter
from itertools import compress, islice, repeat
from operator import add, gt
from sys import getrefcount
from typing import TYPE_CHECKING, TypeVar

from .budget import Cut
from .holding import Holding
from .meetings import Beyond, Claim, Within
from .reach import Reach, reached_types
from .references import names_not_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .budget import Budget
    from .meetings import Again
    from .met_type import MetTypes
    from .reach import ReachedType

Item = TypeVar("Item")
# What getrefcount says of an object that only a dict refers to.
_HELD_BY_DICT = next(map(getrefcount, map({0: object()}.__getitem__, [0])))
_PART = 32_768
_CELL_STARTS = "next_run"
_CLAIMS, _BEYOND = 0.875, 0.75
"""How much of what is left of the budget may go into territories, and then into what is beyond them."""
_MOST = 0.25
"""How much of what is left one of many may take."""


class HeldHeap:
    """All that names hold; the figures are in `holdings`."""

    def __init__(self, named: Iterable[tuple[object, object]], left_out: Iterable[object], budget: Budget) -> None:
        """Take names with their objects, and objects that belong to the program."""
        self._budget = budget
        self._left_out = {id(obj): obj for obj in left_out}
        self._owner_of_block: dict[int, int] = {}
        self._references: Counter[int] = Counter(self._left_out.keys())
        self._cut: str | None = None
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
            self._reach_beyond()
            self._share()
        except Cut as cut:
            self._cut = str(cut)
        finally:
            self._left_out.clear()
            for holding in self.holdings:
                holding.forget()
        return self._cut

    def _turns(self, items: Sequence[Item], budget: Budget) -> Iterator[tuple[Item, float]]:
        """Yield each with how much it may take of what is left, as long as anything is."""
        for number, item in enumerate(items):
            why = budget.why_spent()
            if why is not None:
                self._cut = why
                return
            yield item, max(_MOST, 1 / (len(items) - number))

    def _claim(self) -> None:
        """Make the territories; those that take much go on when all others had their turn."""
        budget = self._budget.part(_CLAIMS)
        types = reached_types(None)
        pending = [
            (holding, Reach(budget, Claim(holding, self._references, self._owner_of_block), types))
            for holding in self.holdings
        ]
        try:
            while pending and self._cut is None:
                for (holding, reach), share in self._turns(pending, budget):
                    self._claim_on(holding, reach, budget.part(share, reach.count))
                pending = [(holding, reach) for holding, reach in pending if not holding.is_claimed]
        finally:
            for holding, reach in pending:
                if holding.own_bytes is not None and not holding.is_claimed:
                    reach.end()  # what waits would look as if it were held

    def _claim_on(self, holding: Holding, reach: Reach, turn: Budget) -> None:
        """Let a territory grow as far as it may."""
        before = reach.count
        try:
            if holding.own_bytes is None:
                reach.start(holding.root)
            reach.go_on(turn)
            holding.is_claimed = True
        except Cut as cut:
            if str(cut) == _CELL_STARTS:
                raise
        finally:
            holding.own_bytes = reach.bytes
            self.object_count += reach.count - before
            self._note(reach, holding, turn, before)

    def _note(self, reach: Reach, holding: Holding, budget: Budget, before: int = 0) -> None:
        """Spend what a walk has met, and keep what it says of its figures."""
        budget.spend(reach.count - before)
        holding.notes.update(reach.notes)
        self.was_disturbed |= reach.was_disturbed

    def _share(self) -> None:
        """Find what of each territory is behind a crossing, or held from outside."""
        crossing = self._all_crossing()
        names: dict[int, object] = {}
        types = reached_types(names_not_in(names))
        blocks = set().union(*(holding.crossing_blocks for holding in self.holdings))
        claimed = [holding for holding in self.holdings if holding.is_claimed]
        for holding, share in self._turns(claimed, self._budget):
            key = id(holding.root)
            holding.is_held_outside |= bool(self._held_outside(holding, [key]))
            if holding.is_held_outside or len(holding.names) > 1 or key in crossing:
                holding.shared_bytes = holding.own_bytes
                continue
            budget = self._budget.part(share)
            try:
                seeds = self._seeds(holding, crossing, budget)
            except Cut as cut:
                if str(cut) == _CELL_STARTS:
                    raise
                self._cut = str(cut)
                continue
            own_blocks = [block for block in blocks if self._owner_of_block[block.key] == holding.number]
            if not seeds and not own_blocks:
                holding.shared_bytes = 0
                continue
            meeting = Within(holding, names, seeds, own_blocks, self._owner_of_block)
            shared, is_all = self._walk(meeting, holding, types, budget)
            if is_all:
                self._keep_shared(holding, shared)

    def _seeds(self, holding: Holding, crossing: dict[int, object], budget: Budget) -> dict[int, object]:
        """Return those of a territory's objects that others refer to, or something outside does; raises Cut."""
        seeds: dict[int, object] = {}
        for part in self._parts(holding.territory, budget):
            keys = [*self._held_outside(holding, part), *filter(crossing.__contains__, part)]
            seeds.update(zip(keys, map(holding.territory.__getitem__, keys)))
        return seeds

    def _keep_shared(self, holding: Holding, shared: int) -> None:
        own = holding.own_bytes or 0
        self.was_disturbed |= shared > own  # another thread made it grow meanwhile
        holding.shared_bytes = min(shared, own)

    def _all_crossing(self) -> dict[int, object]:
        """Return what is referred to across borders, and tell the roots among it who does so."""
        crossing: dict[int, object] = {}
        roots = {id(holding.root): holding for holding in self.holdings}
        for holding in self.holdings:
            for part in self._parts(holding.crossing, self._budget):
                crossing.update(zip(part, map(holding.crossing.__getitem__, part)))
                for key in filter(roots.__contains__, part):
                    roots[key].holders.append(holding)
        return crossing

    def _held_outside(self, holding: Holding, keys: list[int]) -> list[int]:
        """Return those of a territory's objects that have more references than were met."""
        expected = map(add, map(self._references.__getitem__, keys), repeat(_HELD_BY_DICT))
        found = compress(keys, map(gt, map(getrefcount, map(holding.territory.__getitem__, keys)), expected))
        return [key for key in found if key not in self._left_out]

    @staticmethod
    def _parts(objects: dict[int, object], budget: Budget) -> Iterator[list[int]]:
        """Yield the keys, some at a time; raises Cut."""
        keys = iter(objects)
        while part := list(islice(keys, _PART)):
            yield part
            budget.check(0)

    def _reach_beyond(self) -> None:
        """Find what each reaches in the territories of others, beginning with those that reach few of their objects."""
        names: dict[int, object] = {}
        types = reached_types(names_not_in(names))
        reaching = []
        for holding in self.holdings:
            if holding.crossing or holding.crossing_blocks:
                reaching.append(holding)
            else:
                holding.is_whole = holding.is_claimed
        reaching.sort(key=lambda holding: (not holding.is_claimed, len(holding.crossing)))
        budget = self._budget.part(_BEYOND)
        for holding, share in self._turns(reaching, budget):
            blocks = list(holding.crossing_blocks)
            meeting = Beyond(holding, names, holding.crossing, blocks, self._owner_of_block)
            holding.beyond_bytes, is_all = self._walk(meeting, holding, types, budget.part(share))
            holding.is_whole = holding.is_claimed and is_all

    def _walk(self, meeting: Again, holding: Holding, types: MetTypes[ReachedType], budget: Budget) -> tuple[int, bool]:
        """Return the bytes that a meeting begins with and of all behind them that it lets in, and whether of all."""
        size = sum(block.size for block in meeting.blocks)
        if not meeting.seeds:
            return size, True
        reach = Reach(budget, meeting, types)
        is_all = True
        try:
            reach.enter(list(meeting.seeds.values()))
            reach.go_on(budget)
        except Cut as cut:
            if str(cut) == _CELL_STARTS:
                raise
            self._cut = str(cut)
            is_all = False
        finally:
            reach.end()
            self._note(reach, holding, budget)
        return size + reach.bytes, is_all
