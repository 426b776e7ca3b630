"""Shallow sizes against sys.getsizeof and against layouts worked out by hand."""

from __future__ import annotations

import sys
from collections import OrderedDict, defaultdict, deque
from typing import Any

import pytest

from jupyterlab_heapscope.probe.shallow import shallow_size, size_plan

POINTER = 8
GC_HEADER = 16


class Slotted:
    """Two slots and nothing else."""

    __slots__ = ("a", "b")


class Names:
    """Three attributes."""

    def __init__(self) -> None:
        """Set them."""
        self.a = self.b = self.c = 1


class Meta(type):
    """A metaclass."""


BUILTINS: list[Any] = [
    0,
    10**50,
    -1,
    True,
    None,
    1.5,
    1j,
    "",
    "abc",
    "é",
    "日本" * 50,
    b"abc",
    bytearray(b"abc" * 100),
    (),
    (1, 2, 3),
    [],
    [1, 2, 3],
    {},
    {"a": 1},
    {i: i for i in range(1000)},
    set(),
    set(range(1000)),
    frozenset({1}),
    deque(range(500)),
    OrderedDict(a=1),
    defaultdict(list, a=[]),
    range(5),
    slice(1, 2),
    len,
    Names,
    Meta("Made", (), {}),
    sys,
    pytest,
    object(),
    iter([]),
    memoryview(b"abc"),
    Slotted(),
    ValueError("x"),
    iter([1]),
    (lambda: 0).__code__,
]


@pytest.mark.parametrize("obj", BUILTINS, ids=lambda obj: type(obj).__name__)
def test_as_getsizeof_says(obj: object) -> None:
    assert shallow_size(obj) == sys.getsizeof(obj)


def test_only_types_of_class_statements_have_a_gc_header() -> None:
    assert shallow_size(int) == type.__sizeof__(int)
    assert shallow_size(Names) == type.__sizeof__(Names) + GC_HEADER


def test_many_at_once() -> None:
    texts = ["x" * i for i in range(100)]
    assert size_plan(str)(texts) == sum(map(sys.getsizeof, texts))
    slotted = [Slotted() for _ in range(100)]
    assert size_plan(Slotted)(slotted) == 100 * sys.getsizeof(slotted[0])


@pytest.mark.skipif(sys.version_info < (3, 11), reason="3.10 has no inline values")
def test_instances_count_the_values_that_they_keep_themselves() -> None:
    instances = [Names() for _ in range(200)]
    header, object_head, values = GC_HEADER, 2 * POINTER, 4 * POINTER  # three names, one spare
    pointers = 2 * POINTER  # to dict and weak references, before the object
    if sys.version_info >= (3, 13):
        block = POINTER + values + POINTER  # counts, values, their order
        weakrefs = 0
    else:
        block = POINTER + values  # order, values
        weakrefs = POINTER if sys.version_info < (3, 12) else 0
    by_hand = header + pointers + object_head + weakrefs + block
    assert by_hand == 96
    assert shallow_size(instances[-1]) == by_hand
    assert size_plan(Names)(instances[100:]) == 100 * by_hand
    assert size_plan(Names)(instances) == sum(map(shallow_size, instances))


def test_an_array_counts_its_buffer_once() -> None:
    numpy = pytest.importorskip("numpy")
    samples = numpy.zeros((1000, 8))
    assert shallow_size(samples) == sys.getsizeof(samples)
    assert samples.nbytes < shallow_size(samples) < samples.nbytes + 200
    assert shallow_size(samples[:, 0]) < 200


def test_a_sizeof_of_the_user_is_passed_over() -> None:
    class Liar(list):  # type: ignore[type-arg]
        def __sizeof__(self) -> int:
            raise AssertionError

    liar = Liar([1, 2, 3])
    assert shallow_size(liar) >= list.__sizeof__(liar) + GC_HEADER
