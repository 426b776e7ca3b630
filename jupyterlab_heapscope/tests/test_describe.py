"""What is said of one object."""

from __future__ import annotations

import sys
import threading
import time
import types
from array import array
from collections import Counter, OrderedDict, deque, namedtuple
from typing import Any

import pytest

from jupyterlab_heapscope.probe.describe import describe
from jupyterlab_heapscope.probe.text import safe_text, type_name

from .schema import assert_fits


class Person:
    """A class with attributes, as in the examples."""

    def __init__(self, name: str, age: int) -> None:
        """Set both."""
        self.name = name
        self.age = age

    def greet(self, loudly: bool) -> str:
        """Return a greeting."""
        return self.name.upper() if loudly else self.name


class Listed(list):  # type: ignore[type-arg]
    """A subclass of a container."""


Pair = namedtuple("Pair", "left right")  # noqa: PYI024


def words(obj: object) -> tuple[str, Any, Any]:
    summary = describe(obj)
    assert_fits(summary, "ObjectSummary")
    assert summary["address"] == hex(id(obj))
    return summary["category"], summary["text"], summary["shape"]


def sample_function(first: int, *rest: int, key: int = 3) -> None:
    """Do nothing."""


@pytest.mark.parametrize(
    ("obj", "expected"),
    [
        (30, ("scalar", "30", None)),
        (True, ("scalar", "True", None)),
        (None, ("scalar", "None", None)),
        (..., ("scalar", "Ellipsis", None)),
        (2.5, ("scalar", "2.5", None)),
        (1 + 2j, ("scalar", "(1+2j)", None)),
        ("John", ("text", "'John'", None)),
        (b"ab", ("text", "b'ab'", "2 bytes")),
        (bytearray(b"a"), ("text", "bytearray(b'a')", "1 byte")),
        ([70, 85, 92], ("container", "[70, 85, 92]", "3 items")),
        ((1,), ("container", "(1,)", "1 item")),
        ({"a": 1, 2: "b"}, ("container", "{'a': 1, 2: 'b'}", "2 items")),
        ({7}, ("container", "{7}", "1 item")),
        (set(), ("container", "set()", "0 items")),
        (frozenset({7}), ("container", "frozenset({7})", "1 item")),
        (deque([1, 2]), ("container", "deque([1, 2])", "2 items")),
        ([], ("container", "[]", "0 items")),
        ({}, ("container", "{}", "0 items")),
        ([[1]], ("container", None, "1 item")),
        (list(range(1000)), ("container", None, "1,000 items")),
        (range(2, 9, 3), ("container", "range(2, 9, 3)", None)),
        (OrderedDict(a=1), ("container", None, "1 item")),
        (Counter("aab"), ("container", None, "2 items")),
        (Listed([1, 2]), ("container", None, "2 items")),
        (Pair(1, 2), ("container", None, "2 items")),
        (array("d", [1.0]), ("array", None, "1 item")),
        (memoryview(b"abc"), ("array", None, "3 bytes")),
        (Person("John", 30), ("instance", None, "2 attributes")),
        (ValueError("x"), ("instance", None, None)),
        (types.SimpleNamespace(a=1), ("instance", None, "1 attribute")),
        (Person, ("class", f"class {__name__}.Person", None)),
        (int, ("class", "class int", None)),
        (sample_function, ("function", "sample_function(first, key)", None)),
        (len, ("function", "len", None)),
        (str.join, ("function", "join", None)),
        ([].append, ("function", "append", None)),
        (Person("a", 1).greet, ("function", "Person.greet(self, loudly)", None)),
        (sys, ("module", "sys", None)),
        (threading.Lock(), ("other", None, None)),
        (object(), ("other", None, None)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_words(obj: object, expected: tuple[str, Any, Any]) -> None:
    assert words(obj) == expected


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ("numpy.zeros((5000, 8))", ("array", "float64", "(5,000, 8)")),
        ("numpy.zeros((5000, 8))[:, 0]", ("array", "float64 view", "(5,000,)")),
        ("numpy.zeros((), dtype='c16')", ("array", "complex128", "()")),
        ("numpy.array(['ab'])", ("array", "str", "(1,)")),
        ("numpy.array([object()])", ("array", "object", "(1,)")),
        ("numpy.zeros(2, dtype='M8[s]')", ("array", "datetime64", "(2,)")),
        ("numpy.zeros(2, dtype=[('a', 'i4')])", ("array", "void", "(2,)")),
        ("numpy.zeros(2, dtype=bool)", ("array", "bool", "(2,)")),
        ("numpy.float64(1.5)", ("scalar", "1.5", None)),
        ("numpy.int32(4)", ("scalar", "4", None)),
        ("numpy.bool_(True)", ("scalar", "True", None)),
        ("numpy.ma.masked_array([1, 2], [0, 1])", ("array", "int64 view", "(2,)")),
    ],
)
def test_numpy(build: str, expected: tuple[str, Any, Any]) -> None:
    numpy = pytest.importorskip("numpy")
    assert words(eval(build, {"numpy": numpy})) == expected


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ("pandas.DataFrame({'a': range(5), 'b': list('abcde'), 'c': 1.5})", "5 × 3"),
        ("pandas.DataFrame({'a': range(1200)})", "1,200 × 1"),
        ("pandas.DataFrame()", "0 × 0"),
        ("pandas.DataFrame({'a': range(5)})['a']", "5 items"),
        ("pandas.DataFrame({'a': pandas.Categorical(list('aab'))})", "3 × 1"),
        ("pandas.DataFrame({'a': [1]}, index=pandas.MultiIndex.from_tuples([(1, 2)]))", "1 × 1"),
        ("pandas.Series(1, index=pandas.date_range('2020-01-01', periods=7))", "7 items"),
        ("pandas.RangeIndex(3)", "3 items"),
    ],
)
def test_pandas(build: str, expected: str) -> None:
    pandas = pytest.importorskip("pandas")
    assert words(eval(build, {"pandas": pandas})) == ("table", None, expected)


