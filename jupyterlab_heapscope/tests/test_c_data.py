"""Memory of ctypes' structures, unions and arrays: counted once, for its owner."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from .test_foreign import MB, exclusive, extra


class Row(ctypes.Structure):
    """A large structure."""

    _fields_ = (("text", ctypes.c_char * MB), ("number", ctypes.c_int))


class Either(ctypes.Union):
    """A large union."""

    _fields_ = (("text", ctypes.c_char * MB), ("number", ctypes.c_int))


class Point(ctypes.Structure):
    """So small that ctypes keeps it in the object itself."""

    _fields_ = (("x", ctypes.c_double), ("y", ctypes.c_double))


@pytest.mark.parametrize("kind", [Row, Either])
def test_structures_and_unions_count_for_their_owner(kind: Any) -> None:
    row, rows, size = kind(), (kind * 3)(), ctypes.sizeof(kind)
    buffer = bytearray(size)
    assert 0 < extra([row], size) < 1500
    assert 0 < extra([kind.from_buffer_copy(buffer)], size) < 1500
    assert 0 < extra([row, memoryview(row), ctypes.pointer(row)], size) < 5000
    assert 0 < extra([rows, rows[0], rows[1]], 3 * size) < 2000
    assert 0 < extra(rows[0], 3 * size) < 1500  # it keeps the array
    assert 0 < extra([kind.from_buffer(buffer), buffer], size) < 2000
    assert 0 < extra(kind.from_address(ctypes.addressof(row)), 0) < 1000


@pytest.mark.parametrize("kind", [Row, Either])
def test_who_owns_a_structure(kind: Any) -> None:
    named: dict[str, Any] = {"row": kind(), "rows": (kind * 3)()}
    assert exclusive(named)["row"] > MB
    named["view"] = named["rows"][1]
    found = exclusive(named)
    assert found["rows"] < 1000  # the view keeps it
    assert found["view"] < 1000


def test_what_is_within_the_object_counts_once() -> None:
    point = Point()
    assert extra(point, 0) - extra(Point.from_address(ctypes.addressof(point)), 0) < ctypes.sizeof(Point)
