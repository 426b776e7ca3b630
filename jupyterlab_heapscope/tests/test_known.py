"""What is met twice is known by being the same object, not by being equal."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_heapscope.probe.known import Known


def twins(make: Any) -> list[Any]:
    """Objects that are equal, none the same."""
    made = [make() for _ in range(3)]
    assert len(set(map(id, made))) == 3
    return made


@pytest.mark.parametrize(
    "make",
    [
        lambda: "".join(["twin ", "text"]),
        lambda: "x" * 5_000,
        lambda: b"".join([b"twin ", b"bytes"]),
        lambda: int("123456789"),
        lambda: int("1" + "0" * 30),
        lambda: float("nan"),
        lambda: float("1.5"),
        lambda: frozenset([1, "two"]),
    ],
    ids=["str", "long str", "bytes", "int", "large int", "nan", "float", "frozenset"],
)
def test_each_object_is_fresh_once(make: Any) -> None:
    first, second, third = twins(make)
    known = Known(type(first))
    assert sorted(map(id, known.fresh([first, second, first]))) == sorted([id(first), id(second)])
    assert known.fresh([second, first]) == []
    assert [id(obj) for obj in known.fresh([third, first, third])] == [id(third)]
    known.drop()
    assert len(known.fresh([first, second, third])) == 3


def test_long_and_short_are_told_apart_in_one_piece() -> None:
    mixed: list[Any] = ["short", "x" * 5_000, "other", "x" * 5_000]
    known = Known(str)
    assert len(known.fresh([*mixed, *mixed])) == len(set(map(id, mixed)))
    assert known.fresh(mixed[:1]) == []
    assert known.fresh(mixed[1:]) == []


def test_names_are_told_until_they_are_known() -> None:
    known = Known(str)
    names = ["one", "two"]
    assert known.unmet_names(names) == names
    known.fresh(names)
    assert known.unmet_names([*names, "one"]) == []
    twin = "".join(["o", "ne"])
    assert [id(name) for name in known.unmet_names([*names, twin])] == [id(twin)]


def test_no_key_but_an_exact_name_is_hashed() -> None:
    class Trap:
        def __hash__(self) -> int:
            raise AssertionError

    keys: list[Any] = ["one", Trap()]
    known = Known(str)
    known.fresh(["one"])
    assert known.unmet_names(keys) == keys
