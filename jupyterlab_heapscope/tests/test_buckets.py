"""Objects sorted by type, whatever metaclasses there are: every ipykernel has one that compares as it likes."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from jupyterlab_heapscope.probe import buckets, met_type
from jupyterlab_heapscope.probe.budget import Budget
from jupyterlab_heapscope.probe.held_heap import HeldHeap

from .slow_closure import closure

WAYS = [buckets._by_type, buckets._by_id_of_type]
CHOSEN = "from jupyterlab_heapscope.probe.buckets import partition; print(partition().__name__)"


class Node:
    """Anything."""


def ring() -> Any:
    """An object with much below it that something outside leads back to: its end would free nothing."""
    node: Any = Node()
    node.much = [[number] for number in range(20_000)]
    node.held = Node()
    node.held.back = node
    return node


@pytest.mark.parametrize("way", WAYS)
def test_sizes_are_the_same_either_way(way: buckets.Partition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(met_type, "partition", lambda: way)
    node = ring()
    kept = node.held
    bytes_of = {id(obj): sys.getsizeof(obj) for obj in closure([node.much])}
    heap = HeldHeap([("node", node)], [], Budget(60_000, 10**8, lambda: False))
    del node
    heap.measure()
    holding = heap.holdings[0]
    assert holding.own_bytes is not None
    assert holding.own_bytes >= sum(bytes_of.values())
    assert holding.own_bytes == holding.shared_bytes  # `kept` holds it
    del kept


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("length", [5, 40, 8_000])
def test_each_in_its_bucket(way: buckets.Partition, length: int) -> None:
    mixed: list[Any] = [
        [number, str(number), None, 0.5][number % 4 if number < 4_000 else 1] for number in range(length)
    ]
    found = way(mixed)
    assert {kind: len(bucket) for kind, bucket in found} == {
        kind: sum(type(obj) is kind for obj in mixed) for kind in {type(obj) for obj in mixed}
    }


@pytest.mark.parametrize(
    ("body", "chosen"),
    [
        ("def __eq__(cls, other): raise SystemExit\n    __hash__ = type.__hash__", "_by_type"),
        ("def __hash__(cls): raise SystemExit", "_by_id_of_type"),
        ("def __eq__(cls, other): raise SystemExit", "_by_id_of_type"),
    ],
    ids=["compares", "hashes", "has no hash"],
)
def test_the_metaclasses_decide(body: str, chosen: str) -> None:
    source = f"class Meta(type):\n    {body}\nclass Kind(metaclass=Meta): pass\n{CHOSEN}"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == chosen
