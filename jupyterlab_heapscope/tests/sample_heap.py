"""A small heap with objects of many kinds, shared and not."""

from __future__ import annotations

import builtins
import gc
import threading
import types
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any


class Row:
    """An instance with attributes."""

    def __init__(self, number: int) -> None:
        """Set them."""
        self.number = number + 1000
        self.name = f"row {number}"
        self.values = [number * 0.5, number * 0.25, "same"]


class Pair:
    """An instance with slots."""

    __slots__ = ("left", "right")

    def __init__(self, left: object, right: object) -> None:
        """Fill both."""
        self.left = left
        self.right = right


class Named(dict):  # type: ignore[type-arg]
    """A dict with attributes."""


def heap() -> list[Any]:
    """Return objects of many kinds, shared and not."""
    shared_text, shared_tuple = "shared " * 3, (1.5, "in a tuple", (2.5, b"deep"))
    made: list[Any] = []
    for number in range(300):
        row = Row(number)
        made.append(Pair(row, number * 1.5))
        made.append({f"key {number}": number + 5000, "shared key": shared_text, number + 70_000: shared_tuple})
        made.append((shared_tuple, f"text {number}", number + 9000, [row]))
        vars(row)["made by hand"] = f"value {number}"
    made.append({f"unique {number}": float(number) for number in range(1000)})  # untracked in 3.11
    made.append({(number, str(number)): None for number in range(100)})
    made.append([{f"only here {number}": 1} for number in range(100)])
    made.append(OrderedDict((f"ordered {number}", number + 4000) for number in range(100)))
    made.append(defaultdict(list, {f"default {number}": [] for number in range(100)}))
    made.append(Counter({number + 30_000: number + 20_000 for number in range(100)}))
    named = Named(key="value of named")
    named.attribute = "an attribute"  # type: ignore[attr-defined]
    named[12345678] = "a value under a number"
    made.append(named)
    made.append({frozenset({"a", f"b{1}"}), "x y z", 2.75})
    made.append(deque(f"queue {number}" for number in range(100)))
    made.append(heap.__code__)
    made.append(lambda: "a constant of a function")
    made.append([True, False, None, ..., NotImplemented, 5, 5, 1 << 80, 1 << 80])
    made.append(memoryview(bytearray(b"under a view")))
    made.append(slice(12345, "stop", 2.5))
    made.append(type("Made", (Row,), {"made here": "class attribute"}))
    made.append(ValueError("an argument"))
    generator = (f"{number} now" for number in [123456])
    next(generator)
    made.append(generator)
    frozen: Any = getattr(builtins, "frozendict", dict)
    made.append(frozen({"key of a frozendict": "its value", (1, "in a key"): 2.125}))
    return made


def arrays(numpy: Any) -> list[Any]:
    """Return arrays, views and arrays of objects."""
    objects = numpy.array([f"item {number}" for number in range(500)] + [None, 1.5, Row(1)], dtype=object)
    square = numpy.empty((20, 20), dtype=object)
    for number in range(400):
        square.flat[number] = f"cell {number % 50}"
    plain = numpy.zeros((100, 8))
    made = [objects, objects[3:7], square.T, plain[:, 0], plain, numpy.asfortranarray(square), numpy.ma.array([1, 2])]
    return [*made, *structured(numpy)]


def structured(numpy: Any) -> list[Any]:
    """Return arrays whose fields are objects: between numbers, several in one item, and in fields of fields."""
    inner = numpy.dtype([("weight", "f8"), ("owner", "O")])
    rows = numpy.zeros((300, 2), dtype=[("id", "i8"), ("text", "O"), ("pair", "O", (2, 3)), ("nested", inner, (2,))])
    for number in range(600):
        row = rows[number // 2, number % 2]
        row["id"], row["text"] = number, f"row text {number}"
        row["nested"]["owner"] = [f"owner {number}", [number + 0.5]]
        row["pair"][1, 2] = f"in a pair {number % 100}"
    single = numpy.zeros((), dtype=inner)
    single["owner"] = ["of no dimension"]
    records = numpy.rec.array(numpy.zeros(50, dtype=[("a", "i4"), ("b", "O")]))
    records.b = [f"record {number}" for number in range(50)]
    titled = numpy.zeros(9, dtype=[(("a title", "named"), "O"), ("plain", "f4")])
    titled["named"] = [f"titled {number}" for number in range(9)]
    return [rows, rows[5:]["text"], rows["nested"], single, records, records.copy(), titled, rows.copy()]


def tracked_from(roots: list[Any]) -> list[Any]:
    """Return all tracked objects that roots lead to, without going into modules, types and functions."""
    found: dict[int, Any] = {}
    pending: list[Any] = list(roots)
    while pending:
        obj = pending.pop()
        if id(obj) not in found and type(obj) not in (type, types.ModuleType, types.FunctionType):
            found[id(obj)] = obj
            pending += gc.get_referents(obj)
    return [obj for obj in found.values() if gc.is_tracked(obj)]


@contextmanager
def changing(size: int) -> Iterator[dict[int, list[str]]]:
    """A dict of about this size into which another thread puts items, and takes them out, all the time."""
    made = {number: [str(number)] for number in range(size)}
    stop = threading.Event()

    def change() -> None:
        for number in count():
            if stop.is_set():
                return
            made[number % (2 * size)] = [str(number)]
            made.pop((number * 7) % (2 * size), None)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield made
    finally:
        stop.set()
        thread.join()
