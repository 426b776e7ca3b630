"""The deep size of an object: its own bytes and those of all that can be reached from it."""

from __future__ import annotations

from heapq import nlargest
from itertools import islice
from typing import TYPE_CHECKING, Any

from .budget import Cut
from .clock import perf_counter
from .reach import Reach
from .references import names_not_in
from .text import type_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .blocks import Block
    from .budget import Budget
    from .references import Names

_MOST_ROWS = 100
_FEW = 16
_MANY = 1_024


class EachOnce:
    """Meets every object once."""

    only_several = False

    def __init__(self, left_out: Iterable[object]) -> None:
        """Take objects that belong to the program, such as the notebook's namespace."""
        self._met = {id(obj): obj for obj in left_out}
        self.names: Names | None = names_not_in(self._met)
        self._blocks: set[int] = set()

    def unmet(self, objects: list[Any]) -> list[Any]:
        """Return those that were not met before."""
        met = self._met
        if len(objects) <= _FEW:
            fresh = []
            for obj in objects:
                if id(obj) not in met:
                    met[id(obj)] = obj
                    fresh.append(obj)
            return fresh
        if len(objects) > _MANY and not set(map(id, objects)).difference(met):
            return []
        before = len(met)
        met.update(zip(map(id, objects), objects))
        count = len(met) - before
        return list(islice(reversed(met.values()), count)) if count else []

    def is_new(self, block: Block) -> bool:
        """Whether a block was not met before."""
        before = len(self._blocks)
        self._blocks.add(block.key)
        return len(self._blocks) > before


def deep_size(root: object, budget: Budget, left_out: Iterable[object]) -> dict[str, Any]:
    """Return the fields of DeepSize that tell of the object, which is counted even if it is one of `left_out`."""
    began = perf_counter()
    reach = Reach(budget, EachOnce([*left_out, root]))
    cut = None
    try:
        reach.start(root)
        reach.run()
    except Cut as caught:
        cut = str(caught)
    types = [found for found in reach.types.by_id.values() if found.count]
    shown = nlargest(_MOST_ROWS, types, key=lambda found: found.bytes)
    return {
        "deep_bytes": reach.bytes,
        "object_count": reach.count,
        "complete": cut is None and not reach.was_disturbed,
        "cut_because": cut,
        "notes": list(reach.notes),
        "rows": {
            "type": [type_name(found.type) for found in shown],
            "count": [found.count for found in shown],
            "bytes": [found.bytes for found in shown],
        },
        "type_count": len(types),
        "took_ms": (perf_counter() - began) * 1000,
    }
