"""The sizes of the notebook's names, for a message."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, Any

from .clock import perf_counter
from .held_heap import HeldHeap
from .text import name_text, type_name
from .variables import name_group, namespace_items, size_to_sort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .budget import Budget
    from .holding import Holding
    from .shallow import Plan

_MOST_HOLDERS = 5


def variable_sizes(
    namespace: dict[Any, Any], hidden: frozenset[str], left_out: Iterable[object], budget: Budget, count: int
) -> dict[str, Any]:
    """Return the fields of VariableSizes that tell of the names, at most `count`, the largest first."""
    began = perf_counter()
    named = namespace_items(namespace)
    groups = {name_text(name): name_group(name, value, hidden) for name, value in named}
    # What IPython keeps comes last, so that all that has a name of the user's is in its territory. Large containers
    # come after the others: where the budget is not enough, it is theirs that ends.
    plans: dict[int, Plan] = {}
    named.sort(key=lambda item: (groups[name_text(item[0])] == "ipython", size_to_sort(item[1], plans)))
    heap = HeldHeap(((name_text(name), value) for name, value in named), left_out, budget)
    named.clear()  # would look like a holder
    objects = {holding.number: (type_name(type(holding.root)), hex(id(holding.root))) for holding in heap.holdings}
    cut = heap.measure()
    items = [
        _item(holding, name, groups[name], *objects[holding.number])
        for holding in heap.holdings
        for name in holding.names
    ]
    shown = nlargest(count, items, key=lambda item: item["deep_bytes"] or 0)
    return {
        "complete": cut is None and not heap.was_disturbed,
        "cut_because": cut,
        "items": shown,
        "total": len(items),
        "truncated": len(shown) < len(items),
        "object_count": heap.object_count,
        "took_ms": (perf_counter() - began) * 1000,
    }


def _item(holding: Holding, name: str, group: str, kind: str, address: str) -> dict[str, Any]:
    deep, exclusive = holding.deep_bytes, holding.exclusive_bytes
    # Of the names of IPython's own that mean the same, `Out` says more than `_oh`.
    holders = [*holding.names, *(min(holder.names, key=lambda name: name[:1] == "_") for holder in holding.holders)]
    return {
        "name": name,
        "group": group,
        "type": kind,
        "address": address,
        "deep_bytes": deep,
        "deep_complete": holding.is_whole,
        "exclusive_bytes": exclusive,
        "shared_bytes": None if deep is None or exclusive is None else deep - exclusive,
        "held_by": [holder for holder in holders if holder != name][:_MOST_HOLDERS],
        "held_outside": holding.is_held_outside,
        "notes": list(holding.notes),
    }
