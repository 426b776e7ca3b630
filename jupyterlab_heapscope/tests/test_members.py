"""Members of objects, and objects found again by their path."""

from __future__ import annotations

import gc
import sys
import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from jupyterlab_heapscope.probe.describe import describe
from jupyterlab_heapscope.probe.members import LookupFailed, member_count, read_members

from .schema import assert_fits


class Person:
    """Sets its attributes in `__init__`."""

    species = "human"

    def __init__(self, name: str, age: int) -> None:
        """Set both."""
        self.name = name
        self.age = age


class Slotted:
    """Keeps its attributes in slots."""

    __slots__ = ("__private", "filled", "unfilled")

    def __init__(self) -> None:
        """Leave one slot unfilled."""
        self.filled = 1
        self.__private = 2


class Mixed(Slotted, Person):
    """Has slots and a dict."""

    def __init__(self) -> None:
        """Set all there is."""
        Slotted.__init__(self)
        Person.__init__(self, "Jane", 40)


@dataclass
class Point:
    """Has a default in its class under the name of an attribute."""

    x: int
    y: int = 7


@dataclass(frozen=True)
class Frozen:
    """Sets its attribute by object.__setattr__."""

    value: int


class Listed(list):  # type: ignore[type-arg]
    """A container with an attribute."""

    def __init__(self, *items: int) -> None:
        """Set the attribute."""
        super().__init__(items)
        self.title = "t"


def seen(obj: object, start: int = 0, count: int = 100) -> list[tuple[str, str, Any]]:
    page = read_members(lambda: obj, [], hex(id(obj)), start, count)
    assert_fits(page, "SlotPage")
    assert page["total"] == member_count(obj)
    assert not page["truncated"]
    return [(slot["name"], slot["name_kind"], slot["object"]["text"]) for slot in page["items"]]


def attributes(obj: object) -> dict[str, Any]:
    found = seen(obj)
    assert {kind for _, kind, _ in found} <= {"attribute"}
    return {name: text for name, _, text in found}


def test_attributes() -> None:
    assert attributes(Person("John", 30)) == {"name": "'John'", "age": "30"}
    assert attributes(Slotted()) == {"filled": "1", "_Slotted__private": "2"}
    assert attributes(Mixed()) == {
        "filled": "1",
        "_Slotted__private": "2",
        "name": "'Jane'",
        "age": "40",
    }
    assert attributes(Point(1)) == {"x": "1", "y": "7"}
    assert attributes(Frozen(5)) == {"value": "5"}
    assert attributes(SimpleNamespace(a=1)) == {"a": "1"}
    assert attributes(object()) == {}
    assert attributes(Person) == {"species": "'human'"}


def test_attributes_set_from_outside() -> None:
    person = Person("John", 30)
    person.nickname = "J"  # type: ignore[attr-defined]
    assert attributes(person) == {"name": "'John'", "age": "30", "nickname": "'J'"}
    plain: Any = type("Plain", (), {})()
    assert attributes(plain) == {}
    plain.later = 1
    assert attributes(plain) == {"later": "1"}
    del plain.later
    assert attributes(plain) == {}
    error: Any = ValueError("x")
    assert attributes(error) == {}
    error.note = 1
    assert attributes(error) == {"note": "1"}


def test_a_dict_that_was_made_before_is_read() -> None:
    person = Person("John", 30)
    vars(person)["b c"] = 1
    vars(person)[3] = 2  # type: ignore[index]
    assert attributes(person) == {"name": "'John'", "age": "30", "b c": "1", "3": "2"}
    person.__dict__ = OrderedDict(replaced=True)
    assert attributes(person) == {"replaced": "True"}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="3.10 makes the dict with the first attribute")
def test_no_dict_is_made_for_attributes_of_the_class() -> None:
    def has_dict(obj: object) -> bool:
        return any(type(referent) is dict for referent in gc.get_referents(obj))

    for obj in (Person("John", 30), Point(1), Frozen(5), type("Plain", (), {})()):
        assert not has_dict(obj)
        describe(obj)
        seen(obj)
        assert not has_dict(obj)
    person = Person("John", 30)
    assert vars(person)
    assert has_dict(person)  # so that the check above can fail


