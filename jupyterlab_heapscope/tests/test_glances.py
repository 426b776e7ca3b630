"""Nothing of the notebook's is referred to between two glances."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from jupyterlab_heapscope.probe import glances
from jupyterlab_heapscope.probe.glances import Glances, addresses, each_name, named, names_of
from jupyterlab_heapscope.probe.introspect import MISSING
from jupyterlab_heapscope.probe.members import read_members


class Thing:
    """A value, or a key."""


@pytest.fixture
def shortest_glances(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is over after one object."""
    monkeypatch.setattr(glances, "_GLANCE_S", 0.0)


def counts(things: list[Thing]) -> list[int]:
    return [sys.getrefcount(thing) for thing in things]


def test_names_are_looked_up_one_at_a_time(shortest_glances: None) -> None:
    things = [Thing() for _ in range(30)]
    namespace: dict[Any, Any] = {f"name{index}": thing for index, thing in enumerate(things)}
    usual, seen, read = counts(things), [], []

    def at_begin() -> dict[Any, Any]:
        seen.append(counts(things))
        namespace.pop("name20", None)
        namespace["late"] = 1
        return namespace

    assert not each_name(at_begin, names_of(namespace), lambda place, name, value: read.append(name), Glances())
    usual[20] -= 1
    assert len(seen) == 30
    assert seen[1:] == [usual] * 29
    assert read == [f"name{index}" for index in range(30) if index != 20]


@pytest.mark.usefixtures("shortest_glances")
def test_no_glance_goes_over_all_names(monkeypatch: pytest.MonkeyPatch) -> None:
    namespace: dict[Any, Any] = {f"name{index}": index for index in range(200)}
    names, read = names_of(namespace), []
    scans: list[Any] = []

    def scan(mapping: dict[Any, Any]) -> bool:
        scans.append(len(mapping))
        return True

    monkeypatch.setattr(glances, "has_plain_names", scan)
    each_name(lambda: namespace, names[::3], lambda place, name, value: read.append((name, value)), Glances())
    assert (read, scans) == ([(f"name{index}", index) for index in range(0, 200, 3)], [])
    # What moved is looked for, and the glance begins when it is found.
    namespace = {"new": 0, **namespace}
    read.clear()
    each_name(lambda: namespace, names[::3], lambda place, name, value: read.append((name, value)), Glances())
    assert read == [(f"name{index}", index) for index in range(0, 200, 3)]


def test_time_is_up_between_two_names(shortest_glances: None) -> None:
    read: list[Any] = []
    names = names_of(namespace := {"a": 1, "b": 2, "c": 3})
    late = each_name(lambda: namespace, names, lambda *found: read.append(found), Glances(), lambda: len(read) == 2)
    assert (late, read) == (True, [(0, "a", 1), (1, "b", 2)])


def test_keys_of_any_type_are_found_by_their_place_and_not_kept() -> None:
    key = Thing()
    usual = sys.getrefcount(key)
    namespace: dict[Any, Any] = {"a": 1, key: 2, (3, 4): 5}
    names = names_of(namespace)
    assert names == [(0, "a"), (1, None), (2, None)]
    read: list[Any] = []
    each_name(lambda: namespace, names, lambda place, name, value: read.append(value), Glances())
    assert read == [1, 2, 5]
    assert (named(namespace, "a"), named(namespace, "(3, 4)"), named(namespace, "b")) == (1, 5, MISSING)
    namespace.clear()
    assert sys.getrefcount(key) == usual


def test_addresses_refer_to_nothing() -> None:
    things = [Thing()]
    usual = counts(things)
    found = addresses({"a": things[0], 5: 6})
    assert (found, counts(things)) == ({"a": id(things[0])}, usual)


def test_members_are_found_anew_for_each_glance(shortest_glances: None) -> None:
    things = [Thing() for _ in range(40)]
    root = list(things)
    usual, seen = counts(things), []

    def find_root() -> object:
        seen.append((*counts(things), sys.getrefcount(root)))
        return root

    page = read_members(find_root, [], hex(id(root)), 5, 30)
    assert [item["name"] for item in page["items"]] == [str(index) for index in range(5, 35)]
    assert len(seen) > 5
    assert set(seen) == {(*usual, seen[0][-1])}