def test_long_things_are_cut_before_they_are_formatted() -> None:
    big = {
        "characters": "x" * 50_000_000,
        "bytes": b"x" * 50_000_000,
        "bits": 10**100_000,
        "items": dict.fromkeys(range(1_000_000)),
    }
    for noun, value in big.items():
        began = time.process_time()
        _, text, shape = words(value)
        assert time.process_time() - began < 0.05
        assert shape.endswith(noun)
        assert text is None or len(text) <= 400


def test_text_is_only_ever_text() -> None:
    assert safe_text("a\ud800b") == "a\ufffdb"
    assert safe_text("\ud800" * 500) == "\ufffd" * 399 + "…"
    assert safe_text("<b>\x00\n") == "<b>\x00\n"
    assert safe_text(b"no text") == "?"
    assert safe_text("abc", 2) == "a…"
    assert words("<script>\udc80\x1b")[1] == "'<script>\\udc80\\x1b'"


class Sly(str):
    """Text with a mind of its own."""

    def __str__(self) -> str:
        """Raise."""
        raise AssertionError

    __repr__ = __str__


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"__module__": 5}, "Named"),
        ({"__module__": None}, "Named"),
        ({"__module__": Sly("sly")}, "sly.Named"),
        ({"__module__": "a\ud800"}, "a\ufffd.Named"),
        ({"__module__": "builtins"}, "Named"),
        ({"__module__": "m" * 1_000_000}, "m" * 399 + "…"),
        ({"__module__": "m", "__qualname__": "<b>bold</b>"}, "m.<b>bold</b>"),
        ({"__module__": "m", "__qualname__": Sly("q")}, "m.q"),
        ({"__module__": "m", "__name__": "lie"}, "m.Named"),
    ],
)
def test_lying_type_names(changes: dict[str, Any], expected: str) -> None:
    kind = type("Named", (), {})
    for name, value in changes.items():
        setattr(kind, name, value)
    assert type_name(kind) == expected
    assert_fits(describe(kind()), "ObjectSummary")


def test_a_dataframe_keeps_its_sizes_when_it_is_half_built() -> None:
    pandas = pytest.importorskip("pandas")
    numpy = pytest.importorskip("numpy")
    for half_built in (
        object.__new__(pandas.DataFrame),
        object.__new__(pandas.Series),
        object.__new__(pandas.Index),
        object.__new__(Person),
        numpy.ndarray.__new__(numpy.ndarray, 0),
    ):
        assert_fits(describe(half_built), "ObjectSummary")


def test_released_and_running_things() -> None:
    view = memoryview(b"abc")
    view.release()
    assert words(view)[0] == "other"

    def produce() -> Any:
        yield words(generator)

    generator = produce()
    assert words(generator)[0] == "other"
    assert next(generator)[0] == "other"

    async def wait() -> None:
        pass

    coroutine = wait()
    assert words(coroutine)[0] == "other"
    coroutine.close()
    assert words(coroutine)[0] == "other"


def test_deep_and_self_containing_things() -> None:
    deep: list[Any] = []
    for _ in range(1_000_000):
        deep = [deep]
    assert words(deep) == ("container", None, "1 item")
    own: list[Any] = []
    own.append(own)
    assert words(own) == ("container", None, "1 item")
    while deep:  # taken apart step by step: freeing it at once is not what is tested here
        deep = deep.pop()