@pytest.mark.parametrize(
    ("obj", "expected"),
    [
        ([7, 8], [("0", "index", "7"), ("1", "index", "8")]),
        ((7,), [("0", "index", "7")]),
        ({7}, [("0", "index", "7")]),
        (frozenset({7}), [("0", "index", "7")]),
        (deque([7]), [("0", "index", "7")]),
        ({"a": 1, (1, "b"): 2, 3.5: 3}, [("'a'", "key", "1"), ("(1, 'b')", "key", "2"), ("3.5", "key", "3")]),
        (OrderedDict(a=1), [("'a'", "key", "1")]),
        (Listed(7), [("title", "attribute", "'t'"), ("0", "index", "7")]),
        (5, []),
        ("text", []),
        (sys, []),
        (int, []),
    ],
    ids=lambda value: type(value).__name__,
)
def test_items(obj: object, expected: list[tuple[str, str, str]]) -> None:
    assert seen(obj) == expected


def test_what_a_function_closes_over() -> None:
    kept, unset = 5, None

    def inner() -> tuple[int, object]:
        return kept, unset

    assert seen(inner) == [("kept", "cell", "5"), ("unset", "cell", "None")]


def test_a_view_leads_to_its_base() -> None:
    numpy = pytest.importorskip("numpy")
    samples = numpy.zeros((10, 2))
    (slot,) = _page(samples[:, 0])
    assert slot["name"] == "base"
    assert slot["object"]["address"] == hex(id(samples))
    assert _page(samples) == []


def _page(obj: object) -> Any:
    return read_members(lambda: obj, [], hex(id(obj)), 0, 10)["items"]


def test_pages_and_paths() -> None:
    root: Any = {"people": [Person("a", 1), Person("b", 2)], "rest": list(range(1000))}
    second = root["people"][1]
    page = read_members(lambda: root, [0, 1], hex(id(second)), 0, 10)
    assert [slot["object"]["text"] for slot in page["items"]] == ["'b'", "2"]
    rest = root["rest"]
    page = read_members(lambda: root, [1], hex(id(rest)), 990, 100)
    assert (page["start"], page["total"], len(page["items"])) == (990, 1000, 10)
    assert page["items"][0]["name"] == "990"
    assert read_members(lambda: root, [1], hex(id(rest)), 5000, 5)["items"] == []
    path = [0, 1, 0]
    name = second.name
    assert read_members(lambda: root, path, hex(id(name)), 0, 5)["total"] == 0


@pytest.mark.parametrize(("path", "code"), [([5], "not_found"), ([0, 0], "not_found"), ([1], "changed")])
def test_objects_that_are_gone_or_others(path: list[int], code: str) -> None:
    first, second = object(), object()
    with pytest.raises(LookupFailed) as failed:
        read_members(lambda: [first, second], path, hex(id(first)), 0, 10)
    assert failed.value.code == code
    assert failed.value.message.endswith(".")


@pytest.mark.parametrize("make", [list, dict.fromkeys, set], ids=["list", "dict", "set"])
def test_ten_million_items_within_the_budget(make: Any, request: pytest.FixtureRequest) -> None:
    huge = make(range(10_000_000))
    gc.disable()  # a collection would take longer than what is timed
    request.addfinalizer(gc.enable)
    for start in (0, 150_000, 9_999_000):
        began = time.process_time()
        page = read_members(lambda: huge, [], hex(id(huge)), start, 500)
        assert time.process_time() - began < 0.1
        assert page["total"] == 10_000_000
        assert page["truncated"] == (len(page["items"]) < 500)


def test_a_million_deep() -> None:
    deep: list[Any] = []
    for _ in range(1_000_000):
        deep = [deep]
    inner = deep[0][0]
    assert read_members(lambda: deep, [0, 0], hex(id(inner)), 0, 10)["total"] == 1
    while deep:
        deep = deep.pop()
